"""From counts to the figures of one group: shares with their uncertainty, mean, NPS, effort, response rate."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import sqrt

from surveys.group import SMALLEST
from surveys.results import GroupCount, Values

_Z = 1.959964  # the normal distribution's 97.5 % point


@dataclass(frozen=True, slots=True)
class Figures:
    """What is shown of one group, or of all; every number is None when the group is hidden.

    satisfied  share of ratings 4 and 5, 0..1
    interval   where that share lies with 95 % certainty (Wilson), 0..1 twice
    mean       1..5
    response   answers per invitation, 0..1; None as well when nobody was invited in the window
    nps        -100..100, effort 1..7, thumbs 0..1; None as well when fewer than five answered that question
    others     how often each value of the other questions was given, by question
    hidden     "small" or "secondary", else None
    """

    group: str
    answers: int | None = None
    satisfied: float | None = None
    mean: float | None = None
    ratings: tuple[int, int, int, int, int] | None = None
    response: float | None = None
    hidden: str | None = None
    interval: tuple[float, float] | None = None
    nps: float | None = None
    effort: float | None = None
    thumbs: float | None = None
    others: Mapping[str, Values] | None = None


def figures_of(count: GroupCount) -> Figures:
    """Work out the figures of a group that may be shown."""
    answers = count.answers
    satisfied = count.ratings[3] + count.ratings[4]
    others = {question: values for question, values in count.others.items() if sum(values.values()) >= SMALLEST}
    return Figures(
        group=count.group,
        answers=answers,
        satisfied=satisfied / answers,
        mean=sum(rating * n for rating, n in enumerate(count.ratings, 1)) / answers,
        ratings=count.ratings,
        response=min(1.0, answers / count.invited) if count.invited else None,
        interval=wilson(satisfied, answers),
        nps=_nps(others.get("nps", {})),
        effort=_mean(others.get("effort", {})),
        thumbs=_mean(others.get("thumbs", {})),
        others=others,
    )


def wilson(successes: int, trials: int) -> tuple[float, float]:
    """Give the 95 % interval of a share (Wilson 1927, score interval without continuity correction)."""
    share, square = successes / trials, _Z * _Z / trials
    middle = (share + square / 2) / (1 + square)
    half = _Z * sqrt(share * (1 - share) / trials + square / (4 * trials)) / (1 + square)
    return max(0.0, middle - half), min(1.0, middle + half)


def _nps(values: Values) -> float | None:
    """Give promoters (9, 10) less detractors (0..6) in a hundred."""
    total = sum(values.values())
    if not total:
        return None
    promoters = sum(n for value, n in values.items() if value >= 9)
    detractors = sum(n for value, n in values.items() if value <= 6)
    return 100 * (promoters - detractors) / total


def _mean(values: Values) -> float | None:
    total = sum(values.values())
    return sum(value * n for value, n in values.items()) / total if total else None
