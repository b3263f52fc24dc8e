"""Counts of answers and invitations in a window, by week and by group, read from what the release has counted."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from piccolo.columns.combination import And, Or, Where

from named_sql import statements
from surveys.release import INVITED
from surveys.tables import Comment, Count

_SQL = statements(__file__)
Values = Mapping[int, int]  # how often each value was given


class By(StrEnum):
    """What results are grouped by; a period is a week, named by its Monday; a version is a question set as asked."""

    PERIOD = "period"
    CATEGORY = "category"
    TEAM = "team"
    AGENT = "agent"
    LOCALE = "locale"
    VERSION = "version"


@dataclass(frozen=True, slots=True)
class Window:
    """Whole weeks (`since` and `until` included) of answers with certain labels; "" means any."""

    since: date
    until: date
    category: str = ""
    team: str = ""
    agent: str = ""
    locale: str = ""
    version: str = ""

    @property
    def before(self) -> "Window":
        """Give the window of as many weeks just before."""
        first, last = monday_of(self.since), monday_of(self.until)
        until = first - timedelta(weeks=1)
        return Window(until - (last - first), until, *self._labels)

    @property
    def _labels(self) -> tuple[str, str, str, str, str]:
        return (self.category, self.team, self.agent, self.locale, self.version)

    @property
    def arguments(self) -> list[Any]:
        return [monday_of(self.since), self.until, *(label for label in self._labels for _ in range(2))]


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How often each rating 1..5 was given in a group.

    others   the same for the other questions, by question
    invited  how many were asked
    """

    group: str
    ratings: tuple[int, int, int, int, int]
    others: Mapping[str, Values] = field(default_factory=dict)
    invited: int = 0

    @property
    def answers(self) -> int:
        return sum(self.ratings)


@dataclass(frozen=True, slots=True)
class Found:
    """What was counted in a window: in all, by week, by group."""

    whole: GroupCount
    weeks: Sequence[GroupCount]
    groups: Sequence[GroupCount]


async def counts(window: Window, *, by: By) -> Found:
    """Count the answers of a window, in one pass."""
    rows = await Count.raw(_SQL[f"by_{by}"], *window.arguments)
    weeks: dict[str, list[Mapping[str, Any]]] = {}
    groups: dict[str, list[Mapping[str, Any]]] = {}
    for row in rows:
        part, name = (weeks, row["week"].isoformat()) if row["week"] else (groups, row["group"])
        part.setdefault(name, []).append(row)
    by_week = [_count(name, found) for name, found in sorted(weeks.items())]
    by_group = by_week if by is By.PERIOD else [_count(name, found) for name, found in sorted(groups.items())]
    return Found(_count("", [row for row in rows if row["week"]]), by_week, by_group)


async def count_all(window: Window) -> GroupCount:
    """Count the answers of a window in all."""
    return _count("", await Count.raw(_SQL["in_all"], *window.arguments))


def _count(name: str, rows: Sequence[Mapping[str, Any]]) -> GroupCount:
    found: dict[str, dict[int, int]] = {}
    for row in rows:
        values = found.setdefault(row["question"], {})
        for value in range(11):
            if number := row[f"v{value}"]:
                values[value] = values.get(value, 0) + number
    ratings = found.pop("rating", {})
    invited = sum(found.pop(INVITED, {}).values())
    one, two, three, four, five = (ratings.get(rating, 0) for rating in range(1, 6))
    return GroupCount(name, (one, two, three, four, five), found, invited)


@dataclass(frozen=True, slots=True)
class SealedComment:
    """One comment as it is kept: its month, its random key, its words sealed."""

    month: date
    id: UUID
    words: bytes


async def comments(window: Window, *, limit: int, after: tuple[date, UUID] | None = None) -> Sequence[SealedComment]:
    """Give sealed comments of a window's months, newest month first, within a month in the order of random keys.

    after  month and key of the comment that the page before ended with
    """
    conditions: list[Where | Or] = [
        getattr(Comment, label) == getattr(window, label)
        for label in ("category", "team", "agent", "locale")
        if getattr(window, label)
    ]
    if after:
        month, last = after
        conditions.append(Or(Comment.month < month, And(Comment.month == month, Comment.id > last)))
    rows = (
        await Comment.select(Comment.month, Comment.id, Comment.words)
        .where(
            Comment.month >= monday_of(window.since).replace(day=1),
            Comment.month <= window.until.replace(day=1),
            *conditions,
        )
        .order_by(Comment.month, ascending=False)
        .order_by(Comment.id)
        .limit(limit)
    )
    return [SealedComment(**row) for row in rows]


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
