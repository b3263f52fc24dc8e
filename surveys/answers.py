"""Answer a survey by its link: look without effect, record once, change it while it waits, or ask for no more."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, TypeAlias
from uuid import UUID

from piccolo_conf import SYSTEM, acting
from surveys.box import Box, changeable, put
from surveys.group import LABELS, Group, monday
from surveys.plan import PATIENCE, Vote
from surveys.tables import Invitation, Link, Objection

Redactor: TypeAlias = Callable[[str], Awaitable[str]]  # free text in, the same without personal data out
FollowUp: TypeAlias = Callable[[UUID, datetime], Awaitable[None]]  # what was asked about: its person wants to be called
PersonOf: TypeAlias = Callable[[UUID], Awaitable[bytes | None]]  # a keyed hash of a recipient that outlives them

COMMENT_LIMIT = 1000  # characters


class Outcome(StrEnum):
    RECORDED = "recorded"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Question:
    """What a link opens: what to ask in which language, and whether there is an answer that may still be changed."""

    category: str
    locale: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class Given:
    """What somebody answered.

    values            by question, "rating" among them
    asked             the question set as it was asked
    is_contact_wanted they ticked that we may contact them about it
    """

    values: Mapping[str, int]
    comment: str = field(default="", repr=False)
    asked: str = ""
    is_contact_wanted: bool = False


@dataclass(frozen=True, slots=True)
class Counter:
    """What taking an answer needs from above."""

    redact: Redactor
    box: Box
    follow_up: FollowUp


def token_hash(token: str) -> bytes:
    """Give what is kept of a token (SHA-256, 32 bytes)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


async def make_link(invitation: UUID, *, now: datetime) -> str:
    """Make a link to an invitation (192 bits); the token is known only to who gets the mail."""
    token = secrets.token_urlsafe(24)
    async with acting(SYSTEM):
        await Link.insert(Link(token_hash=token_hash(token), invitation=invitation, made_at=now))
    return token


async def question(token: str, *, box: Box, now: datetime) -> Question | None:
    """Look at a link; unknown, expired, cancelled and used up ones are alike. Nothing is recorded."""
    async with acting(SYSTEM):
        invitation = await _live(token)
        if invitation is None:
            return None
        is_answered = invitation["answered_week"] is not None
        if is_answered and await changeable(invitation["id"], box=box, now=now) is None:
            return None
        if not is_answered and invitation["expires_at"] <= now:
            return None
    return Question(invitation["category"], invitation["locale"], is_answered)


async def ended_on(token: str, *, now: datetime) -> datetime | None:
    """Give when a link's time was over, once it is over for everybody; None before that and for no link of ours.

    Time alone decides: seven days after it nothing can be answered or changed, whether anybody answered or not.
    """
    async with acting(SYSTEM):
        rows = await Link.select(Link.invitation.expires_at).where(Link.token_hash == token_hash(token))
    ended: datetime | None = rows[0]["invitation.expires_at"] if rows else None
    return ended if ended and ended + PATIENCE <= now else None


async def record(token: str, given: Given, *, counter: Counter, now: datetime) -> Outcome | None:
    """Put an answer into the ballot box, or another in its place while it may be changed; None for a dead link.

    effects  one sealed ballot and the week on the invitation; the comment is redacted before anything is written; of
             many at once one ballot stays; a follow-up, once, when contact is wanted
    """
    words = given.comment.strip()[:COMMENT_LIMIT]
    redacted = await counter.redact(words) if words else ""
    async with acting(SYSTEM):
        invitation = await _live(token, lock=True)
        if invitation is None:
            return None
        put_at = await _put_at(invitation, counter.box, now)
        if put_at is None:
            return None
        group = Group(asked=given.asked, **{label: invitation[label] for label in LABELS if label != "asked"})
        await put(invitation["id"], Vote(group, put_at, given.values, redacted), box=counter.box)
        await _mark(invitation, given, counter.follow_up, now)
    return Outcome.RECORDED if invitation["answered_week"] is None else Outcome.CHANGED


async def _put_at(invitation: Mapping[str, Any], box: Box, now: datetime) -> datetime | None:
    """Give the moment from which a ballot's age counts; None when it is too late for one."""
    if invitation["answered_week"] is None:
        return now if invitation["expires_at"] > now else None
    before = await changeable(invitation["id"], box=box, now=now, lock=True)
    return before.put_at if before else None


async def _mark(invitation: Mapping[str, Any], given: Given, follow_up: FollowUp, now: datetime) -> None:
    is_first_wish = given.is_contact_wanted and not invitation["is_contact_wanted"]
    await Invitation.update(
        {
            Invitation.answered_week: invitation["answered_week"] or monday(now),
            Invitation.is_contact_wanted: invitation["is_contact_wanted"] or given.is_contact_wanted,
        }
    ).where(Invitation.id == invitation["id"])
    if is_first_wish:
        await follow_up(invitation["about"], now)


async def object_to_surveys(token: str, *, person_of: PersonOf, now: datetime) -> bool:
    """Remember that who holds this link wants no more surveys; says whether the link is one of ours."""
    async with acting(SYSTEM):
        rows = await Link.select(Link.invitation).where(Link.token_hash == token_hash(token))
        if not rows:
            return False
        invitation = await Invitation.select(Invitation.recipient).where(Invitation.id == rows[0]["invitation"]).first()
        assert invitation is not None
        person = await person_of(invitation["recipient"])
        if person is not None:
            await Objection.insert(Objection(person=person)).on_conflict(target=Objection.person, action="DO NOTHING")
        await cancel_all(invitation["recipient"], now=now)
    return True


async def object_for(recipient: UUID, person: bytes, *, now: datetime) -> None:
    """Remember that somebody wants no more surveys, told otherwise than by a link; joins a transaction."""
    async with acting(SYSTEM):
        await Objection.insert(Objection(person=person)).on_conflict(target=Objection.person, action="DO NOTHING")
        await cancel_all(recipient, now=now)


async def cancel_all(recipient: UUID, *, now: datetime) -> None:
    """Take back every invitation of somebody that was not answered; joins the system's transaction."""
    await Invitation.update({Invitation.cancelled_at: now}).where(
        Invitation.recipient == recipient, Invitation.answered_week.is_null(), Invitation.cancelled_at.is_null()
    )


async def _live(token: str, *, lock: bool = False) -> Mapping[str, Any] | None:
    rows = await Link.select(Link.invitation).where(Link.token_hash == token_hash(token))
    if not rows:
        return None
    query = Invitation.select().where(Invitation.id == rows[0]["invitation"], Invitation.cancelled_at.is_null()).first()
    return await (query.lock_rows("UPDATE") if lock else query)
