"""How much there is to do: by team and hour for managers, never by person; an agent's own numbers for themselves."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.tickets.tables import Message
from named_sql import statements
from piccolo_conf import acting

WEEK = timedelta(days=7)
_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class TeamLoad:
    """What one team has: open tickets, those of nobody, new ones, those due soon or late.

    first_reply  the median seconds to the first reply of the new ones that have one
    """

    team: str
    open: int
    unassigned: int
    new: int
    soon: int
    late: int
    first_reply: float | None


@dataclass(frozen=True, slots=True)
class Workload:
    """What there is to do; `by_hour` has the new tickets of each of 24 hours, UTC."""

    teams: Sequence[TeamLoad]
    by_hour: Sequence[int]

    @property
    def open(self) -> int:
        return sum(team.open for team in self.teams)

    @property
    def new(self) -> int:
        return sum(team.new for team in self.teams)

    @property
    def soon(self) -> int:
        return sum(team.soon for team in self.teams)

    @property
    def late(self) -> int:
        return sum(team.late for team in self.teams)


@dataclass(frozen=True, slots=True)
class OwnLoad:
    """An agent's own numbers: open tickets now; closed ones and replies of the last seven days."""

    open: int
    closed: int
    replies: int


async def workload(viewer: StaffMember, *, soon: timedelta, now: datetime) -> Workload:
    """Count what there is today (since midnight UTC) for a manager, each team of the policy with its line.

    soon  what is due within this time counts as due soon
    """
    since = now.replace(hour=0, minute=0, second=0, microsecond=0)
    async with acting(viewer.actor):
        rows = {
            row["team"]: TeamLoad(**row) for row in await Message.raw(_SQL["workload_by_team"], since, now, now + soon)
        }
        hours: Mapping[int, int] = {
            row["hour"]: row["new"] for row in await Message.raw(_SQL["workload_by_hour"], since)
        }
    names = [*policy.in_use().teams, *(team for team in rows if team not in policy.in_use().teams)]
    return Workload(
        [rows.get(name, TeamLoad(name, 0, 0, 0, 0, 0, None)) for name in names],
        [hours.get(hour, 0) for hour in range(24)],
    )


async def own_workload(agent: StaffMember, *, now: datetime) -> OwnLoad | None:
    """Count what an agent has and did; None for who is no agent."""
    async with acting(agent.actor):
        rows = await Message.raw(_SQL["own_workload"], now - WEEK)
    return OwnLoad(**rows[0]) if rows else None
