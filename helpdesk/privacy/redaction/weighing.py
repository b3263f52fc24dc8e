"""Weigh the words of a text for every label: each word, its neighbours, what it is near, what the rules say, where it stands."""

from collections.abc import Iterable, Sequence
from functools import cache, partial
from math import exp
from pathlib import Path

from helpdesk.privacy.redaction import features, weights
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.features import Names
from helpdesk.privacy.redaction.lexeme import Lexeme
from helpdesk.privacy.redaction.memory import Key, Memory
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.sums import Sum
from helpdesk.privacy.redaction.weights import OUTSIDE, SCALE, Weights

_NOTHING: frozenset[str] = frozenset()
# How much a word must speak for a label, beyond what half a step inside a detail gives, for a run to begin there (a power of e).
SEED = 2.5


def weighed(reading: Reading, found: Sequence[Candidate], model: "Model") -> Sum:
    """Add up what everything about the words of a text weighs.

    found  what the rules found
    """
    words = reading.words
    abouts = [word.about for word in words]
    looks = [about.look for about in abouts]
    hints = [features.EDGE.hint, *[about.hint for about in abouts], features.EDGE.hint]
    edges = [model.of_word[features.EDGE]] * 2
    total = Sum(len(words), len(model.labels))
    total.add_around([*edges, *map(model.of_word.__getitem__, abouts), *edges])
    total.add([*map(model.of_line.__getitem__, features.lengths_of_lines(words))])
    total.add([*map(model.of_pair.__getitem__, zip(hints, looks, strict=False))])
    total.add([*map(model.of_following.__getitem__, zip(looks, hints[2:], strict=True))])
    some = partial(_add_some, total, len(words), model.nothing)
    some(model.of_rules, features.ruled(words, found))
    some(model.of_cue, ((place, (*cue, looks[place])) for place, cue in features.cued(reading)))
    some(model.of_field, features.labelled(reading))
    some(model.of_coming, features.comings(reading))
    some(model.of_number, features.numbered(reading))
    some(model.of_chosen, features.chosen(reading))
    return total


def _add_some(
    total: Sum, words: int, nothing: bytes, weigh: Memory[Key, bytes], described: Iterable[tuple[int, Key]]
) -> None:
    """Add what descriptions weigh that few words have, hardly any of them two."""
    rows: list[bytes] = []
    for place, description in described:
        if not rows or rows[place] is not nothing:
            if rows:
                total.add(rows)
            rows = [nothing] * words
        rows[place] = weigh[description]
    if rows:
        total.add(rows)


class Model:
    """The weights, and what was weighed with them before."""

    def __init__(self, loaded: Weights) -> None:
        self.labels = loaded.labels
        everyone = (OUTSIDE, *self.labels)
        # by the label that is entered, then the one that is left
        self.steps = {b: {a: exp(loaded.steps[a, b]) for a in everyone} for b in everyone}
        self.stay = [round(loaded.steps[label, label] * SCALE) for label in self.labels]
        self.seeds = [round((SEED - stay / 2 / SCALE) * SCALE) for stay in self.stay]
        self.around = [  # coming into a label and out of it
            round((loaded.steps[OUTSIDE, label] + loaded.steps[label, OUTSIDE]) * SCALE) for label in self.labels
        ]
        of = self._of = loaded.of
        self._packed_row = loaded.row
        # All but the words' own weights are given as what they change against a word that nothing is near.
        no_rule, no_cue = of(features.of_rules("-", "-", "-", "")), of(features.of_cue(_NOTHING, features.FAR, ""))
        no_field, no_coming = of(features.of_field(_NOTHING)), of(features.of_coming(_NOTHING))
        self._usual = no_rule + no_cue + no_field + no_coming
        self.nothing = self._row(())
        self.of_word = Memory(self._of_word, 12_000)
        self.of_line = Memory(self._of_line, 2_000)
        self.of_pair: Memory[tuple[str, str], bytes] = Memory(lambda pair: self._row(features.of_pair(*pair)), 8_000)
        self.of_following: Memory[tuple[str, str], bytes] = Memory(
            lambda pair: self._row(features.of_following(*pair)), 8_000
        )
        self.of_rules: Memory[tuple[str, str, str, str], bytes] = Memory(
            lambda said: self._row(features.of_rules(*said), no_rule), 2_000
        )
        self.of_cue: Memory[tuple[frozenset[str], int, str], bytes] = Memory(
            lambda cue: self._row(features.of_cue(*cue), no_cue), 4_000
        )
        self.of_field: Memory[frozenset[str], bytes] = Memory(
            lambda concepts: self._row(features.of_field(concepts), no_field), 500
        )
        self.of_coming: Memory[frozenset[str], bytes] = Memory(
            lambda concepts: self._row(features.of_coming(concepts), no_coming), 500
        )
        self.of_number: Memory[tuple[int, frozenset[str], str, str], bytes] = Memory(
            lambda number: self._row(features.of_number(*number)), 2_000
        )
        self.of_chosen: Memory[tuple[Lexeme, str, str, frozenset[str], bool], bytes] = Memory(
            lambda string: self._row(features.of_chosen(*string)), 1_000
        )

    def _row(self, names: Names, against: int = 0) -> bytes:
        return self._packed_row(self._of(names) - against)

    def _of_word(self, about: Lexeme) -> bytes:
        """Give the rows of a word for the two before it, itself, and the two behind it."""
        return b"".join(map(self._row, reversed(features.of_word(about))))

    def _of_line(self, line: tuple[int, int]) -> bytes:
        return b"".join(self._row(names, -self._usual) for names in features.of_line(*line))


@cache
def model(weights_at: Path) -> Model:
    """Read a model."""
    return Model(weights.load(weights_at))
