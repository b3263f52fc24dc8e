"""The requester's own ticket by private link: read it, answer, close it, open it again."""

from dataclasses import replace

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery

from helpdesk import clock
from helpdesk.errors import Invalid, NotToClose, NotToReopen, TicketClosed, TicketOpen
from helpdesk.privacy.files.clean import CleanFile
from helpdesk.tickets import doors
from helpdesk.tickets.doors import Door
from helpdesk.tickets.own_end import close_own, reopen_own
from helpdesk.tickets.write import Entry, answer
from helpdesk.web.forms import FILES, FILES_BODY_LIMIT, AnyRequest, files_in, form_key, read_form, take_files
from helpdesk.web.limits import Bucket, caller
from helpdesk.web.portal.request_page import Seen, news, show
from helpdesk.web.responses import go_to

ANSWERED = frozenset({FILES, "body", "direction", "form_key"})  # what the form of an answer has


@get("/t/{token:str}")
async def read(request: AnyRequest, token: FromPath[str]) -> Response[str]:
    """Show the ticket that the link opens."""
    return await show(request, doors.by_link(token), Seen(f"/t/{token}"))


@get("/t/{token:str}/news")
async def what_is_new(
    request: AnyRequest, token: FromPath[str], known: FromQuery[str] = "", after: FromQuery[str] = ""
) -> Response[str]:
    """Give what is new on the ticket's page since it was made; 204 when nothing is."""
    return await news(request, doors.by_link(token), Seen(f"/t/{token}"), known=known, after=after)


@post("/t/{token:str}/replies", status_code=200, request_max_body_size=FILES_BODY_LIMIT)
async def reply(request: AnyRequest, token: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Add the requester's answer; whatever is wrong, the typed text stays in the form."""
    typed = await read_form(request, allowed=ANSWERED)
    return await take_answer(request, doors.by_link(token), Seen(f"/t/{token}", typed=typed))


@post("/t/{token:str}/closure", status_code=200)
async def close(request: AnyRequest, token: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Close the ticket as solved."""
    await read_form(request, allowed=())
    return await take_end(request, doors.by_link(token), Seen(f"/t/{token}"))


@post("/t/{token:str}/reopening", status_code=200, request_max_body_size=FILES_BODY_LIMIT)
async def reopen(request: AnyRequest, token: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Open the ticket again, with a word or without."""
    typed = await read_form(request, allowed=ANSWERED)
    return await take_reopening(request, doors.by_link(token), Seen(f"/t/{token}", typed=typed))


async def take_answer(request: AnyRequest, door: Door, seen: Seen) -> Response:  # type: ignore[type-arg]
    """Add the answer that was typed, and go back to the page; show the page with what is wrong when it is."""
    try:
        await answer(door, replace(_entry(seen), files=await _files(request)), now=clock.now())
    except (Invalid, TicketClosed) as error:
        return await show(request, door, Seen(seen.here, seen.locale, seen.typed, error))
    return go_to(f"{seen.here}?done=answered#end")


async def take_end(request: AnyRequest, door: Door, seen: Seen) -> Response:  # type: ignore[type-arg]
    """Close the request, and go back to the page."""
    try:
        await close_own(door, now=clock.now())
    except (TicketClosed, NotToClose) as error:
        return await show(request, door, Seen(seen.here, seen.locale, error=error, form="closing"))
    return go_to(f"{seen.here}?done=closed")


async def take_reopening(request: AnyRequest, door: Door, seen: Seen) -> Response:  # type: ignore[type-arg]
    """Open the request again with what was typed, if anything was, and go back to the page."""
    try:
        entry = replace(_entry(seen), files=await _files(request))
        await reopen_own(door, entry if entry.body.strip() or entry.files else None, now=clock.now())
    except (Invalid, TicketOpen, NotToReopen) as error:
        return await show(request, door, Seen(seen.here, seen.locale, seen.typed, error, form="reopening"))
    return go_to(f"{seen.here}?done=reopened#end")


def _entry(seen: Seen) -> Entry:
    typed = seen.typed
    return Entry(typed.get("body", ""), form_key(typed.get("form_key", "")), direction=typed.get("direction", "auto"))


async def _files(request: AnyRequest) -> tuple[CleanFile, ...]:
    """Clean the files that came along; who sends many of them waits, since a link is nobody who signed in."""
    if files_in(request):
        bucket: Bucket = request.app.state.ticket_limit
        bucket.take(caller(request))
    return await take_files(request)
