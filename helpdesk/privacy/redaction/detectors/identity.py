"""National ids."""

import re
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
from stdnum.es import nie as spain_foreign
from stdnum.fi import hetu as finland
from stdnum.fr import nir as france
from stdnum.gb import nhs as united_kingdom_nhs
from stdnum.it import codicefiscale as italy
from stdnum.nl import bsn as netherlands
from stdnum.pl import pesel as poland
from stdnum.ro import cnp as romania
from stdnum.se import personnummer as sweden
from stdnum.tr import tckimlik as turkey
from stdnum.us import ssn as united_states

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.reading import Numeral, Reading
from helpdesk.privacy.redaction.spans import Kind

_LETTERED = re2.compile(
    r"(?i)[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z]|[A-Z]{2} ?\d{2} ?\d{2} ?\d{2} ?[A-D]|[XYZ]?-?\d{7,8}-?[A-Z]|\d{6}[-+A]\d{3}[0-9A-Z]"
)
# Shapes that nothing else has: Hong Kong, Mexico (two), Belgium, Switzerland, Italy, India, Portugal, British driving licences.
_SHAPES = re.compile(
    r"(?<![\w.-])(?:[A-Z]{1,2}\d{6}\([0-9A]\)|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z0-9]\d|\d\d\.\d\d\.\d\d-\d{3}\.\d\d|[A-Z]{4}\d{6}[A-Z0-9]{3}|756\.\d{4}\.\d{4}\.\d\d"
    r"|[A-Z]{6}\d\d[A-EHLMPRST]\d\d[A-Z]\d{3}[A-Z]|[A-Z]{3}[ABCFGHJLPT][A-Z]\d{4}[A-Z]|\d{8} \d [A-Z]{2}\d|[A-Z9]{5} ?\d{6} ?[A-Z9]{2}\d[A-Z]{2})(?![\w-])"
)
_CODE = re2.compile(
    r"(?i)[A-Z]{1,3}[ -]?\d{5,10}[A-Z]?|\d{6,11}[A-Z]\d{0,3}|\d{2} \d{2} \d{2} [A-Z]|[A-Z]\d{2}[A-Z0-9]{5,8}"
)
_PERSONNUMMER = re.compile(r"\d{6}[-+]\d{4}")
_SSN = re.compile(r"\d{3}-\d{2}-\d{4}")


def national_id(reading: Reading) -> Iterator[Candidate]:
    """Find national id numbers.

    shape    6..18 digits with blanks or hyphens, in words, or with letters as in Italy, Spain, Finland, Britain, Morocco
    accepts  Egypt, the Emirates, the United States' and the lettered ones by their inner form; others with a right check
             digit or of any length beside words for an id
    misses   ids with neither an inner form nor words near them
    source   python-stdnum's registers; Saudi Arabia and the Emirates: Luhn; Kuwait: modulo 11
    """
    text, speaks = reading.text, "national" in reading.speaks
    for numeral in reading.numerals:
        told = len(numeral.digits) in _UNNAMED or (speaks and len(numeral.digits) >= 4)
        if told and stands_alone(text, numeral.start, numeral.end):
            yield from _judged(reading, numeral)
    for match in _SHAPES.finditer(text) if "identity" in reading.shapes else ():
        yield Candidate(*match.span(), Kind.NATIONAL_ID, "an identity number by its shape", match[0])
    lettered = "identity with letters" in reading.shapes
    for pattern, needs_word in ((_LETTERED, False), (_CODE, True)):
        for match in pattern.finditer(text) if speaks or (lettered and not needs_word) else ():
            start, end = match.span()
            near = "national" in reading.concepts(start, end)
            if stands_alone(text, start, end) and (near if needs_word else (near or _is_lettered(match[0]))):
                yield Candidate(
                    start,
                    end,
                    Kind.NATIONAL_ID,
                    "an identity number" + " beside its word" * near,
                    match[0].upper().replace(" ", ""),
                    sure=not needs_word,
                )


_UNNAMED = (9, 10, 11, 12, 14, 15)  # digits of the ids that are told without a word for them


def _judged(reading: Reading, numeral: Numeral) -> Iterator[Candidate]:
    digits, text = numeral.digits, reading.text
    concepts = reading.concepts(numeral.start, numeral.end)
    found = ""
    if "national" in concepts:
        start, spelled = _with_letters(reading, numeral.start), text[numeral.start : numeral.end]
        long = len(digits) >= 7 or (len(digits) == 6 and start < numeral.start)
        if (long and not _NO_ID.fullmatch(spelled)) or _is_end(reading, numeral):
            found = "an identity number beside its word"
    elif (_is_egyptian(digits) or _is_emirati(digits)) and not concepts & {"thing", "card", "bank", "phone"}:
        found = "an identity number with a date of birth or a prefix and a check digit in it"
    elif (
        _SSN.fullmatch(text[numeral.start : numeral.end]) and united_states.is_valid(digits) and "thing" not in concepts
    ):
        found = "an identity number of the United States"
    elif (
        _PERSONNUMMER.fullmatch(text[numeral.start : numeral.end])
        and sweden.is_valid(text[numeral.start : numeral.end])
        and "phone" not in concepts
    ):
        found = "an identity number of Sweden"
    elif (
        not concepts
        and not numeral.spelled
        and len(digits) in (10, 11, 12)
        and _is_saudi(digits)
        and text[numeral.start : numeral.end].isdigit()
        and _alone_on_line(text, numeral)
    ):
        found = "an identity number alone on its line or in its cell"
    if found:
        start = _with_letters(reading, numeral.start) if "national" in concepts else numeral.start
        yield Candidate(start, numeral.end, Kind.NATIONAL_ID, found, digits)


_NO_ID = re.compile(
    r"\d+\.\d+|(?:19|20)\d\d([-/.])[01]?\d\1[0-3]?\d|[0-3]?\d([-/.])[01]?\d\2(?:19|20)\d\d"
)  # a fraction, a day


def _with_letters(reading: Reading, start: int) -> int:
    """Give where a number begins with the letters before it, unless they are the word for it: "CPR 120339-4471"."""
    letters = _LETTERS_BEFORE.search(reading.text, max(0, start - 4), start)
    if not letters or reading.word_from(letters.start()) in reading.cue_at:
        return start
    return letters.start()


_LETTERS_BEFORE = re.compile(r"(?<![A-Za-z0-9])[A-Z]{1,3}[ -]?$")


def _alone_on_line(text: str, numeral: Numeral) -> bool:
    line = text[text.rfind("\n", 0, numeral.start) + 1 : (text.find("\n", numeral.end) + 1 or len(text) + 1) - 1]
    alone = len(line.strip()) == numeral.end - numeral.start and "\n" in text
    edges = text[numeral.start - 1 : numeral.start] + text[numeral.end : numeral.end + 1]
    return alone or (any(mark in edges for mark in ";|\t,") and not edges.strip(";|\t,\n "))


_ENDS = frozenset({"ending", "ends", "last", "اخره", "اخرها", "اخر"})


def _is_end(reading: Reading, numeral: Numeral) -> bool:
    index = reading.word_before(numeral.start)
    return any(word.low in _ENDS for word in reading.words[max(0, index - 3) : index + 1])


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
    poland.is_valid, romania.is_valid, sweden.is_valid, turkey.is_valid,
)  # fmt: skip


def _is_valid(digits: str) -> bool:
    return any(check(digits) for check in _CHECKS)


def _is_spanish(compact: str) -> bool:
    bare = compact.replace("-", "")
    return spain.is_valid(bare) or spain_foreign.is_valid(bare)


def _is_lettered(written: str) -> bool:
    compact = written.replace(" ", "").upper()
    is_british = len(compact) == 9 and compact[:2].isalpha() and compact[-1] in "ABCD" and compact[0] not in "DFIQUV"
    return is_british or italy.is_valid(compact) or _is_spanish(compact) or finland.is_valid(compact)


_SHAPED = re.compile(r"(?<![\w./-])(?:[A-Z]{1,3}-?\d{6,9}[A-Z]{0,2}|\d{6,9}[A-Z]{1,2}\d{0,3})(?![\w-])")


def unexplained_number(reading: Reading) -> Iterator[Candidate]:
    """Propose numbers that nothing explains: the tagger decides whether they are somebody's.

    shape    8..18 digits, from 4 when they are spelled in words; up to three letters and 6..9 digits, as passports and cards have them
    accepts  where no word near speaks of an order, an invoice, a version …; never sure
    """
    for numeral in reading.numerals:
        start, end = numeral.start, numeral.end
        long = 8 <= len(numeral.digits) <= 18 or (numeral.spelled and 4 <= len(numeral.digits) < 8)
        if long and stands_alone(reading.text, start, end) and "thing" not in reading.concepts(start, end):
            rule = "a long number that nothing explains"
            start = _with_letters(reading, start)
            yield Candidate(start, end, Kind.NATIONAL_ID, rule, numeral.digits, sure=False)
    for match in _SHAPED.finditer(reading.text) if "letters and digits" in reading.shapes else ():
        if "thing" not in reading.concepts(*match.span()):
            yield Candidate(
                *match.span(), Kind.PASSPORT, "letters and digits that nothing explains", match[0], sure=False
            )
