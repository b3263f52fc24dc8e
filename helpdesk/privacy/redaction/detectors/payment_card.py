"""Payment cards: their numbers, and expiry and security code beside them."""

import re
from bisect import bisect_right
from collections.abc import Iterator

from stdnum import luhn

from helpdesk.privacy.redaction.detectors.birth_date import dates_around_months
from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.number_words import value_of
from helpdesk.privacy.redaction.reading import Numeral, Reading
from helpdesk.privacy.redaction.spans import Kind

_SHORTEST = 13
_LENGTHS = (16, 15, 19, 14, 13, 18, 17)
# First digits and lengths by scheme (ISO/IEC 7812-1 registry, as the schemes publish them).
_ISSUER = re.compile(
    r"4(?:\d{12}|\d{15}|\d{18})|5[1-5]\d{14}|2[2-7]\d{14}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|6\d{15}|6\d{18}|9792\d{12}|50\d{14}|506\d{16}|5[6-8]\d{14}"
)
_EXPIRY = re.compile(
    r"(?<!\d)(?<!\d-)(?:0?[1-9]|1[0-2]) ?[/.-] ?(?:20)?[2-4]\d(?![\d/-]|\.\d)|(?:20)?[2-4]\d ?/ ?(?:0[1-9]|1[0-2])(?!\d)|(?<![\d-])20[2-4]\d-(?:0[1-9]|1[0-2])(?![\d-])"
)
_GROUPED = re.compile(r"\d{4}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{3})?|\d{4}([ -])\d{6}\2\d{5}")
_MONTH = r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?"
_NAMED = re.compile(rf"\b(?:{_MONTH})\.? (?:of )?(?:20)?[2-4]\d\b")
_TOLD = re.compile(r"\d{1,2}(?:st|nd|rd|th)? (?:month )?of (?:20)?[2-4]\d\b|\b(?:0[1-9]|1[0-2])[ -]?(?:20)?[2-4]\d\b")
_FRACTION = re.compile(r"[.:]\d")
_WORD = re.compile(r"[^\W\d_]+")
# What may stand between a card, its expiry and the code behind.
_BETWEEN = frozenset(
    [
        "and",
        "then",
        "exp",
        "expiry",
        "expires",
        "until",
        "till",
        "thru",
        "valid",
        "security",
        "sec",
        "code",
        "cvv",
        "cv",
        "cvc",
        "date",
        "back",
        "front",
        "reverse",
        "ends",
        "و",
        "ثم",
        "تاريخ",
        "انتهاء",
        "صلاحية",
        "تنتهي",
        "لغاية",
        "الى",
        "إلى",
        "وكود",
        "كود",
    ]
)
_NEAR = 60  # characters between a card number and its expiry


def payment_card(reading: Reading) -> Iterator[Candidate]:
    """Find payment card numbers, their expiry and security codes.

    shape    13..19 digits with blanks, hyphens, dots; in words; the last digits beside a word for a card
    accepts  a known issuer's first digits and a right check digit (Luhn, ISO/IEC 7812-1); the first valid number in a
             longer run of digits; beside a word for a card 12..19 digits even with a mistyped digit
    misses   a number that was split by other words
    """
    cards = [*_numbers(reading), *_over_lines(reading)]
    yield from cards
    yield from _beside(reading, cards)


def _numbers(reading: Reading) -> Iterator[Candidate]:
    for numeral in reading.numerals:
        if reading.text[numeral.start] == "+" or not (13 <= len(numeral.digits) <= 40 or 3 <= len(numeral.digits) <= 6):
            continue
        concepts = reading.concepts(numeral.start, numeral.end)
        span = _card_in(reading.text, numeral)
        if (
            span
            and (
                not concepts & {"thing"}
                or len(numeral.digits) == 16
                or _GROUPED.fullmatch(reading.text[span[0] : span[1]])
            )
            and (concepts & {"card"} or "iban" not in concepts)
            and ("card" in concepts or "bank" not in concepts or len(span[2]) == len(numeral.digits))
        ):
            start, end, digits = span
            if stands_alone(reading.text, start, end) and reading.text[max(0, start - 1) : start] != "=":
                yield Candidate(start, end, Kind.CARD, "a card number with a right check digit", digits)
        elif concepts & {"card"} and (
            12 <= len(numeral.digits) <= 19 or (3 <= len(numeral.digits) <= 6 and _is_part(reading, numeral))
        ):
            yield Candidate(numeral.start, numeral.end, Kind.CARD, "a number beside a word for a card", numeral.digits)
        elif concepts == {"card"} and len(numeral.digits) == 4 and reading.field_at(numeral.start, numeral.end):
            rule = "four digits in the field of a card"
            yield Candidate(numeral.start, numeral.end, Kind.CARD, rule, numeral.digits, sure=False)
        elif len(numeral.digits) < _SHORTEST:
            continue
        elif _ISSUER.fullmatch(numeral.digits) and _EXPIRY.search(reading.text[numeral.end : numeral.end + _NEAR // 2]):
            rule = "a number like a card's with an expiry behind it"
            yield Candidate(numeral.start, numeral.end, Kind.CARD, rule, numeral.digits)
        elif _GROUPED.fullmatch(reading.text[numeral.start : numeral.end]) and _ISSUER.fullmatch(numeral.digits):
            rule = "a number grouped like a card's"
            yield Candidate(numeral.start, numeral.end, Kind.CARD, rule, numeral.digits, sure=False)


_HALVES = re.compile(r"(?<![\d -])\d{4}[ -]?\d{4}\n\d{4}[ -]?\d{4}(?![\d-])")


def _over_lines(reading: Reading) -> Iterator[Candidate]:
    """Give the numbers that are written in two halves, one below the other."""
    for match in _HALVES.finditer(reading.text) if "number in halves" in reading.shapes else ():
        digits = re.sub(r"\D", "", match[0])
        if _ISSUER.fullmatch(digits) and luhn.is_valid(digits):
            yield Candidate(*match.span(), Kind.CARD, "a card number on two lines", digits)


_ENDS = frozenset(
    {"ending", "ends", "end", "last", "final", "اخر", "اخره", "اخرها", "تنتهي", "منتهيه", "بتنتهي", "ينتهي", "المنتهيه"}
)


def _is_part(reading: Reading, numeral: Numeral) -> bool:
    """Say whether a short number is said to be the end of a longer one ("ending in 7662")."""
    index = reading.word_before(numeral.start)
    return 3 <= len(numeral.digits) <= 6 and any(
        word.low in _ENDS for word in reading.words[max(0, index - 4) : index + 1]
    )


def _card_in(text: str, numeral: Numeral) -> tuple[int, int, str] | None:
    """Find the first valid number in a run: a failed one before it ("2026 4111 …") must not hide it."""
    digits = numeral.digits
    if len(digits) < _SHORTEST:
        return None
    if numeral.spelled:
        valid = len(digits) in _LENGTHS and _ISSUER.fullmatch(digits) and luhn.is_valid(digits)
        return (numeral.start, numeral.end, digits) if valid else None
    places = [place for place in range(numeral.start, numeral.end) if text[place].isdigit()]
    for start in range(len(digits) - 12):
        for length in _LENGTHS:
            number = digits[start : start + length]
            if (
                len(number) == length
                and _is_bounded(text, places, start, length)
                and _ISSUER.fullmatch(number)
                and luhn.is_valid(number)
                and len(set(number)) > 1
            ):
                return places[start], places[start + length - 1] + 1, number
    return None


def _is_bounded(text: str, places: list[int], start: int, length: int) -> bool:
    """A number begins and ends where a group of digits does."""
    before, behind = places[start] - 1, places[min(start + length, len(places)) - 1] + 1
    return not (text[before : before + 1].isdigit() and before >= 0) and not text[behind : behind + 1].isdigit()


def _beside(reading: Reading, cards: list[Candidate]) -> Iterator[Candidate]:
    """Expiry and security code: after their words, or right behind a card number."""
    ends = sorted(card.end for card in cards)
    if not cards and reading.says.isdisjoint(("card", "cvv")):
        return
    for numeral in reading.numerals:
        if 3 <= len(numeral.digits) <= 4:
            yield from _security_code(reading, numeral, _before(ends, numeral.start))
    if "cvv" in reading.speaks:
        yield from _spelled_code(reading)
    yield from _told(reading)
    for pattern in (_EXPIRY, _NAMED):
        for match in pattern.finditer(reading.low):
            concepts = reading.concepts(match.start(), match.end())
            card = _before(ends, match.start())
            behind = match.start() - card <= _NEAR
            if behind and "thing" in concepts:
                behind = any(
                    cue.concepts & {"expiry"} and card <= reading.words[cue.first].start < match.start()
                    for cue in reading.cues
                )
            if "expiry" in concepts or (behind and "birth" not in concepts):
                yield Candidate(match.start(), match.end(), Kind.CARD, "the expiry of a card", match[0])
                code = _CODE_BEHIND.match(reading.low, match.end())
                if code and behind:
                    yield Candidate(*code.span(1), Kind.CODE, "a card's security code behind it", code[1])


_CODE_BEHIND = re.compile(r"[ ,;/|-]{1,4}(\d{3,4})(?![\d:.]\d|\d)")


def _told(reading: Reading) -> Iterator[Candidate]:
    """Expiries with a month's name or in unusual digits, beside their word."""
    if "expiry" not in reading.speaks:
        return
    for start, end in [*dates_around_months(reading), *(match.span() for match in _TOLD.finditer(reading.low))]:
        if "expiry" in reading.concepts(start, end) or _expires(reading, start):
            yield Candidate(start, end, Kind.CARD, "the expiry of a card", reading.low[start:end])


_REACH = 6  # words between a word for an expiry and its date, with a word for the card between them


def _expires(reading: Reading, start: int) -> bool:
    """Say whether a word for an expiry stands shortly before a date, though another cue is nearer: "expiry of the card: …"."""
    place = reading.word_before(start)
    cues = [
        reading.cue_at[index].concepts for index in range(max(0, place - _REACH), place + 1) if index in reading.cue_at
    ]
    return any("expiry" in concepts for concepts in cues) and all(concepts & _OF_CARDS for concepts in cues)


_OF_CARDS = frozenset({"expiry", "card", "national", "bank"})


def _security_code(reading: Reading, numeral: Numeral, card_end: int) -> Iterator[Candidate]:
    """Three or four digits beside their word, or behind a card with nothing but marks and digits between."""
    text, start = reading.text, numeral.start
    named = "cvv" in reading.concepts(start, numeral.end)
    bare = text[start : numeral.end].isdigit() and not _FRACTION.match(text, numeral.end)
    between = _WORD.findall(text[card_end:start].casefold()) if start - card_end <= _NEAR else ()
    follows = start - card_end <= _NEAR and all(word in _BETWEEN for word in between)
    if named or (bare and start - card_end <= _NEAR and "thing" not in reading.concepts(start, numeral.end)):
        rule = (
            ("a" if named or follows else "perhaps a")
            + " card's security code "
            + ("beside its word" if named else "behind it")
        )
        yield Candidate(start, numeral.end, Kind.CODE, rule, numeral.digits, sure=named or follows)


def _spelled_code(reading: Reading) -> Iterator[Candidate]:
    """Three digits in words beside a word for a security code; four and more are numerals."""
    words, spelled = reading.words, reading.places.get("number", [])
    for first, middle, last in zip(spelled, spelled[1:], spelled[2:], strict=False):
        values = [value_of(words[place].low) or "" for place in (first, middle, last)]
        start, end = words[first].start, words[last].end
        if last - first == 2 and all(map(_is_digit, values)) and "cvv" in reading.concepts(start, end):
            rule = "a card's security code in words beside its word"
            yield Candidate(start, end, Kind.CODE, rule, "".join(values))


def _is_digit(value: str) -> bool:
    return len(value) == 1


def _before(ends: list[int], place: int) -> int:
    """Give where the last card before a place ends; far away when there is none."""
    index = bisect_right(ends, place)
    return ends[index - 1] if index else -1000
