"""Each property of a ticket as a form of its own, and the note that somebody has looked at it."""

from collections.abc import Awaitable
from datetime import date, timedelta

from litestar import Response, post
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.errors import HelpdeskError, Invalid, NotFound
from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access
from helpdesk.tickets.change import Act, change_ticket
from helpdesk.tickets.move import move_ticket
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.seen import see_ticket
from helpdesk.tickets.tables import Priority
from helpdesk.tickets.tag import tag_ticket, untag_ticket
from helpdesk.tickets.wake import wake_ticket
from helpdesk.web import session
from helpdesk.web.desk.ticket import shown_again
from helpdesk.web.forms import AnyRequest, form_key
from helpdesk.web.responses import go_to
from helpdesk.web.session import read_staff_form


@post("/desk/tickets/{reference:str}/priority", status_code=200)
async def prioritise(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Give the ticket another priority."""
    agent, now = await session.agent(request), clock.now()
    wish = (await read_staff_form(request, allowed={"priority"})).get("priority", "")

    async def act(one: str) -> None:
        await prioritise_ticket(one, read_priority(wish), agent=agent, now=now)

    return await _change(request, reference, agent, act, "priority")


@post("/desk/tickets/{reference:str}/team", status_code=200)
async def move(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Give the ticket to another team."""
    agent, now = await session.agent(request), clock.now()
    team = (await read_staff_form(request, allowed={"team"})).get("team", "")

    async def act(one: str) -> None:
        await move_ticket(one, team, agent=agent, now=now)

    return await _change(request, reference, agent, act, "team")


@post("/desk/tickets/{reference:str}/tags", status_code=200)
async def tag(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Put a tag on the ticket."""
    agent, now = await session.agent(request), clock.now()
    wish = (await read_staff_form(request, allowed={"tag"})).get("tag", "")

    async def act(one: str) -> None:
        if (chosen := form_key(wish)) is None:
            raise Invalid({"tag": "error-unknown-tag"})
        await tag_ticket(one, chosen, agent=agent, now=now)

    return await _change(request, reference, agent, act, "tag")


@post("/desk/tickets/{reference:str}/tags/removal", status_code=200)
async def untag(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Take a tag off the ticket."""
    agent, now = await session.agent(request), clock.now()
    wish = (await read_staff_form(request, allowed={"tag"})).get("tag", "")

    async def act(one: str) -> None:
        if chosen := form_key(wish):
            await untag_ticket(one, chosen, agent=agent, now=now)

    return await _change(request, reference, agent, act, "untag")


@post("/desk/tickets/{reference:str}/waiting", status_code=200)
async def postpone(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Let the ticket wait until a day."""
    agent, now = await session.agent(request), clock.now()
    typed = await read_staff_form(request, allowed={"until", "days"})

    async def act(one: str) -> None:
        until = read_day(typed.get("until", ""), typed.get("days", ""), today=now.date())
        await postpone_ticket(one, until=until, agent=agent, now=now)

    return await _change(request, reference, agent, act, "postpone")


@post("/desk/tickets/{reference:str}/waking", status_code=200)
async def wake(request: AnyRequest, reference: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Open the waiting ticket again."""
    agent, now = await session.agent(request), clock.now()
    await read_staff_form(request, allowed=())

    async def act(one: str) -> None:
        await wake_ticket(one, agent=agent, now=now)

    return await _change(request, reference, agent, act, "wake")


@post("/desk/tickets/{reference:str}/seen", status_code=204)
async def seen(request: AnyRequest, reference: FromPath[str]) -> None:
    """Note that the agent looks at the ticket; a script sends this, no GET ever does."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    await see_ticket(reference, viewer=agent, now=clock.now())


def read_priority(wish: str) -> Priority:
    """Read a priority; raises Invalid."""
    if wish not in list(Priority):
        raise Invalid({"priority": "error-unknown-priority"})
    return Priority(wish)


def read_day(until: str, days: str, *, today: date) -> date:
    """Read a day, or in how many days; raises Invalid."""
    try:
        return today + timedelta(days=int(days)) if days else date.fromisoformat(until)
    except (ValueError, OverflowError):
        raise Invalid({"until": "error-wake-day"}) from None


async def _change(request: AnyRequest, reference: str, agent: StaffMember, act: Act, verb: str) -> Response:  # type: ignore[type-arg]
    """Change the ticket and show it; who may not read it any more goes to the queue."""
    doing: Awaitable[None] = change_ticket(reference, act, verb=verb, agent=agent, now=clock.now())
    try:
        await doing
    except NotFound:
        raise
    except HelpdeskError as error:
        if error.status >= 500:
            raise
        return await shown_again(request, reference, agent, error)
    async with access.seen_by(agent):
        is_in_sight = await access.find_to_read(reference, viewer=agent) is not None
    return go_to(f"/desk/tickets/{reference}" if is_in_sight else "/desk/tickets")
