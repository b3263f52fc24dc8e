"""Delivery that holds: faults and lapses are counted, failing routes are left alone, dead addresses are remembered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "notifications_0002"
VERSION = "1.38.0"
DESCRIPTION = "Faults, lapses, routes and suppression"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    ALTER TABLE outbound
        ADD COLUMN route text NOT NULL DEFAULT 'smtp',
        ADD COLUMN faults smallint NOT NULL DEFAULT 0,
        ADD COLUMN lapses smallint NOT NULL DEFAULT 0,
        ADD COLUMN tried_at timestamptz,
        ADD COLUMN reason text,
        ADD CONSTRAINT what_is_settled_has_an_outcome CHECK ((settled_at IS NULL) = (outcome IS NULL)),
        ADD CONSTRAINT outcome_is_known CHECK (outcome IN ('sent', 'withdrawn', 'failed', 'quarantined'))
    """,
    "CREATE INDEX outbound_sent ON outbound (recipient, settled_at) WHERE outcome = 'sent'",
    "CREATE INDEX outbound_settled ON outbound (settled_at) WHERE settled_at IS NOT NULL",
    "CREATE INDEX outbound_unsent ON outbound (about) WHERE outcome IN ('failed', 'quarantined')",
    "CREATE INDEX outbound_recipient ON outbound (recipient) WHERE settled_at IS NULL",
    """
    CREATE TABLE mail_suppression (
        address_hash bytea PRIMARY KEY,
        reason text NOT NULL DEFAULT '',
        since timestamptz NOT NULL
    )""",
    """
    CREATE TABLE mail_route (
        name text PRIMARY KEY,
        failures smallint NOT NULL DEFAULT 0,
        failing_since timestamptz NOT NULL,
        blocked_until timestamptz NOT NULL
    )""",
)
DOWN = (
    "DROP TABLE mail_route, mail_suppression",
    "DROP INDEX outbound_sent, outbound_settled, outbound_unsent, outbound_recipient",
    """
    ALTER TABLE outbound DROP CONSTRAINT what_is_settled_has_an_outcome, DROP CONSTRAINT outcome_is_known,
        DROP COLUMN route, DROP COLUMN faults, DROP COLUMN lapses, DROP COLUMN tried_at, DROP COLUMN reason
    """,
)


class Raw(Table):
    """An empty table that carries SQL."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="notifications", description=DESCRIPTION)

    async def up() -> None:
        for statement in UP:
            await Raw.raw(statement)

    async def down() -> None:
        for statement in DOWN:
            await Raw.raw(statement)

    manager.add_raw(up)
    manager.add_raw_backwards(down)
    return manager
