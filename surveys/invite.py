"""Invite somebody to answer about one thing, once; take the invitation back."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from uuid_utils.compat import uuid7

from named_sql import statements
from notifications import outbox
from piccolo_conf import SYSTEM, acting
from surveys.group import Group
from surveys.tables import Invitation, Objection

KIND, REMINDER = "survey_invitation", "survey_reminder"
_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Rules:
    """When people are asked.

    delay   from what happened to the mail
    remind  from the mail to the only reminder; zero for none
    life    how long the link works
    pause   nobody is asked more often
    """

    delay: timedelta = timedelta(hours=1)
    remind: timedelta = timedelta(days=5)
    life: timedelta = timedelta(days=14)
    pause: timedelta = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Person:
    """Whom to ask: the recipient's id, and a keyed hash of who they are (None when they are erased)."""

    id: UUID
    mark: bytes | None


async def invite(about: UUID, *, to: Person, group: Group, rules: Rules, now: datetime) -> None:
    """Promise an invitation; joins the caller's transaction.

    effects  one invitation, its promised mail and that of one reminder; none for somebody who objected, who is erased,
             who was asked within the pause, or about what was asked already
    """
    if to.mark is None:
        return
    async with acting(SYSTEM):  # who promised something to whom is not the caller's to see
        await Invitation.raw(_SQL["one_at_a_time"], str(to.id))
        if not await _is_spared(to, rules, now):
            await _promise(about, to, group, rules, now)


async def _is_spared(to: Person, rules: Rules, now: datetime) -> bool:
    if await Objection.exists().where(Objection.person == to.mark):
        return True
    return bool((await Invitation.raw(_SQL["asked_lately"], to.id, now - rules.pause))[0]["was_asked"])


async def _promise(about: UUID, to: Person, group: Group, rules: Rules, now: datetime) -> None:
    due_at = now + rules.delay
    row = Invitation(
        id=uuid7(),
        about=about,
        recipient=to.id,
        category=group.category,
        team=group.team,
        agent=group.agent,
        locale=group.locale,
        due_at=due_at,
        expires_at=due_at + rules.life,
    )
    made = (
        await Invitation.insert(row).on_conflict(target=Invitation.about, action="DO NOTHING").returning(Invitation.id)
    )
    if made:
        await outbox.enqueue(KIND, about=row.id, to=to.id, due_at=due_at)
        if rules.remind:
            await outbox.enqueue(REMINDER, about=row.id, to=to.id, due_at=due_at + rules.remind)


async def cancel(about: UUID, *, now: datetime) -> None:
    """Take back an invitation that was not answered; its mails, if unsent, are withdrawn. Joins the transaction."""
    cancelled = (
        await Invitation.update({Invitation.cancelled_at: now})
        .where(Invitation.about == about, Invitation.answered_week.is_null(), Invitation.cancelled_at.is_null())
        .returning(Invitation.id)
    )
    for invitation in cancelled:
        for kind in (KIND, REMINDER):
            await outbox.withdraw(invitation["id"], kind=kind, now=now)
