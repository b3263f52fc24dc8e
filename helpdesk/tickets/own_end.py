"""A requester closes their own request, as solved, and opens it again, with or without a word."""

from datetime import datetime, timedelta

from helpdesk.audit.record import record
from helpdesk.errors import NotToClose, NotToReopen, TicketClosed, TicketOpen
from helpdesk.privacy.policy import policy
from helpdesk.tickets import doors, mergers
from helpdesk.tickets.close import ask_how_it_went, end_work, open_again, store_closure
from helpdesk.tickets.doors import Door
from helpdesk.tickets.follow import leave_merger
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.threads import close_reason
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.webhooks import announce
from helpdesk.tickets.write import Entry, add_answer
from piccolo_conf import SYSTEM, acting


async def close_own(door: Door, *, now: datetime) -> None:
    """Close a ticket as its requester: it is solved.

    raises   LinkNotFound, TicketNotFound, TicketClosed, NotToClose (another requester's goes on in it)
    effects  as `close_ticket` with the reason solved: mail, survey, everything that was open about it ends
    """
    async with acting(door.actor):
        ticket = await doors.ticket_through(door, lock=True)
        if ticket.is_closed:
            raise TicketClosed
        async with acting(SYSTEM):
            await _refuse_of_others(ticket)
            closure = await store_closure(ticket, Reason.SOLVED, None, now=now)
            await end_work(ticket, Reason.SOLVED, now=now)
            await ask_how_it_went(ticket, closure, ticket.assignee, now=now)
        await record("ticket.closed", actor=ticket.requester, about=ticket.id, at=now)


async def reopen_own(door: Door, entry: Entry | None, *, now: datetime) -> None:
    """Open a closed ticket again as its requester, within the policy's time; its assignee keeps it.

    entry    what they add; None for nothing
    raises   LinkNotFound, TicketNotFound, TicketOpen, NotToReopen (too late, or it was spam), Invalid
    effects  as `reopen_ticket`; with an entry one message
    """
    async with acting(door.actor):
        ticket = await doors.ticket_through(door, lock=True)
        if not ticket.is_closed or await mergers.is_worked_on(ticket):
            raise TicketOpen
        if not await may_reopen(ticket, now=now):
            raise NotToReopen
        async with acting(SYSTEM):
            await leave_merger(ticket, by=ticket.requester, now=now)
            await open_again(ticket, now=now)
            await announce("ticket.reopened", ticket.id, now=now)
        await record("ticket.reopened", actor=ticket.requester, about=ticket.id, at=now)
        if entry is not None:
            await add_answer(ticket, entry, now=now)


async def may_reopen(ticket: TicketRow, *, now: datetime) -> bool:
    """Say whether a closed ticket's requester may still open it again."""
    until = reopens_until(ticket)
    return until is not None and now < until and await close_reason(ticket) != Reason.SPAM


def reopens_until(ticket: TicketRow) -> datetime | None:
    """Give until when a closed ticket's requester may open it again, as far as time goes."""
    return ticket.closed_at + timedelta(days=policy.in_use().reopen_days) if ticket.closed_at else None


async def _refuse_of_others(ticket: TicketRow) -> None:
    """Refuse to end what goes on in this ticket for somebody else, without a word of them."""
    if any(merged.requester != ticket.requester for merged in await mergers.merged_into(ticket)):
        raise NotToClose
