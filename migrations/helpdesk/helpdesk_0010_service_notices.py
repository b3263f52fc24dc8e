"""Service notices: public words in both languages, whom they go to, and who was promised a mail."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0010"
VERSION = "1.38.0"
DESCRIPTION = "Service notices"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    """
    CREATE TABLE service_notice (
        id uuid PRIMARY KEY,
        kind text NOT NULL DEFAULT '',
        title_en text NOT NULL DEFAULT '',
        text_en text NOT NULL DEFAULT '',
        title_ar text NOT NULL DEFAULT '',
        text_ar text NOT NULL DEFAULT '',
        begins_at timestamptz,
        ends_at timestamptz,
        made_at timestamptz NOT NULL,
        published_at timestamptz,
        CONSTRAINT kind_is_known CHECK (kind IN ('outage', 'maintenance', 'billing', 'change')),
        CONSTRAINT ends_after_it_begins CHECK (ends_at > begins_at)
    )""",
    "CREATE INDEX service_notice_newest ON service_notice (published_at DESC) WHERE published_at IS NOT NULL",
    """
    CREATE TABLE notice_dispatch (
        notice uuid PRIMARY KEY REFERENCES service_notice (id) ON DELETE CASCADE ON UPDATE CASCADE,
        aim text NOT NULL DEFAULT 'everyone',
        category text NOT NULL DEFAULT '',
        domain_hash bytea,
        began_at timestamptz,
        promised integer NOT NULL DEFAULT 0,
        finished_at timestamptz,
        stopped_at timestamptz,
        CONSTRAINT aim_is_known CHECK (aim IN ('everyone', 'category', 'domain')),
        CONSTRAINT only_an_aimed_one_has_a_category CHECK ((aim = 'category') = (category <> '')),
        CONSTRAINT a_domain_is_known_until_all_is_promised CHECK
            (CASE WHEN aim = 'domain' AND finished_at IS NULL
                THEN domain_hash IS NOT NULL ELSE domain_hash IS NULL END)
    )""",
    """
    CREATE INDEX notice_dispatch_runs ON notice_dispatch (began_at)
        WHERE began_at IS NOT NULL AND finished_at IS NULL
    """,
    """
    CREATE TABLE notice_recipient (
        id uuid PRIMARY KEY,
        notice uuid NOT NULL REFERENCES service_notice (id) ON DELETE CASCADE ON UPDATE CASCADE,
        requester uuid NOT NULL REFERENCES requester (id) ON DELETE CASCADE ON UPDATE CASCADE,
        locale text NOT NULL DEFAULT 'en',
        CONSTRAINT one_mail_a_requester UNIQUE (notice, requester)
    )""",
)
DOWN = ("DROP TABLE notice_recipient", "DROP TABLE notice_dispatch CASCADE", "DROP TABLE service_notice")


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
