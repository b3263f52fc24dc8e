"""Somebody wants no surveys, or agrees to them again; either holds at once, for every survey of theirs."""

from datetime import datetime
from uuid import UUID

from piccolo_conf import SYSTEM, acting
from surveys.tables import Invitation, Objection


async def object_to_all(recipient: UUID, person: bytes | None, *, now: datetime) -> None:
    """Remember that somebody wants no surveys; joins the caller's transaction.

    person   a keyed hash of who they are; None when they are erased, and then nothing is remembered
    effects  invitations of theirs that were not answered end; their mails are not rendered any more
    """
    async with acting(SYSTEM):
        if person is not None:
            await Objection.insert(Objection(person=person)).on_conflict(target=Objection.person, action="DO NOTHING")
        await Invitation.update({Invitation.cancelled_at: now}).where(
            Invitation.recipient == recipient,
            Invitation.answered_week.is_null(),
            Invitation.cancelled_at.is_null(),
        )


async def agree_again(person: bytes) -> None:
    """Forget an objection; whoever it was may be asked about what is closed from now on. Joins the transaction."""
    async with acting(SYSTEM):
        await Objection.delete().where(Objection.person == person)


async def may_be_asked(person: bytes) -> bool:
    """Say whether somebody has not objected to surveys."""
    async with acting(SYSTEM):
        return not await Objection.exists().where(Objection.person == person)
