"""Write the table of wrapped keys anew, so that no dead row of it stays in its file."""

import asyncpg

from piccolo_conf import DB, OWNER, on_behalf_of

_TRIES = 5


async def compact_keys() -> bool:
    """Compact `owner_key`; False when the rights or the traffic do not allow it. Pages wait for a moment meanwhile."""
    with on_behalf_of(OWNER):
        connection = await DB.get_new_connection()
    try:
        await connection.execute("SET lock_timeout = '1s'")
        before = await connection.fetchval("SELECT pg_relation_filenode('owner_key')")
        for _ in range(_TRIES):
            try:
                await connection.execute("VACUUM (FULL) owner_key")
                break
            except asyncpg.LockNotAvailableError:
                continue
            except asyncpg.InsufficientPrivilegeError:
                return False
        # without the right PostgreSQL warns and leaves the file as it is
        return bool(before != await connection.fetchval("SELECT pg_relation_filenode('owner_key')"))
    finally:
        await connection.close()
