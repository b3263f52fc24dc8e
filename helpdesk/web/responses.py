"""From a template and what it is given to a response in the reader's language."""

import re
import secrets
from collections.abc import Mapping
from datetime import timedelta

from litestar import Response
from litestar.datastructures import Cookie
from litestar.enums import MediaType
from litestar.response import Redirect

from helpdesk.i18n import choose_locale
from helpdesk.people.sessions import form_token
from helpdesk.people.staff import StaffMember
from helpdesk.web import pages
from helpdesk.web.forms import AnyRequest
from helpdesk.web.session import requester_token, session_token

LANGUAGE = "lang"  # the cookie that keeps the language which was chosen by a link
LANGUAGE_LIFE = timedelta(days=365)


def locale_of(request: AnyRequest, fallback: str = "") -> str:
    """Choose the language: the link that was clicked, the reader's last choice, the page's own, the browser's."""
    return choose_locale(
        query=request.query_params.get("lang", ""),
        cookie=request.cookies.get(LANGUAGE, ""),
        accept_language=request.headers.get("accept-language", ""),
        fallback=fallback,
    )


def page(
    request: AnyRequest, name: str, context: Mapping[str, object], *, status: int = 200, locale: str = ""
) -> Response[str]:
    """Render a page; `locale` is the language of the page's own matter, used when the reader has chosen none.

    effects  remembers the language when it was chosen by a link
    """
    nonce, language = secrets.token_urlsafe(16), locale_of(request, locale)
    request.state["nonce"] = nonce
    member: StaffMember | None = request.state.get("staff")
    html = pages.render(
        name,
        context,
        locale=language,
        nonce=nonce,
        path=_path(request),
        viewer=pages.Viewer.of(member.name, str(member.role), single_keys=member.single_keys) if member else None,
        csrf=_form_token(request),
    )
    cookies = [language_cookie(request, language)] if request.query_params.get("lang") == language else []
    return Response(html, media_type=MediaType.HTML, status_code=status, cookies=cookies)


def _form_token(request: AnyRequest) -> str:
    """Give the token that the forms of this page must carry: of the session that the page was asked for with."""
    if request.state.get("staff") or request.state.get("on_the_way"):
        return form_token(session_token(request))
    return form_token(requester_token(request)) if request.state.get("requester") else ""


def go_to(path: str, *, cookies: list[Cookie] | None = None) -> Redirect:
    """Answer a form that did its work: the browser fetches the next page (303), so that reloading repeats nothing."""
    return Redirect(path, status_code=303, cookies=cookies or [])


def language_cookie(request: AnyRequest, language: str) -> Cookie:
    """Make the cookie that remembers a chosen language for a year."""
    return Cookie(
        key=LANGUAGE,
        value=language,
        path="/",
        max_age=int(LANGUAGE_LIFE.total_seconds()),
        samesite="lax",
        httponly=True,
        secure=request.app.state.secure,
    )


# What a page's address keeps when its language is switched: words of lists and ids, never what somebody typed.
_KEPT = ("view", "status", "by", "category", "team", "priority", "tag", "locale", "assignee", "due", "sort")
_PLAIN = re.compile(r"[A-Za-z0-9_-]{1,40}")


def _path(request: AnyRequest) -> str:
    """Give the address of this page for the language switch: a form's answer switches to the page of the form."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name in _KEPT]
    query = "&".join(f"{name}={value}" for name, value in kept if _PLAIN.fullmatch(value))
    return f"{request.url.path}?{query}" if query else request.url.path
