"""How staff come in and go out: set-up link, password, session cookie."""

from collections.abc import Mapping

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, LinkNotFound, TooMany, WrongSignIn
from helpdesk.people import sessions
from helpdesk.people.addresses import normalise
from helpdesk.people.staff import StaffMember, is_live_link, set_password, set_single_keys
from helpdesk.people.tables import Role
from helpdesk.web.forms import AnyRequest, read_form
from helpdesk.web.limits import Bucket, caller
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form, session_cookie, session_token, staff, who_is_signed_in

HOME = {Role.AGENT: "/desk", Role.MANAGER: "/results", Role.OFFICER: "/privacy", Role.ADMIN: "/manage"}


@get("/desk/sign-in")
async def form(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Show the sign-in form; somebody who is signed in goes on to their place."""
    member = await who_is_signed_in(request)
    return go_to(HOME[member.role]) if member else _form(request)


@post("/desk/sign-in", status_code=200)
async def sign_in(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Check address and password and open a fresh session."""
    typed = await read_form(request, allowed={"email", "password", "next", "csrf"})
    email = typed.get("email", "")
    try:
        bucket: Bucket = request.app.state.sign_in_limit
        bucket.take(f"{caller(request)} {normalise(email)}")
        token = await sessions.sign_in(email, typed.get("password", ""), now=clock.now())
    except (WrongSignIn, TooMany) as error:
        return _form(request, error, email=email, to=typed.get("next", ""))
    member = await sessions.staff_of_session(token, now=clock.now())
    assert member is not None
    return go_to(_next(typed.get("next", ""), member), cookies=[session_cookie(token, secure=request.app.state.secure)])


@post("/desk/sign-out", status_code=200)
async def sign_out(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """End the session."""
    await staff(request)
    await read_staff_form(request, allowed=())
    await sessions.sign_out(session_token(request), now=clock.now())
    return go_to("/desk/sign-in", cookies=[session_cookie("", secure=request.app.state.secure)])


@get("/desk/setup/{token:str}")
async def setup_form(request: AnyRequest, token: FromPath[str]) -> Response[str]:
    """Show where a new staff member chooses a password; looking uses nothing up."""
    if not await is_live_link(token, now=clock.now()):
        raise LinkNotFound
    return page(request, "desk/setup.html", {"token": token, "error": None})


@post("/desk/setup/{token:str}", status_code=200)
async def setup(request: AnyRequest, token: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Choose the password; the link ends by that."""
    typed = await read_form(request, allowed={"password", "again", "csrf"})
    try:
        await set_password(token, _same_twice(typed), now=clock.now())
    except Invalid as error:
        said = i18n.words(locale_of(request)).plain(error.fields["password"])
        return page(request, "desk/setup.html", {"token": token, "error": said}, status=422)
    return go_to("/desk/sign-in")


def _same_twice(typed: Mapping[str, str]) -> str:
    if typed.get("password") != typed.get("again"):
        raise Invalid({"password": "error-passwords-differ"})
    return typed.get("password", "")


@get("/desk/account")
async def account(request: AnyRequest) -> Response[str]:
    """Say who is signed in and what their role does."""
    member = await staff(request)
    return page(request, "desk/account.html", {"role": str(member.role)})


@post("/desk/account/keys", status_code=200)
async def keys(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Switch single-letter shortcuts on or off."""
    member = await staff(request)
    typed = await read_staff_form(request, allowed={"single_keys"})
    await set_single_keys(member, typed.get("single_keys") == "on")
    return go_to("/desk/account")


def _form(request: AnyRequest, error: HelpdeskError | None = None, *, email: str = "", to: str = "") -> Response[str]:
    said = i18n.words(locale_of(request)).plain(error.code) if error else None
    context = {"email": email, "error": said, "next": to or request.query_params.get("next", "")}
    return page(request, "desk/sign_in.html", context, status=error.status if error else 200)


def _next(path: str, member: StaffMember) -> str:
    """Go on to the page that asked for the sign-in, if it is one of ours and fits the role."""
    ours = path.startswith("/desk/tickets") and "//" not in path and "\\" not in path
    return path if ours and member.role is Role.AGENT else HOME[member.role]
