"""Requests about data, for officers: the queue by deadline, one request step by step, new ones by phone or letter."""

from collections.abc import Collection, Mapping
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import HelpdeskError, Invalid, NotYetPossible
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.subject_requests import handle
from helpdesk.privacy.subject_requests.ask import SAID, Wish
from helpdesk.privacy.subject_requests.queries import last_settled, open_requests, request_named
from helpdesk.privacy.subject_requests.tables import Kind, Proof, State
from helpdesk.tickets import access, rights
from helpdesk.tickets.correct import Corrected, correct_everywhere, to_correct
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.privacy.request_views import one_request, plan_of, queue
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form

PLACE = "/privacy/requests"
_NEW = {"email", "kind", "way", "proof", "locale", "document", "only", *SAID}


@get(PLACE)
async def index(request: AnyRequest) -> Response[str]:
    """Show the requests that are open, the most urgent first, and what ended last."""
    officer = await session.officer(request)
    async with access.seen_by(officer):
        context = await queue(await open_requests(), await last_settled(), now=clock.now())
    return page(request, "privacy/requests/index.html", {**context, "place": PLACE})


@get(PLACE + "/new")
async def form(request: AnyRequest) -> Response[str]:
    """Show the form for a request by phone or letter."""
    await session.officer(request)
    return _form(request, {})


@post(PLACE + "/new", status_code=200)
async def send(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Write down what somebody asked by phone or letter; what was typed stays when something is wrong."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed=_NEW)
    try:
        wish, proof = _wish(typed)
        asked = await rights.ask_for(typed.get("email", ""), wish, proof=proof, by=officer, now=clock.now())
    except Invalid as error:
        return _form(request, typed, error)
    return go_to(f"{PLACE}/{asked.number}")


def _wish(typed: Mapping[str, str]) -> tuple[Wish, Proof]:
    """Read the form; raises Invalid with everything that is wrong with its choices."""
    known: dict[str, Collection[str]] = {
        "kind": set(Kind),
        "way": {"phone", "letter"},
        "locale": set(i18n.LOCALES),
        "proof": {*handle.BY_MEANS, ""},
    }
    wrong = {name: "error-missing" for name, choices in known.items() if typed.get(name, "") not in choices}
    wrong |= {name: "error-not-sure" for name in ("document", "only") if typed.get(name) != "yes"}
    if wrong:
        raise Invalid(wrong)
    said = {name: typed.get(name, "") for name in SAID}
    wish = Wish(UUID(int=0), Kind(typed["kind"]), typed["locale"], said, typed["way"])
    return wish, Proof(typed.get("proof", ""))


@get(PLACE + "/{number:str}")
async def show(request: AnyRequest, number: FromPath[str]) -> Response[str]:
    """Show one request: its steps, what can be done next, and what was done."""
    return await _show(request, await session.officer(request), number)


@post(PLACE + "/{number:str}/proof", status_code=200)
async def prove(request: AnyRequest, number: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Write down by which means it is known who asks."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={"proof"})
    proof = typed.get("proof", "")
    try:
        await rights.prove(number, Proof(proof) if proof in set(Proof) else Proof.NONE, by=officer, now=clock.now())
    except Invalid as error:
        return await _show(request, officer, number, error=error)
    return go_to(f"{PLACE}/{number}")


@post(PLACE + "/{number:str}/handling", status_code=200)
async def take(request: AnyRequest, number: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Take it in hand."""
    officer = await session.officer(request)
    await read_staff_form(request, allowed=())
    await handle.take(number, by=officer.actor, now=clock.now())
    return go_to(f"{PLACE}/{number}")


@post(PLACE + "/{number:str}/extension", status_code=200)
async def extend(request: AnyRequest, number: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Put it off with a reason."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={"reason"})
    try:
        await handle.extend(number, typed.get("reason", ""), by=officer.actor, now=clock.now())
    except Invalid as error:
        return await _show(request, officer, number, typed, error)
    return go_to(f"{PLACE}/{number}")


@post(PLACE + "/{number:str}/answer", status_code=200)
async def answer(request: AnyRequest, number: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Answer it, or refuse it with the reason."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={"answer", "outcome", "sure"})
    outcome = State.REFUSED if typed.get("outcome") == "refused" else State.ANSWERED
    try:
        if outcome is State.REFUSED:
            _sure(typed, "sure")
        await handle.settle(number, outcome, typed.get("answer", ""), by=officer.actor, now=clock.now())
    except Invalid as error:
        return await _show(request, officer, number, typed, error)
    return go_to(f"{PLACE}/{number}")


@post(PLACE + "/{number:str}/lifting", status_code=200)
async def lift(request: AnyRequest, number: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Let the data be used again."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={"sure"})
    try:
        _sure(typed, "sure-lift")
    except Invalid as error:
        return await _show(request, officer, number, error=error)
    async with access.seen_by(officer):
        row = await request_named(number)
        await rights.lift(row, by=officer.actor, now=clock.now())
    return go_to(f"{PLACE}/{number}")


@post(PLACE + "/{number:str}/rectification", status_code=200)
async def correct(request: AnyRequest, number: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Find where the wrong value is, or put the right one in its place."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={"wrong", "right", "step", "sure"})
    async with access.seen_by(officer):
        row = await request_named(number)
        if row.kind != Kind.RECTIFICATION or row.state not in handle.IN_HAND:
            raise NotYetPossible
    wrong, right = typed.get("wrong", ""), typed.get("right", "")
    if typed.get("step") != "apply":
        return await _show(request, officer, number, typed, found=await to_correct(row.subject, wrong))
    try:
        _sure(typed, "sure-rectify")
        done = await correct_everywhere(row.subject, wrong=wrong, right=right, by=officer.id, now=clock.now())
    except Invalid as error:
        return await _show(request, officer, number, typed, error, found=await to_correct(row.subject, wrong))
    return await _show(request, officer, number, found=done, is_corrected=True)


@post(PLACE + "/{number:str}/erasure", status_code=200)
async def erase(request: AnyRequest, number: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Erase as planned, for a request that is in hand."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={"sure"})
    try:
        _sure(typed, "sure-erase")
    except Invalid as error:
        return await _show(request, officer, number, error=error)
    async with access.seen_by(officer):
        row = await request_named(number)
        if row.state not in handle.IN_HAND:
            raise NotYetPossible
        await rights.erase_asked(row, by=officer.actor, now=clock.now())
    return go_to(f"{PLACE}/{number}")


def _sure(typed: Mapping[str, str], field: str) -> None:
    """Raise Invalid when the box that confirms an act is not ticked."""
    if typed.get("sure") != "yes":
        raise Invalid({field: "error-not-sure"})


async def _show(
    request: AnyRequest,
    officer: StaffMember,
    number: str,
    typed: Mapping[str, str] | None = None,
    error: HelpdeskError | None = None,
    *,
    found: Corrected | None = None,
    is_corrected: bool = False,
) -> Response[str]:
    locale = locale_of(request)
    async with access.seen_by(officer):
        row = await request_named(number)
        context = await one_request(row, officer, locale, now=clock.now())
    is_planned = row.kind == Kind.ERASURE and not row.is_over
    places = found and [
        {"reference": one.reference, "kind": one.name.removeprefix("field:").partition(" ")[0]} for one in found.places
    ]
    shown = {
        **context,
        "typed": {**dict.fromkeys(("reason", "answer", "wrong", "right"), ""), **context["said"], **(typed or {})},
        "places": places,
        "passages": found.passages if found else (),
        "is_corrected": is_corrected,
        "plan": await plan_of(row, now=clock.now()) if is_planned else None,
        "errors": _errors(error, locale),
        "place": PLACE,
    }
    return page(request, "privacy/requests/show.html", shown, status=error.status if error else 200)


def _form(request: AnyRequest, typed: Mapping[str, str], error: Invalid | None = None) -> Response[str]:
    locale = locale_of(request)
    context = {
        "typed": {**dict.fromkeys(_NEW, ""), "kind": "access", "way": "phone", "locale": locale, **typed},
        "kinds": list(Kind),
        "proofs": list(handle.BY_MEANS),
        "errors": _errors(error, locale),
        "place": PLACE,
    }
    return page(request, "privacy/requests/new.html", context, status=error.status if error else 200)


def _errors(error: HelpdeskError | None, locale: str) -> list[Mapping[str, str]]:
    words = i18n.words(locale)
    if isinstance(error, Invalid):
        return [{"field": field, "message": words.plain(code)} for field, code in error.fields.items()]
    return [{"field": "", "message": words.plain(error.code)}] if error else []
