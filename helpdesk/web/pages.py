"""Templates to pages: the one place that puts people's text, chips, words and attributes into HTML."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import css_inline
import minijinja
from markupsafe import Markup, escape

from helpdesk import i18n
from helpdesk.web import assets
from helpdesk.web.chips import chip_html, kind_name
from helpdesk.web.icons import icon
from helpdesk.web.prose import line, prose, token
from notifications.mail import MailWords

_TEMPLATES = Path(__file__).parents[1] / "templates"
_HX = frozenset({"get", "post", "target", "swap", "trigger", "include", "select", "sync", "swap_oob", "sse_connect"})
_HX_ADDRESSES = frozenset({"get", "post", "sse_connect"})
_HX_NAMES = {"swap_oob": "swap-oob", "sse_connect": "sse:connect"}


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in person as a page shows them."""

    name: str
    initials: str
    role: str
    single_keys: bool = True  # whether single letters are shortcuts

    @classmethod
    def of(cls, name: str, role: str, *, single_keys: bool = True) -> "Viewer":
        return cls(name, "".join(part[0] for part in name.split()[:2]).upper(), role, single_keys)


def _environment(**more: Any) -> minijinja.Environment:
    def load(name: str) -> str | None:
        path = (_TEMPLATES / name).resolve()
        return path.read_text("utf-8") if path.is_relative_to(_TEMPLATES) and path.is_file() else None

    return minijinja.Environment(loader=load, undefined_behavior="strict", debug=False, **more)


def _printed(value: object) -> Markup:
    """Escape what a template prints; a page prints two thousand values, and half of them are HTML already."""
    return value if type(value) is Markup else escape(value)


# The engine escapes what a template prints; escaping it here first does the same but leaves "/" in addresses alone.
_PAGES = _environment(finalizer=_printed)
_TEXTS = _environment()


def render(
    name: str,
    context: Mapping[str, object],
    *,
    locale: str,
    nonce: str,
    path: str,
    viewer: Viewer | None = None,
    csrf: str = "",
) -> str:
    """Render a page in a language; text from people is escaped, whatever the template does."""
    tools = _tools(locale)
    return _PAGES.render_template(
        name,
        **tools,
        nonce=nonce,
        hx=_hx(nonce),
        path=path,
        viewer=viewer,
        csrf=csrf,
        language_url=_language_url(path, locale),
        **context,
    )


def document(name: str, context: Mapping[str, object], locale: str) -> str:
    """Render a page that is complete on its own, such as a file that somebody takes away."""
    return _PAGES.render_template(name, **_tools(locale), **context)


def mail_words(kind: str, locale: str, context: Mapping[str, object]) -> MailWords:
    """Render one kind of mail in a language: subject, plain text, and HTML with its styles inline."""
    tools = {**_tools(locale), "other": i18n.words("en" if locale == "ar" else "ar").plain}

    def part(file: str) -> str:
        environment = _PAGES if file.endswith(".html") else _TEXTS
        return environment.render_template(f"mail/{kind}/{file}", **tools, **context).strip()

    html = css_inline.inline(part("body.html"), keep_style_tags=True, load_remote_stylesheets=False)
    return MailWords(subject=part("subject.txt"), text=part("body.txt") + "\n", html=html)


def _tools(locale: str) -> dict[str, Any]:
    words = i18n.words(locale)
    return {
        "lang": locale,
        "dir": i18n.direction(locale),
        "other_lang": "en" if locale == "ar" else "ar",
        "t": words.html,
        "label": words.plain,
        "when": lambda moment: _time(moment, i18n.when(moment, locale)),
        "clock_time": lambda moment: _time(moment, i18n.clock_time(moment, locale)),
        "day": lambda moment: i18n.day(moment, locale),
        "number": lambda value, digits=0: i18n.number(value, digits, locale=locale),
        "percent": lambda share: Markup('<bdi dir="ltr">{}</bdi>').format(i18n.percent(share, locale)),
        "tok": token,
        "icon": icon,
        "asset": assets.address,
        "kind_name": lambda kind: kind_name(kind, locale),
        "numbered": lambda kind, number: (
            f"{kind_name(kind, locale)} {i18n.number(number, locale=locale)}" if number else kind_name(kind, locale)
        ),
        "chip": lambda chip: chip_html(chip, locale),
        "prose": lambda text, chips, direction="auto": prose(text, chips, locale, direction),
        "line": lambda text, chips: line(text, chips, locale),
    }


def _time(moment: datetime, text: str) -> Markup:
    return Markup(f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}">{escape(text)}</time>')  # noqa: S704 - escaped


def _hx(nonce: str) -> Callable[..., Markup]:
    """Make the one function that writes htmx attributes: known ones, to our own addresses, with the page's nonce."""

    def attributes(**values: str) -> Markup:
        for name, value in values.items():
            if name not in _HX or (name in _HX_ADDRESSES and not value.startswith("/")):
                raise ValueError(f"hx-{name} is not allowed here")
        written = [Markup('hx-{}="{}"').format(_HX_NAMES.get(name, name), value) for name, value in values.items()]
        return Markup(" ").join([Markup('hx-nonce="{}"').format(nonce), *written])

    return attributes


def _language_url(path: str, locale: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}lang={'en' if locale == 'ar' else 'ar'}"
