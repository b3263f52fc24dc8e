"""Ask about one's data without signing in: an address is entered, a mailed link proves it, a button confirms."""

import asyncio
import time

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock
from helpdesk.errors import Invalid
from helpdesk.people import addresses
from helpdesk.privacy.subject_requests.ask import SAID, kind_of_link
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.tickets import rights
from helpdesk.web.forms import AnyRequest, read_form
from helpdesk.web.limits import Bucket, caller
from helpdesk.web.portal.own_rights import fields_of, mistakes
from helpdesk.web.responses import locale_of, page

# Every answer takes this long, so that its time does not tell whether an address is known. Seen in practice: the work
# takes 5 to 40 ms.
TAKES = 0.3  # seconds


@get("/rights")
async def form(request: AnyRequest) -> Response[str]:
    """Show the form: an address and what is asked for."""
    return _form(request, "", "access", None)


@post("/rights", status_code=200)
async def send(request: AnyRequest) -> Response[str]:
    """Mail a link to an address that we know; owner and stranger get the same answer after the same time."""
    typed = await read_form(request, allowed={"email", "kind"})
    _asked(request).take(caller(request))
    email, kind = typed.get("email", ""), typed.get("kind", "")
    wrong = {} if addresses.is_address(email) else {"email": "error-email"}
    if kind not in set(Kind):
        wrong["kind"] = "error-missing"
    if wrong:
        return _form(request, email, kind, Invalid(wrong))
    began = time.monotonic()
    await rights.ask_by_address(email, Kind(kind), locale_of(request), now=clock.now())
    await asyncio.sleep(max(0.0, TAKES - (time.monotonic() - began)))
    return page(request, "rights/sent.html", {})


@get("/rights/confirm/{token:str}")
async def look(request: AnyRequest, token: FromPath[str]) -> Response[str]:
    """Show what a link confirms; nothing changes by looking."""
    kind = Kind(await kind_of_link(token, now=clock.now()))
    context = {"token": token, "kind": str(kind), "fields": fields_of(kind, {}), "errors": []}
    return page(request, "rights/confirm.html", context)


@post("/rights/confirm/{token:str}", status_code=200)
async def confirm(request: AnyRequest, token: FromPath[str]) -> Response[str]:
    """Confirm the request; what was typed stays when something is wrong."""
    typed = await read_form(request, allowed=SAID)
    kind = Kind(await kind_of_link(token, now=clock.now()))
    try:
        asked = await rights.confirm(token, typed, now=clock.now())
    except Invalid as error:
        errors = mistakes(error, locale_of(request))
        context = {"token": token, "kind": str(kind), "fields": fields_of(kind, typed), "errors": errors}
        return page(request, "rights/confirm.html", context, status=422)
    return page(request, "rights/confirmed.html", {"reference": asked.number})


def _asked(request: AnyRequest) -> Bucket:
    bucket: Bucket = request.app.state.rights_limit
    return bucket


def _form(request: AnyRequest, email: str, kind: str, error: Invalid | None) -> Response[str]:
    context = {"email": email, "kind": kind, "kinds": list(Kind), "errors": mistakes(error, locale_of(request))}
    return page(request, "rights/open.html", context, status=error.status if error else 200)
