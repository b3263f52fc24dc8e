"""IBANs and bank account numbers."""

from collections.abc import Iterator

import re2
from stdnum import iban as stdnum_iban

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.normalise import digits_of
from helpdesk.privacy.redaction.spans import Kind

_IBAN = re2.compile(r"(?i)[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]){11,30}")
_ACCOUNT = re2.compile(
    r"(?i)(?:account\s*(?:number|no\.?|#)|a/c(?:\s*no\.?)?|acct\.?|رقم\s+(?:ال)?حساب(?:ي)?(?:\s+(?:ال)?(?:بنكي|مصرفي))?|حسابي\s+(?:ال)?بنكي)"
    r"\s*(?:is|:|=|هو|في\s+\pL+)?\s*:?\s*((?:\d[ -]?){7,17}\d)"
)


def iban(text: str) -> Iterator[Candidate]:
    """Find IBANs.

    shape    two letters, two digits, 11..30 letters or digits, single blanks or hyphens between
    accepts  only a known country, its length, and a remainder of 1 modulo 97
    misses   numbers with a typing error
    source   ISO 13616-1:2020
    """
    for match in _IBAN.finditer(text):
        end = _valid_end(match[0])
        if end and stands_alone(text, match.start(), match.start() + end):
            compact = stdnum_iban.compact(match[0][:end].replace("-", " "))
            yield Candidate(
                match.start(), match.start() + end, Kind.IBAN, "an IBAN whose check digits are right", compact
            )


def _valid_end(text: str) -> int | None:
    """Find where a valid IBAN ends in a candidate that may have run on into the next word."""
    for end in range(len(text), 14, -1):
        if text[end - 1].isalnum() and stdnum_iban.is_valid(text[:end].replace("-", " ")):
            return end
    return None


def bank_account(text: str) -> Iterator[Candidate]:
    """Find bank account numbers.

    shape    8..18 digits
    accepts  right after words for an account number in English or Arabic
    misses   numbers without such words
    """
    for match in _ACCOUNT.finditer(text):
        yield Candidate(
            match.start(1),
            match.end(1),
            Kind.BANK_ACCOUNT,
            "a number after words for a bank account",
            digits_of(match[1]),
        )
