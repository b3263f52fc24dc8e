"""A text reduced to the sorts of its letters, in which the search for a few bytes tells which patterns cannot match it.

Most patterns match hardly any text; asking for a necessary part of them first costs a hundredth of trying them at every letter.
"""

from dataclasses import dataclass
from string import ascii_lowercase, ascii_uppercase, digits

_LETTERS = ascii_uppercase + ascii_lowercase
_HEXADECIMAL = digits + "abcdefABCDEF"


def _table(*sorts: tuple[str, str]) -> bytes:
    table = bytearray(range(256))
    for letters, sort in sorts:
        for letter in letters:
            table[ord(letter)] = ord(sort)
    return bytes(table)


_SORTS = _table((digits, "0"), (ascii_uppercase, "A"), (ascii_lowercase, "a"))
_HEXES = _table((_HEXADECIMAL, "h"), ("-", ":"))
_RUNS = _table((_LETTERS + digits + "+/=_-", "w"))
_CAPITALS = _table((ascii_uppercase + digits, "U"), ("-", " "))
_QUARTERS = _table((digits, "0"), ("NSEW", "N"))
_FACES = _table((digits, "0"), ("OoIl", "o"))


@dataclass(slots=True)
class Shapes:
    """The shapes of a plain text, whose digits are all from 0 to 9; letters of other scripts stand in UTF-8.

    sorts     digits are 0, capitals A, small letters a
    hexes     hexadecimal digits are h, hyphens are colons
    runs      what keys are made of is w: letters, digits, + / = _ -
    capitals  capitals and digits are U, hyphens are blanks
    quarters  digits are 0, the letters of the four quarters of the globe N
    letters   digits are 0, letters a
    faces     digits are 0, the letters that look like them o; without what stands between the groups of a number
    """

    sorts: bytes
    hexes: bytes
    runs: bytes
    capitals: bytes
    quarters: bytes
    faces: bytes
    letters: bytes


def holds(shape: bytes, *parts: bytes) -> bool:
    """Say whether a shape holds one of some parts."""
    return any(map(shape.__contains__, parts))


def shapes(text: str) -> Shapes:
    """Reduce a text."""
    raw = text.encode("utf-8", "surrogatepass")
    sorts = raw.translate(_SORTS)
    return Shapes(
        sorts,
        raw.translate(_HEXES),
        raw.translate(_RUNS),
        raw.translate(_CAPITALS),
        raw.translate(_QUARTERS),
        raw.translate(_FACES, b" .()-"),
        sorts.lower(),
    )
