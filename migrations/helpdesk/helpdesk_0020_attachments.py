"""Files of messages, cleaned and encrypted, without a name; and of how many tickets a retention run took them."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0020"
VERSION = "1.38.0"
DESCRIPTION = "Attachments"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE ticket_attachment (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        message uuid NOT NULL REFERENCES ticket_message (id) ON DELETE CASCADE ON UPDATE CASCADE,
        number smallint NOT NULL DEFAULT 0,
        kind text NOT NULL DEFAULT '',
        size integer NOT NULL DEFAULT 0,
        removed text NOT NULL DEFAULT '',
        is_sealed boolean NOT NULL DEFAULT true,
        details text[] NOT NULL DEFAULT '{{}}',
        content bytea,
        stored_at timestamptz NOT NULL,
        CONSTRAINT kind_is_known CHECK (kind IN ('jpeg', 'png', 'webp', 'gif', 'pdf', 'text')),
        CONSTRAINT removed_is_known CHECK (removed IN ('', 'location', 'details')),
        CONSTRAINT only_texts_are_redacted CHECK (is_sealed OR kind = 'text'),
        CONSTRAINT content_is_sealed CHECK (octet_length(content) BETWEEN 29 AND 134217728),
        CONSTRAINT one_number_a_ticket UNIQUE (ticket, number)
    )""",
    # ciphertext does not shrink: no time is spent on trying
    "ALTER TABLE ticket_attachment ALTER COLUMN content SET STORAGE EXTERNAL",
    "CREATE INDEX ticket_attachment_of_message ON ticket_attachment (message)",
    "CREATE INDEX ticket_attachment_kept ON ticket_attachment (ticket) WHERE content IS NOT NULL",
    "ALTER TABLE retention_run ADD COLUMN attachments integer NOT NULL DEFAULT 0",
)
DOWN = ("DROP TABLE ticket_attachment", "ALTER TABLE retention_run DROP COLUMN attachments")


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
