"""Restore a backup: two archives into an empty database, and nothing served before the journal was replayed."""

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from helpdesk.backup.load import load
from helpdesk.backup.place import check_alone, check_place, clear, forget_findings, keep_journal, take_journal
from helpdesk.backup.records import ArchiveRefused, Header
from helpdesk.backup.seal import Identity, read_through
from helpdesk.ids import new_id
from helpdesk.migrate import known_migrations, migrate
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.keys import check_keyring
from helpdesk.tickets.erase_again import erase_again
from piccolo_conf import DB, OWNER, RUNTIME, on_behalf_of

Told = Callable[[str, int], object]  # what is being done, how many bytes or rows more


@dataclass(frozen=True, slots=True)
class Archives:
    """What is restored, and where its files go.

    identities  of whoever may open them: one for both, or one for each
    keyring     where the keyring is put
    policy      where the operator's own policy is put, if the archive has one
    """

    content: Path
    keys: Path
    identities: Sequence[Identity]
    keyring: Path
    policy: Path


@dataclass(frozen=True, slots=True)
class Restored:
    """What a restore brought back.

    erased_again  owners of the journal that the content or the keys still had
    policy        where the operator's own policy lies now; None when the archive has none
    """

    content_made_at: datetime
    keys_made_at: datetime
    erased_again: int
    policy: Path | None


async def restore(archives: Archives, *, force: bool, now: datetime, told: Told = lambda *_: None) -> Restored:
    """Bring a backup back: read both archives through, fill the database, migrate it, replay the journal.

    force    give up what the database holds now, and take keys that are older than the content
    raises   ArchiveRefused (torn, garbled, another key, another installation, a newer version, keys older than the
             content, the database is in use or not empty); nothing was changed then, but where somebody connected
             while it began. RuntimeError from a migration
    effects  tables, keyring file and policy file as they were; a row in `restoration` that stops every start until all
             is done, so that an interrupted restore is given again; the journal of the database that was here stays
    """
    content, keys, files = await _check(archives, force=force, told=told)
    with on_behalf_of(OWNER):
        connection = await DB.get_new_connection()
        try:
            await check_place(connection, archives.keyring, keys.installation, force=force)
            await keep_journal(connection)
            await clear(connection)
            await migrate(to=content.migrations)
            put_file(archives.keyring, files["keyring.json"])  # first: no start may advise to make a new one
            await _begin(connection, content, keys, now=now)
            await check_alone(connection)
            await _fill(connection, archives, told=told)
            policy = _put_policy(archives.policy, files.get("policy.toml"))
            await migrate()
            again = await _replay(archives.keyring, now=now, told=told)
            await _finish(connection, again, now=now)
        finally:
            await connection.close()
    return Restored(content.made_at, keys.made_at, again, policy)


async def _check(archives: Archives, *, force: bool, told: Told) -> tuple[Header, Header, Mapping[str, bytes]]:
    """Read both archives to their ends and see that they belong together; gives their headers and files."""
    read = [
        await read_through(path, archives.identities, told=partial(told, f"Checking {path.name}"))
        for path in (archives.content, archives.keys)
    ]
    content, keys = [reader.finish() for reader in read]
    if (content.what, keys.what) != ("content", "keys"):
        raise ArchiveRefused("These are not one archive of content and one of keys. Nothing was changed.")
    if content.installation != keys.installation:
        raise ArchiveRefused("These archives are of two installations. Nothing was changed.")
    known = known_migrations()
    if not {*content.migrations.values()} <= known or not {*keys.migrations.values()} <= known:
        raise ArchiveRefused(f"This backup was made by a newer version ({content.version}). Install that first.")
    if keys.made_at < content.made_at and not force:
        raise ArchiveRefused(
            "The keys are older than the content: what came between could not be read, and what was erased between "
            "could come back. Take the newest archive of keys, or add --force. Nothing was changed."
        )
    return content, keys, read[0].files | read[1].files


async def _begin(connection: Any, content: Header, keys: Header, *, now: datetime) -> None:
    """Stop every start from here on, before a single row is there; whoever starts must be able to see it."""
    await connection.execute(f"GRANT USAGE ON SCHEMA public TO {RUNTIME}; GRANT SELECT ON restoration TO {RUNTIME}")
    await connection.execute(
        "INSERT INTO restoration (id, began_at, content_made_at, keys_made_at) VALUES ($1, $2, $3, $4)",
        new_id(), now, content.made_at, keys.made_at,
    )  # fmt: skip


async def _fill(connection: Any, archives: Archives, *, told: Told) -> None:
    """Fill the tables from both archives and the journal that was put aside, all or nothing."""
    async with connection.transaction():
        for path in (archives.keys, archives.content):
            await load(connection, path, archives.identities, told=partial(told, f"Loading {path.name}"))
        await take_journal(connection)
        await forget_findings(connection)


async def _replay(path: Path, *, now: datetime, told: Told) -> int:
    """Erase again what the journal names, with the keyring that came with the backup."""
    keyring.use_file(path)
    await check_keyring(now=now)
    return await erase_again(now=now, told=lambda count: told("Replaying the journal", count))


async def _finish(connection: Any, again: int, *, now: datetime) -> None:
    """Let the database be served again."""
    async with connection.transaction():
        await connection.execute("DROP SCHEMA sitr_kept CASCADE")
        await connection.execute(
            "UPDATE restoration SET finished_at = $1, erased_again = $2 WHERE finished_at IS NULL", now, again
        )


def put_file(path: Path, content: bytes) -> None:
    """Write a file that only its owner can read, whole or not at all; what stood there is replaced."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f"{path.name}.restored-{os.getpid()}")
    descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)


def _put_policy(path: Path, content: bytes | None) -> Path | None:
    """Put the operator's policy back; one that is there and says something else stays, with this one beside it."""
    if content is None:
        return None
    if path.exists() and path.read_bytes() != content:
        path = path.with_name(f"{path.stem}.restored{path.suffix}")
    put_file(path, content)
    return path
