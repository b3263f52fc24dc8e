"""Mails about one thing to one recipient keep their order: what was promised earlier is found by an index."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "notifications_0003"
VERSION = "1.38.0"
DESCRIPTION = "The order of mails about one thing"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    "CREATE INDEX outbound_order ON outbound (about, recipient, id) WHERE settled_at IS NULL",
    "DROP INDEX outbound_about",  # the beginning of the new one
)
DOWN = (
    "CREATE INDEX outbound_about ON outbound (about) WHERE settled_at IS NULL",
    "DROP INDEX outbound_order",
)


class Raw(Table):
    """An empty table that carries SQL."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def up() -> None:
        for statement in UP:
            await Raw.raw(statement)

    async def down() -> None:
        for statement in DOWN:
            await Raw.raw(statement)

    manager.add_raw(up)
    manager.add_raw_backwards(down)
    return manager
