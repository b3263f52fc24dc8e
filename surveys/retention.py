"""What goes with time: comments after their category's time, and everything that knew an erased person."""

from collections.abc import Collection, Mapping
from datetime import date
from uuid import UUID

from piccolo_conf import SYSTEM, acting
from surveys.tables import Comment, Invitation

_NONE = UUID(int=0)  # a list in SQL is never empty


async def erase_comments(category: str, *, before: date) -> int:
    """Erase a category's comments of months that ended before a day ("" for those merged); gives how many."""
    async with acting(SYSTEM):
        gone = (
            await Comment.delete()
            .where(Comment.category == category, Comment.month < before.replace(day=1))
            .returning(Comment.id)
        )
    return len(gone)


async def categories_with_comments() -> set[str]:
    """Give the categories of which comments are kept, "" among them for those of merged groups."""
    async with acting(SYSTEM):
        return {row["category"] for row in await Comment.select(Comment.category).distinct()}


async def months_with_comments() -> set[date]:
    """Give the months of which comments are kept: the keys of all other months may be destroyed."""
    async with acting(SYSTEM):
        return {row["month"] for row in await Comment.select(Comment.month).distinct()}


async def erase_recipient(recipient: UUID) -> int:
    """Erase a person's invitations with their links; gives how many. What they answered leads to nobody and stays."""
    async with acting(SYSTEM):
        gone = await Invitation.delete().where(Invitation.recipient == recipient).returning(Invitation.id)
    return len(gone)


async def erase_about(things: Collection[UUID]) -> int:
    """Erase the invitations about some things with their links; gives how many. What was answered stays."""
    async with acting(SYSTEM):
        gone = await Invitation.delete().where(Invitation.about.is_in([*things, _NONE])).returning(Invitation.id)
    return len(gone)


async def invitations_about(things: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Give the invitations about some things: invitation -> thing."""
    rows = await Invitation.select(Invitation.id, Invitation.about).where(Invitation.about.is_in([*things, _NONE]))
    return {row["id"]: row["about"] for row in rows}
