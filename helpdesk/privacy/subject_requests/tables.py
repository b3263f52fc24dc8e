"""The tables of requests about one's own data. A person is an opaque id; what they wrote is sealed under their key."""

from enum import StrEnum

from piccolo.columns import UUID, BigInt, Bytea, Date, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class Kind(StrEnum):
    """What a person can ask for."""

    ACCESS = "access"
    PORTABILITY = "portability"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    SURVEY_OBJECTION = "survey_objection"
    OBJECTION = "objection"
    RESTRICTION = "restriction"


class State(StrEnum):
    """How far a request is; the last three end it."""

    UNPROVED = "unproved"
    RECEIVED = "received"
    RUNNING = "running"
    EXTENDED = "extended"
    ANSWERED = "answered"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class Proof(StrEnum):
    """By what it was shown who asks; never by a document that is kept."""

    NONE = ""
    SIGN_IN = "sign_in"
    MAILED_LINK = "mailed_link"
    CALLED_BACK = "called_back"
    KNOWN_REQUESTS = "known_requests"
    IN_PERSON = "in_person"


class SubjectRequest(Table, tablename="subject_request"):
    """One request of a person about their own data."""

    id = UUID(primary_key=True, default=UUIDv7())
    number = Text(unique=True)  # PR-7K3M-9QXD
    subject = UUID(default=None)
    kind = Text(choices=Kind)
    way = Text(default="portal")
    locale = Text(default="en")
    law = Text(default="eu")  # what the policy named when it came
    state = Text(choices=State, default=State.UNPROVED)
    proof = Text(default="")
    words = Bytea(null=True, default=None)  # the person's, sealed under their key
    answer = Bytea(null=True, default=None)  # the officer's, sealed under the person's key
    delay = Bytea(null=True, default=None)  # why it takes longer, sealed under the person's key
    handler = UUID(null=True, default=None)
    receipt = Text(default="")  # number of an erasure's proof
    received_at = Timestamptz(default=None)
    proved_at = Timestamptz(null=True, default=None)
    due_on = Date(default=None)
    taken_at = Timestamptz(null=True, default=None)
    extended_at = Timestamptz(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)
    reminded_on = Date(null=True, default=None)

    kind_is_known = Check(
        "kind IN ('access', 'portability', 'rectification', 'erasure', 'survey_objection', 'objection', 'restriction')"
    )
    way_is_known = Check("way IN ('portal', 'link', 'phone', 'letter')")
    state_is_known = Check(
        "state IN ('unproved', 'received', 'running', 'extended', 'answered', 'refused', 'withdrawn')"
    )
    nothing_is_done_before_it_is_proved = Check("(proved_at IS NULL) = (proof = '')")
    only_unproved_or_withdrawn_ones_lack_proof = Check("proved_at IS NOT NULL OR state IN ('unproved', 'withdrawn')")
    what_is_settled_has_a_time = Check("(state IN ('answered', 'refused', 'withdrawn')) = (settled_at IS NOT NULL)")
    refusals_say_why = Check("state <> 'refused' OR answer IS NOT NULL")
    extensions_say_why = Check("(extended_at IS NULL) = (delay IS NULL)")


class RequestLink(Table, tablename="subject_request_link"):
    """A mailed link that proves a request, made when its mail is rendered. Only its hash is kept."""

    token_hash = Bytea(primary_key=True, default=None)
    request = ForeignKey(SubjectRequest, on_delete=OnDelete.cascade, null=False)
    expires_at = Timestamptz(default=None)


class ProcessingLimit(Table, tablename="processing_limit"):
    """Data that may be kept and not used, from the moment the person asked until it is lifted."""

    request = ForeignKey(SubjectRequest, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None)
    subject = UUID(default=None)
    since = Timestamptz(default=None)
    lifted_at = Timestamptz(null=True, default=None)
    lifted_by = UUID(null=True, default=None)


class AccessPackage(Table, tablename="access_package"):
    """A copy of one's data: made by the worker piece by piece, under the person's key, gone after its days."""

    request = ForeignKey(SubjectRequest, on_delete=OnDelete.cascade, null=False, primary_key=True, default=None)
    subject = UUID(default=None)
    state = Text(default="waiting")
    done = SmallInt()  # parts gathered
    parts = SmallInt()  # of how many
    size = BigInt()  # bytes of the file
    ordered_at = Timestamptz(default=None)
    claimed_until = Timestamptz(null=True, default=None)
    ready_at = Timestamptz(null=True, default=None)
    expires_at = Timestamptz(null=True, default=None)
    fetched_at = Timestamptz(null=True, default=None)

    state_is_known = Check("state IN ('waiting', 'ready', 'expired')")
    ready_ones_have_an_end = Check("(state = 'waiting') = (expires_at IS NULL)")


class PackagePiece(Table, tablename="access_package_piece"):
    """Some bytes of a package's file, sealed under the person's key."""

    id = UUID(primary_key=True, default=UUIDv7())
    package = ForeignKey(SubjectRequest, on_delete=OnDelete.cascade, null=False)
    number = Integer()
    sealed = Bytea(default=None)

    each_piece_once = Unique(["package", "number"])
