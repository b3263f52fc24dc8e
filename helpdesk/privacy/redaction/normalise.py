"""A plain view of a text for the detectors, with a map back: what looks the same is the same, whatever was typed."""

import html
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Invisible or ornamental: zero-width, bidi controls, soft hyphen, tatweel, Arabic vowel marks, variation selectors.
_DROPPED = frozenset(
    (
        *(0x00AD, 0x0640, 0x061C, 0x180E, 0xFEFF, 0x2060, 0x0670),
        *range(0x200B, 0x2010),
        *range(0x202A, 0x202F),
        *range(0x2061, 0x206A),
        *range(0x064B, 0x0660),
        *range(0xFE00, 0xFE10),
    )
)
_DASHES = dict.fromkeys([*range(0x2010, 0x2016), 0x2212, 0xFE58, 0xFE63, 0xFF0D], "-")
# The zeros of the decimal digits of all scripts (Unicode 15, general category Nd); nine more follow each.
_ZEROS = (
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6, 0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730,
    0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0, 0x16A60, 0x16AC0, 0x16B50, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E950, 0x1FBF0,
)  # fmt: skip
_FOLDED: dict[int, str] = {
    **{zero + digit: str(digit) for zero in _ZEROS for digit in range(10)},
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width forms
    **_DASHES,
    0x066B: ".", 0x066C: ",", 0x060C: ",", 0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x00B7: ".", 0x2022: "*",
    0x2044: "/", 0x2215: "/", 0x2236: ":", 0xFE52: ".", 0x3002: ".",
    0x06CC: "ي", 0x06A9: "ك", 0x0649: "ى",  # the Persian forms of yeh and kaf
}  # fmt: skip
_SPACES = frozenset(code for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs")
_PLAIN = {**_FOLDED, **dict.fromkeys(_SPACES, " ")}
# All but the letters that nearly all texts are made of, none of which is folded; a class of few ranges is searched fast.
_UNUSUAL = re.compile("[^\x00-\x7f\u0621-\u063a\u0641-\u0648\u064a]")
_ODD = re.compile("[" + "".join(re.escape(chr(code)) for code in sorted(_DROPPED)) + "]+")
# What a mail program or a web form leaves of a letter: HTML entities, quoted-printable and percent escapes (RFC 2045, 3986).
_ENTITY = re.compile(r"&(?:#[0-9]{2,6}|#[xX][0-9a-fA-F]{2,5}|[a-zA-Z]{2,8});")
_QUOTED = re.compile(r"(?:=(?!\d\d\.\d)[0-9A-F]{2}){1,12}|=\n")  # but "q=40.71,-74.01" is a place
_IS_QUOTED = re.compile(r"=3D|=40(?=[A-Za-z])|=20\n|[^\n]{60,76}=\n|(?:=[CD][0-9A-F]=[89AB][0-9A-F]){2}")
_PERCENT = re.compile(r"%40|%2B")
# Letters of other scripts that look like Latin ones, for words that mix both (Unicode TR 39, confusables).
_LOOKALIKES = str.maketrans(
    "аАвВеЕкКмМнНоОрРсСтТуУхХіІјЈѕЅԁԛԝһҺαΑβΒεΕιΙκΚνΝοΟρΡτΤυΥχΧηΗμΜζΖ",
    "aABBeEkKmMHHoOpPcCTTyYxXiIjJsSdqwhHaABBeEiIkKvNoOpPtTuYxXnHuMzZ",
)
_GREEK_OR_CYRILLIC = re.compile("[Ͱ-ԯ]")
_MIXED = re.compile(r"[\w.@-]{2,200}")


@dataclass(frozen=True, slots=True)
class View:
    """The plain text, and for each of its letters where it starts and ends in the original."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]
    size: int

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the view (not empty) to the original, dropped letters inside it and right behind it included."""
        return self.starts[start], self.starts[end] if end < len(self.starts) else self.size


def view(text: str) -> View:
    """Make the plain view of a text; its length is at most that of the original."""
    escapes = _escapes(text) if "&" in text or "=" in text or "%" in text else []
    if not escapes and text.isascii():
        return View(text, range(len(text)), range(1, len(text) + 1), len(text))
    dropped = not text.isascii() and _ODD.search(text) is not None
    if not (escapes or dropped):
        return View(_without_lookalikes(_plain(text)), range(len(text)), range(1, len(text) + 1), len(text))
    letters: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    place = 0
    for start, end, meant in [*escapes, (len(text), len(text), "")]:
        for left, right in _kept(text, place, start):
            letters.append(text[left:right])
            starts += range(left, right)
            ends += range(left + 1, right + 1)
        letters.append(meant)
        starts += [start] * len(meant)
        ends += [end] * len(meant)
        place = end
    return View(_without_lookalikes(_plain("".join(letters))), starts, ends, len(text))


def _plain(text: str) -> str:
    """Fold letter by letter: one replacement for each letter that is there, in half the time of `translate`."""
    for letter in set(_UNUSUAL.findall(text)):
        plain = _PLAIN.get(ord(letter))
        if plain is not None:
            text = text.replace(letter, plain)
    return text


def _kept(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Give the runs of a piece between letters that are dropped."""
    for match in _ODD.finditer(text, start, end):
        if start < match.start():
            yield start, match.start()
        start = match.end()
    if start < end:
        yield start, end


def _escapes(text: str) -> list[tuple[int, int, str]]:
    """Find the escapes, each with the letters it stands for; one escape may stand for several letters of a name."""
    found = []
    if "&" in text:
        for match in _ENTITY.finditer(text):
            decoded = html.unescape(match[0])
            if decoded != match[0]:
                found.append((match.start(), match.end(), _folded_all(decoded)))
    if "%" in text:
        found += [(m.start(), m.end(), "@" if m[0] == "%40" else "+") for m in _PERCENT.finditer(text)]
    if "=" in text and _IS_QUOTED.search(text):
        found += [(match.start(), match.end(), _unquoted(match[0])) for match in _QUOTED.finditer(text)]
    found.sort()
    return [entry for place, entry in enumerate(found) if not place or found[place - 1][1] <= entry[0]]


def _unquoted(escape: str) -> str:
    if escape == "=\n":
        return ""
    return _folded_all(bytes.fromhex(escape.replace("=", "")).decode("utf-8", "replace"))


def _folded_all(letters: str) -> str:
    return _ODD.sub("", letters).translate(_PLAIN)


def _without_lookalikes(text: str) -> str:
    if text.isascii() or not _GREEK_OR_CYRILLIC.search(text):
        return text
    return _MIXED.sub(lambda word: _latin(word[0]), text)


def _latin(word: str) -> str:
    mixed = any("a" <= letter <= "z" or "A" <= letter <= "Z" for letter in word)
    return word.translate(_LOOKALIKES) if mixed else word


def fold_arabic(text: str) -> str:
    """Fold spellings of the same Arabic word together: أإآ to ا, ة to ه, ى to ي; lower case for the rest.

    The length stays, letter by letter.
    """
    low = text.lower()
    if len(low) != len(text):  # a few letters have a longer lower case, such as İ
        low = "".join(letter.lower()[:1] or letter for letter in text)
    if not low.isascii():
        for letter, plain in _ARABIC:  # a third of the time of `translate`
            low = low.replace(letter, plain)
    return low


_ARABIC = tuple(
    pair.split(" ") for pair in ("أ ا", "إ ا", "آ ا", "ٱ ا", "ة ه", "ى ي", "ؤ و", "ئ ي", "گ ك", "چ ج", "پ ب", "ڤ ف")
)


def digits_of(text: str) -> str:
    """Keep the digits of a plain text."""
    return "".join(filter(str.isdigit, text))
