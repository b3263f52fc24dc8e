"""The policy: one file says what is asked, who sees what at once, what opens for which purpose, and for how long."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import Literal

import msgspec
import re2

from helpdesk.errors import HelpdeskError
from helpdesk.privacy.redaction.spans import Kind, OwnRules

SHIPPED = Path(__file__).with_name("default.toml")


class PolicyRefused(HelpdeskError):
    """The policy file is wrong; the start is refused with a sentence that says where and what to do."""

    status = 503
    code = "error-policy"


class Both(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A text in both languages."""

    en: str
    ar: str

    def __getitem__(self, locale: str) -> str:
        return self.ar if locale == "ar" else self.en


class Team(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A team of agents."""

    name: Both


class Purpose(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a sealed detail may be opened for; `needs_reason` asks the agent to say it in words."""

    name: Both
    needs_reason: bool = False


class FieldRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One thing a form may ask for, and why."""

    kind: Literal["email", "name", "domain", "line"]
    label: Both
    why: Both


class Category(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a kind of request needs and who may see it."""

    team: str
    name: Both
    description: Both
    fields: list[str]
    at_once: list[str]
    purposes: list[str]
    optional: list[str] = []
    never: list[str] = []
    text_for: Literal["desk", "team", "assignee"] = "desk"
    survey: bool = True


class Redaction(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The operator's own rules: patterns by the kind they find, and words that are never hidden."""

    patterns: dict[str, list[str]] = {}
    allowed: list[str] = []


class Policy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole policy, checked."""

    version: str
    terms: str
    disclosure_minutes: int
    survey_delay_minutes: int
    teams: dict[str, Team]
    purposes: dict[str, Purpose]
    fields: dict[str, FieldRule]
    categories: dict[str, Category]
    redaction: Redaction = Redaction()

    @property
    def own_rules(self) -> OwnRules:
        """Give the operator's own rules as redaction takes them."""
        pairs = ((kind, pattern) for kind, patterns in self.redaction.patterns.items() for pattern in patterns)
        return OwnRules(tuple(pairs), tuple(self.redaction.allowed))

    @property
    def disclosure_time(self) -> timedelta:
        return timedelta(minutes=self.disclosure_minutes)

    @property
    def survey_delay(self) -> timedelta:
        return timedelta(minutes=self.survey_delay_minutes)


def read_policy(path: Path | None = None) -> Policy:
    """Read and check a policy file (the shipped one without a path); raises PolicyRefused with what to do."""
    path = path or SHIPPED
    try:
        policy = msgspec.convert(tomllib.loads(path.read_text("utf-8")), Policy)
    except OSError:
        raise PolicyRefused(f"The policy file {path} cannot be read. Set HELPDESK_POLICY to one that can.") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise PolicyRefused(f"{path}: {error}") from None
    if mistakes := find_mistakes(policy):
        raise PolicyRefused(f"{path}: " + " ".join(mistakes))
    return policy


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


_in_use: Policy | None = None


def use(policy: Policy) -> None:
    """Take a policy into use; a composition root calls this once, before the first operation."""
    global _in_use
    _in_use = policy


def in_use() -> Policy:
    """Give the policy in use; raises PolicyRefused when a root forgot to take one."""
    if _in_use is None:
        raise PolicyRefused("No policy is in use.")
    return _in_use
