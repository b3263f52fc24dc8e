"""How staff come in: second factors, recovery codes, sessions with a stage, links of two sorts, a person's digits."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0018"
VERSION = "1.38.0"
DESCRIPTION = "Second factor"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    ALTER TABLE staff ADD COLUMN active_on date, ADD COLUMN digits text NOT NULL DEFAULT 'latn',
        ADD CONSTRAINT digits_are_known CHECK (digits IN ('latn', 'arab'))
    """,
    """
    ALTER TABLE staff_session ADD COLUMN stage text NOT NULL DEFAULT 'open', ADD COLUMN used_at timestamptz,
        ADD COLUMN proved_at timestamptz,
        ADD CONSTRAINT stage_is_known CHECK (stage IN ('code', 'enrol', 'open'))
    """,
    "UPDATE staff_session SET used_at = opened_at, proved_at = opened_at",
    "ALTER TABLE staff_session ALTER COLUMN used_at SET NOT NULL, ALTER COLUMN proved_at SET NOT NULL",
    """
    ALTER TABLE setup_link ADD COLUMN sort text NOT NULL DEFAULT 'setup',
        ADD CONSTRAINT sort_is_known CHECK (sort IN ('setup', 'reset'))
    """,
    """
    CREATE TABLE second_factor (
        staff uuid PRIMARY KEY REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        secret bytea,
        offered bytea,
        since timestamptz,
        last_step bigint NOT NULL DEFAULT 0,
        failures integer NOT NULL DEFAULT 0,
        wait_until timestamptz,
        CONSTRAINT a_secret_has_its_day CHECK ((secret IS NULL) = (since IS NULL))
    )""",
    """
    CREATE TABLE recovery_code (
        id uuid PRIMARY KEY,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        code_hash bytea NOT NULL,
        CONSTRAINT each_code_once UNIQUE (staff, code_hash)
    )""",
)
DOWN = (
    "DROP TABLE recovery_code",
    "DROP TABLE second_factor",
    "ALTER TABLE setup_link DROP COLUMN sort",
    "DELETE FROM staff_session WHERE stage <> 'open'",
    "ALTER TABLE staff_session DROP COLUMN stage, DROP COLUMN used_at, DROP COLUMN proved_at",
    "ALTER TABLE staff DROP COLUMN active_on, DROP COLUMN digits",
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
