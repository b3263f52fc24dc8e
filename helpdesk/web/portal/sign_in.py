"""How requesters come in and go out: an address, a mailed link that asks once more, a session of its own."""

import re
from collections.abc import Mapping

from litestar import Response, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, SignInLinkGone, TooMany
from helpdesk.people import requester_sessions
from helpdesk.people.addresses import normalise
from helpdesk.web.forms import AnyRequest, read_form
from helpdesk.web.limits import Bucket, caller
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import (
    read_requester_form,
    requester,
    requester_cookie,
    requester_token,
    which_requester,
)

HOME = "/me"
NEXT = "me-next"  # the cookie that keeps where the sign-in was asked for, until the link is opened
_OURS = re.compile(r"/(?:me|new)(?:/[\w-]+)*(?:\?[\w-]+=[\w-]+(?:&[\w-]+=[\w-]+)*)?", re.ASCII)


@get("/me/sign-in")
async def form(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Ask for the address; who is signed in already goes on, unless the sign-in must be fresh."""
    person, to = await which_requester(request), _ours(request.query_params.get("next", ""))
    if person is not None and "again" not in request.query_params:
        return go_to(to)
    return _form(request, {"next": to, "again": request.query_params.get("again", "")})


@post("/me/sign-in", status_code=200)
async def ask(request: AnyRequest) -> Response[str]:
    """Promise a link; says the same whoever has the address, and whether anybody has."""
    typed = await read_form(request, allowed={"email", "next", "again"})
    email = typed.get("email", "")
    try:
        _take(request, "link_limit", caller(request))
        if _has_room(request, email):
            await requester_sessions.ask_for_link(email, now=clock.now())
    except (Invalid, TooMany) as error:
        return _form(request, typed, error)
    response = page(request, "me/link_asked.html", {"email": email})
    response.cookies.append(_next_cookie(request, _ours(typed.get("next", ""))))
    return response


@get("/me/sign-in/{token:str}")
async def link(request: AnyRequest, token: FromPath[str]) -> Response[str]:
    """Show one button; looking signs nobody in and uses nothing up."""
    if not await requester_sessions.is_live_link(token, now=clock.now()):
        return _gone(request)
    return page(request, "me/link.html", {"token": token})


@post("/me/sign-in/{token:str}", status_code=200)
async def use(request: AnyRequest, token: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Sign in by the link, once; a session that this browser had ends."""
    await read_form(request, allowed=())
    now = clock.now()
    try:
        session = await requester_sessions.sign_in(token, now=now)
    except SignInLinkGone:
        return _gone(request)
    await requester_sessions.sign_out(requester_token(request), now=now)
    secure = request.app.state.secure
    cookies = [requester_cookie(session, secure=secure), _next_cookie(request, "")]
    return go_to(_ours(request.cookies.get(NEXT, "")), cookies=cookies)


@post("/me/sign-out", status_code=200)
async def leave(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """End this browser's session."""
    await requester(request)
    await read_requester_form(request)
    await requester_sessions.sign_out(requester_token(request), now=clock.now())
    return go_to("/me/sign-in", cookies=[requester_cookie("", secure=request.app.state.secure)])


@post("/me/sign-out-everywhere", status_code=200)
async def leave_everywhere(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """End the requester's sessions in all browsers."""
    person = await requester(request)
    await read_requester_form(request)
    await requester_sessions.sign_out_everywhere(person.id, now=clock.now())
    return go_to("/me/sign-in", cookies=[requester_cookie("", secure=request.app.state.secure)])


def _take(request: AnyRequest, limit: str, who: str) -> None:
    bucket: Bucket = request.app.state[limit]
    bucket.take(who)


def _has_room(request: AnyRequest, email: str) -> bool:
    """Count how often this address was asked for; over the limit nothing is said, since links that work are there."""
    try:
        _take(request, "link_address_limit", normalise(email))
    except TooMany:
        return False
    return True


def _form(request: AnyRequest, typed: Mapping[str, str], error: HelpdeskError | None = None) -> Response[str]:
    said = i18n.words(locale_of(request)).plain(_code(error)) if error else None
    context = {
        "email": typed.get("email", ""),
        "next": typed.get("next", ""),
        "again": typed.get("again", ""),
        "errors": [{"field": "email" if isinstance(error, Invalid) else "", "message": said}] if error else [],
    }
    return page(request, "me/sign_in.html", context, status=error.status if error else 200)


def _code(error: HelpdeskError) -> str:
    return error.fields["email"] if isinstance(error, Invalid) else error.code


def _gone(request: AnyRequest) -> Response[str]:
    return page(request, "me/link_gone.html", {}, status=SignInLinkGone.status)


def _next_cookie(request: AnyRequest, path: str) -> Cookie:
    life = requester_sessions.LINK_LIFE.total_seconds() if path else 0
    return Cookie(
        key=NEXT,
        value=path,
        path="/me/sign-in",
        httponly=True,
        secure=request.app.state.secure,
        samesite="lax",
        max_age=int(life),
    )


def _ours(path: str) -> str:
    """Go on to the page that asked for the sign-in, if it is one of a requester's pages."""
    return path if _OURS.fullmatch(path) and not path.startswith("/me/sign-") else HOME
