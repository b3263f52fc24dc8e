"""Take a reply back that the requester has not got yet: it becomes the draft again that it was."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import SentAlready
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access, drafts
from helpdesk.tickets.index import index_whole
from helpdesk.tickets.tables import Message
from helpdesk.tickets.webhooks import withdraw
from notifications import outbox
from piccolo_conf import SYSTEM, acting


async def take_back(reference: str, message: UUID, *, agent: StaffMember, now: datetime) -> None:
    """Take back an agent's own reply within its seconds; done twice, it is done once.

    raises   TicketNotFound, NotAssigned, TicketTaken, TicketClosed, SentAlready
    effects  the message and its promised mail and calls are gone, its text is the writer's draft again, one audit entry
    """
    async with acting(agent.actor):
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
            await index_whole(ticket)
        await record("ticket.reply_taken_back", actor=agent.id, about=ticket.id, at=now)
