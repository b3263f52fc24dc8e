"""A bounded memory of what was worked out before."""

from collections.abc import Callable, Hashable
from typing import TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


class Memory(dict[Key, Value]):
    """What was worked out for a key; forgotten all at once when it is much, which costs less than to know what was used last."""

    def __init__(self, weigh: Callable[[Key], Value], size: int) -> None:
        self._weigh, self._size = weigh, size

    def __missing__(self, key: Key) -> Value:
        if len(self) >= self._size:
            self.clear()
        value = self[key] = self._weigh(key)
        return value
