"""Renders the mails about tickets at the moment of sending: number, what happened, link; no word of the thread."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from helpdesk.people.requesters import addresses_of
from helpdesk.privacy.vault.keys import DataKey, keys_of
from helpdesk.tickets import access
from helpdesk.tickets.access import TicketRow
from notifications.claim import Promise
from notifications.mail import Mail, MailWords
from notifications.render import Renderer
from piccolo_conf import SYSTEM, acting

Words: TypeAlias = Callable[[str, str, Mapping[str, object]], MailWords]
ReplyTo: TypeAlias = Callable[[UUID, UUID], str]  # ticket and person in, the address that takes their answer out
KINDS = ("ticket_received", "ticket_reply", "ticket_closed")


@dataclass(frozen=True, slots=True)
class Post:
    """What every renderer of ours needs: who has the words, where our pages are, where answers by mail go."""

    words: Words
    base_url: str
    reply_to: ReplyTo


def renderer(kind: str, post: Post) -> Renderer:
    """Give the renderer of one kind of mail to requesters; a ticket or requester that was erased gets none."""

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        async with acting(SYSTEM):
            tickets = await access.tickets_to_mail({promise.about for promise in promises})
            mine = [p for p in promises if p.about in tickets and p.recipient == tickets[p.about].requester]
            addresses = await addresses_of({promise.about: promise.recipient for promise in mine})
            keys = await keys_of(addresses)
        return {
            promise.id: _mail(kind, tickets[promise.about], addresses[promise.about], keys[promise.about], post)
            for promise in mine
            if promise.about in keys
        }

    return render


def _mail(kind: str, ticket: TicketRow, address: str, key: DataKey, post: Post) -> Mail:
    link = key.open(ticket.link, row=ticket.id, kind="link")
    text = post.words(kind, ticket.locale, {"reference": ticket.reference, "url": f"{post.base_url}/t/{link}"})
    return Mail(
        to=address,
        subject=text.subject,
        text=text.text,
        html=text.html,
        locale=ticket.locale,
        thread=ticket.id,
        reply_to=post.reply_to(ticket.id, ticket.requester),
    )
