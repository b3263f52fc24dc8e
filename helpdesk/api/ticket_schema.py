"""The JSON Schema of a new ticket, derived from the policy: one closed object for each category."""

from typing import Any, TypeAlias

import msgspec
from litestar import Response, get

from helpdesk import i18n
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import Category, FieldRule, Policy
from helpdesk.privacy.policy.versions import terms_in_force
from helpdesk.tickets.submit import BODY_LIMIT, FIELD_LIMIT, SUBJECT_LIMIT
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of

Schema: TypeAlias = dict[str, Any]

_LABELS = r"(?:[\p{L}\p{N}](?:[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}])?\.)+\p{L}[\p{L}\p{N}_-]{0,61}[\p{L}\p{N}]"
_HOST = _LABELS + r"\.?"
_ADDRESS = r"[^\s@\x00-\x1f\x7f<>()\[\],;:\\\"]{1,64}@" + _LABELS
_VISIBLE = r"[^\p{C}\p{Z}]"  # something that can be seen
_ADDRESS_LIMIT = 254


@get("/schema/ticket")
async def show(request: AnyRequest) -> Response[bytes]:
    """Give the JSON Schema (2020-12) of what opens a ticket; titles in the language of Accept-Language."""
    locale = locale_of(request)
    rules = msgspec.structs.replace(policy.in_use(), terms=await terms_in_force())
    schema = ticket_schema(rules, locale, where=f"{request.app.state.base_url}/api/v1/schema/ticket")
    return Response(
        msgspec.json.encode(schema),
        media_type="application/schema+json",
        headers={"Content-Language": locale, "Vary": "Accept-Language, Cookie"},
    )


def ticket_schema(rules: Policy, locale: str, *, where: str) -> Schema:
    """Make the schema. Lengths and patterns speak of text as it is kept: blanks around it count here, there they go."""
    words = i18n.words(locale)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": where,
        "title": words.plain("schema-ticket"),
        "description": words.plain("schema-ticket-what"),
        "oneOf": [_of_category(rules, slug, category, locale) for slug, category in rules.categories.items()],
    }


def _of_category(rules: Policy, slug: str, category: Category, locale: str) -> Schema:
    words = i18n.words(locale)
    own = [name for name in category.fields if name not in ("email", "name")]
    needed = [name for name in own if name not in category.optional]
    properties: Schema = {
        "category": {"const": slug},
        "email": _field(rules.fields["email"], locale, needed=True),
        "name": {"type": "string", "maxLength": FIELD_LIMIT},
        "locale": {"enum": list(i18n.LOCALES), "title": words.plain("language")},
        "subject": _text("subject", SUBJECT_LIMIT, locale),
        "body": _text("body", BODY_LIMIT, locale),
        "terms_version": {"const": rules.terms},
        "fields": _closed({name: _field(rules.fields[name], locale, needed=name in needed) for name in own}, needed),
        "shown": _words(locale, "stays-readable"),
        "hidden": _words(locale, "hide-too"),
    }
    required = ["category", "email", "locale", "subject", "body", "terms_version", *["fields"] * bool(needed)]
    about = {"title": category.name[locale], "description": category.description[locale]}
    return about | _closed(properties, required)


def _closed(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _field(field: FieldRule, locale: str, *, needed: bool) -> Schema:
    about = {"type": "string", "title": field.label[locale], "description": field.why[locale]}
    if field.kind == "email" and needed:
        return about | {"format": "email", "maxLength": _ADDRESS_LIMIT, "pattern": f"^{_ADDRESS}$"}
    if field.kind == "domain":
        return about | {"maxLength": FIELD_LIMIT, "pattern": f"^{_HOST}$" if needed else f"^(?:{_HOST})?$"}
    return about | {"maxLength": FIELD_LIMIT} | ({"pattern": _VISIBLE} if needed else {})


def _text(name: str, limit: int, locale: str) -> Schema:
    words = i18n.words(locale)
    about = {"title": words.plain(f"field-{name}"), "description": words.plain(f"field-{name}-why")}
    return {"type": "string", **about, "maxLength": limit, "pattern": _VISIBLE}


def _words(locale: str, title: str) -> Schema:
    return {"type": "array", "items": {"type": "string"}, "title": i18n.words(locale).plain(title)}
