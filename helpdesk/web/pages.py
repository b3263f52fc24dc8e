"""Templates to pages: the one place that puts people's text, chips, words and attributes into HTML."""

import functools
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import css_inline
import minijinja
from markupsafe import Markup, escape

from helpdesk import clock, i18n
from helpdesk.privacy.redaction.redact import PLACEHOLDER
from helpdesk.web import assets
from notifications.mail import MailWords

_TEMPLATES = Path(__file__).parents[1] / "templates"
# What is read letter by letter: hosts, addresses on a server, codes, versions, telephone numbers.
# Shown left-to-right in any sentence.
_MACHINE = re.compile(
    r"(?:https?://[^\s⟦⟧<>\"]+|(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})\.)+[A-Za-z]{2,24}(?:/[^\s⟦⟧<>\"]*)?(?::\d+)?"
    r"|\b[A-Z]{2,8}-\d{2,8}\b|\bv?\d+\.\d+(?:\.\d+)+\b|(?<!\S)/(?:[\w.-]+/)+[\w.-]+"
    r"|(?<!\w)\+\d(?:[ .-]?\d){6,14}\b)"
)
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


@dataclass(frozen=True, slots=True)
class Chip:
    """A sealed value as its reader sees it: kind and number, and the value only while it is open to them.

    state       "sealed", "shown" or "erased"
    disclosure  what was written down when it was opened, to end it by
    more_time   whether it may get more time
    left        how often a secret opens yet, None for what is no secret
    purposes    what it may be opened for: id and name
    consent     a second person's part: "" none, "needed", "waiting", or "given" for the one purpose in `purposes`
    """

    placeholder: str
    kind: str
    number: int
    state: str
    value: str | None = None
    until: datetime | None = None
    openable: bool = False
    disclosure: str | None = None
    more_time: bool = False
    left: int | None = None
    purposes: tuple[tuple[str, str], ...] = ()
    consent: str = ""
    place: str = ""  # of a merged ticket on another's page: its reference, so that two chips never share an id

    @classmethod
    def sealed(cls, kind: str, number: int) -> "Chip":
        return cls(f"{kind} {number}", kind, number, "sealed")

    @property
    def id(self) -> str:
        """Give a name that fits an HTML id."""
        return "-".join(filter(None, [self.place, self.placeholder.replace(" ", "-").replace(":", "-")]))


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
        "tok": _token,
        "icon": _icon,
        "asset": assets.address,
        "kind_name": lambda kind: kind_name(kind, locale),
        "numbered": lambda kind, number: (
            f"{kind_name(kind, locale)} {i18n.number(number, locale=locale)}" if number else kind_name(kind, locale)
        ),
        "chip": lambda chip: _chip(chip, locale),
        "prose": lambda text, chips, direction="auto": prose(text, chips, locale, direction),
        "line": lambda text, chips: _line(text, chips, locale),
    }


def kind_name(kind: str, locale: str) -> str:
    """Name a kind of detail in a language; a kind or field of the operator's own keeps its name."""
    words = i18n.words(locale)
    return words.plain(f"kind-{kind}") if words.has(f"kind-{kind}") else kind


def prose(text: str, chips: Mapping[str, Chip], locale: str, direction: str = "auto") -> Markup:
    """Show people's text: paragraphs of its direction, placeholders as chips, nothing else but text.

    direction  as the browser told it when it was written; "auto" lets each paragraph find its own
    """
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return Markup("").join(
        Markup('<p dir="{}">{}</p>').format(direction, _lines(paragraph, chips, locale)) for paragraph in paragraphs
    )


def _lines(paragraph: str, chips: Mapping[str, Chip], locale: str) -> Markup:
    return Markup("<br>").join(_line(line, chips, locale) for line in paragraph.split("\n"))


def _line(text: str, chips: Mapping[str, Chip], locale: str) -> Markup:
    parts, place = [], 0
    for match in PLACEHOLDER.finditer(text):
        name = f"{match['kind']} {match['number']}"
        chip = chips.get(name) or Chip.sealed(match["kind"], int(match["number"]))
        parts += [_with_tokens(text[place : match.start()]), _chip(chip, locale)]
        place = match.end()
    return Markup("").join([*parts, _with_tokens(text[place:])])


def _with_tokens(text: str) -> Markup:
    parts, place = [], 0
    for match in _MACHINE.finditer(text):
        written = match[0].rstrip(".,;:!?)")
        parts += [escape(text[place : match.start()]), _token(written)]
        place = match.start() + len(written)
    return Markup("").join([*parts, escape(text[place:])])


def _token(text: str) -> Markup:
    return Markup('<bdi dir="ltr" class="tok">{}</bdi>').format(text)


def _time(moment: datetime, text: str) -> Markup:
    return Markup(f'<time datetime="{moment:%Y-%m-%dT%H:%M:%SZ}">{escape(text)}</time>')  # noqa: S704 - both parts are ours or escaped


@functools.lru_cache(500)  # a page of a queue has more than a hundred and fifty
def _icon(name: str, more: str = "") -> Markup:
    return Markup('<svg class="i {}" viewBox="0 0 24 24" aria-hidden="true"><use href="{}#i-{}"></use></svg>').format(
        more, assets.address("vendor/icons.svg"), name
    )


def _chip(chip: Chip, locale: str) -> Markup:
    """Show a sealed value in its state. It has a direction of its own, so that its label turns no sentence round."""
    return {"shown": _shown_chip, "erased": _erased_chip}.get(chip.state, _sealed_chip)(chip, locale)


def _sealed_chip(chip: Chip, locale: str) -> Markup:
    inside = Markup("{}<span>{}</span>{}").format(_icon("lock"), kind_name(chip.kind, locale), _ordinal(chip, locale))
    frame = Markup('lang="{}" dir="{}"').format(locale, i18n.direction(locale))
    words = i18n.words(locale)
    hidden = words.plain("chip-sealed")
    if chip.left is not None:
        hidden += words.plain("chip-left", n=chip.left)
    if chip.consent == "waiting":
        inside, hidden = Markup("{} · {}").format(inside, words.plain("chip-waiting")), words.plain("chip-sealed")
    if not chip.openable:
        return Markup('<span class="seal" {}>{}<span class="vh">{}</span></span>').format(frame, inside, hidden)
    return Markup(
        '<button type="button" class="seal" {} aria-haspopup="dialog" popovertarget="reveal-{}">{}'
        '<span class="vh">{}</span></button>'
    ).format(frame, chip.id, inside, hidden)


def _erased_chip(chip: Chip, locale: str) -> Markup:
    return Markup('<span class="seal seal--gone" lang="{}" dir="{}">{}<span>{}</span>{} <span>{}</span></span>').format(
        locale,
        i18n.direction(locale),
        _icon("eraser"),
        kind_name(chip.kind, locale),
        _ordinal(chip, locale),
        i18n.words(locale).plain("chip-erased"),
    )


def _shown_chip(chip: Chip, locale: str) -> Markup:
    words = i18n.words(locale)
    direction = "auto" if chip.kind in ("name", "address", "text", "health") else "ltr"
    until = (
        Markup('<span class="remaining num" data-left="{}" data-clock="{}">{}</span>').format(
            max(0, round((chip.until - clock.now()).total_seconds())),
            words.plain("chip-clock", n="#"),
            words.plain("chip-until", time=i18n.clock_time(chip.until, locale)),
        )
        if chip.until
        else ""
    )
    hide = (
        Markup('<button type="submit" class="hide" form="hide-{}">{}</button>').format(
            chip.disclosure, words.plain("chip-hide")
        )
        if chip.until
        else ""
    )
    if chip.more_time:
        hide = Markup('<button type="submit" class="hide" form="more-{}">{}</button>{}').format(
            chip.disclosure, words.plain("chip-more-time"), hide
        )
    return Markup(
        '<span class="seal seal--open" lang="{}" dir="{}" role="group" aria-label="{}" data-again="{}">{}'
        '<bdi class="val" dir="{}">{}</bdi>{}{}</span>'
    ).format(
        locale,
        i18n.direction(locale),
        words.plain("chip-shown", kind=kind_name(chip.kind, locale)),
        f"{kind_name(chip.kind, locale)}: {words.plain('chip-again')}",
        _icon("eye"),
        direction,
        words.plain("file-open-now") if chip.kind == "file" else chip.value,
        until,
        hide,
    )


def _ordinal(chip: Chip, locale: str) -> Markup:
    number = i18n.number(chip.number, locale=locale)
    return Markup(' <span class="ord">{}</span>').format(number) if chip.number else Markup()


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
