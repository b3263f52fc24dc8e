"""Setting up a second factor, its recovery codes, and doing without it where the policy lets one."""

from io import BytesIO
from urllib.parse import urlsplit

import segno
from litestar import Response, get, post
from markupsafe import Markup

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, TooMany, WrongCode
from helpdesk.people import second_factor, sessions
from helpdesk.people.sessions import Session
from helpdesk.people.tables import Stage
from helpdesk.web.desk.sign_in import HOME
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import entering, fresh_session, read_staff_form, session_cookie


@get("/desk/second-factor")
async def show(request: AnyRequest) -> Response[str]:
    """Show the new key as a QR code and as text, and ask for its first code; or offer to make one."""
    return await _show(request, await entering(request))


@post("/desk/second-factor/key", status_code=200)
async def offer_key(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Make a new key; the one in use works until the new one has shown a code."""
    session = await entering(request)
    await read_staff_form(request, allowed=())
    await second_factor.offer(session.member.id)
    return go_to("/desk/second-factor")


@post("/desk/second-factor", status_code=200)
async def accept(request: AnyRequest) -> Response[str]:
    """Take the new key into use by its first code; shows the recovery codes once, ends other sessions."""
    session = await entering(request)
    typed = await read_staff_form(request, allowed={"code"})
    try:
        codes = await second_factor.accept(session.member.id, typed.get("code", ""), now=clock.now())
    except (WrongCode, TooMany) as error:
        return await _show(request, session, error)
    await sessions.end_other_sessions(session, now=clock.now())
    return await _shown_once(request, session, codes)


@post("/desk/account/recovery-codes", status_code=200)
async def renew_codes(request: AnyRequest) -> Response[str]:
    """Make ten new recovery codes in the place of the old ones, and show them once."""
    session = await fresh_session(request)
    await read_staff_form(request, allowed=())
    codes = await second_factor.renew_codes(session.member.id, now=clock.now())
    return await _shown_once(request, session, codes)


@post("/desk/account/second-factor/removal", status_code=200)
async def turn_off(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Do without a second factor; raises Refused where the policy asks for one."""
    session = await fresh_session(request)
    await read_staff_form(request, allowed=())
    await second_factor.turn_off(session.member, now=clock.now())
    return go_to("/desk/account")


async def _shown_once(request: AnyRequest, session: Session, codes: list[str]) -> Response[str]:
    token = await sessions.renew(session, now=clock.now())
    response = page(request, "desk/recovery.html", {"codes": codes, "home": HOME[session.member.role]})
    response.cookies.append(session_cookie(token, secure=request.app.state.secure))
    return response


async def _show(request: AnyRequest, session: Session, error: HelpdeskError | None = None) -> Response[str]:
    host = urlsplit(str(request.app.state.base_url)).hostname or ""
    offer = await second_factor.offered_to(session.member, host=host)
    context = {
        "key": _in_fours(offer.key) if offer else "",
        "picture": _picture(offer.uri) if offer else "",
        "is_needed": second_factor.is_needed(session.member.role),
        "is_on_the_way": session.stage is Stage.ENROL,
        "error": i18n.words(locale_of(request)).plain(error.code, **error.arguments) if error else None,
    }
    return page(request, "desk/second_factor.html", context, status=error.status if error else 200)


def _in_fours(key: str) -> str:
    return " ".join(key[place : place + 4] for place in range(0, len(key), 4))


def _picture(uri: str) -> Markup:
    """Draw a QR code (ISO/IEC 18004): black on white in any colour scheme, since cameras want it so."""
    drawn = BytesIO()
    segno.make(uri, error="m", micro=False).save(
        drawn,
        kind="svg",
        xmldecl=False,
        omitsize=True,
        border=4,
        dark="#000",
        light="#fff",
        svgclass="qr",
        lineclass=None,
    )
    return Markup(drawn.getvalue().decode())  # noqa: S704 - paths that segno drew, no text
