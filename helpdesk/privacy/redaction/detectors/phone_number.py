"""Phone numbers."""

from collections.abc import Iterator

import phonenumbers
import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate, before, is_number_of_a_thing, stands_alone
from helpdesk.privacy.redaction.normalise import digits_of
from helpdesk.privacy.redaction.spans import Kind

_RUN = re2.compile(r"(?:\+|00)?\(?\d(?:[ ().\-/]{0,2}\d){6,15}")
_DATE = re2.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}.*|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d.*|\d{1,3}(?:\.\d{1,3}){3}"
)
_CUES = (
    "phone", "tel", "mobile", "call", "cell", "whatsapp", "whats app", "number", "fax", "contact", "reach", "sms", "ring",
    "هاتف", "تليفون", "تلفون", "جوال", "موبايل", "محمول", "رقمي", "رقم", "اتصل", "اتصال", "واتس", "كلمني", "للتواصل", "فاكس",
)  # fmt: skip
# Where a number without a country code may belong: the markets of our customers first.
_REGIONS = (
    "EG",
    "SA",
    "AE",
    "JO",
    "KW",
    "QA",
    "BH",
    "OM",
    "MA",
    "DZ",
    "TN",
    "IQ",
    "LB",
    "PS",
    "YE",
    "LY",
    "SD",
    "GB",
    "US",
    "DE",
    "FR",
    "IN",
    "TR",
)


def phone_number(text: str) -> Iterator[Candidate]:
    """Find phone numbers.

    shape    7..16 digits of any script, with blanks, dots, hyphens, slashes and brackets; + or 00 in front or not
    accepts  a number that its country has, when it is international or stands near a word for a phone; a national one
             that begins with 0 in the regions listed above
    misses   numbers in words, numbers over two lines
    source   E.164, with the metadata of `phonenumbers`
    """
    for match in _RUN.finditer(text):
        start, end = match.start(), match.end()
        if not stands_alone(text, start, end) or _DATE.fullmatch(match[0]):
            continue
        digits = digits_of(match[0])
        international = match[0].startswith(("+", "00"))
        near = any(cue in before(text, start) for cue in _CUES)
        if _is_phone(digits, international=international, near=near) and (
            international or near or not is_number_of_a_thing(text, start)
        ):
            yield Candidate(start, end, Kind.PHONE, "a phone number" + (" after its word" if near else ""), digits[-9:])


def _is_phone(digits: str, *, international: bool, near: bool) -> bool:
    if international:
        return _is_valid("+" + digits.removeprefix("00"), None)
    if not (near or (digits.startswith("0") and 9 <= len(digits) <= 12)):
        return False
    return any(_is_valid(digits, region) for region in _REGIONS) or (
        near and 8 <= len(digits) <= 13 and digits[0] == "0"
    )


def _is_valid(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
