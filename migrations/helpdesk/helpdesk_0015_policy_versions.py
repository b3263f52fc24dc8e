"""Policy versions: published texts, how far a change has been told, what was accepted with each ticket."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0015"
VERSION = "1.38.0"
DESCRIPTION = "Policy versions"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE policy_version (
        id uuid PRIMARY KEY,
        kind text NOT NULL DEFAULT '',
        number text NOT NULL DEFAULT '',
        place integer NOT NULL DEFAULT 0,
        locale text NOT NULL DEFAULT '',
        text text NOT NULL DEFAULT '',
        sha256 bytea NOT NULL,
        published_at timestamptz NOT NULL,
        CONSTRAINT kind_is_known CHECK (kind IN ('terms', 'notice')),
        CONSTRAINT language_is_known CHECK (locale IN ('en', 'ar')),
        CONSTRAINT hash_is_of_the_text CHECK (sha256 = sha256(convert_to(text, 'UTF8'))),
        CONSTRAINT published_once UNIQUE (kind, number, locale),
        CONSTRAINT in_one_order UNIQUE (kind, place, locale)
    )""",
    """
    CREATE TABLE policy_change (
        id uuid PRIMARY KEY,
        what text NOT NULL DEFAULT '',
        since timestamptz NOT NULL,
        told_up_to uuid,
        promised integer NOT NULL DEFAULT 0,
        finished_at timestamptz,
        stopped_at timestamptz,
        CONSTRAINT what_is_known CHECK (what IN ('terms', 'notice', 'both'))
    )""",
    "CREATE INDEX policy_change_runs ON policy_change (since) WHERE finished_at IS NULL",
    """
    CREATE TABLE ticket_acceptance (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        kind text NOT NULL DEFAULT '',
        number text NOT NULL DEFAULT '',
        locale text NOT NULL DEFAULT '',
        sha256 bytea NOT NULL,
        at timestamptz NOT NULL,
        CONSTRAINT kind_is_known CHECK (kind IN ('terms', 'notice')),
        CONSTRAINT once_a_ticket UNIQUE (ticket, kind)
    )""",
)
DOWN = ("DROP TABLE ticket_acceptance", "DROP TABLE policy_change", "DROP TABLE policy_version")


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
