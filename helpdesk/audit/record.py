"""Write down that something happened."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.tables import AuditEntry
from helpdesk.ids import new_id
from named_sql import statements

_SQL = statements(__file__)


async def record(act: str, *, actor: UUID | None, about: UUID, at: datetime) -> None:
    """Append one entry inside the caller's transaction; `act` is `noun.verb`, without content.

    effects  one entry and its mark that it waits for the chain; no lock that another writer could want, and nothing is
             read, so that the right to INSERT is enough
    """
    await AuditEntry.raw(_SQL["record"], new_id(), act, actor, about, at)
