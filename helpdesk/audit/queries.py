"""Reads of the audit trail: pages for officers, how far the chain goes, what waits for it."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from helpdesk.audit.format import Checkpoint
from helpdesk.audit.tables import AuditCheckpoint, AuditEntry, AuditPending
from named_sql import statements

PAGE = 50

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class EntryRow:
    """One entry; `position` is its place in the chain, None while it waits for one."""

    id: UUID
    act: str
    actor: UUID | None
    about: UUID
    at: datetime
    position: int | None


@dataclass(frozen=True, slots=True)
class Unsealed:
    """How many entries wait for the chain, and when the oldest of them was written."""

    count: int
    oldest: datetime | None

    def age(self, now: datetime) -> timedelta:
        """How long the oldest has waited; more than a few seconds means that no worker chains."""
        return max(now - self.oldest, timedelta()) if self.oldest else timedelta()


async def newest(*, before: UUID | None = None, limit: int = PAGE) -> Sequence[EntryRow]:
    """List entries, newest first; `before` is the id of the last one of the page before. For officers only."""
    return _rows(await AuditEntry.raw(_SQL["newest"], before, before, limit))


async def newest_about(about: UUID, *, before: UUID | None = None, limit: int = PAGE) -> Sequence[EntryRow]:
    """List what happened to one thing, newest first. For officers only."""
    return _rows(await AuditEntry.raw(_SQL["newest_about"], about, before, before, limit))


async def newest_by(actor: UUID, *, before: UUID | None = None, limit: int = PAGE) -> Sequence[EntryRow]:
    """List what one person did, newest first. For officers only."""
    return _rows(await AuditEntry.raw(_SQL["newest_by"], actor, before, before, limit))


async def who_did(acts: Sequence[str], people: Collection[UUID]) -> set[UUID]:
    """Give those of some people who ever did one of some acts. For officers and the system only."""
    return {row["person"] for row in await AuditEntry.raw(_SQL["who_did"], list(people), list(acts))}


def _rows(rows: Sequence[Mapping[str, Any]]) -> Sequence[EntryRow]:
    return [EntryRow(**row) for row in rows]


async def newest_checkpoint() -> Checkpoint | None:
    """Give the newest checkpoint as the database has it; whoever relies on it asks `Signer.is_ours`."""
    rows = (
        await AuditCheckpoint.select(*(getattr(AuditCheckpoint, name) for name in Checkpoint._fields))
        .order_by(AuditCheckpoint.number, ascending=False)
        .limit(1)
    )
    return Checkpoint(**rows[0]) if rows else None


async def unsealed() -> Unsealed:
    """Count what waits for the chain."""
    row = (await AuditPending.raw(_SQL["unsealed"]))[0]
    return Unsealed(row["n"], row["oldest"])
