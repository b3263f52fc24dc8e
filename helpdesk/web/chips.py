"""Sealed values as their reader sees them: kind and number, and the value only while it is open to them."""

from dataclasses import dataclass
from datetime import datetime

from markupsafe import Markup

from helpdesk import clock, i18n
from helpdesk.web.icons import icon


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


def kind_name(kind: str, locale: str) -> str:
    """Name a kind of detail in a language; a kind or field of the operator's own keeps its name."""
    words = i18n.words(locale)
    return words.plain(f"kind-{kind}") if words.has(f"kind-{kind}") else kind


def chip_html(chip: Chip, locale: str) -> Markup:
    """Show a sealed value in its state. It has a direction of its own, so that its label turns no sentence round."""
    return {"shown": _shown_chip, "erased": _erased_chip}.get(chip.state, _sealed_chip)(chip, locale)


def _sealed_chip(chip: Chip, locale: str) -> Markup:
    inside = Markup("{}<span>{}</span>{}").format(icon("lock"), kind_name(chip.kind, locale), _ordinal(chip, locale))
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
        icon("eraser"),
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
        icon("eye"),
        direction,
        words.plain("file-open-now") if chip.kind == "file" else chip.value,
        until,
        hide,
    )


def _ordinal(chip: Chip, locale: str) -> Markup:
    number = i18n.number(chip.number, locale=locale)
    return Markup(' <span class="ord">{}</span>').format(number) if chip.number else Markup()
