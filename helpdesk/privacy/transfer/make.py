"""The worker makes the sealed archive of a transfer that was agreed to, some persons at a time, with progress."""

import asyncio
import hashlib
from collections import Counter
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from pyrage import x25519

from helpdesk.audit.record import record
from helpdesk.errors import DecidedAlready
from helpdesk.ids import new_id
from helpdesk.logs import log_failure
from helpdesk.privacy.transfer.archive import Archive, in_lines
from helpdesk.privacy.transfer.tables import Given, Transfer
from piccolo_conf import SYSTEM, acting

KEPT = timedelta(days=7)
LEASE = timedelta(minutes=10)  # a worker that died with an archive has lost it after that
BATCH = 50  # persons that are in memory at once
_NOBODY = UUID(int=1)  # the requester of tickets that are nobody's any more; ids that were made come after it


class Outlet(Protocol):
    """What seals bytes."""

    async def write(self, piece: bytes) -> None: ...


Sealing: TypeAlias = Callable[[Path, Sequence[Any]], AbstractAsyncContextManager[Outlet]]


@dataclass(slots=True)
class Share:
    """What of one person goes into the archive.

    given     ticket -> names of its details, number of its messages
    details   how many were opened, the person's own too
    files     path in the archive -> what reads the file when its turn comes, so that one is in memory at a time
    left_out  reason -> how many
    """

    person: Mapping[str, Any] | None = None
    tickets: list[Mapping[str, Any]] = field(default_factory=list)
    given: dict[UUID, tuple[Sequence[str], int]] = field(default_factory=dict)
    details: int = 0
    files: dict[str, Callable[[], Awaitable[bytes]]] = field(default_factory=dict)
    left_out: Counter[str] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Workshop:
    """What making an archive needs from above.

    folder        where the archives lie
    sealing       writes a new file (0600) that only recipients open
    count         how many persons there are
    persons       the next persons after one, in order of id
    gather        what is held of one of them; joins the system's transaction
    documents     policy, terms, counts: name of the file -> its bytes
    """

    folder: Path
    sealing: Sealing
    count: Callable[[], Awaitable[int]]
    persons: Callable[[UUID, int], Awaitable[Sequence[UUID]]]
    gather: Callable[[UUID, datetime], Awaitable[Share]]
    documents: Callable[[datetime], Awaitable[Mapping[str, bytes]]]
    now: Callable[[], datetime]


@dataclass(slots=True)
class _Claim:
    """A transfer that this worker makes, until when it is ours, and what was counted."""

    row: Mapping[str, Any]
    until: datetime
    counts: Counter[str] = field(default_factory=Counter)
    left_out: Counter[str] = field(default_factory=Counter)

    @property
    def id(self) -> UUID:
        found: UUID = self.row["id"]
        return found


def file_of(folder: Path, transfer: UUID) -> Path:
    """Give where the archive of a transfer lies."""
    return folder / f"{transfer}.age"


async def make_next(workshop: Workshop) -> bool:
    """Make the next archive that waits; says whether there was one.

    effects  progress; one disclosure for each detail that is opened into it; the file; one audit entry. One that fails
             is begun anew after its lease, with a log line: a sealed file cannot be gone on with.
    """
    claim = await _claim(workshop)
    if claim is None:
        return False
    try:
        await _make(claim, workshop)
    except Exception as error:  # it may fail in any way; this one waits for its next turn, others go on
        log_failure(error)
    return True


async def _claim(workshop: Workshop) -> _Claim | None:
    now = workshop.now()
    async with acting(SYSTEM):
        row = (
            await Transfer.select()
            .where(
                Transfer.approved_at.is_not_null(),
                Transfer.ready_at.is_null(),
                Transfer.ended_at.is_null(),
                Transfer.claimed_until.is_null() | (Transfer.claimed_until <= now),
            )
            .order_by(Transfer.number)
            .first()
            .lock_rows("UPDATE", skip_locked=True)
        )
        if row is None:
            return None
        await Given.delete().where(Given.transfer == row["id"])  # of a worker that died
        fresh: dict[Any, Any] = dict.fromkeys(("persons_done", "tickets", "details", "left_out"), 0)
        fresh |= {"claimed_until": now + LEASE, "persons": await workshop.count()}
        await Transfer.update(fresh).where(Transfer.id == row["id"])
    return _Claim(row, now + LEASE)


async def _make(claim: _Claim, workshop: Workshop) -> None:
    workshop.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    part, now = workshop.folder / f"{claim.id}.partial", workshop.now()
    part.unlink(missing_ok=True)
    async with workshop.sealing(part, [x25519.Recipient.from_str(claim.row["recipient"])]) as outlet:
        archive = Archive(outlet.write, now)
        for name, content in (await workshop.documents(now)).items():
            await archive.add(name, content)
        await _add_everybody(claim, archive, workshop)
        manifest = await archive.finish(_about(claim, now))
    sha256 = await asyncio.to_thread(_hash_of, part)
    size = part.stat().st_size
    part.rename(file_of(workshop.folder, claim.id))
    await _settle(claim, manifest=manifest, sha256=sha256, size=size, now=workshop.now())


async def _add_everybody(claim: _Claim, archive: Archive, workshop: Workshop) -> None:
    after, number = _NOBODY, 0
    while persons := await workshop.persons(after, BATCH):
        after, number = persons[-1], number + 1
        shares = await _gather(claim, persons, workshop)
        lines = {
            "requesters": [share.person for share in shares if share.person],
            "tickets": [ticket for share in shares for ticket in share.tickets],
        }
        for name, things in lines.items():
            if things:
                await archive.add(f"{name}/{number:06}.jsonl", in_lines(things))
        for share in shares:
            for name, read in share.files.items():
                await archive.add(name, await read())


async def _gather(claim: _Claim, persons: Sequence[UUID], workshop: Workshop) -> Sequence[Share]:
    """Read some persons in one transaction and write down what of them goes; raises DecidedAlready when it is over."""
    now = workshop.now()
    async with acting(SYSTEM):
        shares = [await workshop.gather(person, now) for person in persons]
        for share in shares:
            rows = [
                Given(id=new_id(), transfer=claim.id, ticket=ticket, details=list(details), messages=messages)
                for ticket, (details, messages) in share.given.items()
            ]
            if rows:
                await Given.insert(*rows)
        _count(claim, shares)
        progress: dict[Any, Any] = {
            "claimed_until": now + LEASE,
            "persons_done": Transfer.persons_done + len(persons),
            "tickets": claim.counts["tickets"],
            "details": claim.counts["details"],
            "left_out": claim.left_out.total(),
        }
        await _step(claim, progress)
        claim.until = now + LEASE
    return shares


def _count(claim: _Claim, shares: Sequence[Share]) -> None:
    for share in shares:
        claim.counts["requesters"] += share.person is not None
        claim.counts["tickets"] += len(share.tickets)
        claim.counts["details"] += share.details
        claim.left_out += share.left_out


async def _step(claim: _Claim, values: dict[Any, Any]) -> None:
    """Write progress down while the claim is ours; raises DecidedAlready when another has it or it was ended."""
    mine = (Transfer.id == claim.id) & (Transfer.claimed_until == claim.until) & Transfer.ended_at.is_null()
    if not await Transfer.update(values).where(mine).returning(Transfer.id):
        raise DecidedAlready


def _about(claim: _Claim, now: datetime) -> Mapping[str, Any]:
    return {
        "number": f"T-{claim.row['number']}",
        "successor": claim.row["successor"],
        "legal_ground": claim.row["ground"],
        "made_at": now,
        "counts": {name: claim.counts[name] for name in ("requesters", "tickets", "details")},
        "left_out": dict(claim.left_out),
    }


async def _settle(claim: _Claim, *, manifest: bytes, sha256: bytes, size: int, now: datetime) -> None:
    async with acting(SYSTEM):
        done: dict[Any, Any] = {
            "ready_at": now,
            "expires_at": now + KEPT,
            "manifest": manifest,
            "sha256": sha256,
            "size": size,
        }
        await _step(claim, done)
        await record("transfer.made", actor=None, about=claim.id, at=now)


def _hash_of(path: Path) -> bytes:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").digest()
