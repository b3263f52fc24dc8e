"""Brings the schema to its newest state, safely from several processes at once."""

import contextlib
import io

import asyncpg

from piccolo_conf import DB

_LOCK = 7_234_981  # any number, as long as everybody takes the same


async def migrate() -> None:
    """Run what is pending, one process at a time.

    raises  RuntimeError when a migration fails; what it had done is rolled back
    """
    from piccolo.apps.migrations.commands.forwards import run_forwards  # late: half a second that no request needs

    connection = await DB.get_new_connection()
    try:
        await connection.execute("SELECT pg_advisory_lock($1)", _LOCK)
        with contextlib.redirect_stdout(io.StringIO()) as said:
            result = await run_forwards("all")
    finally:
        await connection.close()
    if not result.success:
        raise RuntimeError(f"A migration failed: {result.message or said.getvalue()[-200:]}")


async def pending() -> int:
    """Count the migrations that have not run yet; -1 when the database does not answer."""
    from piccolo.apps.migrations.commands.check import CheckMigrationManager

    try:
        with contextlib.redirect_stdout(io.StringIO()):
            return int(await CheckMigrationManager("all").havent_ran_count())
    except (OSError, asyncpg.PostgresError):
        return -1
