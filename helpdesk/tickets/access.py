"""The only ways by which staff come to a ticket. "Not there" and "not yours" are the same error."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from uuid import UUID

from helpdesk.errors import NotAssigned, TicketClosed, TicketNotFound, TicketTaken
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.tickets.mergers import is_worked_on
from helpdesk.tickets.readers import may_read
from helpdesk.tickets.tables import Ticket
from helpdesk.tickets.ticket_rows import COLUMNS, TicketFace, TicketRow, find, whole
from piccolo_conf import acting


def seen_by(viewer: StaffMember) -> AbstractAsyncContextManager[None]:
    """Read as a staff member: within it the database shows what they may see and nothing else."""
    return acting(viewer.actor)


async def ticket_to_read(reference: str, *, viewer: StaffMember, lock: bool = False) -> TicketRow:
    """Give a ticket whose redacted text this person may read; raises TicketNotFound, TicketErased."""
    ticket = await find_to_read(reference, viewer=viewer, lock=lock)
    if ticket is None:
        raise TicketNotFound
    return whole(ticket)


async def find_to_read(reference: str, *, viewer: StaffMember, lock: bool = False) -> TicketRow | None:
    """Give a ticket whose redacted text this person may read, or None."""
    ticket = await find(Ticket.reference == reference.upper(), lock=lock)
    return ticket if ticket and may_read(viewer, ticket) else None


async def ticket_to_work(reference: str, *, agent: StaffMember) -> TicketRow:
    """Lock an open ticket that is assigned to this agent; raises as ticket_to_read, NotAssigned, TicketClosed."""
    ticket = await ticket_to_read(reference, viewer=agent, lock=True)
    if ticket.assignee != agent.id:
        raise TicketTaken if ticket.assignee else NotAssigned
    if ticket.is_closed:
        raise TicketClosed
    return ticket


async def ticket_to_sort(reference: str, *, agent: StaffMember) -> TicketRow:
    """Lock a ticket that this agent may put in order: it is theirs, nobody's, or of their own team.

    raises   TicketNotFound, TicketErased, TicketClosed, TicketTaken
    """
    ticket = await ticket_to_read(reference, viewer=agent, lock=True)
    if ticket.is_closed:
        raise TicketClosed
    if ticket.assignee not in (None, agent.id) and agent.team not in ("", ticket.team):
        raise TicketTaken
    return ticket


async def ticket_to_open(reference: str, *, agent: StaffMember) -> TicketRow:
    """Lock a ticket whose details this agent may open: as `ticket_to_work`, or merged into an open one of theirs."""
    ticket = await ticket_to_read(reference, viewer=agent, lock=True)
    if ticket.assignee != agent.id:
        raise TicketTaken if ticket.assignee else NotAssigned
    if ticket.is_closed and not await is_worked_on(ticket):
        raise TicketClosed
    return ticket


async def ticket_of_ledger(reference: str, *, viewer: StaffMember) -> "TicketFace":
    """Give the face of a ticket whose ledger this person may read: its readers, and officers; raises TicketNotFound."""
    if viewer.role is Role.OFFICER:
        return await face_of(reference)
    return (await ticket_to_read(reference, viewer=viewer)).face


async def ticket_behind_glass(reference: str) -> TicketRow:
    """Give a ticket that an officer or administrator was let into by a second person; raises TicketNotFound.

    The database knows whom and until when (walls.sql): to whoever acts without that, no ticket is there.
    """
    ticket = await find(Ticket.reference == reference.upper())
    if ticket is None:
        raise TicketNotFound
    return whole(ticket)


async def tickets_to_read(tickets: Sequence[UUID], *, viewer: StaffMember) -> Mapping[UUID, TicketRow]:
    """Give those of some tickets whose redacted text this person may read."""
    rows = await Ticket.select(*COLUMNS).where(Ticket.id.is_in(list(set(tickets)))) if tickets else []
    found = [TicketRow(**row) for row in rows]
    return {ticket.id: ticket for ticket in found if may_read(viewer, ticket)}


async def faces_of(tickets: Sequence[UUID]) -> Mapping[UUID, "TicketFace"]:
    """Give the faces of some tickets to who answers for privacy; the database gives them to nobody else."""
    rows = await Ticket.raw("SELECT * FROM ticket_faces({}, NULL)", list(set(tickets)))
    return {row["id"]: TicketFace(**row) for row in rows}


async def face_of(reference: str) -> "TicketFace":
    """Give the face of one ticket to who answers for privacy; raises TicketNotFound."""
    rows = await Ticket.raw("SELECT * FROM ticket_faces(NULL, {})", reference.upper())
    if not rows:
        raise TicketNotFound
    return TicketFace(**rows[0])
