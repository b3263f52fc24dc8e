"""Answer a survey by its link: look without effect, record once, or ask never to be asked again."""

import hashlib
import secrets
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid4

from piccolo_conf import SYSTEM, acting
from surveys.tables import Answer, Invitation, Link, Objection

Redactor: TypeAlias = Callable[[str], Awaitable[str]]  # free text in, the same without personal data out
Sealer: TypeAlias = Callable[[str], Awaitable[bytes]]  # text in, ciphertext out

COMMENT_LIMIT = 1000  # characters


@dataclass(frozen=True, slots=True)
class Question:
    """What a link opens: the language to ask in, and whether it was answered."""

    locale: str
    is_answered: bool


def token_hash(token: str) -> bytes:
    """Give what is kept of a token (SHA-256, 32 bytes)."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()


async def make_link(invitation: UUID, *, now: datetime) -> str:
    """Make a link to an invitation (192 bits); the token is known only to who gets the mail."""
    token = secrets.token_urlsafe(24)
    await Link.insert(Link(token_hash=token_hash(token), invitation=invitation, made_at=now))
    return token


async def question(token: str, *, now: datetime) -> Question | None:
    """Look at a link; unknown, expired and cancelled ones are alike. Nothing is recorded."""
    invitation = await _live(token, now=now)
    return Question(invitation["locale"], invitation["answered_at"] is not None) if invitation else None


async def record(
    token: str, *, rating: int, comment: str, redact: Redactor, seal: Sealer, now: datetime
) -> bool | None:
    """Record an answer, once: True when it was recorded, False when there was one already, None for a dead link.

    rating   1..5
    comment  at most 1 000 characters; redacted and sealed before it is written
    effects  one answer that refers to nothing, and a mark on the invitation; of many at once one wins
    """
    invitation = await _live(token, now=now)
    if invitation is None:
        return None
    words = comment.strip()[:COMMENT_LIMIT]
    sealed = await seal(await redact(words)) if words else None
    async with acting(SYSTEM):
        won = (
            await Invitation.update({Invitation.answered_at: now})
            .where(Invitation.id == invitation["id"], Invitation.answered_at.is_null())
            .returning(Invitation.id)
        )
        if won:
            await Answer.insert(_answer(invitation, rating, sealed, monday(now)))
    return bool(won)


async def object_to_surveys(token: str, *, now: datetime) -> bool:
    """Remember that who holds this link wants no more surveys; says whether the link is one of ours."""
    rows = await Link.select(Link.invitation).where(Link.token_hash == token_hash(token))
    if not rows:
        return False
    invitation = await Invitation.select(Invitation.recipient).where(Invitation.id == rows[0]["invitation"]).first()
    assert invitation is not None
    await Objection.insert(Objection(recipient=invitation["recipient"])).on_conflict(
        target=Objection.recipient, action="DO NOTHING"
    )
    await Invitation.update({Invitation.cancelled_at: now}).where(
        Invitation.recipient == invitation["recipient"],
        Invitation.answered_at.is_null(),
        Invitation.cancelled_at.is_null(),
    )
    return True


def monday(moment: datetime) -> date:
    """Give the Monday of a moment's week: the only time an answer keeps."""
    return moment.date() - timedelta(days=moment.weekday())


async def _live(token: str, *, now: datetime) -> Mapping[str, Any] | None:
    rows = await Link.select(Link.invitation).where(Link.token_hash == token_hash(token))
    if not rows:
        return None
    return (
        await Invitation.select()
        .where(Invitation.id == rows[0]["invitation"], Invitation.expires_at > now, Invitation.cancelled_at.is_null())
        .first()
    )


def _answer(invitation: Mapping[str, Any], rating: int, comment: bytes | None, week: date) -> Answer:
    return Answer(
        id=uuid4(),
        rating=rating,
        comment=comment,
        week=week,
        category=invitation["category"],
        team=invitation["team"],
        agent=invitation["agent"],
        locale=invitation["locale"],
    )
