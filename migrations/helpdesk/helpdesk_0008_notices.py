"""The language of mail to staff."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0008"
VERSION = "1.38.0"
DESCRIPTION = "The language of mail to staff"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    "ALTER TABLE staff ADD COLUMN locale text NOT NULL DEFAULT 'en'",
)
DOWN = ("ALTER TABLE staff DROP COLUMN locale",)


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
