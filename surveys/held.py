"""What is held about somebody who was asked: that they were, and whether they object; never what they answered."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from surveys.tables import Invitation, Objection


async def invitations_of(recipient: UUID) -> Sequence[Mapping[str, Any]]:
    """List a person's invitations, oldest first; joins the system's transaction."""
    rows = (
        await Invitation.select(
            Invitation.due_at, Invitation.expires_at, Invitation.answered_week, Invitation.cancelled_at
        )
        .where(Invitation.recipient == recipient)
        .order_by(Invitation.due_at)
    )
    return [
        {
            "due_at": row["due_at"],
            "expires_at": row["expires_at"],
            "was_answered": row["answered_week"] is not None,
            "cancelled_at": row["cancelled_at"],
        }
        for row in rows
    ]


async def has_objected(person: bytes) -> bool:
    """Say whether somebody wants no surveys; joins the system's transaction."""
    return await Objection.exists().where(Objection.person == person)
