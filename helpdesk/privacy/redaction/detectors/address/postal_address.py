"""Postal addresses: where to look for them."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.address.arabic_street import arabic, arabic_end
from helpdesk.privacy.redaction.detectors.address.extent import (
    CITIES,
    UK_ALONE,
    candidate_address,
    continues,
    extended,
    length_taken,
)
from helpdesk.privacy.redaction.detectors.address.latin_street import SHAPES, on_line
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.reading import Reading


def postal_address(reading: Reading) -> Iterator[Candidate]:
    """Find postal addresses, from house or street to city and postcode.

    shape    number and street (English, French, German, Dutch, Spanish, Italian, Nordic, Turkish), flat or villa with a
             street, post office boxes; Arabic ones from شارع، حي، عمارة، شقة، نهج …; whatever an address's field holds
    accepts  goes on over parts with numbers, capitals, known cities and postcodes
    misses   addresses without a street word, number or field, described by landmarks alone
    """
    text, words = reading.text, reading.words
    for sort, pattern in SHAPES:
        done = -1
        for place in reading.places.get(sort, ()):
            if words[place].line != done:
                done = words[place].line
                yield from on_line(text, words[place].start, pattern)
    behind = 0
    for place in reading.places.get("arabic street", ()):
        for found in arabic(reading, place) if words[place].start >= behind else ():
            behind = found.end
            yield found
    for match in UK_ALONE.finditer(text) if "postcode" in reading.shapes else ():
        yield candidate_address(text, match.start(), match.end(), "a postcode of the United Kingdom")
    yield from _in_fields(reading)
    yield from _stated(reading)


def _in_fields(reading: Reading) -> Iterator[Candidate]:
    for entry in reading.fields:
        if "address" in entry.concepts and not entry.concepts & {"ip", "mac", "email"}:
            value = reading.text[entry.start : entry.end]
            if len(value.strip()) >= 6 and not _OF_MACHINES.search(value) and re.search(r"[^\W\d]{3}", value):
                end = entry.start + _first_sentence(value)
                while (
                    end == entry.end
                    and re.match(r"\n[^\n:]{3,60}(?:\n|$)", reading.text[end:])
                    and continues(reading.text[end:].strip().split("\n")[0], "\n")
                ):
                    end += len(reading.text[end:].split("\n")[1]) + 1
                rule = (
                    "the value of an address's field"
                    if _has_place(value)
                    else "perhaps the value of an address's field"
                )
                yield candidate_address(reading.text, entry.start, end, rule)


_OF_MACHINES = re.compile(r"@|https?:|^\s*(?:[\d.:a-fA-F]+\s*$|(?:[\da-fA-F]{1,4}[:.-]){3})")  # mail, links, networks
_SENTENCE = re.compile(r"(?:[^\W_]{4,}|\d[^\W_]{0,3})[.;؛!?؟] +(?=\S+ \S)")


def _first_sentence(value: str) -> int:
    """Give where the first sentence of a value ends; behind it nobody goes on with an address."""
    match = _SENTENCE.search(value, 12)
    return match.end() if match else len(value)


def _has_place(value: str) -> bool:
    """A number or a known city tells an address from a title or a link."""
    return any(letter.isdigit() for letter in value) or not CITIES.isdisjoint(
        fold_arabic(value).replace(",", " ").split()
    )


def _stated(reading: Reading) -> Iterator[Candidate]:
    """Behind words for an address: «ساكن في …», "I live at …"."""
    text, words = reading.text, reading.words
    for cue in reading.cues:
        if "address" not in cue.concepts or cue.last + 2 >= len(words) or words[cue.last].low == "street":
            continue
        following = cue.last + 1
        while following < len(words) - 1 and following < cue.last + 6 and words[following].low in _BETWEEN:
            following += 1
        start, low = words[following].start, words[following].low
        behind = words[following + 1].low if following + 1 < len(words) else " "
        if low[0] >= "\u0600" or (low.isdigit() and behind[0] >= "\u0600"):
            end = arabic_end(text, start)
            if end - start >= 8:
                yield candidate_address(text, start, end, "behind words for an address")
        elif re.match(
            r"(?i)(?:flat|apt|villa|unit|house|number|no\.?|p\.?o|building|block|\d)|[A-Z][\w'’-]+[^.\n]{0,40}\d",
            text[start : start + 60],
        ):
            first = re.match(r"[^,\n.;]{1,60}", text[start:])
            if first:
                yield candidate_address(
                    text, start, extended(text, start + length_taken(first[0])), "behind words for an address"
                )


_BETWEEN = frozenset(
    {
        ":",
        "-",
        "is",
        "was",
        "at",
        "in",
        "on",
        "to",
        "the",
        ",",
        "=",
        "هو",
        "هي",
        "في",
        "ف",
        "ب",
        "الحالي",
        "الجديد",
        "القديم",
        "كان",
        "بقي",
        "كامل",
        "بيتي",
        "البيت",
        "المنزل",
        "الشركه",
        "المكتب",
        "السكن",
        "وهو",
        "حاليا",
        "كالتالي",
        "for",
        "delivery",
        "now",
        "still",
        "new",
    }
)
