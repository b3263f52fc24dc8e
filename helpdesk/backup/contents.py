"""Which table goes into which archive, in an order in which every row finds what it refers to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

# With these a backup's content can be read, and what was erased is known; all else is content.
KEYS = ("master_key", "owner_key", "erasure_receipt", "erasure_journal", "erasure_pending")
# Made anew: migrations by running them; who is signed in signs in again; a restore writes of itself.
LEFT_OUT = ("migration", "restoration", "staff_session", "setup_link", "requester_session", "sign_in_link")

_TABLES = """
    SELECT c.relname AS name, array_agg(a.attname ORDER BY a.attnum)::text[] AS columns,
        pg_table_size(c.oid) AS size,
        ARRAY(
            SELECT f.confrelid::regclass::text FROM pg_constraint f
            WHERE f.conrelid = c.oid AND f.contype = 'f' AND f.confrelid <> c.oid
        ) AS needs
    FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid
    WHERE c.relnamespace = 'public'::regnamespace AND c.relkind = 'r'
        AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    GROUP BY c.oid, c.relname ORDER BY c.relname
"""


@dataclass(frozen=True, slots=True)
class Source:
    """A table that is backed up; `size` in bytes on the disk."""

    name: str
    columns: tuple[str, ...]
    size: int


async def sources(connection: Any) -> Mapping[str, Sequence[Source]]:
    """Give the tables of each archive, "content" and "keys", referred ones first."""
    rows = {row["name"]: row for row in await connection.fetch(_TABLES) if row["name"] not in LEFT_OUT}
    ordered = [Source(name, tuple(rows[name]["columns"]), rows[name]["size"]) for name in _in_order(rows)]
    return {
        "content": [source for source in ordered if source.name not in KEYS],
        "keys": [source for source in ordered if source.name in KEYS],
    }


def _in_order(rows: Mapping[str, Any]) -> Sequence[str]:
    """Put tables in an order in which each comes after those that it refers to."""
    done: list[str] = []
    left = list(rows)
    while left:
        ready = [name for name in left if not {*rows[name]["needs"]} & {*left} - {name}]
        if not ready:
            raise RuntimeError("Tables refer to each other in a circle; they cannot be backed up one by one.")
        done += ready
        left = [name for name in left if name not in ready]
    return done
