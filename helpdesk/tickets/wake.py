"""Wake waiting tickets: when their time has come, when their requester writes, when an agent does not want to wait."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import TicketOpen
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access, batches
from helpdesk.tickets.due import changed
from helpdesk.tickets.tables import Status, Ticket
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.webhooks import announce
from piccolo_conf import SYSTEM, acting

_PORTION = 100  # tickets in one transaction


async def wake_tickets(*, now: datetime) -> int:
    """Wake every ticket whose time has come; gives how many. The worker's.

    effects  each is open again and rises in its queue; one audit entry and one announcement each
    """
    done, portion = 0, _PORTION
    while portion == _PORTION:
        async with acting(SYSTEM):
            tickets = await batches.tickets_to_wake(now, limit=_PORTION)
            for ticket in tickets:
                await wake(ticket, by=None, now=now)
        portion = len(tickets)
        done += portion
    return done


async def wake_ticket(reference: str, *, agent: StaffMember, now: datetime) -> None:
    """Open a waiting ticket again before its time.

    raises   TicketNotFound, TicketErased, TicketClosed, TicketTaken, TicketOpen (it does not wait)
    effects  as `wake_tickets`
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_sort(reference, agent=agent)
        if not ticket.is_pending:
            raise TicketOpen
        await wake(ticket, by=agent.id, now=now)


async def wake(ticket: TicketRow, *, by: UUID | None, now: datetime) -> None:
    """Open a locked waiting ticket again, whoever it is that wakes it; joins the caller's transaction."""
    await Ticket.update(changed(ticket, now=now, status=Status.OPEN, active_at=now)).where(Ticket.id == ticket.id)
    await record("ticket.woken", actor=by, about=ticket.id, at=now)
    await announce("ticket.woken", ticket.id, now=now)
