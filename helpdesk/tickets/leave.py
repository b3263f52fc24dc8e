"""What becomes of somebody's tickets when they stop being an agent: back to the queue, or to a named colleague."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.people.appoint import appoint, let_go, to_change
from helpdesk.people.staff import StaffMember, deactivate, get_staff
from helpdesk.people.tables import Role
from helpdesk.tickets import batches, readers
from helpdesk.tickets.assign import hand_over
from piccolo_conf import SYSTEM, acting


async def deactivate_person(staff: UUID, *, heir: UUID | None, by: StaffMember, now: datetime) -> int:
    """Let somebody in no more; gives how many of their tickets went on.

    heir     the agent who gets their open tickets, None for the queue; one that the heir may not read goes to the queue
    raises   NotFound, Refused, OwnRole, LastAdministrator, Invalid (no such agent)
    effects  sessions, tokens and sights end; one audit entry for each ticket and two for the person
    """
    async with acting(SYSTEM):
        await to_change(staff, by=by)
        moved = await _pass_on(staff, await _heir(heir, staff), by=by, now=now)
        await let_go(staff, by=by, now=now)
    return moved


async def deactivate_by_operator(staff: UUID, *, now: datetime) -> None:
    """Let somebody in no more, on the command line; their open tickets go back to the queue. Raises NotFound."""
    async with acting(SYSTEM):
        await _pass_on(staff, None, by=None, now=now)
        await deactivate(staff, now=now)


async def appoint_person(staff: UUID, *, role: Role, team: str, by: StaffMember, now: datetime) -> None:
    """Give somebody a role and a team; who is no agent any more gives their open tickets back to the queue.

    raises  NotFound, Refused, OwnRole, LastAdministrator, Invalid
    """
    async with acting(SYSTEM):
        await appoint(staff, role=role, team=team, by=by, now=now)
        if role is not Role.AGENT:
            await _pass_on(staff, None, by=by, now=now)


async def count_open_of(staff: UUID) -> int:
    """Count the tickets that would go on if somebody left."""
    async with acting(SYSTEM):
        return await batches.count_open_of(staff)


async def _heir(heir: UUID | None, staff: UUID) -> StaffMember | None:
    if heir is None:
        return None
    agent = await get_staff(heir)
    if agent is None or agent.role is not Role.AGENT or agent.id == staff:
        raise Invalid({"heir": "error-unknown-agent"})
    return agent


async def _pass_on(staff: UUID, heir: StaffMember | None, *, by: StaffMember | None, now: datetime) -> int:
    tickets = await batches.open_of(staff)
    for ticket in tickets:
        to = heir if heir and readers.may_read(heir, ticket) else None
        await hand_over(ticket, to, now=now)
        await record(
            "ticket.assigned" if to else "ticket.released", actor=by.id if by else None, about=ticket.id, at=now
        )
    return len(tickets)
