"""The records of processing (GDPR, article 30(1)) in a language, made from the policy and the technical register."""

from collections.abc import Callable, Iterable
from datetime import date
from typing import TypeAlias

import msgspec
from babel import Locale

from helpdesk import i18n
from helpdesk.privacy.policy.register import LIVES_OF_STAGES, Entry, Register, read_register
from helpdesk.privacy.policy.shapes import TICKET_FACTS, Category, Policy, Processor

MEASURES = (
    "redaction", "encryption", "search", "need-to-know", "second-wall", "recorded", "secrets", "sign-in", "mail",
    "logs", "results", "audit", "chain",
)  # fmt: skip
Say: TypeAlias = Callable[..., str]


class Activity(msgspec.Struct, frozen=True):
    """One processing activity; every text is in the reader's language. `limits` are (stage, how long) pairs."""

    name: str
    purpose: str
    basis: str
    subjects: list[str]
    data: list[str]
    recipients: list[str]
    limits: list[tuple[str, str]]


class Recipient(msgspec.Struct, frozen=True):
    """One processor, what it gets, in which country, until when there is a contract."""

    name: str
    purpose: str
    country: str
    fields: list[str]
    contract_until: date | None


class Line(msgspec.Struct, frozen=True):
    """One column, log key or mail variable."""

    place: str
    part: str
    holds: str
    purpose: str
    basis: str
    readers: list[str]
    until: str
    is_carried_out: bool


class Records(msgspec.Struct, frozen=True):
    """The whole record in one language."""

    locale: str
    version: str
    are_limits_carried_out: bool
    controller: str
    address: str
    email: str
    activities: list[Activity]
    processors: list[Recipient]
    measures: list[str]
    lines: list[Line]


def make_records(policy: Policy, locale: str) -> Records:
    """Make the records of processing of a policy in a language."""
    register, say = read_register(), i18n.words(locale).plain
    processors = [recipient(policy, processor, locale) for processor in policy.processors.values()]
    own = [_of_category(policy, slug, locale, say) for slug in policy.categories]
    return Records(
        locale=locale,
        version=policy.version,
        are_limits_carried_out=are_limits_carried_out(),
        controller=policy.controller.name[locale],
        address=policy.controller.address[locale],
        email=policy.controller.email,
        activities=[*own, *_of_uses(register, locale, say)],
        processors=processors,
        measures=[say(f"measure-{name}") for name in MEASURES],
        lines=[_line(register, entry, locale, say) for entry in register.entries()],
    )


def _of_category(policy: Policy, slug: str, locale: str, say: Say) -> Activity:
    category, register = policy.categories[slug], read_register()
    asked = [policy.fields[name].label[locale] for name in category.fields]
    return Activity(
        name=category.name[locale],
        purpose=f"{register.uses['answer'][locale]}: {category.description[locale]}",
        basis=say(f"basis-{category.basis}"),
        subjects=[register.subjects[who][locale] for who in register.uses["answer"].subjects],
        data=[*asked, say("register-data-written")],
        recipients=_recipients(policy, category, locale, say),
        limits=limits_of(category, say),
    )


def _recipients(policy: Policy, category: Category, locale: str, say: Say) -> list[str]:
    team = say("register-agents", team=policy.teams[category.team].name[locale])
    agents = say("register-agents-all") if category.text_for == "desk" else team
    told = [
        processor.name[locale]
        for processor in policy.processors.values()
        if {*processor.fields} & {*category.fields, *TICKET_FACTS}
    ]
    return [_without_marks(agents), say("register-assignee"), *told]


def limits_of(category: Category, say: Say) -> list[tuple[str, str]]:
    """Give the stages that concern something we keep: (what, how long after closing)."""
    return [(say(f"stage-{stage}"), _without_marks(how_long(days, say))) for stage, days in stages_of(category)]


def stages_of(category: Category) -> list[tuple[str, int]]:
    """Give the stages that concern something we keep: (name, days after closing)."""
    kept = {entry.life for entry in read_register().entries()}
    return [
        (stage, days)
        for stage, days in category.retention.stages.items()
        if stage in kept or (stage == "texts" and "secret" in kept)
    ]


def are_limits_carried_out() -> bool:
    """Say whether the product itself deletes when the limits of the policy are reached."""
    register = read_register()
    kept = {entry.life for entry in register.entries()}
    return all(register.is_enforced(life) for life in LIVES_OF_STAGES if life in kept)


def how_long(days: int, say: Say) -> str:
    """Say a number of days in words, in years where they are whole."""
    return say("years", n=days // 365) if days and days % 365 == 0 else say("days", n=days)


def _of_uses(register: Register, locale: str, say: Say) -> list[Activity]:
    """Everything that is not answering a request: one activity for each use that the register names."""
    found = []
    for name, use in register.uses.items():
        entries = [entry for entry in register.entries() if entry.use == name]
        if name != "answer" and entries:
            found.append(
                Activity(
                    name=use[locale],
                    purpose=use[locale],
                    basis=", ".join(_once(say(f"basis-{entry.basis}") for entry in entries)),
                    subjects=[register.subjects[who][locale] for who in use.subjects],
                    data=_once(entry.what[locale] for entry in entries),
                    recipients=_once(register.readers[who][locale] for entry in entries for who in entry.readers),
                    limits=[("", life) for life in _once(_until(register, entry, locale) for entry in entries)],
                )
            )
    return found


def recipient(policy: Policy, processor: Processor, locale: str) -> Recipient:
    """Name a processor and what it gets in a language."""
    say = i18n.words(locale).plain
    territories = Locale.parse(locale).territories
    return Recipient(
        name=processor.name[locale],
        purpose=processor.purpose[locale],
        country=territories.get(processor.country, processor.country) or say("notice-processor-own-country"),
        fields=[
            policy.fields[name].label[locale] if name in policy.fields else say(f"fact-{name}")
            for name in processor.fields
        ],
        contract_until=processor.contract_until,
    )


def _line(register: Register, entry: Entry, locale: str, say: Say) -> Line:
    return Line(
        place=entry.place,
        part=entry.what[locale],
        holds=register.holds[entry.holds][locale],
        purpose=register.uses[entry.use][locale],
        basis=say(f"basis-{entry.basis}"),
        readers=[register.readers[reader][locale] for reader in entry.readers],
        until=register.lives[entry.life][locale],
        is_carried_out=register.is_enforced(entry.life),
    )


def _until(register: Register, entry: Entry, locale: str) -> str:
    return register.lives[entry.life][locale]


def _once(words: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(words))


def _without_marks(text: str) -> str:
    """Take the isolation marks of plain messages off, where the whole text is in one language anyhow."""
    return text.replace("\u2068", "").replace("\u2069", "")
