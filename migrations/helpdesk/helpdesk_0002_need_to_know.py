"""What the second wall needs: the categories' rules in the database, counted openings, the system's own sights."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0002"
VERSION = "1.38.0"
DESCRIPTION = "Rules of categories, counted openings, the system's own sights"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE category_rule (
        category text PRIMARY KEY NOT NULL,
        text_for text NOT NULL DEFAULT 'assignee',
        CONSTRAINT readers_are_known CHECK (text_for IN ('desk', 'team', 'assignee'))
    )""",
    "ALTER TABLE sealed_value ADD COLUMN destroyed_at timestamptz",
    "ALTER TABLE sealed_value ADD COLUMN openings smallint NOT NULL DEFAULT 0",
    "UPDATE sealed_value SET destroyed_at = sealed_at WHERE ciphertext IS NULL",
    "ALTER TABLE sealed_value ADD CONSTRAINT destroyed_values_have_a_time"
    " CHECK ((ciphertext IS NULL) = (destroyed_at IS NOT NULL))",
    "ALTER TABLE disclosure ADD COLUMN times integer NOT NULL DEFAULT 1",
    "ALTER TABLE disclosure ADD COLUMN last_at timestamptz",
    "CREATE UNIQUE INDEX disclosure_by_the_system ON disclosure (value, about, purpose)"
    " WHERE purpose IN ('delivery', 'recognition')",
)

DOWN = (
    "DROP TABLE category_rule",
    "DROP INDEX disclosure_by_the_system",
    "ALTER TABLE disclosure DROP COLUMN times, DROP COLUMN last_at",
    "ALTER TABLE sealed_value DROP COLUMN destroyed_at, DROP COLUMN openings",
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
