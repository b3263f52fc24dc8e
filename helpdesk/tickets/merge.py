"""Merge a ticket into another: agents work on both in one place, each requester keeps seeing only their own."""

from datetime import datetime

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, MergeSettled, NotAssigned, NotFound, TicketClosed, TicketNotFound, TicketTaken
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access, mergers
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import reopen_ticket, store_closure
from helpdesk.tickets.mergers import MergerRow
from helpdesk.tickets.tables import Merger, Reason, Ticket
from helpdesk.tickets.threads import replied_since
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.webhooks import announce
from piccolo_conf import SYSTEM, acting

_ONE_AT_A_TIME = 7_234_982  # mergers are rare: while one is made, no other is, and so no two wait for each other


async def merge_ticket(reference: str, *, into: str, agent: StaffMember, now: datetime) -> None:
    """Merge an open ticket into another open one of the agent's.

    raises   TicketNotFound, TicketClosed, TicketTaken (it is somebody else's), Invalid (`into`: not there, not the
             agent's, closed, the same, or this one has others merged into it)
    effects  the ticket is assigned to the agent, what its category grants is disclosed; it is closed as a duplicate;
             its secrets live as long as the other is open; processors are told; two audit entries; no mail, no survey
    """
    async with acting(agent.actor):
        await Merger.raw("SELECT pg_advisory_xact_lock({})", _ONE_AT_A_TIME)
        target = await _target(into, agent=agent)
        ticket = await access.ticket_to_read(reference, viewer=agent, lock=True)
        await _check(ticket, target, agent=agent)
        await assign_ticket(reference, to=agent.id, by=agent, now=now)
        await store_closure(ticket, Reason.DUPLICATE, agent.id, now=now)
        told = target.reference if ticket.requester == target.requester else ""
        await Merger.insert(Merger(ticket=ticket.id, target=target.id, told=told, agent=agent.id, merged_at=now))
        await Ticket.update({Ticket.active_at: now}).where(Ticket.id == target.id)
        await announce("ticket.closed", ticket.id, now=now)
        await record("ticket.merged", actor=agent.id, about=ticket.id, at=now)
        await record("ticket.took_in", actor=agent.id, about=target.id, at=now)


async def separate_ticket(reference: str, *, agent: StaffMember, now: datetime) -> None:
    """Take a merger back, as long as the agent has the other ticket and nothing was replied there since.

    raises   TicketNotFound, NotFound (it is not merged), NotAssigned, MergeSettled
    effects  the ticket is open and on its own, as `reopen_ticket` does it
    """
    async with acting(agent.actor):
        await Merger.raw("SELECT pg_advisory_xact_lock({})", _ONE_AT_A_TIME)
        ticket = await access.ticket_to_read(reference, viewer=agent)
        merger = await mergers.merger_of(ticket)
        if merger is None:
            raise NotFound
        if not await may_separate(merger, agent=agent):
            raise MergeSettled
        await reopen_ticket(reference, agent=agent, now=now)


async def may_separate(merger: MergerRow, *, agent: StaffMember) -> bool:
    """Say whether this agent may still take a merger back; reopening the ticket separates it at any time."""
    target = await mergers.target_of(merger, viewer=agent)
    if target is None or target.assignee != agent.id or merger.settled_at is not None:
        return False
    return not await replied_since(target, merger.merged_at)


async def _target(into: str, *, agent: StaffMember) -> TicketRow:
    """Lock the ticket to merge into; what is wrong with it is said at its field, so that what was typed is kept."""
    try:
        return await access.ticket_to_work(into.strip(), agent=agent)
    except TicketNotFound:
        raise Invalid({"into": "error-merge-unknown"}) from None
    except (NotAssigned, TicketTaken):
        raise Invalid({"into": "error-merge-not-yours"}) from None
    except TicketClosed:
        raise Invalid({"into": "error-merge-closed"}) from None


async def _check(ticket: TicketRow, target: TicketRow, *, agent: StaffMember) -> None:
    if ticket.id == target.id:
        raise Invalid({"into": "error-merge-itself"})
    if ticket.is_closed:
        raise TicketClosed
    if ticket.assignee not in (None, agent.id):
        raise TicketTaken
    async with acting(SYSTEM):
        others = await mergers.merged_into(ticket)
    if others:
        raise Invalid({"into": "error-merge-has-others"})
