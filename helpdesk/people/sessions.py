"""Sessions of staff: a fresh token at every sign-in, its hash in the database, gone at sign-out."""

import hashlib
import hmac
from datetime import datetime, timedelta

from helpdesk.audit.record import record
from helpdesk.errors import WrongSignIn
from helpdesk.ids import new_token, token_hash
from helpdesk.people import addresses
from helpdesk.people.passwords import is_right
from helpdesk.people.staff import StaffMember, get_staff, hide_all_of
from helpdesk.people.tables import Staff, StaffSession
from piccolo_conf import SYSTEM, acting

LIFE = timedelta(hours=12)


async def sign_in(email: str, password: str, *, now: datetime) -> str:
    """Check address and password; gives a fresh session token.

    raises   WrongSignIn, the same and as slow for an unknown address as for a wrong password
    effects  one session, one audit entry; sessions that have ended are swept
    """
    row = (
        await Staff.select(Staff.id, Staff.password_hash)
        .where(Staff.email_hash == addresses.blind_index(email), Staff.deactivated_at.is_null())
        .first()
    )
    if not await is_right(password, row["password_hash"] if row else None):
        raise WrongSignIn
    assert row is not None
    token = new_token()
    async with acting(SYSTEM):
        await StaffSession.delete().where(StaffSession.expires_at <= now)
        await StaffSession.insert(
            StaffSession(token_hash=token_hash(token), staff=row["id"], opened_at=now, expires_at=now + LIFE)
        )
        await record("staff.signed_in", actor=row["id"], about=row["id"], at=now)
    return token


async def staff_of_session(token: str, *, now: datetime) -> StaffMember | None:
    """Give the active staff member whose session this is, if it has not ended."""
    row = (
        await StaffSession.select(StaffSession.staff)
        .where(StaffSession.token_hash == token_hash(token), StaffSession.expires_at > now)
        .first()
    )
    return await get_staff(row["staff"]) if row else None


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
