"""My data: how a requester is reached, in which language, what they agreed to, and where they ask for more."""

from collections.abc import Mapping

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, LinkNotFound, TooMany
from helpdesk.people.address_changes import ask_for_change
from helpdesk.people.own_data import choose_language, choose_surveys, own_data
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.privacy.policy import policy
from helpdesk.tickets.own_details import confirm_address, correct_name, is_live_change
from helpdesk.tickets.own_requests import accepted_terms
from helpdesk.web.forms import AnyRequest, read_form
from helpdesk.web.limits import Bucket, caller
from helpdesk.web.responses import go_to, locale_of, page
from helpdesk.web.session import read_requester_form, requester

HERE = "/me/data"
_SAVED = ("name", "language", "surveys-stop", "surveys-agree", "address")


@get(HERE)
async def show(request: AnyRequest) -> Response[str]:
    """Show what is known of whoever signed in, and what they may do about it."""
    return await _show(request, await requester(request), {})


@post(HERE + "/name", status_code=200)
async def name(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Correct the name."""
    person = await requester(request)
    typed = await read_requester_form(request, allowed={"name"})
    try:
        await correct_name(person, typed.get("name", ""), now=clock.now())
    except Invalid as error:
        return await _show(request, person, typed, error)
    return go_to(f"{HERE}?saved=name")


@post(HERE + "/address", status_code=200)
async def address(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Ask for another address: a mail to it confirms; until then nothing changes."""
    person = await requester(request)
    typed = await read_requester_form(request, allowed={"email"})
    bucket: Bucket = request.app.state.link_limit
    try:
        bucket.take(caller(request))
        await ask_for_change(person, typed.get("email", ""), now=clock.now())
    except (Invalid, TooMany) as error:
        return await _show(request, person, typed, error)
    return go_to(f"{HERE}?saved=address")


@post(HERE + "/language", status_code=200)
async def language(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Choose the language of mail and pages, and how Arabic ones write numbers."""
    person = await requester(request)
    typed = await read_requester_form(request, allowed={"locale", "digits"})
    wish = typed.get("locale", "")
    await choose_language(person, wish, typed.get("digits", person.digits), now=clock.now())
    return go_to(f"{HERE}?saved=language&lang={wish}")


@post(HERE + "/surveys", status_code=200)
async def surveys(request: AnyRequest) -> Response:  # type: ignore[type-arg]
    """Object to the question after each request, or agree to it again; it holds at once."""
    person = await requester(request)
    may_ask = (await read_requester_form(request, allowed={"choice"})).get("choice") == "agree"
    await choose_surveys(person, may_ask=may_ask, now=clock.now())
    return go_to(f"{HERE}?saved=surveys-{'agree' if may_ask else 'stop'}")


@get("/me/address/{token:str}")
async def address_link(request: AnyRequest, token: FromPath[str]) -> Response[str]:
    """Show one button; looking changes nothing."""
    try:
        await is_live_change(token, now=clock.now())
    except (LinkNotFound, Invalid) as error:
        return _refused(request, error)
    return page(request, "me/address.html", {"token": token, "state": "asked", "message": ""})


@post("/me/address/{token:str}", status_code=200)
async def confirm(request: AnyRequest, token: FromPath[str]) -> Response[str]:
    """Take the address that the link was sent to, once."""
    await read_form(request, allowed=())
    try:
        await confirm_address(token, now=clock.now())
    except (LinkNotFound, Invalid) as error:
        return _refused(request, error)
    return page(request, "me/address.html", {"token": "", "state": "done", "message": ""})


def _refused(request: AnyRequest, error: LinkNotFound | Invalid) -> Response[str]:
    code = error.fields["email"] if isinstance(error, Invalid) else error.code
    context = {"token": "", "state": "refused", "message": i18n.words(locale_of(request)).plain(code)}
    return page(request, "me/address.html", context, status=error.status)


async def _show(
    request: AnyRequest, person: SignedInRequester, typed: Mapping[str, str], error: Invalid | TooMany | None = None
) -> Response[str]:
    words, data = i18n.words(locale_of(request, person.locale)), await own_data(person, now=clock.now())
    mistakes = error.fields if isinstance(error, Invalid) else {"": error.code} if error else {}
    context = {
        "place": "data",
        "address": data.address,
        "name": typed.get("name", data.name),
        "locale": data.locale,
        "digits": data.digits,
        "asks_first": policy.in_use().asks_first,
        "may_be_asked": data.may_be_asked,
        "sessions": data.sessions,
        "terms": [{"version": one.version, "at": one.at} for one in await accepted_terms(person)],
        "typed": {"email": typed.get("email", "")},
        "errors": [{"field": field, "message": words.plain(code)} for field, code in mistakes.items()],
        "saved": request.query_params.get("saved", "") if request.query_params.get("saved") in _SAVED else "",
    }
    return page(request, "me/data.html", context, status=error.status if error else 200, locale=person.locale)
