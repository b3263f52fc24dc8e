"""The portal: choose a topic, fill its few fields, see what will be hidden, agree to the terms, send."""

from collections.abc import Mapping
from uuid import uuid4

from litestar import Response, get, post
from litestar.params import FromPath

from helpdesk import clock, i18n
from helpdesk.errors import Invalid, NotFound, TermsChanged
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean, first_come
from helpdesk.privacy.redaction.spans import Known
from helpdesk.tickets.submit import BODY_LIMIT, FIELD_LIMIT, SUBJECT_LIMIT, NewTicket, submit_ticket
from helpdesk.tickets.texts import hide
from helpdesk.web.forms import SEVERAL, AnyRequest, form_key, read_form
from helpdesk.web.limits import Bucket, caller
from helpdesk.web.pages import Chip
from helpdesk.web.portal.terms import terms_block
from helpdesk.web.responses import locale_of, page

_FRAME = frozenset({"subject", "body", "terms_version", "accept_terms", "form_key", "action", "hide"})
_TICKED = frozenset({"show"})
_LIMITS = {"subject": SUBJECT_LIMIT, "body": BODY_LIMIT}


@get("/")
async def topics(request: AnyRequest) -> Response[str]:
    """Show the topics, each with what it will ask for."""
    locale = locale_of(request)
    categories = [_category_view(slug, locale) for slug in policy.in_use().categories]
    return page(request, "portal/index.html", {"categories": categories})


@get("/new/{slug:str}")
async def form(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """Show the form of a topic."""
    return await _form(request, slug, {})


@post("/new/{slug:str}", status_code=200)
async def send(request: AnyRequest, slug: FromPath[str]) -> Response[str]:
    """Open the ticket, or show what will be hidden; whatever is wrong, the typed text stays in the form."""
    typed = await read_form(request, allowed={*_FRAME, *_asked(slug)}, several=_TICKED)
    if typed.get("action") == "preview":
        return await _form(request, slug, typed, preview=await _preview(request, typed))
    try:
        _tickets(request).take(caller(request))
        submitted = await submit_ticket(_new_ticket(request, slug, typed), now=clock.now())
    except Invalid as error:
        preview = await _preview(request, typed)
        return await _form(request, slug, typed, mistakes=error.fields, preview=preview, status=422)
    except TermsChanged as error:
        return await _form(request, slug, {**typed, "accept_terms": ""}, stale=_sentence(request, error), status=409)
    link = f"{request.app.state.base_url}/t/{submitted.token}" if submitted.token else None
    return page(request, "portal/sent.html", {"reference": submitted.reference, "ticket_url": link}, status=201)


def _sentence(request: AnyRequest, error: TermsChanged) -> str:
    return i18n.words(locale_of(request)).plain(error.code, **error.arguments)


@post("/preview", status_code=200)
async def preview(request: AnyRequest) -> Response[str]:
    """Show, while somebody types, what will be hidden; nothing is stored."""
    typed = await read_form(request, allowed={*_FRAME, *policy.in_use().fields}, several=_TICKED)
    _previews(request).take(caller(request))
    return page(request, "portal/_preview.html", {"preview": await _preview(request, typed)})


def _tickets(request: AnyRequest) -> Bucket:
    bucket: Bucket = request.app.state.ticket_limit
    return bucket


def _previews(request: AnyRequest) -> Bucket:
    bucket: Bucket = request.app.state.preview_limit
    return bucket


def _new_ticket(request: AnyRequest, slug: str, typed: Mapping[str, str]) -> NewTicket:
    if typed.get("accept_terms") != "yes":
        typed = {**typed, "terms_version": ""}
    return NewTicket(
        category=slug,
        email=typed.get("email", ""),
        name=typed.get("name", ""),
        locale=locale_of(request),
        subject=typed.get("subject", ""),
        body=typed.get("body", ""),
        terms_version=typed.get("terms_version", ""),
        fields={name: typed.get(name, "") for name in _asked(slug) if name not in ("email", "name")},
        shown=_shown(typed),
        hidden=_hidden(typed),
        form_key=form_key(typed.get("form_key", "")),
    )


async def _preview(request: AnyRequest, typed: Mapping[str, str]) -> Mapping[str, object] | None:
    """Hide what would be hidden on sending; the same call, so the same result."""
    text = "\n\n".join(part for part in (typed.get("subject", "").strip(), typed.get("body", "").strip()) if part)
    if not text:
        return None
    known = Known(name=typed.get("name", ""), email=typed.get("email", ""))
    shown = _shown(typed)
    hidden = await hide(
        text[:BODY_LIMIT],
        known=known,
        numbers=first_come(),
        locale=locale_of(request),
        shown=shown,
        hidden=_hidden(typed),
    )
    kinds = [{"kind": str(found.kind), "n": found.number, "value": found.value} for found in hidden.sealed]
    chips = _plain_chips(kinds)
    return {"text": hidden.text, "chips": chips, "count": len(kinds), "kinds": kinds, "shown": _still(shown, text)}


def _shown(typed: Mapping[str, str]) -> tuple[str, ...]:
    """The words whose box "this is not private" is ticked."""
    return tuple(words for words in typed.get("show", "").split(SEVERAL) if words.strip())


def _hidden(typed: Mapping[str, str]) -> tuple[str, ...]:
    """The words to hide besides, one a line."""
    return tuple(words for words in typed.get("hide", "").splitlines() if words.strip())


def _still(shown: tuple[str, ...], text: str) -> list[str]:
    return [words for words in dict.fromkeys(shown) if words.strip().lower() in clean(text).lower()]


def _plain_chips(kinds: list[dict[str, object]]) -> Mapping[str, Chip]:
    return {f"{entry['kind']} {entry['n']}": Chip.sealed(str(entry["kind"]), int(str(entry["n"]))) for entry in kinds}


def _asked(slug: str) -> list[str]:
    category = policy.in_use().categories.get(slug)
    if category is None:
        raise NotFound
    return category.fields


async def _form(
    request: AnyRequest,
    slug: str,
    typed: Mapping[str, str],
    *,
    mistakes: Mapping[str, str] | None = None,
    stale: str = "",
    preview: Mapping[str, object] | None = None,
    status: int = 200,
) -> Response[str]:
    locale = locale_of(request)
    words = i18n.words(locale)
    fields = [_field_view(slug, name, locale, typed, mistakes or {}) for name in [*_asked(slug), "subject", "body"]]
    context = {
        "category": _category_view(slug, locale),
        "fields": fields,
        "preview": preview,
        "hide": typed.get("hide", ""),
        "locale": locale,
        "accept_terms": typed.get("accept_terms") == "yes",
        **await terms_block(),
        "errors": [{"field": _field_of(name), "message": words.plain(code)} for name, code in (mistakes or {}).items()],
        "stale": stale or None,
        "form_key": typed.get("form_key") or str(uuid4()),
    }
    return page(request, "portal/new.html", context, status=status)


def _field_of(name: str) -> str:
    return "accept_terms" if name == "terms_version" else name


def _field_view(
    slug: str, name: str, locale: str, typed: Mapping[str, str], mistakes: Mapping[str, str]
) -> Mapping[str, object]:
    rules, words = policy.in_use(), i18n.words(locale)
    field = rules.fields.get(name)
    return {
        "name": name,
        "label": field.label[locale] if field else words.plain(f"field-{name}"),
        "why": field.why[locale] if field else words.plain(f"field-{name}-why"),
        "kind": field.kind if field else {"subject": "line", "body": "text"}[name],
        "required": name not in rules.categories[slug].optional,
        "value": typed.get(name, ""),
        "error": words.plain(mistakes[name]) if name in mistakes else None,
        "max": _LIMITS.get(name, FIELD_LIMIT),
    }


def _category_view(slug: str, locale: str) -> Mapping[str, object]:
    rules = policy.in_use()
    category = rules.categories[slug]
    asks = [rules.fields[name].label[locale] for name in category.fields]
    return {"slug": slug, "name": category.name[locale], "description": category.description[locale], "asks": asks}
