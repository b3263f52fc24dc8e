"""The disclosure table: who saw which sealed value, when, why, until when. Written before the value is opened."""

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.table import Table

from helpdesk.ids import UUIDv7
from helpdesk.privacy.vault.tables import SealedValue


class Disclosure(Table, tablename="disclosure"):
    """One sealed value shown to one person. Never deleted while the ticket lives; only its end is filled in."""

    id = UUID(primary_key=True, default=UUIDv7())
    value = ForeignKey(SealedValue, on_delete=OnDelete.restrict, null=False)
    about = UUID(default=None)  # the ticket, by opaque id
    staff = UUID(default=None)
    team = Text()  # the person's team at that time
    name = Text()  # "phone 1" or "field:email"
    kind = Text()
    number = SmallInt()
    purpose = Text()  # "assigned" for what the assignee sees at once, else a purpose of the policy
    reason = Bytea(null=True, default=None)  # in the agent's words, sealed under the ticket's key
    opened_at = Timestamptz(default=None)
    expires_at = Timestamptz(null=True, default=None)  # None: as long as the assignment lasts
    ended_at = Timestamptz(null=True, default=None)
    times = Integer(default=1)  # more than once only for the system's own: mail delivered, a name recognised
    last_at = Timestamptz(null=True, default=None)  # the system's last time
