"""One-time codes, PINs and the like."""

import re
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.readable import is_reported
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.spans import Kind

_BACKUP = re2.compile(r"(?i)\b[a-z0-9]{4,5}[- ][a-z0-9]{4,5}(?:[- ][a-z0-9]{4,5}){0,5}\b|\bG-\d{3} ?\d{3}\b")
_WORDS_BEFORE = re.compile(r"(?:[a-z]+ (?=(?:[a-z]+ )*[\d ]+$))*")  # "saved were 4417 9920": codes of digits alone
_SENT = re.compile(r"\bG-\d{3} ?\d{3}\b")


def one_time_code(reading: Reading) -> Iterator[Candidate]:
    """Find one-time codes, PINs and the like.

    shape    3..10 digits, also in groups, in words, or letters and digits
    accepts  beside words for a code; what a bare answer consists of (one code and nothing else)
    misses   codes of letters only
    """
    text = reading.text
    if reading.speaks & {"code", "answer", "password"}:
        yield from _said(reading)
    if len(text) <= 40:
        yield from _alone(text)
    for match in _SENT.finditer(text) if "code by message" in reading.shapes else ():
        yield Candidate(match.start(), match.end(), Kind.CODE, "a code as it is sent by message", match[0])
    if not reading.says.isdisjoint(("code", "token")):
        yield from _in_groups(reading)


_OF_ERRORS = re.compile(r"[^\W\d]$|[A-Za-z]-$")  # "E-7713"


def _said(reading: Reading) -> Iterator[Candidate]:
    """Give the numbers beside a word for a code, and those in words beside a word for a password."""
    for numeral in reading.numerals:
        start, end, digits = numeral.start, numeral.end, numeral.digits
        concepts = reading.concepts(start, end)
        if (
            concepts & {"code", "answer"}
            and 3 <= len(digits) <= 10
            and "cvv" not in concepts
            and not _OF_ERRORS.search(reading.text, max(0, start - 2), start)
            and not _is_error(reading, start)
            and not is_reported(reading.text, end)
        ):
            yield Candidate(start, end, Kind.CODE, "a code beside its word", digits, sure=False)
        elif "password" in concepts and numeral.spelled and len(digits) >= 3:
            yield Candidate(start, end, Kind.PASSWORD, "digits in words beside a word for a password", digits)


def _alone(text: str) -> Iterator[Candidate]:
    bare = text.strip(" .!\n")
    digits = bare.replace(" ", "").replace("-", "")
    if 4 <= len(digits) <= 8 and digits.isdigit():
        yield Candidate(text.index(bare), text.index(bare) + len(bare), Kind.CODE, "a code alone", bare)


def _in_groups(reading: Reading) -> Iterator[Candidate]:
    """Give what is written like a backup code beside a word for one."""
    for match in _BACKUP.finditer(reading.text):
        start, end = match.start() + len(_WORDS_BEFORE.match(match[0])[0]), match.end()  # type: ignore[index]
        code, concepts = reading.text[start:end], reading.concepts(start, end)
        if (
            concepts & {"code", "token"}
            and "thing" not in concepts
            and sum(map(str.isdigit, code)) >= 2
            and not _is_error(reading, start)
        ):
            yield Candidate(start, end, Kind.CODE, "a code beside its word", code, sure=False)


# A code after one of these is of a thing.
_ERRORS = frozenset({
    "error", "status", "response", "result", "exit", "http", "return", "reply", "خطا", "الخطا", "حاله", "خطاء", "رساله",
    "area", "country", "postal", "zip", "بريدي", "البريدي", "promo", "discount", "خصم", "coupon", "كوبون", "gift", "voucher",
    "source", "sort", "swift", "branch", "فرع", "الفرع", "class", "batch", "tax", "currency", "product",
})  # fmt: skip


def _is_error(reading: Reading, start: int) -> bool:
    index = reading.word_before(start)
    return any(word.low in _ERRORS for word in reading.words[max(0, index - 4) : index + 1])
