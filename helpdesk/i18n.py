"""Languages: which one a reader gets, its direction, and every word in it (Fluent), dates and numbers included."""

import functools
import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date, format_datetime
from fluent_compiler.bundle import FluentBundle
from markupsafe import Markup, escape

LOCALES = ("en", "ar")
_FOLDER = Path(__file__).with_name("locale")
_LANGUAGE = re.compile(r"\s*([a-zA-Z]{2,3})(?:-[\w-]*)?\s*(?:;\s*q=([0-9.]+))?\s*")


class _Html:
    """Makes messages for pages: the translator's text as it is, every argument escaped and isolated in <bdi>."""

    name = "html"
    output_type = Markup
    use_isolating = False

    def select(self, **_: object) -> bool:
        return True

    def mark_escaped(self, text: str) -> Markup:
        return Markup(text)  # noqa: S704 - reviewed text of our own message files

    def escape(self, text: object) -> Markup:
        return text if isinstance(text, Markup) else Markup("<bdi>") + escape(text) + Markup("</bdi>")

    def join(self, parts: list[Markup]) -> Markup:
        return Markup("").join(parts)


class MissingMessage(LookupError):
    """A page asked for a message that the language does not have: a mistake of ours, found by the tests."""


class Words:
    """Every message of one language."""

    def __init__(self, locale: str) -> None:
        self.locale = locale
        source = "\n".join(path.read_text("utf-8") for path in sorted((_FOLDER / locale).glob("*.ftl")))
        self._html = FluentBundle.from_string(locale, source, escapers=[_Html()])
        self._text = FluentBundle.from_string(locale, source, use_isolating=True)

    def html(self, message: str, **arguments: Any) -> Markup:
        """Give a message for a page; arguments are escaped, numbers choose the plural form."""
        return Markup(self._format(self._html, message, arguments))  # noqa: S704 - escaped by the bundle

    def plain(self, message: str, **arguments: Any) -> str:
        """Give a message as plain text (attributes, mail, problem details); arguments are isolated by FSI and PDI."""
        return str(self._format(self._text, message, arguments))

    def has(self, message: str) -> bool:
        return bool(self._text.has_message(message))

    def _format(self, bundle: FluentBundle, message: str, arguments: dict[str, Any]) -> Any:
        if not bundle.has_message(message):
            raise MissingMessage(message)
        text, errors = bundle.format(message, arguments)
        if errors:
            raise MissingMessage(message) from errors[0]
        return text


@functools.cache
def words(locale: str) -> Words:
    """Give the messages of a language, compiled once."""
    return Words(locale if locale in LOCALES else LOCALES[0])


def direction(locale: str) -> str:
    """Give the writing direction: "rtl" for Arabic, else "ltr"."""
    return "rtl" if locale == "ar" else "ltr"


def choose_locale(*, query: str, cookie: str, accept_language: str, fallback: str) -> str:
    """Choose a language: the first of link, cookie, the page's own, the browser's that we have; else English."""
    for wish in (query, cookie, fallback, *_accepted(accept_language)):
        if wish in LOCALES:
            return wish
    return LOCALES[0]


def _accepted(header: str) -> list[str]:
    """Read Accept-Language (RFC 9110, section 12.5.4), best first."""
    wishes = []
    for part in header[:500].split(","):
        match = _LANGUAGE.fullmatch(part)
        if match:
            wishes.append((_quality(match[2]), match[1].lower()))
    return [language for quality, language in sorted(wishes, key=lambda wish: -wish[0]) if quality > 0]


def _quality(text: str | None) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def when(moment: datetime, locale: str) -> str:
    """Give a moment in words, UTC, with Latin digits in both languages."""
    return format_datetime(moment, "d MMM y، HH:mm" if locale == "ar" else "d MMM y, HH:mm", locale=locale)


def day(moment: date, locale: str) -> str:
    """Give a day in words."""
    return format_date(moment, "d MMM y", locale=locale)


def month(moment: date, locale: str) -> str:
    """Give a month in words."""
    return format_date(moment, "MMMM y", locale=locale)


def clock_time(moment: datetime) -> str:
    """Give the time of day, UTC, as 10:36."""
    return f"{moment:%H:%M}"


def number(value: float, digits: int = 0) -> str:
    """Give a number with Latin digits and commas between thousands."""
    return f"{value:,.{digits}f}"


def percent(share: float) -> str:
    """Give a share 0..1 as a whole percentage."""
    return f"{share * 100:.0f}%"
