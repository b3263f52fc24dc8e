"""Find the tickets that hold exactly one private value, for a purpose; whoever is found by it reads that."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, Refused
from helpdesk.ids import new_id
from helpdesk.people.requesters import find_requester
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access, exact
from helpdesk.tickets.desk_tables import ValueSearch
from helpdesk.tickets.queries import QueuePage, page_of
from helpdesk.tickets.tables import Ticket
from helpdesk.tickets.ticket_rows import Condition, TicketRow
from piccolo_conf import acting

LONGEST = 254  # characters of a value
MOST = 50  # tickets found at once
_HOLDS = "ticket.id IN (SELECT l.ticket FROM ticket_lookup l WHERE l.kind = {} AND l.hash = {})"


@dataclass(frozen=True, slots=True)
class Sought:
    """A private value that somebody has, of which kind it is, and what they need its tickets for."""

    kind: str
    value: str = field(repr=False)
    purpose: str


def purposes() -> Sequence[str]:
    """List what a value may be looked for: the policy's purposes that say enough by themselves."""
    return [name for name, purpose in policy.in_use().purposes.items() if not purpose.needs_reason]


async def look_up(
    sought: Sought, *, viewer: StaffMember, count: Callable[[StaffMember], None], now: datetime
) -> QueuePage:
    """Find the tickets with exactly a value that this agent may read; newest activity first, the first fifty.

    count    is called before anything is compared; raises TooMany when somebody looks up too much
    raises   Invalid (kind, value, purpose), TooMany, Refused
    effects  a row and an audit entry for each ticket that is found, which its requester reads, or one that says that
             nothing was; the value is written nowhere
    """
    if viewer.role is not Role.AGENT:
        raise Refused
    form = _checked(sought)
    count(viewer)
    async with acting(viewer.actor):
        page = await page_of([await _holds(sought.kind, form)], viewer=viewer, cursor="", limit=MOST)
        found = [await access.ticket_to_read(row.reference, viewer=viewer) for row in page.rows if not row.is_erased]
        await _write_down(sought, found, viewer=viewer, now=now)
    return page


def _checked(sought: Sought) -> str:
    """Give the form that a value is compared in; raises Invalid with every mistake."""
    form = exact.form_of(sought.kind, sought.value[: LONGEST + 1]) if sought.kind in exact.KINDS else ""
    mistakes = {
        "kind": "" if sought.kind in exact.KINDS else "error-field",
        "value": "error-missing" if not sought.value.strip() else "" if form else "error-no-such-value",
        "purpose": "" if sought.purpose in purposes() else "error-search-purpose",
    }
    if any(mistakes.values()):
        raise Invalid({name: code for name, code in mistakes.items() if code})
    return form


async def _holds(kind: str, form: str) -> Condition:
    condition: Condition = WhereRaw(_HOLDS, kind, exact.hash_of(kind, form))
    requester = await find_requester(form) if kind == "email" else None
    return condition | (Ticket.requester == requester) if requester else condition


async def _write_down(sought: Sought, found: Sequence[TicketRow], *, viewer: StaffMember, now: datetime) -> None:
    places: list[tuple[UUID | None, str]] = [(ticket.id, viewer.team or ticket.team) for ticket in found]
    for ticket, team in places or [(None, viewer.team)]:
        await ValueSearch.insert(
            ValueSearch(
                id=new_id(), ticket=ticket, staff=viewer.id, team=team, kind=sought.kind, purpose=sought.purpose, at=now
            )
        )
        await record("value.looked_up", actor=viewer.id, about=ticket or viewer.id, at=now)


@dataclass(frozen=True, slots=True)
class LookUpRow:
    """One search for an exact value: who, of which kind, what for; the ticket that was found, if any."""

    ticket: UUID | None
    staff: UUID
    team: str
    kind: str
    purpose: str
    at: datetime


_ROW = tuple(getattr(ValueSearch, name) for name in LookUpRow.__dataclass_fields__)


async def look_ups_that_found(ticket: UUID) -> Sequence[LookUpRow]:
    """List the searches for an exact value that found a ticket, oldest first; the caller reads as whom it is for."""
    rows = await ValueSearch.select(*_ROW).where(ValueSearch.ticket == ticket).order_by(ValueSearch.id)
    return [LookUpRow(**row) for row in rows]


async def newest_look_ups(*, limit: int) -> Sequence[LookUpRow]:
    """List the newest searches for an exact value, for officers."""
    rows = await ValueSearch.select(*_ROW).order_by(ValueSearch.id, ascending=False).limit(limit)
    return [LookUpRow(**row) for row in rows]
