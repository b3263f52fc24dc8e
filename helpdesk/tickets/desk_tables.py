"""What the desk keeps beside tickets: tags, filters, what was looked at, the last change, searches and refusals."""

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
    message = UUID(null=True, default=None)  # the reply it was done with: whoever takes that back takes this back


class ValueSearch(Table, tablename="value_search"):
    """Somebody looked for an exact private value: of which kind and what for, never the value. A row a ticket found."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=True, default=None)  # None: nothing was found
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    team = Text()
    kind = Text()
    purpose = Text()
    at = Timestamptz(default=None)

    kind_is_searched_for = Check("kind IN ('email', 'phone', 'iban', 'national-id', 'domain')")


class Refusal(Table, tablename="disclosure_refusal"):
    """Somebody asked to open a detail and was refused: why, as a word of a list; nothing of what was asked for."""

    id = UUID(primary_key=True, default=UUIDv7())
    ticket = ForeignKey(Ticket, on_delete=OnDelete.cascade, null=True, default=None)  # None: there is no such ticket
    staff = ForeignKey(Staff, on_delete=OnDelete.restrict, null=False)
    role = Text()
    kind = Text()  # "" when there is no such detail
    reason = Text()  # one of refusals.REASONS
    at = Timestamptz(default=None)
