"""Runs of the retention: one at a time, each written down with how many reached which stage and how it ended."""

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.ids import new_id
from helpdesk.privacy.retention.tables import Run
from piccolo_conf import DB, SYSTEM, acting, on_behalf_of

_ALONE = 7_234_991  # any number, as long as every run takes the same


@dataclass(slots=True)
class Counts:
    """How many tickets reached which stage, requesters that went, tickets that a hold kept."""

    attachments: int = 0
    texts: int = 0
    pseudonym: int = 0
    rest: int = 0
    people: int = 0
    held: int = 0


@dataclass(frozen=True, slots=True)
class PastRun:
    """One run: `state` is running, done, stopped (it was killed) or failed."""

    began_at: datetime
    ended_at: datetime | None
    state: str
    counts: Counts


@contextlib.asynccontextmanager
async def alone() -> AsyncIterator[bool]:
    """Be the only run until the end; gives False when another one is at work.

    It takes a connection of its own and holds the lock by an open transaction, which ends with the process.
    """
    with on_behalf_of(SYSTEM):
        connection = await DB.get_new_connection()
    try:
        async with connection.transaction():
            yield await connection.fetchval("SELECT pg_try_advisory_xact_lock($1)", _ALONE)
    finally:
        await connection.close()


async def begin(*, now: datetime) -> UUID:
    """Write down that a run begins; one that never said its end was killed and is written down as stopped."""
    run = new_id()
    async with acting(SYSTEM):
        await Run.update({Run.state: "stopped", Run.ended_at: now}).where(Run.state == "running")
        await Run.insert(Run(id=run, began_at=now, state="running"))
    return run


async def note(run: UUID, counts: Counts) -> None:
    """Write down how far a run is; joins the caller's transaction."""
    await Run.update({getattr(Run, name): getattr(counts, name) for name in Counts.__dataclass_fields__}).where(
        Run.id == run
    )


async def end(run: UUID, state: str, *, now: datetime) -> None:
    """Write down how a run ended."""
    async with acting(SYSTEM):
        await Run.update({Run.state: state, Run.ended_at: now}).where(Run.id == run)


async def newest(*, limit: int = 10) -> Sequence[PastRun]:
    """List the latest runs, newest first; the database shows them to who answers for privacy, and to managers."""
    rows = await Run.select().order_by(Run.began_at, Run.id, ascending=False).limit(limit)
    return [
        PastRun(
            row["began_at"],
            row["ended_at"],
            row["state"],
            Counts(**{name: row[name] for name in Counts.__dataclass_fields__}),
        )
        for row in rows
    ]
