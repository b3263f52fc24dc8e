"""Write down that something happened."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.tables import AuditEntry


async def record(act: str, *, actor: UUID | None, about: UUID, at: datetime) -> None:
    """Append one entry inside the caller's transaction; `act` is `noun.verb`, without content."""
    await AuditEntry.insert(AuditEntry(act=act, actor=actor, about=about, at=at))
