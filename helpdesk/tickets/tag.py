"""Put a tag of the managers' list on a ticket, and take one off."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access
from helpdesk.tickets.desk_tables import Tag
from helpdesk.tickets.tables import Ticket
from piccolo_conf import acting

MOST = 10  # tags of one ticket


async def tag_ticket(reference: str, tag: UUID, *, agent: StaffMember, now: datetime) -> None:
    """Put a tag on a ticket; one that is there already changes nothing.

    raises   TicketNotFound, TicketErased, TicketClosed, TicketTaken, Invalid (no tag of the list, too many)
    effects  one audit entry
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_sort(reference, agent=agent)
        if tag in ticket.tags:
            return
        if not await Tag.exists().where(Tag.id == tag, Tag.retired_at.is_null()):
            raise Invalid({"tag": "error-unknown-tag"})
        if len(ticket.tags) >= MOST:
            raise Invalid({"tag": "error-too-many-tags"})
        await Ticket.update({Ticket.tags: [*ticket.tags, tag]}).where(Ticket.id == ticket.id)
        await record("ticket.tagged", actor=agent.id, about=ticket.id, at=now)


async def untag_ticket(reference: str, tag: UUID, *, agent: StaffMember, now: datetime) -> None:
    """Take a tag off a ticket; raises and effects as `tag_ticket`."""
    async with acting(agent.actor):
        ticket = await access.ticket_to_sort(reference, agent=agent)
        if tag in ticket.tags:
            left = [other for other in ticket.tags if other != tag]
            await Ticket.update({Ticket.tags: left}).where(Ticket.id == ticket.id)
            await record("ticket.untagged", actor=agent.id, about=ticket.id, at=now)
