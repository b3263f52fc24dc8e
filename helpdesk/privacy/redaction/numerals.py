"""Numbers as people write them: digits with separators, spelled out in words, letters for digits; with the digits they mean."""

import re
from collections.abc import Iterator
from functools import lru_cache

from helpdesk.privacy.redaction.reading import Numeral, Reading, Word

# A run of digits: single blanks, two dots, brackets … between, so that a sentence does not join two numbers.
_RUN = re.compile(r"\(?\+?\(?\d(?:(?:[ \u00a0]{1,2}| ?[-.()_*]{1,2} ?|/|,)?\d)*")
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_FACE = re.compile(r"\+?[\dOoIl](?:[ .()-]?[\dOoIl]){5,19}")


def numerals(reading: Reading) -> list[Numeral]:
    """Find the numbers of a text, in order."""
    found = [*_in_digits(reading.text), *_in_words(reading)]
    return sorted(found, key=lambda numeral: numeral.start)


def _in_digits(text: str) -> Iterator[Numeral]:
    codes = [match.span() for match in _UUID.finditer(text)] if "-" in text else []
    for match in _RUN.finditer(text):
        if codes and any(start <= match.start() < end for start, end in codes):
            continue
        digits = "".join(letter for letter in match[0] if letter.isdigit())
        if len(digits) >= 2:
            yield Numeral(match.start(), match.end(), digits)


_ONES = {
    **dict.fromkeys(("zero", "oh", "o", "nought", "naught", "nil", "صفر", "زيرو", "sifr", "zéro"), "0"),
    **dict.fromkeys(("one", "واحد", "واحده", "wa7ed"), "1"),
    **dict.fromkeys(("two", "اثنان", "اثنين", "اتنين", "تنين", "ثنين", "اثنتان", "جوج", "etnein"), "2"),
    **dict.fromkeys(("three", "ثلاثه", "تلاته", "تلات", "ثلاث", "تلاثه"), "3"),
    **dict.fromkeys(("four", "اربعه", "اربع", "ربعه"), "4"),
    **dict.fromkeys(("five", "خمسه", "خمس"), "5"),
    **dict.fromkeys(("six", "سته", "ست"), "6"),
    **dict.fromkeys(("seven", "سبعه", "سبع"), "7"),
    **dict.fromkeys(("eight", "ثمانيه", "تمانيه", "تمنيه", "ثماني", "تماني", "ثمان", "تمن", "ثمنيه"), "8"),
    **dict.fromkeys(("nine", "تسعه", "تسع"), "9"),
    **dict.fromkeys(("ten", "عشره", "عشر"), "10"),
    "eleven": "11", "twelve": "12", "thirteen": "13", "fourteen": "14", "fifteen": "15", "sixteen": "16", "seventeen": "17",
    "eighteen": "18", "nineteen": "19",
    **dict.fromkeys(("حداشر", "احدعش", "حدعش", "احدعشر", "حداش"), "11"), **dict.fromkeys(("اتناشر", "اثنعش", "اثناعشر", "تنعش", "طناش"), "12"),
    **dict.fromkeys(("تلتاشر", "تلطعش", "ثلطعش", "ثلاثطعش"), "13"), **dict.fromkeys(("اربعتاشر", "اربعطعش"), "14"),
    **dict.fromkeys(("خمستاشر", "خمسطعش", "خمسطعشر"), "15"), **dict.fromkeys(("ستاشر", "سطعش", "ستطعش"), "16"),
    **dict.fromkeys(("سبعتاشر", "سبعطعش"), "17"), **dict.fromkeys(("تمنتاشر", "ثمنطعش", "تمنطعش"), "18"), **dict.fromkeys(("تسعتاشر", "تسعطعش"), "19"),
}  # fmt: skip
_TENS = {
    "twenty": "2", "thirty": "3", "forty": "4", "fourty": "4", "fifty": "5", "sixty": "6", "seventy": "7", "eighty": "8", "ninety": "9",
    **dict.fromkeys(("عشرين", "عشرون"), "2"), **dict.fromkeys(("ثلاثين", "تلاتين", "ثلاثون"), "3"), **dict.fromkeys(("اربعين", "اربعون"), "4"),
    **dict.fromkeys(("خمسين", "خمسون"), "5"), **dict.fromkeys(("ستين", "ستون"), "6"), **dict.fromkeys(("سبعين", "سبعون"), "7"),
    **dict.fromkeys(("ثمانين", "تمانين", "ثمانون"), "8"), **dict.fromkeys(("تسعين", "تسعون"), "9"),
}  # fmt: skip
_HUNDREDS = {"hundred": "00", "thousand": "000", "ميه": "100", "مايه": "100", "مءه": "100", "ميتين": "200", "ماءتين": "200", "تلتميه": "300", "ثلاثميه": "300",
    "اربعميه": "400", "خمسميه": "500", "ستميه": "600", "سبعميه": "700", "تمنميه": "800", "ثمنميه": "800", "تسعميه": "900", "الف": "1000", "الفين": "2000"}  # fmt: skip
_TIMES = {"double": 2, "treble": 3, "triple": 3, "دبل": 2, "مكرر": 2}
_JOINS = frozenset({",", "-", ".", "/", "...", "..", "و", "and", "dash", "then", "space", "شرطه", "شرطة", "dot", "point", "نقطه", "دوت", "hyphen", "plus", "بعدين", "وبعدين", "ثم", "*", "+"})  # fmt: skip
_DOTS = frozenset({"dot", "point", "نقطه", "دوت"})


def _in_words(reading: Reading) -> Iterator[Numeral]:
    words = reading.words
    place = 0
    while place < len(words):
        if _value(words[place].low) is None:
            place += 1
            continue
        first, last, parts, spelled, dots = place, place, [], 0, 0
        while place < len(words):
            value = _value(words[place].low)
            if value is not None:
                parts.append(value)
                last = place
                spelled += not words[place].low[-1].isdigit()
            elif words[place].low in _TIMES or words[place].low in _JOINS or not words[place].low.strip(".,-"):
                dots += words[place].low in _DOTS
                parts.append(words[place].low)
            else:
                break
            place += 1
        digits = _digits(parts)
        if spelled >= 3 and len(digits) >= 4:
            first = _with_prefix(words, first)
            yield Numeral(words[first].start, words[last].end, digits, spelled=True)


def _with_prefix(words: list[Word], first: int) -> int:
    while first > 0 and words[first - 1].low in (*_TIMES, "+", "plus"):
        first -= 1
    return first


@lru_cache(maxsize=20_000)
def _value(low: str) -> str | None:
    if low.isdigit():
        return low if len(low) <= 12 else None
    for part in (low, low[1:] if low[0] in "وفبل" else low):
        for table in (_ONES, _TENS, _HUNDREDS):
            if part in table:
                return table[part] + "*" * (table is _TENS) if table is not _HUNDREDS else table[part]
    if "-" in low:
        parts = [_value(part) or (_TIMES.get(part) and part) for part in low.split("-") if part]
        if parts and all(parts):
            return _digits([str(part) for part in parts])
    return None


def _digits(parts: list[str]) -> str:
    """Put the words' values together: "fifty", "five" is 55; "double", "five" is 55; "seven hundred" is 700."""
    digits, times, tens = "", 1, False
    for part in parts:
        if part in _TIMES:
            times = _TIMES[part]
        elif part.endswith("*"):
            digits, tens = digits + part[:-1] + "0", True
        elif part.isdigit():
            if tens and len(part) == 1 and part != "0":
                digits = digits[:-1] + part
            elif part in ("00", "000"):
                digits += part
            else:
                digits += part * times
            times, tens = 1, False
    return digits


def letters_for_digits(text: str) -> Iterator[Numeral]:
    """Find numbers in which the letters O, I and l stand for digits, at least half of them true digits."""
    for match in _FACE.finditer(text):
        written = match[0]
        meant = written.translate(str.maketrans("OoIl", "0011"))
        digits = "".join(letter for letter in meant if letter.isdigit())
        true = sum(letter.isdigit() for letter in written)
        if true < len(digits) and true * 2 >= len(digits) and len(digits) >= 7:
            yield Numeral(match.start(), match.end(), digits)
