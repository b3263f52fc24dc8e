"""What the desk keeps beside tickets: tags, saved filters, what an agent has looked at, the last change to undo."""

from piccolo.columns import JSONB, UUID, ForeignKey, Text, Timestamptz
from piccolo.columns.base import OnDelete
from piccolo.constraints import Check, Unique
from piccolo.table import Table

from helpdesk.ids import UUIDv7
from helpdesk.people.tables import Staff
from helpdesk.tickets.tables import Ticket


class Tag(Table, tablename="tag"):
    """A word of the managers' list that tickets are sorted by; like a category's name it is about no person."""

    id = UUID(primary_key=True, default=UUIDv7())
    name = Text(default=None)
    made_at = Timestamptz(default=None)
    retired_at = Timestamptz(null=True, default=None)  # stays on tickets that have it, is put on no other

    names_are_short = Check("char_length(name) BETWEEN 1 AND 40")


class SavedFilter(Table, tablename="saved_filter"):
    """A queue of one's own, or of everybody (no owner); `choice` holds ids and words of lists, nothing typed."""

    id = UUID(primary_key=True, default=UUIDv7())
    owner = ForeignKey(Staff, on_delete=OnDelete.cascade, null=True, default=None)
    name = Text(default=None)
    choice = JSONB(default=None)
    made_at = Timestamptz(default=None)

    names_are_short = Check("char_length(name) BETWEEN 1 AND 40")


class Seen(Table, tablename="ticket_seen"):
    """When an agent last looked at a ticket with a script, or worked on it; what came later is new to them."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=False)
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    seen_at = Timestamptz(default=None)

    one_row_a_person = Unique([ticket, staff])


class UndoStep(Table, tablename="undo_step"):
    """What somebody changed a moment ago: of each ticket its parts before and after, as ids and words of lists."""

    id = UUID(primary_key=True, default=UUIDv7())
    staff = ForeignKey(Staff, on_delete=OnDelete.cascade, null=False)
    verb = Text(default=None)
    changes = JSONB(default=None)
    made_at = Timestamptz(default=None)
    until = Timestamptz(default=None)
