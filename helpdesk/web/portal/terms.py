"""The terms of use, in the version that a request is opened under."""

from pathlib import Path

from litestar import Response, get

from helpdesk.privacy.policy import policy
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page

FOLDER = Path(__file__).parents[2] / "terms"


def read_terms(version: str, locale: str) -> list[str]:
    """Read the paragraphs of a version; raises FileNotFoundError when there is no such version."""
    text = (FOLDER / version / f"{locale}.txt").read_text("utf-8")
    return [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]


@get("/terms")
async def show(request: AnyRequest) -> Response[str]:
    """Show the terms that are in force."""
    version = policy.in_use().terms
    return page(
        request, "portal/terms.html", {"version": version, "paragraphs": read_terms(version, locale_of(request))}
    )
