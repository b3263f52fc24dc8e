"""The outbox: promises of mail. It knows kind, about, recipient and due time; never a word or an address."""

from piccolo.columns import UUID, SmallInt, Text, Timestamptz
from piccolo.table import Table


class Outbound(Table, tablename="outbound"):
    """One promised mail. It is rendered when it is sent; its id makes the Message-ID, so a repeat is recognisable."""

    id = UUID(primary_key=True, default=None)
    kind = Text()  # "ticket_reply"
    about = UUID(default=None)
    recipient = UUID(default=None)
    due_at = Timestamptz(default=None)
    attempts = SmallInt()
    claim = UUID(null=True, default=None)  # the worker's claim; only its holder may settle
    claimed_until = Timestamptz(null=True, default=None)
    promised_at = Timestamptz(default=None)
    settled_at = Timestamptz(null=True, default=None)
    outcome = Text(null=True, default=None)  # sent, withdrawn, failed
