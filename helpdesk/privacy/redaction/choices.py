"""What a requester decides about their own text before it is sent: this is not private, hide this too."""

from collections.abc import Iterable, Iterator
from typing import Final

from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.redaction.spans import Choice

MOST: Final = 50  # of each sort
LONGEST: Final = 500  # letters of one


def choices_in(text: str, *, shown: Iterable[str] = (), hidden: Iterable[str] = ()) -> tuple[Choice, ...]:
    """Find the words a requester chose wherever they stand in a text, in any case; longer and more than fits is left out.

    returns  offsets into `clean(text)`
    """
    low = clean(text).lower()
    return (
        *(choice for words in _few(shown) for choice in _places(low, words, hide=False)),
        *(choice for words in _few(hidden) for choice in _places(low, words, hide=True)),
    )


def _few(chosen: Iterable[str]) -> list[str]:
    cleaned = [clean(words).strip().lower() for words in chosen]
    return [words for words in dict.fromkeys(cleaned) if 0 < len(words) <= LONGEST][:MOST]


def _places(low: str, words: str, *, hide: bool) -> Iterator[Choice]:
    place = low.find(words)
    while place >= 0:
        yield Choice(place, place + len(words), hide)
        place = low.find(words, place + len(words))
