"""Queues: waiting tickets, priorities, tags, due times, saved filters, what was looked at, undo."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0016"
VERSION = "1.38.0"
DESCRIPTION = "Queues"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    ALTER TABLE ticket
        ADD COLUMN wake_at timestamptz,
        ADD COLUMN priority text NOT NULL DEFAULT 'normal',
        ADD COLUMN tags uuid[] NOT NULL DEFAULT '{{}}',
        ADD COLUMN heard_at timestamptz,
        ADD COLUMN answered_at timestamptz,
        ADD COLUMN solve_from timestamptz,
        ADD COLUMN solve_used bigint NOT NULL DEFAULT 0,
        ADD COLUMN due_at timestamptz NOT NULL DEFAULT '9999-12-31 00:00:00+00',
        ADD COLUMN due_rules bigint NOT NULL DEFAULT 0,
        DROP CONSTRAINT status_is_known,
        ADD CONSTRAINT status_is_known CHECK (status IN ('open', 'pending', 'closed')),
        ADD CONSTRAINT only_pending_tickets_wake CHECK ((status = 'pending') = (wake_at IS NOT NULL)),
        ADD CONSTRAINT priority_is_known CHECK (priority IN ('low', 'normal', 'high', 'urgent'))
    """,
    # what the threads say of the tickets there are; the worker reckons their due times, since `due_rules` is 0
    """
    UPDATE ticket SET
        heard_at = coalesce((SELECT max(m.posted_at) FROM ticket_message m
            WHERE m.ticket = ticket.id AND m.author IS NULL), opened_at),
        answered_at = least(closed_at, (SELECT min(m.posted_at) FROM ticket_message m
            WHERE m.ticket = ticket.id AND m.author IS NOT NULL AND m.audience = 'everyone')),
        solve_from = CASE WHEN status = 'open' THEN opened_at END
    """,
    # one index for each queue by due time, and the closed one by activity; the older ones serve by activity
    "CREATE INDEX ticket_due_all ON ticket (due_at, id) WHERE closed_at IS NULL",
    "CREATE INDEX ticket_due_unassigned ON ticket (status, due_at, id) WHERE closed_at IS NULL AND assignee IS NULL",
    "CREATE INDEX ticket_due_mine ON ticket (assignee, status, due_at, id) WHERE closed_at IS NULL",
    "CREATE INDEX ticket_due_team ON ticket (team, status, due_at, id) WHERE closed_at IS NULL",
    "CREATE INDEX ticket_due_status ON ticket (status, due_at, id) WHERE closed_at IS NULL",
    "CREATE INDEX ticket_active_all ON ticket (active_at DESC, id DESC) WHERE closed_at IS NULL",
    "CREATE INDEX ticket_wakes ON ticket (wake_at) WHERE status = 'pending'",
    """
    CREATE TABLE tag (
        id uuid PRIMARY KEY,
        name text NOT NULL,
        made_at timestamptz NOT NULL,
        retired_at timestamptz,
        CONSTRAINT names_are_short CHECK (char_length(name) BETWEEN 1 AND 40)
    )""",
    "CREATE UNIQUE INDEX tag_name ON tag (lower(name))",
    """
    CREATE TABLE saved_filter (
        id uuid PRIMARY KEY,
        owner uuid REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        name text NOT NULL,
        choice jsonb NOT NULL,
        made_at timestamptz NOT NULL,
        CONSTRAINT names_are_short CHECK (char_length(name) BETWEEN 1 AND 40)
    )""",
    "CREATE INDEX saved_filter_owner ON saved_filter (owner)",
    """
    CREATE TABLE ticket_seen (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        seen_at timestamptz NOT NULL,
        CONSTRAINT one_row_a_person UNIQUE (ticket, staff)
    )""",
    """
    CREATE TABLE undo_step (
        id uuid PRIMARY KEY,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        verb text NOT NULL,
        changes jsonb NOT NULL,
        made_at timestamptz NOT NULL,
        until timestamptz NOT NULL
    )""",
    "CREATE INDEX undo_step_staff ON undo_step (staff, made_at)",
)
DOWN = (
    "DROP TABLE undo_step",
    "DROP TABLE ticket_seen",
    "DROP TABLE saved_filter",
    "DROP TABLE tag",
    "UPDATE ticket SET status = 'open', wake_at = NULL WHERE status = 'pending'",
    """
    ALTER TABLE ticket
        DROP CONSTRAINT status_is_known,
        ADD CONSTRAINT status_is_known CHECK (status IN ('open', 'closed')),
        DROP COLUMN wake_at,
        DROP COLUMN priority,
        DROP COLUMN tags,
        DROP COLUMN heard_at,
        DROP COLUMN answered_at,
        DROP COLUMN solve_from,
        DROP COLUMN solve_used,
        DROP COLUMN due_at,
        DROP COLUMN due_rules
    """,
    "DROP INDEX IF EXISTS ticket_active_all",
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
