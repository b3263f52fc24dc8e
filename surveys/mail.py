"""Renders the invitation and its reminder; words and address come from above, the link is made in this moment."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from notifications.mail import Mail, MailWords
from piccolo_conf import SYSTEM, acting
from surveys.answers import PersonOf, make_link
from surveys.tables import Invitation, Objection

Words: TypeAlias = Callable[[str, str, Mapping[str, object]], MailWords]
AddressOf: TypeAlias = Callable[[UUID], Awaitable[str]]
ThreadOf: TypeAlias = Callable[[UUID], Awaitable[UUID | None]]  # what is asked about in, whose mails it is shown with
MayAsk: TypeAlias = Callable[[str], Awaitable[bool]]  # an address in; False when mail must not go there


@dataclass(frozen=True, slots=True)
class Post:
    """What a survey's mail needs from above."""

    address_of: AddressOf
    person_of: PersonOf
    thread_of: ThreadOf
    may_ask: MayAsk
    words: Words
    base_url: str
    now: Callable[[], datetime]


async def render_survey_mail(about: UUID, recipient: UUID, *, kind: str, post: Post) -> Mail | None:
    """Render an invitation or its reminder.

    returns  None when it was answered, cancelled, objected to, or ran out, when its person is erased or its address
             takes no mail
    """
    async with acting(SYSTEM):
        invitation = (
            await Invitation.select()
            .where(
                Invitation.id == about,
                Invitation.answered_week.is_null(),
                Invitation.cancelled_at.is_null(),
                Invitation.expires_at > post.now(),
            )
            .first()
        )
        person = await post.person_of(recipient)
        if invitation is None or person is None or await Objection.exists().where(Objection.person == person):
            return None
        address = await post.address_of(recipient)
        if not address or not await post.may_ask(address):
            return None
        thread = await post.thread_of(invitation["about"])
        link = f"{post.base_url}/s/{await make_link(about, now=post.now())}"
    urls = {str(rating): f"{link}?rating={rating}" for rating in range(1, 6)}
    text = post.words(kind, invitation["locale"], {"urls": urls, "stop_url": f"{link}/stop"})
    return Mail(
        to=address,
        subject=text.subject,
        text=text.text,
        html=text.html,
        locale=invitation["locale"],
        thread=thread,
        stop_url=f"{link}/stop",
    )
