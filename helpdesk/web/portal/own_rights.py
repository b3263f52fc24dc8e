"""A signed-in person's rights: what they can ask for, where their requests stand, the erasure they confirm."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, NotFound, TicketErased, TicketNotFound
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.privacy.subject_requests.ask import DETAILS, EXTENTS, NEEDED, SAID, Wish
from helpdesk.privacy.subject_requests.limits import limits_of
from helpdesk.privacy.subject_requests.package import progress_of
from helpdesk.privacy.subject_requests.queries import Row, request_named, requests_of
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.tickets import doors, rights
from helpdesk.tickets.erase import Receipt, plan_erasure
from helpdesk.tickets.hold import as_told
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.web.forms import AnyRequest
from helpdesk.web.privacy.request_views import (
    authority,
    complaint,
    copy_state,
    plan_of,
    plan_view,
    request_view,
)
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import fresh_requester, read_requester_form, requester, requester_cookie

PLACE = "/me/rights"
ABOUT = ("extent", "reference", "entry")  # how much, of which ticket, which look at it


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """Show what can be asked for, and the person's own requests."""
    person = await requester(request)
    async with doors.seen_as(person.actor):
        rows = await requests_of(person.id)
    context = {"kinds": list(Kind), "requests": [request_view(row, clock.now()) for row in rows], "place": "data"}
    return page(request, "rights/index.html", context, locale=person.locale)


@get(PLACE + "/new/{kind:str}")
async def form(request: AnyRequest, kind: FromPath[str]) -> Response[str]:
    """Show what asking for something means, and its form; for an erasure first what either extent of it would do."""
    about = {name: request.query_params.get(name, "") for name in ABOUT}
    return await _form(request, await requester(request), _kind(kind), about)


@post(PLACE + "/new/{kind:str}", status_code=200)
async def send(request: AnyRequest, kind: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Ask for it; whatever is wrong, what was typed stays."""
    person = await requester(request)
    typed = await read_requester_form(request, allowed={*SAID, *ABOUT})
    wish = _wish(person, _kind(kind), locale_of(request, person.locale), typed)
    try:
        asked = await rights.ask_signed_in(wish, by=person.actor, now=clock.now())
    except Invalid as error:
        return await _form(request, person, wish.kind, typed, error)
    return go_to(f"{PLACE}/{asked.number}")


def _wish(person: SignedInRequester, kind: Kind, locale: str, typed: Mapping[str, str]) -> Wish:
    """Read what is asked; what a kind has no use for is left out."""
    wish = Wish(person.id, kind, locale, {name: typed.get(name, "") for name in SAID})
    if kind is Kind.ERASURE:
        extent = typed.get("extent", "")
        wish = replace(wish, extent=extent if extent in EXTENTS else "", reference=typed.get("reference", "").upper())
    if kind is Kind.OBJECTION and typed.get("entry"):
        wish = replace(wish, reference=typed.get("reference", "").upper(), entry=typed["entry"])
    return wish


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
    async with doors.seen_as(person.actor):
        await rights.lift(await request_named(number), by=person.actor, now=clock.now())
    return go_to(f"{PLACE}/{number}")


@post(PLACE + "/{number:str}/erasure", status_code=200)
async def erase(request: AnyRequest, number: FromPath[str]) -> Response[str]:
    """Erase what the plan says, for whoever signed in just now; who is erased whole has only the receipt left."""
    person = await fresh_requester(request)
    typed = await read_requester_form(request, allowed={"sure"})
    if typed.get("sure") != "yes":
        return await _show(request, person, number, Invalid({"sure": "error-not-sure"}))
    async with doors.seen_as(person.actor):
        row = await request_named(number)
        receipt = await rights.erase_asked(row, by=person.actor, now=clock.now())
    stays = bool(receipt.waiting or row.extent == DETAILS or "reference" in row.said)
    context = {"receipt": _receipt(receipt), "extent": row.extent, "stays": stays, "asked": number, "place": "data"}
    response = page(request, "rights/erased.html", context, locale=person.locale)
    if not stays:
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
    locale, entry = locale_of(request, person.locale), typed.get("entry", "") if kind is Kind.OBJECTION else ""
    ticket = await _ticket(person, typed.get("reference", "")) if entry or kind is Kind.ERASURE else None
    name = "complaint" if entry else str(kind)
    context = {
        "kind": str(kind),
        "name": name,
        "fields": fields_of(kind, typed, name=name),
        "about": {**{name: typed.get(name, "") for name in ABOUT}, "reference": ticket.reference if ticket else ""},
        "plans": await _plans(person, ticket) if kind is Kind.ERASURE else [],
        "errors": mistakes(error, locale),
        "place": "data",
    }
    return page(request, "rights/new.html", context, status=error.status if error else 200, locale=person.locale)


async def _ticket(person: SignedInRequester, reference: str) -> TicketRow | None:
    """Give the ticket of theirs that is named; None when none is."""
    if not reference:
        return None
    async with doors.seen_as(person.actor):
        return await doors.ticket_through(doors.by_number(reference, person))


async def _plans(person: SignedInRequester, ticket: TicketRow | None) -> Sequence[Mapping[str, object]]:
    """Give what each extent of an erasure would do."""
    plan = await plan_erasure(person.id, only=ticket.id if ticket else None, now=clock.now())
    plan = await as_told(plan, reader=person.actor)
    return [plan_view(plan, extent=extent, reference=ticket.reference if ticket else "") for extent in EXTENTS]


def fields_of(kind: Kind, typed: Mapping[str, str], *, name: str = "") -> list[Mapping[str, object]]:
    """Give the fields in which a person says what a request of a kind needs; `name` is the kind's in words."""
    needed = NEEDED.get(kind, ())
    names = [*needed, *(["words"] if kind is Kind.RECTIFICATION else [])]
    return [
        {
            "name": one,
            "label": f"rights-words-{name or kind}" if one == "words" and kind is Kind.OBJECTION else f"rights-{one}",
            "is_needed": one in needed,
            "value": typed.get(one, ""),
        }
        for one in names
    ]


def mistakes(error: Invalid | None, locale: str) -> Sequence[Mapping[str, str]]:
    """Give what is wrong with a form in the reader's language."""
    words = i18n.words(locale)
    return [{"field": name, "message": words.plain(code)} for name, code in error.fields.items()] if error else []


async def _show(
    request: AnyRequest, person: SignedInRequester, number: str, error: Invalid | None = None
) -> Response[str]:
    async with doors.seen_as(person.actor):
        row = await request_named(number)
        context = await _context(row, person, locale_of(request, person.locale))
    context["errors"] = mistakes(error, locale_of(request, person.locale))
    return page(request, "rights/show.html", context, status=error.status if error else 200, locale=person.locale)


async def _context(row: Row, person: SignedInRequester, locale: str) -> dict[str, Any]:
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
        "plan": await plan_of(row, reader=person, now=now) if is_planned else None,
        "complaint": await _complaint(row, person, locale, now) if row.is_complaint else None,
        "may_withdraw": not row.is_over and row.kind not in (Kind.SURVEY_OBJECTION,) and limit is None,
        "authority": authority(locale),
        "link": "",
        "place": "data",
    }


async def _complaint(row: Row, person: SignedInRequester, locale: str, now: datetime) -> Mapping[str, Any]:
    """Give the look that they complain of; joins their transaction."""
    try:
        ticket = (await doors.ticket_through(doors.by_number(row.said.get("reference", ""), person))).id
    except (TicketNotFound, TicketErased):
        ticket = None
    return await complaint(row, ticket, locale, for_staff=False, now=now)
