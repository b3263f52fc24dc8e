"""Where a password is chosen: the first one, and a new one for who forgot theirs, each through a mailed link."""

from collections.abc import Mapping

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, LinkNotFound
from helpdesk.people.staff import is_live_link, set_password
from helpdesk.web.forms import AnyRequest, read_form
from helpdesk.web.responses import go_to, locale_of, page

_PLACES = ["/desk/setup/{token:str}", "/desk/reset/{token:str}"]


@get(_PLACES)
async def form(request: AnyRequest, token: FromPath[str]) -> Response[str]:
    """Show where a password is chosen; looking uses nothing up. Raises LinkNotFound."""
    if not await is_live_link(token, now=clock.now()):
        raise LinkNotFound
    return choosing(request, request.url.path, _why(request))


@post(_PLACES, status_code=200)
async def choose(request: AnyRequest, token: FromPath[str]) -> Response:  # type: ignore[type-arg]
    """Choose it; the link ends by that, and so does every session. A second factor is still asked for."""
    typed = await read_form(request, allowed={"password", "again", "csrf"})
    try:
        await set_password(token, same_twice(typed), now=clock.now())
    except Invalid as error:
        return choosing(request, request.url.path, _why(request), error)
    return go_to("/desk/sign-in")


def _why(request: AnyRequest) -> str:
    return "reset" if request.url.path.startswith("/desk/reset/") else "setup"


def choosing(request: AnyRequest, action: str, what: str, error: Invalid | None = None) -> Response[str]:
    """Show where a password is chosen. `what` is why: "setup", "reset" or "change"."""
    said = i18n.words(locale_of(request)).plain(error.fields["password"]) if error else None
    context = {"action": action, "what": what, "error": said}
    return page(request, "desk/setup.html", context, status=422 if error else 200)


def same_twice(typed: Mapping[str, str]) -> str:
    """Give the password that was typed twice; raises Invalid when the two differ."""
    if typed.get("password") != typed.get("again"):
        raise Invalid({"password": "error-passwords-differ"})
    return typed.get("password", "")
