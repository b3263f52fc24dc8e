"""Languages: which one a reader gets, its direction, and every word in it (Fluent), dates and numbers included."""

import contextlib
import functools
import re
from collections.abc import Callable, Iterator, Mapping
from contextvars import ContextVar
from datetime import date, datetime
from pathlib import Path
from typing import Any

from babel.dates import format_date, get_month_names
from fluent_compiler.bundle import FluentBundle
from fluent_compiler.types import FluentFloat, FluentInt
from markupsafe import Markup

from helpdesk import ids

LOCALES = ("en", "ar")
LATIN, ARABIC = "latn", "arab"  # digits, as Unicode names them (UTS 35)
_ARABIC_DIGITS = str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")
_KEPT = 4000  # messages of a language that are kept as they were made
_digits: ContextVar[str] = ContextVar("digits", default=LATIN)
_REFERENCE = re.compile(ids.REFERENCE)
_ISOLATED, _WHOLE = (
    Markup("<bdi>{}</bdi>"),
    Markup('<bdi dir="ltr" class="whole">{}</bdi>'),
)  # a reference stays on a line
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
        if isinstance(text, Markup):
            return text
        return (_WHOLE if isinstance(text, str) and _REFERENCE.fullmatch(text) else _ISOLATED).format(text)

    def join(self, parts: list[Markup]) -> Markup:
        return Markup("").join(parts)


class _ArabicInt(FluentInt):  # type: ignore[misc]
    """A number of a message, written with the digits of whoever reads it."""

    def format(self, locale: Any) -> str:
        return in_digits(super().format(locale))


class _ArabicFloat(FluentFloat):  # type: ignore[misc]
    def format(self, locale: Any) -> str:
        return in_digits(super().format(locale))


@contextlib.contextmanager
def reading(digits: str = LATIN) -> Iterator[None]:
    """Write numbers in Arabic with these digits inside the block, and with Latin ones after it."""
    before = _digits.set(digits)
    try:
        yield
    finally:
        _digits.reset(before)


def read_in(digits: str) -> None:
    """Write numbers in Arabic with these digits until the request is answered."""
    _digits.set(digits)


def in_digits(text: str) -> str:
    """Write a number of ours in the digits of whoever reads it; never for codes, addresses or what people wrote."""
    return text.translate(_ARABIC_DIGITS) if _digits.get() == ARABIC else text


class MissingMessage(LookupError):
    """A page asked for a message that the language does not have: a mistake of ours, found by the tests."""


_MESSAGE = re.compile(r"(?m)^([a-z][\w-]*) *=")


class Words:
    """Every message of one language; a file of them is compiled when the first of its messages is asked for.

    No message refers to one of another file. Compiling all of them takes seconds, which a command does not have.
    """

    def __init__(self, locale: str) -> None:
        self.locale = locale
        sources = [path.read_text("utf-8") for path in sorted((_FOLDER / locale).glob("*.ftl"))]
        self._source_of = {name: source for source in sources for name in _MESSAGE.findall(source)}
        self._html = functools.cache(lambda source: FluentBundle.from_string(locale, source, escapers=[_Html()]))
        self._text = functools.cache(lambda source: FluentBundle.from_string(locale, source, use_isolating=True))
        # A message that takes nothing but counts is made once: a page has hundreds, and nothing in them is private.
        self._kept_html = functools.lru_cache(_KEPT)(lambda message, _, *counts: self._made_html(message, dict(counts)))
        self._kept_text = functools.lru_cache(_KEPT)(lambda message, _, *counts: self._made_text(message, dict(counts)))

    def html(self, message: str, **arguments: Any) -> Markup:
        """Give a message for a page; arguments are escaped, numbers choose the plural form."""
        if _are_counts(arguments):
            return self._kept_html(message, _digits.get(), *arguments.items())
        return self._made_html(message, arguments)

    def plain(self, message: str, **arguments: Any) -> str:
        """Give a message as plain text (attributes, mail, problem details); arguments are isolated by FSI and PDI."""
        if _are_counts(arguments):
            return self._kept_text(message, _digits.get(), *arguments.items())
        return self._made_text(message, arguments)

    def has(self, message: str) -> bool:
        return message in self._source_of

    def _made_html(self, message: str, arguments: dict[str, Any]) -> Markup:
        return Markup(self._format(self._html, message, arguments))  # noqa: S704 - escaped by the bundle

    def _made_text(self, message: str, arguments: dict[str, Any]) -> str:
        return str(self._format(self._text, message, arguments))

    def _format(self, compiled: Callable[[str], FluentBundle], message: str, arguments: dict[str, Any]) -> Any:
        if message not in self._source_of:
            raise MissingMessage(message)
        if self.locale == "ar" and _digits.get() == ARABIC:
            arguments = {name: _with_own_digits(value) for name, value in arguments.items()}
        text, errors = compiled(self._source_of[message]).format(message, arguments)
        if errors:
            raise MissingMessage(message) from errors[0]
        return text


def _are_counts(arguments: Mapping[str, object]) -> bool:
    return all(type(value) is int for value in arguments.values())


def _with_own_digits(value: Any) -> Any:
    if isinstance(value, bool):
        return value
    return _ArabicInt(value) if isinstance(value, int) else _ArabicFloat(value) if isinstance(value, float) else value


@functools.cache
def words(locale: str) -> Words:
    """Give the messages of a language, read once."""
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
    """Give a moment in words, UTC, with Latin digits in both languages unless an Arabic reader chose others."""
    return _of_locale(f"{_day(moment, locale)}{'،' if locale == 'ar' else ','} {moment:%H:%M}", locale)


def day(moment: date, locale: str) -> str:
    """Give a day in words."""
    return _of_locale(_day(moment, locale), locale)


def _day(moment: date, locale: str) -> str:
    return f"{moment.day} {_months(locale)[moment.month]} {moment.year}"


@functools.cache
def _months(locale: str) -> Mapping[int, str]:
    """Give the short names of the months (CLDR); asked for once, for a queue shows fifty moments."""
    return dict(get_month_names("abbreviated", locale=locale))


def month(moment: date, locale: str) -> str:
    """Give a month in words."""
    return _of_locale(format_date(moment, "MMMM y", locale=locale), locale)


def clock_time(moment: datetime, locale: str = "en") -> str:
    """Give the time of day, UTC, as 10:36."""
    return _of_locale(f"{moment:%H:%M}", locale)


def number(value: float, digits: int = 0, *, locale: str = "en") -> str:
    """Give a number with commas between thousands."""
    return _of_locale(f"{value:,.{digits}f}", locale)


def percent(share: float, locale: str = "en") -> str:
    """Give a share 0..1 as a whole percentage."""
    return _of_locale(f"{share * 100:.0f}%", locale)


def _of_locale(text: str, locale: str) -> str:
    return in_digits(text) if locale == "ar" else text
