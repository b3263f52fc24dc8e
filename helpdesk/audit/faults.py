"""What can be wrong with a chain, and the one sentence that says it."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from uuid import UUID

MOST = 100  # faults that are told one by one


class Fault(StrEnum):
    CHANGED = "changed"
    REMOVED = "removed"
    MISSING = "missing"
    FOREIGN = "foreign"
    MOVED = "moved"
    REWRITTEN = "rewritten"
    TRUNCATED = "truncated"
    UNSIGNED = "unsigned"
    RESIGNED = "resigned"
    CHECKPOINT_MISSING = "checkpoint_missing"
    STRAY = "stray"
    GHOST = "ghost"


_WORDS = {
    Fault.CHANGED: "entry {entry} was changed after it was chained",
    Fault.REMOVED: "entry {entry} was removed after it was chained",
    Fault.MISSING: "what was chained here was removed, links and all",
    Fault.FOREIGN: "entry {entry} was put in or chained anew by somebody without the keyring",
    Fault.MOVED: "what stands here was chained at {other}: entries were put in, taken out or reordered",
    Fault.REWRITTEN: "the chain disagrees with {source}: at or before this position it was rewritten with the keyring",
    Fault.TRUNCATED: "the chain was cut off here: {source} was signed before",
    Fault.UNSIGNED: "no checkpoint covers what was chained here: checkpoints were removed",
    Fault.RESIGNED: "{source} is not signed by this installation's key, or was changed",
    Fault.CHECKPOINT_MISSING: "{source} was removed",
}
_ELSEWHERE = {
    Fault.STRAY: "Entry {entry} is neither chained nor waiting: it was put in past the trail, or its link was removed.",
    Fault.GHOST: "Entry {entry} was removed before it was chained.",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault.

    first, last  positions, or None for what has no place in the chain
    entry        at the first position
    other        position at which it was chained
    source       a checkpoint, in words
    """

    fault: Fault
    first: int | None = None
    last: int | None = None
    entry: UUID | None = None
    other: int | None = None
    source: str = ""

    @property
    def sentence(self) -> str:
        """Say what is wrong and where."""
        if self.first is None:
            return _ELSEWHERE[self.fault].format(entry=self.entry)
        words = _WORDS[self.fault]
        if self._length > 1:
            words = words.replace("entry {entry}", "every entry, the first being {entry},")
        words = words.format(entry=self.entry, other=_span(self.other, self._length), source=self.source)
        return f"{'Position' if self._length == 1 else 'Positions'} {_span(self.first, self._length)}: {words}."

    @property
    def _length(self) -> int:
        return 1 if self.first is None or self.last is None else self.last - self.first + 1

    def continues(self, before: "Finding") -> bool:
        """Whether this is the same fault one position on."""
        if self.first is None or before.last is None or self.fault is not before.fault or self.source != before.source:
            return False
        apart = (self.other - self.first) if self.other is not None else None
        was = (before.other - before.first) if before.other is not None and before.first is not None else None
        return self.first == before.last + 1 and apart == was


def _span(first: int | None, length: int) -> str:
    return f"{first}" if first is None or length == 1 else f"{first} to {first + length - 1}"


@dataclass(slots=True)
class Findings:
    """The faults found so far: neighbours joined, the first hundred told, the rest counted."""

    told: list[Finding] = field(default_factory=list)
    more: int = 0
    _last: Finding | None = None

    def add(self, finding: Finding) -> None:
        """Take one more; what goes on at the next position is the same fault."""
        if self._last is not None and finding.continues(self._last):
            self._last = replace(self._last, last=finding.last)
            if not self.more:
                self.told[-1] = self._last
            return
        self._last = finding
        if len(self.told) < MOST:
            self.told.append(finding)
        else:
            self.more += 1
