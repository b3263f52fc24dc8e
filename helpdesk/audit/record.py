"""Write down that something happened."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.tables import AuditEntry
from helpdesk.ids import new_id


async def record(act: str, *, actor: UUID | None, about: UUID, at: datetime) -> None:
    """Append one entry inside the caller's transaction; `act` is `noun.verb`, without content."""
    # without RETURNING, which Piccolo's insert adds: whoever writes an entry may not read the trail
    await AuditEntry.raw(
        "INSERT INTO audit_entry (id, act, actor, about, at) VALUES ({}, {}, {}, {}, {})",
        new_id(),
        act,
        actor,
        about,
        at,
    )
