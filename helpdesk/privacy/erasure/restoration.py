"""Whether a restore of this database is under way: until the journal was replayed, nothing is served."""

from typing import Any

from helpdesk.privacy.erasure.tables import Restoration
from piccolo_conf import RUNTIME


class RestoreUnfinished(ConnectionError):
    """What a new connection meets while a restore is under way; to everybody the database is away."""


async def is_unfinished() -> bool:
    """Say whether a restore began that has not ended; whoever asks."""
    return bool(await Restoration.exists().where(Restoration.finished_at.is_null()))


async def admit(connection: Any) -> None:
    """Look at a new connection of whoever serves or works; raises RestoreUnfinished.

    A restore loads nothing while somebody is connected who came before its mark (`place.check_alone`), so that who
    looks here at every connection sees none of what it has not erased again yet.
    """
    async with connection.transaction():
        await connection.execute("SELECT set_config('role', $1, true)", RUNTIME)
        if await connection.fetchval("SELECT EXISTS (SELECT FROM restoration WHERE finished_at IS NULL)"):
            raise RestoreUnfinished("a restore is not finished")
