"""A bounded memory of what was worked out before."""

from collections.abc import Callable, Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(dict[Key, Value]):
    """What was worked out for a key, in two halves: when the younger is full it becomes the older one, and that is forgotten.

    What is asked for goes back to the younger half, so that common words outlive the rare ones, which hold most of what is
    private: a key that nobody asks for again is gone after at most `size` others. It costs less than to know what was used last.
    """

    def __init__(self, weigh: Callable[[Key], Value], size: int) -> None:
        self._weigh, self._half = weigh, size // 2
        self._older: dict[Key, Value] = {}

    def __missing__(self, key: Key) -> Value:
        value = self._older.get(key)
        if value is None:
            value = self._weigh(key)
        if len(self) >= self._half:
            self._older = dict(self)
            self.clear()
        self[key] = value
        return value
