"""Brings the schema and the second wall (walls.sql) to their newest state, safely from several processes at once."""

import contextlib
import functools
import hashlib
import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import asyncpg

from piccolo_conf import DB, OWNER, RUNTIME, on_behalf_of

_LOCK = 7_234_981  # any number, as long as everybody takes the same
_WALLS = Path(__file__).with_name("walls.sql")
_MIGRATIONS = Path(__file__).parents[1] / "migrations"
_MARK = "SELECT obj_description(to_regprocedure('actor_kind()'), 'pg_proc')"


async def migrate(*, to: Mapping[str, str] | None = None) -> None:
    """Run what is pending, one process at a time, as the login that owns the tables.

    to      app -> its last migration to run, and no walls yet: the schema that a backup was made of
    raises  RuntimeError when something fails, with what to do; what it had done is rolled back
    """
    with on_behalf_of(OWNER):
        connection = await DB.get_new_connection()
        try:
            await _check_login(connection)
            await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
            await _make_role(connection)
            for app, last in to.items() if to else {"all": "all"}.items():
                await _run_migrations(app, last)
            if to is None and await connection.fetchval(_MARK) != _walls()[1]:
                await build_walls(connection)
        finally:
            await connection.close()


async def _run_migrations(app: str, last: str) -> None:
    from piccolo.apps.migrations.commands.forwards import run_forwards  # late: half a second that no request needs

    with contextlib.redirect_stdout(io.StringIO()) as said:
        result = await run_forwards(app, last)
    if not result.success:
        raise RuntimeError(f"A migration failed: {result.message or said.getvalue()[-200:]}")


def known_migrations() -> set[str]:
    """Give the ids of the migrations that this version has: `helpdesk_0001` of `helpdesk_0001_first_tables.py`."""
    return {"_".join(path.stem.split("_")[:2]) for path in _MIGRATIONS.glob("*/*_[0-9][0-9][0-9][0-9]_*.py")}


async def _check_login(connection: Any) -> None:
    """Refuse a login that may not make tables; raises RuntimeError with what to set."""
    if not await connection.fetchval("SELECT has_schema_privilege('public', 'CREATE')"):
        raise RuntimeError(
            "This login may not make tables. Set HELPDESK_OWNER_URL to the login that owns the database; "
            "HELPDESK_DATABASE_URL stays what everything else runs as."
        )


async def _make_role(connection: Any) -> None:
    """Make the role that everything runs as, and let our login take it; raises RuntimeError with what to ask for."""
    try:
        if not await connection.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", RUNTIME):
            await connection.execute(f"CREATE ROLE {RUNTIME}")
        if not await connection.fetchval("SELECT pg_has_role(current_user, $1, 'MEMBER')", RUNTIME):
            await connection.execute(f"GRANT {RUNTIME} TO CURRENT_USER")
    except asyncpg.InsufficientPrivilegeError:
        user = await connection.fetchval("SELECT quote_ident(current_user)")
        raise RuntimeError(
            f"This login may not make the role {RUNTIME}. Let the database's administrator run once: "
            f"CREATE ROLE {RUNTIME}; GRANT {RUNTIME} TO {user};"
        ) from None


async def build_walls(connection: Any) -> None:
    """Put grants, row-level security and guarded functions in place, all or nothing."""
    statements, mark = _walls()
    async with connection.transaction():
        await connection.execute("SET LOCAL lock_timeout = '5s'")
        await connection.execute(statements)
        await connection.execute(f"COMMENT ON FUNCTION actor_kind() IS '{mark}'")


@functools.cache
def _walls() -> tuple[str, str]:
    """Give the statements, and the mark that says that these are in place."""
    statements = _WALLS.read_text("utf-8")
    return statements, f"walls {hashlib.sha256(statements.encode()).hexdigest()[:16]}"


async def pending() -> int:
    """Count the migrations that have not run yet, and the walls if others stand; -1 when the database is away."""
    from piccolo.apps.migrations.commands.check import CheckMigrationManager

    try:
        not_run = int(await CheckMigrationManager("all").havent_ran_count())
        return not_run + (not await walls_stand())
    except (OSError, asyncpg.PostgresError):
        return -1


async def walls_stand() -> bool:
    """Say whether the grants and policies in the database are the ones of this version."""
    async with DB.transaction() as transaction:
        return bool(await transaction.connection.fetchval(_MARK) == _walls()[1])
