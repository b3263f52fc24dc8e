"""The database that a backup goes into: is it in use, is it empty, what of it is kept."""

import asyncio
from pathlib import Path
from typing import Any

import asyncpg

from helpdesk.backup.records import ArchiveRefused
from helpdesk.privacy.vault.keyring import KeyringRefused, read_keyring

_LOOKS = 50  # a tenth of a second apart: for how long somebody who looks in is waited for
# What would be missed, in the operator's words.
_LOSSES = {
    "ticket": "requests",
    "requester": "people who asked",
    "staff": "people who work here",
    "survey_answer": "survey answers",
}
_OTHERS = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
"""
_RELATIONS = """
    SELECT c.oid::regclass::text AS name, c.relkind::text AS kind FROM pg_class c
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'v', 'S')
        AND NOT EXISTS (
            SELECT FROM pg_depend d
            WHERE d.objid = c.oid AND d.classid = 'pg_class'::regclass AND d.deptype IN ('e', 'i', 'a')
        )
"""
_FUNCTIONS = """
    SELECT p.oid::regprocedure::text AS name FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace
        AND NOT EXISTS (
            SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.classid = 'pg_proc'::regclass AND d.deptype = 'e'
        )
"""


async def check_place(connection: Any, keyring: Path, installation: str, *, force: bool) -> None:
    """Refuse a database that is in use or holds something, and a keyring of another installation.

    A database that an interrupted restore left is as good as empty. Who looks in, as a monitor does, is waited
    for.

    raises  ArchiveRefused with what would be lost
    """
    if not await connection.fetchval("SELECT has_schema_privilege('public', 'CREATE')"):
        raise ArchiveRefused(
            "This login may not make tables. Set HELPDESK_OWNER_URL to the one that owns the database."
        )
    if others := await _others(connection):
        raise ArchiveRefused(
            f"{others} other connections use this database. Stop `helpdesk serve` and `helpdesk worker` first; nothing "
            "was changed."
        )
    if force or await _is_left_by_a_restore(connection):
        return
    losses = [f"{count} {word}" for table, word in _LOSSES.items() if (count := await _count(connection, table))]
    if losses:
        raise ArchiveRefused(
            f"The database is not empty: {', '.join(losses)} would be lost. Nothing was changed; --force gives them up."
        )
    if installation_of(keyring) not in ("", installation):
        raise ArchiveRefused(
            f"The keyring at {keyring} is of another installation, and the backup brings its own. Move it away if "
            "another database needs it, or add --force to replace it. Nothing was changed."
        )


async def check_alone(connection: Any) -> None:
    """Refuse to go on while somebody is connected who came before the mark that stops every start was there.

    Such a connection was let in and would stay so; one that comes after the mark is refused (`restoration.admit`).

    raises  ArchiveRefused, before a single row is loaded
    """
    if others := await _others(connection):
        raise ArchiveRefused(
            f"{others} other connections came while the restore began, and nothing is loaded before their eyes. Stop "
            "`helpdesk serve` and `helpdesk worker`, and give the same restore again."
        )


async def _others(connection: Any) -> int:
    """Count who else is connected, once they had five seconds to go."""
    for _ in range(_LOOKS):
        if not await connection.fetchval(_OTHERS):
            return 0
        await asyncio.sleep(0.1)
    return int(await connection.fetchval(_OTHERS))


def installation_of(path: Path) -> str:
    """Give what all archives made with a keyring have in common; "" when there is none that can be read."""
    try:
        return read_keyring(path).blind_index("backup", "installation")[:16].hex()
    except KeyringRefused:
        return ""


async def _is_left_by_a_restore(connection: Any) -> bool:
    try:
        return bool(await connection.fetchval("SELECT count(*) FROM restoration WHERE finished_at IS NULL"))
    except asyncpg.UndefinedTableError:
        return False


async def _count(connection: Any, table: str) -> int:
    try:
        return int(await connection.fetchval(f"SELECT count(*) FROM {table}"))  # noqa: S608 - a name of ours
    except asyncpg.UndefinedTableError:
        return 0


async def keep_journal(connection: Any) -> None:
    """Put aside the journal of the database that is here, where clearing it leaves it: what was erased stays erased.

    What an interrupted restore has put aside stays there.
    """
    async with connection.transaction():
        await connection.execute("CREATE SCHEMA IF NOT EXISTS sitr_kept")
        await connection.execute(
            "CREATE TABLE IF NOT EXISTS sitr_kept.erasure_journal"
            " (mark bytea PRIMARY KEY, at timestamptz NOT NULL, receipt text)"
        )
        if await connection.fetchval("SELECT to_regclass('public.erasure_journal')"):
            await connection.execute(
                "INSERT INTO sitr_kept.erasure_journal SELECT mark, at, receipt FROM public.erasure_journal"
                " ON CONFLICT DO NOTHING"
            )


async def take_journal(connection: Any) -> None:
    """Put what was put aside beside what came with the backup."""
    await connection.execute(
        "INSERT INTO erasure_journal SELECT mark, at, receipt FROM sitr_kept.erasure_journal ON CONFLICT DO NOTHING"
    )


async def forget_findings(connection: Any) -> None:
    """Take away the keyed hashes of what has no key: content from before it was erased or its time was over."""
    for table in ("ticket_lexeme", "ticket_lookup"):
        await connection.execute(
            f"DELETE FROM {table} WHERE NOT EXISTS (SELECT FROM owner_key WHERE owner = {table}.ticket)"  # noqa: S608
        )


async def clear(connection: Any) -> None:
    """Drop every table, view and function of ours, all or none."""
    kinds = {"r": "TABLE", "v": "VIEW", "S": "SEQUENCE"}
    async with connection.transaction():
        for row in await connection.fetch(_RELATIONS):
            await connection.execute(f"DROP {kinds[row['kind']]} IF EXISTS {row['name']} CASCADE")
        for row in await connection.fetch(_FUNCTIONS):
            await connection.execute(f"DROP FUNCTION IF EXISTS {row['name']} CASCADE")
