"""Coordinates."""

import re
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Numeral, Reading
from helpdesk.privacy.redaction.spans import Kind

_PAIR = re2.compile(
    r"(?i)[-+]?\d{1,3}\.\d{2,10} ?°? ?(?:[NS]\b|شمالا?|جنوبا?|north|south)?(?:[ ,;/]{1,3}|%2C| و ?| and )(?:lo?ng?[:= ]{1,3})?[-+]?\d{1,3}\.\d{2,10} ?°? ?(?:[EW]\b|شرقا?|غربا?|east|west)?"
)
_DEGREES = re2.compile(
    r"""(?i)\d{1,3} ?[°º] ?\d{1,2} ?['’′] ?(?:\d{1,2}(?:\.\d+)? ?["”″]|'')? ?(?:شمالا?|جنوبا?|شرقا?|غربا?|[NSEWشجقغ])?"""
)
_SPOKEN = re2.compile(
    r"(?i)\d{1,3} degrees?(?:,? \d{1,2} minutes?)?(?:,? (?:and )?\d{1,2}(?:\.\d+)? seconds?)?,? (?:north|south|east|west)"
    r"|\d{1,3} درج[هة](?: و ?\d{1,2} دقي?ق[هةا]\w*)?(?: و ?\d{1,2} ثاني[هة])? (?:شمالا?|جنوبا?|شرقا?|غربا?)"
)
_SINGLE = re2.compile(r"[-+]?\d{1,3}\.\d{3,10}")
_MARKED = re2.compile(r"(?i)[-+]?\d{1,3}\.\d{3,10} ?°? ?[NSEW]")
_LED = re2.compile(
    r"\b[NS] ?\d{1,2}[.,]\d{3,10}°?[ ,;/]{1,3}[EW] ?\d{1,3}[.,]\d{3,10}°?"
)  # the quarter of the globe first
_PARTS = r"\d{1,3}(?:[.,]\d+)?(?:[°º ] ?\d{1,2}(?:\.\d+)?(?:['’′ ] ?(?:\d{1,2}(?:\.\d+)?[\"”″]?)?)?)?"
_QUARTERED = re2.compile(
    rf"(?:\b[NS] ?{_PARTS},? {{0,2}}/? ?[EW] ?{_PARTS}|\b{_PARTS} ?°?[NS][,;/ ]{{1,3}}{_PARTS} ?°?[EW]\b)"
    r"|\b\d{3,5}\.\d{1,6},[NS],\d{3,5}\.\d{1,6},[EW]\b"  # as receivers send it (NMEA 0183)
    r"|\b\d{1,2}[C-HJ-NP-X] ?\d{6} \d{6,7}\b|\b\d{1,2}[C-HJ-NP-X] ?[A-Z]{2} \d{3,5} ?\d{3,5}\b"  # UTM, MGRS
    r"|\b\d{1,2},\d{4,8}[ ;/]{1,3}-?\d{1,3},\d{4,8}\b"  # decimal commas
    r"|\b[23456789CFGHJMPQRVWX]{4,8}\+[23456789CFGHJMPQRVWX]{2,3}\b"  # plus codes
)
_GRID = re2.compile(r"\b[A-Z]{2} ?\d{3,5} ?\d{3,5}\b|\b[A-R]{2}\d\d[a-x]{2}(?:\d\d)?\b")  # national grids, Maidenhead


def coordinates(reading: Reading) -> Iterator[Candidate]:
    """Find coordinates.

    shape    two decimal degrees with at least three decimals, degrees with minutes and seconds (ISO 6709), one number in
             the field of a latitude
    accepts  what lies on the globe, beside its word or with at least four decimals twice
    misses   coordinates in words without a direction or a word for them
    """
    text = reading.text
    yield from _by_quarter(reading)
    if not _has_degrees(reading):
        return
    for match in _PAIR.finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip(" "))
        if text[start - 1 : start].isalnum() or text[start - 1 : start] == "." or text[end : end + 1].isdigit():
            continue
        concepts = reading.concepts(start, end)
        if ("gps" in concepts or _is_precise(match[0])) and _is_on_globe(match[0]):
            yield Candidate(start, end, Kind.GPS, "a pair of coordinates", match[0].replace(" ", ""))
    for pattern in (_DEGREES, _SPOKEN, _LED, _MARKED):
        for match in pattern.finditer(text):
            if pattern is not _MARKED or "gps" in reading.concepts(match.start(), match.end()):
                yield Candidate(match.start(), match.end(), Kind.GPS, "degrees", match[0].replace(" ", ""))
    for match in _SINGLE.finditer(text):
        if "gps" in reading.concepts(match.start(), match.end()):
            yield Candidate(match.start(), match.end(), Kind.GPS, "a number beside a word for coordinates", match[0])


def _has_degrees(reading: Reading) -> bool:
    """Say whether a number has decimals enough for a place (two where coordinates are spoken of), or is one of degrees."""
    decimals = "two decimals" if "gps" in reading.speaks else "four decimals"
    return decimals in reading.shapes or "degrees" in reading.shapes


def _by_quarter(reading: Reading) -> Iterator[Candidate]:
    """Degrees with a quarter of the globe, squares of a map."""
    text, named = reading.text, "gps" in reading.speaks
    if not (named or "quarter" in reading.shapes):
        return
    for pattern in (_QUARTERED, _GRID) if named else (_QUARTERED,):
        for match in pattern.finditer(text):
            several = sum(letter.isdigit() for letter in match[0]) >= 4
            if several and (pattern is _QUARTERED or "gps" in reading.concepts(match.start(), match.end())):
                yield Candidate(match.start(), match.end(), Kind.GPS, "degrees", match[0].replace(" ", ""))


_DIRECTIONS = frozenset({"north", "south", "east", "west", "n", "s", "e", "w", "شمال", "شمالا", "جنوب", "جنوبا", "شرق", "شرقا", "غرب", "غربا"})  # fmt: skip


def spoken_coordinates(reading: Reading) -> Iterator[Candidate]:
    """Find degrees in words: before a direction, "thirty point oh four four north", or beside a word for coordinates."""
    words = reading.words
    last_end = pair_start = 0
    for numeral in reading.numerals:
        if not numeral.spelled:
            continue
        place = reading.word_from(numeral.end)
        directed = place < len(words) and words[place].low in _DIRECTIONS
        paired = last_end and numeral.start - last_end < _BETWEEN and _has_point(reading, numeral)
        last_end = numeral.end if _has_point(reading, numeral) else 0
        if paired:
            yield Candidate(pair_start, numeral.end, Kind.GPS, "a pair of degrees in words", numeral.digits, sure=False)
        pair_start = numeral.start
        if directed or "gps" in reading.concepts(numeral.start, numeral.end):
            end = words[place].end if directed else numeral.end
            yield Candidate(numeral.start, end, Kind.GPS, "degrees in words", numeral.digits)


_BETWEEN = 20  # letters between two numbers in words that are a pair
_POINTS = re.compile(r"\b(?:point|dot|فاصله|فاصلة|نقطه|نقطة)\b", re.IGNORECASE)


def _has_point(reading: Reading, numeral: Numeral) -> bool:
    return len(_POINTS.findall(reading.text, numeral.start, numeral.end)) == 1


def _is_precise(written: str) -> bool:
    return all(len(part.rstrip(" °NSEWnsew").rpartition(".")[2]) >= 4 for part in _SINGLE.findall(written))


def _is_on_globe(written: str) -> bool:
    numbers = [abs(float(number)) for number in re2.findall(r"\d{1,3}\.\d+", written)]
    return len(numbers) == 2 and min(numbers) <= 90 and max(numbers) <= 180
