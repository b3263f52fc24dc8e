"""What tickets are found by (keyed hashes only), and tickets merged into another."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0005"
VERSION = "1.38.0"
DESCRIPTION = "Search over keyed hashes, merged tickets"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE ticket_lexeme (
        ticket uuid PRIMARY KEY REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        version smallint NOT NULL DEFAULT 0,
        words bigint[] NOT NULL DEFAULT '{}',
        note_words bigint[] NOT NULL DEFAULT '{}'
    )""",
    "CREATE INDEX ticket_lexeme_words ON ticket_lexeme USING gin (words, note_words)",
    # which words are frequent decides whether to walk the newest tickets or the index
    "ALTER TABLE ticket_lexeme ALTER COLUMN words SET STATISTICS 1000",
    """
    CREATE TABLE ticket_lookup (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        kind text NOT NULL DEFAULT '',
        hash bytea NOT NULL
    )""",
    "CREATE INDEX ticket_lookup_hash ON ticket_lookup (kind, hash)",
    "CREATE INDEX ticket_lookup_ticket ON ticket_lookup (ticket)",
    """
    CREATE TABLE ticket_merger (
        ticket uuid PRIMARY KEY REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        target uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        told text NOT NULL DEFAULT '',
        agent uuid NOT NULL REFERENCES staff (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        merged_at timestamptz NOT NULL,
        settled_at timestamptz,
        CONSTRAINT tickets_are_two CHECK (ticket <> target)
    )""",
    "CREATE INDEX ticket_merger_target ON ticket_merger (target)",
    # search sorts by newest activity over both states
    "CREATE INDEX ticket_newest ON ticket (active_at DESC, id DESC)",
)

DOWN = (
    "DROP INDEX ticket_newest",
    "DROP TABLE ticket_merger",
    "DROP TABLE ticket_lookup",
    "DROP TABLE ticket_lexeme CASCADE",  # and the view of walls.sql
)


class Raw(Table):
    """An empty table that carries SQL."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="helpdesk", description=DESCRIPTION)

    async def up() -> None:
        for statement in UP:
            await Raw.raw(statement.replace("{", "{{").replace("}", "}}"))

    async def down() -> None:
        for statement in DOWN:
            await Raw.raw(statement)

    manager.add_raw(up)
    manager.add_raw_backwards(down)
    return manager
