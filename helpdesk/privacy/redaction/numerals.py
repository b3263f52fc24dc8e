"""Numbers as people write them: digits with separators, spelled out in words, letters for digits; with the digits they mean."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.normalise import digits_of
from helpdesk.privacy.redaction.number_words import TIMES, put_together, value_of
from helpdesk.privacy.redaction.reading import Numeral, Reading, Word

# A run of digits, perhaps behind ( + +( and so on (it begins with a class of letters, so that `re` looks for those alone): single blanks, two dots, brackets … between, so that a sentence does not join two numbers.
_RUN = re.compile(
    r"[(+0-9](?:(?<=[0-9])|(?<=\()\+?\(?[0-9]|(?<=\+)\(?[0-9])[0-9]*"
    r"(?:(?:[ \u00a0]{1,2}| ?[-.()_*]{1,2} ?|/|(?<=\b0[0-9]{2}) / |(?<=\b0[0-9]{3}) / |(?<=\b0[0-9]{4}) / |,(?=[0-9]{3}(?![0-9])))[0-9]+)*"
)
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FACE = re.compile(r"\+?[\dOoIl](?:[ .()-]?[\dOoIl]){5,19}")


def numerals(reading: Reading) -> list[Numeral]:
    """Find the numbers of a text, in order."""
    found = [*_in_digits(reading), *_in_words(reading)]
    return sorted(found, key=lambda numeral: numeral.start)


def _in_digits(reading: Reading) -> Iterator[Numeral]:
    codes = [match.span() for match in _UUID.finditer(reading.text)] if "uuid" in reading.shapes else []
    for match in _RUN.finditer(reading.text):
        if codes and any(start <= match.start() < end for start, end in codes):
            continue
        digits = match[0] if match[0].isdigit() else digits_of(match[0])
        if len(digits) >= 2:
            yield Numeral(match.start(), match.end(), digits)


_JOINS = frozenset({",", "-", ".", "/", "...", "..", "و", "and", "dash", "then", "space", "شرطه", "شرطة", "dot", "point", "نقطه", "فاصله", "دوت", "hyphen", "plus", "بعدين", "وبعدين", "ثم", "*", "+"})  # fmt: skip


def _in_words(reading: Reading) -> Iterator[Numeral]:
    """At least three words for numbers, with digits and joining words between and before them."""
    words, spelled = reading.words, reading.places.get("number", [])
    if len(spelled) < 3:
        return
    behind = 0
    for place in spelled:
        if place < behind:
            continue
        first = _first(words, place, behind)
        last, behind, parts = _run(words, first)
        digits = put_together(parts)
        if sum(first <= other <= last for other in spelled) >= 3 and len(digits) >= 4:
            first = _with_prefix(words, first)
            yield Numeral(words[first].start, words[last].end, digits, spelled=True)


def _first(words: list[Word], place: int, least: int) -> int:
    """Go back from a word for a number over digits and joining words to the first digits of the run."""
    first = place
    while place > least and _may_join(words[place - 1].low):
        place -= 1
        if value_of(words[place].low) is not None:
            first = place
    return first


def _run(words: list[Word], place: int) -> tuple[int, int, list[str]]:
    """Give the last number of a run, the first word behind the run, and what its words stand for."""
    last, parts = place, []
    while place < len(words) and _may_join(words[place].low):
        value = value_of(words[place].low)
        if value is not None:
            last = place
        parts.append(words[place].low if value is None else value)
        place += 1
    return last, place, parts


def _may_join(low: str) -> bool:
    return value_of(low) is not None or low in TIMES or low in _JOINS or not low.strip(".,-")


def _with_prefix(words: list[Word], first: int) -> int:
    while first > 0 and words[first - 1].low in (*TIMES, "+", "plus"):
        first -= 1
    return first


def letters_for_digits(reading: Reading) -> Iterator[Numeral]:
    """Find numbers in which the letters O, I and l stand for digits, at least half of them true digits."""
    for match in _FACE.finditer(reading.text) if "letters for digits" in reading.shapes else ():
        written = match[0]
        meant = written.translate(str.maketrans("OoIl", "0011"))
        digits = digits_of(meant)
        true = sum(letter.isdigit() for letter in written)
        if true < len(digits) and true * 2 >= len(digits) and len(digits) >= 7:
            yield Numeral(match.start(), match.end(), digits)
