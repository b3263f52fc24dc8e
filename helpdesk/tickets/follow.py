"""What a merged ticket does along with the one it was merged into: it ends and comes back with it, or leaves it."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.disclosure.disclose import end_disclosures
from helpdesk.privacy.vault.values import burn_secrets
from helpdesk.tickets import mergers
from helpdesk.tickets.assign import show_what_is_needed
from helpdesk.tickets.tables import Merger, Reason
from helpdesk.tickets.ticket_rows import TicketRow
from notifications import outbox
from piccolo_conf import SYSTEM, acting


async def settle_merged(ticket: TicketRow, reason: Reason, *, now: datetime) -> None:
    """End the sight of what was merged into a ticket that is closed, and burn its secrets; joins the transaction.

    effects  one promised mail to each requester who is somebody else, unless it is spam
    """
    async with acting(SYSTEM):
        for merged in await mergers.merged_into(ticket, lock=True):
            await end_disclosures(about=merged.id, now=now)
            await burn_secrets(merged.id, now=now)
            if reason is not Reason.SPAM and merged.requester != ticket.requester:
                await outbox.enqueue("ticket_closed", about=merged.id, to=merged.requester, due_at=now)
        await Merger.update({Merger.settled_at: now}).where(Merger.target == ticket.id)


async def unsettle_merged(ticket: TicketRow, assignee: StaffMember | None, *, now: datetime) -> None:
    """Take up what was merged into a ticket that is opened again; joins the transaction."""
    async with acting(SYSTEM):
        await Merger.update({Merger.settled_at: None}).where(Merger.target == ticket.id)
        for merged in await mergers.merged_into(ticket, lock=True):
            await outbox.withdraw(merged.id, kind="ticket_closed", now=now)
            if assignee is not None and merged.assignee == assignee.id:
                await show_what_is_needed(merged, assignee, now=now)


async def leave_merger(ticket: TicketRow, *, by: UUID, now: datetime) -> None:
    """Put a merged ticket on its own again; nothing happens to any other. Joins the transaction that opens it."""
    if await mergers.merger_of(ticket) is None:
        return
    await end_disclosures(about=ticket.id, now=now)  # what it needs is disclosed anew, for the ticket of its own
    await Merger.delete().where(Merger.ticket == ticket.id)
    await record("ticket.separated", actor=by, about=ticket.id, at=now)
