"""Erasure: receipts, the journal that a restore replays, and the mark of a restore that is under way."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0014"
VERSION = "1.38.0"
DESCRIPTION = "Erasure"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    "ALTER TABLE requester ALTER COLUMN email_hash DROP NOT NULL",  # of an erased one the row stays, empty
    """
    CREATE TABLE erasure_receipt (
        number text PRIMARY KEY,
        at timestamptz NOT NULL,
        tickets integer NOT NULL DEFAULT 0,
        messages integer NOT NULL DEFAULT 0,
        details integer NOT NULL DEFAULT 0,
        invitations integer NOT NULL DEFAULT 0,
        mails integer NOT NULL DEFAULT 0,
        waiting integer NOT NULL DEFAULT 0,
        CONSTRAINT numbers_are_not_negative CHECK
            (least(tickets, messages, details, invitations, mails, waiting) >= 0)
    )""",
    """
    CREATE TABLE erasure_journal (
        mark bytea PRIMARY KEY,
        at timestamptz NOT NULL,
        receipt text
    )""",
    """
    CREATE TABLE erasure_pending (
        requester uuid PRIMARY KEY,
        asked_at timestamptz NOT NULL,
        receipt text NOT NULL DEFAULT ''
    )""",
    """
    CREATE TABLE restoration (
        id uuid PRIMARY KEY,
        began_at timestamptz NOT NULL,
        content_made_at timestamptz NOT NULL,
        keys_made_at timestamptz NOT NULL,
        erased_again integer NOT NULL DEFAULT 0,
        finished_at timestamptz
    )""",
)
DOWN = (
    "DROP TABLE restoration, erasure_pending, erasure_journal, erasure_receipt",
    "UPDATE requester SET email_hash = decode('00', 'hex') || uuid_send(id) WHERE email_hash IS NULL",
    "ALTER TABLE requester ALTER COLUMN email_hash SET NOT NULL",
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
