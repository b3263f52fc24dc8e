"""Saved filters: one's own beside the queues, kept and thrown away by forms."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, post
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember
from helpdesk.tickets.choices import Choice, conditions, forget_choice, read_choice, save_choice, saved_choices
from helpdesk.tickets.queries import count_each
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to
from helpdesk.web.session import read_staff_form

PARTS = ("view", "category", "team", "priority", "tag", "locale", "status", "assignee", "due")


async def saved_views(agent: StaffMember, *, open_one: Choice | None = None) -> Sequence[Mapping[str, object]]:
    """Give the saved filters with the numbers of their tickets; the caller reads as that agent."""
    kept = await saved_choices()
    counts = await count_each({str(one.id): conditions(one.choice, agent) for one in kept}, viewer=agent)
    return [
        {
            "id": str(one.id),
            "name": one.name,
            "query": urlencode(one.choice.query),
            "count": counts[str(one.id)],
            "is_open": one.choice == open_one,
            "is_own": not one.is_shared,
        }
        for one in kept
    ]


@post("/desk/filters", status_code=200)
async def save(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Keep the queue as it is filtered under a name."""
    from helpdesk.web.desk.queue import show_queue

    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"name", *PARTS})
    choice = read_choice(typed)
    try:
        await save_choice(typed.get("name", ""), choice, by=agent, now=clock.now())
    except Invalid as error:
        return await show_queue(request, agent, choice, error=error)
    return go_to(f"/desk/tickets?{urlencode(choice.query)}")


@post("/desk/filters/{saved:uuid}/removal", status_code=200)
async def forget(request: AnyRequest, saved: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Throw one's own saved filter away."""
    agent = await session.agent(request)
    await read_staff_form(request, allowed=())
    await forget_choice(saved, by=agent, now=clock.now())
    return go_to("/desk/tickets")
