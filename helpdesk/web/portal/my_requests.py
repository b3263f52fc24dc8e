"""A signed-in requester's own requests: the list."""

from litestar import Response, get

from helpdesk.privacy.policy import policy
from helpdesk.tickets.own_requests import OwnRow, own_page
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page
from helpdesk.web.session import requester


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
