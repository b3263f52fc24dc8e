"""Tickets for the system's own work: by what is to be done with them, a portion at a time."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from piccolo.columns.base import Column
from piccolo.columns.combination import And, WhereRaw

from helpdesk.tickets.tables import Status, Ticket
from helpdesk.tickets.ticket_rows import COLUMNS, Condition, TicketRow

_NOT_INDEXED = "NOT EXISTS (SELECT FROM ticket_lexeme l WHERE l.ticket = ticket.id AND l.version = {})"


async def tickets_to_wake(now: datetime, *, limit: int) -> Sequence[TicketRow]:
    """Lock some tickets whose time to wake has come."""
    return await _locked(Ticket.status == Status.PENDING, Ticket.wake_at <= now, limit=limit, by=Ticket.wake_at)


async def tickets_to_reckon(version: int, *, limit: int) -> Sequence[TicketRow]:
    """Lock some tickets whose due time follows other targets than those of now."""
    return await _locked(Ticket.closed_at.is_null(), Ticket.due_rules != version, limit=limit)


async def tickets_to_index(version: int, *, limit: int) -> Sequence[TicketRow]:
    """Lock some tickets that the index of this version lacks."""
    return await _locked(WhereRaw(_NOT_INDEXED, version), limit=limit)


async def _locked(*conditions: Condition, limit: int, by: Column = Ticket.id) -> Sequence[TicketRow]:
    """Lock up to `limit` tickets that meet all conditions; those that somebody works on are left for the next time."""
    query = Ticket.select(*COLUMNS).where(*conditions).order_by(by).limit(limit)
    return [TicketRow(**row) for row in await query.lock_rows("UPDATE", skip_locked=True)]


async def count_to_index(version: int) -> int:
    """Count the tickets that the index of this version lacks."""
    return int(await Ticket.count().where(WhereRaw(_NOT_INDEXED, version)))


async def tickets_after(after: UUID, *, limit: int) -> Sequence[UUID]:
    """List the ids of the next tickets, in order of id, for the system's own work."""
    rows = await Ticket.select(Ticket.id).where(Ticket.id > after).order_by(Ticket.id).limit(limit)
    return [row["id"] for row in rows]


async def tickets_to_mail(tickets: Collection[UUID]) -> Mapping[UUID, TicketRow]:
    """Give tickets to the renderer of mails about them, in one query; those that are gone are missing."""
    rows = await Ticket.select(*COLUMNS).where(Ticket.id.is_in(list(tickets))) if tickets else []
    return {row["id"]: TicketRow(**row) for row in rows}


async def open_of(agent: UUID) -> Sequence[TicketRow]:
    """Lock what an agent has that is not closed, oldest first, for the system's own work."""
    rows = await Ticket.select(*COLUMNS).where(_open_of(agent)).order_by(Ticket.id).lock_rows("UPDATE")
    return [TicketRow(**row) for row in rows]


async def count_open_of(agent: UUID) -> int:
    """Count what an agent has that is not closed, for the system's own work."""
    return int(await Ticket.count().where(_open_of(agent)))


def _open_of(agent: UUID) -> Condition:
    return And(Ticket.assignee == agent, Ticket.status != Status.CLOSED)
