"""Counts of answers and invitations in a window, by group. Raw: whoever shows them hides small groups first."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from named_sql import statements
from surveys.tables import Answer, Invitation

_SQL = statements(__file__)


class By(StrEnum):
    """What results are grouped by; a period is a week, named by its Monday."""

    PERIOD = "period"
    CATEGORY = "category"
    TEAM = "team"
    AGENT = "agent"
    LOCALE = "locale"


@dataclass(frozen=True, slots=True)
class GroupCount:
    """How often each rating 1..5 was given in a group."""

    group: str
    ratings: tuple[int, int, int, int, int]

    @property
    def answers(self) -> int:
        return sum(self.ratings)


async def counts(*, since: date, until: date, by: By) -> Sequence[GroupCount]:
    """Count the answers whose week lies in a window of whole weeks (`since` and `until` included), by group."""
    rows = await Answer.raw(_SQL[f"answers_by_{by}"], monday_of(since), until)
    groups: dict[str, list[int]] = {}
    for row in rows:
        groups.setdefault(row["group"], [0] * 5)[row["rating"] - 1] = row["n"]
    return [GroupCount(group, (r[0], r[1], r[2], r[3], r[4])) for group, r in sorted(groups.items())]


async def invited(*, since: date, until: date, by: By) -> Mapping[str, int]:
    """Count the invitations that were due in the same window, by group."""
    start = datetime.combine(monday_of(since), time(), UTC)
    end = datetime.combine(until + timedelta(days=1), time(), UTC)
    rows = await Invitation.raw(_SQL[f"invited_by_{by}"], start, end)
    return {row["group"]: row["n"] for row in rows}


def monday_of(day: date) -> date:
    """Give the Monday of a day's week."""
    return day - timedelta(days=day.weekday())
