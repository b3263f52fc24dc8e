"""Erase hidden details only: the values are destroyed, every text stays readable, the chips say what stood there."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import NotYetPossible, TicketNotFound
from helpdesk.privacy.erasure.journal import note_details_erased
from helpdesk.privacy.erasure.receipts import Receipt, keep_receipt, new_number
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.erase import check_eraser
from helpdesk.tickets.erasure_plan import ticket_plans
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import SYSTEM, Actor, acting


async def erase_details(requester: UUID, *, only: UUID | None, actor: Actor, now: datetime) -> Receipt:
    """Destroy the hidden details of a requester's tickets, or of one, as far as no hold and no law keeps them.

    actor    the requester themselves, an officer, or the system
    returns  a receipt that counts details; `waiting` tickets kept theirs: whoever wants them gone asks again later
    raises   Refused (somebody else), TicketNotFound (`only` is not theirs), NotYetPossible (nothing is there to go)
    effects  values destroyed, also what agents have open, and what finds a ticket by them; address and name stay, since
             answers go there; a receipt, a journal entry and an audit entry a ticket
    """
    check_eraser(actor, requester)
    async with acting(SYSTEM):
        tickets = _wanted(await ticket_rows.tickets_of_requester(requester, lock=True), only)
        plans = [plan for plan in await ticket_plans(tickets, now=now) if plan.details]
        going = [plan.ticket for plan in plans if not plan.kept_by]
        if not going:
            raise NotYetPossible
        number, details = new_number(), 0
        for ticket in going:
            details += await forget_details(ticket, until=now, now=now)
            await note_details_erased(ticket, receipt=number, now=now)
            await record("ticket.details_erased", actor=actor.id, about=ticket, at=now)
        receipt = Receipt(number, now, 0, 0, details, 0, 0, waiting=len(plans) - len(going))
        await keep_receipt(receipt)
    return receipt


async def forget_details(ticket: UUID, *, until: datetime, now: datetime) -> int:
    """Destroy a ticket's details that were sealed until a moment; gives how many. Joins the system's transaction."""
    rows = await SealedValue.raw("SELECT forget_details({}, {}, {}) AS details", ticket, until, now)
    return int(rows[0]["details"])


def _wanted(tickets: Sequence[TicketRow], only: UUID | None) -> Sequence[TicketRow]:
    if only is not None and only not in {ticket.id for ticket in tickets}:
        raise TicketNotFound
    return [ticket for ticket in tickets if only in (None, ticket.id) and not ticket.is_erased]
