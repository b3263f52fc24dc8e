"""What follows at once when a requester asks about their data: no survey, no use, a copy; and what ends with it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

import surveys.answers
from helpdesk.errors import Invalid, NotFound, NotYetPossible, TicketNotFound
from helpdesk.ids import new_id
from helpdesk.people.requester_sessions import sign_out_everywhere
from helpdesk.people.requesters import find_requester, lasting_mark
from helpdesk.people.staff import StaffMember, get_staff
from helpdesk.privacy.disclosure.consent import withdraw as withdraw_questions
from helpdesk.privacy.disclosure.disclose import end_disclosures
from helpdesk.privacy.disclosure.ledger import ledger_of
from helpdesk.privacy.holds import held
from helpdesk.privacy.subject_requests import ask, handle, limits, package
from helpdesk.privacy.subject_requests.ask import DETAILS, Asked, Wish
from helpdesk.privacy.subject_requests.queries import Row, request_named, requests_with
from helpdesk.privacy.subject_requests.tables import Kind, Proof, State
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import doors, ticket_rows
from helpdesk.tickets.assign import show_what_is_needed
from helpdesk.tickets.doors import Door
from helpdesk.tickets.erase import Plan, Receipt, erase_requester, erase_ticket, plan_erasure
from helpdesk.tickets.erase_details import erase_details
from helpdesk.tickets.tables import Message
from notifications import outbox
from piccolo_conf import SYSTEM, Actor, acting

LIMITING = (Kind.RESTRICTION, Kind.OBJECTION)
COPIES = (Kind.ACCESS, Kind.PORTABILITY)


async def ask_signed_in(wish: Wish, *, by: Actor, now: datetime) -> Asked:
    """Ask for something about one's own data, signed in; what the law wants at once is done at once.

    raises   Invalid (wrong, right, words), TicketNotFound, NotFound (the ticket or look it is about is not theirs),
             ValueGone when the person was erased
    effects  as `ask.ask`, and those of `carry_out`
    """
    async with acting(by):
        await _check_about(wish, by)
        asked = await ask.ask(wish, by=by, proof=Proof.SIGN_IN, now=now)
        if asked.is_new:
            await carry_out(asked.id, now=now)
    return asked


async def _check_about(wish: Wish, by: Actor) -> None:
    if not wish.reference:
        return
    ticket = await doors.ticket_through(Door(by, reference=wish.reference))
    if wish.entry and wish.entry not in {str(entry.id) for entry in await ledger_of(ticket.id)}:
        raise NotFound


async def ask_by_address(email: str, kind: Kind, locale: str, *, now: datetime) -> None:
    """Ask without being signed in: whoever has the address gets a link that proves it. A stranger's asks for nothing.

    effects  for an address that we know, as `ask.ask`; for another none. The caller's answer must not tell which
    """
    async with acting(SYSTEM):
        requester = await find_requester(email)
        if requester is None:  # the same kind of work: a promise to nobody, which the worker takes back
            await outbox.enqueue("subject_request_confirm", about=new_id(), to=new_id(), due_at=now)
        else:
            await ask.ask(Wish(requester, kind, locale, way="link"), by=SYSTEM, proof=Proof.NONE, now=now)


async def ask_for(email: str, wish: Wish, *, proof: Proof, by: StaffMember, now: datetime) -> Asked:
    """Write down what somebody asks by phone or letter, for the person with an address that we have.

    wish     its subject is found here
    proof    by which means the officer knows who asks; without one a link goes to the address
    raises   Invalid (email: nobody has it; wrong, right, words)
    effects  as `ask.ask`, and those of `carry_out` when it is proved
    """
    async with acting(SYSTEM):
        requester = await find_requester(email) if email.strip() else None
    if requester is None:
        raise Invalid({"email": "error-nothing-held" if email.strip() else "error-missing"})
    if proof and proof not in handle.BY_MEANS:
        raise Invalid({"proof": "error-missing"})
    async with acting(by.actor):
        asked = await ask.ask(replace(wish, subject=requester), by=by.actor, proof=proof, now=now)
        if asked.is_new and proof:
            await carry_out(asked.id, now=now)
    return asked


async def confirm(token: str, said: Mapping[str, str], *, now: datetime) -> Asked:
    """Prove a request by its mailed link; raises LinkNotFound, Invalid. Effects as `ask.confirm` and `carry_out`."""
    async with acting(SYSTEM):
        asked = await ask.confirm(token, said, now=now)
        await carry_out(asked.id, now=now)
    return asked


async def prove(number: str, proof: Proof, *, by: StaffMember, now: datetime) -> None:
    """Let an officer say how they know who asks; raises and effects as `handle.prove`, and those of `carry_out`."""
    async with acting(by.actor):
        await handle.prove(number, proof, by=by.actor, now=now)
        await carry_out((await request_named(number)).id, now=now)


async def carry_out(request: UUID, *, now: datetime) -> None:
    """Do what a proved request wants at once; joins the caller's transaction.

    effects  an objection to surveys: remembered, and the request answered. A restriction or another objection: every
             detail that is open is hidden, surveys that wait are taken back, nobody works with the data until it is
             lifted; not for a complaint of one look. A copy: ordered from the worker
    """
    async with acting(SYSTEM):
        row = (await requests_with([request]))[request]
        if row.kind == Kind.SURVEY_OBJECTION:
            person = await lasting_mark(row.subject)
            if person is not None:
                await surveys.answers.object_for(row.subject, person, now=now)
            await handle.settle_by_itself(request, now=now)
        elif row.kind in LIMITING and not row.is_complaint:
            await limits.begin(request, row.subject, now=now)
            await _hide_everything(row.subject, now=now)
        elif row.kind in COPIES:
            await package.order(request, row.subject, now=now)


async def erase_asked(row: Row, *, by: Actor, now: datetime) -> Receipt:
    """Erase what somebody asked for, as far as no hold and no law keeps it; the request is answered with the receipt.

    raises   NotYetPossible (it is no erasure, not proved, or over; nothing is there to go), TicketErased, TicketHeld
    effects  those of `erase_requester`, of `erase_ticket` for one ticket, of `erase_details`; their copies are
             destroyed; when all of them went, their sessions end and nobody is written to, else one promised mail
    """
    if row.kind != Kind.ERASURE or row.state not in (State.RECEIVED, *handle.IN_HAND):
        raise NotYetPossible
    async with acting(SYSTEM):
        only = await _ticket_of(row)
        receipt = await _erase(row, only, by=by, now=now)
        await package.drop_all_of(row.subject, now=now)
        if receipt.waiting or only or row.extent == DETAILS:
            await handle.note_receipt(row.id, receipt.number)
            await handle.settle_by_itself(row.id, now=now)
        else:
            await sign_out_everywhere(row.subject, now=now)
            await handle.settle_erased(row.id, receipt.number, by=by.id, now=now)
    return receipt


async def plan_of_request(row: Row, *, now: datetime) -> Plan:
    """Say what the erasure that somebody asked for would do; raises TicketNotFound when its ticket is gone."""
    async with acting(SYSTEM):
        return await plan_erasure(row.subject, only=await _ticket_of(row), now=now)


async def _ticket_of(row: Row) -> UUID | None:
    """Give the one ticket that a request is about, None for all of theirs."""
    if "reference" not in row.said:
        return None
    ticket = await ticket_rows.ticket_by_reference(row.said["reference"])
    if ticket is None or ticket.requester != row.subject:
        raise TicketNotFound
    return ticket.id


async def _erase(row: Row, only: UUID | None, *, by: Actor, now: datetime) -> Receipt:
    if row.extent == DETAILS:
        return await erase_details(row.subject, only=only, actor=by, now=now)
    if only is not None:
        return await erase_ticket(only, actor=by, now=now)
    return await erase_requester(row.subject, actor=by, now=now)


@dataclass(frozen=True, slots=True)
class Holdings:
    """What there is of a person, in numbers; `on_hold` counts the tickets that a legal hold keeps."""

    requests: int
    texts: int
    details: int
    on_hold: int


async def holdings_of(subject: UUID) -> Holdings:
    """Count what there is of a person; nobody sees any of it."""
    async with acting(SYSTEM):
        tickets = [ticket for ticket in await ticket_rows.tickets_of_requester(subject) if not ticket.is_erased]
        ids = [ticket.id for ticket in tickets]
        values = [face for face in await faces([subject, *ids]) if not face.is_gone]
        texts = await Message.count().where(Message.ticket.is_in(ids)) if ids else 0
        return Holdings(len(ids), int(texts), len(values), len(await held(ids)))


async def withdraw(number: str, *, by: Actor, now: datetime) -> None:
    """Take one's own request back; raises NotFound, NotYetPossible. A copy that is being made is dropped."""
    async with acting(by):
        await handle.withdraw(number, by=by, now=now)
        row = await request_named(number)
        async with acting(SYSTEM):
            await package.drop(row.id, now=now)


async def lift(row: Row, *, by: Actor, now: datetime) -> None:
    """Let data be used again; raises NotFound.

    effects  as `limits.lift`; assignees of open tickets see again what their category grants, unless another limit
             runs; lifted by the person themselves, the request is withdrawn by that
    """
    async with acting(by):
        subject = await limits.lift(row.id, by=by, now=now)
        if by.kind == "requester" and not row.is_over:
            await handle.withdraw(row.number, by=by, now=now)
        async with acting(SYSTEM):
            if not await limits.is_limited(subject):
                await _show_again(subject, now=now)


async def _hide_everything(subject: UUID, *, now: datetime) -> None:
    for ticket in await ticket_rows.tickets_of_requester(subject):
        await end_disclosures(about=ticket.id, now=now)
        await withdraw_questions(ticket.id, now=now)
    await surveys.answers.cancel_all(subject, now=now)


async def _show_again(subject: UUID, *, now: datetime) -> None:
    for ticket in await ticket_rows.tickets_of_requester(subject):
        agent = await get_staff(ticket.assignee) if ticket.assignee and not ticket.is_closed else None
        if agent is not None:
            await show_what_is_needed(ticket, agent, now=now)
