"""A requester who answered the survey wants to be contacted: their ticket is opened again, with one fixed sentence."""

from datetime import datetime
from uuid import UUID

from helpdesk import i18n
from helpdesk.audit.record import record
from helpdesk.privacy.vault.keys import keys_of
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.close import open_again
from helpdesk.tickets.write import post_wish
from piccolo_conf import SYSTEM, acting


async def ask_for_contact(closure: UUID, now: datetime) -> None:
    """Open the ticket of a closing again because its requester wishes to be contacted; joins the transaction.

    effects  one message in the requester's name that says so and nothing of their answer, one audit entry; nothing when
             the ticket is erased
    """
    async with acting(SYSTEM):
        ticket = await ticket_rows.ticket_of_closure(closure)
        if ticket is None or ticket.id not in await keys_of([ticket.id]):
            return
        if ticket.is_closed:
            await open_again(ticket, now=now)
        await post_wish(ticket, i18n.words(ticket.locale).plain("survey-contact-message"), now=now)
        await record("ticket.contact_wished", actor=ticket.requester, about=ticket.id, at=now)
