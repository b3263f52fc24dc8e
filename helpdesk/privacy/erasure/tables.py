"""The tables of erasure: receipts that name nobody, the journal that a restore replays, what waits for a hold's end."""

from piccolo.columns import UUID, Bytea, Integer, Text, Timestamptz
from piccolo.constraints import Check
from piccolo.table import Table

from helpdesk.ids import UUIDv7


class ErasureReceipt(Table, tablename="erasure_receipt"):
    """One erasure: when, and how much. Whose it was is only in the journal, as keyed hashes."""

    number = Text(primary_key=True, default=None)  # E-7K3M-9QXD
    at = Timestamptz(default=None)
    tickets = Integer()
    messages = Integer()
    details = Integer()
    invitations = Integer()
    mails = Integer()
    waiting = Integer()  # tickets that a hold or a law keeps for now

    numbers_are_not_negative = Check("least(tickets, messages, details, invitations, mails, waiting) >= 0")


class ErasureJournal(Table, tablename="erasure_journal"):
    """An owner that was erased, as a keyed hash: what a restore from an older backup must erase again."""

    mark = Bytea(primary_key=True, default=None)
    at = Timestamptz(default=None)
    receipt = Text(null=True, default=None)  # None: its time was over, nobody asked


class ErasurePending(Table, tablename="erasure_pending"):
    """A requester of whom a part could not be erased yet; the worker erases it when nothing keeps it any more."""

    requester = UUID(primary_key=True, default=UUIDv7())
    asked_at = Timestamptz(default=None)  # what was opened later is not part of it
    receipt = Text()  # of the part that went at once


class Restoration(Table, tablename="restoration"):
    """A restore of this database; until it is finished nothing is served. Only the owner of the tables writes it."""

    id = UUID(primary_key=True, default=UUIDv7())
    began_at = Timestamptz(default=None)
    content_made_at = Timestamptz(default=None)
    keys_made_at = Timestamptz(default=None)
    erased_again = Integer()  # owners that the journal erased anew
    finished_at = Timestamptz(null=True, default=None)
