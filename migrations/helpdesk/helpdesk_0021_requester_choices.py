"""What requesters choose: the digits they read, and whether they may be asked how a request went."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0021"
VERSION = "1.38.0"
DESCRIPTION = "What requesters choose"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    ALTER TABLE requester ADD COLUMN digits text NOT NULL DEFAULT 'latn',
        ADD CONSTRAINT digits_are_known CHECK (digits IN ('latn', 'arab'))""",
    "ALTER TABLE ticket ADD COLUMN survey_agreed boolean NOT NULL DEFAULT false",
)
DOWN = ("ALTER TABLE ticket DROP COLUMN survey_agreed", "ALTER TABLE requester DROP COLUMN digits")


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
