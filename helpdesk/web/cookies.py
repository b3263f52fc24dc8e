"""Every cookie that the product sets, all strictly necessary: what the cookie page lists, and a test compares."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from helpdesk.people import requester_sessions, sessions
from helpdesk.web.portal.sign_in import NEXT
from helpdesk.web.responses import LANGUAGE, LANGUAGE_LIFE
from helpdesk.web.session import cookie_name, requester_cookie_name


@dataclass(frozen=True, slots=True)
class CookieFact:
    """One cookie: its name in the browser, the id of what the page says of it, how long it stays."""

    name: str
    what: str
    life: timedelta


def all_cookies(*, secure: bool) -> Sequence[CookieFact]:
    """List the cookies, those that customers meet first."""
    return (
        CookieFact(LANGUAGE, "language", LANGUAGE_LIFE),
        CookieFact(requester_cookie_name(secure=secure), "me", requester_sessions.LIFE),
        CookieFact(NEXT, "next", requester_sessions.LINK_LIFE),
        CookieFact(cookie_name(secure=secure), "staff", sessions.life()),
    )
