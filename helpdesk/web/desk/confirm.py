"""The password once more, before somebody changes how they come in."""

import asyncio

from litestar import Response, get, post

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, TooMany, WrongCode, WrongSignIn
from helpdesk.people import sessions
from helpdesk.people.second_factor import give_code, is_on
from helpdesk.people.staff import StaffMember
from helpdesk.web.desk.sign_in import place_for
from helpdesk.web.forms import AnyRequest
from helpdesk.web.limits import SignInBrakes, caller
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form, session_cookie, staff, staff_session


@get("/desk/confirm")
async def form(request: AnyRequest) -> Response[str]:
    """Ask for the password, and for a code where there is a second factor."""
    return await _form(request, await staff(request))


@post("/desk/confirm", status_code=200)
async def confirm(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Check both and go on to the page that asked, in a session with a fresh token."""
    session = await staff_session(request)
    member = session.member
    typed = await read_staff_form(request, allowed={"password", "code", "next"})
    brakes: SignInBrakes = request.app.state.sign_in_brakes
    client, whose = caller(request), str(member.id)
    try:
        await asyncio.sleep(brakes.check(client, whose))
        await sessions.check_password(member.id, typed.get("password", ""))
        if await is_on(member.id):
            await give_code(member.id, typed.get("code", ""), now=clock.now())
    except (WrongSignIn, WrongCode, TooMany) as error:
        if isinstance(error, WrongSignIn):
            brakes.failed(client, whose)
        return await _form(request, member, error, to=typed.get("next", ""))
    token = await sessions.renew(session, now=clock.now())
    cookie = session_cookie(token, secure=request.app.state.secure)
    return go_to(_next(typed.get("next", ""), member), cookies=[cookie])


def _next(path: str, member: StaffMember) -> str:
    """Go on to the page that asked; every role has the two that may."""
    return path if path in ("/desk/second-factor", "/desk/account/password") else place_for(path, member.role)


async def _form(
    request: AnyRequest, member: StaffMember, error: HelpdeskError | None = None, *, to: str = ""
) -> Response[str]:
    said = i18n.words(locale_of(request)).plain(_code_of(error), **error.arguments) if error else None
    context = {
        "error": said,
        "next": to or request.query_params.get("next", ""),
        "with_code": await is_on(member.id),
    }
    return page(request, "desk/confirm.html", context, status=error.status if error else 200)


def _code_of(error: HelpdeskError) -> str:
    return "error-wrong-password" if isinstance(error, WrongSignIn) else error.code
