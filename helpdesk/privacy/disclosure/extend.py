"""Give a disclosure that runs more time; the database writes it down as a row of its own, twice at most."""

from datetime import datetime, timedelta
from uuid import UUID

import asyncpg

from helpdesk.errors import ExtendedTooOften, NotFound
from helpdesk.ids import new_id
from helpdesk.privacy.disclosure.tables import Extension
from named_sql import statements
from piccolo_conf import DB

EXTENSIONS = 2  # of one disclosure; walls.sql counts
_SQL = statements(__file__)


async def extend(disclosure: UUID, *, by: timedelta, now: datetime) -> datetime:
    """Let what whoever acts has open run on; gives the new end.

    raises   NotFound when nothing of theirs runs under this id, ExtendedTooOften the third time
    effects  one extension
    """
    try:
        async with DB.transaction():
            rows = await Extension.raw(_SQL["extend"], new_id(), disclosure, by, now)
    except asyncpg.ProgramLimitExceededError:
        raise ExtendedTooOften from None
    until: datetime | None = rows[0]["until"]
    if until is None:
        raise NotFound
    return until
