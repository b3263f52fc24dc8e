"""Questions to a second person, for officers: the same list and the same answers as at the desk."""

from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.tickets import access
from helpdesk.tickets.approve import decide, waiting_for
from helpdesk.web import session
from helpdesk.web.desk.approvals import agrees
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_staff_form
from helpdesk.web.views import questions_view


@get("/privacy/approvals")
async def index(request: AnyRequest) -> Response[str]:
    """Show what agents ask a second person."""
    officer = await session.officer(request)
    async with access.seen_by(officer):
        waiting = await waiting_for(officer, now=clock.now())
        views = await questions_view([one.question for one in waiting], officer, locale_of(request))
    rows = [{**view, "reference": one.ticket.reference} for view, one in zip(views, waiting, strict=True)]
    return page(request, "privacy/approvals/index.html", {"rows": rows, "place": "/privacy/approvals"})


@post("/privacy/approvals/{question:uuid}", status_code=200)
async def answer(request: AnyRequest, question: FromPath[UUID]) -> Response:  # type: ignore[type-arg]
    """Agree or decline."""
    officer = await session.officer(request)
    typed = await read_staff_form(request, allowed={"decision"})
    await decide(question, agree=agrees(typed.get("decision", "")), by=officer, now=clock.now())
    return go_to("/privacy/approvals")
