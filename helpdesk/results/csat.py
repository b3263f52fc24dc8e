"""Satisfaction for managers: counts, share, mean and response rate by group, small groups hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from helpdesk.people.staff import StaffMember
from helpdesk.results.small_cells import Cell, suppress
from piccolo_conf import acting
from surveys.results import By, GroupCount, counts, invited


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown of one group, or of all; every number is None when the group is hidden.

    satisfied  share of ratings 4 and 5, 0..1
    mean       1..5
    response   answers per invitation, 0..1; None as well when nobody was invited in the window
    hidden     "small" or "secondary", else None
    """

    group: str
    answers: int | None
    satisfied: float | None
    mean: float | None
    ratings: tuple[int, int, int, int, int] | None
    response: float | None
    hidden: str | None


@dataclass(frozen=True, slots=True)
class Report:
    """One page of results; `total` is None when it would give a hidden group away."""

    since: date
    until: date
    by: By
    total: Figures | None
    groups: Sequence[Figures]


async def csat(*, since: date, until: date, by: By, reader: StaffMember) -> Report:
    """Read the results of a window of whole weeks by one grouping; the database shows answers to managers only."""
    async with acting(reader.actor):
        found = await counts(since=since, until=until, by=by)
        asked = await invited(since=since, until=until, by=by)
    shown = suppress(found)
    total = _figures(_sum(found), sum(asked.values())) if shown.has_total else None
    return Report(since, until, by, total, [_cell(cell, asked) for cell in shown.cells])


def _cell(cell: Cell, asked: Mapping[str, int]) -> Figures:
    if cell.hidden:
        return Figures(cell.count.group, None, None, None, None, None, str(cell.hidden))
    return _figures(cell.count, asked.get(cell.count.group, 0))


def _figures(count: GroupCount, asked: int) -> Figures:
    answers = count.answers
    return Figures(
        group=count.group,
        answers=answers,
        satisfied=(count.ratings[3] + count.ratings[4]) / answers,
        mean=sum(rating * n for rating, n in enumerate(count.ratings, 1)) / answers,
        ratings=count.ratings,
        response=min(1.0, answers / asked) if asked else None,
        hidden=None,
    )


def _sum(found: Sequence[GroupCount]) -> GroupCount:
    return GroupCount("", tuple(sum(column) for column in zip(*(group.ratings for group in found), strict=True)))
