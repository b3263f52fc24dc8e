"""Take a reply back that the requester has not got yet: it becomes the draft again that it was."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import SentAlready
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access, drafts
from helpdesk.tickets.due import changed
from helpdesk.tickets.index import index_words
from helpdesk.tickets.tables import Message, Ticket
from helpdesk.tickets.threads import replied_since
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.undo import undo_with
from helpdesk.tickets.wake import wake
from helpdesk.tickets.webhooks import withdraw
from notifications import outbox
from piccolo_conf import SYSTEM, acting


async def take_back(reference: str, message: UUID, *, agent: StaffMember, now: datetime) -> None:
    """Take back an agent's own reply within its seconds; done twice, it is done once.

    raises   TicketNotFound, NotAssigned, TicketTaken, TicketClosed, SentAlready, UndoTooLate
    effects  the message and its promised mail and calls are gone, its text is the writer's draft again, a ticket that
             waits for its requester waits no more, one that nobody else answered is due again, one audit entry; what a
             macro did with it is taken back, too
    """
    async with acting(agent.actor):
        await undo_with(message, agent=agent, now=now)  # first: by it the ticket may be the agent's again
        ticket = await access.ticket_to_work(reference, agent=agent)
        if not await Message.exists().where(Message.id == message, Message.ticket == ticket.id):
            return
        due = (await Message.raw("SELECT take_back_reply({}) AS due", message))[0]["due"]
        if due is None:
            raise SentAlready
        await outbox.withdraw(ticket.id, kind="ticket_reply", due_at=due, now=now)
        await withdraw("ticket.replied", ticket.id, due_at=due, now=now)
        await drafts.give_back(message)
        async with acting(SYSTEM):
            await index_words(ticket)
        await _restore(ticket, agent, now=now)
        await record("ticket.reply_taken_back", actor=agent.id, about=ticket.id, at=now)


async def _restore(ticket: TicketRow, agent: StaffMember, *, now: datetime) -> None:
    if ticket.is_pending:
        await wake(ticket, by=agent.id, now=now)
        ticket = await access.ticket_to_work(ticket.reference, agent=agent)
    if ticket.answered_at and not await replied_since(ticket, ticket.opened_at):
        await Ticket.update(changed(ticket, now=now, answered_at=None)).where(Ticket.id == ticket.id)
