"""The outbox: promises of mail. It knows kind, about, recipient and due time; never a word or an address."""

from piccolo.columns import UUID, Bytea, SmallInt, Text, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table


class Outbound(Table, tablename="outbound"):
    """One promised mail. It is rendered when it is sent; its id makes the Message-ID, so a repeat is recognisable."""

    id = UUID(primary_key=True, default=None)
    kind = Text()  # "ticket_reply"
    about = UUID(default=None)
    recipient = UUID(default=None)
    route = Text(default="smtp")  # which way out it takes
    due_at = Timestamptz(default=None)
    attempts = SmallInt()  # how often it was claimed
    faults = SmallInt(default=0)  # how often it could not be rendered
    lapses = SmallInt(default=0)  # how often a worker died or hung with it
    claim = UUID(null=True, default=None)  # the worker's claim; only its holder may settle
    claimed_until = Timestamptz(null=True, default=None)
    promised_at = Timestamptz(default=None)
    tried_at = Timestamptz(null=True, default=None)  # the first attempt; giving up counts from here
    settled_at = Timestamptz(null=True, default=None)
    outcome = Text(null=True, default=None)  # sent, withdrawn, failed, quarantined
    reason = Text(null=True, default=None)  # refused, unreachable, expired, suppressed, fault, limit

    what_is_settled_has_an_outcome = Check("(settled_at IS NULL) = (outcome IS NULL)")
    outcome_is_known = Check("outcome IN ('sent', 'withdrawn', 'failed', 'quarantined')")


class Suppression(Table, tablename="mail_suppression"):
    """An address that mail never reaches, as a keyed hash made by whoever runs us."""

    address_hash = Bytea(primary_key=True, default=None)
    reason = Text()  # "bounced", "complained"
    since = Timestamptz(default=None)


class Route(Table, tablename="mail_route"):
    """A way out that fails: nobody tries it before `blocked_until`. A way that works has no row."""

    name = Text(primary_key=True, default=None)  # "smtp"
    failures = SmallInt()  # in a row
    failing_since = Timestamptz(default=None)
    blocked_until = Timestamptz(default=None)
