"""Change one ticket or many with one verb, so that it can be taken back; what cannot be done is told by ticket."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from helpdesk.errors import HelpdeskError, Invalid
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access, ticket_rows
from helpdesk.tickets.seen import mark_seen
from helpdesk.tickets.undo import Change, Parts, remember
from piccolo_conf import SYSTEM, acting

Act: TypeAlias = Callable[[str], Awaitable[None]]  # a reference in
MOST = 100  # tickets at once


@dataclass(frozen=True, slots=True)
class Outcome:
    """How many tickets were changed, and why others were not: reference -> error."""

    changed: int
    refused: Sequence[tuple[str, HelpdeskError]]


async def change_tickets(
    references: Sequence[str], act: Act, *, verb: str, agent: StaffMember, now: datetime
) -> Outcome:
    """Do one thing to some tickets: each wholly or not at all, the others all the same.

    act      the operation on one ticket, in the agent's name
    verb     what is done, for the sentence that offers to take it back
    raises   Invalid (no ticket, too many)
    effects  the operation's, and one step to take back for a while
    """
    chosen = sorted({reference.upper() for reference in references})
    if not 1 <= len(chosen) <= MOST:
        raise Invalid({"reference": "error-choose-tickets" if not chosen else "error-too-many-tickets"})
    changes: list[Change] = []
    refused: list[tuple[str, HelpdeskError]] = []
    async with acting(agent.actor):
        for reference in chosen:
            try:
                changes += await _change(reference, act, agent=agent, now=now)
            except HelpdeskError as error:
                if error.status >= 500:
                    raise
                refused.append((reference, error))
        await remember(verb, changes, agent=agent, now=now)
    return Outcome(len(changes), refused)


async def change_ticket(reference: str, act: Act, *, verb: str, agent: StaffMember, now: datetime) -> None:
    """Do one thing to one ticket, so that it can be taken back; raises what the operation raises."""
    async with acting(agent.actor):
        changes = await _change(reference, act, agent=agent, now=now)
        await remember(verb, changes, agent=agent, now=now)


async def _change(reference: str, act: Act, *, agent: StaffMember, now: datetime) -> list[Change]:
    """Act on one ticket in a savepoint of its own: an error undoes that ticket's part and nothing else."""
    async with acting(agent.actor):
        ticket = await access.ticket_to_read(reference, viewer=agent, lock=True)
        await act(reference)
        await mark_seen(ticket.id, agent.id, now=now)
        after = await parts_now(ticket.id)
    before = Parts.of(ticket)
    return [Change(ticket.id, before, after)] if before.face != after.face else []


async def parts_now(ticket: UUID) -> Parts:
    """Give what may be taken back of a ticket, as it is now in the caller's transaction."""
    async with acting(SYSTEM):  # it may have left the sight of who changed it
        return Parts.of((await ticket_rows.tickets_to_restore([ticket]))[0])
