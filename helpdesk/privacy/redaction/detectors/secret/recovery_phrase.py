"""The words of a wallet or of a recovery."""

from collections.abc import Iterator
from functools import lru_cache

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexeme import Lexeme
from helpdesk.privacy.redaction.lexicon import commonness
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

SEED_WORDS = 12


def seed_phrase(reading: Reading) -> Iterator[Candidate]:
    """Twelve or more small words in a row and none that every sentence has: the words of a wallet or a recovery (BIP 39)."""
    words, first = reading.words, 0
    while first + SEED_WORDS <= len(words):
        last = first + SEED_WORDS - 1
        while last >= first and _is_seed(words[last].about):  # backwards, so that most words are never looked at
            last -= 1
        if last >= first:
            first = last + 1
            continue
        last = first + SEED_WORDS
        while last < len(words) and _is_seed(words[last].about):
            last += 1
        start, end = words[first].start, words[last - 1].end
        yield Candidate(start, end, Kind.PASSWORD, "the words of a recovery phrase", reading.low[start:end])
        first = last


@lru_cache(maxsize=4_000)
def _is_seed(about: Lexeme) -> bool:
    low, written = about.low, about.written
    return 3 <= len(low) <= 8 and low.isascii() and low.isalpha() and written[0].islower() and commonness(low) > 1
