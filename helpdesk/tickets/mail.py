"""Renders the mails about tickets at the moment of sending: number, what happened, link; no private detail ever."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from uuid import UUID

from helpdesk import i18n
from helpdesk.people.mail import Post, to_mail
from helpdesk.people.requesters import addresses_of
from helpdesk.people.staff import colleagues
from helpdesk.privacy.redaction.redact import PLACEHOLDER
from helpdesk.privacy.vault.keys import DataKey, keys_of
from helpdesk.tickets import batches
from helpdesk.tickets.threads import last_reply
from helpdesk.tickets.ticket_rows import TicketRow
from notifications.claim import Promise
from notifications.mail import Mail
from notifications.render import Renderer
from piccolo_conf import SYSTEM, acting

KINDS = ("ticket_received", "ticket_reply", "ticket_closed")


def renderer(kind: str, post: Post) -> Renderer:
    """Give the renderer of one kind of mail to requesters; a ticket or requester that was erased gets none."""

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        async with acting(SYSTEM):
            tickets = await batches.tickets_to_mail({promise.about for promise in promises})
            mine = [p for p in promises if p.about in tickets and p.recipient == tickets[p.about].requester]
            addresses = await addresses_of({promise.about: promise.recipient for promise in mine})
            keys = await keys_of(addresses)
            words = {p.about: await _words(tickets[p.about]) for p in mine if kind == "ticket_reply"}
        mails: dict[UUID, Mail | None] = {}
        for promise in (promise for promise in mine if promise.about in keys):
            ticket = tickets[promise.about]
            context = _context(ticket, keys[ticket.id], words.get(ticket.id), post)
            mail = to_mail(kind, ticket.locale, addresses[ticket.id], context, post)
            mails[promise.id] = replace(mail, thread=ticket.id, reply_to=post.reply_to(ticket.id, ticket.requester))
        return mails

    return render


def _context(ticket: TicketRow, key: DataKey, words: Mapping[str, object] | None, post: Post) -> Mapping[str, object]:
    link = key.open(ticket.link, row=ticket.id, kind="link")
    return {"reference": ticket.reference, "url": f"{post.base_url}/t/{link}", **(words or {})}


async def _words(ticket: TicketRow) -> Mapping[str, object]:
    """Give the last reply's redacted text in paragraphs if the policy lets it into mail; details by kind only."""
    text, direction = await last_reply(ticket) if ticket.rules.mail_text else ("", "auto")
    paragraphs = (" ".join(part.split()) for part in text.split("\n\n"))
    words = [_without_placeholders(paragraph, ticket.locale) for paragraph in paragraphs if paragraph]
    return {"words": words, "direction": direction}


def _without_placeholders(text: str, locale: str) -> str:
    words = i18n.words(locale)

    def name(kind: str) -> str:
        return words.plain(f"kind-{kind}") if words.has(f"kind-{kind}") else kind

    return PLACEHOLDER.sub(lambda found: f"[{name(found['kind'])} {found['number']}]", text)


def ticket_assigned(post: Post) -> Renderer:
    """Give the renderer of a mail to an agent who was given a ticket; none when they have it no more."""

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        async with acting(SYSTEM):
            tickets = await batches.tickets_to_mail({promise.about for promise in promises})
            theirs = [p for p in promises if p.about in tickets and tickets[p.about].assignee == p.recipient]
            there = await colleagues({promise.recipient for promise in theirs})
        mails: dict[UUID, Mail | None] = {}
        for promise in (promise for promise in theirs if promise.recipient in there):
            ticket, to = tickets[promise.about], there[promise.recipient]
            context = {
                "reference": ticket.reference,
                "url": f"{post.base_url}/desk/tickets/{ticket.reference}",
                "category_name": ticket.rules.name[to.locale],
            }
            mail = to_mail("ticket_assigned", to.locale, to.address, context, post)
            mails[promise.id] = replace(mail, thread=ticket.id)
        return mails

    return render
