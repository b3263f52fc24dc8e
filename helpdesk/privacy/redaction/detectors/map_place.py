"""Places on a map in other forms than a pair of decimals: links of maps, words, codes, degrees with their units named."""

import re
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.number_words import value_of
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.spans import Kind

_THREE_WORDS = re.compile(r"///([^\W\d_]{2,20}\.[^\W\d_]{2,20}\.[^\W\d_]{2,20})(?![\w.])")
_NAMED_WORDS = re.compile(
    r"(?i)(?:what3words|w3w)[^\w\n]{1,4}(?:is |are )?([^\W\d_]{3,20}\.[^\W\d_]{3,20}\.[^\W\d_]{3,20})(?![\w.])"
)
_NUMBER = r"-?\d{1,3}\.\d{2,10}"
_IN_LINK = re2.compile(
    rf"(?i)(?:[@=/!]|%40)({_NUMBER}(?:,|/|%2C|!4d)\+?{_NUMBER})|goo\.gl/(?:maps/)?([A-Za-z0-9]{{8,}})"
)
_KEYED = re2.compile(
    rf"(?i)(?:\b|[\"'])(?:lat|latitude|lon|lng|longitude|x|y|عرض|طول)[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?({_NUMBER})[\"']?[,;&\s]\s{{0,9}}"
    rf"[\"']?(?:lat|latitude|lon|lng|longitude|x|y|عرض|طول)[\"']?\s{{0,3}}[:=]\s{{0,3}}[\"']?({_NUMBER})"
)
_UNITS = re2.compile(
    r"(?i)\b\d{1,3} ?(?:deg|degrees?|d)\.?,? ?\d{1,2}(?:\.\d+)? ?(?:min|minutes?|m)\.?,? ?(?:\d{1,2}(?:\.\d+)? ?(?:sec|seconds?|s)\.?)?,? ?(?:north|south|east|west|[NSEW])\b"
    r"|(?:شمالا?|جنوبا?|شرقا?|غربا?) \d{1,3} درج[هة](?: ?و? ?\d{1,2} دقي?ق[هة])?(?: ?و? ?\d{1,2} ثاني[هة])?"
)
_CODE = re.compile(r"(?<![\w+])(?=[A-Z+]{0,7}[2-9])(?:[23456789CFGHJMPQRVWX]{4}|[23456789CFGHJMPQRVWX]{6}|[23456789CFGHJMPQRVWX]{8})\+[23456789CFGHJMPQRVWX]{2,3}(?![\w+])")  # fmt: skip
_BESIDE = re.compile(r"(?<![\w.,])-?(?:\d{1,3}\.\d{2,10}|\d{2,3},\d{4,8})(?!\w|[-/]\d)")


def map_place(reading: Reading) -> Iterator[Candidate]:
    """Find places in links of maps, as three words, as codes, as degrees whose units are named, in digits or in words.

    accepts  two numbers under keys of a place with four decimals each; shorter ones beside a word for a place
    misses   numbers without units, keys or such words
    source   open location codes; the forms that maps write in their links
    """
    text = reading.text
    for pattern in (_THREE_WORDS, _NAMED_WORDS) if "three words" in reading.shapes else ():
        for match in pattern.finditer(text):
            yield Candidate(match.start(1), match.end(1), Kind.GPS, "three words for a place", match[1])
    if "map" in reading.shapes:
        for match in _IN_LINK.finditer(text):
            group = 1 if match[1] else 2
            rule = "a place in the link of a map"
            yield Candidate(match.start(group), match.end(group), Kind.GPS, rule, match[group])
    if "plus code" in reading.shapes:
        for match in _CODE.finditer(text):
            yield Candidate(*match.span(), Kind.GPS, "a plus code", match[0])
    yield from _with_keys(reading)
    if "degrees in words" in reading.shapes:
        for match in _UNITS.finditer(text):
            yield Candidate(match.start(), match.end(), Kind.GPS, "degrees", match[0].replace(" ", ""))
        yield from _spelled(reading)


def _with_keys(reading: Reading) -> Iterator[Candidate]:
    text = reading.text
    for match in _KEYED.finditer(text) if "four decimals" in reading.shapes else ():
        if all(len(number.partition(".")[2]) >= 4 for number in (match[1], match[2])):
            for group in (1, 2):
                rule = "a number under the key of a place"
                yield Candidate(match.start(group), match.end(group), Kind.GPS, rule, match[group])
    if "gps" in reading.speaks:
        for match in _BESIDE.finditer(text):
            if "gps" in reading.concepts(*match.span()):
                yield Candidate(*match.span(), Kind.GPS, "a number beside a word for coordinates", match[0])


_DEGREES = frozenset({"degree", "degrees", "deg", "درجه", "درجات"})
_PARTS = frozenset({"minute", "minutes", "min", "second", "seconds", "sec", "point", "and", "دقيقه", "دقايق", "ثانيه", "ثواني", "و", ",", "فاصله", "نقطه", "-"})  # fmt: skip
_DIRECTIONS = frozenset({"north", "south", "east", "west", "شمال", "شمالا", "جنوب", "جنوبا", "شرق", "شرقا", "غرب", "غربا", "وشرق", "وشرقا", "وغرب", "وغربا"})  # fmt: skip


def _spelled(reading: Reading) -> Iterator[Candidate]:
    """Degrees in words, with a direction before or behind them: "thirty degrees two minutes north"."""
    words, behind = reading.words, 0
    for place, word in enumerate(words):
        if word.low not in _DEGREES or place < behind:
            continue
        first = last = place
        while first > behind and _is_part(words[first - 1]):
            first -= 1
        while last + 1 < len(words) and _is_part(words[last + 1]):
            last += 1
        behind = last + 1
        inside = words[first : last + 1]
        if any(one.low in _DIRECTIONS for one in inside) and any(value_of(one.low) for one in inside):
            while inside[0].low in ("and", "و", ",", "-"):
                first, inside = first + 1, inside[1:]
            while inside[-1].low in ("and", "و", ",", "-"):
                inside = inside[:-1]
            start, end = inside[0].start, inside[-1].end
            yield Candidate(start, end, Kind.GPS, "degrees in words", reading.low[start:end])


def _is_part(word: Word) -> bool:
    low = word.low
    return low in _PARTS or low in _DEGREES or low in _DIRECTIONS or value_of(low) is not None
