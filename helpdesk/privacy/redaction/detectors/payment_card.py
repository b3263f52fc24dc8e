"""Payment cards."""

import re
from collections.abc import Iterator

import re2
from stdnum import luhn

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.normalise import digits_of
from helpdesk.privacy.redaction.spans import Kind

_RUN = re2.compile(r"\d(?:[ .-]?\d){12,30}")
_ISSUER = re.compile(
    r"(?:4\d{12}(?:\d{3})?(?:\d{3})?|5[0-9]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0|6|8)\d{12}|6\d{15,18}|35\d{14}|9792\d{12})"
)
_LENGTHS = (19, 18, 17, 16, 15, 14, 13)


def payment_card(text: str) -> Iterator[Candidate]:
    """Find payment card numbers.

    shape    13..19 digits, single blanks, dots or hyphens between them, also inside a longer run of digits
    accepts  a known issuer's prefix and a Luhn sum that is a multiple of ten
    misses   numbers broken over two lines, issuers with other prefixes
    source   ISO/IEC 7812-1:2017, annex B
    """
    for match in _RUN.finditer(text):
        places = [match.start() + offset for offset, letter in enumerate(match[0]) if letter.isdigit()]
        found = _card_in(digits_of(match[0]))
        if found:
            start, end = found
            yield Candidate(
                places[start],
                places[end - 1] + 1,
                Kind.CARD,
                "a card number whose check digit is right",
                "".join(text[place] for place in places[start:end]),
            )


def _card_in(digits: str) -> tuple[int, int] | None:
    """Find the first valid number in a run: a failed one before it ("2026 4111 …") must not hide it."""
    for start in range(len(digits) - 12):
        for length in _LENGTHS:
            number = digits[start : start + length]
            if len(number) == length and _ISSUER.fullmatch(number) and luhn.is_valid(number):
                return start, start + length
    return None
