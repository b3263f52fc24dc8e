"""The audit chain: what waits for its place, the links, the signed checkpoints; entries that exist wait."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0003"
VERSION = "1.38.0"
DESCRIPTION = "The audit chain: what waits, links, checkpoints"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    "CREATE TABLE audit_pending (entry uuid PRIMARY KEY, at timestamptz NOT NULL)",
    """
    CREATE TABLE audit_link (
        position bigint PRIMARY KEY,
        entry uuid NOT NULL UNIQUE,
        digest bytea NOT NULL,
        hash bytea NOT NULL,
        proof bytea NOT NULL,
        CONSTRAINT positions_begin_at_one CHECK (position >= 1)
    )""",
    """
    CREATE TABLE audit_checkpoint (
        number bigint PRIMARY KEY,
        size bigint NOT NULL UNIQUE,
        hash bytea NOT NULL,
        at timestamptz NOT NULL,
        key_id text NOT NULL DEFAULT '',
        signature bytea NOT NULL
    )""",
    "CREATE INDEX audit_checkpoint_at ON audit_checkpoint (at)",
    "CREATE INDEX audit_entry_actor ON audit_entry (actor, id)",
    "INSERT INTO audit_pending (entry, at) SELECT id, at FROM audit_entry",
)

DOWN = (
    "DROP INDEX audit_entry_actor",
    "DROP TABLE audit_checkpoint",
    "DROP TABLE audit_link",
    "DROP TABLE audit_pending",
)


class Raw(Table):
    """An empty table that carries SQL."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="helpdesk", description=DESCRIPTION)

    async def up() -> None:
        for statement in UP:
            await Raw.raw(statement)

    async def down() -> None:
        for statement in DOWN:
            await Raw.raw(statement)

    manager.add_raw(up)
    manager.add_raw_backwards(down)
    return manager
