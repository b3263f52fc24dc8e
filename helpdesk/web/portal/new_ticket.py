"""The portal: choose a topic, fill its few fields, see what will be hidden, agree to the terms, check, send."""

from collections.abc import Mapping
from dataclasses import replace
from uuid import uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import FileRefused, HelpdeskError, Invalid, TermsChanged
from helpdesk.privacy.policy import policy
from helpdesk.tickets.own_requests import latest_accepted
from helpdesk.tickets.submit import FIELD_LIMIT, LIMITS, Submitted, check_request, submit_ticket
from helpdesk.web.files_view import field_view, files_again
from helpdesk.web.forms import FILES, FILES_BODY_LIMIT, AnyRequest, files_in, read_form, take_files
from helpdesk.web.limits import Bucket, caller
from helpdesk.web.portal.diagnostics import diagnostics
from helpdesk.web.portal.draft import FRAME, TICKED, Draft, asked_of
from helpdesk.web.portal.terms import terms_block
from helpdesk.web.responses import locale_of, page
from helpdesk.web.session import which_requester

_TEXTS = ("subject", "body")


@get("/")
async def topics(request: AnyRequest) -> Response[str]:
    """Show the topics, each with what it will ask for."""
    locale = locale_of(request)
    categories = [_category_view(slug, locale) for slug in policy.in_use().categories]
    return page(request, "portal/index.html", {"categories": categories, "place": "new"})


@get("/new/{slug:str}")
async def form(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """Show the form of a topic."""
    asked_of(slug)
    return await _form(request, await _draft(request, slug, {}))


@post("/new/{slug:str}", status_code=200, request_max_body_size=FILES_BODY_LIMIT)
async def send(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """Show everything once more, go back to the form, or open the ticket; whatever is wrong, the typed text stays."""
    typed = await read_form(request, allowed={*FRAME, *asked_of(slug), FILES}, several=TICKED)
    draft = await _draft(request, slug, typed)
    if draft["action"] == "change":
        return await _form(request, draft)
    try:
        if draft["action"] == "check":
            await check_request(draft.request())
            return await _review(request, draft)
        _bucket(request, "ticket_limit").take(caller(request))
        submitted = await _submit(request, draft)
    except FileRefused as error:
        return await _review(request, draft, error)
    except Invalid as error:
        return await _form(request, draft, error)
    except TermsChanged as error:
        return await _form(request, await _draft(request, slug, {**typed, "accept_terms": ""}), error)
    context = {
        "reference": submitted.reference,
        "ticket_url": _address(request, submitted.token, submitted.reference, draft),
        "by_link": draft.person is None,
    }
    return page(request, "portal/sent.html", context, status=201)


async def _submit(request: AnyRequest, draft: Draft) -> Submitted:
    """Open the ticket; its files are looked at when all else is right."""
    new = draft.request()
    if files_in(request):
        await check_request(new)
    return await submit_ticket(replace(new, files=await take_files(request)), now=clock.now())


@post("/preview", status_code=200)
async def preview(request: AnyRequest) -> Response[str]:
    """Show, while somebody types, what will be hidden; nothing is stored."""
    typed = await read_form(request, allowed={*FRAME, *policy.in_use().fields}, several=TICKED)
    _bucket(request, "preview_limit").take(caller(request))
    draft = await _draft(request, "", typed)
    return page(request, "portal/_preview.html", {"preview": await draft.preview()})


async def _draft(request: AnyRequest, slug: str, typed: Mapping[str, str]) -> Draft:
    said = diagnostics(request.headers.get("user-agent", ""), typed.get("local_time", ""))
    return Draft(slug, locale_of(request), typed, await which_requester(request), said)


def _bucket(request: AnyRequest, name: str) -> Bucket:
    bucket: Bucket = request.app.state[name]
    return bucket


def _address(request: AnyRequest, token: str, reference: str, draft: Draft) -> str | None:
    """Give where the new request is read: by its private link, or among one's own; None when the form came twice."""
    if draft.person is not None:
        return f"/me/requests/{reference}"
    return f"{request.app.state.base_url}/t/{token}" if token else None


async def _form(request: AnyRequest, draft: Draft, error: HelpdeskError | None = None) -> Response[str]:
    words = i18n.words(draft.locale)
    mistakes = error.fields if isinstance(error, Invalid) else {}
    stale = words.plain(error.code, **error.arguments) if isinstance(error, TermsChanged) else None
    context = {
        **await _context(draft, mistakes),
        "preview": await draft.preview(),
        "errors": [
            {"field": _field_of(name), "message": _said(draft, name, mistakes[name])}
            for name in _in_order(draft, mistakes)
        ],
        "stale": stale,
    }
    return page(request, "portal/new.html", context, status=error.status if error else 200)


async def _review(request: AnyRequest, draft: Draft, error: FileRefused | None = None) -> Response[str]:
    kept = [*draft.fields, *draft.who, *_TEXTS]
    besides = ("accept_terms", "no_survey", "may_ask", "diagnostics", "local_time", "direction")
    context = {
        **await _context(draft, {}),
        "preview": await draft.preview(),
        "typed": {name: draft[name] for name in [*kept, *besides] if draft[name]},
        "diagnostics": draft.diagnostics if draft["diagnostics"] == "yes" else "",
        "attach": field_view(),
        "errors": [_about_files(draft, error), *files_again(request, draft.locale)] if error else [],
    }
    return page(request, "portal/review.html", context, status=error.status if error else 200)


def _about_files(draft: Draft, error: FileRefused) -> Mapping[str, str]:
    message = i18n.words(draft.locale).plain(error.fields[FILES], **error.arguments)
    return {"field": FILES, "message": message}


async def _context(draft: Draft, mistakes: Mapping[str, str]) -> Mapping[str, object]:
    """Give what the form and its review both need."""
    names = [*draft.fields, *_TEXTS, *draft.who]
    return {
        "category": _category_view(draft.slug, draft.locale),
        "fields": [_field_view(draft, name, mistakes) for name in names],
        "hide": draft["hide"],
        "is_signed_in": draft.person is not None,
        "asks_survey": policy.in_use().categories[draft.slug].survey,
        "asks_first": policy.in_use().asks_first,
        "no_survey": draft["no_survey"] == "yes",
        "may_ask": draft["may_ask"] == "yes",
        "accept_terms": draft["accept_terms"] == "yes",
        "with_diagnostics": draft["diagnostics"] == "yes",
        "diagnostics_now": draft.diagnostics,
        **await terms_block(accepted=await latest_accepted(draft.person) if draft.person else ""),
        "takes_files": policy.in_use().attachments.per_message > 0,
        "form_key": draft["form_key"] or str(uuid4()),
        "place": "new",
    }


def _field_of(name: str) -> str:
    return "accept_terms" if name == "terms_version" else name


def _in_order(draft: Draft, mistakes: Mapping[str, str]) -> list[str]:
    """Give the fields that are wrong in the order in which the page asks for them."""
    asked = [*draft.fields, *_TEXTS, *draft.who]
    return sorted(mistakes, key=lambda name: asked.index(name) if name in asked else len(asked))


def _label(draft: Draft, name: str) -> str:
    field = policy.in_use().fields.get(name)
    return field.label[draft.locale] if field else i18n.words(draft.locale).plain(f"field-{name}")


def _said(draft: Draft, name: str, code: str) -> str:
    """Say what is wrong with a field, in the same words on top and beside it; one that is missing is named."""
    words = i18n.words(draft.locale)
    if code == "error-missing":
        return words.plain("error-missing-field", label=_label(draft, name))
    return words.plain(code)


def _field_view(draft: Draft, name: str, mistakes: Mapping[str, str]) -> Mapping[str, object]:
    rules, words = policy.in_use(), i18n.words(draft.locale)
    field = rules.fields.get(name)
    return {
        "name": name,
        "label": _label(draft, name),
        "why": field.why[draft.locale] if field else words.plain(f"field-{name}-why"),
        "kind": field.kind if field else {"subject": "line", "body": "text"}[name],
        "required": name not in rules.categories[draft.slug].optional,
        "value": draft[name],
        "error": _said(draft, name, mistakes[name]) if name in mistakes else None,
        "max": LIMITS.get(name, FIELD_LIMIT),
    }


def _category_view(slug: str, locale: str) -> Mapping[str, object]:
    rules = policy.in_use()
    category = rules.categories[slug]
    asks = [rules.fields[name].label[locale] for name in category.fields]
    return {"slug": slug, "name": category.name[locale], "description": category.description[locale], "asks": asks}
