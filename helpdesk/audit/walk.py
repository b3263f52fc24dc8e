"""Walk along a chain and find what is wrong with it; knows no database, so that an export can be walked, too."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from helpdesk.audit.faults import Fault, Finding, Findings
from helpdesk.audit.format import ORIGIN, Checkpoint, Entry, Link, digest, link_hash
from helpdesk.audit.signer import Signer

NEARBY = 2000  # positions in which something that was moved is looked for
SEARCHES = 20  # wide searches a walk; a wholly forged chain must not make it crawl

Step = tuple[Link, Entry | None]


class Mark(NamedTuple):
    """A checkpoint that the chain must agree with; one from outside the database is known to be ours."""

    point: Checkpoint
    kept_in: str = ""

    @property
    def source(self) -> str:
        """Say which one it is."""
        if self.kept_in:
            return f"the checkpoint kept in {self.kept_in} (position {self.point.size})"
        return f"checkpoint {self.point.number} (position {self.point.size})"


class Walk:
    """One pass, in the order of positions; its memory does not grow with the chain."""

    def __init__(self, signer: Signer, *, base: Checkpoint | None = None) -> None:
        """Begin at the origin, or behind a checkpoint that is known to be ours."""
        self.findings = Findings()
        self.entries = self.checkpoints = 0
        self.signed_at = base.at if base else None
        self.position = self._signed = base.size if base else 0
        self._signer = signer
        self._hash: bytes | None = base.hash if base else ORIGIN  # None behind a fault, until a proven link
        self._number = base.number if base else 0
        self._ahead: Mark | None = None  # a checkpoint of which the link has not come
        self._apart = 0  # how far the last thing that was moved stood from its place
        self._searches = 0

    def steps(self, batch: Sequence[Step], marks: Sequence[Mark] = ()) -> None:
        """Walk over neighbouring links, each with its entry as it reads today (None when that is gone).

        marks  checkpoints by size, none of them beyond the batch
        """
        places = {link.digest: link.position for link, _ in batch}
        ahead = iter(marks)
        mark = next(ahead, None)
        for link, entry in batch:
            while mark is not None and mark.point.size < link.position:
                self.check(mark)
                mark = next(ahead, None)
            self._step(link, entry, places)
        while mark is not None:
            self.check(mark)
            mark = next(ahead, None)

    def _step(self, link: Link, entry: Entry | None, places: Mapping[bytes, int]) -> None:
        self.entries += 1
        if link.position <= self.position:
            self._add(Fault.FOREIGN, link)  # a position that stands twice
            return
        self._reach(link.position)
        if self._signer.prove(link.position, link.digest, link.hash) != link.proof:
            self._not_proven(link)
            return
        if entry is None:
            self._add(Fault.REMOVED, link)
        elif (today := digest(entry)) != link.digest:
            self._add(Fault.MOVED if today in places else Fault.CHANGED, link, other=places.get(today))
        if self._hash is not None and link_hash(self._hash, link.position, link.digest) != link.hash:
            self._add(Fault.REWRITTEN, link, source="the link before it")
        self._hash = link.hash

    def _reach(self, position: int) -> None:
        """Come to a position; what lies between the last one and this is missing."""
        if position > self.position + 1:
            self.findings.add(Finding(Fault.MISSING, self.position + 1, position - 1))
            self._hash = None
        self.position, self._ahead = position, None

    def _not_proven(self, link: Link) -> None:
        other = self._chained_at(link)
        self._add(Fault.FOREIGN if other is None else Fault.MOVED, link, other=other)
        self._hash = None

    def _chained_at(self, link: Link) -> int | None:
        """Find the position for which a link was made, looking first where the last one was found."""
        candidates = [link.position + self._apart]
        if self._searches < SEARCHES:
            self._searches += 1
            candidates += [link.position + way * far for far in range(1, NEARBY) for way in (1, -1)]
        for position in candidates:
            if position > 0 and self._signer.prove(position, link.digest, link.hash) == link.proof:
                self._apart = position - link.position
                return position
        return None

    def check(self, mark: Mark) -> None:
        """Hold the chain, here, against a checkpoint; those of the database must be ours and complete."""
        point = mark.point
        if not mark.kept_in and not self._is_in_order(point):
            return
        if point.size > self.position:
            self._ahead = mark
        elif point.size == self.position and self._hash is not None and self._hash != point.hash:
            self._add_here(Fault.REWRITTEN, mark.source)

    def _is_in_order(self, point: Checkpoint) -> bool:
        """Check number and signature of a checkpoint of the database."""
        if point.number > self._number + 1:
            several = f"checkpoints {self._number + 1} to {point.number - 1}"
            self._add_here(
                Fault.CHECKPOINT_MISSING,
                several if point.number > self._number + 2 else f"checkpoint {point.number - 1}",
            )
        self._number, self._signed = point.number, max(self._signed, min(point.size, self.position))
        if not self._signer.is_ours(point):
            self._add_here(Fault.RESIGNED, Mark(point).source)
            return False
        self.checkpoints += 1
        self.signed_at = point.at
        return True

    def finish(self) -> None:
        """Come to the end: what was signed must have been there, what was there must be signed."""
        if self._ahead is not None:
            size = self._ahead.point.size
            self.findings.add(Finding(Fault.TRUNCATED, self.position + 1, size, source=self._ahead.source))
        elif self._signed < self.position:
            self.findings.add(Finding(Fault.UNSIGNED, self._signed + 1, self.position))

    def _add(self, fault: Fault, link: Link, *, other: int | None = None, source: str = "") -> None:
        self.findings.add(Finding(fault, link.position, link.position, link.entry, other, source))

    def _add_here(self, fault: Fault, source: str) -> None:
        self.findings.add(Finding(fault, self.position, self.position, source=source))
