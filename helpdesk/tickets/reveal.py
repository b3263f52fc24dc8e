"""Open one more sealed detail of one's own ticket, for a purpose and a while."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import HelpdeskError, Invalid, NeverOpened, NotFound, ValueGone
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.disclosure.disclose import Shown, Viewer, disclose, end_disclosures, shown_to
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.vault.keys import key_of
from helpdesk.privacy.vault.values import ValueFace, faces
from helpdesk.tickets import access
from helpdesk.tickets.access import TicketRow
from piccolo_conf import acting

REASON_LIMIT = 300  # characters


async def reveal(
    reference: str, placeholder: str, *, purpose: str, reason: str = "", agent: StaffMember, now: datetime
) -> Shown:
    """Open one sealed detail for the assigned agent, for the policy's minutes.

    placeholder  as in the text (`⟦phone 1⟧`, brackets may be left out), or `field:NAME`
    raises       TicketNotFound, NotAssigned, TicketTaken, TicketClosed, NotFound (no such detail),
                 Invalid (purpose, reason), NeverOpened, ValueGone
    effects      one disclosure, written before the value is opened, and one audit entry
    """
    name, words = placeholder.strip("⟦⟧ "), " ".join(clean(reason).split())
    async with acting(agent.actor):
        ticket = await access.ticket_to_open(reference, agent=agent)
        face = await _face(ticket, name)
        _check(ticket, face, purpose, words)
        if name in (open_now := await shown_to(agent.id, about=ticket.id, now=now)):
            return open_now[name]  # it is open already and written down: nothing more to tell
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


async def end_reveal(reference: str, disclosure: UUID, *, agent: StaffMember, now: datetime) -> None:
    """Hide a detail again before its time is over; raises TicketNotFound, NotAssigned, TicketTaken, TicketClosed."""
    async with acting(agent.actor):
        ticket = await access.ticket_to_open(reference, agent=agent)
        await end_disclosures(about=ticket.id, now=now, only=disclosure)


async def _face(ticket: TicketRow, name: str) -> ValueFace:
    for face in await faces([ticket.id, ticket.requester]):
        if face.name == name:
            return face
    raise NotFound


def _check(ticket: TicketRow, face: ValueFace, purpose: str, reason: str) -> None:
    mistake = _mistake(ticket, purpose, reason)
    if mistake:
        raise mistake
    if face.kind in ticket.rules.never:
        raise NeverOpened
    if face.is_gone:
        raise ValueGone


def _mistake(ticket: TicketRow, purpose: str, reason: str) -> HelpdeskError | None:
    if purpose not in ticket.rules.purposes:
        return Invalid({"purpose": "error-unknown-purpose"})
    if policy.in_use().purposes[purpose].needs_reason and not reason:
        return Invalid({"reason": "error-missing"})
    return Invalid({"reason": "error-too-long"}) if len(reason) > REASON_LIMIT else None
