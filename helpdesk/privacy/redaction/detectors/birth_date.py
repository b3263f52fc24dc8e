"""Dates of birth."""

import re
from collections.abc import Iterator
from functools import lru_cache

import re2

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexicon import stems
from helpdesk.privacy.redaction.number_words import value_of
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.spans import Kind

_PARTED = r"(?:(?:سنه|عام|يوم|شهر) ?\d{1,4}[ ,،و]*)(?:(?:سنه|عام|يوم|شهر) ?\d{1,4}[ ,،و]*)+"
_DATE = re2.compile(
    r"(?i)" + _PARTED + r"|(?:19|20)\d\d ?[-/.] ?\d{1,2} ?[-/.] ?\d{1,2}"
    r"|\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:19|20|13|14)?\d\d"
    r"|\d{1,2} \d{1,2} (?:19|20)\d\d|(?:19|20)\d{6}|\d{8}|\d{6}|(?:19|20)\d\d, ?\d{1,2}, ?\d{1,2}"
    r"|\d{1,2}[-/. ](?:i{1,3}|iv|vi{0,3}|ix|xi{0,2})[-/. ](?:19|20)?\d\d|\d{1,2}/(?:19|20)\d\d"
    r"|\d{1,2}[-/. ]\d{1,2}|(?:19|20|13|14)\d\d[-/]\d{1,2}[-/]\d{1,2}|(?:19|20)\d\d|'\d\d\b"
)
_HIJRI = re.compile(r"(?: ?(?:هـ?|م)\b)?")  # «هـ» behind a year of the Islamic calendar, «م» behind another


def birth_date(reading: Reading) -> Iterator[Candidate]:
    """Find dates of birth.

    shape    dates in digits, with the names of months in four languages and two calendars, in words; a year alone
    accepts  beside words for being born, or in their field
    misses   dates without such words
    """
    text = reading.text
    if "birth" not in reading.speaks:
        return
    for match in _DATE.finditer(reading.low if len(reading.low) == len(text) else text):
        start, end = match.span()
        hijri = _HIJRI.match(text, end)
        end = hijri.end() if hijri else end
        while end > start and text[end - 1] in " ,-/":
            end -= 1
        if (
            text[start - 1 : start].isalnum()
            or text[end : end + 1].isalnum()
            or text[start - 1 : start] in (".", "-", "/")
        ):
            continue
        if "birth" in reading.concepts(start, end):
            yield Candidate(start, end, Kind.BIRTH_DATE, "a date beside words for birth", text[start:end].casefold())


_TWO_DIGITS = re.compile(r"'?[2-9]\d")
_SPANS = frozenset({"years", "year", "yrs", "months", "days", "weeks", "hours", "minutes", "%", "/", "-", ".", ":", "سنه", "سنين", "يوم", "شهر", "طفل", "طفلا"})  # fmt: skip


def _is_year(words: list[Word], place: int) -> bool:
    """Say whether a word is the year of a birth in two digits, and no span of time: "born 91"."""
    if place >= len(words) or not _TWO_DIGITS.fullmatch(words[place].low):
        return False
    return place + 1 == len(words) or words[place + 1].low not in _SPANS


_JOINING = frozenset({"day", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "السبت", "الاحد", "الاثنين", "الاتنين", "الثلاثاء", "التلات", "الاربعاء", "الاربع", "الخميس", "الجمعه", "of", "the", "and", "de", "del", "en", "year", ",", ".", "-", "/", "'", "و", "من", "في", "ف", "سنه", "لسنه", "عام", "لعام", "يوم", "شهر", "الشهر", "بشهر", "بالشهر", "هجري", "ميلادي", "ه", "ad", "ah", "نهار"})  # fmt: skip
_ORDINALS = frozenset({"first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth", "thirtieth", "اول", "ثاني", "تاني", "ثالث", "تالت", "رابع", "خامس", "سادس", "سابع", "ثامن", "تامن", "تاسع", "عاشر", "حادي", "عشر", "عشرين", "عشرون", "ثلاثين", "ثلاثون", "قعده", "حجه", "اخر", "اولي", "اخره", "غره", "منتصف"})  # fmt: skip
_NUMBERED = re.compile(r"\d{1,4}(?:st|nd|rd|th|er|ه)?")
_LONGEST = 14  # words of a date


def date_in_words(reading: Reading) -> Iterator[Candidate]:
    """Find days of birth with the name of a month, in digits and in words."""
    if "birth" not in reading.speaks:
        return
    rule = "a date beside words for birth"
    for start, end in dates_around_months(reading):
        if "birth" in reading.concepts(start, end):
            yield Candidate(start, end, Kind.BIRTH_DATE, rule, reading.low[start:end])
    for start, end in _right_behind(reading):
        yield Candidate(start, end, Kind.BIRTH_DATE, rule, reading.low[start:end])


_LEADING = frozenset({"on", "in", "is", "was", ":", "=", "i", "my", "date", "around", "about", "fi", "في", "هو", "كان", "كانت", "حوالي", "بتاريخ", "بحدود"})  # fmt: skip


def _right_behind(reading: Reading) -> Iterator[tuple[int, int]]:
    """Give dates in words right behind a word for being born: "born in nineteen ninety-one", «شهر خمسة سنة واحد وتسعين»."""
    words = reading.words
    for cue in reading.cues:
        if "birth" not in cue.concepts:
            continue
        first = cue.last + 1
        while first < min(len(words), cue.last + 5) and (
            words[first].low in _LEADING or not words[first].low[0].isalnum()
        ):
            first += 1
        last = first
        while (
            last < min(len(words), first + _LONGEST)
            and words[last].line == words[cue.last].line
            and is_dated(words[last])
        ):
            last += 1
        while last > first and not _counts(words[last - 1].low) and "month" not in words[last - 1].about.sorts:
            last -= 1
        counted = sum(_counts(word.low) for word in words[first:last])
        if (
            counted >= 2
            or (counted and any(word.low in _COUNTED for word in words[first:last]))
            or _is_year(words, first)
        ):
            last = max(last, first + 1)
            yield words[first].start, words[last - 1].end


def dates_around_months(reading: Reading) -> Iterator[tuple[int, int]]:
    """Give the dates around the names of months, word by word: numbers, ordinals and the words that join them."""
    words = reading.words
    behind = 0
    for place in reading.places.get("month", ()):
        first = last = place
        if words[place].low == "may" and not any(_counts(words[at].low) for at in _around(words, place)):
            continue  # "expires 11/26 and may be dropped"
        while first > behind and place - first < _LONGEST and is_dated(words[first - 1]) and _is_beside(words, first):
            first -= 1
        while (
            last + 1 < len(words)
            and last - place < _LONGEST
            and is_dated(words[last + 1])
            and _is_beside(words, last + 1)
        ):
            last += 1
        while first < place and words[first].low in _JOINING - _COUNTED:
            first += 1
        while last > place and words[last].low in _JOINING - {"ه"}:
            last -= 1
        behind = last + 1
        if (last == first and "-" not in words[first].low) or not any(
            _counts(words[index].low) for index in range(first, last + 1)
        ):
            continue
        if first and words[first - 1].low in _ARTICLES and _is_beside(words, first):
            first -= 1
        yield words[first].start, words[last].end


def _around(words: list[Word], place: int) -> range:
    """The places of a word's neighbours that are part of the text, with its own."""
    return range(max(0, place - 1), min(len(words), place + 2))


_COUNTED = frozenset({"سنه", "عام", "يوم", "شهر"})
_ARTICLES = frozenset({"the", "le", "el"})


def is_dated(word: Word) -> bool:
    """Say whether a word may be part of a date: a number, the name of a month, what joins them."""
    return word.low in _JOINING or _counts(word.low) or "month" in word.about.sorts


@lru_cache(maxsize=2_000)
def _counts(low: str) -> bool:
    """Say whether a word may count days or years."""
    if _NUMBERED.fullmatch(low) or value_of(low) is not None or value_of(low.removeprefix("ال")) is not None:
        return True
    return any(part.isdigit() or not _ORDINALS.isdisjoint(stems(part)) for part in low.split("-") if part)


def _is_beside(words: list[Word], place: int) -> bool:
    return words[place].line == words[place - 1].line


def spoken_birth_date(reading: Reading) -> Iterator[Candidate]:
    """Find days of birth that are numbers in words, "eleven six oh eight", beside words for being born."""
    for numeral in reading.numerals if "birth" in reading.speaks else ():
        if (
            numeral.spelled
            and 3 <= len(numeral.digits) <= 8
            and "birth" in reading.concepts(numeral.start, numeral.end)
        ):
            rule = "a number in words beside words for birth"
            yield Candidate(numeral.start, numeral.end, Kind.BIRTH_DATE, rule, numeral.digits)


_OLD = re.compile(
    r"(?<![\w./-])(?:\d{1,2} ?[-/.] ?\d{1,2} ?[-/.] ?(?:19[2-9]\d|200\d|201[0-2]|13[4-9]\d|14[0-3]\d)|(?:19[2-9]\d|200\d|201[0-2]|13[4-9]\d|14[0-3]\d) ?[-/.] ?\d{1,2} ?[-/.] ?\d{1,2}|\d{1,2}(?:st|nd|rd|th)? (?:of )?[^\W\d_]{3,9},? (?:19[2-9]\d|200\d|201[0-2])|[^\W\d_]{3,9} \d{1,2}(?:st|nd|rd|th)?,? (?:19[2-9]\d|200\d|201[0-2]))(?![\w:/-])"
)


_STARRED = re.compile(
    r"(?:(?<!\w)\* ?|\bb\. )((?:\d{1,2}[./-]\d{1,2}[./-]|[A-Z]?[a-z]{2,8} )?(?:19[2-9]\d|200\d))(?![\w.-])"
)


def old_date(reading: Reading) -> Iterator[Candidate]:
    """Propose whole dates on which people of age were born, without a word for it; the tagger decides, never sure."""
    for match in _STARRED.finditer(reading.text) if "sign of a birth" in reading.shapes else ():
        yield Candidate(*match.span(1), Kind.BIRTH_DATE, "a date behind the sign for a birth", match[1])
    for match in _OLD.finditer(reading.text) if "old date" in reading.shapes else ():
        yield Candidate(
            *match.span(), Kind.BIRTH_DATE, "a date long ago that nothing explains", match[0].casefold(), sure=False
        )
