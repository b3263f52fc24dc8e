"""The requester: what is known of them, wherever they write it and however they spell it."""

import re
from collections.abc import Iterator
from functools import lru_cache

from helpdesk.privacy.redaction.detectors.candidate import Candidate, stands_alone
from helpdesk.privacy.redaction.lexicon import commonness, is_arabic, word_sorts
from helpdesk.privacy.redaction.normalise import digits_of, fold_arabic
from helpdesk.privacy.redaction.reading import Reading, Word
from helpdesk.privacy.redaction.spans import Kind, Known
from helpdesk.privacy.redaction.words import word_list

_NOT_NAMES = word_list("not_names_en")
_CLITICS = ("و", "ف", "ب", "ل", "ك")
_TITLES = frozenset({"mr", "mrs", "ms", "dr", "prof", "eng", "al", "el", "bin", "ibn", "bint", "abu", "van", "von", "de", "der", "den", "da", "di", "del", "بن", "ابن", "بنت", "ابو", "ام", "ال", "عبد", "abdel", "abdul", "abd"})  # fmt: skip
_OFFICES = frozenset(
    {
        "info",
        "admin",
        "support",
        "sales",
        "contact",
        "mail",
        "office",
        "hello",
        "webmaster",
        "billing",
        "accounts",
        "team",
        "shop",
        "hr",
        "it",
    }
)


def known_person(reading: Reading, known: Known) -> Iterator[Candidate]:
    """Find what is known of the requester: address, the name in it, name and its parts, phone, company, postal address.

    accepts  whole words in any case, with clitics, with a possessive; spellings of the name in the other script or with
             another transliteration that sound the same; initials of the full name; the last seven digits of the phone
    misses   nicknames and misspellings that sound different
    """
    yield from _literal(reading, known)
    if known.name:
        yield from _sounding(reading, known)
        yield from _initials(reading, known)
    digits = digits_of(known.phone)
    if len(digits) >= 7:
        for numeral in reading.numerals:
            if numeral.digits.endswith(digits[-7:]) or (len(numeral.digits) >= 7 and digits.endswith(numeral.digits)):
                yield Candidate(numeral.start, numeral.end, Kind.PHONE, "known of the requester", digits[-9:])


def _literal(reading: Reading, known: Known) -> Iterator[Candidate]:
    for value, kind in _values(known):
        start = reading.low.find(value)
        while start >= 0:
            end = start + len(value)
            if _is_whole(reading.low, start, end) and not (kind is Kind.NAME and _is_in_host(reading.low, start, end)):
                sure = kind is not Kind.NAME or not _is_ordinary(value)
                yield Candidate(start, end, kind, "known of the requester", value, sure)
            start = reading.low.find(value, end)


def _is_ordinary(part: str) -> bool:
    """Say whether a part of a name is a common Arabic word, too: «جمال ألوانه» is no Gamal."""
    return is_arabic(part) and part.isalpha() and commonness(part) <= _COMMON


_COMMON = 2
_HOST = re.compile(r"(?:[\w-]+\.)+[a-z]{2,24}(?:[/:].*)?")


def _is_in_host(text: str, start: int, end: int) -> bool:
    """A domain that has the name in it helps the case: it stays readable."""
    left, right = start, end
    while left > 0 and start - left < 60 and not text[left - 1].isspace() and text[left - 1] not in "/@\"'(<":
        left -= 1
    while right < len(text) and right - end < 60 and not text[right].isspace() and text[right] not in "/\"')>,":
        right += 1
    return (
        text[left - 1 : left] != "@"
        and right - left > end - start
        and bool(_HOST.fullmatch(text[left:right].rstrip(".")))
    )


def _values(known: Known) -> Iterator[tuple[str, Kind]]:
    name = fold_arabic(known.name.strip())
    if name:
        yield name, Kind.NAME
        yield from ((part, Kind.NAME) for part in _parts(name) if len(part) >= 3)
    email = fold_arabic(known.email.strip())
    if email:
        yield email, Kind.EMAIL
        local = email.partition("@")[0]
        if len(local) >= 4 and not local.isdigit() and local not in _OFFICES:
            yield local, Kind.NAME
    for text, kind in ((known.company, Kind.NAME), (known.address, Kind.ADDRESS)):
        if len(text.strip()) >= 3:
            yield fold_arabic(text.strip()), kind


@lru_cache(maxsize=1_000)
def _parts(name: str) -> tuple[str, ...]:
    parts = [part for part in re.split(r"[\s.,-]+", name) if part and part not in _TITLES]
    return tuple(part for part in parts if part not in _NOT_NAMES)


def _is_whole(text: str, start: int, end: int) -> bool:
    if stands_alone(text, start, end) or (text[end : end + 1] == "_" and stands_alone(text, start, start + 1)):
        return True
    clitic = start >= 1 and text[start - 1] in _CLITICS and not text[max(0, start - 2) : start - 1].isalnum()
    return clitic and not text[end : end + 1].isalnum()


def _sounding(reading: Reading, known: Known) -> Iterator[Candidate]:
    wanted = {skeleton(part): part for part in _parts(fold_arabic(known.name)) if len(skeleton(part)) >= 3}
    local = fold_arabic(known.email).partition("@")[0]
    wanted |= {
        skeleton(part): part
        for part in re.split(r"[._+\d-]+", local)
        if len(part) >= 4 and part not in _OFFICES and len(skeleton(part)) >= 3
    }
    if not wanted:
        return
    named = _parts(fold_arabic(known.name))
    for word in reading.words:
        if word.end - word.start >= 3 and not word.low.isdigit():
            for bare, offset in sorted(_bare(word.low), key=lambda form: form[0] not in named):
                part = wanted.get(skeleton(bare)) or wanted.get(skeleton(bare.removeprefix("ال")))
                if part and _is_spelling(reading, word, bare, part):
                    yield Candidate(
                        word.start + offset,
                        word.start + offset + len(bare),
                        Kind.NAME,
                        "sounds like the requester's name",
                        part,
                        sure=not _is_ordinary(bare),
                    )
                    break


def _bare(low: str) -> Iterator[tuple[str, int]]:
    """Give the forms of a word that may be the name, with how many letters before it are none of it."""
    if low[0] in _CLITICS and len(low) > 4:
        yield low[1:], 1
    yield low, 0
    if low.endswith("'s"):
        yield low[:-2], 0
    if low.startswith(("al-", "el-")):
        yield low[3:], 3


def _is_spelling(reading: Reading, word: Word, bare: str, part: str) -> bool:
    """A short skeleton must keep its first letter and stand capitalised, or be written in the other script."""
    bare = bare.removeprefix("ال") if len(bare) > 4 else bare
    if part[0] in "وwo" and bare[0] not in "وwo":
        return False  # what was taken for a clitic is the name's own first letter
    other_script = (bare[0] < "\u0600") != (part[0] < "\u0600")
    if word_sorts(bare) or abs(len(bare) - len(part)) > 4:
        return False
    return other_script or reading.text[word.start].isupper() or bare[0] == part[0]


_SOUNDS = str.maketrans(
    {
        "ا": "", "أ": "", "إ": "", "آ": "", "و": "", "ي": "", "ى": "", "ء": "", "ؤ": "", "ئ": "", "ة": "", "ه": "h", "ب": "b", "ت": "t", "ث": "t", "ج": "j", "ح": "h", "خ": "x", "د": "d", "ذ": "d",
        "ر": "r", "ز": "z", "س": "s", "ش": "c", "ص": "s", "ض": "d", "ط": "t", "ظ": "z", "ع": "", "غ": "g", "ف": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n", "پ": "b", "ڤ": "f", "گ": "g",
        "a": "", "e": "", "i": "", "o": "", "u": "", "y": "", "w": "", "à": "", "â": "", "é": "", "è": "", "ê": "", "ë": "", "ï": "", "î": "", "ô": "", "ö": "", "ü": "", "û": "", "ç": "s", "'": "", "’": "", "-": "", ".": "",
        "q": "k", "c": "k", "v": "f", "p": "b", "2": "", "3": "", "7": "h", "5": "x", "6": "t", "8": "g", "9": "s",
    }
)  # fmt: skip
_PAIRS = (
    ("sch", "c"),
    ("tch", "c"),
    ("sh", "ش"),
    ("ch", "ش"),
    ("kh", "x"),
    ("gh", "g"),
    ("th", "t"),
    ("dh", "d"),
    ("ph", "f"),
    ("ou", ""),
    ("dj", "j"),
    ("j", "ج"),
    ("3'", "g"),
)


@lru_cache(maxsize=4_000)
def skeleton(low: str) -> str:
    """Give the consonants of a folded name, the same for its spellings in both scripts: «محمود» and "Mahmoud" are `mhmd`."""
    for letters, sound in _PAIRS:
        low = low.replace(letters, sound)
    sounds = low.translate(_SOUNDS)
    trimmed = sounds[:-1] if sounds.endswith("h") and len(sounds) > 3 else sounds
    once = "".join(letter for place, letter in enumerate(trimmed) if not place or trimmed[place - 1] != letter)
    return once.replace("g", "j")


def _initials(reading: Reading, known: Known) -> Iterator[Candidate]:
    """The initials of the full name, with full stops ("J.D."), or an initial beside another part of the name."""
    parts = [part for part in _parts(fold_arabic(known.name)) if part[0].isalpha()]
    if len(parts) < 2:
        return
    first, last = parts[0][0], parts[-1][0]
    for match in re.finditer(rf"(?i)(?<!\w){re.escape(first)}\. ?{re.escape(last)}\.?(?!\w)", reading.text):
        yield Candidate(match.start(), match.end(), Kind.NAME, "the requester's initials", first + last)
