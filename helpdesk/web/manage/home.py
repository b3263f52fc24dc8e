"""The home of managers and administrators: where everything can be found that their role may see."""

from litestar import Response, get

from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import page


@get("/manage")
async def show(request: AnyRequest) -> Response[str]:
    """Show the places of this role; they stand in layouts/_manage_places.html."""
    await session.overseer(request)
    return page(request, "manage/index.html", {"place": "/manage"})
