"""One reading of a text, shared by all detectors: its words, the cue words among them, and the fields and tables in it."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from helpdesk.privacy.redaction.lexeme import Lexeme

_REACH = 9  # words between a cue and what it speaks of
_BEHIND = 5  # words behind a value, of which one may be its cue
_NEAR = 2  # words between a word for a thing and its number, other numbers of its kind left out
_LABELS_REACH = 40  # letters behind the label of a thing, past which it explains no number


@dataclass(slots=True, eq=False)
class Word:
    """A word or a mark of the plain text; `low` is folded, `line` counts from 0."""

    start: int
    end: int
    low: str
    line: int
    about: Lexeme


@dataclass(slots=True)
class Cue:
    """A cue: the words `first`..`last` (both included) speak of these concepts."""

    first: int
    last: int
    concepts: frozenset[str]


@dataclass(slots=True)
class Field:
    """A labelled value: what stands behind a key, in a cell under a heading, between tags."""

    start: int
    end: int
    concepts: frozenset[str]


@dataclass(slots=True)
class Numeral:
    """A number in the plain text and its digits; `spelled` when words are part of it."""

    start: int
    end: int
    digits: str
    spelled: bool = False


@dataclass(slots=True)
class Reading:
    """A plain text with its words and cues.

    shapes  the parts that it has, of those without which patterns cannot match (`shapes.py`)
    places  where the words of each sort stand;  starts, ends: of the words;  number_ends: how far the numbers up to each go
    secret_cues  the last words of the cues for secrets, in order
    says    all that its cues speak of;  speaks: all that its cues and fields speak of
    """

    text: str
    low: str
    words: list[Word]
    cues: list[Cue]
    shapes: frozenset[str]
    places: dict[str, list[int]] = field(default_factory=dict)
    introductions: list[Cue] = field(default_factory=list)
    illnesses: list[Cue] = field(default_factory=list)
    cue_at: dict[int, Cue] = field(default_factory=dict)
    cue_places: list[int] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    numerals: list[Numeral] = field(default_factory=list)
    number_ends: list[int] = field(default_factory=list)
    secret_cues: list[int] = field(default_factory=list)
    says: frozenset[str] = frozenset()
    speaks: frozenset[str] = frozenset()
    chunks: dict[int, tuple[int, int]] = field(default_factory=dict)  # what secrets may be, by a place in them
    _field_of: dict[int, Field] = field(default_factory=dict)
    _concepts: dict[tuple[int, int], frozenset[str]] = field(default_factory=dict)

    def word_before(self, place: int) -> int:
        """Give the index of the last word that ends at or before a place, -1 if there is none."""
        return bisect_right(self.ends, place) - 1

    def word_from(self, place: int) -> int:
        """Give the index of the first word that starts at or behind a place, len(words) if there is none."""
        return bisect_left(self.starts, place)

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
        before = bisect_right(self.cue_places, index)
        if not before or self.cue_places[before - 1] <= index - _REACH * 2:
            return None
        line = self.words[index + 1].line if index + 1 < len(self.words) else -1
        lines_above = near = 0
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
            if cue and not (near > _NEAR and cue.concepts == THING):
                return cue
            near += near > 0 or not self._is_listed(place)
            if word.low[0] == "\u25a1":  # a placeholder: the cue before it has its value
                return None
            if word.low in _STOPS and not self._is_abbreviation(place):
                return None
        return None

    def _is_listed(self, place: int) -> bool:
        """Say whether a word is a number of a list, or joins another to it: "invoices 250301, 250302 and 250309"."""
        low = self.words[place].low
        return low[0].isdigit() or (low in _JOINS and place > 0 and self.words[place - 1].low[0].isdigit())

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
        behind = bisect_left(self.cue_places, index)
        if behind == len(self.cue_places) or self.cue_places[behind] >= index + _BEHIND:
            return None
        line = self.words[index - 1].line if index else 0
        linked = False
        for place in range(index, min(len(self.words), index + _BEHIND)):
            word = self.words[place]
            if word.line != line:
                return None
            cue = self.cue_at.get(place) if self.cue_at.get(place) and self.cue_at[place].first == place else None
            if cue:
                return cue if linked else None
            linked = linked or word.low in _LINKS_BACK
            if not (linked or word.low in _STEPS):
                return None
        return None


_NOTHING: frozenset[str] = frozenset()
THING = frozenset({"thing"})
SECRET_CUES = frozenset({"password", "token", "code", "answer"})
_JOINS = frozenset({",", "and", "or", "to", "&", "-", "–", "و", "او", "الي", "،"})
_STOPS = frozenset({".", "?", "!", "؟", ";", "؛"})
# What may stand between a value and the word that says what it is, whichever comes first.
LINKS = frozenset(
    {"is", "was", "as", "(", "-", "for", "هو", "هي", "ده", "دي", "هذا", "هذه", "هاد", "هاي", "كان", "كانت"}
)
_LINKS_BACK = LINKS | {"are", "<-", "<--"}
_STEPS = frozenset({"my", "our", "the", "his", "her", "their", "current", "new", "old", ",", ")", "رقم"})
