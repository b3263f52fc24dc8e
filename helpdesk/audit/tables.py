"""The audit trail's table: who did what about what and when; never what it said."""

from piccolo.columns import UUID, Text, Timestamptz
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class AuditEntry(Table, tablename="audit_entry"):
    """One act. Written in the transaction of the act itself, never changed."""

    id = UUID(primary_key=True, default=UUIDv7())
    act = Text()  # such as "ticket.replied"
    actor = UUID(null=True, default=None)  # staff or requester; None for the system
    about = UUID(default=None)
    at = Timestamptz(default=None)
