"""From a redacted text to what the index keeps of it: keyed hashes of its words, folded and cut to their stems."""

import functools
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import Stemmer

from helpdesk.privacy.redaction.redact import PLACEHOLDER
from helpdesk.privacy.vault import keyring

# Of the rules below and of what is indexed besides (2: exact values); what was indexed by older ones is indexed anew by
# `search reindex`.
VERSION: Final = 2
LONGEST: Final = 100  # letters of a word; the rest of a longer one is not looked at
_TEXT: Final = 60_000  # letters of a folded text: one sign can stand for eighteen
_NAMED = {"ى": "ي", "ة": "ه", "ٱ": "ا", "ی": "ي", "ک": "ك", "’": "'", "‘": "'", "ʼ": "'"}
_DASHES = dict.fromkeys((*range(8208, 8214), 8722), "-")
_JOINED = re.compile(r"[^\W_]+(?:[.'_+-][^\W_]+)*")  # a word, or several of them in one: PAY-402, mail.example.com
_PART = re.compile(r"[^\W_]+(?:'[^\W_]+)?")
_ARABIC = re.compile(r"[\u0621-\u064A]{2,}")
_LATIN = re.compile(r"[a-z']{2,}")
_CONJUNCTION = re.compile(r"[وف](?=ال.{2})")  # "and the", "so the": the stemmer takes the article only at the start
# Without their caches: no word that a person wrote stays in memory longer than the operation.
_STEMMERS = {"ar": Stemmer.Stemmer("arabic", 0), "en": Stemmer.Stemmer("english", 0)}


def hashes(text: str) -> list[int]:
    """Give the keyed hashes (64 bits, signed) of a text's lexemes, each once, in numerical order."""
    return hashed(lexemes(text))


def hashed(words: Iterable[str]) -> list[int]:
    """Give the keyed hash of each lexeme, in numerical order."""
    key = keyring.in_use().blind_index("lexeme", "key")  # one look-up key for all words: deriving it per word is slow
    digests = (hmac.digest(key, word.encode("utf-8", "surrogatepass"), hashlib.sha256) for word in words)
    return sorted(int.from_bytes(digest[:8], signed=True) for digest in digests)


def lexemes(text: str) -> set[str]:
    """Give what a text can be found by: the stems of its words, and technical words whole beside their parts."""
    found: set[str] = set()
    for word in _words(text):
        found.update(_stem(part[0]) for part in _PART.finditer(word))
        if _is_one_thing(word):
            found.update(_endings(word))
    return found - {""}


def wanted(question: str) -> set[str]:
    """Give the lexemes that a ticket must have to answer a question: of a technical word the whole, not its parts."""
    found: set[str] = set()
    for word in _words(question):
        found.update([word] if _is_one_thing(word) else [_stem(part[0]) for part in _PART.finditer(word)])
    return found - {""}


def fold(text: str) -> str:
    """Make one of what people write differently: compatibility forms, case, vowel marks, tatweel, the forms of alef,
    hamza, ya and ta marbuta, Arabic-Indic and Persian digits, dashes, invisible signs (Unicode TR 15, NFKD)."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    if not decomposed.isascii():
        decomposed = decomposed.translate(_folding())
    return decomposed


def _words(text: str) -> Iterator[str]:
    for match in _JOINED.finditer(fold(PLACEHOLDER.sub(" ", text))[:_TEXT]):
        yield match[0][:LONGEST].strip(".'_+-")


def _is_one_thing(word: str) -> bool:
    """Say whether a word is searched for whole: a host name, a code, a version; not "sign-in" or "customer's"."""
    return not word.isalpha() and (
        "." in word or "_" in word or "+" in word or ("-" in word and any(letter.isdigit() for letter in word))
    )


def _endings(word: str) -> Iterator[str]:
    """Give a technical word and, of a host name, the domains it lies in: mail.example.com, example.com."""
    yield word
    while word.count(".") > 1 and word.rpartition(".")[2].isalpha():
        word = word.partition(".")[2]
        yield word


def _stem(word: str) -> str:
    """Give a word's stem; "" for a single letter and for words that stand in every text."""
    if len(word) < 2 or word in _stop_words():
        return ""
    if _LATIN.fullmatch(word):
        stem: str = _STEMMERS["en"].stemWord(word)
        return stem
    if _ARABIC.fullmatch(word):
        stem = _STEMMERS["ar"].stemWord(_ending_as_written(_CONJUNCTION.sub("", word, count=1)))
        return (
            stem[:-1] if len(stem) > 3 and stem.endswith("ت") else stem
        )  # "my problem" keeps a ta that "problem" has not
    return word


def _ending_as_written(word: str) -> str:
    """Give an Arabic word the ta marbuta that `fold` took: the stemmer cuts that off, a plain ha only at times."""
    return f"{word[:-1]}ة" if len(word) > 3 and word.endswith("ه") else word


@functools.cache
def _stop_words() -> frozenset[str]:
    lines = Path(__file__).with_name("stop_words.txt").read_text("utf-8").splitlines()
    return frozenset(fold(word) for line in lines if not line.startswith("#") for word in line.split())


@functools.cache
def _folding() -> dict[int, str | None]:
    """Make the table of `fold`: marks, invisible signs and tatweel go, digits of every script become 0-9."""
    table: dict[int, str | None] = {0x0640: None, **_DASHES}
    table.update({ord(letter): other for letter, other in _NAMED.items()})
    for code in range(0x80, 0x1_1000):
        kind = unicodedata.category(chr(code))
        if kind in ("Mn", "Cf"):
            table[code] = None
        elif kind == "Nd":
            table[code] = str(unicodedata.digit(chr(code)))
    return table
