"""No number, and no difference of two pages, filters, exports or days, is about a group of fewer than five.

The attacker adds and subtracts everything that was ever shown: every marginal over every set of labels, at every moment
between two releases. Each number shown is a sum of batches, so each is an integer combination of them; what is hidden
behind a combination is found by solving it exactly. A worked difference of 1..4 people, or of a part of a batch, would
be a disclosure.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from fractions import Fraction
from itertools import combinations

from surveys.group import LABELS, SMALLEST, Group
from surveys.plan import Vote, plan, remaining
from tests.builders import NOON

TABLES = int(os.environ.get("SITR_TABLES", "1000"))  # `SITR_TABLES=10000` for the long run
Cell = tuple[int, tuple[str, ...]]  # day of the release, labels
Shown = dict[tuple[int, tuple[str, ...], tuple[str, ...]], frozenset[Cell]]


def a_table(luck: random.Random) -> Iterator[tuple[int, Vote]]:
    """People of random groups who answer on random days, some one question more."""
    sizes = [luck.randint(1, 3) for _ in LABELS]
    for _ in range(luck.randint(1, 45)):
        labels = [f"{label}{luck.randint(1, size)}" for label, size in zip(LABELS, sizes, strict=True)]
        day = luck.randint(0, 9)
        values = {"rating": luck.randint(1, 5)} | ({"nps": luck.randint(0, 10)} if luck.random() < 0.4 else {})
        yield day, Vote(Group(*labels), NOON + timedelta(days=day), values)


def released(votes: Sequence[tuple[int, Vote]], *, by_hand: bool = False) -> dict[str, Counter[Cell]]:
    """Empty the box day by day; gives how many answers each released cell holds, by question.

    by_hand  without batches, as an answer written directly would be counted: what the solver must catch
    """
    cells: dict[str, Counter[Cell]] = {"rating": Counter(), "nps": Counter()}
    box: dict[bytes, Vote] = {}
    for day in range(25):
        box |= {place.to_bytes(2): vote for place, (put, vote) in enumerate(votes) if put == day}
        if by_hand:
            for vote in box.values():
                for question in vote.values:
                    cells[question][day, vote.group.labels] += 1
            box = {}
            continue
        gone: dict[bytes, set[str]] = {}
        for batch in plan(box, now=NOON + timedelta(days=day)):
            cells[batch.question][day, batch.group.labels] += len(batch.slots)
            for slot in batch.slots:
                gone.setdefault(slot, set()).add(batch.question)
        left = {slot: remaining(box[slot], questions) for slot, questions in gone.items()}
        box = {slot: left.get(slot, vote) for slot, vote in box.items() if left.get(slot, vote) is not None}
    return cells


def everything_shown(cells: Sequence[Cell]) -> list[frozenset[Cell]]:
    """All that managers can ask for until any day: every set of labels as a filter, with every value."""
    found = set()
    for count in range(len(LABELS) + 1):
        for kept in combinations(range(len(LABELS)), count):
            for until in {day for day, _ in cells}:
                groups: dict[tuple[str, ...], set[Cell]] = {}
                for day, labels in cells:
                    if day <= until:
                        groups.setdefault(tuple(labels[place] for place in kept), set()).add((day, labels))
                found |= {frozenset(group) for group in groups.values()}
    return list(found)


def smallest_worked_out(numbers: Mapping[Cell, int]) -> int:
    """Solve what is shown (Gauss, exact fractions) for every cell; gives the fewest people that a solved one holds."""
    cells = list(numbers)
    rows = [[Fraction(cell in shown) for cell in cells] for shown in everything_shown(cells)]
    pivot = 0
    for column in range(len(cells)):
        best = next((row for row in range(pivot, len(rows)) if rows[row][column]), None)
        if best is None:
            continue
        rows[pivot], rows[best] = rows[best], rows[pivot]
        head = rows[pivot] = [value / rows[pivot][column] for value in rows[pivot]]
        for other in range(len(rows)):
            if other != pivot and (factor := rows[other][column]):
                rows[other] = [mine - factor * its for mine, its in zip(rows[other], head, strict=True)]
        pivot += 1
    solved = [cells[row.index(1)] for row in rows[:pivot] if sum(map(bool, row)) == 1]
    return min((numbers[cell] for cell in solved), default=SMALLEST)


def disclosures(tables: int, *, by_hand: bool = False) -> int:
    """Count the random tables in which something about fewer than five could be worked out."""
    found, luck = 0, random.Random(6)
    for _ in range(tables):
        for numbers in released(list(a_table(luck)), by_hand=by_hand).values():
            if numbers and smallest_worked_out(numbers) < SMALLEST:
                found += 1
                break
    return found


def test_the_solver_finds_what_is_counted_without_a_box():
    assert disclosures(10, by_hand=True) >= 9


def test_nothing_about_fewer_than_five_is_worked_out():
    assert disclosures(TABLES) == 0


def test_the_box_lets_enough_out_to_be_of_use():
    luck = random.Random(6)
    put = out = 0
    for _ in range(200):
        votes = list(a_table(luck))
        put, out = put + len(votes), out + released(votes)["rating"].total()
    assert out > 0.85 * put
