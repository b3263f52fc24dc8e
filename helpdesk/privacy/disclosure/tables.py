"""The tables of disclosures: who saw which sealed value, when, why, until when, and who else had a say in it."""

from piccolo.columns import UUID, Bytea, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check
from piccolo.table import Table

from helpdesk.ids import UUIDv7
from helpdesk.privacy.vault.tables import SealedValue


class Disclosure(Table, tablename="disclosure"):
    """One sealed value shown to one person, written first. It stays while the ticket lives; its end is filled in."""

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


class Extension(Table, tablename="disclosure_extension"):
    """More time for a disclosure that runs; written by extend_disclosure() in walls.sql."""

    id = UUID(primary_key=True, default=UUIDv7())
    disclosure = ForeignKey(Disclosure, on_delete=OnDelete.cascade, null=False)
    number = SmallInt()
    until_before = Timestamptz(default=None)
    until = Timestamptz(default=None)
    at = Timestamptz(default=None)

    twice_at_most = Check("number BETWEEN 1 AND 2")


class Request(Table, tablename="disclosure_request"):
    """An agent's question whether a second person agrees that they open one value, once."""

    id = UUID(primary_key=True, default=UUIDv7())
    value = ForeignKey(SealedValue, on_delete=OnDelete.restrict, null=False)
    about = UUID(default=None)
    name = Text()
    kind = Text()
    number = SmallInt()
    purpose = Text()
    reason = Bytea(null=True, default=None)  # sealed under the ticket's key
    asked_by = UUID(default=None)
    team = Text()
    asked_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)  # of the question; once approved, of the consent
    decision = Text(null=True, default=None)  # approved, declined
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)
    disclosure = ForeignKey(Disclosure, on_delete=OnDelete.restrict, null=True, default=None, unique=True)

    decision_is_known = Check("decision IN ('approved', 'declined')")
    decisions_are_whole = Check(
        "(decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)"
    )
    nobody_decides_their_own = Check("decided_by <> asked_by")
    only_approved_requests_open = Check("disclosure IS NULL OR decision = 'approved'")


class Review(Table, tablename="disclosure_review"):
    """What an officer thought of one opening: approved, or flagged with a note."""

    id = UUID(primary_key=True, default=UUIDv7())
    disclosure = ForeignKey(Disclosure, on_delete=OnDelete.cascade, null=False, unique=True)
    reviewer = UUID(default=None)
    verdict = Text()
    note = Bytea(null=True, default=None)  # sealed under the ticket's key
    at = Timestamptz(default=None)

    verdict_is_known = Check("verdict IN ('approved', 'flagged')")
    flags_say_why = Check("verdict = 'approved' OR note IS NOT NULL")


class Alarm(Table, tablename="disclosure_alarm"):
    """Managers were told that somebody opened as many details an hour as one may."""

    id = UUID(primary_key=True, default=UUIDv7())
    staff = UUID(default=None)
    openings = Integer()
    at = Timestamptz(default=None)
