"""Who works here, as managers and administrators read it: no address, and of their activity no more than a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from helpdesk.errors import NotFound
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role, Staff, StaffSession, Stage

_COLUMNS = (Staff.id, Staff.name, Staff.role, Staff.team, Staff.password_hash, Staff.deactivated_at, Staff.active_on)


@dataclass(frozen=True, slots=True)
class Person:
    """A person who works here.

    state      "active", "invited" (no password yet) or "deactivated"
    active_on  the last day on which they used the desk
    """

    id: UUID
    name: str
    role: Role
    team: str
    state: str
    active_on: date | None

    @property
    def member(self) -> StaffMember:
        return StaffMember(self.id, self.name, self.role, self.team)


async def people() -> Sequence[Person]:
    """List everybody: who is active by name, then who is invited, then who was deactivated."""
    rows = await Staff.select(*_COLUMNS).order_by(Staff.name)
    return sorted(map(_person, rows), key=lambda person: ("active", "invited", "deactivated").index(person.state))


async def person(staff: UUID, *, lock: bool = False) -> Person:
    """Give one person; raises NotFound. `lock` holds their row until the transaction ends."""
    query = Staff.select(*_COLUMNS).where(Staff.id == staff).first()
    row = await (query.lock_rows("UPDATE") if lock else query)
    if row is None:
        raise NotFound
    return _person(row)


def _person(row: Mapping[str, Any]) -> Person:
    state = "deactivated" if row["deactivated_at"] else "active" if row["password_hash"] else "invited"
    return Person(row["id"], row["name"], Role(row["role"]), row["team"], state, row["active_on"])


async def count_sessions(staff: UUID, *, now: datetime) -> int:
    """Count in how many browsers somebody is signed in."""
    return int(
        await StaffSession.count().where(
            StaffSession.staff == staff, StaffSession.stage == Stage.OPEN, StaffSession.expires_at > now
        )
    )
