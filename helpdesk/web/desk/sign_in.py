"""How staff come in and go out: address and password, a code where there is a second factor."""

import asyncio
from urllib.parse import quote

from litestar import Response, get, post
from litestar.datastructures import Cookie

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, SignInNeeded, TooMany, WrongCode, WrongSignIn
from helpdesk.people import sessions
from helpdesk.people.addresses import normalise
from helpdesk.people.second_factor import offer
from helpdesk.people.sessions import Session
from helpdesk.people.staff import set_single_keys
from helpdesk.people.tables import Role, Stage
from helpdesk.web.forms import AnyRequest, read_form
from helpdesk.web.limits import SignInBrakes, caller
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form, session_cookie, session_here, session_token, staff, who_is_signed_in

HOME = {Role.AGENT: "/desk", Role.MANAGER: "/results", Role.OFFICER: "/privacy", Role.ADMIN: "/manage"}
# Where somebody of a role may have been going when they were asked to sign in.
_PLACES = {
    Role.AGENT: ("/desk",),
    Role.MANAGER: ("/desk/account", "/results", "/manage", "/notices", "/privacy"),
    Role.OFFICER: ("/desk/account", "/privacy", "/notices"),
    Role.ADMIN: ("/desk/account", "/manage", "/privacy/break-glass"),
}


@get("/desk/sign-in")
async def form(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Show the sign-in form; somebody who is signed in goes on to their place."""
    member = await who_is_signed_in(request)
    return go_to(HOME[member.role]) if member else _form(request)


@post("/desk/sign-in", status_code=200)
async def sign_in(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Check address and password; go on to the code, to the setting up of a second factor, or in."""
    typed = await read_form(request, allowed={"email", "password", "next", "csrf"})
    email = typed.get("email", "")
    try:
        token = await _checked(request, email, typed.get("password", ""))
    except (WrongSignIn, TooMany) as error:
        return _form(request, error, email=email, to=typed.get("next", ""))
    session = await sessions.session_of(token, now=clock.now())
    assert session is not None
    return go_to(await _onward(session, typed.get("next", "")), cookies=[_cookie(request, token)])


async def _checked(request: AnyRequest, email: str, password: str) -> str:
    brakes: SignInBrakes = request.app.state.sign_in_brakes
    client, address = caller(request), normalise(email)
    await asyncio.sleep(brakes.check(client, address))
    try:
        token = await sessions.sign_in(email, password, now=clock.now())
    except WrongSignIn:
        brakes.failed(client, address)
        raise
    brakes.passed(client, address)
    return token


async def _onward(session: Session, wish: str) -> str:
    if session.stage is Stage.CODE:
        return f"/desk/sign-in/code?next={quote(wish)}" if wish else "/desk/sign-in/code"
    if session.stage is Stage.ENROL:
        await offer(session.member.id)
        return "/desk/second-factor"
    return place_for(wish, session.member.role)


@get("/desk/sign-in/code")
async def code_form(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Ask for the code that a sign-in waits for; raises SignInNeeded."""
    session = await session_here(request)
    if session is None:
        raise SignInNeeded
    if session.stage is not Stage.CODE:
        return go_to(await _onward(session, ""))
    return _code_form(request)


@post("/desk/sign-in/code", status_code=200)
async def give_code(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Take the code, or a recovery code, and open the session; raises SignInNeeded, ForeignForm."""
    session = await session_here(request)
    if session is None:
        raise SignInNeeded
    typed = await read_staff_form(request, allowed={"code", "next"})
    try:
        token = await sessions.sign_in_with_code(session_token(request), typed.get("code", ""), now=clock.now())
    except (WrongCode, TooMany) as error:
        return _code_form(request, error, to=typed.get("next", ""))
    to = place_for(typed.get("next", ""), session.member.role)
    return go_to(to, cookies=[_cookie(request, token)])


@post("/desk/sign-out", status_code=200)
async def sign_out(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """End the session."""
    await staff(request)
    await read_staff_form(request, allowed=())
    await sessions.sign_out(session_token(request), now=clock.now())
    return go_to("/desk/sign-in", cookies=[_cookie(request, "")])


def place_for(path: str, role: Role) -> str:
    """Give the page that asked for the sign-in, if it is one of ours and fits the role; else the role's home."""
    plain = "//" not in path and "\\" not in path and ".." not in path
    fits = any(path == place or path.startswith(f"{place}/") for place in _PLACES[role])
    return path if plain and fits else HOME[role]


@post("/desk/account/keys", status_code=200)
async def keys(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Switch single-letter shortcuts on or off."""
    member = await staff(request)
    typed = await read_staff_form(request, allowed={"single_keys"})
    await set_single_keys(member, typed.get("single_keys") == "on")
    return go_to("/desk/account")


def _form(request: AnyRequest, error: HelpdeskError | None = None, *, email: str = "", to: str = "") -> Response[str]:
    context = {"email": email, "error": _said(request, error), "next": to or request.query_params.get("next", "")}
    return page(request, "desk/sign_in.html", context, status=error.status if error else 200)


def _code_form(request: AnyRequest, error: HelpdeskError | None = None, *, to: str = "") -> Response[str]:
    request.state.on_the_way = True
    context = {"error": _said(request, error), "next": to or request.query_params.get("next", "")}
    return page(request, "desk/code.html", context, status=error.status if error else 200)


def _said(request: AnyRequest, error: HelpdeskError | None) -> str | None:
    return i18n.words(locale_of(request)).plain(error.code, **error.arguments) if error else None


def _cookie(request: AnyRequest, token: str) -> Cookie:
    return session_cookie(token, secure=request.app.state.secure)
