"""Sessions of staff: a fresh token at every step in, its hash in the database; they end unused, in time, on request."""

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import SignInNeeded, WrongSignIn
from helpdesk.ids import new_id, new_token, token_hash
from helpdesk.people import addresses
from helpdesk.people.passwords import is_right
from helpdesk.people.second_factor import give_code, is_needed, is_on
from helpdesk.people.staff import StaffMember, get_staff, hide_all_of
from helpdesk.people.strength import strong_hash
from helpdesk.people.tables import Role, SetupLink, Staff, StaffSession, Stage
from helpdesk.privacy.policy import policy
from piccolo_conf import SYSTEM, acting

ON_THE_WAY = timedelta(minutes=15)  # a sign-in that lacks its second factor yet
FRESH = timedelta(minutes=10)  # what changes how somebody comes in asks for a password that is no older
_NOTED = timedelta(minutes=5)  # how exactly it is known when a session was used


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser, or one that is on its way in (`stage`); `proved_at` is when the password was given last."""

    id: UUID
    member: StaffMember
    stage: Stage
    opened_at: datetime
    proved_at: datetime

    def is_fresh(self, now: datetime) -> bool:
        return now - self.proved_at < FRESH


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A session as its owner's list shows it: nothing is known of the browser."""

    id: UUID
    opened_at: datetime
    used_at: datetime


def life() -> timedelta:
    """Give how long a session lives however much it is used."""
    return timedelta(hours=policy.in_use().sign_in.session_hours)


async def sign_in(email: str, password: str, *, now: datetime) -> str:
    """Check address and password; gives a fresh session token, of a session that may lack a second factor yet.

    raises   WrongSignIn, the same and as slow for an unknown address as for a wrong password
    effects  one session, one audit entry when it is open; sessions that have ended are swept
    """
    row = (
        await Staff.select(Staff.id, Staff.role, Staff.password_hash)
        .where(Staff.email_hash == addresses.blind_index(email), Staff.deactivated_at.is_null())
        .first()
    )
    if not await is_right(password, row["password_hash"] if row else None):
        raise WrongSignIn
    assert row is not None
    async with acting(SYSTEM):
        await StaffSession.delete().where(StaffSession.expires_at <= now)
        return await _open(row["id"], await _stage_of(row["id"], Role(row["role"])), now=now)


async def _stage_of(staff: UUID, role: Role) -> Stage:
    if await is_on(staff):
        return Stage.CODE
    return Stage.ENROL if is_needed(role) else Stage.OPEN


async def _open(staff: UUID, stage: Stage, *, now: datetime, act: str = "staff.signed_in") -> str:
    """Make a session; joins the caller's transaction. One audit entry when it is open."""
    token = new_token()
    await StaffSession.insert(
        StaffSession(
            id=new_id(),
            token_hash=token_hash(token),
            staff=staff,
            opened_at=now,
            used_at=now,
            proved_at=now,
            expires_at=now + (life() if stage is Stage.OPEN else ON_THE_WAY),
            stage=stage,
        )
    )
    if stage is Stage.OPEN:
        await _note_day(staff, now=now)
        await record(act, actor=staff, about=staff, at=now)
    return token


async def sign_in_with_code(token: str, code: str, *, now: datetime) -> str:
    """Give the code that a sign-in waits for; gives the fresh token of the open session.

    raises   SignInNeeded (it took too long), WrongCode, TooMany
    effects  the session that waited is gone, one is open; one audit entry
    """
    session = await session_of(token, now=now)
    if session is None or session.stage is not Stage.CODE:
        raise SignInNeeded
    await give_code(session.member.id, code, now=now)
    async with acting(SYSTEM):
        await _take(session.id)
        return await _open(session.member.id, Stage.OPEN, now=now)


async def check_password(staff: UUID, password: str) -> None:
    """Check the password of somebody who is signed in; raises WrongSignIn."""
    row = await Staff.select(Staff.password_hash).where(Staff.id == staff).first()
    if not await is_right(password, row["password_hash"] if row else None):
        raise WrongSignIn


async def change_password(session: Session, password: str, *, now: datetime) -> str:
    """Change somebody's own password; gives the fresh token of the only session that goes on.

    raises   Invalid, SignInNeeded
    effects  every other session and every link ends; one audit entry
    """
    staff = session.member.id
    hashed = await strong_hash(staff, password)
    async with acting(SYSTEM):
        await _take(session.id)
        await StaffSession.delete().where(StaffSession.staff == staff)
        await SetupLink.delete().where(SetupLink.staff == staff)
        await Staff.update({Staff.password_hash: hashed}).where(Staff.id == staff)
        return await _open(staff, Stage.OPEN, now=now, act="staff.password_set")


async def renew(session: Session, *, now: datetime) -> str:
    """Put a fresh token in the place of a session's, after its owner proved who they are; gives the token.

    raises   SignInNeeded when it ended meanwhile
    """
    async with acting(SYSTEM):
        await _take(session.id)
        return await _open(session.member.id, Stage.OPEN, now=now, act="staff.proved")


async def _take(session: UUID) -> None:
    if not await StaffSession.delete().where(StaffSession.id == session).returning(StaffSession.id):
        raise SignInNeeded


async def session_of(token: str, *, now: datetime) -> Session | None:
    """Give the session of a token, whatever its stage, if it has not ended and its owner is active."""
    idle = timedelta(minutes=policy.in_use().sign_in.idle_minutes)
    row = (
        await StaffSession.select()
        .where(
            StaffSession.token_hash == token_hash(token),
            StaffSession.expires_at > now,
            StaffSession.used_at > now - idle,
        )
        .first()
    )
    member = await get_staff(row["staff"]) if row else None
    if row is None or member is None:
        return None
    if now - row["used_at"] >= _NOTED:
        await _note_use(row["id"], member.id, now=now)
    return Session(row["id"], member, Stage(row["stage"]), row["opened_at"], row["proved_at"])


async def _note_use(session: UUID, staff: UUID, *, now: datetime) -> None:
    async with acting(SYSTEM):
        await StaffSession.update({StaffSession.used_at: now}).where(StaffSession.id == session)
        await _note_day(staff, now=now)


async def _note_day(staff: UUID, *, now: datetime) -> None:
    today = now.date()
    await Staff.update({Staff.active_on: today}).where(
        Staff.id == staff, Staff.active_on.is_null() | (Staff.active_on < today)
    )


async def staff_of_session(token: str, *, now: datetime) -> StaffMember | None:
    """Give the active staff member whose session this is, if it is open."""
    session = await session_of(token, now=now)
    return session.member if session and session.stage is Stage.OPEN else None


async def sessions_of(staff: UUID, *, now: datetime) -> Sequence[OpenSession]:
    """List somebody's open sessions, the last opened first."""
    rows = (
        await StaffSession.select(StaffSession.id, StaffSession.opened_at, StaffSession.used_at)
        .where(StaffSession.staff == staff, StaffSession.stage == Stage.OPEN, StaffSession.expires_at > now)
        .order_by(StaffSession.opened_at, ascending=False)
    )
    return [OpenSession(**row) for row in rows]


async def end_session(session: UUID, *, of: UUID, now: datetime) -> None:
    """End one of somebody's own sessions; one that has ended already stays so.

    effects  one audit entry
    """
    async with acting(SYSTEM):
        ended = (
            await StaffSession.delete()
            .where(StaffSession.id == session, StaffSession.staff == of)
            .returning(StaffSession.id)
        )
        if ended:
            await record("staff.session_ended", actor=of, about=of, at=now)


async def end_other_sessions(session: Session, *, now: datetime) -> None:
    """End every session of somebody but this one; one audit entry."""
    async with acting(SYSTEM):
        await StaffSession.delete().where(StaffSession.staff == session.member.id, StaffSession.id != session.id)
        await record("staff.session_ended", actor=session.member.id, about=session.member.id, at=now)


async def sign_out(token: str, *, now: datetime) -> None:
    """End a session; one that has ended already stays so.

    effects  what the person had open for a while is hidden everywhere; one audit entry, and one for each such detail
    """
    async with acting(SYSTEM):
        ended = (
            await StaffSession.delete()
            .where(StaffSession.token_hash == token_hash(token))
            .returning(StaffSession.staff)
        )
        for session in ended:
            await hide_all_of(session["staff"], now=now)
            await record("staff.signed_out", actor=session["staff"], about=session["staff"], at=now)


def form_token(session: str) -> str:
    """Give the token that forms of a session must carry; it cannot be made without the session's own token."""
    return hmac.digest(session.encode(), b"form", hashlib.sha256).hex()
