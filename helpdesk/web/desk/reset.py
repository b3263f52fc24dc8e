"""A new password for who forgot theirs: asked for by address; passwords.py is where the mailed link leads."""

from litestar import Response, get, post

from helpdesk import clock, i18n
from helpdesk.errors import TooMany
from helpdesk.people.addresses import is_address, normalise
from helpdesk.people.reset import ask_for_reset
from helpdesk.web.forms import AnyRequest, read_form
from helpdesk.web.limits import Bucket, caller
from helpdesk.web.responses import locale_of, page


@get("/desk/reset")
async def form(request: AnyRequest) -> Response[str]:
    """Ask for the address."""
    return page(request, "desk/reset.html", {"email": "", "error": None, "is_sent": False})


@post("/desk/reset", status_code=200)
async def ask(request: AnyRequest) -> Response[str]:
    """Promise the mail; the answer is the same whether somebody has this address or not."""
    typed = await read_form(request, allowed={"email", "csrf"})
    email = typed.get("email", "")
    clients: Bucket = request.app.state.reset_limit
    clients.take(caller(request))
    if not is_address(email):
        said = i18n.words(locale_of(request)).plain("error-email")
        return page(request, "desk/reset.html", {"email": email, "error": said, "is_sent": False}, status=422)
    if _may_be_mailed(request, email):
        await ask_for_reset(email, now=clock.now())
    return page(request, "desk/reset.html", {"email": email, "error": None, "is_sent": True})


def _may_be_mailed(request: AnyRequest, email: str) -> bool:
    """Spare a mailbox: more than a few mails an hour are not sent, and the answer does not tell."""
    addresses: Bucket = request.app.state.reset_mail_limit
    try:
        addresses.take(f"reset {normalise(email)}")
    except TooMany:
        return False
    return True
