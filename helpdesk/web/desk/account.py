"""A staff member's own page: name and language, password, second factor, sessions, tokens, own numbers."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid
from helpdesk.people import profile, sessions, tokens
from helpdesk.people.second_factor import factor_of, is_needed
from helpdesk.people.sessions import Session
from helpdesk.tickets.workload import own_workload
from helpdesk.web.desk.passwords import choosing, same_twice
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, language_cookie, locale_of, page
from helpdesk.web.session import fresh_session, read_staff_form, session_cookie, staff, staff_session


@get("/desk/account")
async def show(request: AnyRequest) -> Response[str]:
    """Say who is signed in, what their role does, how they come in and where they are signed in."""
    return await _show(request, await staff_session(request))


@post("/desk/account", status_code=200)
async def save(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Change name, language and digits; what was typed stays when something is wrong."""
    session = await staff_session(request)
    typed = await read_staff_form(request, allowed={"name", "locale", "digits"})
    wish = profile.Profile(typed.get("name", ""), typed.get("locale", ""), typed.get("digits", ""))
    try:
        await profile.change_profile(session.member.id, wish, now=clock.now())
    except Invalid as error:
        return await _show(request, session, wish, error)
    return go_to("/desk/account", cookies=[language_cookie(request, wish.locale)])


@get("/desk/account/password")
async def password_form(request: AnyRequest) -> Response[str]:
    """Show where a new password is chosen."""
    await fresh_session(request)
    return choosing(request, "/desk/account/password", "change")


@post("/desk/account/password", status_code=200)
async def change_password(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Change the password; every other session ends and this one gets a fresh token."""
    session = await fresh_session(request)
    typed = await read_staff_form(request, allowed={"password", "again"})
    try:
        token = await sessions.change_password(session, same_twice(typed), now=clock.now())
    except Invalid as error:
        return choosing(request, "/desk/account/password", "change", error)
    return go_to("/desk/account", cookies=[session_cookie(token, secure=request.app.state.secure)])


@post("/desk/account/sessions/{session:uuid}/end", status_code=200)
async def end_one(request: AnyRequest, session: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """End one of one's own sessions."""
    member = await staff(request)
    await read_staff_form(request, allowed=())
    await sessions.end_session(session, of=member.id, now=clock.now())
    return go_to("/desk/account")


@post("/desk/account/sessions/end", status_code=200)
async def end_others(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """End every session but this one."""
    session = await staff_session(request)
    await read_staff_form(request, allowed=())
    await sessions.end_other_sessions(session, now=clock.now())
    return go_to("/desk/account")


@post("/desk/account/tokens/{key:uuid}/revocation", status_code=200)
async def revoke(request: AnyRequest, key: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """End one of one's own tokens for the JSON API."""
    member = await staff(request)
    await read_staff_form(request, allowed=())
    await tokens.revoke_token(key, of=member.id, now=clock.now())
    return go_to("/desk/account")


async def _show(
    request: AnyRequest, session: Session, wish: profile.Profile | None = None, error: Invalid | None = None
) -> Response[str]:
    member, words = session.member, i18n.words(locale_of(request))
    context = {
        "role": str(member.role),
        "profile": wish or await profile.profile_of(member.id),
        "errors": [
            {"field": field, "message": words.plain(code)} for field, code in (error.fields if error else {}).items()
        ],
        "factor": await factor_of(member.id),
        "is_needed": is_needed(member.role),
        "sessions": await sessions.sessions_of(member.id, now=clock.now()),
        "current": session.id,
        "tokens": await tokens.tokens_of(member.id),
        "load": await own_workload(member, now=clock.now()),
    }
    return page(request, "desk/account.html", context, status=422 if error else 200)
