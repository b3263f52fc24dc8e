"""The officers' home: where everything that shows how this desk treats private details can be found."""

from litestar import Response, get

from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import page

# address, message of its name (its description is the message ending in -what), icon
PLACES = (
    ("/privacy/register", "privacy-register", "history"),
    ("/privacy/disclosures", "privacy-disclosures", "eye"),
    ("/privacy/disclosures/flagged", "privacy-flagged", "triangle-alert"),
    ("/privacy/approvals", "privacy-approvals", "users"),
    ("/privacy/break-glass", "privacy-break-glass", "lock"),
    ("/privacy/versions", "privacy-versions", "history"),
    ("/privacy-notice", "notice-heading", "shield-check"),
)


@get("/privacy")
async def show(request: AnyRequest) -> Response[str]:
    """Show the officer's places."""
    await session.officer(request)
    places = [{"href": href, "name": name, "what": _what(name), "icon": icon} for href, name, icon in PLACES]
    return page(request, "privacy/index.html", {"places": places, "place": "/privacy"})


def _what(name: str) -> str:
    return {"notice-heading": "privacy-notice-what"}.get(name, f"{name}-what")
