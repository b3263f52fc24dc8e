"""Notes when somebody last looked at a ticket, so that what its requester wrote since is marked as new to them."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access
from helpdesk.tickets.desk_tables import Seen
from piccolo_conf import acting


async def see_ticket(reference: str, *, viewer: StaffMember, now: datetime) -> None:
    """Note that somebody looks at a ticket; raises TicketNotFound, TicketErased."""
    async with acting(viewer.actor):
        ticket = await access.ticket_to_read(reference, viewer=viewer)
        await mark_seen(ticket.id, viewer.id, now=now)


async def mark_seen(ticket: UUID, staff: UUID, *, now: datetime) -> None:
    """Note that somebody has seen a ticket, since they work on it; joins the caller's transaction, which is theirs."""
    await Seen.insert(Seen(ticket=ticket, staff=staff, seen_at=now)).on_conflict(
        target=(Seen.ticket, Seen.staff), action="DO UPDATE", values=[Seen.seen_at]
    )


async def seen_times(tickets: Sequence[UUID], *, by: UUID) -> Mapping[UUID, datetime]:
    """Give when somebody last looked at each of some tickets; those they never looked at are missing."""
    if not tickets:
        return {}
    rows = await Seen.select(Seen.ticket, Seen.seen_at).where(Seen.staff == by, Seen.ticket.is_in(list(tickets)))
    return {row["ticket"]: row["seen_at"] for row in rows}
