"""How many details one person may open an hour: counted under a lock of their own, managers told once an hour."""

from datetime import datetime, timedelta
from uuid import UUID

from helpdesk.ids import new_id
from helpdesk.privacy.disclosure.tables import Alarm, Disclosure
from named_sql import statements
from piccolo_conf import SYSTEM, acting

HOUR = timedelta(hours=1)
_SQL = statements(__file__)


async def free_again(staff: UUID, *, quota: int, now: datetime) -> datetime | None:
    """Say when a person may open one more detail; None when they may now.

    effects  until the transaction ends nobody else counts for this person: of two openings at once one is the last
    """
    async with acting(SYSTEM):  # their openings in tickets that they no longer see count, too
        await Disclosure.raw(_SQL["lock_quota"], str(staff))
        rows = await Disclosure.raw(_SQL["openings"], staff, now - HOUR, quota)
    return rows[-1]["opened_at"] + HOUR if len(rows) >= quota else None


async def is_first_alarm(staff: UUID, *, openings: int, now: datetime) -> bool:
    """Note that somebody is at their quota; says whether this is the first time within an hour."""
    async with acting(SYSTEM):
        if await Alarm.exists().where(Alarm.staff == staff, Alarm.at > now - HOUR):
            return False
        await Alarm.insert(Alarm(id=new_id(), staff=staff, openings=openings, at=now))
    return True
