"""Who works here: the list, invitations, roles and teams, and letting somebody go."""

from collections.abc import Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid
from helpdesk.people import appoint
from helpdesk.people.access import manages
from helpdesk.people.invite import Newcomer, invite, invite_again, role_of
from helpdesk.people.queries import Person, count_sessions, people, person
from helpdesk.people.staff import StaffMember, agents
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.tickets.leave import appoint_person, count_open_of, deactivate_person
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest, form_key
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form
from helpdesk.web.views import team_name

PLACE = "/manage/people"
# What was just done, for the sentence that says so.
DONE = ("invited", "saved", "signed-out", "gone", "back")


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """List everybody who works here."""
    viewer = await session.overseer(request)
    rows = [_row(request, one, viewer) for one in await people()]
    return page(request, "manage/people/index.html", {"people": rows, "place": PLACE, "done": _done(request)})


@get(PLACE + "/new")
async def new(request: AnyRequest) -> Response[str]:
    """Show the form of an invitation."""
    return _form(request, await session.overseer(request), {})


@post(PLACE, status_code=200)
async def send(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Invite somebody by mail; what was typed stays when something is wrong."""
    viewer = await session.overseer(request)
    typed = await read_staff_form(request, allowed=("email", "name", "role", "team", "locale"))
    wish = Newcomer(
        typed.get("email", ""),
        typed.get("name", ""),
        typed.get("role", ""),
        typed.get("team", ""),
        typed.get("locale", ""),
    )
    try:
        await invite(wish, by=viewer, now=clock.now())
    except Invalid as error:
        return _form(request, viewer, typed, error)
    return go_to(f"{PLACE}?done=invited")


@get(PLACE + "/{staff:uuid}")
async def show(request: AnyRequest, staff: FromPath[UUID]) -> Response[str]:
    """Show one person, and what may be done; raises NotFound."""
    viewer = await session.overseer(request)
    return await _show(request, viewer, await person(staff))


@post(PLACE + "/{staff:uuid}/appointment", status_code=200)
async def save(request: AnyRequest, staff: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Give somebody another role or team."""
    viewer = await session.overseer(request)
    typed = await read_staff_form(request, allowed=("role", "team"))
    try:
        role = role_of(typed.get("role", ""))
        await appoint_person(staff, role=role, team=typed.get("team", ""), by=viewer, now=clock.now())
    except Invalid as error:
        return await _show(request, viewer, await person(staff), error)
    return go_to(f"{PLACE}/{staff}?done=saved")


@post(PLACE + "/{staff:uuid}/invitation", status_code=200)
async def send_again(request: AnyRequest, staff: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Send the invitation of somebody who has no password yet once more."""
    viewer = await session.overseer(request)
    await read_staff_form(request, allowed=())
    await invite_again(staff, by=viewer, now=clock.now())
    return go_to(f"{PLACE}?done=invited")


@post(PLACE + "/{staff:uuid}/sessions/end", status_code=200)
async def end_sessions(request: AnyRequest, staff: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Sign somebody out everywhere."""
    viewer = await session.overseer(request)
    await read_staff_form(request, allowed=())
    await appoint.send_away(staff, by=viewer, now=clock.now())
    return go_to(f"{PLACE}/{staff}?done=signed-out")


@get(PLACE + "/{staff:uuid}/deactivation")
async def ask(request: AnyRequest, staff: FromPath[UUID]) -> Response[str]:
    """Say what happens when somebody is let go, and ask who gets their tickets."""
    viewer = await session.overseer(request)
    return await _ask(request, await appoint.to_change(staff, by=viewer))


@post(PLACE + "/{staff:uuid}/deactivation", status_code=200)
async def let_go(request: AnyRequest, staff: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Let somebody in no more; their tickets go to a colleague or back to the queue."""
    viewer = await session.overseer(request)
    typed = await read_staff_form(request, allowed=("heir",))
    try:
        await deactivate_person(staff, heir=form_key(typed.get("heir", "")), by=viewer, now=clock.now())
    except Invalid as error:
        return await _ask(request, await appoint.to_change(staff, by=viewer), error)
    return go_to(f"{PLACE}?done=gone")


@post(PLACE + "/{staff:uuid}/reactivation", status_code=200)
async def take_back(request: AnyRequest, staff: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Let somebody in again; they choose a new password."""
    viewer = await session.overseer(request)
    await read_staff_form(request, allowed=())
    await appoint.take_back(staff, by=viewer, now=clock.now())
    return go_to(f"{PLACE}?done=back")


def _row(request: AnyRequest, one: Person, viewer: StaffMember) -> Mapping[str, object]:
    return {
        "id": str(one.id),
        "name": one.name,
        "role": str(one.role),
        "team": team_name(one.team, locale_of(request)) if one.team else "",
        "team_id": one.team,
        "state": one.state,
        "active_on": one.active_on,
        "may_change": manages(viewer, one.role),
        "is_self": one.id == viewer.id,
    }


def _form(
    request: AnyRequest, viewer: StaffMember, typed: Mapping[str, str], error: Invalid | None = None
) -> Response[str]:
    context = {
        "typed": {name: typed.get(name, "") for name in ("email", "name", "role", "team", "locale")},
        "place": PLACE,
        **_choices(request, viewer),
        **_errors(request, error),
    }
    return page(request, "manage/people/new.html", context, status=422 if error else 200)


async def _show(request: AnyRequest, viewer: StaffMember, one: Person, error: Invalid | None = None) -> Response[str]:
    context = {
        "person": _row(request, one, viewer),
        "sessions": await count_sessions(one.id, now=clock.now()),
        "place": PLACE,
        "done": _done(request),
        **_choices(request, viewer),
        **_errors(request, error),
    }
    return page(request, "manage/people/show.html", context, status=422 if error else 200)


async def _ask(request: AnyRequest, one: Person, error: Invalid | None = None) -> Response[str]:
    context = {
        "person": {"id": str(one.id), "name": one.name},
        "tickets": await count_open_of(one.id),
        "heirs": [{"id": str(agent.id), "name": agent.name} for agent in await agents() if agent.id != one.id],
        "place": PLACE,
        **_errors(request, error),
    }
    return page(request, "manage/people/deactivation.html", context, status=422 if error else 200)


def _choices(request: AnyRequest, viewer: StaffMember) -> Mapping[str, object]:
    return {
        "roles": [str(role) for role in Role if manages(viewer, role)],
        "teams": [(slug, team.name[locale_of(request)]) for slug, team in policy.in_use().teams.items()],
    }


def _errors(request: AnyRequest, error: Invalid | None) -> Mapping[str, object]:
    words = i18n.words(locale_of(request))
    fields = error.fields if error else {}
    return {
        "errors": [{"field": field, "message": words.plain(code)} for field, code in fields.items()],
        "wrong": {field: words.plain(code) for field, code in fields.items()},
    }


def _done(request: AnyRequest) -> str:
    done = request.query_params.get("done", "")
    return done if done in DONE else ""
