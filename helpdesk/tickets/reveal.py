"""Open one more sealed detail of one's own ticket, for a purpose and a while; hide it again, or give it more time."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import (
    HelpdeskError,
    Invalid,
    NeverOpened,
    NotForYourRole,
    NotFound,
    QuotaReached,
    SecondPersonNeeded,
    ValueGone,
)
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.consent import APPROVED, Question, questions_about
from helpdesk.privacy.disclosure.disclose import Shown, Viewer, disclose, end_disclosures, shown_to
from helpdesk.privacy.disclosure.extend import extend
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.subject_requests.limits import refuse_limited
from helpdesk.privacy.vault.keys import key_of
from helpdesk.privacy.vault.values import ValueFace, faces
from helpdesk.tickets import access, mergers
from helpdesk.tickets.alarm import quota_reached
from helpdesk.tickets.refusals import note_refusal
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import acting

REASON_LIMIT = 300  # characters
SHORTER = (30, 60, 300)  # seconds, where the policy lets details be open for longer


@dataclass(frozen=True, slots=True)
class Asked:
    """What an agent asked to see, what for, and until when."""

    name: str
    purpose: str
    reason: str
    until: datetime

    def __repr__(self) -> str:
        return f"Asked({self.name})"


async def reveal(
    reference: str,
    placeholder: str,
    *,
    purpose: str,
    reason: str = "",
    seconds: int | None = None,
    agent: StaffMember,
    now: datetime,
) -> Shown:
    """Open one sealed detail for the assigned agent, for the policy's minutes or for less.

    placeholder  as in the text (`⟦phone 1⟧`, brackets may be left out), or `field:NAME`
    seconds      one of `lengths()`; None for the policy's minutes
    raises       NotForYourRole, TicketNotFound, NotAssigned, TicketTaken, TicketClosed, NotFound (no such detail),
                 Invalid (purpose, reason, seconds), NeverOpened, ValueGone, OpenedTooOften, SecondPersonNeeded (nobody
                 agreed yet), QuotaReached, ProcessingLimited
    effects      one disclosure, written before the value is opened, and one audit entry; past the quota nothing opens,
                 that is written down, and managers are told; whoever is refused stands in the officers' list
    """
    name, words = placeholder.strip("⟦⟧ "), " ".join(clean(reason).split())
    if seconds is not None and seconds not in lengths():
        raise Invalid({"seconds": "error-field"})
    until = now + (timedelta(seconds=seconds) if seconds else policy.in_use().disclosure_time)
    try:
        return await _revealed(reference, Asked(name, purpose, words, until), agent, now)
    except HelpdeskError as error:
        await note_refusal(reference, name, error, by=agent, now=now)
        raise


async def _revealed(reference: str, asked: Asked, agent: StaffMember, now: datetime) -> Shown:
    if agent.role is not Role.AGENT:
        raise NotForYourRole
    async with acting(agent.actor):
        outcome = await _reveal(reference, asked, agent, now)
    if isinstance(outcome, QuotaReached):
        raise outcome  # after the commit: that somebody reached the quota stays written down
    return outcome


def lengths() -> list[int]:
    """Give for how many seconds a detail may be opened, shortest first; the last is the policy's."""
    longest = int(policy.in_use().disclosure_time.total_seconds())
    return [*(seconds for seconds in SHORTER if seconds < longest), longest]


async def _reveal(reference: str, asked: Asked, agent: StaffMember, now: datetime) -> Shown | QuotaReached:
    ticket = await access.ticket_to_open(reference, agent=agent)
    name, purpose, words = asked.name, asked.purpose, asked.reason
    face = await face_named(ticket, name)
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
        until=asked.until,
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


async def end_reveals(reference: str, *, agent: StaffMember, now: datetime) -> None:
    """Hide every detail of a ticket, and of what was merged into it, that an agent has open for a while.

    raises   TicketNotFound, TicketErased
    effects  one audit entry for each
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_read(reference, viewer=agent, lock=True)
        for one in [ticket, *await mergers.merged_to_read(ticket, viewer=agent)]:
            for _ in await end_disclosures(about=one.id, now=now, staff=agent.id, for_a_while=True):
                await record("detail.hidden", actor=agent.id, about=one.id, at=now)


async def extend_reveal(reference: str, disclosure: UUID, *, agent: StaffMember, now: datetime) -> Shown:
    """Give a detail that is open as much time again, twice at most; gives it with its new end.

    raises   TicketNotFound, NotAssigned, TicketTaken, TicketClosed, NotFound (nothing open), ExtendedTooOften
    effects  one extension, which the requester reads, and one audit entry
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_open(reference, agent=agent)
        running = await shown_to(agent.id, about=ticket.id, now=now)
        shown = next((one for one in running.values() if one.disclosure == disclosure and one.until), None)
        if shown is None:
            raise NotFound
        until = await extend(disclosure, by=shown.length, now=now)
        await record("detail.extended", actor=agent.id, about=ticket.id, at=now)
    return replace(shown, until=until, extended=shown.extended + 1)


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
