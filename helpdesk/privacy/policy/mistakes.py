"""Finds what does not fit together in a policy whose every part has the right shape."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec
import re2

from helpdesk.privacy.policy.category_mistakes import of_category
from helpdesk.privacy.policy.entries import out_of_range, twice, unknown
from helpdesk.privacy.policy.form import Mistake, shown
from helpdesk.privacy.policy.places import Path as Place
from helpdesk.privacy.policy.service_mistakes import of_calendar
from helpdesk.privacy.policy.shapes import EVENTS, TICKET_FACTS, Both, FieldRule, Policy, Processor, Redaction
from helpdesk.privacy.redaction.spans import Kind

_TERMS = Path(__file__).parents[2] / "terms"
_SLUG = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")
_ADDRESS = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
# Names that forms, placeholders and the ledger use themselves.
_TAKEN = {
    "fields": ("subject", "body", "terms_version", "accept_terms", "form_key", "action", "hide", "show", "csrf"),
    "purposes": ("assigned", "delivery", "recognition", "own-copy", "transfer", "break-glass"),
}


def find_mistakes(policy: Policy) -> list[str]:
    """List what does not fit together in a policy, each with what to do."""
    return [str(mistake) for mistake in mistakes_in(policy)]


def mistakes_in(policy: Policy) -> list[Mistake]:
    """Find what does not fit together, in the order of the file's parts."""
    found = [*_of_top(policy), *_of_names(policy), *_of_texts(policy, ())]
    for name, field in policy.fields.items():
        found += _of_field(name, field)
    for slug, category in policy.categories.items():
        found += of_category(policy, slug, category)
    for name, processor in policy.processors.items():
        found += _of_processor(policy, name, processor)
    for name, calendar in policy.calendars.items():
        found += of_calendar(name, calendar)
    return [*found, *_of_redaction(policy.redaction)]


def _of_top(policy: Policy) -> Iterator[Mistake]:
    if not re.fullmatch(r"[\w.-]{1,40}", policy.version):
        yield Mistake(("version",), "A version is 1 to 40 letters, digits, points or dashes.", 'Write "2026-11".')
    if not re.fullmatch(r"[\w-]{1,40}", policy.terms) or not (_TERMS / policy.terms / "ar.txt").is_file():
        what = f'There are no terms of use in version "{shown(policy.terms)}".'
        yield Mistake(("terms",), what, "Take a version that has a folder in helpdesk/terms.")
    if not _ADDRESS.fullmatch(policy.controller.email):
        what = "This is no e-mail address."
        yield Mistake(("controller", "email"), what, "Write the address for questions about privacy.")
    yield from out_of_range(("disclosure_minutes",), policy.disclosure_minutes, 1, 24 * 60)
    yield from out_of_range(("disclosure_quota",), policy.disclosure_quota, 1, 1000)
    yield from out_of_range(("approval_minutes",), policy.approval_minutes, 1, 24 * 60)
    yield from out_of_range(("break_glass_minutes",), policy.break_glass_minutes, 1, 24 * 60)
    yield from out_of_range(("reopen_days",), policy.reopen_days, 0, 365)
    yield from out_of_range(("survey_delay_minutes",), policy.survey_delay_minutes, 0, 90 * 24 * 60)
    yield from out_of_range(("survey_reminder_days",), policy.survey_reminder_days, 0, 60)
    yield from out_of_range(("survey_days",), policy.survey_days, 1, 90)
    yield from out_of_range(("survey_pause_days",), policy.survey_pause_days, 0, 365)
    yield from out_of_range(("survey_hold_hours",), policy.survey_hold_hours, 0, 7 * 24)
    yield from out_of_range(("sign_in", "idle_minutes"), policy.sign_in.idle_minutes, 5, 24 * 60)
    yield from out_of_range(("sign_in", "session_hours"), policy.sign_in.session_hours, 1, 24)
    yield from out_of_range(("attachments", "per_message"), policy.attachments.per_message, 0, 10)
    yield from out_of_range(("attachments", "megabytes"), policy.attachments.megabytes, 1, 25)
    yield from out_of_range(("attachments", "megapixels"), policy.attachments.megapixels, 1, 100)
    if not policy.categories:
        yield Mistake(("categories",), "There is no category.", "Add a table [categories.NAME].")


def _of_names(policy: Policy) -> Iterator[Mistake]:
    """Names become parts of addresses, of forms and of the ledger."""
    for part in ("teams", "purposes", "fields", "categories", "processors", "calendars"):
        for name in getattr(policy, part):
            if len(name) > 40 or not _SLUG.fullmatch(name):
                what = f'"{shown(name)}" cannot be a name.'
                yield Mistake((part, name), what, "Use up to 40 small Latin letters, digits and dashes.")
            if name in _TAKEN.get(part, ()):
                yield Mistake((part, name), f'The name "{name}" has a meaning of its own.', "Choose another one.")


def _of_texts(part: object, path: Place) -> Iterator[Mistake]:
    """No text may be empty in one of the languages."""
    if isinstance(part, Both):
        for locale, language in (("en", "English"), ("ar", "Arabic")):
            if not part[locale].strip():
                yield Mistake((*path, locale), f"The {language} text is empty.", "Write it; people will read it.")
    elif isinstance(part, dict):
        for key, entry in part.items():
            yield from _of_texts(entry, (*path, key))
    elif isinstance(part, msgspec.Struct):
        for name in part.__struct_fields__:
            yield from _of_texts(getattr(part, name), (*path, name))


def _of_field(name: str, field: FieldRule) -> Iterator[Mistake]:
    if name in ("email", "name") and field.kind != name:
        yield Mistake(("fields", name, "kind"), f'The field "{name}" has another kind.', f'Write kind = "{name}".')


def _of_processor(policy: Policy, name: str, processor: Processor) -> Iterator[Mistake]:
    path: Place = ("processors", name)
    asked = {field for category in policy.categories.values() for field in category.fields}
    known = [*TICKET_FACTS, *sorted(asked)]
    yield from unknown((*path, "fields"), processor.fields, known, "which no category asks for")
    yield from twice((*path, "fields"), processor.fields)
    if not re.fullmatch(r"(?:[A-Z]{2})?", processor.country):
        yield Mistake((*path, "country"), "This is no country code.", 'Write two capital letters such as "EG".')
    if processor.url and not re.fullmatch(r"https://[^\s/@]+(?:/\S*)?", processor.url):
        yield Mistake((*path, "url"), "This is no address that can be called.", "Write https://HOST/PATH.")
    if processor.url and not processor.events:
        yield Mistake((*path, "events"), "There is an address, but no event that is sent there.", "List the events.")
    yield from unknown((*path, "events"), processor.events, EVENTS, "which is none that can be told")
    if processor.url:  # a detail is opened to people only; programs are told facts
        yield from unknown((*path, "fields"), processor.fields, TICKET_FACTS, "which may not be sent to an address")
    if processor.events and not processor.url:
        yield Mistake((*path, "url"), "There are events, but no address.", "Write where they go, or take events out.")


def _of_redaction(rules: Redaction) -> Iterator[Mistake]:
    for kind, patterns in rules.patterns.items():
        path: Place = ("redaction", "patterns", kind)
        if kind not in set(Kind):
            yield Mistake(path, f'"{shown(kind)}" is no kind.', f"Take one of {', '.join(sorted(Kind))}.")
        for number, pattern in enumerate(patterns):
            if mistake := _of_pattern(pattern):
                yield Mistake((*path, number), *mistake)
    for number, word in enumerate(rules.allowed):
        if not word.strip():
            yield Mistake(("redaction", "allowed", number), "This word is empty.", "Take it out.")


def _of_pattern(pattern: str) -> tuple[str, str] | None:
    """Say what is wrong with a pattern: RE2 takes only what runs in linear time (no look-around, no back-reference)."""
    options = re2.Options()
    options.log_errors = False
    try:
        found = re2.compile(pattern, options).search("")
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        return f'The pattern "{shown(pattern)}" is refused ({shown(reason)}).', "Use RE2 syntax: github.com/google/re2."
    if found:
        return f'The pattern "{shown(pattern)}" matches the empty text.', "Let it need at least one letter or digit."
    return None
