"""Hides small groups, so that no number on a page can be turned into a person, not even by subtraction."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from surveys.group import SMALLEST
from surveys.results import GroupCount


class Hidden(StrEnum):
    """Why a group is not shown."""

    SMALL = "small"  # fewer than five answers
    SECONDARY = "secondary"  # hidden so that a small one cannot be worked out from the total


@dataclass(frozen=True, slots=True)
class Cell:
    """A group as it may be shown."""

    count: GroupCount
    hidden: Hidden | None


@dataclass(frozen=True, slots=True)
class Shown:
    """The groups in their order, and whether the total may stand beside them."""

    cells: Sequence[Cell]
    has_total: bool


def suppress(groups: Sequence[GroupCount], *, smallest: int = SMALLEST) -> Shown:
    """Hide groups with fewer than `smallest` answers, and the next smallest ones until what is hidden is a crowd.

    The total less the shown groups gives the hidden ones together: they must hold at least `smallest` answers and be
    at least two groups, or be none. When there is not enough to hide among, the total is not shown.
    """
    hidden = {group.group: Hidden.SMALL for group in groups if 0 < group.answers < smallest}
    rest = sorted((group for group in groups if group.answers >= smallest), key=lambda group: group.answers)
    while hidden and rest and not _is_crowd(groups, hidden, smallest):
        hidden[rest.pop(0).group] = Hidden.SECONDARY
    cells = [Cell(group, hidden.get(group.group)) for group in groups if group.answers]
    total = sum(group.answers for group in groups)
    return Shown(cells, total >= smallest and (not hidden or _is_crowd(groups, hidden, smallest)))


def _is_crowd(groups: Sequence[GroupCount], hidden: dict[str, Hidden], smallest: int) -> bool:
    inside = [group.answers for group in groups if group.group in hidden]
    return len(inside) >= 2 and sum(inside) >= smallest
