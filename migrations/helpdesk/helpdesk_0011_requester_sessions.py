"""Requesters sign in by a mailed link, keep a language, change their address, close their own requests."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0011"
VERSION = "1.38.0"
DESCRIPTION = "Requester sessions"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    "ALTER TABLE requester ADD COLUMN locale text NOT NULL DEFAULT 'en'",
    """
    UPDATE requester SET locale = latest.locale FROM (
        SELECT DISTINCT ON (requester) requester, locale FROM ticket ORDER BY requester, opened_at DESC
    ) AS latest WHERE latest.requester = requester.id AND latest.locale IN ('en', 'ar')
    """,
    """
    CREATE TABLE requester_session (
        id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        requester uuid NOT NULL REFERENCES requester (id) ON DELETE CASCADE ON UPDATE CASCADE,
        opened_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
    )""",
    "CREATE INDEX requester_session_requester ON requester_session (requester)",
    """
    CREATE TABLE sign_in_link (
        promise uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        requester uuid NOT NULL REFERENCES requester (id) ON DELETE CASCADE ON UPDATE CASCADE,
        expires_at timestamptz NOT NULL
    )""",
    "CREATE INDEX sign_in_link_requester ON sign_in_link (requester)",
    """
    CREATE TABLE address_change (
        id uuid PRIMARY KEY,
        requester uuid NOT NULL REFERENCES requester (id) ON DELETE CASCADE ON UPDATE CASCADE,
        address bytea NOT NULL,
        email_hash bytea NOT NULL,
        token_hash bytea UNIQUE,
        expires_at timestamptz NOT NULL
    )""",
    "CREATE INDEX address_change_requester ON address_change (requester)",
    "CREATE INDEX ticket_requester_newest ON ticket (requester, active_at DESC, id DESC)",
    "DROP INDEX ticket_requester",
    "ALTER TABLE ticket_closure ALTER COLUMN agent DROP NOT NULL",
    """
    ALTER TABLE ticket_closure ADD CONSTRAINT requesters_close_what_is_solved
        CHECK (agent IS NOT NULL OR reason = 'solved')
    """,
)
DOWN = (
    "DELETE FROM ticket_closure WHERE agent IS NULL",
    "ALTER TABLE ticket_closure DROP CONSTRAINT requesters_close_what_is_solved",
    "ALTER TABLE ticket_closure ALTER COLUMN agent SET NOT NULL",
    "CREATE INDEX ticket_requester ON ticket (requester)",
    "DROP INDEX ticket_requester_newest",
    "DROP TABLE address_change",
    "DROP TABLE sign_in_link",
    "DROP TABLE requester_session CASCADE",
    "ALTER TABLE requester DROP COLUMN locale",
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
