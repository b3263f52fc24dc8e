"""Details whose time came while a legal hold was on their owner: closed to everybody, gone when the hold is."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0023"
VERSION = "1.38.0"
DESCRIPTION = "Details that a hold keeps"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE held_value (
        id uuid PRIMARY KEY,
        owner uuid NOT NULL,
        name text NOT NULL DEFAULT '',
        kind text NOT NULL DEFAULT '',
        number smallint NOT NULL DEFAULT 0,
        digest bytea NOT NULL,
        ciphertext bytea NOT NULL,
        sealed_at timestamptz NOT NULL,
        set_aside_at timestamptz NOT NULL
    )""",
    "CREATE INDEX held_value_owner ON held_value (owner)",
)
DOWN = ("DROP TABLE held_value CASCADE",)


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
