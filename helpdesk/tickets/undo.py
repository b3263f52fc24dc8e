"""Take back what was changed a moment ago, by whoever changed it, if nothing else has changed since."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from helpdesk.audit.record import record
from helpdesk.errors import NotFound, UndoTooLate
from helpdesk.ids import new_id
from helpdesk.people.staff import StaffMember, get_staff
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.assign import hand_over
from helpdesk.tickets.desk_tables import UndoStep
from helpdesk.tickets.due import changed
from helpdesk.tickets.tables import Ticket
from helpdesk.tickets.ticket_rows import TicketRow
from notifications import outbox
from piccolo_conf import SYSTEM, acting

TIME = timedelta(seconds=30)
_KEPT = timedelta(minutes=2)


class Parts(msgspec.Struct, frozen=True):
    """What may be changed of a ticket and taken back; no word of it."""

    status: str
    wake_at: datetime | None
    priority: str
    tags: list[UUID]
    team: str
    assignee: UUID | None
    solve_from: datetime | None
    solve_used: int

    @classmethod
    def of(cls, ticket: TicketRow) -> "Parts":
        return cls(
            **{name: getattr(ticket, name) for name in cls.__struct_fields__ if name != "tags"}, tags=[*ticket.tags]
        )

    @property
    def face(self) -> tuple[object, ...]:
        """Give what must still be as it was left: all but the clock, which follows."""
        return (self.status, self.wake_at, self.priority, frozenset(self.tags), self.team, self.assignee)


class Change(msgspec.Struct, frozen=True):
    """One ticket before and after."""

    ticket: UUID
    before: Parts
    after: Parts


@dataclass(frozen=True, slots=True)
class Step:
    """What may still be taken back: the verb and on how many tickets."""

    id: UUID
    verb: str
    count: int
    until: datetime


async def remember(
    verb: str, changes: Sequence[Change], *, agent: StaffMember, now: datetime, message: UUID | None = None
) -> UUID | None:
    """Keep what was changed for a while; joins the caller's transaction. Nobody takes a closing back: none is kept.

    message  the reply that it was done with: it is taken back with that, not by itself
    """
    if not changes or any(change.after.status == "closed" for change in changes):
        return None
    step = new_id()
    kept = msgspec.json.encode(changes).decode()
    await UndoStep.insert(
        UndoStep(id=step, staff=agent.id, verb=verb, changes=kept, made_at=now, until=now + TIME, message=message)
    )
    return step


async def last_step(agent: StaffMember, *, now: datetime) -> Step | None:
    """Give what this agent changed last, while it may be taken back; the caller reads as that agent."""
    row = (
        await UndoStep.select(UndoStep.id, UndoStep.verb, UndoStep.changes, UndoStep.until)
        .where(UndoStep.staff == agent.id, UndoStep.until > now, UndoStep.message.is_null())
        .order_by(UndoStep.made_at, ascending=False)
        .first()
    )
    return Step(row["id"], row["verb"], len(_changes(row)), row["until"]) if row else None


async def undo(step: UUID, *, agent: StaffMember, now: datetime) -> None:
    """Take back one's own last change: all of it, or nothing.

    raises   NotFound (no such change of this agent's), UndoTooLate (its time is over, or something changed since)
    effects  each ticket is as it was, its sights end and begin as at any assignment; one audit entry each
    """
    async with acting(agent.actor):
        row = await UndoStep.select().where(UndoStep.id == step, UndoStep.staff == agent.id).first()
        if row is None or row["message"] is not None:
            raise NotFound
        if row["until"] <= now:
            raise UndoTooLate
        await _take_back(row, agent=agent, now=now)


async def undo_with(message: UUID, *, agent: StaffMember, now: datetime) -> None:
    """Take back what was done with a reply, if anything was; joins the transaction that takes the reply back.

    raises   UndoTooLate (something changed since)
    effects  as `undo`
    """
    row = await UndoStep.select().where(UndoStep.message == message, UndoStep.staff == agent.id).first()
    if row is not None:
        await _take_back(row, agent=agent, now=now)


async def _take_back(row: Mapping[str, Any], *, agent: StaffMember, now: datetime) -> None:
    changes = {change.ticket: change for change in _changes(row)}
    async with acting(SYSTEM):
        tickets = await ticket_rows.tickets_to_restore([*changes])
        if len(tickets) < len(changes):
            raise UndoTooLate
        for ticket in tickets:
            await _restore(ticket, changes[ticket.id], now=now)
    for ticket in tickets:
        await record("ticket.undone", actor=agent.id, about=ticket.id, at=now)
    await UndoStep.delete().where(UndoStep.id == row["id"])


async def _restore(ticket: TicketRow, change: Change, *, now: datetime) -> None:
    before = change.before
    if Parts.of(ticket).face != change.after.face or ticket.is_erased:
        raise UndoTooLate
    if before.assignee != ticket.assignee:
        former = await get_staff(before.assignee) if before.assignee else None
        if before.assignee and former is None:
            raise UndoTooLate
        await hand_over(ticket, former, now=now)
        await outbox.withdraw(ticket.id, kind="ticket_assigned", now=now)
    parts = {name: value for name, value in msgspec.structs.asdict(before).items() if name != "assignee"}
    await Ticket.update(changed(ticket, now=now, **parts)).where(Ticket.id == ticket.id)


async def forget_steps(*, now: datetime) -> int:
    """Throw away what can no longer be taken back; gives how many steps. The worker's."""
    async with acting(SYSTEM):
        gone = await UndoStep.delete().where(UndoStep.until < now + TIME - _KEPT).returning(UndoStep.id)
    return len(gone)


def _changes(row: Mapping[str, Any]) -> list[Change]:
    return msgspec.json.decode(row["changes"], type=list[Change])
