"""Whether a requester's open page of a ticket has become old, told by numbers and in one question."""

from datetime import datetime

from helpdesk.privacy.disclosure.disclose import SYSTEM_S
from helpdesk.tickets.tables import Message
from helpdesk.tickets.ticket_rows import TicketRow
from named_sql import statements

_SQL = statements(__file__)


async def mark_of(ticket: TicketRow, *, now: datetime) -> str:
    """Give the numbers that a page of a ticket was made of: the same as long as there is nothing new to read.

    The first is how many looks at details there are; as whoever acts may see them.
    """
    rows = await Message.raw(_SQL["news"], ticket.id, now, list(SYSTEM_S), list(SYSTEM_S))
    return str(rows[0]["mark"])


def looks_in(mark: str) -> int:
    """Give how many looks a mark that a browser sent speaks of; 0 for what is none."""
    first = mark.partition("-")[0]
    return int(first) if first.isdecimal() and len(first) < 9 else 0
