"""Disclosures that take two people, get more time, are counted and looked over; break-glass."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0006"
VERSION = "1.38.0"
DESCRIPTION = "Extensions, second persons, reviews, alarms, break-glass"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    "ALTER TABLE category_rule ADD COLUMN at_once text[] NOT NULL DEFAULT '{{}}'",
    "ALTER TABLE category_rule ADD COLUMN two_person text[] NOT NULL DEFAULT '{{}}'",
    "ALTER TABLE category_rule ADD COLUMN never text[] NOT NULL DEFAULT '{{}}'",
    """
    CREATE TABLE disclosure_extension (
        id uuid PRIMARY KEY,
        disclosure uuid NOT NULL REFERENCES disclosure (id) ON DELETE CASCADE ON UPDATE CASCADE,
        number smallint NOT NULL DEFAULT 0,
        until_before timestamptz NOT NULL,
        until timestamptz NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT twice_at_most CHECK (number BETWEEN 1 AND 2)
    )""",
    "CREATE UNIQUE INDEX disclosure_extension_number ON disclosure_extension (disclosure, number)",
    """
    CREATE TABLE disclosure_request (
        id uuid PRIMARY KEY,
        value uuid NOT NULL REFERENCES sealed_value (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        about uuid NOT NULL,
        name text NOT NULL DEFAULT '',
        kind text NOT NULL DEFAULT '',
        number smallint NOT NULL DEFAULT 0,
        purpose text NOT NULL DEFAULT '',
        reason bytea,
        asked_by uuid NOT NULL,
        team text NOT NULL DEFAULT '',
        asked_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        decision text,
        decided_by uuid,
        decided_at timestamptz,
        disclosure uuid UNIQUE REFERENCES disclosure (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        CONSTRAINT decision_is_known CHECK (decision IN ('approved', 'declined')),
        CONSTRAINT decisions_are_whole
            CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
        CONSTRAINT nobody_decides_their_own CHECK (decided_by <> asked_by),
        CONSTRAINT only_approved_requests_open CHECK (disclosure IS NULL OR decision = 'approved')
    )""",
    "CREATE INDEX disclosure_request_about ON disclosure_request (about, asked_at)",
    "CREATE INDEX disclosure_request_waiting ON disclosure_request (asked_at) WHERE decision IS NULL",
    """
    CREATE TABLE disclosure_review (
        id uuid PRIMARY KEY,
        disclosure uuid NOT NULL UNIQUE REFERENCES disclosure (id) ON DELETE CASCADE ON UPDATE CASCADE,
        reviewer uuid NOT NULL,
        verdict text NOT NULL DEFAULT '',
        note bytea,
        at timestamptz NOT NULL,
        CONSTRAINT verdict_is_known CHECK (verdict IN ('approved', 'flagged')),
        CONSTRAINT flags_say_why CHECK (verdict = 'approved' OR note IS NOT NULL)
    )""",
    """
    CREATE TABLE disclosure_alarm (
        id uuid PRIMARY KEY,
        staff uuid NOT NULL,
        openings integer NOT NULL DEFAULT 0,
        at timestamptz NOT NULL
    )""",
    "CREATE INDEX disclosure_alarm_staff ON disclosure_alarm (staff, at)",
    "CREATE INDEX disclosure_by_person ON disclosure (staff, opened_at)"
    " WHERE purpose NOT IN ('assigned', 'delivery', 'recognition')",
    """
    CREATE TABLE break_glass (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        reason bytea NOT NULL,
        role text NOT NULL DEFAULT '',
        asked_by uuid NOT NULL REFERENCES staff (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        asked_at timestamptz NOT NULL,
        decision text,
        decided_by uuid REFERENCES staff (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        decided_at timestamptz,
        expires_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT decision_is_known CHECK (decision IN ('approved', 'declined')),
        CONSTRAINT decisions_are_whole
            CHECK ((decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
        CONSTRAINT nobody_decides_their_own CHECK (decided_by <> asked_by),
        CONSTRAINT only_what_was_approved_runs
            CHECK ((decision IS NOT DISTINCT FROM 'approved') = (expires_at IS NOT NULL))
    )""",
    "CREATE INDEX break_glass_ticket ON break_glass (ticket)",
    "CREATE INDEX break_glass_asked_by ON break_glass (asked_by, asked_at)",
)

# What row-level security made of these tables goes first; walls.sql puts it back.
DOWN = (
    "DROP FUNCTION IF EXISTS behind_glass() CASCADE",
    "DROP TABLE break_glass CASCADE",
    "DROP INDEX disclosure_by_person",
    "DROP TABLE disclosure_alarm",
    "DROP TABLE disclosure_review CASCADE",
    "DROP TABLE disclosure_request CASCADE",
    "DROP TABLE disclosure_extension",
    "DROP POLICY IF EXISTS to_the_assignee ON disclosure",
    "ALTER TABLE category_rule DROP COLUMN at_once, DROP COLUMN two_person, DROP COLUMN never",
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
