"""Reckon which words of a text may be private: weigh each, then go through the runs of doubtful ones, forwards and backwards.

Source: Rabiner: A tutorial on hidden Markov models (Proceedings of the IEEE 77, 1989), for the forward-backward procedure.
"""

from collections.abc import Sequence
from math import exp
from pathlib import Path

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.sums import Sum
from helpdesk.privacy.redaction.weighing import Model, model, weighed
from helpdesk.privacy.redaction.weights import OUTSIDE, SCALE

Steps = dict[str, dict[str, float]]
Verdict = tuple[str, float]  # a word's label, and how likely it is that the word is ordinary
ORDINARY: Verdict = (OUTSIDE, 1.0)


def tagged(reading: Reading, found: Sequence[Candidate], weights_at: Path) -> dict[int, Verdict]:
    """Label the words that may be private: by their place, in order; the others are ordinary."""
    weights = model(weights_at)
    alive = _alive(weighed(reading, found, weights), weights)
    verdicts: dict[int, Verdict] = {}
    run: list[int] = []
    places = sorted(alive)
    for place, following in zip(places, [*places[1:], -1], strict=False):
        run.append(place)
        if following != place + 1:
            verdicts.update(
                _reckoned(alive, run, weights.steps, opens=run[0] == 0, closes=place + 1 == len(reading.words))
            )
            run = []
    return verdicts


def _alive(total: Sum, model: Model) -> dict[int, dict[str, float]]:
    """Give the words that may be private and the labels they may have, each with its likelihood against the ordinary one.

    A run of a label begins where a word speaks for it by itself, and goes on as long as no more is lost over the words
    around than leaving the label and coming back to it costs; it is reckoned with if it may be as likely as `POSSIBLE`.
    """
    numbers, labels = total.numbers(), len(model.labels)
    alive: dict[int, dict[str, float]] = {}
    reached = [-1] * labels
    for seed in total.at_least(model.seeds):
        place, index = divmod(seed, labels)
        if place <= reached[index] or numbers[seed] < max(numbers[seed - index : seed - index + labels]) - HOPELESS:
            continue
        stay, first = model.stay[index], reached[index] * labels + index
        left, gained = _stretched(numbers, stay, range(seed - labels, first, -labels))
        right, more = _stretched(numbers, stay, range(seed + labels, len(numbers), labels))
        reached[index] = place + right
        if numbers[seed] + gained + more + model.around[index] > POSSIBLE:
            label = model.labels[index]
            for other in range(place - left, place + right + 1):
                likely = exp(numbers[other * labels + index] / SCALE)
                alive.setdefault(other, {OUTSIDE: 1.0})[label] = likely
    return alive


def _stretched(numbers: Sequence[int], stay: int, places: range) -> tuple[int, int]:
    """Say how many words on a label may go, and what it gains on the best part of them."""
    gained = best = 0
    for count, place in enumerate(places):
        gained += numbers[place] + stay
        if gained > best:
            best = gained
        elif gained < best - DETOUR:
            return count, best
    return len(places), best


def _reckoned(
    alive: dict[int, dict[str, float]], run: list[int], steps: Steps, *, opens: bool, closes: bool
) -> list[tuple[int, Verdict]]:
    """Reckon a run of words through between two ordinary ones, forwards and backwards; give each its likeliest label."""
    scores = [alive[place] for place in run]
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
GOES_ON = {"PERSON": 0.78, "ADDRESS": 0.7, "SECRET": 0.86, "DATE": 0.6, "EMAIL": 0.7, "SPOT": 0.7, "NUMBER": 0.8}
# All as thousandths of powers of e:
DETOUR = 8_000  # what may be lost over words that do not speak for a label
HOPELESS = 5_000  # a label this far below the best one of a word is not reckoned with
POSSIBLE = -2_500  # how likely the best part of a run must be against the ordinary
