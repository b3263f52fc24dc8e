"""Reckon which words of a text may be private: weigh each, then go through the runs of doubtful ones, forwards and backwards.

Source: Rabiner: A tutorial on hidden Markov models (Proceedings of the IEEE 77, 1989), for the forward-backward procedure.
"""

from collections.abc import Sequence
from functools import cache, lru_cache
from math import exp
from pathlib import Path

from helpdesk.privacy.redaction import features, weights
from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.lexeme import Lexeme
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.weights import BITS, OUTSIDE, Weights

_NOTHING: frozenset[str] = frozenset()
Verdict = tuple[str, float]  # a word's label, and how likely it is that the word is ordinary
ORDINARY: Verdict = (OUTSIDE, 1.0)


def tagged(reading: Reading, found: Sequence[Candidate], weights_at: Path) -> dict[int, Verdict]:
    """Label the words that may be private: by their place, in order; the others are ordinary."""
    model = _model(weights_at)
    totals = _totals(reading, found, model)
    alive = _alive(totals, model)
    verdicts: dict[int, Verdict] = {}
    run: list[int] = []
    places = sorted(alive)
    for place, following in zip(places, [*places[1:], -1], strict=False):
        run.append(place)
        if following != place + 1:
            verdicts.update(_reckoned(alive, run, model, opens=run[0] == 0, closes=place + 1 == len(totals)))
            run = []
    return verdicts


def _alive(totals: list[int], model: "_Model") -> dict[int, dict[str, float]]:
    """Give the words that may be private and the labels they may have, each with its likelihood against the ordinary one.

    A run of a label begins where a word speaks for it by itself, and goes on as long as no more is lost over the words
    around than leaving the label and coming back to it costs; it is reckoned with if it may be as likely as `POSSIBLE`.
    """
    alarm, limit, values = model.alarm, model.limit, _Values(totals, model)
    alive: dict[int, dict[str, float]] = {}
    reached = [-1] * len(model.labels)
    for place, total in enumerate(totals):
        seeds = (total + limit) & alarm
        if not seeds:
            continue
        mine = values[place]
        floor = max(mine) - HOPELESS
        for index, label in enumerate(model.labels):
            if place <= reached[index] or mine[index] < floor or not seeds >> (BITS * index + BITS - 1) & 1:
                continue
            left, gained = _stretched(values, index, model.stay[index], range(place - 1, reached[index], -1))
            right, more = _stretched(values, index, model.stay[index], range(place + 1, len(totals)))
            reached[index] = place + right
            if mine[index] + gained + more + model.around[index] > POSSIBLE:
                for other in range(place - left, place + right + 1):
                    alive.setdefault(other, {OUTSIDE: 1.0})[label] = exp(values[other][index])
    return alive


def _stretched(values: "_Values", label: int, stay: float, places: range) -> tuple[int, float]:
    """Say how many words on a label may go, and what it gains on the best part of them."""
    gained = best = 0.0
    for count, place in enumerate(places):
        gained += values[place][label] + stay
        if gained < best - DETOUR:
            return count, best
        best = max(best, gained)
    return len(places), best


class _Values(dict[int, list[float]]):
    """The weight of every label for the words that are asked for."""

    def __init__(self, totals: list[int], model: "_Model") -> None:
        self._totals, self._unpacked = totals, model.unpacked

    def __missing__(self, place: int) -> list[float]:
        value = self[place] = self._unpacked(self._totals[place])
        return value


def _totals(reading: Reading, found: Sequence[Candidate], model: "_Model") -> list[int]:
    """Weigh every word of a text."""
    words = reading.words
    of_word = model.of_word
    edge = of_word(features.EDGE)
    abouts = [word.about for word in words]
    seen = [edge, edge, *map(of_word, abouts), edge, edge]
    looks = [about.look for about in abouts]
    hints = [features.EDGE.hint, *[about.hint for about in abouts], features.EDGE.hint]
    lines: list[int] = []
    for count, below in features.lengths_of_lines(words):
        lines += model.of_line(count, below)
    totals = [
        a[0] + b[1] + c[2] + d[3] + e[4] + line + before + behind
        for a, b, c, d, e, line, before, behind in zip(
            seen,
            seen[1:],
            seen[2:],
            seen[3:],
            seen[4:],
            lines,
            map(model.of_pair, hints, looks),
            map(model.of_following, looks, hints[2:]),
            strict=False,
        )
    ]
    for place, said in features.ruled(words, found):
        totals[place] += model.of_rules(*said)
    for place, concepts, distance in features.cued(reading):
        totals[place] += model.of_cue(concepts, distance, looks[place])
    for place, concepts in features.labelled(reading):
        totals[place] += model.of_field(concepts)
    for place, concepts in features.comings(reading):
        totals[place] += model.of_coming(concepts)
    for place, number in features.numbered(reading):
        totals[place] += model.of_number(*number)
    for place, string in features.chosen(reading):
        totals[place] += model.of_chosen(*string)
    return totals


def _reckoned(
    alive: dict[int, dict[str, float]], run: list[int], model: "_Model", *, opens: bool, closes: bool
) -> list[tuple[int, Verdict]]:
    """Reckon a run of words through between two ordinary ones, forwards and backwards; give each its likeliest label."""
    steps, scores = model.steps, [alive[place] for place in run]
    forward: list[dict[str, float]] = []
    before = [(OUTSIDE, 1.0)]
    for index, mine in enumerate(scores):
        row = mine if opens and not index else _into(mine, before, steps)
        before = [*row.items()]
        forward.append(row)
    verdicts: list[tuple[int, Verdict]] = []
    behind = {label: 1.0 if closes else steps[OUTSIDE][label] for label in scores[-1]}
    for index in range(len(run) - 1, -1, -1):
        row = forward[index]
        private, likely, best = 0.0, 0.0, OUTSIDE
        for label, value in row.items():
            if label is not OUTSIDE:
                value *= behind[label]
                private += value
                if value > likely:
                    likely, best = value, label
        here = row[OUTSIDE] * behind[OUTSIDE]
        ordinary = here / (here + private)
        verdicts.append((run[index], (best if ordinary < GOES_ON.get(best, 0.0) else OUTSIDE, ordinary)))
        if index:
            behind = _out_of(scores[index - 1], scores[index], behind, steps)
    return verdicts[::-1]


Steps = dict[str, dict[str, float]]


def _into(mine: dict[str, float], before: list[tuple[str, float]], steps: Steps) -> dict[str, float]:
    """Go on to a word: how likely its labels are after all that was before; only what they are to each other counts."""
    row = {}
    for label, score in mine.items():
        into, total = steps[label], 0.0
        for left, so_far in before:
            total += so_far * into[left]
        row[label] = score * total
    ordinary = row[OUTSIDE]
    if ordinary > 1e90 or ordinary < 1e-90:
        return {label: value / ordinary for label, value in row.items()}
    return row


def _out_of(
    mine: dict[str, float], following: dict[str, float], behind: dict[str, float], steps: Steps
) -> dict[str, float]:
    """Go back to a word: how likely all that comes behind is after each of its labels."""
    weighed = [(steps[label], score * behind[label]) for label, score in following.items()]
    row = {}
    for label in mine:
        total = 0.0
        for into, value in weighed:
            total += into[label] * value
        row[label] = total
    ordinary = row[OUTSIDE]
    if ordinary > 1e90 or ordinary < 1e-90:
        return {label: value / ordinary for label, value in row.items()}
    return row


# So ordinary at most are the words over which a finding goes on, by its label.
GOES_ON = {"PERSON": 0.7, "ADDRESS": 0.6, "SECRET": 0.8, "DATE": 0.6, "EMAIL": 0.7, "SPOT": 0.7, "NUMBER": 0.7}
# All as powers of e:
SEED = 2.5  # how much a word must speak for a label, beyond what half a step inside a detail gives, for a run to begin there
DETOUR = 8.0  # what may be lost over words that do not speak for a label
HOPELESS = 5.0  # a label this far below the best one of a word is not reckoned with
POSSIBLE = -2.5  # how likely the best part of a run must be against the ordinary


class _Model:
    """The weights, and what was weighed with them before."""

    def __init__(self, loaded: Weights) -> None:
        self.labels = loaded.labels
        everyone = (OUTSIDE, *self.labels)
        # by the label that is entered, then the one that is left
        self.steps = {b: {a: exp(loaded.steps[a, b]) for a in everyone} for b in everyone}
        self.stay = [loaded.steps[label, label] for label in self.labels]
        self.alarm = loaded.halves
        self.limit = loaded.halves + weights.packed(stay / 2 - SEED for stay in self.stay)
        self.around = [
            loaded.steps[OUTSIDE, label] + loaded.steps[label, OUTSIDE] for label in self.labels
        ]  # coming into a label and out of it
        self.unpacked = lru_cache(8_000)(loaded.unpacked)
        every = self._weigh = loaded.of
        none = every(features.of_rules("-", "-", "-", "")), every(features.of_cue(_NOTHING, features.FAR, ""))
        no_field, no_coming = every(features.of_field(_NOTHING)), every(features.of_coming(_NOTHING))
        usual = sum(none) + no_field + no_coming
        # All but the words' own weights are given as what they change against a word that nothing is near.
        self.of_line = lru_cache(2_000)(
            lambda count, below: [every(names) + usual for names in features.of_line(count, below)]
        )
        self.of_rules = lru_cache(2_000)(lambda *said: every(features.of_rules(*said)) - none[0])
        self.of_cue = lru_cache(4_000)(lambda *cue: every(features.of_cue(*cue)) - none[1])
        self.of_pair = lru_cache(8_000)(lambda *pair: every(features.of_pair(*pair)))
        self.of_following = lru_cache(8_000)(lambda *pair: every(features.of_following(*pair)))
        self.of_field = lru_cache(500)(lambda concepts: every(features.of_field(concepts)) - no_field)
        self.of_coming = lru_cache(500)(lambda concepts: every(features.of_coming(concepts)) - no_coming)
        self.of_number = lru_cache(2_000)(lambda *number: every(features.of_number(*number)))
        self.of_chosen = lru_cache(1_000)(lambda *string: every(features.of_chosen(*string)))
        self.of_word = lru_cache(12_000)(self._of_word)

    def _of_word(self, about: Lexeme) -> tuple[int, ...]:
        return tuple(map(self._weigh, features.of_word(about)))


@cache
def _model(weights_at: Path) -> _Model:
    return _Model(weights.load(weights_at))
