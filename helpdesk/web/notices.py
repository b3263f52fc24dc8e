"""The public page of service notices: what is the matter now, and what was."""

from litestar import Response, get

from helpdesk import clock
from helpdesk.notices.queries import published
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page


@get("/notices")
async def show(request: AnyRequest) -> Response[str]:
    """Show the notices in the reader's language, current ones first."""
    notices, now = await published(locale_of(request)), clock.now()
    current = [notice for notice in notices if notice.is_current(now)]
    past = [notice for notice in notices if not notice.is_current(now)]
    return page(request, "notices/public.html", {"current": current, "past": past})
