"""Invite somebody to answer about one thing, once; take the invitation back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from notifications import outbox
from surveys.tables import Invitation, Objection

KIND, REMINDER = "survey_invitation", "survey_reminder"
REMIND_AFTER = timedelta(days=5)  # once, and only who has neither answered nor objected
LIFE = timedelta(days=14)
PAUSE = timedelta(days=30)  # nobody is asked more often


@dataclass(frozen=True, slots=True)
class Group:
    """What an answer is counted by."""

    category: str
    team: str
    agent: str
    locale: str


async def invite(about: UUID, *, to: UUID, group: Group, due_at: datetime, now: datetime) -> None:
    """Promise an invitation; joins the caller's transaction.

    effects  one invitation, its promised mail and that of one reminder; none for somebody who objected, who was asked
             in the last 30 days, or about what was asked already
    """
    if await Objection.exists().where(Objection.recipient == to) or await _asked_lately(to, now=now):
        return
    invitation = uuid7()
    made = (
        await Invitation.insert(
            Invitation(
                id=invitation,
                about=about,
                recipient=to,
                category=group.category,
                team=group.team,
                agent=group.agent,
                locale=group.locale,
                due_at=due_at,
                expires_at=due_at + LIFE,
            )
        )
        .on_conflict(target=Invitation.about, action="DO NOTHING")
        .returning(Invitation.id)
    )
    if made:
        await outbox.enqueue(KIND, about=invitation, to=to, due_at=due_at)
        await outbox.enqueue(REMINDER, about=invitation, to=to, due_at=due_at + REMIND_AFTER)


async def cancel(about: UUID, *, now: datetime) -> None:
    """Take back an invitation that was not answered; its mail, if unsent, is withdrawn. Joins the transaction."""
    cancelled = (
        await Invitation.update({Invitation.cancelled_at: now})
        .where(Invitation.about == about, Invitation.answered_at.is_null(), Invitation.cancelled_at.is_null())
        .returning(Invitation.id)
    )
    for invitation in cancelled:
        for kind in (KIND, REMINDER):
            await outbox.withdraw(invitation["id"], kind=kind, now=now)


async def _asked_lately(recipient: UUID, *, now: datetime) -> bool:
    return await Invitation.exists().where(
        Invitation.recipient == recipient, Invitation.due_at > now - PAUSE, Invitation.cancelled_at.is_null()
    )
