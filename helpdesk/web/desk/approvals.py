"""Questions to a second person at the desk: a small list, and the answer to one."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.errors import Invalid
from helpdesk.tickets import access
from helpdesk.tickets.approve import decide, waiting_for
from helpdesk.tickets.queries import queue_counts
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form
from helpdesk.web.views import questions_view

ANSWERS = {"approved": True, "declined": False}


@get("/desk/approvals")
async def index(request: AnyRequest) -> Response[str]:
    """Show what colleagues ask a second person."""
    agent = await session.agent(request)
    locale = locale_of(request)
    async with access.seen_by(agent):
        waiting = await waiting_for(agent, now=clock.now())
        views = await questions_view([one.question for one in waiting], agent, locale)
        counts = await queue_counts(viewer=agent)
    rows = [{**view, "reference": one.ticket.reference} for view, one in zip(views, waiting, strict=True)]
    return page(request, "desk/approvals/index.html", {"rows": rows, "counts": counts, "view": "approvals"})


@post("/desk/approvals/{question:uuid}", status_code=200)
async def answer(request: AnyRequest, question: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Agree or decline."""
    agent = await session.agent(request)
    typed = await read_staff_form(request, allowed={"decision"})
    await decide(question, agree=agrees(typed.get("decision", "")), by=agent, now=clock.now())
    return go_to("/desk/approvals")


def agrees(decision: str) -> bool:
    """Read an answer; raises Invalid when it is neither yes nor no."""
    if decision not in ANSWERS:
        raise Invalid({"decision": "error-unknown-decision"})
    return ANSWERS[decision]
