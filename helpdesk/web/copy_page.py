"""The page of a copy of one's data: everything of its JSON in sentences and tables, complete on its own, no script."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from helpdesk import i18n
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.register import read_register
from helpdesk.web.chips import kind_name
from helpdesk.web.pages import document
from helpdesk.web.views import purpose_name, team_name

_TEXTS: Final = frozenset({"text", "subject", "answer", "delay", "words", "wrong", "right", "value", "reason"})


def render(locale: str, data: Mapping[str, Any]) -> str:
    """Render the page of a copy in a language."""
    parts = [
        {"name": name, "node": node(content, locale)}
        for name, content in data.items()
        if isinstance(content, dict | list)
    ]
    return document(
        "package/index.html", {"parts": parts, "reference": data["request"], "made_at": data["made_at"]}, locale
    )


def node(content: Any, locale: str, key: str = "") -> Mapping[str, Any]:
    """Turn JSON into what the template shows: a group of named lines, a list, or one line of text."""
    if isinstance(content, dict):
        lines = [
            {"label": label(name, locale), "node": node(value, locale, name)}
            for name, value in content.items()
            if value not in (None, "", [], {})
        ]
        return {"shape": "group", "lines": lines}
    if isinstance(content, list | tuple):
        return {"shape": "list", "items": [node(value, locale, key) for value in content]}
    return {"shape": "text", "text": _said(key, content, locale), "is_theirs": key in _TEXTS}


def label(name: str, locale: str) -> str:
    """Name a key of the JSON in a language; a field of the policy by its own label."""
    words, code = i18n.words(locale), f"copy-{name.replace('_', '-')}"
    if words.has(code):
        return words.plain(code)
    field = policy.in_use().fields.get(name)
    return field.label[locale] if field else name


def _said(key: str, value: Any, locale: str) -> str:
    words = i18n.words(locale)
    if isinstance(value, bool):
        return words.plain("yes") if value else words.plain("no")
    if isinstance(value, datetime):
        return i18n.when(value, locale)
    if isinstance(value, date):
        return i18n.day(value, locale)
    text = str(value)
    return text if key in _TEXTS else _named(key, text, locale)


def _named(key: str, text: str, locale: str) -> str:
    """Give a word from one of our lists in a language."""
    words = i18n.words(locale)
    if key == "category" and text in policy.in_use().categories:
        return policy.in_use().categories[text].name[locale]
    if key == "stage":
        return words.plain(f"stage-{text}")
    if key == "team":
        return team_name(text, locale)
    if key == "mail" and text in read_register().mails:
        return read_register().mails[text].what[locale]
    if key == "purpose" and not words.has(f"copy-is-{text}"):
        return purpose_name(text, locale)
    if key in ("detail", "name", "kind") and not words.has(f"copy-is-{text}"):
        kind, _, number = text.removeprefix("field:").partition(" ")
        named = words.plain(f"rights-kind-{text}") if words.has(f"rights-kind-{text}") else kind_name(kind, locale)
        return f"{named} {number}".strip()
    code = f"copy-is-{text.replace('_', '-').replace('.', '-')}"
    return words.plain(code) if words.has(code) else text
