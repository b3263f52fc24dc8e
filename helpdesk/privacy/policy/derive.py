"""What follows from the policy alone: what a disclosure asks, and how the kinds of detail open in a category."""

from dataclasses import dataclass

from helpdesk.privacy.policy.shapes import FIELD_KINDS, KINDS, Both, Category, Policy


@dataclass(frozen=True, slots=True)
class Choice:
    """One purpose that may be chosen; `needs_reason` asks for words besides."""

    id: str
    name: Both
    needs_reason: bool


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is asked before a detail opens: one of the purposes, and perhaps a second person. No purpose: never."""

    choices: tuple[Choice, ...]
    needs_two: bool


@dataclass(frozen=True, slots=True)
class Opening:
    """Kinds that open alike; no kinds means all others."""

    kinds: tuple[str, ...]
    purposes: tuple[str, ...]
    needs_two: bool


def prompt_for(policy: Policy, category: Category, kind: str) -> Prompt:
    """Give what must be asked before a kind of detail opens in a category."""
    choices = tuple(
        Choice(name, policy.purposes[name].name, policy.purposes[name].needs_reason)
        for name in category.purposes_for(kind)
        if name in policy.purposes
    )
    return Prompt(choices, category.needs_two(kind))


def openings(category: Category) -> list[Opening]:
    """Group the kinds by how they open: those with a rule of their own, then all others; never ones are left out."""
    ordinary = (tuple(category.purposes), False)
    groups: dict[tuple[tuple[str, ...], bool], list[str]] = {}
    for kind in KINDS:
        rule = (tuple(category.purposes_for(kind)), category.needs_two(kind))
        if rule[0] and rule != ordinary and _can_occur(kind):
            groups.setdefault(rule, []).append(kind)
    found = [Opening(tuple(kinds), *rule) for rule, kinds in groups.items()]
    return [*found, Opening((), *ordinary)] if category.purposes else found


def _can_occur(kind: str) -> bool:
    """Fields that are no private detail by themselves are told as fields, by their own names."""
    return kind not in FIELD_KINDS or kind in ("email", "name")
