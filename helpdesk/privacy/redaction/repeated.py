"""What was found once is private wherever it stands in the text."""

import re
from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.detectors.person.name import parts_of_name
from helpdesk.privacy.redaction.lexicon import commonness, is_given, word_sorts
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.spans import Kind


def repeated(candidates: list[Candidate], reading: Reading) -> list[Candidate]:
    """Find again what was found: a name and its parts, a secret or a number as written."""
    parts = {part for found in candidates if found.kind is Kind.NAME for part in parts_of_name(found.same)}
    parts.update(part for found in candidates if found.kind is Kind.EMAIL for part in _named_in(found.same))
    values = _to_repeat(candidates, reading)
    if not (parts or values):
        return []
    taken = bytearray(len(reading.text))
    for found in candidates:
        taken[found.start : found.end] = b"\1" * (found.end - found.start)
    owns = "'s" in reading.low
    return [
        other
        for word in reading.words
        if (word.low in parts or word.about.written in values or (owns and word.low.endswith("'s")))
        and not taken[word.start]
        and (other := _again(word, parts, values, reading))
        and not taken[other.end - 1]
    ]


def _named_in(address: str) -> Iterator[str]:
    """Give the names in an address before its @: jorun.haug@… is a Jorun and a Haug."""
    local, sign, _ = address.partition("@")
    for part in _PARTS.split(local) if sign else ():
        if len(part) >= 4 and part.isalpha() and not word_sorts(part) and commonness(part) > 3:
            yield part


_PARTS = re.compile(r"[._+\d-]+")


def _again(word: Word, parts: set[str], values: dict[str, list[Candidate]], reading: Reading) -> Candidate | None:
    bare = word.low.removesuffix("'s")
    written = reading.text[word.start : word.end]
    # "GRACE PERIOD", "have mercy": a name that is a common word, too, is written like a name
    common = bare.isascii() and commonness(bare) <= _COMMON
    if bare in parts and (written.istitle() if common else written[0].isupper() or is_given(bare, sure=False)):
        return Candidate(word.start, word.end, Kind.NAME, "a name found elsewhere in the text", word.low)
    for first in values.get(word.about.written, ()):
        size = first.end - first.start
        end = word.start + size
        if reading.text[first.start : first.end] == reading.text[word.start : end] and stands_alone(
            reading.text, word.start, end
        ):
            rule = "a value found elsewhere in the text"
            return Candidate(word.start, end, first.kind, rule, first.same, first.sure)
    return None


def _to_repeat(candidates: list[Candidate], reading: Reading) -> dict[str, list[Candidate]]:
    """Give the found secrets and numbers that are no ordinary words, by their first word; at most a hundred."""
    values: dict[str, list[Candidate]] = {}
    for found in candidates[:100]:
        if found.kind in _REPEATED and 5 <= found.end - found.start <= 80:
            first = reading.words[max(0, min(reading.word_from(found.start), len(reading.words) - 1))]
            if first.start == found.start and (first.end < found.end or commonness(first.low) > 3):
                values.setdefault(first.about.written, []).append(found)
    return {first: several[:_ALIKE] for first, several in values.items()}


_COMMON = 3  # a word this common is hardly ever a name where it is written small
_ALIKE = 5  # values with the same first word that are looked for


_REPEATED = frozenset(Kind) - {Kind.NAME, Kind.ADDRESS, Kind.HEALTH, Kind.BIRTH_DATE, Kind.TEXT}
