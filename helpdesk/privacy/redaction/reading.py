"""One reading of a text, shared by all detectors: its words, the cue words among them, and the fields and tables in it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache, lru_cache

from helpdesk.privacy.redaction.chosen import looks_chosen
from helpdesk.privacy.redaction.lexicon import address_sorts, commonness, look_of, may_be_listed, stems, word_sorts
from helpdesk.privacy.redaction.months import MONTH_WORDS
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.redaction.number_words import value_of
from helpdesk.privacy.redaction.words import phrases

# Runs without blanks and delimiters, or one delimiter: single-letter classes only, so the time is linear.
_DELIMITERS = r"""\s,:;=|"<>(){}\[\]/\\،؛؟«»`→"""
_EDGES = "'’.!?*…~_#+-"
# A run without blanks and delimiters, without the marks at its ends; such marks; or one delimiter. Each run is passed twice at most.
_WORD = re.compile(rf"[^{_DELIMITERS}{_EDGES}](?:[^{_DELIMITERS}]*[^{_DELIMITERS}{_EDGES}])?|[{_EDGES}]+|[^\s]")
_REACH = 9  # words between a cue and what it speaks of
_NEAR = 2  # words between a word for a thing and its number
_LABELS_REACH = 40  # letters behind the label of a thing, past which it explains no number


@dataclass(frozen=True, slots=True)
class _Phrase:
    rest: tuple[str, ...]
    concepts: frozenset[str]


@dataclass(slots=True, eq=False)
class Lexeme:
    """What is known of a word as it is written, wherever it stands; one object for all its places.

    phrases  those that may start with it, by their list;  sorts: what detectors look for (`_sorts`)
    look     what it looks like at a glance;  hint: itself where it is common or a mark, else its look
    """

    written: str
    low: str
    phrases: tuple[tuple[str, tuple[_Phrase, ...]], ...]
    sorts: tuple[str, ...]
    look: str
    hint: str


@dataclass(slots=True, eq=False)
class Word:
    """A word or a mark of the plain text; `low` is folded, `line` counts from 0."""

    start: int
    end: int
    low: str
    line: int
    about: Lexeme


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue: the words `first`..`last` (both included) speak of these concepts."""

    first: int
    last: int
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Field:
    """A labelled value: what stands behind a key, in a cell under a heading, between tags."""

    start: int
    end: int
    concepts: frozenset[str]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in the plain text and its digits; `spelled` when words are part of it."""

    start: int
    end: int
    digits: str
    spelled: bool = False


@dataclass(slots=True)
class Reading:
    """A plain text with its words and cues.

    places  where the words of each sort stand;  speaks: all that its cues and fields speak of
    """

    text: str
    low: str
    words: list[Word]
    cues: list[Cue]
    places: dict[str, list[int]] = field(default_factory=dict)
    introductions: list[Cue] = field(default_factory=list)
    illnesses: list[Cue] = field(default_factory=list)
    cue_at: dict[int, Cue] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    numerals: list[Numeral] = field(default_factory=list)
    speaks: frozenset[str] = frozenset()
    chunks: dict[int, tuple[int, int]] = field(default_factory=dict)  # what secrets may be, by a place in them
    _field_of: dict[int, Field] = field(default_factory=dict)
    _concepts: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)

    def word_before(self, place: int) -> int:
        """Give the index of the last word that ends at or before a place, -1 if there is none."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].end <= place:
                low = middle + 1
            else:
                high = middle
        return low - 1

    def word_from(self, place: int) -> int:
        """Give the index of the first word that starts at or behind a place, len(words) if there is none."""
        low, high = 0, len(self.words)
        while low < high:
            middle = (low + high) // 2
            if self.words[middle].start < place:
                low = middle + 1
            else:
                high = middle
        return low

    def starts_line(self, place: int) -> bool:
        """Say whether nothing but list marks stands before a place on its line."""
        before = self.text[max(0, place - 9) : place]
        begins = "\n" in before or place <= 8
        return begins and not any(letter.isalpha() for letter in before.rpartition("\n")[2])

    def field_at(self, start: int, end: int) -> Field | None:
        """Give the labelled value that a span lies in."""
        if not self.fields:
            return None
        if not self._field_of:
            for entry in reversed(self.fields):
                self._field_of.update(dict.fromkeys(range(entry.start, entry.end), entry))
        found = self._field_of.get(start)
        return found if found and end <= found.end else None

    def concepts(self, start: int, end: int) -> frozenset[str]:
        """Say what the words around a span speak of: the nearest cue before it or its label, else a cue right behind it."""
        known = self._concepts.get((start, end))
        if known is None:
            labelled, cue = self.field_at(start, end), self._cue_before(start)
            if labelled and not (cue and self.words[cue.first].start >= labelled.start):
                far = start - labelled.start > _LABELS_REACH and "thing" in labelled.concepts
                found: Cue | Field | None = None if far else labelled
            else:
                found = cue
            found = found or self._cue_behind(end)
            known = self._concepts[start, end] = found.concepts if found else _NOTHING
        return known

    def _cue_before(self, start: int) -> Cue | None:
        index = self.word_before(start)
        line = self.words[index + 1].line if index + 1 < len(self.words) else -1
        lines_above = 0
        for steps, place in enumerate(range(index, max(-1, index - _REACH * 2), -1)):
            word = self.words[place]
            if word.line != line:
                lines_above += 1
                line = word.line
                if lines_above > 1 or not self.starts_line(start):
                    return None
            if steps > _REACH and word.low.isalnum():
                return None
            cue = self.cue_at.get(place)
            if cue and not (steps > _NEAR and cue.concepts == _THING):
                return cue
            if word.low[0] == "\u25a1":  # a placeholder: the cue before it has its value
                return None
            if word.low in _STOPS and not self._is_abbreviation(place):
                return None
        return None

    def _is_abbreviation(self, place: int) -> bool:
        return (
            self.words[place].low == "."
            and place > 0
            and len(self.words[place - 1].low) <= 5
            and self.words[place - 1].low.replace(".", "").isalpha()
        )

    def _cue_behind(self, end: int) -> Cue | None:
        """A cue behind its value: "4417 is my pin", "0100 555 0199 (mobile)", «… ده رقمي»."""
        index = self.word_from(end)
        line = self.words[index - 1].line if index else 0
        linked = False
        for place in range(index, min(len(self.words), index + 5)):
            word = self.words[place]
            if word.line != line:
                return None
            cue = self.cue_at.get(place) if self.cue_at.get(place) and self.cue_at[place].first == place else None
            if cue:
                return cue if linked else None
            linked = linked or word.low in _LINKS
            if not (linked or word.low in _STEPS):
                return None
        return None


_NOTHING: frozenset[str] = frozenset()
_THING = frozenset({"thing"})
_STOPS = frozenset({".", "?", "!", "؟", ";", "؛"})
_LINKS = frozenset(
    {
        "is",
        "was",
        "as",
        "are",
        "(",
        "-",
        "<-",
        "<--",
        "هو",
        "هي",
        "ده",
        "دي",
        "هذا",
        "هذه",
        "هاد",
        "هاي",
        "كان",
        "كانت",
        "for",
    }
)
_STEPS = frozenset({"my", "our", "the", "his", "her", "their", "current", "new", "old", ",", ")", "رقم"})


def read(text: str) -> Reading:
    """Read a plain text: its words, with the cues among them."""
    words, places = _words(text)
    found = _phrases_in(words, places.pop("", []))
    cues = found["cues"]
    found["cues"] = [_of_a_thing(cue, words, cues[max(0, place - 4) : place]) for place, cue in enumerate(cues)]
    reading = Reading(text, fold_arabic(text), words, found["cues"], places, found["introductions"], found["health"])
    for cue in reading.cues:
        for place in range(cue.first, cue.last + 1):
            reading.cue_at[place] = cue
    return reading


_NUMBER_OF = frozenset({"id", "ids", "number", "numbers", "nr", "no"})
# Before "number" or "id" these leave open whose or what it is.
_WHOSE = frozenset({"my", "our", "his", "her", "their", "your", "the", "this", "that", "a", "an", "and", "or", "new", "old", "other", "same", "is", "to", "on", "at", "of", "for", "with", "from", "in", "as", "by", "s", "personal", "private", "own", "whose", "which", "correct", "wrong", "right", "second", "first", "direct", "alternative", "emergency", "home", "work", "office", "daytime", "evening", "contact", "wife's", "husband's", "son's", "mother's", "father's", "brother's", "sister's", "mum's", "local", "german", "egyptian", "saudi", "indian", "kenyan", "uk", "us", "photo", "government", "voter", "citizen", "foreign", "official", "valid", "back", "if", "also", "any", "no", "call", "use", "give", "sms", "old:", "new:"})  # fmt: skip


def _of_a_thing(cue: Cue, words: list[Word], before_it: list[Cue]) -> Cue:
    """ "Student number", "app id": the number of whatever stands before, unless that says it is somebody's."""
    if cue.first != cue.last or not cue.first or words[cue.first].low not in _NUMBER_OF:
        return cue
    before, word = words[cue.first - 1], words[cue.first]
    joined = before.line == word.line and word.start - before.end == 1
    if (
        not (joined and before.low.isascii() and before.low.isalpha())
        or before.low in _WHOSE
        or before.low.endswith("'s")
    ):
        return cue
    nearby = [
        other.concepts
        for other in before_it
        if cue.first - 4 <= other.last < cue.first and (other.last == cue.first - 1 or other.concepts & _NUMBERED)
    ]
    return Cue(cue.first, cue.last, nearby[-1] if nearby else _THING)


def _is_country(word: Word) -> bool:
    """Two or three capitals before "ID" are a country."""
    return len(word.low) <= 3 and word.about.written.isupper()


_NUMBERED = frozenset({"passport", "national", "bank", "card", "iban"})


def _words(text: str) -> tuple[list[Word], dict[str, list[int]]]:
    """Give the words, and where those of each sort stand; "" is the sort of those that may start a phrase."""
    words: list[Word] = []
    places: dict[str, list[int]] = {}
    start = 0
    for line, written in enumerate(text.split("\n")):
        end = start + len(written)
        for run in _WORD.findall(written):
            start = text.index(run, start)  # nothing but blanks is between two words
            about = _lexeme(run)
            if about.sorts:
                for sort in about.sorts:
                    places.setdefault(sort, []).append(len(words))
            words.append(Word(start, start + len(run), about.low, line, about))
            start += len(run)
        start = end + 1
    return words, places


@lru_cache(maxsize=12_000)
def _lexeme(written: str) -> Lexeme:
    low = fold_arabic(written)
    starting = _starting(low)
    chosen = ["chosen"] if looks_chosen(written) else []
    look = look_of(written, low)
    hint = low if not low[0].isalnum() or (low[0].isalpha() and commonness(low) <= 2) else look
    return Lexeme(written, low, starting, (*_sorts(low), *chosen, *[""][: len(starting)]), look, hint)


def _sorts(low: str) -> Iterator[str]:
    """Say what detectors look for in a word: a number in words, a name of the lists, a title or a relation, part of an
    address, a placeholder."""
    if not low[0].isalnum():
        if low[0] == OPAQUE:
            yield "placeholder"
        return
    if not low[-1].isdigit() and value_of(low) is not None:
        yield "number"
    if may_be_listed(low):
        yield "listed"
    if not {"title", "kin"}.isdisjoint(word_sorts(low)):
        yield "titled"
    if low in MONTH_WORDS or not MONTH_WORDS.isdisjoint(stems(low)):
        yield "month"
    if low in _HEADS:
        yield "head"
    if low in _KUNYA:
        yield "kunya"
    yield from address_sorts(low)


# What a mail's head begins its lines with.
_HEADS = frozenset({"from", "to", "cc", "bcc", "sent", "reply-to", "von", "an", "de", "à", "من", "الي", "نسخه", "المرسل", "المستلم"})  # fmt: skip
_KUNYA = frozenset({"ابو", "ام", "بو", "ابا", "ابي"})
OPAQUE = "\u25a1"  # what a placeholder reads as


def _phrases_in(words: list[Word], starts: list[int]) -> dict[str, list[Cue]]:
    """Find the phrases of every list (`cues`, `introductions`, `health`) among words, the longest first; within a list
    they do not overlap."""
    found: dict[str, list[Cue]] = {name: [] for name in _LISTS}
    free = dict.fromkeys(_LISTS, 0)
    for place in starts:
        for name, starting in words[place].about.phrases:
            longest = _longest(words, place, starting) if place >= free[name] else None
            if longest:
                found[name].append(Cue(place, *longest))
                free[name] = longest[0] + 1
    return found


_LISTS = ("cues", "introductions", "health")


def _starting(low: str) -> tuple[tuple[str, tuple[_Phrase, ...]], ...]:
    """Give the phrases that may start with a word, by their list; nothing for most words."""
    forms = stems(low)
    starting = ((name, tuple(phrase for stem in forms for phrase in _table(name).get(stem, ()))) for name in _LISTS)
    return tuple((name, phrases) for name, phrases in starting if phrases)


def _longest(words: list[Word], place: int, starting: tuple[_Phrase, ...]) -> tuple[int, frozenset[str]] | None:
    best: tuple[int, frozenset[str]] | None = None
    for phrase in starting:
        last = _match(words, place, phrase.rest) if phrase.rest else place
        if last >= 0 and (best is None or last > best[0]):
            best = last, phrase.concepts
    return best


def _match(words: list[Word], place: int, rest: tuple[str, ...]) -> int:
    for wanted in rest:
        place += 1
        if place >= len(words) or wanted not in stems(words[place].low):
            return -1
    return place


@cache
def _table(name: str) -> dict[str, list[_Phrase]]:
    concepts: dict[tuple[str, ...], set[str]] = {}
    for words, concept in phrases(name):
        concepts.setdefault(words, set()).add(concept)
    table: dict[str, list[_Phrase]] = {}
    for words, meant in sorted(concepts.items(), key=lambda entry: -len(entry[0])):
        table.setdefault(words[0], []).append(_Phrase(words[1:], frozenset(meant)))
    return table
