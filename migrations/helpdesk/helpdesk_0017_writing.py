"""Writing at the desk: drafts, replies that can be taken back, macros, who is looking, the switch for single keys."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0017"
VERSION = "1.38.0"
DESCRIPTION = "Writing at the desk"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    "ALTER TABLE ticket_message ADD COLUMN direction text NOT NULL DEFAULT 'auto'",
    "ALTER TABLE ticket_message ADD COLUMN visible_at timestamptz",
    """
    ALTER TABLE ticket_message ADD CONSTRAINT direction_is_known CHECK (direction IN ('auto', 'ltr', 'rtl'))
    """,
    "ALTER TABLE staff ADD COLUMN single_keys boolean NOT NULL DEFAULT true",
    """
    CREATE TABLE reply_draft (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        mode text NOT NULL DEFAULT '',
        body bytea NOT NULL,
        direction text NOT NULL DEFAULT 'auto',
        saved_at timestamptz NOT NULL,
        message uuid,
        CONSTRAINT mode_is_known CHECK (mode IN ('reply', 'note')),
        CONSTRAINT one_of_each UNIQUE (ticket, staff, mode)
    )""",
    "CREATE INDEX reply_draft_sent ON reply_draft (saved_at) WHERE message IS NOT NULL",
    # unlogged: who looks at what is gone with a crash, and never in the write-ahead log
    """
    CREATE UNLOGGED TABLE ticket_presence (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        seen_until timestamptz NOT NULL,
        writes_until timestamptz,
        CONSTRAINT one_a_person UNIQUE (ticket, staff)
    )""",
    """
    CREATE TABLE macro (
        id uuid PRIMARY KEY,
        name_en text NOT NULL DEFAULT '',
        name_ar text NOT NULL DEFAULT '',
        body_en text NOT NULL DEFAULT '',
        body_ar text NOT NULL DEFAULT '',
        saved_at timestamptz NOT NULL,
        CONSTRAINT texts_are_there CHECK (name_en <> '' AND name_ar <> '' AND body_en <> '' AND body_ar <> '')
    )""",
)
DOWN = (
    "DROP TABLE macro",
    "DROP TABLE ticket_presence",
    "DROP TABLE reply_draft",
    "ALTER TABLE staff DROP COLUMN single_keys",
    "ALTER TABLE ticket_message DROP COLUMN visible_at",
    "ALTER TABLE ticket_message DROP COLUMN direction",
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
