"""A signed-in requester's own requests: the list, and each of them as its private link shows it."""

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from helpdesk import clock
from helpdesk.errors import RequesterSignInNeeded
from helpdesk.privacy.policy import policy
from helpdesk.tickets import doors
from helpdesk.tickets.own_requests import OwnRow, own_page
from helpdesk.tickets.own_words import show_own_words
from helpdesk.web.forms import FILES_BODY_LIMIT, AnyRequest
from helpdesk.web.portal.own_ticket import ANSWERED, take_answer, take_end, take_reopening
from helpdesk.web.portal.request_page import Seen, news, show
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_requester_form, requester


@get("/me")
async def index(request: AnyRequest) -> Response[str]:
    """Show the requester's own requests, newest activity first."""
    person = await requester(request)
    locale = locale_of(request, person.locale)
    found = await own_page(person, cursor=request.query_params.get("cursor", ""))
    context = {
        "place": "requests",
        "requests": [_view(row, locale) for row in found.rows],
        "next_cursor": found.next_cursor,
        "is_first": not request.query_params.get("cursor"),
    }
    return page(request, "me/index.html", context, locale=person.locale)


@get("/me/requests/{reference:str}")
async def read(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Show one request."""
    person = await requester(request)
    return await show(request, doors.by_number(reference, person), Seen(_here(reference), person.locale))


@get("/me/requests/{reference:str}/news")
async def what_is_new(
    request: AnyRequest, reference: FromPath[str], known: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Response[str]:
    """Give what is new on the request's page since it was made; 204 when nothing is."""
    try:
        person = await requester(request)
    except RequesterSignInNeeded:
        return Response("", status_code=401)  # a script that was sent on would take the sign-in page for news
    door, seen = doors.by_number(reference, person), Seen(_here(reference), person.locale)
    return await news(request, door, seen, known=known, after=after)


@post("/me/requests/{reference:str}/own-words", status_code=200)
async def words(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Show the requester's own words as they wrote them, shortly after signing in; else ask them to sign in again."""
    person = await requester(request)
    await read_requester_form(request)
    if not person.is_fresh(clock.now()):
        return go_to(f"/me/sign-in?next={_here(reference)}&again=1")
    own = await show_own_words(reference, person, now=clock.now())
    return await show(request, doors.by_number(reference, person), Seen(_here(reference), person.locale, words=own))


@post("/me/requests/{reference:str}/replies", status_code=200, request_max_body_size=FILES_BODY_LIMIT)
async def reply(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Add the requester's answer; whatever is wrong, the typed text stays in the form."""
    person = await requester(request)
    typed = await read_requester_form(request, allowed=ANSWERED)
    seen = Seen(_here(reference), person.locale, typed)
    return await take_answer(request, doors.by_number(reference, person), seen)


@post("/me/requests/{reference:str}/closure", status_code=200)
async def close(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Close the request as solved."""
    person = await requester(request)
    await read_requester_form(request)
    return await take_end(request, doors.by_number(reference, person), Seen(_here(reference), person.locale))


@post("/me/requests/{reference:str}/reopening", status_code=200, request_max_body_size=FILES_BODY_LIMIT)
async def reopen(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Open the request again, with a word or without."""
    person = await requester(request)
    typed = await read_requester_form(request, allowed=ANSWERED)
    seen = Seen(_here(reference), person.locale, typed)
    return await take_reopening(request, doors.by_number(reference, person), seen)


def _here(reference: str) -> str:
    return f"/me/requests/{reference.upper()}"


def _view(row: OwnRow, locale: str) -> dict[str, object]:
    category = policy.in_use().categories.get(row.category)
    return {
        "reference": row.reference,
        "subject": row.subject,
        "category_name": category.name[locale] if category else row.category,
        "state": str(row.state),
        "opened_at": row.opened_at,
        "active_at": row.active_at,
    }
