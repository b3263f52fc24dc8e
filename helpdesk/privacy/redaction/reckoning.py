"""Reckon which words of a text may be private: weigh each, then go through the runs of doubtful ones, forwards and backwards.

Source: Rabiner: A tutorial on hidden Markov models (Proceedings of the IEEE 77, 1989), for the forward-backward procedure.
"""

from collections.abc import Sequence
from math import exp
from pathlib import Path

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.weighing import Model, model, weighed
from helpdesk.privacy.redaction.weights import BITS, FIELD, HALF, OUTSIDE, SCALE, unpacked

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


def _alive(sums: Sequence[int], model: Model) -> dict[int, dict[str, float]]:
    """Give the words that may be private and the labels they may have, each with its likelihood against the ordinary one.

    sums  what each word weighs, packed and raised by HALF

    A run of a label begins where a word speaks for it by itself, and goes on as long as no more is lost over the words
    around than leaving the label and coming back to it costs; it is reckoned with if it may be as likely as `POSSIBLE`.
    """
    labels, alive = len(model.labels), dict[int, dict[str, float]]()
    reached = [-1] * labels
    least_sum, halves = model.seeds, model.halves
    # A field's highest bit says that it is not below HALF.
    begun = [(place, seeds) for place, total in enumerate(sums) if (seeds := (total - least_sum) & halves)]
    for place, seeds in begun:
        numbers = unpacked(sums[place], labels)
        least = max(numbers) - HOPELESS
        for index, number in enumerate(numbers):
            if place <= reached[index] or number < least or not seeds >> BITS * index & HALF:
                continue
            left, gained = _stretched(sums, index, model, range(place - 1, reached[index], -1))
            right, more = _stretched(sums, index, model, range(place + 1, len(sums)))
            reached[index] = place + right
            if number + gained + more + model.around[index] > POSSIBLE:
                for other in range(place - left, place + right + 1):
                    likely = exp(((sums[other] >> BITS * index & FIELD) - HALF) / SCALE)
                    if other in alive:
                        alive[other][model.labels[index]] = likely
                    else:
                        alive[other] = {OUTSIDE: 1.0, model.labels[index]: likely}
    return alive


def _stretched(sums: Sequence[int], index: int, model: Model, places: range) -> tuple[int, int]:
    """Say how many words on a label may go, and what it gains on the best part of them."""
    shift, stay = BITS * index, model.stay[index] - HALF
    gained = best = 0
    for count, place in enumerate(places):
        gained += (sums[place] >> shift & FIELD) + stay
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
    if len(frozenset().union(*scores)) == _ORDINARY_AND_ANOTHER:
        return _with_one_label(scores, run, steps, opens=opens, closes=closes)
    forward = [scores[0] if opens else _into(scores[0], {OUTSIDE: 1.0}, steps)]
    for mine in scores[1:]:
        forward.append(_into(mine, forward[-1], steps))
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


_ORDINARY_AND_ANOTHER = 2


def _with_one_label(
    scores: list[dict[str, float]], run: list[int], steps: Steps, *, opens: bool, closes: bool
) -> list[tuple[int, Verdict]]:
    """Do the same for a run on which a single label is in question, as on most: with plain numbers, in a quarter of the time."""
    label = [*scores[0]][1]
    enter, leave, stay = steps[label][OUTSIDE], steps[OUTSIDE][label], steps[label][label]
    likely = [mine[label] for mine in scores]
    ordinary, private = 1.0, likely[0] if opens else likely[0] * enter
    forward = [(ordinary, private)]
    for score in likely[1:]:
        ordinary, private = ordinary + private * leave, score * (ordinary * enter + private * stay)
        if ordinary > 1e90:
            ordinary, private = 1.0, private / ordinary
        forward.append((ordinary, private))
    verdicts: list[tuple[int, Verdict]] = []
    limit, after, inside = GOES_ON.get(label, 0.0), 1.0, 1.0 if closes else leave
    for place, score, (ordinary, private) in zip(run[::-1], likely[::-1], forward[::-1], strict=True):
        here = ordinary * after / (ordinary * after + private * inside)
        verdicts.append((place, (label if here < limit and private * inside > 0 else OUTSIDE, here)))
        ahead = score * inside
        after, inside = after + enter * ahead, leave * after + stay * ahead
        if after > 1e90:
            after, inside = 1.0, inside / after
    return verdicts[::-1]


def _into(mine: dict[str, float], before: dict[str, float], steps: Steps) -> dict[str, float]:
    """Go on to a word: how likely its labels are after all that was before; only what they are to each other counts."""
    row = {}
    for label, score in mine.items():
        into, total = steps[label], 0.0
        for left, so_far in before.items():
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
