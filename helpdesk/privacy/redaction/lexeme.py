"""What is known of a word as it is written, wherever it stands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from helpdesk.privacy.redaction.chosen import looks_chosen
from helpdesk.privacy.redaction.lexicon import (
    address_sorts,
    commonness,
    is_arabic,
    listed_as,
    look_of,
    may_be_listed,
    stems,
    word_sorts,
)
from helpdesk.privacy.redaction.memory import Memory
from helpdesk.privacy.redaction.months import MONTH_WORDS
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.number_words import value_of
from helpdesk.privacy.redaction.words import phrases


@dataclass(frozen=True, slots=True)
class Phrase:
    """The rest of a phrase behind its first word, and what the phrase speaks of."""

    rest: tuple[str, ...]
    concepts: frozenset[str]


LISTS = ("cues", "introductions", "health")
OPAQUE = "\u25a1"  # what a placeholder reads as


@dataclass(slots=True, eq=False)
class Lexeme:
    """What is known of a word as it is written, wherever it stands; one object for all its places.

    phrases  those that may start with it, by their list;  sorts: what detectors look for (`_sorts`)
    forms    under which a cue may be listed (`stems`)
    look     what it looks like at a glance;  hint: itself where it is common or a mark, else its look
    common   how common it is;  listed: as what the lists have it (`listed_as`); both for what begins with a letter only
    """

    written: str
    low: str
    phrases: tuple[tuple[str, tuple[Phrase, ...]], ...]
    sorts: tuple[str, ...]
    forms: tuple[str, ...]
    look: str
    hint: str
    common: int = 0
    listed: str = ""


def _looked_up(written: str) -> Lexeme:
    low = fold_arabic(written)
    forms = stems(low)
    chosen = ["chosen"] if looks_chosen(written) else []
    # "auth-Willow-88" is no word for a key
    key = _KEY.fullmatch(written) if written.endswith(_KEYS) else None
    named = (*forms, low[key.start(key.lastindex or 0) :]) if key else forms
    if low[0] == "p" and _VOWELS.sub("", low) == _PASSWORD:
        named = (*named, "password")
    starting = () if chosen and "-" in low else _starting(named)
    common, listed = (commonness(low), listed_as(low)) if written[0].isalpha() else (0, "")
    look = look_of(written, low, common, listed)
    hint = low if not low[0].isalnum() or (low[0].isalpha() and common <= 2) else look
    sorts = (*_sorts(low, forms, listed), *chosen, *[""][: len(starting)])
    return Lexeme(written, low, starting, sorts, forms, look, hint, common, listed)


lexemes: Memory[str, Lexeme] = Memory(_looked_up, 12_000)  # of words as they are written


def _sorts(low: str, forms: tuple[str, ...], listed: str) -> Iterator[str]:
    """Say what detectors look for in a word: a number in words, a name of the lists, a title or a relation, part of an
    address, a placeholder."""
    if low[0] == OPAQUE:
        yield "placeholder"
    if not low[0].isalnum() or low.isdigit():
        return
    if not low[-1].isdigit() and value_of(low) is not None:
        yield "number"
    if may_be_listed(low) if is_arabic(low) else listed and len(low) > 1:
        yield "listed"
    if not {"title", "kin"}.isdisjoint(word_sorts(low)):
        yield "titled"
    if not MONTH_WORDS.isdisjoint(forms):
        yield "month"
    if low in _HEADS:
        yield "head"
    if low in _KUNYA:
        yield "kunya"
    if not low.isalpha() and _ARABIZI.fullmatch(low):
        yield "arabizi"
    yield from address_sorts(low, forms)


# A word of Arabic in Latin letters, with single digits for the letters that Latin lacks: 3omri, delwa2ty, sa7.
_ARABIZI = re.compile(r"(?=[a-z]{0,12}[2-9])[235-9]?[a-z]+(?:[235-9][a-z]+)*[235-9]?")


# What a mail's head begins its lines with.
_HEADS = frozenset({"from", "to", "cc", "bcc", "sent", "reply-to", "von", "an", "de", "à", "من", "الي", "نسخه", "المرسل", "المستلم"})  # fmt: skip
_KUNYA = frozenset({"ابو", "ام", "بو", "ابا", "ابي"})


# Whatever slip was made in its vowels or doubled letters: pasword, passwrod, pswrd.
_VOWELS = re.compile(r"[aeiou]+|(?<=s)s")
_PASSWORD = "pswrd"  # noqa: S105 - the consonants of a word
_KEYS = ("Pass", "Pwd", "Pin", "Psk", "Password", "Passphrase", "Passcode", "Secret", "Token", "Key")
# A name of a setting that ends in a word for a secret: `authPass`, `storePassword`.
_KEY = re.compile(
    r"[a-z]+(?:[A-Z][a-z]+)*(Pass|Pwd|Pin|Psk)|[A-Za-z]*[a-z](Password|Passphrase|Passcode|Secret|Token|Key)"
)


def _starting(forms: tuple[str, ...]) -> tuple[tuple[str, tuple[Phrase, ...]], ...]:
    """Give the phrases that may start with a word, by their list; nothing for most words."""
    if _firsts().isdisjoint(forms):
        return ()
    starting = ((name, tuple(phrase for stem in forms for phrase in _table(name).get(stem, ()))) for name in LISTS)
    return tuple((name, phrases) for name, phrases in starting if phrases)


_concepts: dict[frozenset[str], frozenset[str]] = {}


@cache
def _firsts() -> frozenset[str]:
    """Give the first words of all phrases."""
    return frozenset().union(*map(_table, LISTS))


@cache
def _table(name: str) -> dict[str, list[Phrase]]:
    concepts: dict[tuple[str, ...], set[str]] = {}
    for words, concept in phrases(name):
        for form in _written(words):
            concepts.setdefault(form, set()).add(concept)
    table: dict[str, list[Phrase]] = {}
    for words, meant in sorted(concepts.items(), key=lambda entry: -len(entry[0])):
        # One object for all phrases that speak of the same: what is equal is compared all day long.
        of_same = frozenset(meant)
        table.setdefault(words[0], []).append(Phrase(words[1:], _concepts.setdefault(of_same, of_same)))
    return table


def _written(words: tuple[str, ...]) -> list[tuple[str, ...]]:
    """Give the ways a phrase is written: "safe word", "safe-word", "safeword"; "one-time code"."""
    if len(words) < 2 or not (words[0] + words[1]).isascii() or len(words[0]) + len(words[1]) < 7:
        return [words]
    joined = [(f"{words[0]}-{words[1]}", *words[2:])]
    return [words, *joined, *([(words[0] + words[1],)] if len(words) == 2 else [])]
