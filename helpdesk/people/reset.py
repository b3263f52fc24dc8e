"""A new password for who forgot theirs: asked for by address, chosen through a link that is mailed."""

from datetime import datetime, timedelta
from uuid import UUID

from helpdesk.ids import new_id
from helpdesk.people.staff import find_by_address, new_link
from helpdesk.people.tables import LinkSort, SetupLink
from notifications import outbox
from piccolo_conf import SYSTEM, acting

RESET_LIFE = timedelta(minutes=15)


async def ask_for_reset(email: str, *, now: datetime) -> None:
    """Promise a mail with a link to choose a new password, if somebody active has this address.

    effects  one promise in any case, so that nobody can tell from outside; one to nobody is dropped when it is rendered
    """
    member = await find_by_address(email)
    whose = member.id if member else new_id()
    async with acting(SYSTEM):
        await outbox.withdraw(whose, kind="staff_reset", now=now)
        await outbox.enqueue("staff_reset", about=whose, to=whose, due_at=now)


async def new_reset_link(staff: UUID, *, now: datetime) -> str:
    """Make the link of a reset and end the ones before; gives its token. It joins the caller's transaction."""
    await SetupLink.delete().where(SetupLink.staff == staff, SetupLink.sort == LinkSort.RESET)
    return await new_link(staff, LinkSort.RESET, until=now + RESET_LIFE)
