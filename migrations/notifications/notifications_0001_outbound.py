"""The outbox."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "notifications_0001"
VERSION = "1.38.0"
DESCRIPTION = "The outbox"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE outbound (
        id uuid PRIMARY KEY,
        kind text NOT NULL DEFAULT '',
        about uuid NOT NULL,
        recipient uuid NOT NULL,
        due_at timestamptz NOT NULL,
        attempts smallint NOT NULL DEFAULT 0,
        claim uuid,
        claimed_until timestamptz,
        promised_at timestamptz NOT NULL,
        settled_at timestamptz,
        outcome text
    )""",
    "CREATE INDEX outbound_due ON outbound (due_at, id) WHERE settled_at IS NULL",
    "CREATE INDEX outbound_about ON outbound (about) WHERE settled_at IS NULL",
)


class Raw(Table):
    """An empty table that carries SQL."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def up() -> None:
        for statement in UP:
            await Raw.raw(statement)

    async def down() -> None:
        await Raw.raw("DROP TABLE outbound")

    manager.add_raw(up)
    manager.add_raw_backwards(down)
    return manager
