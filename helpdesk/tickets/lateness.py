"""How many tickets of each category are late: numbers for managers, who see no ticket."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from helpdesk.people.staff import StaffMember
from helpdesk.tickets.desk_tables import Tag
from piccolo_conf import acting


@dataclass(frozen=True, slots=True)
class Lateness:
    """Of one category: how many tickets are not closed, wait, and are late."""

    category: str
    standing: int
    waiting: int
    late: int


async def lateness(*, reader: StaffMember, now: datetime) -> Sequence[Lateness]:
    """Count what is not closed by category; the database tells it to managers only."""
    async with acting(reader.actor):
        rows = await Tag.raw("SELECT * FROM late_by_category({})", now)
    return [Lateness(**row) for row in rows]
