"""What people wrote, put into HTML: escaped, its placeholders as chips, machine words in their own direction."""

import re
from collections.abc import Mapping

from markupsafe import Markup, escape

from helpdesk.ids import REFERENCE
from helpdesk.privacy.redaction.redact import PLACEHOLDER
from helpdesk.web.chips import Chip, chip_html

# What is read letter by letter: hosts, addresses on a server, codes, versions, telephone numbers.
# Shown left-to-right in any sentence.
_MACHINE = re.compile(
    rf"(?:\b{REFERENCE}\b|"
    r"https?://[^\s⟦⟧<>\"]+|(?:[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})\.)+[A-Za-z]{2,24}(?:/[^\s⟦⟧<>\"]*)?(?::\d+)?"
    r"|\b[A-Z]{2,8}-\d{2,8}\b|\bv?\d+\.\d+(?:\.\d+)+\b|(?<!\S)/(?:[\w.-]+/)+[\w.-]+"
    r"|(?<!\w)\+\d(?:[ .-]?\d){6,14}\b)"
)
_REFERENCE = re.compile(REFERENCE)


def prose(text: str, chips: Mapping[str, Chip], locale: str, direction: str = "auto") -> Markup:
    """Show people's text: paragraphs of its direction, placeholders as chips, nothing else but text.

    direction  as the browser told it when it was written; "auto" lets each paragraph find its own
    """
    paragraphs = re.split(r"\n\s*\n", text.strip())
    return Markup("").join(
        Markup('<p dir="{}">{}</p>').format(direction, _lines(paragraph, chips, locale)) for paragraph in paragraphs
    )


def _lines(paragraph: str, chips: Mapping[str, Chip], locale: str) -> Markup:
    return Markup("<br>").join(line(one, chips, locale) for one in paragraph.split("\n"))


def line(text: str, chips: Mapping[str, Chip], locale: str) -> Markup:
    """Show one line of people's text: placeholders as chips, nothing else but text."""
    parts, place = [], 0
    for match in PLACEHOLDER.finditer(text):
        name = f"{match['kind']} {match['number']}"
        chip = chips.get(name) or Chip.sealed(match["kind"], int(match["number"]))
        parts += [_with_tokens(text[place : match.start()]), chip_html(chip, locale)]
        place = match.end()
    return Markup("").join([*parts, _with_tokens(text[place:])])


def _with_tokens(text: str) -> Markup:
    parts, place = [], 0
    for match in _MACHINE.finditer(text):
        written = match[0].rstrip(".,;:!?)")
        parts += [escape(text[place : match.start()]), token(written)]
        place = match.start() + len(written)
    return Markup("").join([*parts, escape(text[place:])])


def token(text: str) -> Markup:
    """Show what is read letter by letter, left to right in any sentence."""
    return Markup('<bdi dir="ltr" class="{}">{}</bdi>').format("tok whole" if _REFERENCE.match(text) else "tok", text)
