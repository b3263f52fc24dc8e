"""Give a ticket to another team."""

from datetime import datetime

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember, get_staff
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access
from helpdesk.tickets.assign import hand_over
from helpdesk.tickets.tables import Ticket
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import SYSTEM, acting


async def move_ticket(reference: str, team: str, *, agent: StaffMember, now: datetime) -> None:
    """Give a ticket to another team; whoever has it keeps it only when they serve that team.

    raises   TicketNotFound, TicketErased, TicketClosed, TicketTaken, Invalid (no such team)
    effects  what an assignee of another team saw ends with the assignment, one audit entry
    """
    if team not in policy.in_use().teams:
        raise Invalid({"team": "error-unknown-team"})
    async with acting(agent.actor):
        ticket = await access.ticket_to_sort(reference, agent=agent)
        if ticket.team == team:
            return
        async with acting(SYSTEM):  # by this it may leave the sight of who gives it away
            if not await _is_served_by_its_agent(ticket, team):
                await hand_over(ticket, None, now=now)
            await Ticket.update({Ticket.team: team}).where(Ticket.id == ticket.id)
        await record("ticket.moved", actor=agent.id, about=ticket.id, at=now)


async def _is_served_by_its_agent(ticket: TicketRow, team: str) -> bool:
    assignee = await get_staff(ticket.assignee) if ticket.assignee else None
    return assignee is not None and assignee.team in ("", team)
