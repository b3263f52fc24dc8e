"""The tables of disclosures to authorities: what was asked, who agreed, what was given, how long it is kept quiet."""

from piccolo.columns import UUID, Array, Boolean, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class LawfulRequest(Table, tablename="lawful_request"):
    """One authority's demand: its scope, how many must agree, and how far it is."""

    id = UUID(primary_key=True, default=UUIDv7())
    number = Integer(unique=True)  # 12 is shown as D-12
    person = UUID(null=True, default=None)  # all requests of this requester …
    tickets = Array(base_column=UUID(), default=list)  # … or these
    from_day = Date(null=True, default=None)
    until_day = Date(null=True, default=None)
    kinds = Array(base_column=Text(), default=list)  # of details that are opened
    named = Array(base_column=Text(), default=list)  # "SR-7K3M-9QXD phone 1": established to be the person's own
    with_texts = Boolean(default=False)
    with_notes = Boolean(default=False)
    words = Bytea(default=None)  # authority, basis, document and remark, sealed under a key of its own
    approvals = SmallInt(default=1)  # how many others must agree: two where a kind of it opens for nobody otherwise
    asked_by = UUID(default=None)
    asked_at = Timestamptz(default=None)
    approved_at = Timestamptz(null=True, default=None)  # may be released from here …
    expires_at = Timestamptz(default=None)  # … to here
    declined_at = Timestamptz(null=True, default=None)
    released_at = Timestamptz(null=True, default=None)
    told_at = Timestamptz(null=True, default=None)  # the person reads of it from here

    something_is_asked_for = Check("person IS NOT NULL OR tickets <> '{}'")
    days_are_in_order = Check("until_day >= from_day")
    one_other_or_two = Check("approvals IN (1, 2)")
    only_what_was_approved_is_released = Check(
        "(approved_at IS NULL OR declined_at IS NULL) AND (released_at IS NULL OR approved_at IS NOT NULL)"
        " AND (told_at IS NULL OR released_at IS NOT NULL)"
    )


class LawfulDecision(Table, tablename="lawful_decision"):
    """What another person said to a demand."""

    id = UUID(primary_key=True, default=UUIDv7())
    request = ForeignKey(LawfulRequest, on_delete=OnDelete.cascade, null=False)
    by = UUID(default=None)
    decision = Text()
    reason = Bytea(null=True, default=None)  # sealed under the demand's key; a refusal has one
    at = Timestamptz(default=None)

    decision_is_known = Check("decision IN ('approved', 'declined')")
    refusals_say_why = Check("decision = 'approved' OR reason IS NOT NULL")
    each_decides_once = Unique([request, "by"])


class LawfulGag(Table, tablename="lawful_gag"):
    """Until which day the person is not told, and why. Asked for by one, agreed to by another; it ends by itself."""

    id = UUID(primary_key=True, default=UUIDv7())
    request = ForeignKey(LawfulRequest, on_delete=OnDelete.cascade, null=False)
    until = Date(default=None)  # the last day
    reason = Bytea(default=None)  # sealed under the demand's key
    asked_by = UUID(default=None)
    asked_at = Timestamptz(default=None)
    decision = Text(null=True, default=None)
    decided_by = UUID(null=True, default=None)
    decided_at = Timestamptz(null=True, default=None)

    decision_is_known = Check("decision IN ('approved', 'declined')")
    decisions_are_whole = Check(
        "(decision IS NULL) = (decided_by IS NULL) AND (decision IS NULL) = (decided_at IS NULL)"
    )
    nobody_decides_their_own = Check("decided_by <> asked_by")


class LawfulGiven(Table, tablename="lawful_given"):
    """What of one ticket went into a package, by name and number; never what it said."""

    id = UUID(primary_key=True, default=UUIDv7())
    request = ForeignKey(LawfulRequest, on_delete=OnDelete.cascade, null=False)
    ticket = UUID(default=None)  # by opaque id
    details = Array(base_column=Text(), default=list)  # names of values: "phone 1"
    messages = Integer()
    at = Timestamptz(default=None)

    given_once_a_ticket = Unique([request, "ticket"])


class LawfulOpening(Table, tablename="lawful_opening"):
    """Which demand a look was for, so that it is read of no earlier than the demand itself."""

    disclosure = UUID(primary_key=True, default=None)
    request = ForeignKey(LawfulRequest, on_delete=OnDelete.cascade, null=False)


class LawfulPackage(Table, tablename="lawful_package"):
    """A package that waits to be fetched once; nobody but who has its passphrase can open it, and that is not kept."""

    request = ForeignKey(LawfulRequest, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None)
    content = Bytea(null=True, default=None)  # age, to a passphrase; None once it was fetched or its time is over
    manifest = Bytea(default=None)  # SHA-256 of its manifest
    sha256 = Bytea(default=None)  # of the package as it was handed out
    made_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)
    fetched_at = Timestamptz(null=True, default=None)
