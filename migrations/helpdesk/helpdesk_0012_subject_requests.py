"""Requests about one's own data, the links that prove them, limits of use, and copies of what is held."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0012"
VERSION = "1.38.0"
DESCRIPTION = "Data subject requests"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE subject_request (
        id uuid PRIMARY KEY,
        number text NOT NULL DEFAULT '' UNIQUE,
        subject uuid NOT NULL,
        kind text NOT NULL DEFAULT '',
        way text NOT NULL DEFAULT 'portal',
        locale text NOT NULL DEFAULT 'en',
        law text NOT NULL DEFAULT 'eu',
        state text NOT NULL DEFAULT 'unproved',
        proof text NOT NULL DEFAULT '',
        words bytea,
        answer bytea,
        delay bytea,
        handler uuid,
        receipt text NOT NULL DEFAULT '',
        received_at timestamptz NOT NULL,
        proved_at timestamptz,
        due_on date NOT NULL,
        taken_at timestamptz,
        extended_at timestamptz,
        settled_at timestamptz,
        reminded_on date,
        CONSTRAINT kind_is_known CHECK (kind IN ('access', 'portability', 'rectification', 'erasure',
            'survey_objection', 'objection', 'restriction')),
        CONSTRAINT way_is_known CHECK (way IN ('portal', 'link', 'phone', 'letter')),
        CONSTRAINT state_is_known CHECK
            (state IN ('unproved', 'received', 'running', 'extended', 'answered', 'refused', 'withdrawn')),
        CONSTRAINT nothing_is_done_before_it_is_proved CHECK ((proved_at IS NULL) = (proof = '')),
        CONSTRAINT only_unproved_or_withdrawn_ones_lack_proof CHECK
            (proved_at IS NOT NULL OR state IN ('unproved', 'withdrawn')),
        CONSTRAINT what_is_settled_has_a_time CHECK
            ((state IN ('answered', 'refused', 'withdrawn')) = (settled_at IS NOT NULL)),
        CONSTRAINT refusals_say_why CHECK (state <> 'refused' OR answer IS NOT NULL),
        CONSTRAINT extensions_say_why CHECK ((extended_at IS NULL) = (delay IS NULL))
    )""",
    "CREATE INDEX subject_request_of ON subject_request (subject)",
    "CREATE INDEX subject_request_due ON subject_request (due_on) WHERE settled_at IS NULL",
    """
    CREATE TABLE subject_request_link (
        token_hash bytea PRIMARY KEY,
        request uuid NOT NULL REFERENCES subject_request (id) ON DELETE CASCADE ON UPDATE CASCADE,
        expires_at timestamptz NOT NULL
    )""",
    """
    CREATE TABLE processing_limit (
        request uuid PRIMARY KEY REFERENCES subject_request (id) ON DELETE CASCADE ON UPDATE CASCADE,
        subject uuid NOT NULL,
        since timestamptz NOT NULL,
        lifted_at timestamptz,
        lifted_by uuid
    )""",
    "CREATE INDEX processing_limit_of ON processing_limit (subject) WHERE lifted_at IS NULL",
    """
    CREATE TABLE access_package (
        request uuid PRIMARY KEY REFERENCES subject_request (id) ON DELETE CASCADE ON UPDATE CASCADE,
        subject uuid NOT NULL,
        state text NOT NULL DEFAULT 'waiting',
        done smallint NOT NULL DEFAULT 0,
        parts smallint NOT NULL DEFAULT 0,
        size bigint NOT NULL DEFAULT 0,
        ordered_at timestamptz NOT NULL,
        claimed_until timestamptz,
        ready_at timestamptz,
        expires_at timestamptz,
        fetched_at timestamptz,
        CONSTRAINT state_is_known CHECK (state IN ('waiting', 'ready', 'expired')),
        CONSTRAINT ready_ones_have_an_end CHECK ((state = 'waiting') = (expires_at IS NULL))
    )""",
    """
    CREATE TABLE access_package_piece (
        id uuid PRIMARY KEY,
        package uuid NOT NULL REFERENCES subject_request (id) ON DELETE CASCADE ON UPDATE CASCADE,
        number integer NOT NULL DEFAULT 0,
        sealed bytea NOT NULL,
        CONSTRAINT each_piece_once UNIQUE (package, number)
    )""",
)
DOWN = (
    "DROP TABLE access_package_piece",
    "DROP TABLE access_package",
    "DROP TABLE processing_limit CASCADE",
    "DROP TABLE subject_request_link",
    "DROP TABLE subject_request CASCADE",
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
