"""Renders the invitation; words and address come from above, the link is made in this moment."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from notifications.mail import Mail, MailWords
from surveys.answers import make_link
from surveys.tables import Invitation, Objection

Words: TypeAlias = Callable[[str, str, Mapping[str, object]], MailWords]
AddressOf: TypeAlias = Callable[[UUID], Awaitable[str]]


async def render_survey_mail(
    about: UUID,
    recipient: UUID,
    *,
    kind: str,
    address_of: AddressOf,
    words: Words,
    base_url: str,
    now: Callable[[], datetime],
) -> Mail | None:
    """Render an invitation or its reminder; None when it was answered, cancelled, objected to or its person erased."""
    invitation = (
        await Invitation.select()
        .where(Invitation.id == about, Invitation.answered_at.is_null(), Invitation.cancelled_at.is_null())
        .first()
    )
    address = await address_of(recipient)
    if invitation is None or not address or await Objection.exists().where(Objection.recipient == recipient):
        return None
    link = f"{base_url}/s/{await make_link(about, now=now())}"
    urls = {str(rating): f"{link}?rating={rating}" for rating in range(1, 6)}
    text = words(kind, invitation["locale"], {"urls": urls, "stop_url": f"{link}/stop"})
    return Mail(
        to=address,
        subject=text.subject,
        text=text.text,
        html=text.html,
        locale=invitation["locale"],
        stop_url=f"{link}/stop",
    )
