"""The table of files: cleaned, encrypted, without a name."""

from piccolo.columns import UUID, Array, Boolean, Bytea, ForeignKey, Integer, SmallInt, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7
from helpdesk.tickets.tables import Message, Ticket


class Attachment(Table, tablename="ticket_attachment"):
    """One file of a message, read by whoever reads that. Its row outlives its content: that it was there is told."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    message = ForeignKey(Message, on_delete=OnDelete.cascade, null=False)
    number = SmallInt()  # counts per ticket: 1 is shown as "File 1"
    kind = Text()
    size = Integer()  # bytes of the cleaned file
    removed = Text()  # what was said in it besides what it shows: location, details or nothing
    is_sealed = Boolean(default=True)  # its key is the sealed value "file N"; else the ticket's key opens it
    details = Array(base_column=Text(), default=list)  # names of the sealed details of a redacted text: "phone 1"
    content = Bytea(null=True, default=None)  # None once its time was over
    stored_at = Timestamptz(default=None)

    kind_is_known = Check("kind IN ('jpeg', 'png', 'webp', 'gif', 'pdf', 'text')")
    removed_is_known = Check("removed IN ('', 'location', 'details')")
    only_texts_are_redacted = Check("is_sealed OR kind = 'text'")
    content_is_sealed = Check("octet_length(content) BETWEEN 29 AND 134217728")
    one_number_a_ticket = Unique(["ticket", "number"])
