"""A value that was corrected, mistyped or changed by a letter is as private as the value it resembles: 4471, not 4417."""

from collections.abc import Iterator

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_CORRECTED = frozenset(
    {Kind.PASSWORD, Kind.TOKEN, Kind.CODE, Kind.CARD, Kind.IBAN, Kind.BANK_ACCOUNT, Kind.NATIONAL_ID, Kind.PASSPORT, Kind.PHONE}
)  # fmt: skip
_MOST = 20  # values that others are held against
_LONGER = 3  # letters that one of two may have behind the other
_RULE = "almost a value found elsewhere in the text"


def alike(candidates: list[Candidate], reading: Reading) -> list[Candidate]:
    """Find strings and numbers that differ from a found secret or number by a slip.

    accepts  the same letters in another case or two swapped; at most two others of six or more; some more at the end
    misses   what stands beside a word for an order, an invoice …
    """
    values = [(found, _bare(reading, found)) for found in candidates if found.kind in _CORRECTED][:_MOST]
    values = [(found, value) for found, value in values if 4 <= len(value) <= 40 and value.isascii()]
    if not values:
        return []
    taken = bytearray(len(reading.text))
    for found in candidates:
        taken[found.start : found.end] = b"\1" * (found.end - found.start)
    return [
        Candidate(start, end, like.kind, _RULE, value, sure=False)
        for start, end, value in _others(reading)
        if not any(taken[start:end])
        and (like := next((found for found, known in values if _is_slip(known, value)), None))
        and (len(value) > _SHORT or _is_corrected(reading, start) or _is_corrected(reading, like.start))
        and "thing" not in reading.concepts(start, end)
    ]


_SHORT = 5  # letters; values this short need a word between them that corrects
_CORRECTING = frozenset({"not", "no", "nope", "instead", "sorry", "wrong", "rather", "مش", "لا", "مو", "مب", "بدل", "قصدي", "اقصد", "وليس", "ليس", "msh", "mesh", "la2"})  # fmt: skip
_NEAR = 3  # words


def _is_corrected(reading: Reading, start: int) -> bool:
    """Say whether a word that corrects stands right before a place."""
    place = reading.word_from(start)
    return any(word.low in _CORRECTING for word in reading.words[max(0, place - _NEAR) : place])


def _bare(reading: Reading, found: Candidate) -> str:
    """Give the digits of a number, else a string without blanks as it is; nothing for several words."""
    text = reading.text[found.start : found.end]
    digits = "".join(letter for letter in text if letter.isdigit())
    if not any(letter.isalpha() for letter in text):
        return digits
    return "" if " " in text else text


def _others(reading: Reading) -> Iterator[tuple[int, int, str]]:
    """Give the strings and numbers of a text that may be another value."""
    for numeral in reading.numerals:
        if not numeral.spelled and stands_alone(reading.text, numeral.start, numeral.end):
            yield numeral.start, numeral.end, numeral.digits
    for place in reading.places.get("chosen", ()):
        word = reading.words[place]
        yield word.start, word.end, word.about.written


def _is_slip(known: str, value: str) -> bool:
    one, other = known.casefold(), value.casefold()
    if len(one) == len(other):
        unequal = sum(left != right for left, right in zip(one, other, strict=True))
        return unequal <= 2 and (len(one) >= 6 or sorted(one) == sorted(other))
    shorter, longer = sorted((one, other), key=len)
    return (
        len(shorter) >= 6
        and not shorter.isdigit()
        and longer.startswith(shorter)
        and len(longer) - len(shorter) <= _LONGER
    )
