"""Tickets found by exact private values, refused openings written down, and what macros do besides their text."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0022"
VERSION = "1.38.0"
DESCRIPTION = "Exact values, refused openings, effects of macros"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    DELETE FROM ticket_lookup a USING ticket_lookup b
    WHERE a.ticket = b.ticket AND a.kind = b.kind AND a.hash = b.hash AND a.id > b.id
    """,
    "ALTER TABLE ticket_lookup ADD CONSTRAINT exact_values_once UNIQUE (ticket, kind, hash)",
    "DROP INDEX ticket_lookup_ticket",
    """
    CREATE TABLE value_search (
        id uuid PRIMARY KEY,
        ticket uuid REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        team text NOT NULL DEFAULT '',
        kind text NOT NULL DEFAULT '',
        purpose text NOT NULL DEFAULT '',
        at timestamptz NOT NULL,
        CONSTRAINT kind_is_searched_for CHECK (kind IN ('email', 'phone', 'iban', 'national-id', 'domain'))
    )""",
    "CREATE INDEX value_search_ticket ON value_search (ticket)",
    "CREATE INDEX value_search_newest ON value_search (at DESC)",
    """
    CREATE TABLE disclosure_refusal (
        id uuid PRIMARY KEY,
        ticket uuid REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        role text NOT NULL DEFAULT '',
        kind text NOT NULL DEFAULT '',
        reason text NOT NULL DEFAULT '',
        at timestamptz NOT NULL
    )""",
    "CREATE INDEX disclosure_refusal_ticket ON disclosure_refusal (ticket)",
    "CREATE INDEX disclosure_refusal_newest ON disclosure_refusal (at DESC)",
    """
    ALTER TABLE macro
        ADD COLUMN status text NOT NULL DEFAULT '',
        ADD COLUMN wake_days smallint NOT NULL DEFAULT 0,
        ADD COLUMN priority text NOT NULL DEFAULT '',
        ADD COLUMN team text NOT NULL DEFAULT '',
        ADD COLUMN tags uuid[] NOT NULL DEFAULT '{{}}',
        ADD CONSTRAINT status_is_known CHECK (status IN ('', 'open', 'pending')),
        ADD CONSTRAINT only_waiting_wakes
            CHECK ((status = 'pending') = (wake_days BETWEEN 1 AND 366) AND wake_days >= 0),
        ADD CONSTRAINT priority_is_known CHECK (priority IN ('', 'low', 'normal', 'high', 'urgent'))
    """,
    "ALTER TABLE undo_step ADD COLUMN message uuid",
)
DOWN = (
    "ALTER TABLE undo_step DROP COLUMN message",
    """
    ALTER TABLE macro DROP COLUMN status, DROP COLUMN wake_days, DROP COLUMN priority, DROP COLUMN team,
        DROP COLUMN tags
    """,
    "DROP TABLE disclosure_refusal CASCADE",
    "DROP TABLE value_search CASCADE",
    "CREATE INDEX ticket_lookup_ticket ON ticket_lookup (ticket)",
    "ALTER TABLE ticket_lookup DROP CONSTRAINT exact_values_once",
    "DELETE FROM ticket_lookup WHERE kind <> 'domain'",
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
