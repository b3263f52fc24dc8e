"""Phone numbers."""

import re
from collections.abc import Iterator
from functools import lru_cache

import phonenumbers

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.numerals import letters_for_digits
from helpdesk.privacy.redaction.reading import Numeral, Reading
from helpdesk.privacy.redaction.spans import Kind

# Bounded forms of at most 64 letters, matched from their start: dates, times, versions, ranges of years, amounts.
_OTHER = re.compile(
    r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?:[ T].*)?|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)?\d\d(?:[ ].*)?|\d{1,3}(?:\.\d{1,3}){3}(?:[ /:].*)?|\d+\.\d+|(?:19|20)\d\d ?- ?(?:19|20)\d\d|\d{1,3}(?:,\d{3})+(?:\.\d+)?"
)
# Versions and IP addresses, not 71.555.031: parts of one digit, or four parts.
_SEVERAL = re.compile(r"(?:\d{1,3}\.){3}\d{1,3}|\d\.[\d.]*|\d+\.\d\.[\d.]*|[\d.]*\.\d")
_LINKED = re.compile(r"(?:wa\.me/|tel:|phone=|whatsapp\.com/send\?phone=)\+?(\d{7,15})")
_SIGNS = frozenset("☎✆📞📱☏")
_EXTENSION = re.compile(r" ?(?:x|ext\.?|extension|تحويلة|داخلي) ?\d{1,6}\b")
_ELSE = frozenset({"thing", "bank", "iban", "national", "passport", "code", "cvv", "expiry", "birth", "plate"})
_OWN = frozenset({"phone"})


def phone_number(reading: Reading) -> Iterator[Candidate]:
    """Find phone numbers.

    shape    7..16 digits of any script with blanks, dots, hyphens, slashes, brackets; also with O and l for digits; words
    accepts  a number that its country has, when it is international; a national one by its leading 0 where the words
             around do not speak of an order, an invoice …; any of 6..15 digits beside a word for a phone
    misses   short numbers without a word for a phone
    source   E.164, with the metadata of `phonenumbers`
    """
    for match in _LINKED.finditer(reading.text) if "telephone link" in reading.shapes else ():
        yield Candidate(match.start(1), match.end(1), Kind.PHONE, "a phone number in an address", match[1][-9:])
    for numeral in [*reading.numerals, *letters_for_digits(reading)]:
        yield from _judged(reading, numeral)


def _judged(reading: Reading, numeral: Numeral) -> Iterator[Candidate]:
    text, start, end = reading.text, numeral.start, numeral.end
    written = text[start:end]
    if len(numeral.digits) < 5 or not _is_free(text, start, end) or (_OTHER.fullmatch(written) and not numeral.spelled):
        return
    concepts = reading.concepts(start, end)
    near = bool(concepts & _OWN) or text[max(0, start - 2) : start].strip() in _SIGNS
    if near and not 5 <= len(numeral.digits) <= 16 and not numeral.spelled:
        return
    if near and (len(numeral.digits) >= 6 or numeral.spelled) and not _SEVERAL.fullmatch(written):
        yield _found(reading, numeral, "a phone number beside its word")
    elif numeral.spelled:
        if len(numeral.digits) >= 7 and not concepts:
            yield _found(reading, numeral, "a long number in words")
    elif written.lstrip("(").startswith(("+", "00")):
        if (
            8 <= len(numeral.digits) <= 17
            and (written.lstrip("(")[0] == "+" or not concepts & {"thing", "iban", "card", "bank"})
            and ("+" in written or _is_valid("+" + numeral.digits.removeprefix("00")))
        ):
            yield _found(reading, numeral, "an international phone number")
    elif _is_grouped(written) or (not concepts & _ELSE and _is_national(written, numeral.digits)):
        yield _found(reading, numeral, "a phone number of a country")


def _found(reading: Reading, numeral: Numeral, rule: str) -> Candidate:
    extension = _EXTENSION.match(reading.text, numeral.end)
    end = extension.end() if extension else numeral.end
    return Candidate(numeral.start, end, Kind.PHONE, rule, numeral.digits[-9:])


def _is_free(text: str, start: int, end: int) -> bool:
    return (
        stands_alone(text, start, end)
        and text[start - 1 : start] not in ("#", "@", "=", "$", "€", "£", "/")
        and text[end : end + 1] != "@"
    )


_GROUPED = re.compile(
    r"\([2-9]\d{2}\) ?[2-9]\d{2}[ .-]\d{4}|[6-9]\d{4}[ -]\d{5}|\(0\d{1,4}\) ?\d[\d -]{5,9}|1[-. ]\(?[2-9]\d{2}\)?[-. ][2-9]\d{2}[-. ]\d{4}"
    r"|(?:0?3|7[01689]|81)(?:/ ?\d{3}[ -]?\d{3}|-\d{3}-\d{3})|0\d{2,3} \d{3} \d{3,4}"
)
_NATIONAL = re.compile(r"0[1-9]\d{6,9}|[2-9]\d{2}[2-9]\d{6}")


def _is_grouped(written: str) -> bool:
    """The ways in which nothing but phone numbers is written."""
    return bool(_GROUPED.fullmatch(written))


def _is_national(written: str, digits: str) -> bool:
    """A leading zero and nine to eleven digits; the grouping of North America."""
    if not _NATIONAL.fullmatch(digits):
        return False
    return digits[0] == "0" or bool(re.fullmatch(r"\(?\d{3}\)?[ .-]?\d{3}[ .-]\d{4}", written))


@lru_cache(maxsize=2_000)
def _is_valid(number: str) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, None))
    except phonenumbers.NumberParseException:
        return False
