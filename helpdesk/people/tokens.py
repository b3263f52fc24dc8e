"""The tokens of somebody's programs, as they see and end them; they are made on the command line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.people.tables import ApiToken
from piccolo_conf import SYSTEM, acting


@dataclass(frozen=True, slots=True)
class Token:
    """A token for the JSON API as its owner's list shows it."""

    id: UUID
    name: str
    created_at: datetime


async def tokens_of(staff: UUID) -> Sequence[Token]:
    """List somebody's tokens, oldest first."""
    rows = (
        await ApiToken.select(ApiToken.id, ApiToken.name, ApiToken.created_at)
        .where(ApiToken.staff == staff)
        .order_by(ApiToken.created_at)
    )
    return [Token(**row) for row in rows]


async def revoke_token(token: UUID, *, of: UUID, now: datetime) -> None:
    """End one of somebody's own tokens; one that has ended already stays so. One audit entry."""
    async with acting(SYSTEM):
        ended = await ApiToken.delete().where(ApiToken.id == token, ApiToken.staff == of).returning(ApiToken.id)
        if ended:
            await record("token.revoked", actor=of, about=of, at=now)
