"""Renders the mails that are about no ticket: invitation and reset of staff, the alarm, a link to sign in."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias
from uuid import UUID

from helpdesk.people import requester_sessions
from helpdesk.people.requesters import reachable
from helpdesk.people.reset import new_reset_link
from helpdesk.people.staff import Colleague, colleagues, new_setup_link
from helpdesk.people.tables import Role
from notifications.claim import Promise
from notifications.mail import Mail, MailWords
from notifications.render import Renderer
from piccolo_conf import SYSTEM, acting

STOPPED = "surveys_stopped"
Words: TypeAlias = Callable[[str, str, Mapping[str, object]], MailWords]
ReplyTo: TypeAlias = Callable[[UUID, UUID], str]  # ticket and person in, the address that takes their answer out


@dataclass(frozen=True, slots=True)
class Post:
    """What every renderer of ours needs: who has the words, where our pages are, where answers by mail go."""

    words: Words
    base_url: str
    reply_to: ReplyTo
    now: Callable[[], datetime]


def to_mail(kind: str, locale: str, address: str, context: Mapping[str, object], post: Post) -> Mail:
    """Put words and address together."""
    text = post.words(kind, locale, context)
    return Mail(to=address, subject=text.subject, text=text.text, html=text.html, locale=locale)


def staff_invitation(post: Post) -> Renderer:
    """Give the renderer of an invitation: its link is made in this moment, and only its hash is kept."""

    async def context(colleague: Colleague) -> Mapping[str, object] | None:
        if colleague.has_password:
            return None
        return {"url": f"{post.base_url}/desk/setup/{await new_setup_link(colleague.id, now=post.now())}"}

    return _to_colleagues("staff_invitation", context, post)


def staff_reset(post: Post) -> Renderer:
    """Give the renderer of a reset: its link is made in this moment, so that its fifteen minutes begin now."""

    async def context(colleague: Colleague) -> Mapping[str, object] | None:
        return {"url": f"{post.base_url}/desk/reset/{await new_reset_link(colleague.id, now=post.now())}"}

    return _to_colleagues("staff_reset", context, post)


def sign_in_link(post: Post) -> Renderer:
    """Give the renderer of a requester's link to sign in: made in this moment, and only its hash is kept.

    Nobody gets one that was asked for longer ago than it would have worked, or while enough others work.
    """

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        mails: dict[UUID, Mail | None] = {}
        now = post.now()
        async with acting(SYSTEM):
            there = await reachable({promise.recipient for promise in promises})
            for promise in (promise for promise in promises if promise.recipient in there):
                locale, address = there[promise.recipient]
                is_late = now - promise.promised_at > requester_sessions.LINK_LIFE
                token = "" if is_late else await requester_sessions.new_link(promise.id, promise.recipient, now=now)
                context = {"url": f"{post.base_url}/me/sign-in/{token}"}
                mails[promise.id] = to_mail("sign_in_link", locale, address, context, post) if token else None
        return mails

    return render


def surveys_stopped(post: Post) -> Renderer:
    """Give the renderer of the receipt for an objection to surveys: to the requester, about nothing they asked us."""

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        async with acting(SYSTEM):
            there = await reachable({promise.recipient for promise in promises})
        context = {"url": f"{post.base_url}/me/data"}
        return {p.id: to_mail(STOPPED, *there[p.recipient], context, post) for p in promises if p.recipient in there}

    return render


def disclosure_alarm(post: Post) -> Renderer:
    """Give the renderer of the alarm: about an agent, to a manager; it names nobody."""

    async def context(colleague: Colleague) -> Mapping[str, object] | None:
        is_manager = colleague.role is Role.MANAGER
        return {"url": f"{post.base_url}/privacy/disclosures/flagged"} if is_manager else None

    return _to_colleagues("disclosure_alarm", context, post)


def hold_review(post: Post) -> Renderer:
    """Give the renderer of the reminder that a hold is to be looked at again: to an officer; it says not which."""

    async def context(colleague: Colleague) -> Mapping[str, object] | None:
        return {"url": f"{post.base_url}/privacy/holds"} if colleague.role is Role.OFFICER else None

    return _to_colleagues("hold_review", context, post)


def subject_request_due(post: Post) -> Renderer:
    """Give the renderer of a reminder to officers that requests about data are due; it says nothing of them."""

    async def context(colleague: Colleague) -> Mapping[str, object] | None:
        return {"url": f"{post.base_url}/privacy/requests"} if colleague.role is Role.OFFICER else None

    return _to_colleagues("subject_request_due", context, post)


def _to_colleagues(
    kind: str, context: Callable[[Colleague], Awaitable[Mapping[str, object] | None]], post: Post
) -> Renderer:
    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Mail | None]:
        mails: dict[UUID, Mail | None] = {}
        async with acting(SYSTEM):
            there = await colleagues({promise.recipient for promise in promises})
            for promise in (promise for promise in promises if promise.recipient in there):
                to = there[promise.recipient]
                given = await context(to)
                mails[promise.id] = to_mail(kind, to.locale, to.address, given, post) if given else None
        return mails

    return render
