"""One-time codes, PINs and the like."""

import re
from collections.abc import Iterator

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
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
    for numeral in reading.numerals if reading.speaks & {"code", "answer", "password"} else ():
        concepts = reading.concepts(numeral.start, numeral.end)
        if (
            concepts & {"code", "answer"}
            and 3 <= len(numeral.digits) <= 10
            and "cvv" not in concepts
            and not text[numeral.start - 1 : numeral.start].isalpha()
            and not _is_error(reading, numeral.start)
        ):
            yield Candidate(numeral.start, numeral.end, Kind.CODE, "a code beside its word", numeral.digits, sure=False)
        elif concepts & {"password"} and numeral.spelled and len(numeral.digits) >= 3:
            yield Candidate(
                numeral.start,
                numeral.end,
                Kind.PASSWORD,
                "digits in words beside a word for a password",
                numeral.digits,
            )
    if len(text) <= 40:
        bare = text.strip(" .!\n")
        if 4 <= len(bare.replace(" ", "").replace("-", "")) <= 8 and bare.replace(" ", "").replace("-", "").isdigit():
            yield Candidate(text.index(bare), text.index(bare) + len(bare), Kind.CODE, "a code alone", bare)
    for match in _SENT.finditer(text) if "G-" in text else ():
        yield Candidate(match.start(), match.end(), Kind.CODE, "a code as it is sent by message", match[0])
    if not reading.says.isdisjoint(("code", "token")):
        for match in _BACKUP.finditer(text):
            start = match.start() + len(_WORDS_BEFORE.match(match[0])[0])  # type: ignore[index]
            code, concepts = text[start : match.end()], reading.concepts(start, match.end())
            if (
                concepts & {"code", "token"}
                and "thing" not in concepts
                and sum(c.isdigit() for c in code) >= 2
                and not _is_error(reading, start)
            ):
                yield Candidate(start, match.end(), Kind.CODE, "a code beside its word", code, sure=False)


_ERRORS = frozenset(
    {
        "error",
        "status",
        "response",
        "result",
        "exit",
        "http",
        "return",
        "reply",
        "خطا",
        "الخطا",
        "حاله",
        "خطاء",
        "رساله",
        "area",
        "country",
        "postal",
        "zip",
        "promo",
        "discount",
        "source",
        "sort",
        "swift",
        "خصم",
        "بريدي",
        "البريدي",
        "coupon",
        "كوبون",
        "gift",
        "voucher",
        "branch",
        "فرع",
        "الفرع",
        "class",
        "batch",
        "tax",
        "currency",
        "product",
    }
)


def _is_error(reading: Reading, start: int) -> bool:
    index = reading.word_before(start)
    return any(word.low in _ERRORS for word in reading.words[max(0, index - 4) : index + 1])
