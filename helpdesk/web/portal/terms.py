"""The terms of use: those in force, and what a new request's form says of them."""

from collections.abc import Mapping

from litestar import Response, get

from helpdesk.privacy.policy.tables import VersionKind
from helpdesk.privacy.policy.terms import terms_text
from helpdesk.privacy.policy.versions import newest, terms_changed_at, terms_in_force
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page


@get("/terms")
async def show(request: AnyRequest) -> Response[str]:
    """Show the terms that are in force."""
    locale = locale_of(request)
    published, number = await newest(VersionKind.TERMS, locale), await terms_in_force()
    text = published.text if published else terms_text(number, locale)
    paragraphs = [paragraph.strip() for paragraph in text.split("\n\n") if paragraph.strip()]
    return page(request, "portal/terms.html", {"version": number, "paragraphs": paragraphs})


async def terms_block(*, accepted: str = "") -> Mapping[str, object]:
    """Give what a form says of the terms: the number to agree to, and since when they read otherwise.

    accepted  the number that this person agreed to with an earlier request, "" when that is not known
    """
    number = await terms_in_force()
    changed_at = None if accepted == number else await terms_changed_at()
    return {"terms_version": number, "terms_changed_at": changed_at}
