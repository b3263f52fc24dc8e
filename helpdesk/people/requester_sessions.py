"""Requesters sign in by a mailed link: asked for by anybody, made when its mail is rendered, used up once."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, SignInLinkGone
from helpdesk.ids import new_id, new_token, token_hash
from helpdesk.people import addresses
from helpdesk.people.requesters import find_requester
from helpdesk.people.tables import Requester, RequesterSession, SignInLink
from notifications import outbox
from piccolo_conf import SYSTEM, Actor, acting

KIND: Final = "sign_in_link"
LINK_LIFE, LIFE, FRESH = timedelta(minutes=15), timedelta(hours=12), timedelta(minutes=15)
LINKS_AT_ONCE: Final = 3  # a mailbox is spared more; whoever owns it has one that works, so nobody is locked out


@dataclass(frozen=True, slots=True)
class SignedInRequester:
    """The requester behind a session; `opened_at` is when they showed that the address is theirs."""

    id: UUID
    locale: str
    opened_at: datetime
    digits: str = "latn"  # how Arabic pages write numbers to them: "latn" or "arab"

    @property
    def actor(self) -> Actor:
        """Give whom the database sees acting: they see their own tickets and what belongs to them."""
        return Actor("requester", id=self.id)

    def is_fresh(self, now: datetime) -> bool:
        """Say whether they signed in at most 15 minutes ago."""
        return now - self.opened_at <= FRESH


async def ask_for_link(email: str, *, now: datetime) -> None:
    """Promise a link to whoever has this address; the same work and no answer, whether anybody has it.

    raises   Invalid (no address at all)
    effects  one promised mail; to an unknown address it is to nobody, and the worker withdraws it
    """
    if not addresses.is_address(email):
        raise Invalid({"email": "error-email"})
    async with acting(SYSTEM):
        requester = await find_requester(email)
        await outbox.enqueue(KIND, about=new_id(), to=requester or new_id(), due_at=now)


async def new_link(promise: UUID, requester: UUID, *, now: datetime) -> str:
    """Make the link of a promised mail and give its token; "" when enough of them work. Joins the transaction."""
    working = await SignInLink.count().where(
        SignInLink.requester == requester, SignInLink.expires_at > now, SignInLink.promise != promise
    )
    if working >= LINKS_AT_ONCE:
        return ""
    token = new_token()
    await SignInLink.insert(
        SignInLink(promise=promise, token_hash=token_hash(token), requester=requester, expires_at=now + LINK_LIFE)
    ).on_conflict(target=SignInLink.promise, action="DO UPDATE", values=[SignInLink.token_hash, SignInLink.expires_at])
    return token


async def is_live_link(token: str, *, now: datetime) -> bool:
    """Say whether a link would sign somebody in; looking uses nothing up."""
    async with acting(SYSTEM):
        return await SignInLink.exists().where(SignInLink.token_hash == token_hash(token), SignInLink.expires_at > now)


async def sign_in(token: str, *, now: datetime) -> str:
    """Use a link up; gives a fresh session token.

    raises   SignInLinkGone (unknown, used or too old: all alike)
    effects  one session, every other link of theirs ends, one audit entry; what has ended is swept
    """
    async with acting(SYSTEM):
        used = (
            await SignInLink.delete()
            .where(SignInLink.token_hash == token_hash(token), SignInLink.expires_at > now)
            .returning(SignInLink.requester)
        )
        if not used:
            raise SignInLinkGone
        requester, session = used[0]["requester"], new_token()
        await SignInLink.delete().where((SignInLink.requester == requester) | (SignInLink.expires_at <= now))
        await RequesterSession.delete().where(RequesterSession.expires_at <= now)
        await RequesterSession.insert(
            RequesterSession(
                id=new_id(),
                token_hash=token_hash(session),
                requester=requester,
                opened_at=now,
                expires_at=now + LIFE,
            )
        )
        await record("requester.signed_in", actor=requester, about=requester, at=now)
    return session


async def requester_of_session(token: str, *, now: datetime) -> SignedInRequester | None:
    """Give the requester whose session this is, if it has not ended."""
    async with acting(SYSTEM):
        row = (
            await RequesterSession.select(RequesterSession.requester, RequesterSession.opened_at)
            .where(RequesterSession.token_hash == token_hash(token), RequesterSession.expires_at > now)
            .first()
        )
        query = Requester.select(Requester.locale, Requester.digits)
        person = await query.where(Requester.id == row["requester"]).first() if row else None
    if row is None or person is None:
        return None
    return SignedInRequester(row["requester"], person["locale"], row["opened_at"], person["digits"])


async def sign_out(token: str, *, now: datetime) -> None:
    """End a session; one that has ended already stays so.

    effects  one audit entry
    """
    async with acting(SYSTEM):
        ended = (
            await RequesterSession.delete()
            .where(RequesterSession.token_hash == token_hash(token))
            .returning(RequesterSession.requester)
        )
        for session in ended:
            await record("requester.signed_out", actor=session["requester"], about=session["requester"], at=now)


async def sign_out_everywhere(requester: UUID, *, now: datetime) -> None:
    """End every session of a requester and every link that could begin one.

    effects  one audit entry
    """
    async with acting(SYSTEM):
        await RequesterSession.delete().where(RequesterSession.requester == requester)
        await SignInLink.delete().where(SignInLink.requester == requester)
        await record("requester.signed_out_everywhere", actor=requester, about=requester, at=now)
