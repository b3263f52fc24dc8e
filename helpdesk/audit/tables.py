"""The audit trail's tables: who did what about what and when, never what it said; and the chain that proves it."""

from piccolo.columns import UUID, BigInt, Bytea, Text, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class AuditEntry(Table, tablename="audit_entry"):
    """One act. Written in the transaction of the act itself, never changed."""

    id = UUID(primary_key=True, default=UUIDv7())
    act = Text()  # such as "ticket.replied"
    actor = UUID(null=True, default=None)  # staff or requester; None for the system
    about = UUID(default=None)
    at = Timestamptz(default=None)


class AuditPending(Table, tablename="audit_pending"):
    """An entry that waits for its place in the chain. The only audit table of which rows are ever deleted."""

    entry = UUID(primary_key=True, default=UUIDv7())
    at = Timestamptz(default=None)


class AuditLink(Table, tablename="audit_link"):
    """The place of an entry in the chain (FORMAT.md). Written by the sequencer, never changed."""

    position = BigInt(primary_key=True, default=None)  # 1, 2, 3 … without a gap
    entry = UUID(unique=True, default=None)
    digest = Bytea(default=None)  # SHA-256 of the entry's bytes
    hash = Bytea(default=None)  # SHA-256 over the previous hash, the position and the digest
    proof = Bytea(default=None)  # HMAC over position, digest and hash: nobody without the keyring makes one

    positions_begin_at_one = Check("position >= 1")


class AuditCheckpoint(Table, tablename="audit_checkpoint"):
    """A signature over the chain's size and head; one for every batch that is chained."""

    number = BigInt(primary_key=True, default=None)  # 1, 2, 3 … without a gap
    size = BigInt(unique=True, default=None)  # the position of the last link it covers
    hash = Bytea(default=None)  # that link's hash
    at = Timestamptz(default=None)
    key_id = Text()  # of the public key: the first 8 bytes of its SHA-256, in hexadecimal
    signature = Bytea(default=None)  # Ed25519
