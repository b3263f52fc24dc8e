"""Erase a requester or a ticket: keys destroyed, rows emptied, promises taken back, written down without a name."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Refused, TicketErased, TicketHeld, TicketNotFound
from helpdesk.privacy.erasure.journal import note_erased
from helpdesk.privacy.erasure.receipts import Receipt, keep_receipt, new_number
from helpdesk.privacy.erasure.tables import ErasurePending
from helpdesk.tickets import mergers, ticket_rows
from helpdesk.tickets.close import open_again
from helpdesk.tickets.erasure_plan import Plan, plan_erasure, plan_of, ticket_plans
from helpdesk.tickets.tables import Merger
from helpdesk.tickets.ticket_rows import TicketRow
from notifications import outbox
from piccolo_conf import SYSTEM, Actor, acting
from surveys.retention import erase_about, erase_recipient, invitations_about

__all__ = ["Plan", "Receipt", "complete_pending", "erase_requester", "erase_ticket", "plan_erasure"]


@dataclass(slots=True)
class _Gone:
    """What an erasure has emptied so far."""

    tickets: int = 0
    messages: int = 0
    details: int = 0


async def erase_requester(requester: UUID, *, actor: Actor, now: datetime) -> Receipt:
    """Erase a requester with their tickets, as far as no hold and no law keeps one; what is kept goes when that ends.

    actor    the requester themselves, an officer, or the system
    raises   Refused (somebody else), TicketErased (nothing of them is left)
    effects  keys destroyed, rows emptied, unsent mail withdrawn, survey invitations gone, open tickets closed, what was
             merged into them on its own again; a receipt, journal entries, audit entries; the rest waits, written down
    """
    check_eraser(actor, requester)
    async with acting(SYSTEM):
        tickets = await ticket_rows.tickets_of_requester(requester, lock=True)
        return await _erase(requester, tickets, actor=actor, now=now)


async def erase_ticket(ticket: UUID, *, actor: Actor, now: datetime) -> Receipt:
    """Erase one ticket; its requester goes with their last one only when the whole requester is erased.

    actor    an officer or the system; the requester whose ticket it is
    raises   TicketNotFound, TicketErased, TicketHeld (a hold or a law keeps it), Refused
    effects  as `erase_requester`, for this ticket
    """
    async with acting(SYSTEM):
        row = next(iter(await ticket_rows.tickets_by_id([ticket], lock=True)), None)
        if row is None:
            raise TicketNotFound
        check_eraser(actor, row.requester)
        if row.is_erased:
            raise TicketErased
        (plan,) = await ticket_plans([row], now=now)
        if plan.kept_by:
            raise TicketHeld
        number, gone = new_number(), _Gone()
        invitations, mails = await withdraw_promises([row], now=now)
        await _forget(row, gone, receipt=number, actor=actor, now=now)
        return await _receipt(number, gone, invitations, mails, waiting=0, now=now)


async def complete_pending(*, now: datetime) -> int:
    """Erase what waited for a hold's or a law's end; gives how many requesters had something that could go.

    effects  as `erase_requester` for each, with a receipt of its own; nobody is asked again
    """
    async with acting(SYSTEM):
        rows = await ErasurePending.select().order_by(ErasurePending.asked_at)
    done = 0
    for row in rows:
        done += await _complete(row["requester"], asked_at=row["asked_at"], now=now)
    return done


async def forget_ticket(ticket: TicketRow, *, receipt: str | None, actor: Actor, now: datetime) -> tuple[int, int]:
    """Empty one locked ticket, whatever keeps it, and write it down; joins the caller's transaction as the system.

    returns  how many messages and details it emptied
    effects  its key destroyed, it is closed; what was merged into it and is not done goes on by itself; a journal entry
             and an audit entry
    """
    await _let_go_on(ticket, now=now)
    rows = await ErasurePending.raw("SELECT * FROM forget_ticket({}, {})", ticket.id, now)
    await note_erased([ticket.id], receipt=receipt, now=now)
    await record("ticket.erased", actor=actor.id, about=ticket.id, at=now)
    return rows[0]["messages"], rows[0]["details"]


async def forget_requester(requester: UUID, *, receipt: str | None, actor: Actor, now: datetime) -> int:
    """Empty one locked requester and write it down; joins the caller's transaction as the system.

    returns  how many details of theirs it emptied
    effects  their key destroyed, no address finds them, nothing of them waits; a journal entry and an audit entry
    """
    rows = await ErasurePending.raw("SELECT forget_requester({}, {}) AS details", requester, now)
    await ErasurePending.delete().where(ErasurePending.requester == requester)
    await note_erased([requester], receipt=receipt, now=now)
    await record("requester.erased", actor=actor.id, about=requester, at=now)
    return int(rows[0]["details"])


async def withdraw_promises(
    tickets: Collection[TicketRow], *, requester: UUID | None = None, now: datetime
) -> tuple[int, int]:
    """Take back the invitations and unsent mails of what is erased; gives how many of each. Joins the transaction."""
    ids = [ticket.id for ticket in tickets]
    closures = list(await ticket_rows.closures_of(ids))
    invited = list(await invitations_about(closures))
    mails = await outbox.withdraw_erased(about=[*ids, *invited], to=[requester] if requester else [], now=now)
    invitations = await erase_about(closures) + (await erase_recipient(requester) if requester else 0)
    return invitations, mails


def check_eraser(actor: Actor, requester: UUID) -> None:
    """Raise Refused when somebody may not erase what is a requester's."""
    if actor.kind not in ("officer", "system") and not (actor.kind == "requester" and actor.id == requester):
        raise Refused


async def _erase(requester: UUID, tickets: Sequence[TicketRow], *, actor: Actor, now: datetime) -> Receipt:
    """Erase what can go of a requester whose row and tickets are locked."""
    plan = await plan_of(requester, tickets, now=now)
    if not (plan.goes or plan.waits or plan.details):
        raise TicketErased
    going = {ticket.ticket for ticket in plan.goes}
    number, gone = new_number(), _Gone()
    leaving = [ticket for ticket in tickets if ticket.id in going]
    whole = not plan.waits and len(tickets) == len(await ticket_rows.tickets_of_requester(requester))
    invitations, mails = await withdraw_promises(leaving, requester=requester if whole else None, now=now)
    for ticket in leaving:
        await _forget(ticket, gone, receipt=number, actor=actor, now=now)
    if whole:
        gone.details += await forget_requester(requester, receipt=number, actor=actor, now=now)
    else:
        await _wait(requester, number, is_held=bool(plan.waits), now=now)
    return await _receipt(number, gone, invitations, mails, waiting=len(plan.waits), now=now)


async def _forget(ticket: TicketRow, gone: _Gone, *, receipt: str, actor: Actor, now: datetime) -> None:
    messages, details = await forget_ticket(ticket, receipt=receipt, actor=actor, now=now)
    gone.tickets, gone.messages, gone.details = gone.tickets + 1, gone.messages + messages, gone.details + details


async def _wait(requester: UUID, number: str, *, is_held: bool, now: datetime) -> None:
    """Write down that a part waits for the end of what keeps it; a wish from before keeps its own day."""
    if is_held:
        row = ErasurePending(requester=requester, asked_at=now, receipt=number)
        await ErasurePending.insert(row).on_conflict(target=ErasurePending.requester, action="DO NOTHING")
    else:  # all that was asked for went; what the requester opened later stays theirs
        await ErasurePending.delete().where(ErasurePending.requester == requester)


async def _let_go_on(ticket: TicketRow, *, now: datetime) -> None:
    """Put what was merged into a ticket and is still worked on there on its own again; its requester waits for help."""
    for merged in await mergers.merged_into(ticket, lock=True):
        merger = await mergers.merger_of(merged)
        if merger is not None and merger.settled_at is None and not merged.is_erased:
            await Merger.delete().where(Merger.ticket == merged.id)
            await open_again(merged, now=now)
            await record("ticket.separated", actor=None, about=merged.id, at=now)


async def _receipt(number: str, gone: _Gone, invitations: int, mails: int, *, waiting: int, now: datetime) -> Receipt:
    receipt = Receipt(number, now, gone.tickets, gone.messages, gone.details, invitations, mails, waiting)
    await keep_receipt(receipt)
    return receipt


async def _complete(requester: UUID, *, asked_at: datetime, now: datetime) -> bool:
    """Erase what can go of one requester by now, of what they had when they asked; says whether anything went."""
    async with acting(SYSTEM):
        all_of = await ticket_rows.tickets_of_requester(requester, lock=True)
        asked = [ticket for ticket in all_of if ticket.opened_at <= asked_at]
        plan = await plan_of(requester, asked, now=now)
        if plan.waits and not plan.goes:
            return False
        await _erase(requester, asked, actor=SYSTEM, now=now)
        return True
