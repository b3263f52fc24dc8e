"""Sums of weights for all words of a text at once: rows of numbers side by side in one whole number, added in one step.

A row (`Weights.row`) holds a number for each label, raised so that it is not negative; 32 bits are more than any sum needs.
"""

import re
import struct
from collections.abc import Sequence

from helpdesk.privacy.redaction.weights import HALF

_ZERO = 1 << 31
_BYTES = 4
_AROUND = 5  # rows of a word: for those before it, itself, those behind it
_NOT_NEGATIVE = re.compile(rb"[\x80-\xff]")


class Sum:
    """What rows add up to, for each of so many words."""

    def __init__(self, words: int, labels: int) -> None:
        self._words, self._labels = words, labels
        self._total = self._raised = 0

    def add(self, rows: Sequence[bytes]) -> None:
        """Add rows, one or several joined in a piece, for each word one."""
        self._total += int.from_bytes(b"".join(rows), "little")
        self._raised += HALF

    def add_around(self, rows: Sequence[bytes]) -> None:
        """Add five rows of each word: to the sums of the two words before it, itself, and the two behind it.

        rows  of all words, and of two more before the first and behind the last one
        """
        size = 8 * _BYTES * self._labels
        total = 0
        for first in range(_AROUND):  # those of every fifth word do not overlap
            total += int.from_bytes(b"".join(rows[first::_AROUND]), "little") << size * first
        self._total += total >> size * (_AROUND - 1) & ((1 << size * self._words) - 1)
        self._raised += _AROUND * HALF

    def numbers(self) -> tuple[int, ...]:
        """Give the sums, word by word, in each the labels in their order."""
        # With the sign's bit turned over they are numbers as processors write them.
        count = self._words * self._labels
        signs = int.from_bytes(b"\0\0\0\x80" * count, "little")
        total = (self._total + self._everywhere([0] * self._labels)) ^ signs
        return struct.unpack(f"<{count}i", total.to_bytes(count * _BYTES, "little"))

    def at_least(self, least: Sequence[int]) -> list[int]:
        """Give the places of the sums (as in `numbers`) that are at least what is given for their label."""
        total = self._total + self._everywhere([-number for number in least])
        signs = total.to_bytes(self._words * self._labels * _BYTES, "little")[_BYTES - 1 :: _BYTES]
        return [match.start() for match in _NOT_NEGATIVE.finditer(signs)]

    def _everywhere(self, numbers: Sequence[int]) -> int:
        """Give numbers for every word that also take back what all were raised by, and raise them to `_ZERO`."""
        raised = [number + _ZERO - self._raised for number in numbers]
        return int.from_bytes(struct.pack(f"<{len(raised)}I", *raised) * self._words, "little")
