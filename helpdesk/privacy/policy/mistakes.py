"""Finds what does not fit together in a policy."""

import re2

from helpdesk.privacy.policy.shapes import Category, Policy, Redaction
from helpdesk.privacy.redaction.spans import Kind


def find_mistakes(policy: Policy) -> list[str]:
    """List what does not fit together in a policy, each with what to do."""
    mistakes = [mistake for slug, category in policy.categories.items() for mistake in _of(policy, slug, category)]
    if not 1 <= policy.disclosure_minutes <= 24 * 60:
        mistakes.append("disclosure_minutes must lie between 1 and 1440.")
    if policy.survey_delay_minutes < 0:
        mistakes.append("survey_delay_minutes must not be negative.")
    return [*mistakes, *_of_redaction(policy.redaction)]


def _of_redaction(rules: Redaction) -> list[str]:
    mistakes = [
        f'[redaction.patterns] "{kind}" is no kind; take one of: {", ".join(sorted(Kind))}.'
        for kind in rules.patterns
        if kind not in set(Kind)
    ]
    for kind, patterns in rules.patterns.items():
        mistakes += [_pattern_mistake(kind, pattern) for pattern in patterns if _pattern_mistake(kind, pattern)]
    return mistakes


def _pattern_mistake(kind: str, pattern: str) -> str:
    """Say what is wrong with a pattern: RE2 takes only what runs in linear time (no look-around, no back-reference)."""
    try:
        found = re2.compile(pattern).search("")
    except re2.error as error:
        reason = error.args[0].decode() if isinstance(error.args[0], bytes) else error.args[0]
        return f"[redaction.patterns] {kind}: the pattern {pattern!r} is refused ({reason}); RE2 syntax is needed."
    return f"[redaction.patterns] {kind}: the pattern {pattern!r} matches the empty text." if found else ""


def _of(policy: Policy, slug: str, category: Category) -> list[str]:
    where = f"[categories.{slug}]"
    mistakes = [f'{where} fields must begin with "email": without it nobody can be answered.'] * (
        category.fields[:1] != ["email"]
    )
    if category.team not in policy.teams:
        mistakes.append(f'{where} team "{category.team}" is not among [teams]; add it there.')
    for name, known in (("fields", policy.fields), ("purposes", policy.purposes)):
        for missing in (entry for entry in getattr(category, name) if entry not in known):
            mistakes.append(f'{where} {name} names "{missing}", which is not among [{name}]; add it there.')
    for name in ("optional", "at_once"):
        for missing in (entry for entry in getattr(category, name) if entry not in [*category.fields, "name"]):
            mistakes.append(f'{where} {name} names "{missing}", which is not among its fields.')
    return mistakes
