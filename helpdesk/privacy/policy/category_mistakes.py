"""Finds what does not fit together in one category of a policy."""

from collections.abc import Iterable, Iterator
from itertools import pairwise

from helpdesk.privacy.policy.entries import out_of_range, twice, unknown
from helpdesk.privacy.policy.form import Mistake, shown, suggest
from helpdesk.privacy.policy.places import Path
from helpdesk.privacy.policy.service_mistakes import of_targets
from helpdesk.privacy.policy.shapes import BASES, KINDS, Category, Policy


def of_category(policy: Policy, slug: str, category: Category) -> Iterator[Mistake]:
    """Find the mistakes in a category: names that nothing has, and rules that contradict one another."""
    path: Path = ("categories", slug)
    if category.team not in policy.teams:
        what = f'team "{shown(category.team)}" is not among [teams].'
        yield Mistake((*path, "team"), what, _or_add(category.team, policy.teams), beside=("teams",))
    if category.basis not in BASES:
        what = f'basis "{shown(category.basis)}" is no lawful basis.'
        yield Mistake((*path, "basis"), what, suggest(category.basis, BASES))
    yield from _of_fields(policy, category, path)
    yield from _of_kinds(policy, category, path)
    yield from _of_times(category, path)
    yield from of_targets(policy, category, path)


def _of_fields(policy: Policy, category: Category, path: Path) -> Iterator[Mistake]:
    if category.fields[:1] != ["email"]:
        what = 'fields must begin with "email": without it nobody can be answered.'
        yield Mistake((*path, "fields"), what, 'Put "email" first.')
    if "email" in category.optional:
        yield Mistake((*path, "optional"), "The e-mail address cannot be optional.", 'Take "email" out.')
    for name, known in (("fields", policy.fields), ("purposes", policy.purposes)):
        for number, entry in enumerate(getattr(category, name)):
            if entry not in known:
                what = f'{name} names "{shown(entry)}", which is not among [{name}].'
                yield Mistake((*path, name, number), what, _or_add(entry, known), beside=(name,))
    own = [*category.fields, "name"]
    for name in ("optional", "at_once"):
        yield from unknown((*path, name), getattr(category, name), own, "which is not among its fields")
    for name in ("fields", "optional", "at_once", "purposes", "two_person", "never"):
        yield from twice((*path, name), getattr(category, name))


def _of_kinds(policy: Policy, category: Category, path: Path) -> Iterator[Mistake]:
    for name in ("two_person", "never"):
        yield from unknown((*path, name), getattr(category, name), KINDS, "which is no kind of detail")
    for kind, purposes in category.opens.items():
        place = (*path, "opens", kind)
        yield from unknown(place[:-1], [kind], KINDS, "which is no kind of detail", numbered=False)
        for number, purpose in enumerate(purposes):
            if purpose not in policy.purposes:
                what = f'"{shown(purpose)}" is not among [purposes].'
                yield Mistake((*place, number), what, _or_add(purpose, policy.purposes), beside=("purposes",))
        if kind in category.never:
            yield Mistake(place, f'"{shown(kind)}" opens for a purpose, but never at all.', "Take it out of one.")
        elif not purposes:
            yield Mistake(place, f'"{shown(kind)}" opens for no purpose.', "Name one, or put it into never.")
    for kind in category.two_person:
        if kind in category.never:
            what = f'"{shown(kind)}" needs two people, but nobody may ever open it.'
            yield Mistake((*path, "two_person"), what, "Take it out of two_person or of never.")
    yield from _of_what_is_seen_at_once(policy, category, path)


def _of_what_is_seen_at_once(policy: Policy, category: Category, path: Path) -> Iterator[Mistake]:
    for number, name in enumerate(category.at_once):
        kind = policy.fields[name].kind if name in policy.fields else name
        for rule in ("never", "two_person"):
            if kind in getattr(category, rule):
                what = f'"{shown(name)}" is seen at once, but its kind "{shown(kind)}" is in {rule}.'
                yield Mistake((*path, "at_once", number), what, "Take it out of one of the two.")


def _of_times(category: Category, path: Path) -> Iterator[Mistake]:
    if category.survey_delay_minutes is not None:
        yield from out_of_range((*path, "survey_delay_minutes"), category.survey_delay_minutes, 0, 90 * 24 * 60)
    stages = [(f"{name}_days", days) for name, days in category.retention.stages.items()]
    for name, days in stages:
        yield from out_of_range((*path, "retention", name), days, 0, 36_500)
    for (earlier, fewer), (later, more) in pairwise(stages):
        if fewer > more:
            what = f"{later} is {more}, but {earlier} before it is {fewer}: stages follow one another."
            yield Mistake((*path, "retention", later), what, f"Write at least {fewer}, or less for {earlier}.")


def _or_add(word: str, known: Iterable[str]) -> str:
    return suggest(word, known, "Add it there, or take one of")
