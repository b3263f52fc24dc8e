"""Promise a mail in the caller's transaction, and take a promise back."""

from datetime import datetime
from uuid import UUID

from uuid_utils.compat import uuid7

from notifications.tables import Outbound

CHANNEL = "outbound"


async def enqueue(kind: str, *, about: UUID, to: UUID, due_at: datetime) -> UUID:
    """Promise a mail; joins the caller's transaction and wakes the workers when that commits.

    returns  the promise's id
    """
    promise = uuid7()
    await Outbound.insert(Outbound(id=promise, kind=kind, about=about, recipient=to, due_at=due_at, promised_at=due_at))
    await Outbound.raw("SELECT pg_notify({}, '')", CHANNEL)
    return promise


async def withdraw(about: UUID, *, kind: str, now: datetime) -> int:
    """Take back the unsent promises of a kind about something; gives how many there were."""
    withdrawn = (
        await Outbound.update({Outbound.settled_at: now, Outbound.outcome: "withdrawn"})
        .where(Outbound.about == about, Outbound.kind == kind, Outbound.settled_at.is_null())
        .returning(Outbound.id)
    )
    return len(withdrawn)


async def waiting() -> int:
    """Count the promises that are not settled."""
    return int(await Outbound.count().where(Outbound.settled_at.is_null()))
