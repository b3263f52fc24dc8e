"""Openings that were refused: written down by who, of which kind and why, for officers; never what was asked for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import (
    HelpdeskError,
    NeverOpened,
    NotAssigned,
    NotForYourRole,
    OpenedTooOften,
    ProcessingLimited,
    QuotaReached,
    SecondPersonNeeded,
    TicketClosed,
    TicketNotFound,
    TicketTaken,
)
from helpdesk.ids import new_id
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.desk_tables import Refusal
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import SYSTEM, acting

# What is written down of a refusal. What is no attempt, such as a purpose that was not chosen, is not here.
REASONS: Final[Mapping[type[HelpdeskError], str]] = {
    NotForYourRole: "role",
    TicketNotFound: "not-theirs",
    NotAssigned: "not-assigned",
    TicketTaken: "not-assigned",
    TicketClosed: "closed",
    NeverOpened: "never",
    SecondPersonNeeded: "second-person",
    QuotaReached: "quota",
    OpenedTooOften: "too-often",
    ProcessingLimited: "limited",
}


@dataclass(frozen=True, slots=True)
class RefusalRow:
    """One refused opening; `ticket` is None when there is no such ticket, `kind` "" when no such detail."""

    ticket: UUID | None
    staff: UUID
    role: str
    kind: str
    reason: str
    at: datetime


async def note_refusal(
    reference: str, placeholder: str, error: HelpdeskError, *, by: StaffMember, now: datetime
) -> None:
    """Write down that somebody was refused a detail; what is no refusal is not written down.

    effects  one row, and one audit entry where the refusal itself left none; as the system, in a transaction of its
             own, since that of the attempt is over
    """
    reason = REASONS.get(type(error))
    if reason is None:
        return
    async with acting(SYSTEM):
        ticket = await ticket_rows.ticket_by_reference(reference)
        kind = await _kind_of(ticket, placeholder.strip("⟦⟧ ")) if ticket else ""
        about = ticket.id if ticket else None
        await Refusal.insert(
            Refusal(id=new_id(), ticket=about, staff=by.id, role=by.role, kind=kind, reason=reason, at=now)
        )
        if reason != "quota":
            await record("disclosure.refused", actor=by.id, about=about or by.id, at=now)


async def _kind_of(ticket: TicketRow, name: str) -> str:
    found = [face.kind for face in await faces([ticket.id, ticket.requester]) if face.name == name]
    return found[0] if found else ""


async def newest_refusals(*, limit: int) -> Sequence[RefusalRow]:
    """List the newest refused openings, for officers."""
    columns = (getattr(Refusal, name) for name in RefusalRow.__dataclass_fields__)
    rows = await Refusal.select(*columns).order_by(Refusal.id, ascending=False).limit(limit)
    return [RefusalRow(**row) for row in rows]
