"""Say how urgent a ticket is; its targets follow."""

from datetime import datetime

from helpdesk.audit.record import record
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access
from helpdesk.tickets.due import changed
from helpdesk.tickets.tables import Priority, Ticket
from piccolo_conf import acting


async def prioritise_ticket(reference: str, priority: Priority, *, agent: StaffMember, now: datetime) -> None:
    """Give a ticket another priority.

    raises   TicketNotFound, TicketErased, TicketClosed, TicketTaken
    effects  its due time follows, one audit entry
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_sort(reference, agent=agent)
        if ticket.priority != priority:
            await Ticket.update(changed(ticket, now=now, priority=priority)).where(Ticket.id == ticket.id)
            await record("ticket.prioritised", actor=agent.id, about=ticket.id, at=now)
