"""Mail about a ticket that never arrived: the ticket says so, and rises in its queue."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.tickets import batches, mail
from helpdesk.tickets.tables import Ticket
from notifications.deliver import NotDelivered
from notifications.outbox import Undelivered, undelivered
from piccolo_conf import SYSTEM, acting


async def note_undelivered(mail_lost: NotDelivered, now: datetime) -> None:
    """Bring a ticket to its agent's attention whose requester could not be written to; joins the transaction.

    effects  the ticket rises in its queue, one audit entry; what its page says comes from the outbox
    """
    if mail_lost.kind not in mail.KINDS:
        return
    async with acting(SYSTEM):
        if await batches.tickets_to_mail([mail_lost.about]):
            await Ticket.update({Ticket.active_at: now}).where(Ticket.id == mail_lost.about)
            await record("ticket.mail_failed", actor=None, about=mail_lost.about, at=now)


async def last_undelivered(ticket: UUID) -> Sequence[Undelivered]:
    """Give the last mail to a ticket's requester that never arrived, if there is one; joins the transaction."""
    return (await undelivered(ticket, kinds=mail.KINDS))[-1:]
