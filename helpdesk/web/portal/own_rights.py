"""A signed-in person's rights: what they can ask for, where their requests stand, the erasure they confirm."""

from collections.abc import Mapping, Sequence
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, NotFound
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.privacy.subject_requests.ask import NEEDED, SAID, Wish
from helpdesk.privacy.subject_requests.limits import limits_of
from helpdesk.privacy.subject_requests.package import progress_of
from helpdesk.privacy.subject_requests.queries import Row, request_named, requests_of
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.tickets import access, rights
from helpdesk.tickets.erase import Receipt, plan_erasure
from helpdesk.web.forms import AnyRequest
from helpdesk.web.privacy.request_views import authority, copy_state, plan_view, request_view
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import fresh_requester, read_requester_form, requester, requester_cookie

PLACE = "/me/rights"


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """Show what can be asked for, and the person's own requests."""
    person = await requester(request)
    async with access.seen_as(person.actor):
        rows = await requests_of(person.id)
    context = {"kinds": list(Kind), "requests": [request_view(row, clock.now()) for row in rows], "place": "data"}
    return page(request, "rights/index.html", context, locale=person.locale)


@get(PLACE + "/new/{kind:str}")
async def form(request: AnyRequest, kind: FromPath[str]) -> Response[str]:
    """Show what asking for something means, and its form; for an erasure first the plan."""
    return await _form(request, await requester(request), _kind(kind), {})


@post(PLACE + "/new/{kind:str}", status_code=200)
async def send(request: AnyRequest, kind: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Ask for it; whatever is wrong, what was typed stays."""
    person = await requester(request)
    typed = await read_requester_form(request, allowed=SAID)
    wish = Wish(person.id, _kind(kind), locale_of(request, person.locale), typed)
    try:
        asked = await rights.ask_signed_in(wish, by=person.actor, now=clock.now())
    except Invalid as error:
        return await _form(request, person, wish.kind, typed, error)
    return go_to(f"{PLACE}/{asked.number}")


@get(PLACE + "/{number:str}")
async def show(request: AnyRequest, number: FromPath[str]) -> Response[str]:
    """Show one's own request: where it stands, the answer, the copy, the plan of an erasure."""
    return await _show(request, await requester(request), number)


@post(PLACE + "/{number:str}/withdrawal", status_code=200)
async def withdraw(request: AnyRequest, number: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Take it back; a limit that it began ends, too."""
    person = await requester(request)
    await read_requester_form(request)
    await rights.withdraw(number, by=person.actor, now=clock.now())
    return go_to(f"{PLACE}/{number}")


@post(PLACE + "/{number:str}/lifting", status_code=200)
async def lift(request: AnyRequest, number: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Let one's data be used again."""
    person = await requester(request)
    await read_requester_form(request)
    async with access.seen_as(person.actor):
        await rights.lift(await request_named(number), by=person.actor, now=clock.now())
    return go_to(f"{PLACE}/{number}")


@post(PLACE + "/{number:str}/erasure", status_code=200)
async def erase(request: AnyRequest, number: FromPath[str]) -> Response[str]:
    """Erase what the plan says, for whoever signed in just now; the receipt is all that is left to show."""
    person = await fresh_requester(request)
    typed = await read_requester_form(request, allowed={"sure"})
    if typed.get("sure") != "yes":
        return await _show(request, person, number, Invalid({"sure": "error-not-sure"}))
    async with access.seen_as(person.actor):
        row = await request_named(number)
        receipt = await rights.erase_asked(row, by=person.actor, now=clock.now())
    response = page(
        request, "rights/erased.html", {"receipt": _receipt(receipt), "place": "data"}, locale=person.locale
    )
    if not receipt.waiting:
        response.cookies.append(requester_cookie("", secure=request.app.state.secure))
    return response


def _receipt(receipt: Receipt) -> Mapping[str, object]:
    return {
        "number": receipt.number,
        "at": receipt.at,
        "requests": receipt.tickets,
        "texts": receipt.messages,
        "details": receipt.details,
        "waiting": receipt.waiting,
    }


def _kind(name: str) -> Kind:
    if name not in set(Kind):
        raise NotFound
    return Kind(name)


async def _form(
    request: AnyRequest, person: SignedInRequester, kind: Kind, typed: Mapping[str, str], error: Invalid | None = None
) -> Response[str]:
    locale = locale_of(request, person.locale)
    plan = plan_view(await plan_erasure(person.id, now=clock.now())) if kind is Kind.ERASURE else None
    context = {
        "kind": str(kind),
        "fields": fields_of(kind, typed),
        "plan": plan,
        "errors": mistakes(error, locale),
        "place": "data",
    }
    return page(request, "rights/new.html", context, status=error.status if error else 200, locale=person.locale)


def fields_of(kind: Kind, typed: Mapping[str, str]) -> list[Mapping[str, object]]:
    """Give the fields in which a person says what a request of a kind needs."""
    needed = NEEDED.get(kind, ())
    names = [*needed, *(["words"] if kind is Kind.RECTIFICATION else [])]
    return [
        {
            "name": name,
            "label": f"rights-words-{kind}" if name == "words" and kind is Kind.OBJECTION else f"rights-{name}",
            "is_needed": name in needed,
            "value": typed.get(name, ""),
        }
        for name in names
    ]


def mistakes(error: Invalid | None, locale: str) -> Sequence[Mapping[str, str]]:
    """Give what is wrong with a form in the reader's language."""
    words = i18n.words(locale)
    return [{"field": name, "message": words.plain(code)} for name, code in error.fields.items()] if error else []


async def _show(
    request: AnyRequest, person: SignedInRequester, number: str, error: Invalid | None = None
) -> Response[str]:
    async with access.seen_as(person.actor):
        row = await request_named(number)
        context = await _context(row, locale_of(request, person.locale))
    context["errors"] = mistakes(error, locale_of(request, person.locale))
    return page(request, "rights/show.html", context, status=error.status if error else 200, locale=person.locale)


async def _context(row: Row, locale: str) -> dict[str, Any]:
    now, limit = clock.now(), (await limits_of(row.subject)).get(row.id)
    progress = await progress_of(row.id)
    is_planned = row.kind == Kind.ERASURE and row.proof and not row.is_over
    steps = {
        "received": row.received_at,
        "proved": row.proved_at,
        "taken": row.taken_at,
        "extended": row.extended_at,
        "settled": row.settled_at,
    }
    return {
        "request": {**request_view(row, now), "answer": row.answer, "delay": row.delay},
        "said": dict(row.said),
        "steps": [{"name": name, "at": at} for name, at in steps.items() if at],
        "copy": copy_state(progress),
        "progress": progress,
        "limit": {"since": limit[0], "lifted_at": limit[1]} if limit else None,
        "plan": plan_view(await plan_erasure(row.subject, now=now)) if is_planned else None,
        "may_withdraw": not row.is_over and row.kind not in (Kind.SURVEY_OBJECTION,) and limit is None,
        "authority": authority(locale),
        "link": "",
        "place": "data",
    }
