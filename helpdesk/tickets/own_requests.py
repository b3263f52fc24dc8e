"""What a signed-in requester reads of their own tickets: the list, newest activity first; what they agreed to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from piccolo.querystring import QueryString

from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.privacy.vault.keys import keys_of
from helpdesk.tickets.cursor import read_cursor, write_cursor
from helpdesk.tickets.tables import Merger, Message, Ticket
from helpdesk.tickets.ticket_rows import COLUMNS, TicketRow
from piccolo_conf import acting

AT_ONCE = 20  # requests on one page


class State(StrEnum):
    """How a request stands, as its requester reads it."""

    WAITING_FOR_US = "waiting-for-us"
    ANSWERED = "answered"
    CLOSED = "closed"
    ERASED = "erased"


@dataclass(frozen=True, slots=True)
class OwnRow:
    """One request in the list; `subject` is "" when it was erased."""

    reference: str
    subject: str
    category: str
    state: State
    opened_at: datetime
    active_at: datetime


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Up to 20 requests, newest activity first, and the cursor of the next page."""

    rows: Sequence[OwnRow]
    next_cursor: str | None


async def own_page(person: SignedInRequester, *, cursor: str = "") -> OwnPage:
    """Read one page of somebody's own requests; raises Invalid for a cursor that is not ours."""
    async with acting(person.actor):
        query = (
            Ticket.select(*COLUMNS)
            .where(Ticket.requester == person.id)
            .order_by(Ticket.active_at, Ticket.id, ascending=False)
            .limit(AT_ONCE + 1)
        )
        if cursor:
            query = query.where(QueryString("({}, {}) < ({}, {})", Ticket.active_at, Ticket.id, *read_cursor(cursor)))
        found = [TicketRow(**row) for row in await query]
        rows = await _rows(found[:AT_ONCE])
    last = found[AT_ONCE - 1] if len(found) > AT_ONCE else None
    return OwnPage(rows, write_cursor(last.active_at, last.id) if last else None)


@dataclass(frozen=True, slots=True)
class AcceptedTerms:
    """Terms that somebody agreed to with their requests, and when first."""

    version: str
    at: datetime


async def accepted_terms(person: SignedInRequester) -> Sequence[AcceptedTerms]:
    """List the versions of the terms that somebody agreed to, the latest first."""
    async with acting(person.actor):
        rows = await Ticket.select(Ticket.terms_version, Ticket.terms_accepted_at).where(Ticket.requester == person.id)
    first: dict[str, datetime] = {}
    for row in rows:
        at = row["terms_accepted_at"]
        first[row["terms_version"]] = min(first.get(row["terms_version"], at), at)
    return [AcceptedTerms(*one) for one in sorted(first.items(), key=lambda one: one[1], reverse=True)]


async def latest_accepted(person: SignedInRequester) -> str:
    """Give the number of the terms that somebody agreed to last, "" when they have no request."""
    return next((one.version for one in await accepted_terms(person)), "")


async def _rows(tickets: Sequence[TicketRow]) -> Sequence[OwnRow]:
    ids = [ticket.id for ticket in tickets]
    keys, answered, going_on = await keys_of(ids), await _answered(ids), await _going_on(ids)
    return [
        OwnRow(
            reference=ticket.reference,
            subject=keys[ticket.id].open_text(ticket.subject, row=ticket.id, kind="subject")
            if ticket.id in keys
            else "",
            category=ticket.category,
            state=_state(ticket, is_answered=answered.get(ticket.id, False), goes_on=ticket.id in going_on),
            opened_at=ticket.opened_at,
            active_at=ticket.active_at,
        )
        for ticket in tickets
    ]


def _state(ticket: TicketRow, *, is_answered: bool, goes_on: bool) -> State:
    if ticket.is_erased:
        return State.ERASED
    if ticket.is_closed and not goes_on:
        return State.CLOSED
    return State.ANSWERED if is_answered else State.WAITING_FOR_US


async def _answered(tickets: Sequence[UUID]) -> Mapping[UUID, bool]:
    """Say of each ticket whether the last word that its requester may read is ours."""
    rows = await Message.raw(
        "SELECT DISTINCT ON (ticket) ticket, author IS NOT NULL AS is_ours FROM ticket_message"
        " WHERE ticket = ANY({}) AND audience = 'everyone' ORDER BY ticket, posted_at DESC, id DESC",
        list(tickets),
    )
    return {row["ticket"]: row["is_ours"] for row in rows}


async def _going_on(tickets: Sequence[UUID]) -> set[UUID]:
    """Give those that go on in another ticket."""
    if not tickets:
        return set()
    rows = await Merger.select(Merger.ticket).where(Merger.ticket.is_in(list(tickets)), Merger.settled_at.is_null())
    return {row["ticket"] for row in rows}
