"""Invitations, links, answers and objections."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "surveys_0001"
VERSION = "1.38.0"
DESCRIPTION = "Invitations, links, answers and objections"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE survey_invitation (
        id uuid PRIMARY KEY,
        about uuid NOT NULL UNIQUE,
        recipient uuid NOT NULL,
        category text NOT NULL DEFAULT '',
        team text NOT NULL DEFAULT '',
        agent text NOT NULL DEFAULT '',
        locale text NOT NULL DEFAULT '',
        due_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL,
        answered_at timestamptz,
        cancelled_at timestamptz
    )""",
    "CREATE INDEX survey_invitation_recipient ON survey_invitation (recipient, due_at)",
    "CREATE INDEX survey_invitation_due_at ON survey_invitation (due_at)",
    """
    CREATE TABLE survey_link (
        token_hash bytea PRIMARY KEY,
        invitation uuid NOT NULL REFERENCES survey_invitation (id) ON DELETE CASCADE ON UPDATE CASCADE,
        made_at timestamptz NOT NULL
    )""",
    """
    CREATE TABLE survey_answer (
        id uuid PRIMARY KEY,
        rating smallint NOT NULL DEFAULT 0,
        comment bytea,
        week date NOT NULL,
        category text NOT NULL DEFAULT '',
        team text NOT NULL DEFAULT '',
        agent text NOT NULL DEFAULT '',
        locale text NOT NULL DEFAULT '',
        CONSTRAINT rating_is_one_to_five CHECK (rating BETWEEN 1 AND 5)
    )""",
    "CREATE INDEX survey_answer_week ON survey_answer (week)",
    "CREATE TABLE survey_objection (recipient uuid PRIMARY KEY)",
)


class Raw(Table):
    """An empty table that carries SQL."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="surveys", description=DESCRIPTION)

    async def up() -> None:
        for statement in UP:
            await Raw.raw(statement)

    async def down() -> None:
        for table in ("survey_objection", "survey_answer", "survey_link", "survey_invitation"):
            await Raw.raw(f"DROP TABLE {table}")

    manager.add_raw(up)
    manager.add_raw_backwards(down)
    return manager
