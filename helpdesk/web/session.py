"""Who is signed in: the cookies, the staff member or requester behind them, and the token their forms must carry."""

import hmac
from collections.abc import Collection, Mapping

from litestar.datastructures import Cookie

from helpdesk import clock, i18n
from helpdesk.errors import (
    ConfirmNeeded,
    ForeignForm,
    FreshSignInNeeded,
    NotForYourRole,
    Refused,
    RequesterSignInNeeded,
    SignInNeeded,
)
from helpdesk.people import requester_sessions, sessions
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.people.sessions import Session
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role, Stage
from helpdesk.web.forms import AnyRequest, keep_typed, read_form


def cookie_name(*, secure: bool) -> str:
    """Give the cookie's name; the prefix makes browsers insist on HTTPS and our host (RFC 6265bis, 4.1.3)."""
    return "__Host-session" if secure else "session"


def session_cookie(token: str, *, secure: bool) -> Cookie:
    """Make the cookie of a fresh session; an empty token takes it away."""
    return Cookie(
        key=cookie_name(secure=secure),
        value=token,
        path="/",
        httponly=True,
        secure=secure,
        samesite="lax",
        max_age=int(sessions.life().total_seconds()) if token else 0,
    )


def session_token(request: AnyRequest) -> str:
    """Give the session token that the browser sent, or ""."""
    return request.cookies.get(cookie_name(secure=request.app.state.secure), "")


async def session_here(request: AnyRequest) -> Session | None:
    """Give this browser's session, whatever its stage."""
    token = session_token(request)
    return await sessions.session_of(token, now=clock.now()) if token else None


async def who_is_signed_in(request: AnyRequest) -> StaffMember | None:
    """Give the staff member of this browser's session, when nothing of the sign-in is missing."""
    session = await session_here(request)
    return session.member if session and session.stage is Stage.OPEN else None


async def staff_session(request: AnyRequest) -> Session:
    """Give the open session of the signed-in staff member; raises SignInNeeded."""
    session = await session_here(request)
    if session is None or session.stage is not Stage.OPEN:
        if request.method == "POST":
            await keep_typed(request)  # the session ended while somebody wrote: the text is shown again
        raise SignInNeeded
    request.state.staff = session.member
    i18n.read_in(session.member.digits)
    return session


async def staff(request: AnyRequest) -> StaffMember:
    """Dependency: the signed-in staff member; raises SignInNeeded."""
    return (await staff_session(request)).member


async def fresh_session(request: AnyRequest) -> Session:
    """Give the session of somebody who gave their password lately; raises SignInNeeded, ConfirmNeeded."""
    session = await staff_session(request)
    if not session.is_fresh(clock.now()):
        raise ConfirmNeeded
    return session


async def entering(request: AnyRequest) -> Session:
    """Give the session of who may set up a second factor: a fresh one, or one that lacks only that.

    raises  SignInNeeded, ConfirmNeeded
    """
    session = await session_here(request)
    if session is None or session.stage is not Stage.ENROL:
        return await fresh_session(request)
    request.state.on_the_way = True
    return session


async def agent(request: AnyRequest) -> StaffMember:
    """Dependency: the signed-in agent; raises SignInNeeded, NotForYourRole."""
    member = await staff(request)
    if member.role is not Role.AGENT:
        raise NotForYourRole
    return member


async def manager(request: AnyRequest) -> StaffMember:
    """Dependency: the signed-in manager; raises SignInNeeded, Refused."""
    return _of_role(await staff(request), Role.MANAGER)


async def officer(request: AnyRequest) -> StaffMember:
    """Dependency: the signed-in privacy officer; raises SignInNeeded, Refused."""
    return _of_role(await staff(request), Role.OFFICER)


async def guardian(request: AnyRequest) -> StaffMember:
    """Dependency: the signed-in officer, administrator or manager; raises SignInNeeded, Refused."""
    member = await staff(request)
    if member.role is Role.AGENT:
        raise Refused
    return member


async def announcer(request: AnyRequest) -> StaffMember:
    """Dependency: the signed-in manager or officer, who sends service notices; raises SignInNeeded, Refused."""
    member = await staff(request)
    if member.role not in (Role.MANAGER, Role.OFFICER):
        raise Refused
    return member


async def overseer(request: AnyRequest) -> StaffMember:
    """Dependency: the signed-in manager or administrator, who manage the desk; raises SignInNeeded, Refused."""
    member = await staff(request)
    if member.role not in (Role.MANAGER, Role.ADMIN):
        raise Refused
    return member


def requester_cookie_name(*, secure: bool) -> str:
    """Give the name of a requester's cookie, prefixed as `cookie_name` says."""
    return "__Host-me" if secure else "me"


def requester_cookie(token: str, *, secure: bool) -> Cookie:
    """Make the cookie of a requester's fresh session; an empty token takes it away."""
    return Cookie(
        key=requester_cookie_name(secure=secure),
        value=token,
        path="/",
        httponly=True,
        secure=secure,
        samesite="lax",
        max_age=int(requester_sessions.LIFE.total_seconds()) if token else 0,
    )


def requester_token(request: AnyRequest) -> str:
    """Give the requester's session token that the browser sent, or ""."""
    return request.cookies.get(requester_cookie_name(secure=request.app.state.secure), "")


async def which_requester(request: AnyRequest) -> SignedInRequester | None:
    """Give the requester of this browser's session, for pages that everybody may read."""
    token = requester_token(request)
    person = await requester_sessions.requester_of_session(token, now=clock.now()) if token else None
    if person is not None:
        request.state.requester = person
        i18n.read_in(person.digits)
    return person


async def requester(request: AnyRequest) -> SignedInRequester:
    """Dependency: the signed-in requester; raises RequesterSignInNeeded."""
    person = await which_requester(request)
    if person is None:
        if request.method == "POST":
            await keep_typed(request)
        raise RequesterSignInNeeded
    return person


async def fresh_requester(request: AnyRequest) -> SignedInRequester:
    """Dependency: who signed in at most 15 minutes ago; raises RequesterSignInNeeded, FreshSignInNeeded."""
    person = await requester(request)
    if not person.is_fresh(clock.now()):
        raise FreshSignInNeeded
    return person


def _of_role(member: StaffMember, role: Role) -> StaffMember:
    if member.role is not role:
        raise Refused
    return member


async def read_staff_form(
    request: AnyRequest, *, allowed: Collection[str], several: Collection[str] = ()
) -> Mapping[str, str]:
    """Read a form of a signed-in person (see `read_form`); raises ForeignForm when it is not of this session."""
    return await _read_own_form(request, session_token(request), allowed, several)


async def read_requester_form(request: AnyRequest, *, allowed: Collection[str] = ()) -> Mapping[str, str]:
    """Read a form of a signed-in requester; raises ForeignForm when it was not made for this session."""
    return await _read_own_form(request, requester_token(request), allowed)


async def _read_own_form(
    request: AnyRequest, session: str, allowed: Collection[str], several: Collection[str] = ()
) -> Mapping[str, str]:
    fields = dict(await read_form(request, allowed={*allowed, "csrf"}, several=several))
    expected = sessions.form_token(session)
    if not hmac.compare_digest(fields.pop("csrf", "").encode(), expected.encode()):
        raise ForeignForm
    return fields
