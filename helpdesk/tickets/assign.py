"""Take a ticket, hand it over, give it back. What the case needs is disclosed to the new assignee at once."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import NotFound, Refused, TicketClosed, TicketTaken
from helpdesk.people.staff import StaffMember, get_staff
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.consent import withdraw
from helpdesk.privacy.disclosure.disclose import Viewer, disclose_for_assignment, end_disclosures
from helpdesk.privacy.subject_requests.limits import is_limited
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import access, mergers, readers
from helpdesk.tickets.tables import Assignment, Ticket
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.webhooks import announce
from notifications import outbox
from piccolo_conf import SYSTEM, acting


async def assign_ticket(
    reference: str, *, to: UUID | None, taken_from: UUID | None = None, by: StaffMember, now: datetime
) -> None:
    """Give a ticket to an agent, or back to the queue (`to` is None).

    taken_from  whom the caller believes to have it; a ticket that is somebody else's is given only so, and of two
                agents who take an unassigned one the second is refused
    raises      TicketNotFound, TicketClosed, TicketTaken, NotFound (no such agent), Refused (no agent)
    effects     what the former assignee saw ends, what the new one needs is disclosed, one audit entry; one
                promised mail to an agent who is given a ticket by somebody else
    """
    async with acting(by.actor):
        ticket = await access.ticket_to_read(reference, viewer=by, lock=True)
        if ticket.is_closed:
            raise TicketClosed
        if ticket.assignee not in (None, by.id, taken_from):
            raise TicketTaken
        if ticket.assignee == to:
            return
        agent = await _agent(to, ticket) if to is not None else None
        await hand_over(ticket, agent, now=now)
        await record("ticket.assigned" if to else "ticket.released", actor=by.id, about=ticket.id, at=now)
        if agent is not None:
            await announce("ticket.assigned", ticket.id, now=now)
        if agent is not None and agent.id != by.id:
            await outbox.enqueue("ticket_assigned", about=ticket.id, to=agent.id, due_at=now)


async def _agent(staff: UUID, ticket: TicketRow) -> StaffMember:
    agent = await get_staff(staff)
    if agent is None:
        raise NotFound
    if agent.role is not Role.AGENT or not readers.may_read(agent, ticket):
        raise Refused
    return agent


async def hand_over(ticket: TicketRow, agent: StaffMember | None, *, now: datetime) -> None:
    """Change hands of a locked ticket as the system: by that a ticket may leave the sight of who gives it away.

    What was merged into it goes along, to nobody where the new assignee may not read it.
    """
    async with acting(SYSTEM):
        await _hand(ticket, agent, now=now)
        for merged in await mergers.merged_into(ticket, lock=True):
            await _hand(merged, agent if agent and readers.may_read(agent, merged) else None, now=now)


async def _hand(ticket: TicketRow, agent: StaffMember | None, *, now: datetime) -> None:
    await _end_assignment(ticket, now=now)
    await Ticket.update({Ticket.assignee: agent.id if agent else None}).where(Ticket.id == ticket.id)
    if agent is not None:
        await _begin_assignment(ticket, agent, now=now)


async def _end_assignment(ticket: TicketRow, *, now: datetime) -> None:
    await Assignment.update({Assignment.ended_at: now}).where(
        Assignment.ticket == ticket.id, Assignment.ended_at.is_null()
    )
    await end_disclosures(about=ticket.id, now=now)
    await withdraw(ticket.id, now=now)


async def _begin_assignment(ticket: TicketRow, agent: StaffMember, *, now: datetime) -> None:
    await Assignment.insert(Assignment(ticket=ticket.id, agent=agent.id, began_at=now))
    await show_what_is_needed(ticket, agent, now=now)


async def show_what_is_needed(ticket: TicketRow, agent: StaffMember, *, now: datetime) -> None:
    """Disclose to a new assignee the details that the category grants at once; joins the caller's transaction."""
    if await is_limited(ticket.requester):
        return  # their data may be kept and not used
    needed = {f"field:{name}" for name in ticket.rules.at_once}
    values = [face for face in await faces([ticket.id, ticket.requester]) if face.name in needed and not face.is_gone]
    await disclose_for_assignment(values, to=Viewer(agent.id, agent.team or ticket.team), about=ticket.id, now=now)
