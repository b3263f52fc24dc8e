"""A plain view of a text for the detectors, with a map back: what looks the same is the same, whatever was typed."""

import unicodedata
from collections.abc import Sequence
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
_FOLDED: dict[int, str] = {
    **{0x0660 + digit: str(digit) for digit in range(10)},  # Arabic-Indic digits
    **{0x06F0 + digit: str(digit) for digit in range(10)},  # Persian digits
    **{code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)},  # full-width forms
    **_DASHES,
    0x066B: ".", 0x066C: ",", 0x060C: ",",
}  # fmt: skip
_SPACES = frozenset(code for code in range(0x3001) if unicodedata.category(chr(code)) == "Zs")


@dataclass(frozen=True, slots=True)
class View:
    """The plain text, and for each of its letters where it stands in the original (plus the original's length)."""

    text: str
    origin: Sequence[int]

    def original(self, start: int, end: int) -> tuple[int, int]:
        """Map a span of the view to the original, dropped letters inside it included."""
        return self.origin[start], self.origin[end - 1] + 1 if end > start else self.origin[start]


def view(text: str) -> View:
    """Make the plain view of a text, letter by letter; its length is at most that of the original."""
    letters, origin = [], []
    for place, letter in enumerate(text):
        code = ord(letter)
        if code in _DROPPED:
            continue
        letters.append(letter if code < 0x80 else _folded(letter, code))
        origin.append(place)
    return View("".join(letters), [*origin, len(text)])


def _folded(letter: str, code: int) -> str:
    return " " if code in _SPACES else _FOLDED.get(code, letter)


def fold_arabic(text: str) -> str:
    """Fold spellings of the same Arabic word together: أإآ to ا, ة to ه, ى to ي; lower case for the rest."""
    return text.casefold().translate(_ARABIC)


_ARABIC = str.maketrans({"أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ة": "ه", "ى": "ي", "ؤ": "و", "ئ": "ي"})


def digits_of(text: str) -> str:
    """Keep the digits of a plain text."""
    return "".join(letter for letter in text if letter.isdigit())
