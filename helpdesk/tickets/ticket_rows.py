"""A ticket as the database has it, and the ways of the system's own work to one."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from piccolo.columns.combination import And, Or, Where, WhereRaw
from piccolo.querystring import QueryString

from helpdesk.errors import TicketErased
from helpdesk.people.tables import Requester
from helpdesk.privacy.policy import policy
from helpdesk.tickets.tables import NEVER, Closure, Priority, Status, Ticket

Condition: TypeAlias = Where | WhereRaw | And | Or


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as the database has it: nothing in it is readable without the ticket's key."""

    id: UUID
    reference: str
    requester: UUID
    category: str
    team: str
    locale: str
    status: str
    assignee: UUID | None
    subject: bytes
    link: bytes
    opened_at: datetime
    active_at: datetime
    closed_at: datetime | None
    is_erased: bool = False  # its key was destroyed: nothing of it can be read any more
    wake_at: datetime | None = None
    priority: str = Priority.NORMAL
    tags: Sequence[UUID] = ()
    heard_at: datetime | None = None
    answered_at: datetime | None = None
    solve_from: datetime | None = None
    solve_used: int = 0
    due_at: datetime = NEVER

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def is_pending(self) -> bool:
        return self.status == Status.PENDING

    @property
    def rules(self) -> policy.Category:
        return policy.in_use().categories[self.category]

    @property
    def face(self) -> "TicketFace":
        return TicketFace(self.id, self.reference, self.requester, self.category, self.team, self.status)


@dataclass(frozen=True, slots=True)
class TicketFace:
    """What may be said of a ticket to who may not read it: no word of what was written."""

    id: UUID
    reference: str
    requester: UUID
    category: str
    team: str
    status: str


_ERASED = QueryString("NOT EXISTS (SELECT FROM owner_key k WHERE k.owner = ticket.id) AS is_erased")
COLUMNS = (*(getattr(Ticket, name) for name in TicketRow.__dataclass_fields__ if name != "is_erased"), _ERASED)
# Who writes in a ticket holds it against other writers, and not against rows that merely name it (who looked, who is
# there): those are made before their foreign key asks for the ticket, so that a stronger lock would end in a deadlock.
WRITING: Final = "NO KEY UPDATE"


async def find(condition: Condition, *, lock: bool = False) -> TicketRow | None:
    """Give the one ticket that meets a condition, or None; locked, nobody else writes in it."""
    query = Ticket.select(*COLUMNS).where(condition).first()
    row = await (query.lock_rows(WRITING) if lock else query)
    return TicketRow(**row) if row else None


def whole(ticket: TicketRow) -> TicketRow:
    """Let a ticket through that can be read; only who might have read it learns that it was erased."""
    if ticket.is_erased:
        raise TicketErased
    return ticket


async def tickets_by_id(tickets: Collection[UUID], *, lock: bool = False) -> Sequence[TicketRow]:
    """List some tickets, oldest first, for the system's own work; those that are gone are missing."""
    if not tickets:
        return []
    query = Ticket.select(*COLUMNS).where(Ticket.id.is_in(list(tickets))).order_by(Ticket.id)
    return [TicketRow(**row) for row in await (query.lock_rows("UPDATE") if lock else query)]


async def ticket_by_reference(reference: str) -> TicketRow | None:
    """Give a ticket by its reference, for the system's own work."""
    return await find(Ticket.reference == reference.upper())


async def tickets_of_requester(requester: UUID, *, lock: bool = False) -> Sequence[TicketRow]:
    """List a requester's tickets, oldest first, for the system's own work; locked, none is opened or written in."""
    if lock:  # with the requester, whose row the intake takes before it makes a ticket
        await Requester.select(Requester.id).where(Requester.id == requester).lock_rows("UPDATE")
    query = Ticket.select(*COLUMNS).where(Ticket.requester == requester).order_by(Ticket.id)
    return [TicketRow(**row) for row in await (query.lock_rows("UPDATE") if lock else query)]


async def tickets_to_restore(tickets: Sequence[UUID]) -> Sequence[TicketRow]:
    """Lock tickets by id in their order, for the system's own work; those that are gone are missing."""
    query = Ticket.select(*COLUMNS).where(Ticket.id.is_in(list(tickets))).order_by(Ticket.id).lock_rows(WRITING)
    return [TicketRow(**row) for row in await query] if tickets else []


async def ticket_of_closure(closure: UUID) -> TicketRow | None:
    """Lock the ticket of a closing, for what its own requester wishes; None when it is gone."""
    row = await Closure.select(Closure.ticket).where(Closure.id == closure).first()
    return await find(Ticket.id == row["ticket"], lock=True) if row else None


async def closures_of(tickets: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Give the closings of some tickets: closing -> ticket."""
    rows = (
        await Closure.select(Closure.id, Closure.ticket).where(Closure.ticket.is_in(list(tickets))) if tickets else []
    )
    return {row["id"]: row["ticket"] for row in rows}


async def terms_of(ticket: UUID) -> tuple[str, datetime]:
    """Give which version of the terms a ticket's requester accepted, and when."""
    row = await Ticket.select(Ticket.terms_version, Ticket.terms_accepted_at).where(Ticket.id == ticket).first()
    assert row is not None
    return row["terms_version"], row["terms_accepted_at"]


async def kept_of(ticket: UUID) -> str:
    """Give what is left of a ticket: all, frame (no texts), figures (no person)."""
    row = await Ticket.select(Ticket.kept).where(Ticket.id == ticket).first()
    assert row is not None
    return str(row["kept"])


async def may_be_asked_about(ticket: UUID) -> bool:
    """Say whether a ticket's requester agreed to be asked how it went."""
    return await Ticket.exists().where(Ticket.id == ticket, Ticket.survey_agreed.eq(True))
