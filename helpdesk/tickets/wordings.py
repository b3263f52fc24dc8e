"""Where words stand in a redacted text, outside its chips, and other words put in their place."""

import re
from collections.abc import Sequence
from typing import Final

from helpdesk.privacy.redaction.redact import PLACEHOLDER


def found_in(text: str, words: str, *, whole: bool) -> Sequence[tuple[int, int]]:
    """Give from where to where words stand in a text, in any case, blanks and line ends alike.

    whole  only where they stand by themselves, not as a part of longer words
    """
    return [match.span() for match in _pattern(words, whole).finditer(without_chips(text, "\0"))]


def without_chips(text: str, filler: str) -> str:
    """Put a sign in the place of every letter of a text's chips, so that all else stays where it stands."""
    return PLACEHOLDER.sub(lambda chip: filler * len(chip[0]), text)


def put_in(text: str, places: Sequence[tuple[int, int]], words: str) -> str:
    """Put words in the place of some stretches of a text."""
    parts, at = [], 0
    for start, end in places:
        parts += [text[at:start], words]
        at = end
    return "".join([*parts, text[at:]])


_WORD: Final = r"(?<!\w){}(?!\w)"


def _pattern(words: str, whole: bool) -> re.Pattern[str]:
    piece = r"\s+".join(re.escape(word) for word in words.split())
    return re.compile(_WORD.format(piece) if whole else piece, re.IGNORECASE)
