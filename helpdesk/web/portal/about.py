"""Pages about us: how to reach us, and which cookies we set."""

from litestar import Response, get

from helpdesk.privacy.policy import policy
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.web.cookies import all_cookies
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page
from helpdesk.web.views import duration

CONTACT = "contact"  # the category of whatever fits no other: questions about privacy, praise, a complaint


@get("/contact")
async def contact(request: AnyRequest) -> Response[str]:
    """Say how to reach us: by a request of its own category, by mail, by post; and what of one's data to ask for."""
    rules, locale = policy.in_use(), locale_of(request)
    category = rules.categories.get(CONTACT)
    context = {
        "name": rules.controller.name[locale],
        "address": rules.controller.address[locale],
        "email": rules.controller.email,
        "form": f"/new/{CONTACT}" if category else "",
        "about": category.description[locale] if category else "",
        "rights": list(Kind),
    }
    return page(request, "portal/contact.html", context)


@get("/cookies")
async def cookies(request: AnyRequest) -> Response[str]:
    """List the cookies that we set, and what each is for."""
    locale = locale_of(request)
    listed = [
        {"name": fact.name, "what": fact.what, "life": duration(fact.life.total_seconds(), locale)}
        for fact in all_cookies(secure=request.app.state.secure)
    ]
    return page(request, "portal/cookies.html", {"cookies": listed})
