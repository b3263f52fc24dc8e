"""What changes while a page is open: a stream of names, the parts that are fetched again, who else is there."""

import re
from collections.abc import AsyncIterator, Mapping
from datetime import UTC, datetime
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath, FromQuery
from litestar.response import ServerSentEvent, ServerSentEventMessage

from helpdesk import clock, i18n
from helpdesk.errors import SignInNeeded
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access
from helpdesk.tickets.live import EVERYTHING, Feed, names_for
from helpdesk.tickets.presence import present_anywhere, present_at, say_present
from helpdesk.tickets.queries import queue_counts
from helpdesk.web import session
from helpdesk.web.desk.saved import saved_views
from helpdesk.web.desk.ticket_page import news_since, ticket_page
from helpdesk.web.forms import AnyRequest, form_key
from helpdesk.web.responses import locale_of, page
from helpdesk.web.session import read_staff_form

HEARTBEAT = 25.0  # seconds
_MOMENT = re.compile(r"[0-9]{13}")


@get("/desk/live")
async def stream(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Tell a page what changed, by name, until its session ends or the process stops."""
    try:
        agent = await session.agent(request)
    except SignInNeeded:
        return Response("", status_code=401)  # a script that was sent on would take the sign-in page for news
    return ServerSentEvent(_events(request, agent))


async def _events(request: AnyRequest, agent: StaffMember) -> AsyncIterator[ServerSentEventMessage]:
    feed: Feed = request.app.state.feed
    async with feed.stream(agent.id) as opened:
        yield ServerSentEventMessage(comment="open")
        while (changes := await opened.changes(seconds=HEARTBEAT)) is not None:
            member = await session.who_is_signed_in(request)
            if member is None or member.id != agent.id:
                return
            if not changes:
                yield ServerSentEventMessage(comment="still here")
            found = await names_for(changes, viewer=member)
            for kind, references in found.items():
                for reference in references:
                    yield ServerSentEventMessage(event=f"{kind}-changed", data=reference)
            if EVERYTHING in changes:
                yield ServerSentEventMessage(event="ticket-changed", data="*")
            if any(change.startswith("ticket") or change == EVERYTHING for change in changes):
                yield ServerSentEventMessage(event="queue-changed", data="*")


@get("/desk/queues/live")
async def numbers(request: AnyRequest) -> Response[str]:
    """Give the numbers beside the queues and saved filters, and nothing else, for pages that have older ones."""
    agent = await session.agent(request)
    async with access.seen_by(agent):
        context = {"counts": await queue_counts(viewer=agent), "saved": await saved_views(agent)}
    return page(request, "desk/_counts.html", context)


@get("/desk/tickets/{reference:str}/thread")
async def thread(request: AnyRequest, reference: FromPath[str], after: FromQuery[str] = "") -> Response[str]:
    """Give the parts of a ticket's page that change by themselves, and how many messages came after one.

    What the page has open for a while it names as `shown`, as in the page's own address.
    """
    agent = await session.agent(request)
    async with access.seen_by(agent):
        context = await ticket_page(request, reference, agent, None, None)
    news = news_since(form_key(after) or UUID(int=0), context) if after else 0
    return page(request, "desk/tickets/_fresh.html", {**context, "news": news})


@get("/desk/tickets/{reference:str}/presence")
async def present(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Say who else is at a ticket."""
    agent = await session.agent(request)
    async with access.seen_by(agent):
        ticket = await access.ticket_to_read(reference, viewer=agent)
        there = await present_at(ticket, viewer=agent, now=clock.now())
    return page(request, "desk/tickets/_presence.html", {"reference": ticket.reference, "present": there})


@post("/desk/tickets/{reference:str}/presence", status_code=200)
async def say(request: AnyRequest, reference: FromPath[str]) -> Response[str]:
    """Say that one looks at a ticket, writes in it, or is gone; `said` is when, in milliseconds of our own time."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"state", "said"})
    said = _MOMENT.fullmatch(typed.get("said", ""))
    at = datetime.fromtimestamp(int(said[0]) / 1000, UTC) if said else None
    await say_present(reference, typed.get("state", ""), agent=agent, said_at=at, now=clock.now())
    return Response("", status_code=204)


@get("/desk/presence")
async def everywhere(request: AnyRequest) -> Mapping[str, Mapping[str, object]]:
    """Say who is at which ticket, for the rows of a queue: by reference a sentence, and whether somebody writes."""
    agent = await session.agent(request)
    words = i18n.words(locale_of(request))
    found = await present_anywhere(viewer=agent, now=clock.now())
    return {
        reference: {
            "text": words.plain(f"present-{'writing' if there[0].writes else 'looking'}", name=there[0].name),
            "writes": there[0].writes,
        }
        for reference, there in found.items()
    }
