"""A learned tagger beside the rules: a linear-chain conditional random field over the words of a text.

It reads what the rules found as features of its words, so that it learns where to trust them, and adds what they miss: names,
addresses, secrets and dates in sentences that no rule foresaw. Trained by `training/train_tagger.py` from the project's own texts.
Most words are ordinary beyond doubt by their own weights; only the runs of the others are reckoned through.
Source: Lafferty, McCallum, Pereira: Conditional Random Fields (ICML 2001).
"""

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from helpdesk.privacy.redaction.believe import believed
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.detectors.secret.made_by_machine import speaks_of_hash
from helpdesk.privacy.redaction.lexeme import OPAQUE
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.readable import must_stay, names_a_value
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.reckoning import ORDINARY, Verdict, tagged
from helpdesk.privacy.redaction.spans import SECRETS, Kind
from helpdesk.privacy.redaction.trim import is_never_private, of_date, of_name
from helpdesk.privacy.redaction.trust import most_ordinary
from helpdesk.privacy.redaction.weights import OUTSIDE

MODEL = Path(__file__).with_name("tagger.weights")
LEARNED = "learned from texts like it"
# A label covers the words of a detail; numbers of every kind are one label, what they are is seen from the words around.
LABEL_OF = {
    "PERSON": "PERSON", "ADDRESS": "ADDRESS", "SECRET": "SECRET", "DOB": "DATE", "EMAIL": "EMAIL", "IP": "SPOT", "MAC": "SPOT", "GPS": "SPOT",
    **dict.fromkeys(("PHONE", "CARD", "IBAN", "BANK_ACCOUNT", "NATIONAL_ID", "PASSPORT", "PLATE"), "NUMBER"),
}  # fmt: skip
_KINDS = {
    "PERSON": Kind.NAME,
    "ADDRESS": Kind.ADDRESS,
    "SECRET": Kind.PASSWORD,
    "DATE": Kind.BIRTH_DATE,
    "EMAIL": Kind.EMAIL,
}
_NUMBERS = {
    "card": Kind.CARD, "iban": Kind.IBAN, "bank": Kind.BANK_ACCOUNT, "passport": Kind.PASSPORT, "national": Kind.NATIONAL_ID, "plate": Kind.PLATE, "phone": Kind.PHONE,
}  # fmt: skip


def _kind(reading: Reading, label: str, start: int, end: int) -> Kind:
    """Say what a label means here; of a number the words around it say what it is, else its length."""
    if label in _KINDS:
        return _KINDS[label]
    text, concepts = reading.text[start:end], reading.concepts(start, end)
    digits = sum(map(str.isdigit, text))
    if label == "SPOT":
        return Kind.GPS if "gps" in concepts else Kind.MAC if "mac" in concepts or digits > 12 else Kind.IP
    named = next((kind for concept, kind in _NUMBERS.items() if concept in concepts), None)
    return named or (Kind.PASSPORT if text[0].isalpha() and digits else Kind.PHONE)


def judged(reading: Reading, found: Sequence[Candidate]) -> tuple[list[Candidate], list[Candidate]]:
    """Judge what the rules found and find more.

    found    what the rules found, in order, not overlapping
    returns  those of them that stand (an unsure one without the words at its ends that the tagger takes for ordinary),
             and what the tagger takes for private
    """
    if not reading.words:
        return list(found), []
    private = tagged(reading, found, MODEL)
    words = reading.words
    for place, (label, ordinary) in private.items():
        if ordinary > CLEAR and label != OUTSIDE and ordinary >= _MOST.get((label, _sort_of(words[place])), 1.0):
            private[place] = OUTSIDE, ordinary
    standing = [
        kept
        for candidate in found
        if (kept := believed(reading, candidate, private))
        and (candidate.sure or not must_stay(reading.text[kept.start : kept.end], kept.kind))
        and (candidate.sure or not (kept.kind in SECRETS and _is_arabizi(reading, kept.start, kept.end, private)))
    ]
    return standing, [*_learned(reading, private)]


# So ordinary at most is a word of a label, by what the word looks like: a small letter, a capital, Arabic; "." for a common
# word, "*" for one that a list of names has.
_MOST = {
    ("PERSON", "a"): 0.5,
    ("PERSON", "a.*"): 0.5,
    ("PERSON", "c"): 0.4,
    ("PERSON", "c."): 0.3,
    ("PERSON", "C."): 0.5,
    ("SECRET", "a."): 0.6,
    ("SECRET", "a.*"): 0.6,
    ("SECRET", "c."): 0.5,
    ("SECRET", "c.*"): 0.35,
    ("SECRET", "C."): 0.4,
    ("SECRET", "c"): 0.6,
    ("NUMBER", "c"): 0.4,
    ("NUMBER", "c."): 0.4,
    **{("SPOT", sort): 0.05 for sort in ["d", "x", "m", "md", "X", "a", "c", "C", "c.", "C."]},
}


def _sort_of(word: Word) -> str:
    look = word.about.look
    if look[0] in "aCc":
        return look[0] + "." * (look[1] in "123") + "*" * (len(look) > 2) if word.low.isalpha() else "-"
    return "d" if look[0] == "d" else look


_SURELY = 0.05  # so ordinary at most is a word that is believed wherever it stands
# What stands this near a placeholder was judged with the value still there; judging it again would differ.
_BESIDE = 4  # words
_ONE_LINE = frozenset({"SECRET", "PERSON", "EMAIL", "SPOT", "DATE"})


def _learned(reading: Reading, private: dict[int, Verdict]) -> Iterator[Candidate]:
    words = reading.words
    for first, last, kind in _runs(reading, private):
        if not _is_trusted(reading, first, last, kind, private):
            continue
        span = _trimmed(reading, first, last, kind, private)
        if span is None:
            continue
        start, end = words[span[0]].start, words[span[1]].end
        text, meant = reading.text[start:end], _kind(reading, kind, start, end)
        if (
            any(map(str.isalnum, text))
            and not _is_thing(reading, start, end, kind, private)
            and not must_stay(text, meant)
        ):
            yield Candidate(start, end, meant, LEARNED, fold_arabic(text), sure=False)


def _is_trusted(reading: Reading, first: int, last: int, kind: str, private: dict[int, Verdict]) -> bool:
    """Say whether a word of a run is private beyond doubt enough, and none stands beside a placeholder."""
    placeholders = reading.places.get("placeholder", ())
    if any(first - _BESIDE <= other <= last + _BESIDE for other in placeholders):
        return False
    likeliest = min(private[place][1] for place in range(first, last + 1))
    return likeliest < _SURELY or likeliest < most_ordinary(reading, first, last, kind)


def _trimmed(reading: Reading, first: int, last: int, kind: str, private: dict[int, Verdict]) -> tuple[int, int] | None:
    """Give the words of a run that are private, if any."""
    words = reading.words
    named = kind == "PERSON" or (kind == "SECRET" and private[first][1] > CLEAR)
    if named and is_never_private(words, first, last):
        return None
    if kind == "SECRET":
        return _strongest(words, first, last, private)
    if kind == "DATE" and min(private[place][1] for place in range(first, last + 1)) >= DATED:
        return of_date(words, first, last)
    return of_name(reading, first, last) if kind == "PERSON" else (first, last)


DATED = 0.3  # so ordinary at least is a date that is trimmed to its numbers and months
_COMPARED = re.compile(r"[<>]=? ?'?$")  # a day in a query
# A year too late for people who write themselves; a child's birth date stands beside a word for birth.
_RECENT = re.compile(r"(?<!\d)(?:20(?:1[4-9]|[2-4]\d)|14(?:3[5-9]|[4-6]\d))(?!\d)")


def _is_thing(reading: Reading, start: int, end: int, kind: str, private: dict[int, Verdict]) -> bool:
    """Say whether the words and signs around a guess make it a thing: a hash, a key, a day in a query."""
    if kind == "DATE":
        recent = "birth" not in reading.speaks and _RECENT.search(reading.text, start, end) is not None
        return recent or _COMPARED.search(reading.text[max(0, start - 4) : start]) is not None
    return kind == "SECRET" and (
        speaks_of_hash(reading, start)
        or names_a_value(reading.text, start, end)
        or _is_arabizi(reading, start, end, private)
    )


_WRITTEN_SO = 4  # words of Arabic in Latin letters with digits, in a text that is written so
CLEAR = 0.05  # so ordinary at most is such a word that is a secret all the same


def _is_arabizi(reading: Reading, start: int, end: int, private: dict[int, Verdict]) -> bool:
    """Say whether a guess is a word of Arabic in Latin letters, which looks chosen, in a text that is written so."""
    places = reading.places.get("arabizi", ())
    if len(places) < _WRITTEN_SO:
        return False
    place = reading.word_from(start)
    alone = place < len(reading.words) and reading.words[place].end >= end
    return alone and place in places and private.get(place, ORDINARY)[1] > CLEAR


STRONG = 0.35  # so ordinary at most is a plain word that belongs to a secret beside a string that looks chosen


def _strongest(words: Sequence[Word], first: int, last: int, private: dict[int, Verdict]) -> tuple[int, int]:
    """Leave away the plain words around a string that looks chosen, if they may well be ordinary."""
    inside = range(first, last + 1)
    if not any("chosen" in words[place].about.sorts for place in inside):
        return first, last
    strong = [place for place in inside if "chosen" in words[place].about.sorts or private[place][1] < STRONG]
    return strong[0], strong[-1]


def _runs(reading: Reading, private: dict[int, Verdict]) -> Iterator[tuple[int, int, str]]:
    """Give the runs of words of one label, first and last: without marks at the ends, on one line and within one sentence."""
    behind = -1
    for place, (kind, _) in private.items():
        if place <= behind or kind == OUTSIDE or not _is_part(reading, place, kind):
            continue
        last = behind = place
        while private.get(behind + 1, ORDINARY)[0] == kind and not _ends(reading, behind + 1, kind, private):
            behind += 1
            if _is_part(reading, behind, kind):
                last = behind
        yield place, last, kind


def _is_part(reading: Reading, place: int, kind: str) -> bool:
    """Say whether a detail may begin or end with a word: no placeholder, no mark."""
    low = reading.words[place].low
    if kind == "SECRET":
        return low[0] != OPAQUE and low not in _AROUND
    return low[0] != OPAQUE and (kind != "PERSON" or any(map(str.isalnum, low)))


def _ends(reading: Reading, place: int, kind: str, private: dict[int, Verdict]) -> bool:
    """Say whether a detail does not go on over a word: a placeholder, a new line, the end of a sentence."""
    words = reading.words
    word, before = words[place], words[place - 1]
    if word.low[0] == OPAQUE or (kind in _ONE_LINE and word.line != before.line):
        return True
    if kind == "ADDRESS":
        return _ends_sentence(reading, place) and private.get(place + 1, ORDINARY)[1] > AGAIN
    if kind not in _WORDED or word.low not in _STOPS[kind]:
        return False
    following = reading.text[word.end : word.end + 1]
    return (not following or following.isspace()) and not (word.low == "." and len(before.low) <= 3)


def _ends_sentence(reading: Reading, place: int) -> bool:
    """Say whether a dot behind a word of some length, before a capital or an Arabic word, ends a sentence."""
    words = reading.words
    before, following = words[place - 1], words[place + 1 : place + 2]
    return (
        words[place].low == "."
        and len(before.low) > _ABBREVIATED
        and before.low.isalpha()
        and bool(following)
        and following[0].about.look[0] in "aC"
        and reading.text[words[place].end] == " "
    )


AGAIN = 0.2  # so ordinary at most is the first word of another sentence that an address goes on into
_ABBREVIATED = 5  # letters of a word that a dot may shorten
_WORDED = frozenset({"PERSON", "SECRET"})
_AROUND = frozenset(
    {".", ",", ";", ":", "(", ")", '"', "'", "«", "»", "`", "؛", "؟", "->", "→", "=", "|"}
)  # what stands around a secret
_STOPS = {
    "PERSON": frozenset({".", ",", ";", ":", "?", "!", "(", ")", "؛", "؟", "|", "/", "..."}),
    "SECRET": frozenset({".", ",", ";", "؛", "؟"}),
}
