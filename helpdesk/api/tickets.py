"""Open a ticket, read queues, search."""

from uuid import UUID

from litestar import get, post
from litestar.params import FromQuery, JSONBody

from helpdesk import clock
from helpdesk.api import schema
from helpdesk.api.caller import agent, agent_of_address, once
from helpdesk.errors import Invalid
from helpdesk.tickets import access
from helpdesk.tickets.queries import QueueRow, View, queue_page
from helpdesk.tickets.search import Question, search
from helpdesk.tickets.submit import NewTicket, submit_ticket
from helpdesk.tickets.tables import Status
from helpdesk.web.forms import AnyRequest
from helpdesk.web.limits import Bucket, caller, look_ups

PAGE = 100  # tickets at most


@post("/tickets", status_code=201)
async def create(request: AnyRequest, data: JSONBody[schema.NewTicketIn]) -> schema.TicketCreated:
    """Open a ticket; anyone may, within a rate limit. `Idempotency-Key` (a UUID) makes a repeat harmless.

    What each topic asks for: /api/v1/schema/ticket
    """
    bucket: Bucket = request.app.state.ticket_limit
    bucket.take(caller(request))
    new = NewTicket(
        category=data.category,
        email=data.email,
        name=data.name,
        locale=data.locale,
        subject=data.subject,
        body=data.body,
        terms_version=data.terms_version,
        fields=data.fields,
        shown=tuple(data.shown),
        hidden=tuple(data.hidden),
        form_key=once(request),
    )
    submitted = await submit_ticket(new, now=clock.now())
    url = f"{request.app.state.base_url}/t/{submitted.token}" if submitted.token else ""
    return schema.TicketCreated(submitted.reference, url)


@get("/tickets")
async def index(
    request: AnyRequest, view: FromQuery[str] = "unassigned", cursor: FromQuery[str] = "", limit: FromQuery[int] = 50
) -> schema.QueueOut:
    """Read one page of a queue, newest activity first."""
    viewer = await agent(request)
    if view not in list(View):
        raise Invalid({"view": "error-unknown-view"})
    if not 1 <= limit <= PAGE:
        raise Invalid({"limit": "error-limit"})
    async with access.seen_by(viewer):
        page = await queue_page(View(view), viewer=viewer, cursor=cursor, limit=limit)
    return schema.QueueOut([_item(row) for row in page.rows], page.next_cursor)


def _item(row: QueueRow) -> schema.QueueItem:
    return schema.QueueItem(
        reference=row.reference,
        subject=row.subject,
        category=row.category,
        team=row.team,
        locale=row.locale,
        status=row.status,
        opened_at=row.opened_at,
        active_at=row.active_at,
        assignee=row.assignee,
        sealed_details=row.sealed_count,
        erased=row.is_erased,
    )


@post("/search", status_code=200)
async def find(request: AnyRequest, data: JSONBody[schema.SearchIn]) -> schema.QueueOut:
    """Find tickets by words, reference, the requester's exact address or the exact domain, newest activity first.

    The question stands in the body, so that it is in no log of addresses. A look-up by address or domain is counted
    and written down, without its value.
    """
    viewer = await agent(request)
    if not 1 <= data.limit <= PAGE:
        raise Invalid({"limit": "error-limit"})
    question = Question(
        text=data.q,
        status=Status(data.status) if data.status else None,
        category=data.category,
        team=data.team,
        assignee=await _assignee(data.assignee),
        cursor=data.cursor,
        limit=data.limit,
    )
    answer = await search(question, viewer=viewer, count=look_ups(request), now=clock.now())
    return schema.QueueOut([_item(row) for row in answer.page.rows], answer.page.next_cursor)


async def _assignee(wish: str) -> str | UUID:
    return wish if wish in ("", "none") else await agent_of_address(wish)
