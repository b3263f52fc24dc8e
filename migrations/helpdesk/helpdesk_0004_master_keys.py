"""Versions of the master key: a key can be wrapped only by a version that has a row, and a row in use cannot go."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0004"
VERSION = "1.38.0"
DESCRIPTION = "Versions of the master key, which wrapped keys refer to"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE master_key (
        version smallint PRIMARY KEY,
        made_at timestamptz NOT NULL
    )""",
    "INSERT INTO master_key (version, made_at) SELECT master, min(made_at) FROM owner_key GROUP BY master",
    """
    ALTER TABLE owner_key ADD FOREIGN KEY (master) REFERENCES master_key (version)
    ON DELETE RESTRICT ON UPDATE CASCADE""",
)
DOWN = (
    "DROP FUNCTION IF EXISTS hold_master(smallint, timestamptz)",
    "ALTER TABLE owner_key DROP CONSTRAINT owner_key_master_fkey",
    "DROP TABLE master_key",
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
