"""IBANs and bank account numbers."""

import re
from collections.abc import Iterator

import re2
from stdnum import iban as stdnum_iban

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_IBAN = re.compile(r"(?i)(?<![a-z0-9])[A-Z][ .-]?[A-Z][ .-]?\d[ .-]?\d(?:[ .\n-]{0,3}[A-Z0-9]){11,30}")
_COUNTRY = re.compile(r"(?i)(?<![a-z0-9])([a-z])[ .-]?([a-z])[ .-]?$")
_ALNUM = re2.compile(r"(?i)[A-Z]{2}\d{2}[ -]?(?:[A-Z]{4}[ -]?)?(?:[A-Z0-9]*\d[A-Z0-9]*[ -]?)+")


def iban(reading: Reading) -> Iterator[Candidate]:
    """Find IBANs.

    shape    two letters, two digits, 11..30 letters or digits; blanks, hyphens, dots or a line end between
    accepts  a known country, its length, and a remainder of 1 modulo 97; beside a word for an IBAN any of that shape
    misses   numbers with a typing error and no word beside them
    source   ISO 13616-1:2020
    """
    text = reading.text
    behind = 0
    for start in _countries(reading):
        match = _IBAN.match(text, start) if start >= behind else None
        end = _valid_end(match[0]) if match else None
        if not (match and end):
            continue
        behind = start + end
        if stands_alone(text, start, behind):
            yield Candidate(
                match.start(),
                match.start() + end,
                Kind.IBAN,
                "an IBAN whose check digits are right",
                _compact(match[0][:end]),
            )
    if "grouped account" in reading.shapes and any(len(numeral.digits) >= 8 for numeral in reading.numerals):
        yield from _grouped(text)
    if not reading.speaks & _BESIDE:
        return
    for match in _ALNUM.finditer(text):
        written = match[0].rstrip(" -")
        end = match.start() + len(written)
        digits = sum(letter.isdigit() for letter in written)
        if (
            digits >= 10
            and len(_compact(written)) >= 14
            and stands_alone(text, match.start(), end)
            and reading.concepts(match.start(), end) & _BESIDE
        ):
            yield Candidate(match.start(), end, Kind.IBAN, "a number beside a word for an IBAN", _compact(written))
    for numeral in reading.numerals:
        if (
            len(numeral.digits) >= 3
            and "iban" in reading.concepts(numeral.start, numeral.end)
            and (len(numeral.digits) >= 8 or text[max(0, numeral.start - 3) : numeral.start].endswith(("...", "…")))
        ):
            yield Candidate(numeral.start, numeral.end, Kind.IBAN, "a number beside a word for an IBAN", numeral.digits)


def _countries(reading: Reading) -> Iterator[int]:
    """Give where the letters of a country stand before a number, perhaps apart."""
    for number in reading.numerals:
        country = _COUNTRY.search(reading.text, max(0, number.start - 5), number.start)
        if country and country[1].upper() + country[2].upper() in _LENGTHS:
            yield country.start()


_BESIDE = frozenset({"iban", "bank"})
_GROUPED = re.compile(r"(?<![A-Z0-9])([A-Z]{2}\d{2})((?: [A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,3})?)(?![A-Za-z0-9])")


def _grouped(text: str) -> Iterator[Candidate]:
    """Groups of four after a country, as many letters as its IBANs have: one with a slip in it."""
    for match in _GROUPED.finditer(text):
        compact = _compact(match[0])
        if len(compact) in _LENGTHS.get(compact[:2], ()) and sum(letter.isdigit() for letter in compact) >= 10:
            yield Candidate(*match.span(), Kind.IBAN, "a number grouped like an IBAN of its country", compact)


def _compact(text: str) -> str:
    return "".join(letter for letter in text if letter.isalnum()).upper()


def _valid_end(text: str) -> int | None:
    """Find where a valid IBAN ends in a candidate that may have run on into the next word."""
    compact = _compact(text)
    for length in _LENGTHS.get(compact[:2], ()):
        number = compact[:length]
        if len(number) == length and _remainder(number) == 1 and stdnum_iban.is_valid(number):
            return _end_of(text, length)
    return None


def _remainder(number: str) -> int:
    """ISO 7064, MOD 97-10: the first four letters go to the end, a letter counts 10..35."""
    return int("".join(str(int(letter, 36)) for letter in number[4:] + number[:4])) % 97


def _end_of(text: str, length: int) -> int:
    for place, letter in enumerate(text):
        length -= letter.isalnum()
        if not length:
            return place + 1
    return len(text)


# Lengths by country (ISO 13616 registry), for the countries of python-stdnum's list.
_LENGTHS = {
    country: (int(length),)
    for country, length in re.findall(
        r"([A-Z]{2})(\d\d)",
        "AD24AE23AL28AT20AZ28BA20BE16BG22BH22BR29BY28CH21CR22CY28CZ24DE22DK18DO28EE20EG29ES24FI18FO18FR27GB22GE22GI23GL18GR27GT28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MA28MC27MD24ME22MK19MR27MT31MU30NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22SA24SC31SD18SE24SI19SK24SM27ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30",
    )
}


_KEY = re.compile(
    r" ?,? ?(?:cl[eé]|key) ?:? ?\d{2}\b", re.IGNORECASE
)  # the check digits of French and Algerian accounts
# A sort code and the account behind it.
_BRITISH = re.compile(r"(?<![\w./-])(\d\d-\d\d-\d\d)[ ,;/]{1,3}(?:acc?(?:ount)?|a/c)? ?(\d{4} ?\d{4})(?![\w-])")
_SHAPED = "a sort code with an account behind it"
_SORT_CODE = re.compile(r"\d\d-\d\d-\d\d")  # of British banks


def bank_account(reading: Reading) -> Iterator[Candidate]:
    """Find bank account numbers and sort codes.

    shape    6..24 digits, with hyphens, blanks or in words
    accepts  beside words for a bank account in English, Arabic or French
    misses   numbers without such words
    """
    for match in _BRITISH.finditer(reading.text) if "sort code" in reading.shapes else ():
        yield Candidate(*match.span(1), Kind.BANK_ACCOUNT, _SHAPED, match[1])
        yield Candidate(*match.span(2), Kind.BANK_ACCOUNT, _SHAPED, match[2])
    for numeral in reading.numerals if "bank" in reading.speaks else ():
        concepts = reading.concepts(numeral.start, numeral.end)
        if (
            "bank" in concepts
            and (7 if "user" in concepts and not _SORT_CODE.fullmatch(reading.text[numeral.start : numeral.end]) else 6)
            <= len(numeral.digits)
            <= 24
            and not concepts & {"iban", "card"}
        ):
            key = _KEY.match(reading.text, numeral.end)
            yield Candidate(
                numeral.start,
                key.end() if key else numeral.end,
                Kind.BANK_ACCOUNT,
                "a number beside words for a bank account",
                numeral.digits,
                sure="user" not in concepts,  # "account" alone may be one with us
            )
