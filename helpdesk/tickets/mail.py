"""Renders the mails about tickets at the moment of sending: number, what happened, link; no word of the thread."""

from collections.abc import Awaitable, Callable, Mapping
from typing import TypeAlias
from uuid import UUID

from helpdesk.people.requesters import address_of
from helpdesk.privacy.vault.keys import keys_of
from helpdesk.tickets import access
from helpdesk.tickets.queries import close_reason
from notifications.mail import Mail, MailWords
from piccolo_conf import SYSTEM, acting

Words: TypeAlias = Callable[[str, str, Mapping[str, object]], MailWords]
Renderer: TypeAlias = Callable[[UUID, UUID], Awaitable[Mail | None]]
KINDS = ("ticket_received", "ticket_reply", "ticket_closed")


def renderer(kind: str, *, words: Words, base_url: str) -> Renderer:
    """Give the renderer of one kind of ticket mail; it gives None when the ticket or its requester is erased."""

    async def render(about: UUID, recipient: UUID) -> Mail | None:
        async with acting(SYSTEM):
            return await _render(about, recipient)

    async def _render(about: UUID, recipient: UUID) -> Mail | None:
        ticket = await access.ticket_to_mail(about)
        if ticket is None or ticket.requester != recipient:
            return None
        address = await address_of(recipient, about=ticket.id)
        if not address:
            return None
        keys = await keys_of([ticket.id])
        if ticket.id not in keys:
            return None
        link = keys[ticket.id].open(ticket.link, row=ticket.id, kind="link")
        context = {
            "reference": ticket.reference,
            "url": f"{base_url}/t/{link}",
            "category_name": ticket.rules.name[ticket.locale],
            "reason": await close_reason(ticket),
        }
        text = words(kind, ticket.locale, context)
        return Mail(
            to=address, subject=text.subject, text=text.text, html=text.html, locale=ticket.locale, thread=ticket.id
        )

    return render
