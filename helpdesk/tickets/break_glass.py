"""Break-glass: an officer or administrator is let into one ticket by a second person, for a reason and a while."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import DecidedAlready, Invalid, NeverOpened, NotFound, OwnQuestion, Refused, ValueGone
from helpdesk.ids import new_id
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.disclose import BREAK_GLASS, Shown, Viewer, disclose, end_disclosures, shown_to
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import FILE
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.vault.keys import key_of, keys_of
from helpdesk.privacy.vault.values import ValueFace
from helpdesk.tickets import access
from helpdesk.tickets.reveal import REASON_LIMIT, face_named
from helpdesk.tickets.tables import BreakGlass
from helpdesk.tickets.ticket_rows import TicketFace, TicketRow
from piccolo_conf import SYSTEM, acting

MAY_ASK = (Role.OFFICER, Role.ADMIN)
MAY_DECIDE = (Role.OFFICER, Role.ADMIN, Role.MANAGER)
PATIENCE = timedelta(hours=24)  # a question that nobody answered by then has lapsed


@dataclass(frozen=True, slots=True)
class Glass:
    """One asking to be let into a ticket: who, why, who decided, until when it runs."""

    id: UUID
    ticket: TicketFace
    reason: str
    role: str
    asked_by: UUID
    asked_at: datetime
    decision: str | None
    decided_by: UUID | None
    decided_at: datetime | None
    expires_at: datetime | None
    ended_at: datetime | None

    def runs(self, now: datetime) -> bool:
        """Say whether the asker may read the ticket now."""
        return self.expires_at is not None and self.expires_at > now and self.ended_at is None

    def waits(self, now: datetime) -> bool:
        """Say whether it can still be decided."""
        return self.decision is None and now - self.asked_at < PATIENCE

    def end(self, now: datetime) -> datetime | None:
        """Give when it ended, None while it runs or was never agreed to."""
        ends = [end for end in (self.ended_at, self.expires_at) if end is not None and end <= now]
        return min(ends, default=None)


async def ask(reference: str, *, reason: str, by: StaffMember, now: datetime) -> UUID:
    """Ask a second person to be let into one ticket; gives the question's id.

    raises   Refused (no officer or administrator), TicketNotFound, Invalid (reason)
    effects  one question with its sealed reason, one audit entry
    """
    words = " ".join(clean(reason).split())
    if by.role not in MAY_ASK:
        raise Refused
    if not words or len(words) > REASON_LIMIT:
        raise Invalid({"reason": "error-too-long" if words else "error-missing"})
    async with acting(by.actor):
        ticket, question = await access.face_of(reference.strip()), new_id()
        async with acting(SYSTEM):  # the asker has no key of the ticket yet
            sealed = (await key_of(ticket.id)).seal(words, row=question, kind="reason")
        await BreakGlass.insert(
            BreakGlass(id=question, ticket=ticket.id, reason=sealed, role=by.role, asked_by=by.id, asked_at=now)
        )
        await record("glass.asked", actor=by.id, about=ticket.id, at=now)
    return question


async def decide(question: UUID, *, agree: bool, by: StaffMember, now: datetime) -> None:
    """Let somebody else into the ticket for the policy's minutes, or decline.

    raises   Refused, NotFound, OwnQuestion, DecidedAlready (or its time is over)
    effects  one decision, one audit entry
    """
    if by.role not in MAY_DECIDE:
        raise Refused
    async with acting(by.actor):
        row = await BreakGlass.select(BreakGlass.ticket, BreakGlass.asked_by).where(BreakGlass.id == question).first()
        if row is None:
            raise NotFound
        if row["asked_by"] == by.id:
            raise OwnQuestion
        decision = "approved" if agree else "declined"
        until = now + timedelta(minutes=policy.in_use().break_glass_minutes) if agree else None
        decided = (
            await BreakGlass.update(
                {
                    BreakGlass.decision: decision,
                    BreakGlass.decided_by: by.id,
                    BreakGlass.decided_at: now,
                    BreakGlass.expires_at: until,
                }
            )
            .where(BreakGlass.id == question, BreakGlass.decision.is_null(), BreakGlass.asked_at > now - PATIENCE)
            .returning(BreakGlass.id)
        )
        if not decided:
            raise DecidedAlready
        await record(f"glass.{decision}", actor=by.id, about=row["ticket"], at=now)


async def open_value(reference: str, placeholder: str, *, by: StaffMember, now: datetime) -> Shown:
    """Open one detail behind the glass, as long as it runs; passwords, keys and codes stay the assignee's.

    raises   TicketNotFound (nobody let them in, or it is over), NotFound, NeverOpened, ValueGone
    effects  one disclosure, written before the value is opened, and one audit entry
    """
    name = placeholder.strip("⟦⟧ ")
    async with acting(by.actor):
        ticket = await access.ticket_behind_glass(reference)
        glass = await running(ticket.face, by, now=now)
        face = await face_named(ticket, name)
        if face.is_gone:
            raise ValueGone
        if not opens_behind_glass(face, ticket):
            raise NeverOpened
        if name in (open_now := await shown_to(by.id, about=ticket.id, now=now)):
            return open_now[name]
        assert glass.expires_at is not None
        shown = await disclose(
            face,
            to=Viewer(by.id, str(by.role)),
            about=await key_of(ticket.id),
            purpose=BREAK_GLASS,
            reason=glass.reason,
            now=now,
            until=glass.expires_at,
        )
        await record("glass.disclosed", actor=by.id, about=ticket.id, at=now)
    return shown


def opens_behind_glass(face: ValueFace, ticket: TicketRow) -> bool:
    """Say whether a detail opens behind the glass: no secret, no file, and nothing that the policy opens for nobody."""
    return not face.is_secret and face.kind != FILE and not face.is_gone and face.kind not in ticket.rules.never


async def running(ticket: TicketFace, by: StaffMember, *, now: datetime) -> Glass:
    """Give what lets somebody read a ticket right now; raises NotFound."""
    for glass in await glasses_about(ticket):
        if glass.asked_by == by.id and glass.runs(now):
            return glass
    raise NotFound


async def end(question: UUID, *, by: StaffMember, now: datetime) -> None:
    """Leave the ticket before the time is over; what was open there is hidden. Raises NotFound."""
    async with acting(SYSTEM):
        ended = (
            await BreakGlass.update({BreakGlass.ended_at: now})
            .where(BreakGlass.id == question, BreakGlass.asked_by == by.id, BreakGlass.ended_at.is_null())
            .returning(BreakGlass.ticket)
        )
        if not ended:
            raise NotFound
        await end_disclosures(about=ended[0]["ticket"], now=now, staff=by.id)
        await record("glass.ended", actor=by.id, about=ended[0]["ticket"], at=now)


async def glasses_about(ticket: TicketFace) -> Sequence[Glass]:
    """List who asked to be let into a ticket, oldest first."""
    rows = await BreakGlass.select().where(BreakGlass.ticket == ticket.id).order_by(BreakGlass.asked_at)
    return await _glasses(rows, {ticket.id: ticket})


async def recent(*, limit: int = 50) -> Sequence[Glass]:
    """List the latest askings about any ticket, newest first, for who may decide."""
    rows = await BreakGlass.select().order_by(BreakGlass.asked_at, ascending=False).limit(limit)
    return await _glasses(rows, await access.faces_of([row["ticket"] for row in rows]))


async def _glasses(rows: Sequence[dict[str, Any]], tickets: Any) -> Sequence[Glass]:
    keys = await keys_of(row["ticket"] for row in rows)
    return [
        Glass(
            **{name: row[name] for name in Glass.__dataclass_fields__ if name not in ("ticket", "reason")},
            ticket=tickets[row["ticket"]],
            reason=keys[row["ticket"]].open_text(row["reason"], row=row["id"], kind="reason"),
        )
        for row in rows
        if row["ticket"] in keys and row["ticket"] in tickets
    ]
