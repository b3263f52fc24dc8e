"""The weights of the tagger's features: for each feature a number for each label, packed into one whole number.

The sum of packed numbers holds the sums for every label, so that a word is weighed with one addition a piece of its description.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

OUTSIDE = "O"
BITS = 20  # of a label in a packed number; the highest one is its sign
SCALE = 1_000  # a weight is stored as thousandths
HALF = 1 << (BITS - 1)
FIELD = (1 << BITS) - 1


@dataclass(frozen=True)
class Weights:
    """The model: weights are relative to those of OUTSIDE, and so are the transitions between neighbours' labels.

    labels   all but OUTSIDE, in the order of their fields
    steps    (label, label): weight of the one before the other, relative to OUTSIDE before OUTSIDE
    """

    labels: tuple[str, ...]
    features: dict[str, int]
    steps: dict[tuple[str, str], float]

    def of(self, names: Iterable[str]) -> int:
        """Weigh a description."""
        known, total = self.features, 0
        for name in names:
            if name in known:
                total += known[name]
        return total


def in_fields(numbers: Iterable[int]) -> int:
    """Put a number for each label into its field."""
    return sum(number << BITS * place for place, number in enumerate(numbers))


def packed(values: Iterable[float]) -> int:
    """Pack a number for each label."""
    return in_fields(round(value * SCALE) for value in values)


@cache
def load(model: Path) -> Weights:
    """Read a model: a line with the labels, one for each pair of labels, then a line for each feature."""
    lines = model.read_text("utf-8").split("\n")
    labels = tuple(lines[0].split(" "))
    pairs = (len(labels) + 1) ** 2
    steps = {}
    for line in lines[1 : pairs + 1]:
        before, behind, weight = line.split(" ")
        steps[before, behind] = float(weight)
    features = {}
    for line in lines[pairs + 1 :]:
        name, _, number = line.rpartition("\t")
        features[name] = int(number, 36)
    return Weights(labels, features, steps)


def save(model: Path, state: dict[tuple[str, str], float], steps: dict[tuple[str, str], float]) -> None:
    """Write a model from the weights of (feature, label) and (label, label)."""
    labels = sorted({label for _, label in state} - {OUTSIDE})
    still = steps.get((OUTSIDE, OUTSIDE), 0.0)
    all_of_them = [OUTSIDE, *labels]
    lines = [" ".join(labels)]
    lines += [f"{a} {b} {steps.get((a, b), 0.0) - still:.3f}" for a in all_of_them for b in all_of_them]
    by_name: dict[str, dict[str, float]] = {}
    for (name, label), weight in state.items():
        by_name.setdefault(name, {})[label] = weight
    for name, of in sorted(by_name.items()):
        number = packed(of.get(label, 0.0) - of.get(OUTSIDE, 0.0) for label in labels)
        if number:
            lines.append(f"{name}\t{_base36(number)}")
    model.write_text("\n".join(lines), "utf-8")


def _base36(number: int) -> str:
    digits, rest = "", abs(number)
    while rest:
        rest, digit = divmod(rest, 36)
        digits = "0123456789abcdefghijklmnopqrstuvwxyz"[digit] + digits
    return "-" * (number < 0) + digits
