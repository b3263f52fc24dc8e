"""Open one more sealed detail of one's own ticket, for a purpose and a while; hide it again, or give it more time."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import HelpdeskError, Invalid, NeverOpened, NotFound, QuotaReached, SecondPersonNeeded, ValueGone
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.disclosure.consent import APPROVED, Question, questions_about
from helpdesk.privacy.disclosure.disclose import Shown, Viewer, disclose, end_disclosures, shown_to
from helpdesk.privacy.disclosure.extend import extend
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.subject_requests.limits import refuse_limited
from helpdesk.privacy.vault.keys import key_of
from helpdesk.privacy.vault.values import ValueFace, faces
from helpdesk.tickets import access
from helpdesk.tickets.access import TicketRow
from helpdesk.tickets.alarm import quota_reached
from piccolo_conf import acting

REASON_LIMIT = 300  # characters


async def reveal(
    reference: str, placeholder: str, *, purpose: str, reason: str = "", agent: StaffMember, now: datetime
) -> Shown:
    """Open one sealed detail for the assigned agent, for the policy's minutes.

    placeholder  as in the text (`⟦phone 1⟧`, brackets may be left out), or `field:NAME`
    raises       TicketNotFound, NotAssigned, TicketTaken, TicketClosed, NotFound (no such detail),
                 Invalid (purpose, reason), NeverOpened, ValueGone, OpenedTooOften, SecondPersonNeeded (nobody agreed
                 yet), QuotaReached, ProcessingLimited
    effects      one disclosure, written before the value is opened, and one audit entry; past the quota nothing opens,
                 that is written down, and managers are told
    """
    name, words = placeholder.strip("⟦⟧ "), " ".join(clean(reason).split())
    async with acting(agent.actor):
        outcome = await _reveal(reference, name, (purpose, words), agent, now)
    if isinstance(outcome, QuotaReached):
        raise outcome  # after the commit: that somebody reached the quota stays written down
    return outcome


async def _reveal(
    reference: str, name: str, why: tuple[str, str], agent: StaffMember, now: datetime
) -> Shown | QuotaReached:
    ticket = await access.ticket_to_open(reference, agent=agent)
    face, (purpose, words) = await face_named(ticket, name), why
    if name in (open_now := await shown_to(agent.id, about=ticket.id, now=now)):
        return open_now[name]  # it is open already and written down: nothing more to tell
    await refuse_limited(ticket.requester)
    if ticket.rules.needs_two(face.kind):
        words = (await _consent(ticket, face, purpose, agent, now)).reason
    check(ticket, face, purpose, words)
    if refusal := await quota_reached(ticket, agent, now=now):
        return refusal
    shown = await disclose(
        face,
        to=Viewer(agent.id, agent.team or ticket.team),
        about=await key_of(ticket.id),
        purpose=purpose,
        reason=words,
        now=now,
        until=now + policy.in_use().disclosure_time,
    )
    await record("detail.disclosed", actor=agent.id, about=ticket.id, at=now)
    return shown


async def _consent(ticket: TicketRow, face: ValueFace, purpose: str, agent: StaffMember, now: datetime) -> Question:
    """Give the second person's unused consent to this opening; raises SecondPersonNeeded."""
    for question in await questions_about(ticket.id, now=now):
        asked = (question.value, question.asked_by, question.purpose, question.decision)
        if asked == (face.id, agent.id, purpose, APPROVED):
            return question
    check(ticket, face, purpose, "-")  # a wrong question is told as such, not as one that needs an answer
    raise SecondPersonNeeded


async def end_reveal(reference: str, disclosure: UUID, *, agent: StaffMember, now: datetime) -> None:
    """Hide a detail again before its time is over; raises TicketNotFound, NotAssigned, TicketTaken, TicketClosed."""
    async with acting(agent.actor):
        ticket = await access.ticket_to_open(reference, agent=agent)
        if await end_disclosures(about=ticket.id, now=now, only=disclosure, staff=agent.id):
            await record("detail.hidden", actor=agent.id, about=ticket.id, at=now)


async def extend_reveal(reference: str, disclosure: UUID, *, agent: StaffMember, now: datetime) -> datetime:
    """Give a detail that is open the policy's minutes more, twice at most; gives the new end.

    raises   TicketNotFound, NotAssigned, TicketTaken, TicketClosed, NotFound (nothing open), ExtendedTooOften
    effects  one extension, which the requester reads, and one audit entry
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_open(reference, agent=agent)
        until = await extend(disclosure, by=policy.in_use().disclosure_time, now=now)
        await record("detail.extended", actor=agent.id, about=ticket.id, at=now)
    return until


async def face_named(ticket: TicketRow, name: str) -> ValueFace:
    """Give the sealed value of a ticket or its requester with this name; raises NotFound."""
    for face in await faces([ticket.id, ticket.requester]):
        if face.name == name:
            return face
    raise NotFound


def check(ticket: TicketRow, face: ValueFace, purpose: str, reason: str) -> None:
    """Refuse what the policy does not let open for this; raises Invalid (purpose, reason), NeverOpened, ValueGone."""
    if face.kind in ticket.rules.never:
        raise NeverOpened
    mistake = _mistake(ticket, face, purpose, reason)
    if mistake:
        raise mistake
    if face.is_gone:
        raise ValueGone


def _mistake(ticket: TicketRow, face: ValueFace, purpose: str, reason: str) -> HelpdeskError | None:
    if purpose not in ticket.rules.purposes_for(face.kind):
        return Invalid({"purpose": "error-unknown-purpose"})
    if policy.in_use().purposes[purpose].needs_reason and not reason:
        return Invalid({"reason": "error-missing"})
    return Invalid({"reason": "error-too-long"}) if len(reason) > REASON_LIMIT else None
