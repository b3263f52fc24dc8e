"""Legal holds for officers: asked for, confirmed or declined by a second person, reviewed, lifted by two as well."""

from collections.abc import Mapping, Sequence
from datetime import date
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, Refused
from helpdesk.people.staff import StaffMember, names_of
from helpdesk.people.tables import Role
from helpdesk.privacy import holds
from helpdesk.privacy.holds import Hold
from helpdesk.tickets import access
from helpdesk.tickets.hold import Wish, place_hold, read_day, sizes_of_holds
from helpdesk.web import session
from helpdesk.web.desk.approvals import agrees
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form

PLACE = "/privacy/holds"
FIELDS = ("references", "email", "since", "until", "reason", "review_on", "is_silent")


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """List holds: what waits for a second person, what is in force, what is over."""
    member = await _keeper(request)
    async with access.seen_by(member):
        rows = await _views(await holds.all_holds(), member)
    groups = [
        {"name": name, "rows": [row for row in rows if row["state"] in states]}
        for name, states in (
            ("waiting", ("asked", "lifting")),
            ("in-force", ("in-force",)),
            ("over", ("lifted", "declined")),
        )
    ]
    context = {"groups": groups, "due": [row for row in rows if row["is_due"]], "may_ask": member.role is Role.OFFICER}
    return page(request, "privacy/holds/index.html", {**context, "place": PLACE})


@get(PLACE + "/new")
async def form(request: AnyRequest) -> Response[str]:
    """Show the empty form of a hold."""
    await session.officer(request)
    return _form(request, {})


@post(PLACE + "/new", status_code=200)
async def send(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Ask for a hold; whatever is wrong, what was typed stays in the form."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed=FIELDS)
    wish = Wish(**{name: typed.get(name, "") for name in FIELDS[:-1]}, is_silent=typed.get("is_silent") == "yes")
    try:
        hold = await place_hold(wish, by=officer, now=clock.now())
    except Invalid as error:
        return _form(request, typed, error)
    return go_to(f"{PLACE}/{hold}")


@get(PLACE + "/{hold:uuid}")
async def show(request: AnyRequest, hold: FromPath[UUID]) -> Response[str]:
    """Show one hold, and what can be done about it."""
    return await _show(request, hold, await _keeper(request))


@post(PLACE + "/{hold:uuid}/decision", status_code=200)
async def decide(request: AnyRequest, hold: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Confirm a hold that somebody else asked for, or decline it."""
    member = await _keeper(request)
    typed = await read_staff_form(request, allowed={"decision"})
    await holds.decide(hold, agree=agrees(typed.get("decision", "")), by=member.actor, now=clock.now())
    return go_to(f"{PLACE}/{hold}")


@post(PLACE + "/{hold:uuid}/lifting", status_code=200)
async def ask_to_lift(request: AnyRequest, hold: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Ask a second person to lift a hold."""
    member = await _keeper(request)
    typed = await read_staff_form(request, allowed={"lift_reason"})
    try:
        await holds.ask_to_lift(hold, typed.get("lift_reason", ""), by=member.actor, now=clock.now())
    except Invalid as error:
        return await _show(request, hold, member, typed, error)
    return go_to(f"{PLACE}/{hold}")


@post(PLACE + "/{hold:uuid}/lifting/decision", status_code=200)
async def lift(request: AnyRequest, hold: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Lift a hold, or keep it."""
    member = await _keeper(request)
    typed = await read_staff_form(request, allowed={"decision"})
    await holds.lift(hold, agree=agrees(typed.get("decision", "")), by=member.actor, now=clock.now())
    return go_to(f"{PLACE}/{hold}")


@post(PLACE + "/{hold:uuid}/review", status_code=200)
async def review(request: AnyRequest, hold: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Write down that a hold is still needed, and when somebody looks again."""
    member = await _keeper(request)
    typed = await read_staff_form(request, allowed={"review_on"})
    try:
        await holds.review(hold, next_on=_day(typed.get("review_on", "")), by=member.actor, now=clock.now())
    except Invalid as error:
        return await _show(request, hold, member, typed, error)
    return go_to(f"{PLACE}/{hold}")


async def _keeper(request: AnyRequest) -> StaffMember:
    """Give the signed-in officer or administrator; raises SignInNeeded, Refused."""
    member = await session.guardian(request)
    if member.role is Role.MANAGER:
        raise Refused
    return member


def _form(request: AnyRequest, typed: Mapping[str, str], error: Invalid | None = None) -> Response[str]:
    context = {
        "typed": {name: typed.get(name, "") for name in FIELDS},
        "errors": _errors(error, locale_of(request)),
        "place": PLACE,
    }
    return page(request, "privacy/holds/new.html", context, status=error.status if error else 200)


async def _show(
    request: AnyRequest,
    hold: UUID,
    member: StaffMember,
    typed: Mapping[str, str] | None = None,
    error: Invalid | None = None,
) -> Response[str]:
    async with access.seen_by(member):
        found = await holds.the_hold(hold)
        (view,) = await _views([found], member)
        references = [face.reference for face in (await access.faces_of(found.scope.tickets)).values()]
    context = {
        "hold": view,
        "references": sorted(references),
        "gone": len(found.scope.tickets) - len(references),
        "typed": {"lift_reason": "", "review_on": "", **(typed or {})},
        "errors": _errors(error, locale_of(request)),
        "place": PLACE,
    }
    return page(request, "privacy/holds/show.html", context, status=error.status if error else 200)


def _errors(error: Invalid | None, locale: str) -> list[Mapping[str, str]]:
    words = i18n.words(locale)
    return [
        {
            "field": "references" if field == "scope" else field,
            "message": words.plain(code)
            if field == "scope"
            else f"{words.plain('hold-' + field.replace('_', '-'))}: {words.plain(code)}",
        }
        for field, code in (error.fields.items() if error else ())
    ]


def _day(text: str) -> date:
    try:
        return read_day(text.strip())
    except ValueError:
        raise Invalid({"review_on": "error-hold-day"}) from None


async def _views(found: Sequence[Hold], member: StaffMember) -> list[Mapping[str, object]]:
    people = {
        who
        for one in found
        for who in (one.asked_by, one.confirmed_by, one.declined_by, one.lift_asked_by, one.lifted_by)
        if who
    }
    names, sizes = await names_of(people), await sizes_of_holds()
    return [_view(one, names, sizes.get(one.id), member) for one in found]


def _view(hold: Hold, names: Mapping[UUID, str], size: int | None, member: StaffMember) -> Mapping[str, object]:
    is_over = hold.state in ("lifted", "declined")
    return {
        "id": str(hold.id),
        "number": f"H-{hold.number}",
        "state": hold.state,
        "scope": hold.scope,
        "size": size,
        "reason": hold.reason,
        "lift_reason": hold.lift_reason,
        "is_silent": hold.is_silent,
        "review_on": hold.review_on,
        "is_due": not is_over and hold.review_on <= clock.now().date(),
        "steps": [
            {"name": name, "by": names.get(by, ""), "at": at}
            for name, by, at in (
                ("asked", hold.asked_by, hold.asked_at),
                ("confirmed", hold.confirmed_by, hold.confirmed_at),
                ("declined", hold.declined_by, hold.declined_at),
                ("lift-asked", hold.lift_asked_by, hold.lift_asked_at),
                ("lifted", hold.lifted_by, hold.lifted_at),
            )
            if by and at
        ],
        "may_confirm": hold.state == "asked" and hold.asked_by != member.id,
        "may_decline": hold.state == "asked",
        "may_lift": hold.state == "lifting" and hold.lift_asked_by != member.id,
        "may_keep": hold.state == "lifting",
        "may_ask_to_lift": hold.state == "in-force",
        "may_review": hold.state in ("in-force", "lifting"),
    }
