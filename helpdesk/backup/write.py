"""Write a backup: one snapshot of the database as two archives, each tried before it gets its name."""

import contextlib
import os
import secrets
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import asyncpg
from pyrage import x25519

from helpdesk.backup.contents import Source, sources
from helpdesk.backup.place import installation_of
from helpdesk.backup.records import (
    DATA,
    FILE,
    HEADER,
    MAGIC,
    TABLE,
    TABLE_END,
    FileHead,
    Header,
    TableHead,
    What,
    Writer,
)
from helpdesk.backup.seal import Outlet, Recipient, read_through, sealing
from helpdesk.errors import HelpdeskError
from helpdesk.privacy.vault.keyring import read_keyring
from piccolo_conf import DB, OWNER, on_behalf_of

Told = Callable[[int, int], object]  # bytes done, bytes in all: each is written and read again (estimated until then)
_MIGRATIONS = "SELECT app_name, max(name) AS name FROM migration GROUP BY app_name"
_PIECE = 1 << 20


class BackupFailed(HelpdeskError):
    """The backup could not be made. No archive was left."""

    status = 503
    code = "error-backup"


@dataclass(frozen=True, slots=True)
class Order:
    """What to write where.

    content, keys  the archives' paths, and who may open each
    keyring        the keyring file, for the archive of keys
    policy         the operator's policy file, for the content; None when there is none of their own
    """

    content: Path | None
    keys: Path
    content_for: Recipient
    keys_for: Recipient
    keyring: Path
    policy: Path | None


async def write_backup(order: Order, *, now: datetime, told: Told = lambda *_: None) -> int:
    """Write both archives (or only the keys') from one snapshot, and read each through before it gets its name.

    returns  bytes of content and keys in the clear
    raises   BackupFailed (the disk, the rights, a trial that failed), FileExistsError
    effects  two new files of mode 0600; nothing else is left, also not when it fails
    """
    paths = [path for path in (order.content, order.keys) if path is not None]
    for path in paths:
        if path.exists():
            raise FileExistsError(path)
    parts = {path: path.with_name(f"{path.name}.{secrets.token_hex(4)}.partial") for path in paths}
    try:
        return await _write(order, parts, now=now, told=told)
    except asyncpg.InsufficientPrivilegeError:
        raise BackupFailed(
            "This login may not read the tables. Set HELPDESK_OWNER_URL to the one that owns them."
        ) from None
    except OSError as error:
        raise BackupFailed(f"The archive could not be written ({error.strerror or type(error).__name__}).") from None
    finally:
        for part in parts.values():
            part.unlink(missing_ok=True)


async def _write(order: Order, parts: Mapping[Path, Path], *, now: datetime, told: Told) -> int:
    trial = x25519.Identity.generate()  # lives in this process only: it proves that the file opens, and is forgotten
    async with _snapshot() as connection:
        await _check_keyring(connection, order.keyring)
        size = await _write_parts(order, parts, connection, trial, now=now, told=told)
    tell = _Progress(told, done=size, total=2 * size)
    for part in parts.values():
        await _try(part, trial, told=tell)
    for path, part in parts.items():
        part.rename(path)
        _sync_folder(path.parent)
    return size


async def _write_parts(
    order: Order, parts: Mapping[Path, Path], connection: Any, trial: x25519.Identity, *, now: datetime, told: Told
) -> int:
    tables, done = await sources(connection), 0
    wanted: list[tuple[Path | None, Recipient, What]] = [
        (order.content, order.content_for, "content"),
        (order.keys, order.keys_for, "keys"),
    ]
    total = sum(source.size for path, _, what in wanted if path for source in tables[what])
    for path, recipient, what in wanted:
        if path is None:
            continue
        async with sealing(parts[path], [recipient, trial.to_public()]) as outlet:
            archive = _Archive(outlet, connection, partial(_tell_written, told, done, total))
            await archive.begin(await _header(connection, what, order.keyring, now=now), _files(what, order))
            for source in tables[what]:
                await archive.add(source)
            await archive.end()
        done += outlet.size
    return done


@contextlib.asynccontextmanager
async def _snapshot() -> AsyncIterator[Any]:
    """Open a connection of the owner that sees one moment of the whole database."""
    with on_behalf_of(OWNER):
        connection = await DB.get_new_connection()
    try:
        async with connection.transaction(isolation="repeatable_read", readonly=True):
            yield connection
    finally:
        await connection.close()


async def _check_keyring(connection: Any, path: Path) -> None:
    """Refuse a keyring that a rotation changed after the snapshot: its copy would not open all of the keys' copies."""
    used = {row["master"] for row in await connection.fetch("SELECT DISTINCT master FROM owner_key")}
    if not used <= read_keyring(path).masters.keys():
        raise BackupFailed("The keys are being rotated. Make the backup when that has ended; no archive was left.")


async def _header(connection: Any, what: What, ring: Path, *, now: datetime) -> Header:
    rows = await connection.fetch(_MIGRATIONS)
    return Header(
        what=what,
        made_at=now,
        installation=installation_of(ring),
        migrations={row["app_name"]: row["name"] for row in rows},
        version=version("sitr"),
    )


def _files(what: What, order: Order) -> Sequence[FileHead]:
    if what == "keys":
        return [FileHead("keyring.json", order.keyring.read_bytes())]
    return [FileHead("policy.toml", order.policy.read_bytes())] if order.policy else []


def _tell_written(told: Told, before: int, total: int, size: int) -> None:
    """Tell of bytes written; what is more than was estimated is told as the whole of it, that nothing goes back."""
    told(min(before + size, total), 2 * total)


@dataclass(slots=True)
class _Progress:
    """Adds up the blocks that were read again."""

    told: Told
    done: int
    total: int

    def __call__(self, size: int) -> None:
        self.done += size
        self.told(self.done, self.total)


@dataclass(slots=True)
class _Archive:
    """One archive that is being written."""

    outlet: Outlet
    connection: Any
    told: Callable[[int], object]
    writer: Writer = field(default_factory=Writer)

    async def begin(self, header: Header, files: Sequence[FileHead]) -> None:
        await self.outlet.write(MAGIC + self.writer.record(HEADER, header))
        for file in files:
            await self.outlet.write(self.writer.record(FILE, file))

    async def add(self, source: Source) -> None:
        await self.outlet.write(self.writer.record(TABLE, TableHead(source.name, list(source.columns))))
        await self.connection.copy_from_table(source.name, columns=source.columns, output=self._take, format="binary")
        await self.outlet.write(self.writer.record(TABLE_END, b""))

    async def end(self) -> None:
        await self.outlet.write(self.writer.end())

    async def _take(self, data: bytes) -> None:
        for start in range(0, len(data), _PIECE):
            await self.outlet.write(self.writer.record(DATA, data[start : start + _PIECE]))
        self.told(self.outlet.size)


async def _try(part: Path, trial: x25519.Identity, *, told: Callable[[int], object]) -> None:
    """Read what was written from the disk again, to its end; raises BackupFailed."""
    try:
        await read_through(part, [trial], told=told)
    except HelpdeskError:
        raise BackupFailed(
            "What was written cannot be read again: the disk or the memory fails. No archive was left."
        ) from None


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
