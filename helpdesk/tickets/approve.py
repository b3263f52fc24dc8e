"""Details that take two people: the assignee asks, somebody else agrees or not, nobody about their own question."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion, Refused
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure import consent
from helpdesk.privacy.disclosure.consent import APPROVED, DECLINED, Question
from helpdesk.privacy.disclosure.disclose import Viewer
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.vault.keys import key_of
from helpdesk.tickets import access
from helpdesk.tickets.reveal import check, face_named
from helpdesk.tickets.ticket_rows import TicketFace
from piccolo_conf import acting

PATIENCE = timedelta(hours=12)  # a question that nobody answered by then is asked again or not needed any more


@dataclass(frozen=True, slots=True)
class Waiting:
    """A question that waits for a second person, and what it is about."""

    ticket: TicketFace
    question: Question


async def ask_second_person(
    reference: str, placeholder: str, *, purpose: str, reason: str = "", agent: StaffMember, now: datetime
) -> Question:
    """Ask whether somebody agrees that the assigned agent opens a detail; gives the question, or the one that waits.

    raises   TicketNotFound, NotAssigned, TicketTaken, TicketClosed, NotFound (no such detail), NeverOpened, ValueGone,
             Invalid (purpose, reason, a kind that opens without a second person)
    effects  one question with its sealed reason, one audit entry
    """
    name, words = placeholder.strip("⟦⟧ "), " ".join(clean(reason).split())
    async with acting(agent.actor):
        ticket = await access.ticket_to_open(reference, agent=agent)
        face = await face_named(ticket, name)
        check(ticket, face, purpose, words)
        if not ticket.rules.needs_two(face.kind):
            raise Invalid({"placeholder": "error-opens-alone"})
        for earlier in await consent.questions_about(ticket.id, now=now):
            if (earlier.value, earlier.asked_by) == (face.id, agent.id) and earlier.decision != DECLINED:
                return earlier
        viewer, key = Viewer(agent.id, agent.team or ticket.team), await key_of(ticket.id)
        asked = await consent.ask(
            face, by=viewer, about=key, purpose=purpose, reason=words, now=now, until=now + PATIENCE
        )
        await record("detail.asked", actor=agent.id, about=ticket.id, at=now)
        question = await consent.question(asked)
    assert question is not None
    return question


async def decide(question: UUID, *, agree: bool, by: StaffMember, now: datetime) -> None:
    """Agree to a colleague's question, or decline it; what was agreed to opens once, within the policy's minutes.

    raises   Refused (no agent or officer), NotFound (none that this person may see), OwnQuestion,
             DecidedAlready (by somebody else, or its time is over)
    effects  one decision, one audit entry
    """
    if by.role not in (Role.AGENT, Role.OFFICER):
        raise Refused
    async with acting(by.actor):
        found = await consent.question(question)
        if found is None or not await _ticket(found.about, by):
            raise NotFound
        if found.asked_by == by.id:
            raise OwnQuestion
        until = now + timedelta(minutes=policy.in_use().approval_minutes)
        decision = APPROVED if agree else DECLINED
        if not await consent.decide(question, decision, by=by.id, now=now, until=until):
            raise DecidedAlready
        await record(f"detail.{decision}", actor=by.id, about=found.about, at=now)


async def waiting_for(viewer: StaffMember, *, now: datetime) -> Sequence[Waiting]:
    """List the questions that this person may decide, oldest first."""
    questions = await consent.waiting(not_by=viewer.id, now=now)
    tickets = await _tickets([question.about for question in questions], viewer)
    return [Waiting(tickets[question.about], question) for question in questions if question.about in tickets]


async def _ticket(about: UUID, viewer: StaffMember) -> TicketFace | None:
    return (await _tickets([about], viewer)).get(about)


async def _tickets(about: Sequence[UUID], viewer: StaffMember) -> dict[UUID, TicketFace]:
    if viewer.role is Role.OFFICER:
        return dict(await access.faces_of(about))
    return {ticket.id: ticket.face for ticket in (await access.tickets_to_read(about, viewer=viewer)).values()}
