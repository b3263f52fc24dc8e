"""Tickets that were merged into another: where they go on, and who may read them there."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.people.staff import StaffMember
from helpdesk.tickets.readers import may_read
from helpdesk.tickets.tables import Merger, Ticket
from helpdesk.tickets.ticket_rows import TicketRow, find, tickets_by_id


@dataclass(frozen=True, slots=True)
class MergerRow:
    """Where a merged ticket goes on: `told` is what its requester may read of it, `settled_at` when it was closed."""

    ticket: UUID
    target: UUID
    told: str
    merged_at: datetime
    settled_at: datetime | None


async def merger_of(ticket: TicketRow) -> MergerRow | None:
    """Say where a ticket that was merged into another goes on."""
    columns = (getattr(Merger, name) for name in MergerRow.__dataclass_fields__)
    row = await Merger.select(*columns).where(Merger.ticket == ticket.id).first()
    return MergerRow(**row) if row else None


async def is_worked_on(ticket: TicketRow) -> bool:
    """Say whether a closed ticket goes on in another that is open."""
    merger = await merger_of(ticket) if ticket.is_closed else None
    return merger is not None and merger.settled_at is None


async def target_of(merger: MergerRow, *, viewer: StaffMember) -> TicketRow | None:
    """Give the ticket that another was merged into, if this person may read it."""
    target = await find(Ticket.id == merger.target)
    return target if target and may_read(viewer, target) else None


async def merged_to_read(ticket: TicketRow, *, viewer: StaffMember) -> Sequence[TicketRow]:
    """List the tickets that were merged into one and whose redacted text this person may read; not erased ones."""
    return [merged for merged in await merged_into(ticket) if may_read(viewer, merged) and not merged.is_erased]


async def merged_into(ticket: TicketRow, *, lock: bool = False) -> Sequence[TicketRow]:
    """List the tickets that were merged into one, oldest first; lock them only after that one."""
    if lock and (merged := await _merged_into(ticket.id)):
        await Ticket.select(Ticket.id).where(Ticket.id.is_in(merged)).order_by(Ticket.id).lock_rows("UPDATE")
    merged = await _merged_into(ticket.id)  # after locking: one that was separated while we waited is none of ours
    return await tickets_by_id(merged)


async def _merged_into(ticket: UUID) -> list[UUID]:
    """Ask for the ids alone: below row policies, a subquery would be compared with every ticket that there is."""
    found: list[UUID] = await Merger.select(Merger.ticket).where(Merger.target == ticket).output(as_list=True)
    return found
