"""The first tables of the helpdesk: people, vault, disclosures, tickets, audit trail, with their indexes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager
from piccolo.table import Table

ID = "helpdesk_0001"
VERSION = "1.38.0"
DESCRIPTION = "The first tables: people, vault, disclosures, tickets, audit trail"

UP = (
    "SET LOCAL lock_timeout = '5s'",
    # --- audit
    """
    CREATE TABLE audit_entry (
        id uuid PRIMARY KEY,
        act text NOT NULL DEFAULT '',
        actor uuid,
        about uuid NOT NULL,
        at timestamptz NOT NULL
    )""",
    "CREATE INDEX audit_entry_about ON audit_entry (about, id)",
    # --- vault
    """
    CREATE TABLE owner_key (
        owner uuid PRIMARY KEY,
        wrapped bytea NOT NULL,
        master smallint NOT NULL,
        made_at timestamptz NOT NULL
    )""",
    """
    CREATE TABLE sealed_value (
        id uuid PRIMARY KEY,
        owner uuid NOT NULL,
        name text NOT NULL DEFAULT '',
        kind text NOT NULL DEFAULT '',
        number smallint NOT NULL DEFAULT 0,
        digest bytea NOT NULL,
        ciphertext bytea,
        sealed_at timestamptz NOT NULL
    )""",
    "CREATE UNIQUE INDEX sealed_value_owner_name ON sealed_value (owner, name)",
    # --- people
    """
    CREATE TABLE requester (
        id uuid PRIMARY KEY,
        email_hash bytea NOT NULL UNIQUE,
        created_at timestamptz NOT NULL
    )""",
    """
    CREATE TABLE staff (
        id uuid PRIMARY KEY,
        email_hash bytea NOT NULL UNIQUE,
        name text NOT NULL DEFAULT '',
        role text NOT NULL DEFAULT '',
        team text NOT NULL DEFAULT '',
        password_hash text,
        created_at timestamptz NOT NULL,
        deactivated_at timestamptz,
        CONSTRAINT role_is_known CHECK (role IN ('agent', 'manager', 'officer', 'admin'))
    )""",
    """
    CREATE TABLE staff_session (
        id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        opened_at timestamptz NOT NULL,
        expires_at timestamptz NOT NULL
    )""",
    "CREATE INDEX staff_session_expires_at ON staff_session (expires_at)",
    """
    CREATE TABLE setup_link (
        token_hash bytea PRIMARY KEY,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        expires_at timestamptz NOT NULL
    )""",
    """
    CREATE TABLE api_token (
        id uuid PRIMARY KEY,
        token_hash bytea NOT NULL UNIQUE,
        staff uuid NOT NULL REFERENCES staff (id) ON DELETE CASCADE ON UPDATE CASCADE,
        name text NOT NULL DEFAULT '',
        created_at timestamptz NOT NULL
    )""",
    # --- disclosures
    """
    CREATE TABLE disclosure (
        id uuid PRIMARY KEY,
        value uuid NOT NULL REFERENCES sealed_value (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        about uuid NOT NULL,
        staff uuid NOT NULL,
        team text NOT NULL DEFAULT '',
        name text NOT NULL DEFAULT '',
        kind text NOT NULL DEFAULT '',
        number smallint NOT NULL DEFAULT 0,
        purpose text NOT NULL DEFAULT '',
        reason bytea,
        opened_at timestamptz NOT NULL,
        expires_at timestamptz,
        ended_at timestamptz
    )""",
    "CREATE INDEX disclosure_about ON disclosure (about, id)",
    "CREATE INDEX disclosure_value ON disclosure (value)",
    # --- tickets
    """
    CREATE TABLE ticket (
        id uuid PRIMARY KEY,
        reference text NOT NULL DEFAULT '' UNIQUE,
        requester uuid NOT NULL REFERENCES requester (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        category text NOT NULL DEFAULT '',
        team text NOT NULL DEFAULT '',
        locale text NOT NULL DEFAULT 'en',
        status text NOT NULL DEFAULT 'open',
        assignee uuid REFERENCES staff (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        subject bytea NOT NULL,
        link bytea NOT NULL,
        link_hash bytea NOT NULL UNIQUE,
        form_key uuid UNIQUE,
        terms_version text NOT NULL DEFAULT '',
        terms_accepted_at timestamptz NOT NULL,
        opened_at timestamptz NOT NULL,
        active_at timestamptz NOT NULL,
        closed_at timestamptz,
        CONSTRAINT status_is_known CHECK (status IN ('open', 'closed')),
        CONSTRAINT closed_tickets_have_a_time CHECK ((status = 'closed') = (closed_at IS NOT NULL)),
        CONSTRAINT text_is_sealed CHECK (octet_length(subject) BETWEEN 29 AND 4000 AND octet_length(link) >= 29)
    )""",
    # one index per queue: (filter, sort), so that a page costs the same however many tickets there are
    "CREATE INDEX ticket_queue_all ON ticket (status, active_at DESC, id DESC)",
    "CREATE INDEX ticket_queue_unassigned ON ticket (status, active_at DESC, id DESC) WHERE assignee IS NULL",
    "CREATE INDEX ticket_queue_mine ON ticket (assignee, status, active_at DESC, id DESC)",
    "CREATE INDEX ticket_queue_team ON ticket (team, status, active_at DESC, id DESC)",
    "CREATE INDEX ticket_requester ON ticket (requester)",
    """
    CREATE TABLE ticket_message (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        author uuid REFERENCES staff (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        audience text NOT NULL DEFAULT 'agents',
        body bytea NOT NULL,
        sealed smallint NOT NULL DEFAULT 0,
        is_unscanned boolean NOT NULL DEFAULT false,
        form_key uuid UNIQUE,
        posted_at timestamptz NOT NULL,
        CONSTRAINT audience_is_known CHECK (audience IN ('agents', 'everyone')),
        CONSTRAINT requesters_write_to_everyone CHECK (author IS NOT NULL OR audience = 'everyone'),
        CONSTRAINT body_is_sealed CHECK (octet_length(body) BETWEEN 29 AND 160000)
    )""",
    "CREATE INDEX ticket_message_thread ON ticket_message (ticket, posted_at, id)",
    """
    CREATE TABLE ticket_assignment (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        agent uuid NOT NULL REFERENCES staff (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        began_at timestamptz NOT NULL,
        ended_at timestamptz
    )""",
    "CREATE UNIQUE INDEX ticket_assignment_one_at_a_time ON ticket_assignment (ticket) WHERE ended_at IS NULL",
    """
    CREATE TABLE ticket_closure (
        id uuid PRIMARY KEY,
        ticket uuid NOT NULL REFERENCES ticket (id) ON DELETE CASCADE ON UPDATE CASCADE,
        number smallint NOT NULL DEFAULT 0,
        reason text NOT NULL DEFAULT '',
        agent uuid NOT NULL REFERENCES staff (id) ON DELETE RESTRICT ON UPDATE CASCADE,
        closed_at timestamptz NOT NULL,
        CONSTRAINT reason_is_known CHECK (reason IN ('solved', 'spam', 'duplicate', 'inactive'))
    )""",
    "CREATE UNIQUE INDEX ticket_closure_number ON ticket_closure (ticket, number)",
)

TABLES = (
    "ticket_closure",
    "ticket_assignment",
    "ticket_message",
    "ticket",
    "disclosure",
    "api_token",
    "setup_link",
    "staff_session",
    "staff",
    "requester",
    "sealed_value",
    "owner_key",
    "audit_entry",
)


class Raw(Table):
    """An empty table that carries SQL."""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="helpdesk", description=DESCRIPTION)

    async def up() -> None:
        for statement in UP:
            await Raw.raw(statement)

    async def down() -> None:
        for table in TABLES:
            await Raw.raw(f"DROP TABLE {table}")

    manager.add_raw(up)
    manager.add_raw_backwards(down)
    return manager
