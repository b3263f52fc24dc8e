"""The archive is handed to who asked, ends after a week or when somebody says so, and is renewed after erasures."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import DecidedAlready, NotFound, Refused, TransferStale
from helpdesk.privacy.transfer.desk import Passing, transfer_of
from helpdesk.privacy.transfer.make import file_of
from helpdesk.privacy.transfer.tables import Given, Transfer
from named_sql import statements
from piccolo_conf import SYSTEM, Actor, acting

_SQL = statements(__file__)


async def fetch(transfer: UUID, *, folder: Path, by: Actor, now: datetime) -> Passing:
    """Write down that the archive is handed to the officer who asked for it; it may be fetched again until it ends.

    raises   Refused (no officer), NotFound (not theirs, not ready, over), TransferStale (somebody was erased since)
    effects  one audit entry; with the first time every person in it reads of it in their ledger
    """
    if by.kind != "officer":
        raise Refused
    async with acting(by):
        await Transfer.select(Transfer.id).where(Transfer.id == transfer).first().lock_rows("UPDATE")
        found = await transfer_of(transfer)
        if found.asked_by != by.id or found.state(now) != "ready" or not file_of(folder, transfer).is_file():
            raise NotFound
        is_stale = transfer in await renew_stale(now=now)
        if not is_stale:
            if found.fetched_at is None:
                await Transfer.update({Transfer.fetched_at: now}).where(Transfer.id == transfer)
            await record("transfer.fetched", actor=by.id, about=transfer, at=now)
    if is_stale:
        raise TransferStale
    return found


async def end(transfer: UUID, *, folder: Path, by: Actor, now: datetime) -> None:
    """End a transfer and delete its archive, whoever asked; raises Refused, NotFound, DecidedAlready.

    effects  the file is gone; one audit entry
    """
    if by.kind not in ("officer", "admin"):
        raise Refused
    async with acting(by):
        await Transfer.select(Transfer.id).where(Transfer.id == transfer).first().lock_rows("UPDATE")
        if (await transfer_of(transfer)).state(now) in ("declined", "ended", "lapsed"):
            raise DecidedAlready
        await Transfer.update({Transfer.ended_at: now}).where(Transfer.id == transfer)
        await record("transfer.ended", actor=by.id, about=transfer, at=now)
    file_of(folder, transfer).unlink(missing_ok=True)


async def renew_stale(*, now: datetime) -> set[UUID]:
    """Take back the archives that hold what was erased since; gives which. Joins a transaction that may be open.

    effects  one that nobody fetched yet is made anew, another ends; the worker deletes their files (`sweep`)
    """
    async with acting(SYSTEM):
        rows = await Transfer.raw(_SQL["stale"])
        for row in rows:
            again: dict[Any, Any] = dict.fromkeys(("ready_at", "manifest", "sha256", "claimed_until"))
            if row["fetched_at"] is None:
                await Given.delete().where(Given.transfer == row["id"])
            await Transfer.update({Transfer.ended_at: now} if row["fetched_at"] else again).where(
                Transfer.id == row["id"]
            )
            await record("transfer.taken_back", actor=None, about=row["id"], at=now)
    return {row["id"] for row in rows}


async def sweep(*, folder: Path, now: datetime) -> None:
    """End the archives whose week is over, and delete every file that belongs to none that lives."""
    async with acting(SYSTEM):
        over = (
            await Transfer.update({Transfer.ended_at: now})
            .where(Transfer.ready_at.is_not_null(), Transfer.ended_at.is_null(), Transfer.expires_at <= now)
            .returning(Transfer.id)
        )
        for row in over:
            await record("transfer.ended", actor=None, about=row["id"], at=now)
        alive = await Transfer.select(Transfer.id).where(
            Transfer.ended_at.is_null(), Transfer.ready_at.is_not_null() | (Transfer.claimed_until > now)
        )
    kept = {str(row["id"]) for row in alive}
    await asyncio.to_thread(_delete_others, folder, kept)


def _delete_others(folder: Path, kept: set[str]) -> None:
    for file in folder.glob("*"):
        if file.suffix in (".age", ".partial") and file.stem not in kept:
            file.unlink(missing_ok=True)
