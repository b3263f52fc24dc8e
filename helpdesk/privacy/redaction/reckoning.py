"""Reckon which words of a text may be private: weigh each, then go through the runs of doubtful ones, forwards and backwards.

Source: Rabiner: A tutorial on hidden Markov models (Proceedings of the IEEE 77, 1989), for the forward-backward procedure.
"""

from collections.abc import Sequence
from itertools import chain
from math import exp
from pathlib import Path

from helpdesk.privacy.redaction.detectors.candidate import Candidate
from helpdesk.privacy.redaction.reading import Reading
from helpdesk.privacy.redaction.weighing import Model, model, weighed
from helpdesk.privacy.redaction.weights import BITS, FIELD, HALF, OUTSIDE, SCALE

Steps = dict[str, dict[str, float]]
Stretch = tuple[int, int, int]  # the first word, the one behind the last, the index of the label they may have
Verdict = tuple[str, float]  # a word's label, and how likely it is that the word is ordinary
ORDINARY: Verdict = (OUTSIDE, 1.0)


def tagged(reading: Reading, found: Sequence[Candidate], weights_at: Path) -> dict[int, Verdict]:
    """Label the words that may be private: by their place, in order; the others are ordinary."""
    weights = model(weights_at)
    sums = weighed(reading, found, weights)
    verdicts: dict[int, Verdict] = {}
    for stretches in _touching(_stretches(sums, weights)):
        first, behind = stretches[0][0], max([behind for _, behind, _ in stretches])
        reckoned = _with_one_label if len({index for _, _, index in stretches}) == 1 else _reckoned
        run = reckoned(sums, stretches, weights, opens=first == 0, closes=behind == len(sums))
        verdicts.update(zip(range(first, behind), run, strict=True))
    return verdicts


def _likely(sums: Sequence[int], stretch: Stretch) -> list[float]:
    """Give how likely each word of a stretch has its label, against being ordinary."""
    first, behind, index = stretch
    shift = BITS * index
    return [exp(((total >> shift & FIELD) - HALF) / SCALE) for total in sums[first:behind]]


def _stretches(sums: Sequence[int], model: Model) -> list[Stretch]:
    """Give the stretches of words that may be private, for each label that they may have.

    sums  what each word weighs, packed and raised by HALF

    A stretch of a label begins where a word speaks for it by itself, and goes on as long as no more is lost over the words
    around than leaving the label and coming back to it costs; it is reckoned with if it may be as likely as `POSSIBLE`.
    """
    stretches = []
    reached = [-1] * len(model.labels)
    least_sum, halves = model.seeds, model.halves
    # A field's highest bit says that it is not below HALF.
    begun = [(place, seeds) for place, total in enumerate(sums) if (seeds := (total - least_sum) & halves)]
    for place, seeds in begun:
        total = sums[place]
        numbers = [(index, (total >> BITS * index & FIELD) - HALF) for index in model.indexes[seeds]]
        least = max([number for _, number in numbers]) - HOPELESS
        for index, number in numbers:
            if place <= reached[index] or number < least:
                continue
            left, gained = _stretched(sums, index, model, range(place - 1, reached[index], -1))
            right, more = _stretched(sums, index, model, range(place + 1, len(sums)))
            reached[index] = place + right
            if number + gained + more + model.around[index] > POSSIBLE:
                stretches.append((place - left, place + right + 1, index))
    return stretches


def _touching(stretches: list[Stretch]) -> list[list[Stretch]]:
    """Put together what overlaps or follows at once."""
    runs: list[list[Stretch]] = []
    reached = -1
    for stretch in sorted(stretches):
        if stretch[0] <= reached:
            runs[-1].append(stretch)
        else:
            runs.append([stretch])
        reached = max(reached, stretch[1])
    return runs


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
    sums: Sequence[int], stretches: list[Stretch], model: Model, *, opens: bool, closes: bool
) -> list[Verdict]:
    """Reckon a run of words through between two ordinary ones, forwards and backwards; give each its likeliest label."""
    steps, scores = model.steps, _scores(sums, stretches, model.labels)
    forward = [scores[0] if opens else _into(scores[0], {OUTSIDE: 1.0}, steps)]
    for mine in scores[1:]:
        forward.append(_into(mine, forward[-1], steps))
    verdicts: list[Verdict] = []
    behind = {label: 1.0 if closes else steps[OUTSIDE][label] for label in scores[-1]}
    for index in range(len(scores) - 1, -1, -1):
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
        verdicts.append((best if ordinary < GOES_ON.get(best, 0.0) else OUTSIDE, ordinary))
        if index:
            behind = _out_of(scores[index - 1], scores[index], behind, steps)
    return verdicts[::-1]


def _scores(sums: Sequence[int], stretches: list[Stretch], labels: Sequence[str]) -> list[dict[str, float]]:
    """Give the labels that each word of a run may have, each with its likelihood against the ordinary one."""
    start = stretches[0][0]
    scores = [{OUTSIDE: 1.0} for _ in range(start, max([behind for _, behind, _ in stretches]))]
    for stretch in stretches:
        label = labels[stretch[2]]
        for place, likely in enumerate(_likely(sums, stretch), stretch[0] - start):
            scores[place][label] = likely
    return scores


def _with_one_label(
    sums: Sequence[int], stretches: list[Stretch], model: Model, *, opens: bool, closes: bool
) -> list[Verdict]:
    """Do the same for a run on which a single label is in question, as on most: with plain numbers, in a quarter of the time."""
    label, steps = model.labels[stretches[0][2]], model.steps
    enter, leave, stay = steps[label][OUTSIDE], steps[OUTSIDE][label], steps[label][label]
    likely = [*chain.from_iterable([_likely(sums, stretch) for stretch in stretches])]
    ordinary, private = 1.0, likely[0] if opens else likely[0] * enter
    forward = [(ordinary, private)]
    for score in likely[1:]:
        ordinary, private = ordinary + private * leave, score * (ordinary * enter + private * stay)
        if ordinary > 1e90:
            ordinary, private = 1.0, private / ordinary
        forward.append((ordinary, private))
    verdicts: list[Verdict] = []
    limit, after, inside = GOES_ON.get(label, 0.0), 1.0, 1.0 if closes else leave
    for score, (ordinary, private) in zip(likely[::-1], forward[::-1], strict=True):
        here = ordinary * after / (ordinary * after + private * inside)
        verdicts.append((label if here < limit and private * inside > 0 else OUTSIDE, here))
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
