"""Disclosures to authorities: demands, who agreed, gags, what was given, packages."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0015b"
VERSION = "1.38.0"
DESCRIPTION = "Lawful disclosures"

_OF = "uuid NOT NULL REFERENCES lawful_request (id) ON DELETE CASCADE ON UPDATE CASCADE"
UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE lawful_request (
        id uuid PRIMARY KEY,
        number integer NOT NULL UNIQUE DEFAULT 0,
        person uuid,
        tickets uuid[] NOT NULL DEFAULT '{{}}',
        from_day date,
        until_day date,
        kinds text[] NOT NULL DEFAULT '{{}}',
        named text[] NOT NULL DEFAULT '{{}}',
        with_texts boolean NOT NULL DEFAULT false,
        with_notes boolean NOT NULL DEFAULT false,
        words bytea NOT NULL,
        approvals smallint NOT NULL DEFAULT 1,
        asked_by uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        approved_at timestamptz,
        expires_at timestamptz NOT NULL,
        declined_at timestamptz,
        released_at timestamptz,
        told_at timestamptz,
        CONSTRAINT something_is_asked_for CHECK (person IS NOT NULL OR tickets <> '{{}}'),
        CONSTRAINT days_are_in_order CHECK (until_day >= from_day),
        CONSTRAINT one_other_or_two CHECK (approvals IN (1, 2)),
        CONSTRAINT only_what_was_approved_is_released CHECK (
            (approved_at IS NULL OR declined_at IS NULL) AND (released_at IS NULL OR approved_at IS NOT NULL)
            AND (told_at IS NULL OR released_at IS NOT NULL))
    )""",
    f"""
    CREATE TABLE lawful_decision (
        id uuid PRIMARY KEY,
        request {_OF},
        by uuid NOT NULL,
        decision text NOT NULL DEFAULT '',
        reason bytea,
        at timestamptz NOT NULL,
        CONSTRAINT decision_is_known CHECK (decision IN ('approved', 'declined')),
        CONSTRAINT refusals_say_why CHECK (decision = 'approved' OR reason IS NOT NULL),
        CONSTRAINT each_decides_once UNIQUE (request, by)
    )""",
    f"""
    CREATE TABLE lawful_gag (
        id uuid PRIMARY KEY,
        request {_OF},
        until date NOT NULL,
        reason bytea NOT NULL,
        asked_by uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        decision text,
        decided_by uuid,
        decided_at timestamptz,
        CONSTRAINT decision_is_known CHECK (decision IN ('approved', 'declined')),
        CONSTRAINT decisions_are_whole CHECK (
            (decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)),
        CONSTRAINT nobody_decides_their_own CHECK (decided_by <> asked_by)
    )""",
    "CREATE INDEX lawful_gag_request ON lawful_gag (request, asked_at)",
    f"""
    CREATE TABLE lawful_given (
        id uuid PRIMARY KEY,
        request {_OF},
        ticket uuid NOT NULL,
        details text[] NOT NULL DEFAULT '{{{{}}}}',
        messages integer NOT NULL DEFAULT 0,
        at timestamptz NOT NULL,
        CONSTRAINT given_once_a_ticket UNIQUE (request, ticket)
    )""",
    "CREATE INDEX lawful_given_ticket ON lawful_given (ticket)",
    f"CREATE TABLE lawful_opening (disclosure uuid PRIMARY KEY, request {_OF})",
    """
    CREATE TABLE lawful_package (
        request uuid PRIMARY KEY REFERENCES lawful_request (id) ON DELETE CASCADE ON UPDATE CASCADE,
        content bytea,
        manifest bytea NOT NULL,
        sha256 bytea NOT NULL,
        made_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        fetched_at timestamptz
    )""",
)
DOWN = (
    "DROP TABLE lawful_package",
    "DROP TABLE lawful_opening CASCADE",
    "DROP TABLE lawful_given",
    "DROP TABLE lawful_gag",
    "DROP TABLE lawful_decision",
    "DROP TABLE lawful_request CASCADE",
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
