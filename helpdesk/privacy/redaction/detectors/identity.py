"""National ids, passports and dates of birth."""

from collections.abc import Callable, Iterator
from datetime import date

import re2
from stdnum import luhn
from stdnum.be import nn as belgium
from stdnum.bg import egn as bulgaria
from stdnum.cz import rc as czechia
from stdnum.de import idnr as germany
from stdnum.dk import cpr as denmark
from stdnum.es import dni as spain
from stdnum.fi import hetu as finland
from stdnum.fr import nir as france
from stdnum.gb import nhs as united_kingdom_nhs
from stdnum.it import codicefiscale as italy
from stdnum.nl import bsn as netherlands
from stdnum.pl import pesel as poland
from stdnum.se import personnummer as sweden
from stdnum.tr import tckimlik as turkey
from stdnum.us import ssn as united_states

from helpdesk.privacy.redaction.detectors.candidate import Candidate, before, stands_alone
from helpdesk.privacy.redaction.normalise import digits_of
from helpdesk.privacy.redaction.spans import Kind

_NUMBER = re2.compile(r"\d(?:[ -]?\d){7,17}")
_LETTERED = re2.compile(
    r"(?i)[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|\d{8}-?[A-Z]|\d{6}[-+A]\d{3}[0-9A-Z]"
)
_MOROCCAN = re2.compile(
    r"(?i)(?:cin|cnie|البطاق[ةه] الوطني[ةه]|بطاق[ةه] التعريف)(?:\s+(?:الوطني[ةه]|رقم|number|no\.?|is|هو))*\s*[:=]?\s*([A-Z]{1,2}\d{5,6})\b"
)
_PASSPORT = re2.compile(
    r"(?i)(?:passport|جواز(?:\s+(?:ال)?سفر)?|باسبور)(?:\s+(?:number|no\.?|#|is|رقم(?:ه)?|هو))*\s*[:#=-]?\s*([A-Z]{0,2}\d{6,9})"
)
_BIRTH = re2.compile(
    r"(?i)(?:born(?:\s+on)?|birth\s?date|date of birth|d\.?o\.?b\.?|birthday|تاريخ\s+(?:ال)?(?:ميلاد|ولادة)(?:ي)?|مواليد|مولود[ةه]?)"
    r"(?:\s+(?:is|was|في|هو|يوم|سن[ةه]))*\s*[:=-]?\s*(\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{1,2}(?:st|nd|rd|th)?\s+\pL+\s+\d{4}|\pL+\s+\d{1,2},?\s+\d{4})"
)
_CUES = (
    "national id", "id number", "id no", "id card", "identity", "ssn", "social security", "iqama", "civil id", "emirates id",
    "national insurance", "nino", "tax id", "personal number", "residence", "nid",
    "رقم قومي", "الرقم القومي", "رقمي القومي", "هويه", "هوية", "الهوية", "اقامه", "إقامة", "الإقامة", "اقامة", "بطاقه", "بطاقة", "الرقم المدني",
    "رقم مدني", "الوطني", "وطني", "القومي", "الوطنية", "رقم شخصي", "سجل مدني",
)  # fmt: skip


def national_id(text: str) -> Iterator[Candidate]:
    """Find national id numbers.

    shape    8..18 digits with blanks or hyphens; the lettered forms of Italy, Spain, Finland and the United Kingdom
    accepts  Egypt and the Emirates by their inner date or prefix and check; others with a right check digit only
             near words for an id
    misses   ids with neither check digit nor words near them
    source   python-stdnum's registers; Saudi Arabia and the Emirates: Luhn; Kuwait: modulo 11
    """
    for match in _NUMBER.finditer(text):
        digits = digits_of(match[0])
        if not stands_alone(text, match.start(), match.end()):
            continue
        near = any(cue in before(text, match.start()) for cue in _CUES)
        if _is_egyptian(digits) or _is_emirati(digits) or (near and (_is_valid(digits) or 9 <= len(digits) <= 15)):
            yield Candidate(
                match.start(), match.end(), Kind.NATIONAL_ID, "an identity number" + " after its word" * near, digits
            )
    for match in _MOROCCAN.finditer(text):
        yield Candidate(
            match.start(1), match.end(1), Kind.NATIONAL_ID, "an identity number after its word", match[1].upper()
        )
    for match in _LETTERED.finditer(text):
        if stands_alone(text, match.start(), match.end()) and _is_lettered(match[0]):
            yield Candidate(
                match.start(), match.end(), Kind.NATIONAL_ID, "an identity number", match[0].upper().replace(" ", "")
            )


def _is_egyptian(digits: str) -> bool:
    """Egypt: century, date of birth, governorate 01..35 or 88; no check digit that holds for all (issue reports)."""
    if len(digits) != 14 or digits[0] not in "23":
        return False
    try:
        date((1900 if digits[0] == "2" else 2000) + int(digits[1:3]), int(digits[3:5]), int(digits[5:7]))
    except ValueError:
        return False
    return 1 <= int(digits[7:9]) <= 35 or digits[7:9] == "88"


def _is_emirati(digits: str) -> bool:
    return len(digits) == 15 and digits.startswith("784") and luhn.is_valid(digits)


def _is_saudi(digits: str) -> bool:
    return len(digits) == 10 and digits[0] in "12" and luhn.is_valid(digits)


def _is_kuwaiti(digits: str) -> bool:
    if len(digits) != 12 or digits[0] not in "123":
        return False
    total = sum(weight * int(digit) for weight, digit in zip((2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2), digits, strict=False))
    return 11 - total % 11 == int(digits[11])


_CHECKS: tuple[Callable[[str], bool], ...] = (
    _is_saudi, _is_kuwaiti, united_states.is_valid, belgium.is_valid, bulgaria.is_valid, czechia.is_valid,
    germany.is_valid, denmark.is_valid, france.is_valid, united_kingdom_nhs.is_valid, netherlands.is_valid,
    poland.is_valid, sweden.is_valid, turkey.is_valid,
)  # fmt: skip


def _is_valid(digits: str) -> bool:
    return any(check(digits) for check in _CHECKS)


def _is_lettered(written: str) -> bool:
    compact = written.replace(" ", "").upper()
    is_british = len(compact) == 9 and compact[:2].isalpha() and compact[-1] in "ABCD" and compact[0] not in "DFIQUV"
    return is_british or italy.is_valid(compact) or spain.is_valid(compact) or finland.is_valid(compact)


def passport(text: str) -> Iterator[Candidate]:
    """Find passport numbers: up to two letters and 6..9 digits right after a word for a passport (ICAO 9303-3)."""
    for match in _PASSPORT.finditer(text):
        yield Candidate(
            match.start(1), match.end(1), Kind.PASSPORT, "a number after a word for a passport", match[1].upper()
        )


def birth_date(text: str) -> Iterator[Candidate]:
    """Find dates of birth: a date right after words for being born."""
    for match in _BIRTH.finditer(text):
        yield Candidate(
            match.start(1), match.end(1), Kind.BIRTH_DATE, "a date after words for birth", match[1].casefold()
        )
