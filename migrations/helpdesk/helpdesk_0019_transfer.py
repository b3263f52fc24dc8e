"""Business transfers: who gets everything on what ground, who agreed, and of which tickets."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0019"
VERSION = "1.38.0"
DESCRIPTION = "Business transfer"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE business_transfer (
        id uuid PRIMARY KEY,
        number integer NOT NULL UNIQUE DEFAULT 0,
        successor text NOT NULL DEFAULT '',
        ground text NOT NULL DEFAULT '',
        recipient text NOT NULL DEFAULT '',
        asked_by uuid NOT NULL,
        asked_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        approved_by uuid,
        approved_at timestamptz,
        declined_by uuid,
        declined_at timestamptz,
        claimed_until timestamptz,
        persons_done integer NOT NULL DEFAULT 0,
        persons integer NOT NULL DEFAULT 0,
        tickets integer NOT NULL DEFAULT 0,
        details integer NOT NULL DEFAULT 0,
        left_out integer NOT NULL DEFAULT 0,
        ready_at timestamptz,
        manifest bytea,
        sha256 bytea,
        size bigint NOT NULL DEFAULT 0,
        fetched_at timestamptz,
        ended_at timestamptz,
        CONSTRAINT nobody_decides_their_own CHECK (approved_by <> asked_by AND declined_by <> asked_by),
        CONSTRAINT decisions_are_whole CHECK (
            (approved_by IS NULL) = (approved_at IS NULL) AND (declined_by IS NULL) = (declined_at IS NULL)
            AND (approved_at IS NULL OR declined_at IS NULL)
        ),
        CONSTRAINT only_what_was_agreed_to_is_made CHECK (
            (ready_at IS NULL OR approved_at IS NOT NULL) AND (fetched_at IS NULL OR ready_at IS NOT NULL)
        ),
        CONSTRAINT what_is_ready_has_its_hashes CHECK (
            (ready_at IS NULL) = (manifest IS NULL) AND (ready_at IS NULL) = (sha256 IS NULL)
        )
    )""",
    """
    CREATE TABLE business_transfer_given (
        id uuid PRIMARY KEY,
        transfer uuid NOT NULL REFERENCES business_transfer (id) ON DELETE CASCADE ON UPDATE CASCADE,
        ticket uuid NOT NULL,
        details text[] NOT NULL DEFAULT '{{}}',
        messages integer NOT NULL DEFAULT 0,
        CONSTRAINT passed_once_a_ticket UNIQUE (transfer, ticket)
    )""",
    "CREATE INDEX business_transfer_given_of_a_ticket ON business_transfer_given (ticket)",
)
DOWN = ("DROP TABLE business_transfer_given CASCADE", "DROP TABLE business_transfer CASCADE")


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
