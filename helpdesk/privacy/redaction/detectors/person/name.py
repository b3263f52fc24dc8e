"""What a name is: the run of words from a place on, and what of it stands for it alone."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate, trimmed
from helpdesk.privacy.redaction.lexicon import (
    ARABIC_PARTICLES,
    ARABIC_TITLES,
    NOT_ARABIC_NAMES,
    NOT_NAMES,
    PARTICLES,
    TITLES,
    is_arabic,
    is_family,
    is_given,
    word_sorts,
)
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.spans import Kind

_SURE = frozenset(
    {
        "a name behind a title",
        "a name behind a relation",
        "a name in a mail's head",
        "a name before an address or a quotation",
    }
)


def candidate_name(text: str, start: int, end: int, rule: str) -> Candidate:
    """Propose a name, without the marks at its ends."""
    start, end = trimmed(text, start, end, " \t\"'`,;:()[]<>*-–~_|")
    return Candidate(start, end, Kind.NAME, rule, fold_arabic(text[start:end]), sure=rule in _SURE)


def parts_of_name(folded: str) -> list[str]:
    """Give the words of a found name that stand for it alone: no particles, titles or ordinary words, four letters or more."""
    words = [word.strip(".,'") for word in folded.replace("-", " ").split()]
    return [
        word
        for word in words
        if len(word) >= 4 and word.isalpha() and not word_sorts(word) and (len(words) > 1 or is_given(word))
    ]


WORD = re.compile(r"[^\W\d_](?:[^\W\d_]|['’.-](?=[^\W\d_]))*")


def is_name_like(text: str) -> bool:
    """Say whether a text is one to five words without digits, none of them an ordinary word."""
    words = WORD.findall(text)
    return (
        0 < len(words) <= 5
        and not any(fold_arabic(word) in NOT_NAMES or fold_arabic(word) in NOT_ARABIC_NAMES for word in words)
        and not re.search(r"\d", text)
    )


def latin_at(reading: Reading, place: int, rule: str, *, loose: bool = False) -> Iterator[Candidate]:
    """Take the run of name words from a place on; `loose` takes words in small letters, too, when a list knows them."""
    index = reading.word_from(place)
    end, last = -1, index
    words = reading.words
    count = 0
    while last < len(words) and count < 5:
        word = words[last]
        if count and (
            word.line != words[index].line or reading.text[words[last - 1].end : word.start] not in (" ", "", "  ")
        ):
            break
        written = reading.text[word.start : word.end]
        if word.low == "." and count and words[last - 1].end - words[last - 1].start <= 3 and last > index:
            last += 1
            continue
        if not (written[0].isalpha() and _fits(written, word, count, loose=loose)):
            break
        if word.low not in PARTICLES or count == 0:
            end = word.end
        count += 1
        last += 1
    if end > 0 and (end - words[index].start >= 2):
        yield candidate_name(reading.text, words[index].start, end, rule)


def _fits(written: str, word: Word, count: int, *, loose: bool) -> bool:
    low = word.low
    if (
        low in NOT_NAMES
        or not all(letter.isalpha() or letter in "'’.-" for letter in written)
        or not written[0] < "\u0600"
    ):
        return False
    if low in TITLES and count == 0:
        return False
    if low in PARTICLES and count:
        return True
    if written[0].isupper():
        return True
    bare = low.removesuffix("'s")
    return (loose and (is_given(bare, sure=False) or (count > 0 and is_family(bare)) or count == 0)) or (
        is_given(bare) and len(bare) > 3
    )


def arabic_at(reading: Reading, place: int, rule: str, *, sure: bool, listed: bool = False) -> Iterator[Candidate]:
    """Take the run of Arabic name words from a place on, behind titles (see `arabic_run`)."""
    words = reading.words
    index = reading.word_from(place)
    while (
        index < len(words)
        and (words[index].low in ARABIC_TITLES or words[index].low in (".", "/", ":", "\\"))
        and index < reading.word_from(place) + 4
    ):
        index += 1
    end = arabic_run(reading, index, sure=sure, listed=listed)
    if end >= index:
        yield candidate_name(reading.text, words[index].start, words[end].end, rule)


def arabic_run(reading: Reading, index: int, *, sure: bool, listed: bool = False) -> int:
    """Give the last word of the run of names from a word on, index - 1 if it is none.

    sure     any word may be a name here;  listed: any that a list has, also as an ordinary word
    """
    words, last = reading.words, index - 1
    place, count = index, 0
    while place < len(words) and count < 6:
        word = words[place]
        if count and (word.line != words[index].line or reading.text[words[place - 1].end : word.start] != " "):
            break
        if not is_arabic(word.low) or word.low in NOT_ARABIC_NAMES:
            break
        known = (
            is_given(word.low, sure=count == 0 and not (sure or listed))
            or is_family(word.low, sure=count == 0)
            or (word.low.startswith(("عبدال", "ابو", "ال")) and count > 0)
        )
        if word.low in ARABIC_PARTICLES:
            count += 1
            place += 1
            continue
        if not (
            known
            or (sure and count <= 2 and not _is_verb(word.low))
            or (place and words[place - 1].low in ARABIC_PARTICLES and count)
        ):
            break
        last = place
        place += 1
        count += 1
    return last


def _is_verb(low: str) -> bool:
    """Guess that a word in a sentence is no name: verbs with prefixes, words with the article that no list knows."""
    return (
        low.startswith(("ب", "و", "ت", "ي", "ن", "ل", "ف", "ال", "م"))
        and len(low) > 3
        and not (is_given(low, sure=False) or is_family(low, sure=False))
    )
