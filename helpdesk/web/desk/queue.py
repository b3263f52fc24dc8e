"""The desk's queues: unassigned, mine, team, all; open and closed; fifty tickets a page."""

from litestar import Response, get
from litestar.params import FromQuery

from helpdesk.privacy.policy import policy
from helpdesk.tickets import access
from helpdesk.tickets.queries import QueueRow, View, queue_counts, queue_page
from helpdesk.tickets.tables import Status
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import go_to, locale_of, page


@get("/desk")
async def home(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Go to the queue of what nobody has taken yet."""
    await session.agent(request)
    return go_to("/desk/tickets")


@get("/desk/tickets")
async def index(
    request: AnyRequest,
    view: FromQuery[str] = "unassigned",
    status: FromQuery[str] = "open",
    cursor: FromQuery[str] = "",
) -> Response[str]:
    """Show one page of a queue."""
    agent = await session.agent(request)
    chosen = View(view) if view in list(View) else View.UNASSIGNED
    of_status = Status(status) if status in list(Status) else Status.OPEN
    locale = locale_of(request)
    async with access.seen_by(agent):
        found = await queue_page(chosen, viewer=agent, status=of_status, cursor=cursor)
        counts = await queue_counts(viewer=agent)
    context = {
        "view": str(chosen),
        "status": str(of_status),
        "counts": counts,
        "rows": [row_view(row, locale) for row in found.rows],
        "next_cursor": found.next_cursor,
        "first": not cursor,
    }
    return page(request, "desk/tickets/index.html", context)


def row_view(row: QueueRow, locale: str) -> dict[str, object]:
    """Give a queue's row in a reader's language."""
    rules = policy.in_use()
    return {
        "reference": row.reference,
        "subject": row.subject,
        "locale": row.locale,
        "status": row.status,
        "category_name": rules.categories[row.category].name[locale],
        "team": rules.teams[row.team].name[locale],
        "opened_at": row.opened_at,
        "active_at": row.active_at,
        "assignee": row.assignee,
        "is_mine": row.is_mine,
        "sealed_count": row.sealed_count,
        "is_erased": row.is_erased,
    }
