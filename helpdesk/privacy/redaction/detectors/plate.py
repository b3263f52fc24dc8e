"""Licence plates of vehicles."""

from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_SHAPE = re2.compile(
    r"(?:[A-Z]{1,3}|[a-z]{2,3})(?:[ -]?[A-Z0-9a-z]{1,4}){1,2}[ -]?\d{1,5}[A-Z]{0,3}|\d{1,5}[ -][A-Z]{1,3}(?:[ -]\d{1,4})?"
    r"|(?:[\p{Arabic}] ?){1,4}[ -]{0,3}(?:\d ?){1,5}|(?:\d ?){1,5}[ -]{0,3}(?:[\p{Arabic}] ?){1,3}|\d{1,6}(?:[ |-]\p{Arabic}[ |-]\d{1,3})?|[A-Z]{2,3} ?\d{2} ?[A-Z]{3}"
)


def plate(reading: Reading) -> Iterator[Candidate]:
    """Find licence plates.

    shape    one to four letters, Latin or Arabic, and one to five digits in any order
    accepts  beside words for a plate
    misses   plates without such words
    """
    if "plate" not in reading.speaks:
        return
    text = reading.text
    for match in _SHAPE.finditer(text):
        start, end = match.start(), match.start() + len(match[0].rstrip())
        has_digit = any(letter.isdigit() for letter in text[start:end])
        if (
            has_digit
            and end - start >= 3
            and stands_alone(text, start, end)
            and "plate" in reading.concepts(start, end)
        ):
            yield Candidate(
                start,
                end,
                Kind.PLATE,
                "letters and digits beside a word for a plate",
                text[start:end].upper().replace(" ", ""),
            )
