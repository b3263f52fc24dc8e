"""Weigh the words of a text for every label: each word, its neighbours, what it is near, what the rules say, where it stands."""

from collections.abc import Iterable, Sequence
from functools import cache
from itertools import chain
from math import exp
from pathlib import Path
from typing import TypeAlias

from helpdesk.privacy.redaction import features, surroundings, weights
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexeme import Lexeme
from helpdesk.privacy.redaction.memory import Key, Memory
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.weights import OUTSIDE, SCALE, Weights

ByHint: TypeAlias = Memory[str, int]
# What a word weighs for the two behind it, itself, the two before it; what its look weighs behind a hint, before one; its hint.
Seen: TypeAlias = tuple[int, int, int, int, int, ByHint, ByHint, str]
_NOTHING: frozenset[str] = frozenset()
# How much a word must speak for a label, beyond what half a step inside a detail gives, for a run to begin there (a power of e).
SEED = 2.5


def weighed(reading: Reading, found: Sequence[Candidate], model: "Model") -> list[int]:
    """Give what everything about each word of a text weighs, packed and raised by HALF (`weights.py`).

    found  what the rules found
    """
    words, edges = reading.words, [model.of_word[features.EDGE]] * 2
    seen = [*edges, *[model.of_word[word.about] for word in words], *edges]
    lines = chain.from_iterable(map(model.of_line.__getitem__, surroundings.lengths_of_lines(words)))
    # of the word two before it, the one before it, its own, the one and the two behind it, and where it stands
    totals = [
        far[0] + before[1] + own[2] + behind[3] + far_behind[4] + own[5][before[7]] + own[6][behind[7]] + line
        for far, before, own, behind, far_behind, line in zip(
            seen, seen[1:], seen[2:], seen[3:], seen[4:], lines, strict=False
        )
    ]
    _add_some(totals, model.of_rules, surroundings.ruled(reading, found))
    for concepts, behind in surroundings.cued(reading):
        by_distance = model.of_cue[concepts]
        for place, distance in behind:
            totals[place] += by_distance[distance][words[place].about.look]
    _add_some(totals, model.of_field, surroundings.labelled(reading))
    _add_some(totals, model.of_coming, surroundings.comings(reading))
    _add_some(totals, model.of_number, surroundings.numbered(reading))
    _add_some(totals, model.of_chosen, surroundings.chosen(reading))
    return totals


def _add_some(totals: list[int], weigh: Memory[Key, int], described: Iterable[tuple[int, Key]]) -> None:
    """Add what descriptions weigh that few words have."""
    for place, description in described:
        totals[place] += weigh[description]


class Model:
    """The weights, and what was weighed with them before."""

    def __init__(self, loaded: Weights) -> None:
        self.labels = loaded.labels
        everyone = (OUTSIDE, *self.labels)
        # by the label that is entered, then the one that is left
        self.steps = {b: {a: exp(loaded.steps[a, b]) for a in everyone} for b in everyone}
        self.stay = [round(loaded.steps[label, label] * SCALE) for label in self.labels]
        self.seeds = weights.in_fields(round((SEED - stay / 2 / SCALE) * SCALE) for stay in self.stay)
        self.halves = weights.in_fields(weights.HALF for _ in self.labels)
        # by the bits of a sum (`halves`) that are set, the indexes of their labels
        self.indexes: Memory[int, list[int]] = Memory(
            lambda bits: [i for i in range(len(self.labels)) if bits >> weights.BITS * i & weights.HALF], 1_000
        )
        self.around = [  # coming into a label and out of it
            round((loaded.steps[OUTSIDE, label] + loaded.steps[label, OUTSIDE]) * SCALE) for label in self.labels
        ]
        of = self._of = loaded.of
        # All but the words' own weights are given as what they change against a word that nothing is near.
        no_rule = of(features.of_rules("-", "-", "-", ""))
        no_cue = self._no_cue = of(features.of_cue(_NOTHING, surroundings.FAR, ""))
        no_field, no_coming = of(features.of_field(_NOTHING)), of(features.of_coming(_NOTHING))
        self._usual = no_rule + no_cue + no_field + no_coming + self.halves
        self.of_word = Memory(self._of_word, 12_000)
        self.of_sort = Memory(self._of_sort, 4_000)
        self.of_line = Memory(self._of_line, 2_000)
        # by a word's look, then by the hint of the one before it or behind it
        self.of_pair: Memory[str, ByHint] = Memory(
            lambda look: Memory(lambda hint: of(features.of_pair(hint, look)), 1_000), 100
        )
        self.of_following: Memory[str, ByHint] = Memory(
            lambda look: Memory(lambda hint: of(features.of_following(look, hint)), 1_000), 100
        )
        self.of_rules: Memory[tuple[str, str, str, str], int] = Memory(
            lambda said: of(features.of_rules(*said)) - no_rule, 2_000
        )
        # by what a cue speaks of, then by how far it is, then by the look of the word behind it
        self.of_cue: Memory[frozenset[str], list[Memory[str, int]]] = Memory(self._of_cue, 500)
        self.of_field: Memory[frozenset[str], int] = Memory(
            lambda concepts: of(features.of_field(concepts)) - no_field, 500
        )
        self.of_coming: Memory[frozenset[str], int] = Memory(
            lambda concepts: of(features.of_coming(concepts)) - no_coming, 500
        )
        self.of_number: Memory[tuple[int, frozenset[str], str, str], int] = Memory(
            lambda number: of(features.of_number(*number)), 2_000
        )
        self.of_chosen: Memory[tuple[Lexeme, str, str, frozenset[str], bool], int] = Memory(
            lambda string: of(features.of_chosen(*string)), 1_000
        )

    def _of_word(self, about: Lexeme) -> Seen:
        """Weigh a word for the two behind it, itself, and the two before it: how it is spelled, and its sort, which many share."""
        far, behind, own, before, far_before = map(self._of, features.of_spelling(about))
        as_behind, as_own, as_before = self.of_sort[features.sort_of(about)]
        pairs, following = self.of_pair[about.look], self.of_following[about.look]
        return far, behind + as_behind, own + as_own, before + as_before, far_before, pairs, following, about.hint

    def _of_sort(self, sort: features.Sort) -> tuple[int, int, int]:
        seen, rest = features.of_sort(sort)
        return self._of("b" + name for name in seen), self._of(seen + rest), self._of("d" + name for name in seen)

    def _of_cue(self, concepts: frozenset[str]) -> list[Memory[str, int]]:
        def at(distance: int) -> Memory[str, int]:
            return Memory(lambda look: self._of(features.of_cue(concepts, distance, look)) - self._no_cue, 100)

        return [*map(at, range(surroundings.HALFWAY + 1))]

    def _of_line(self, line: tuple[int, int]) -> list[int]:
        return [self._of(names) + self._usual for names in features.of_line(*line)]


@cache
def model(weights_at: Path) -> Model:
    """Read a model."""
    return Model(weights.load(weights_at))
