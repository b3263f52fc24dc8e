"""Legal holds, how much of a ticket is still kept, runs of the retention, figures that outlive the tickets."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0013"
VERSION = "1.38.0"
DESCRIPTION = "Legal holds and retention"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE legal_hold (
        id uuid PRIMARY KEY,
        number integer NOT NULL DEFAULT 0 UNIQUE,
        person uuid,
        tickets uuid[] NOT NULL DEFAULT '{{}}',
        from_day date,
        until_day date,
        reason bytea NOT NULL,
        is_silent boolean NOT NULL DEFAULT false,
        review_on date NOT NULL,
        reminded_of date,
        asked_by uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        confirmed_by uuid,
        confirmed_at timestamptz,
        declined_by uuid,
        declined_at timestamptz,
        lift_reason bytea,
        lift_asked_by uuid,
        lift_asked_at timestamptz,
        lifted_by uuid,
        lifted_at timestamptz,
        CONSTRAINT a_hold_holds_something CHECK
            (person IS NOT NULL OR tickets <> '{{}}' OR from_day IS NOT NULL OR until_day IS NOT NULL),
        CONSTRAINT days_are_in_order CHECK (until_day >= from_day),
        CONSTRAINT nobody_confirms_their_own CHECK (confirmed_by <> asked_by),
        CONSTRAINT nobody_lifts_alone CHECK (lifted_by <> lift_asked_by),
        CONSTRAINT steps_are_whole CHECK (
            (confirmed_by IS NULL) = (confirmed_at IS NULL) AND (declined_by IS NULL) = (declined_at IS NULL)
            AND (lift_asked_by IS NULL) = (lift_asked_at IS NULL) AND (lift_asked_by IS NULL) = (lift_reason IS NULL)
            AND (lifted_by IS NULL) = (lifted_at IS NULL)
        ),
        CONSTRAINT steps_are_in_order CHECK (
            (confirmed_at IS NULL OR declined_at IS NULL) AND (lift_asked_at IS NULL OR confirmed_at IS NOT NULL)
            AND (lifted_at IS NULL OR lift_asked_at IS NOT NULL)
        )
    )""",
    "ALTER TABLE ticket ADD COLUMN kept text NOT NULL DEFAULT 'all'",
    "ALTER TABLE ticket ADD COLUMN replied_at timestamptz",
    "ALTER TABLE ticket ADD CONSTRAINT kept_is_known CHECK (kept IN ('all', 'frame', 'figures'))",
    "ALTER TABLE ticket DROP CONSTRAINT text_is_sealed",
    """
    ALTER TABLE ticket ADD CONSTRAINT text_is_sealed CHECK (
        (kept <> 'all' OR octet_length(subject) BETWEEN 29 AND 4000) AND (kept = 'figures' OR octet_length(link) >= 29)
    )""",
    # what is due is a stretch of this index for each category and stage
    "CREATE INDEX ticket_due ON ticket (category, kept, closed_at, id) WHERE closed_at IS NOT NULL",
    # found from what is deleted, for the foreign keys
    "CREATE INDEX disclosure_request_value ON disclosure_request (value)",
    "CREATE INDEX ticket_assignment_ticket ON ticket_assignment (ticket)",
    """
    CREATE TABLE retention_run (
        id uuid PRIMARY KEY,
        began_at timestamptz NOT NULL,
        ended_at timestamptz,
        state text NOT NULL DEFAULT 'running',
        texts integer NOT NULL DEFAULT 0,
        pseudonym integer NOT NULL DEFAULT 0,
        rest integer NOT NULL DEFAULT 0,
        people integer NOT NULL DEFAULT 0,
        held integer NOT NULL DEFAULT 0,
        CONSTRAINT state_is_known CHECK (state IN ('running', 'done', 'stopped', 'failed')),
        CONSTRAINT what_ended_has_a_time CHECK ((state = 'running') = (ended_at IS NULL))
    )""",
    "CREATE INDEX retention_run_newest ON retention_run (began_at DESC)",
    """
    CREATE TABLE ticket_month (
        id uuid PRIMARY KEY,
        month date NOT NULL,
        what text NOT NULL DEFAULT '',
        category text NOT NULL DEFAULT '',
        team text NOT NULL DEFAULT '',
        reason text NOT NULL DEFAULT '',
        tickets integer NOT NULL DEFAULT 0,
        replied integer NOT NULL DEFAULT 0,
        seconds bigint NOT NULL DEFAULT 0,
        in_an_hour integer NOT NULL DEFAULT 0,
        in_four_hours integer NOT NULL DEFAULT 0,
        in_a_day integer NOT NULL DEFAULT 0,
        in_three_days integer NOT NULL DEFAULT 0,
        CONSTRAINT what_is_known CHECK (what IN ('opened', 'closed')),
        CONSTRAINT one_row_a_group UNIQUE (month, what, category, team, reason)
    )""",
)
DOWN = (
    "DROP TABLE ticket_month",
    "DROP TABLE retention_run",
    "DROP INDEX disclosure_request_value",
    "DROP INDEX ticket_assignment_ticket",
    "ALTER TABLE ticket DROP COLUMN kept CASCADE",
    "ALTER TABLE ticket DROP COLUMN replied_at",
    """
    ALTER TABLE ticket ADD CONSTRAINT text_is_sealed
        CHECK (octet_length(subject) BETWEEN 29 AND 4000 AND octet_length(link) >= 29) NOT VALID
    """,
    "DROP TABLE legal_hold CASCADE",
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
