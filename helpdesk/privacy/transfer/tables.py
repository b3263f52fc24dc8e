"""The tables of business transfers: who gets everything on what ground, who agreed, and of which tickets."""

from piccolo.columns import UUID, Array, BigInt, Bytea, ForeignKey, Integer, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class Transfer(Table, tablename="business_transfer"):
    """One passing of the business: an officer asks, another person agrees, the worker makes the archive."""

    id = UUID(primary_key=True, default=UUIDv7())
    number = Integer(unique=True)  # 3 is shown as T-3
    successor = Text()
    ground = Text()
    recipient = Text()  # the successor's public key: age1…
    asked_by = UUID(default=None)
    asked_at = Timestamptz(default=None)
    expires_at = Timestamptz(default=None)  # of the question; of the archive once it is made
    approved_by = UUID(null=True, default=None)
    approved_at = Timestamptz(null=True, default=None)
    declined_by = UUID(null=True, default=None)
    declined_at = Timestamptz(null=True, default=None)
    claimed_until = Timestamptz(null=True, default=None)  # a worker makes it until then
    persons_done = Integer()
    persons = Integer()
    tickets = Integer()
    details = Integer()
    left_out = Integer()
    ready_at = Timestamptz(null=True, default=None)
    manifest = Bytea(null=True, default=None)  # SHA-256 of its manifest, which has that of every file
    sha256 = Bytea(null=True, default=None)  # of the sealed file
    size = BigInt()  # bytes of the sealed file
    fetched_at = Timestamptz(null=True, default=None)  # the first time: persons read of it from here
    ended_at = Timestamptz(null=True, default=None)  # the file is gone

    nobody_decides_their_own = Check("approved_by <> asked_by AND declined_by <> asked_by")
    decisions_are_whole = Check(
        "(approved_by IS NULL) = (approved_at IS NULL) AND (declined_by IS NULL) = (declined_at IS NULL)"
        " AND (approved_at IS NULL OR declined_at IS NULL)"
    )
    only_what_was_agreed_to_is_made = Check(
        "(ready_at IS NULL OR approved_at IS NOT NULL) AND (fetched_at IS NULL OR ready_at IS NOT NULL)"
    )
    what_is_ready_has_its_hashes = Check(
        "(ready_at IS NULL) = (manifest IS NULL) AND (ready_at IS NULL) = (sha256 IS NULL)"
    )


class Given(Table, tablename="business_transfer_given"):
    """What of one ticket is in the archive, by name and number; never what it said."""

    id = UUID(primary_key=True, default=UUIDv7())
    transfer = ForeignKey(Transfer, on_delete=OnDelete.cascade, null=False)
    ticket = UUID(default=None)  # by opaque id
    details = Array(base_column=Text(), default=list)  # names of values: "phone 1"
    messages = Integer()

    passed_once_a_ticket = Unique([transfer, "ticket"])
