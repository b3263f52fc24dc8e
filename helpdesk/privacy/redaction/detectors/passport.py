"""Passport numbers."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_SHAPE = re.compile(
    r"(?i)(?<![A-Z0-9])(?:[A-Z]{0,3}(?:[ -]?\d){5,10}[A-Z]{0,2}|[A-Z]{0,4}\d[A-Z0-9]{5,9}|(?:[A-Z0-9] ){6,9}[A-Z0-9])(?![A-Z0-9])"
)
_DATED = re.compile(r"(?:19|20)\d\d[ -]\d\d[ -]\d\d|\d\d[ -]\d\d[ -](?:19|20)\d\d|^[a-z]{3}[ -]")
# The two lines at the foot of a passport's page (ICAO 9303-4).
_MACHINE_READABLE = re.compile(
    r"P[A-Z<][A-Z]{3}[A-Z<]{20,39}|[A-Z0-9<]{9}\d[A-Z]{3}\d{6,7}[MFX<]\d{6,7}[A-Z0-9<]{0,16}"
)


def passport(reading: Reading) -> Iterator[Candidate]:
    """Find passport numbers.

    shape    up to three letters and 5..10 digits, or 7..10 letters and digits (Germany), blanks between; lines for machines
    accepts  beside words for a passport; machine-readable lines anywhere
    misses   numbers without such words
    source   ICAO 9303, parts 3 and 4
    """
    text = reading.text
    if "passport" in reading.speaks:
        for match in _SHAPE.finditer(text):
            start, end = match.start() + (match[0][0] in " -"), match.end()
            digits = sum(letter.isdigit() for letter in text[start:end])
            if (
                digits >= 4
                and not _DATED.search(match[0])
                and stands_alone(text, start, end)
                and "passport" in reading.concepts(start, end)
            ):
                yield Candidate(
                    start,
                    end,
                    Kind.PASSPORT,
                    "a number beside a word for a passport",
                    text[start:end].upper().replace(" ", ""),
                )
        yield from _in_words(reading)
    if "lines for machines" in reading.shapes:
        for match in _MACHINE_READABLE.finditer(text):
            yield Candidate(match.start(), match.end(), Kind.PASSPORT, "a line for machines of a passport", match[0])


def _in_words(reading: Reading) -> Iterator[Candidate]:
    """Numbers in words beside a word for a passport, with the letters that are spelled before them."""
    for numeral in reading.numerals:
        if numeral.spelled and len(numeral.digits) >= 5 and "passport" in reading.concepts(numeral.start, numeral.end):
            first = reading.word_from(numeral.start)
            while first > 0 and len(reading.words[first - 1].low) == 1 and reading.words[first - 1].low.isalpha():
                first -= 1
            rule, start = "a number in words beside a word for a passport", reading.words[first].start
            yield Candidate(start, numeral.end, Kind.PASSPORT, rule, numeral.digits)
