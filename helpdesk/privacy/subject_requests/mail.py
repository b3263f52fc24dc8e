"""Renders the mails about requests about one's own data; the words of a request are never in one."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from helpdesk import i18n
from helpdesk.privacy.subject_requests.ask import make_link
from helpdesk.privacy.subject_requests.queries import Row, requests_with
from helpdesk.privacy.subject_requests.tables import State
from notifications.mail import Mail, MailWords
from piccolo_conf import SYSTEM, acting

CONFIRM = "subject_request_confirm"
KINDS = ("subject_request_received", "subject_request_answered", "subject_request_changed", CONFIRM)
Words: TypeAlias = Callable[[str, str, Mapping[str, object]], MailWords]
AddressOf: TypeAlias = Callable[[UUID], Awaitable[str]]


@dataclass(frozen=True, slots=True)
class Post:
    """What a mail about a request needs from above."""

    address_of: AddressOf
    words: Words
    base_url: str
    now: Callable[[], datetime]


async def render(about: UUID, recipient: UUID, *, kind: str, post: Post) -> Mail | None:
    """Render a mail to who asked; None when they were erased, or when there is nothing to confirm any more."""
    async with acting(SYSTEM):
        row = (await requests_with([about])).get(about)
        if row is None or row.subject != recipient or (kind == CONFIRM) != (row.state == State.UNPROVED):
            return None
        address = await post.address_of(recipient)
        if not address:
            return None
        context = await _context(kind, row, post)
    text = post.words(kind, row.locale, context)
    return Mail(to=address, subject=text.subject, text=text.text, html=text.html, locale=row.locale)


async def _context(kind: str, row: Row, post: Post) -> Mapping[str, object]:
    if kind == CONFIRM:
        return {"url": f"{post.base_url}/rights/confirm/{await make_link(row.id, now=post.now())}"}
    context = {"reference": row.number, "url": f"{post.base_url}/me/rights/{row.number}"}
    return {**context, "until": i18n.day(row.due_on, row.locale)} if kind == KINDS[0] else context
