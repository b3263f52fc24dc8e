"""Verify the chain: read it in batches, walk along it, hold it against what is kept outside the database."""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from helpdesk.audit.faults import MOST, Fault, Finding
from helpdesk.audit.format import Checkpoint, Entry, Link
from helpdesk.audit.signer import Signer
from helpdesk.audit.tables import AuditLink
from helpdesk.audit.walk import Mark, Step, Walk
from named_sql import statements
from piccolo_conf import SYSTEM, on_behalf_of

BATCH = 2000  # positions a query

_SQL = statements(__file__)
_EVER = datetime(1970, 1, 1, tzinfo=UTC)
_FAR = 2**63 - 1
_NOTHING, _UNREADABLE = UUID(int=2**128 - 1), datetime.min.replace(tzinfo=UTC)  # as no entry of ours has them


@dataclass(frozen=True, slots=True)
class Report:
    """What a verification found.

    entries, checkpoints  that were looked at
    last                  position of the last link
    until                 when the newest checkpoint of ours was signed; None when there is none
    since                 when the first of the entries was written; None when there are none
    waiting               entries that have no place in the chain yet
    findings, more        faults in the order of the walk, and how many more there are
    """

    entries: int
    checkpoints: int
    last: int
    since: datetime | None
    until: datetime | None
    waiting: int
    findings: Sequence[Finding]
    more: int

    @property
    def first_bad(self) -> int | None:
        """The first position with a fault; None when there is none, or none with a place."""
        return min((finding.first for finding in self.findings if finding.first is not None), default=None)


def _in_silence(_done: int, _all: int) -> None:
    """Tell nobody."""


async def verify(
    *,
    signer: Signer,
    since: datetime | None = None,
    kept: Sequence[Mark] = (),
    advance: Callable[[int, int], None] = _in_silence,
) -> Report:
    """Walk along the whole chain, or from the last checkpoint before `since`.

    kept     checkpoints of ours from outside the database; without one nobody can tell that the end was cut off
    advance  is told which position is done, and which is the last
    """
    base = await _base(since, signer)
    walk = Walk(signer, base=base)
    outside = await _compare_before(walk, base, sorted(kept, key=lambda mark: mark.point.size))
    report = await _walk_on(walk, base, outside, advance)
    await _add_strays(walk, since or _EVER)
    return replace(report, findings=tuple(walk.findings.told), more=walk.findings.more)


async def verify_newest(*, signer: Signer, at_least: int = BATCH) -> Report:
    """Walk along the newest stretch only, quickly enough for a page; strays are looked for by `verify` alone."""
    rows = await _read("behind", at_least)
    base = Checkpoint(**rows[0]) if rows and signer.is_ours(Checkpoint(**rows[0])) else None
    return await _walk_on(Walk(signer, base=base), base, [], _in_silence)


async def _walk_on(
    walk: Walk, base: Checkpoint | None, outside: list[Mark], advance: Callable[[int, int], None]
) -> Report:
    """Walk from where `walk` stands to the end, past all checkpoints."""
    bounds = (await _read("bounds"))[0]
    top, number = bounds["top"] or 0, bounds["number"] or 0
    began, done = (base.at if base else None), walk.position
    async for upper, batch in _batches(after=walk.position, to=top):
        began = began or next((entry.at for _, entry in batch if entry is not None), None)
        walk.steps(batch, await _marks(done, upper, number, outside))
        done = upper
        advance(upper, top)
    walk.steps([], await _marks(done, _FAR, number, outside))
    walk.finish()
    findings = walk.findings
    return Report(
        entries=walk.entries,
        checkpoints=walk.checkpoints,
        last=walk.position,
        since=began,
        until=walk.signed_at,
        waiting=bounds["waiting"],
        findings=tuple(findings.told),
        more=findings.more,
    )


async def _read(name: str, *values: object) -> Sequence[Mapping[str, Any]]:
    with on_behalf_of(SYSTEM):
        rows: Sequence[Mapping[str, Any]] = await AuditLink.raw(_SQL[name], *values)
    return rows


async def _base(since: datetime | None, signer: Signer) -> Checkpoint | None:
    """Give the newest checkpoint before a time; one that is not ours is no ground to stand on: begin at the origin."""
    rows = await _read("before", since) if since is not None else ()
    points = [Checkpoint(**row) for row in rows]
    return points[0] if points and signer.is_ours(points[0]) else None


async def _compare_before(walk: Walk, base: Checkpoint | None, outside: Sequence[Mark]) -> list[Mark]:
    """Hold the links that the walk leaves out against what was kept; gives the marks that are still to come."""
    begin = base.size if base else 0
    for mark in outside:
        if mark.point.size <= begin:
            rows = await _read("hash_at", mark.point.size)
            if not rows or rows[0]["hash"] != mark.point.hash:
                walk.findings.add(Finding(Fault.REWRITTEN, mark.point.size, mark.point.size, source=mark.source))
    return [mark for mark in outside if mark.point.size > begin]


async def _batches(*, after: int, to: int) -> AsyncIterator[tuple[int, list[Step]]]:
    """Read links in the order of positions, each time with the last position that was looked at."""
    while after < to:
        upper = min(after + BATCH, to)
        batch = [_step(row) for row in await _read("links", after, upper)]
        if not batch:
            behind = (await _read("next_link", after))[0]["position"]
            upper = to if behind is None else behind - 1
        yield upper, batch
        after = upper


def _step(row: Mapping[str, Any]) -> Step:
    link = Link(row["position"], row["entry"], row["digest"], row["hash"], row["proof"])
    if row["id"] is None:
        return link, None
    return link, Entry(row["id"], row["act"], row["actor"], row["about"] or _NOTHING, row["at"] or _UNREADABLE)


async def _marks(after: int, upper: int, number: int, outside: list[Mark]) -> list[Mark]:
    """Give the checkpoints of a stretch, the database's and the kept ones, which are taken off their list."""
    marks = [Mark(Checkpoint(**row)) for row in await _read("checkpoints", after, upper, number)]
    while outside and outside[0].point.size <= upper:
        marks.append(outside.pop(0))
    return sorted(marks, key=lambda mark: mark.point.size)


async def _add_strays(walk: Walk, since: datetime) -> None:
    for name, fault in (("strays", Fault.STRAY), ("ghosts", Fault.GHOST)):
        for row in await _read(name, since, MOST):
            walk.findings.add(Finding(fault, entry=row["id"]))
