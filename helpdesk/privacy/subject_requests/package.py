"""The copy of one's data: ordered with the request, made by the worker, read by its person for a week, then gone."""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import NotFound
from helpdesk.logs import log_failure
from helpdesk.privacy.subject_requests.handle import settle_by_itself
from helpdesk.privacy.subject_requests.queries import Row, requests_with
from helpdesk.privacy.subject_requests.tables import AccessPackage, PackagePiece
from helpdesk.privacy.vault import blob
from helpdesk.privacy.vault.keys import DataKey, key_of, keys_of
from piccolo_conf import SYSTEM, Actor, acting

KEPT = timedelta(days=7)
LEASE = timedelta(minutes=10)  # a worker that died with a package has lost it after that
# What is held about a person, as JSON holds it, in one part of the copy; joins the system's transaction.
Source: TypeAlias = Callable[[UUID, str], Awaitable[Any]]


@dataclass(frozen=True, slots=True)
class Workshop:
    """What making a copy needs from above.

    sources  part -> what is held: gets the person and the language
    files    their files: path -> bytes; joins the system's transaction
    pack     makes the file of the parts and those files, piece by piece
    """

    sources: Mapping[str, Source]
    files: Callable[[UUID], Awaitable[Mapping[str, bytes]]]
    pack: Callable[[Row, Mapping[str, Any], Mapping[str, bytes], datetime], Sequence[bytes]]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a package is; `state` is waiting, ready or expired."""

    state: str
    done: int
    parts: int
    size: int
    expires_at: datetime | None
    fetched_at: datetime | None


async def order(request: UUID, subject: UUID, *, now: datetime) -> None:
    """Let the worker make a copy; joins the caller's transaction."""
    await AccessPackage.insert(AccessPackage(request=request, subject=subject, ordered_at=now))


async def progress_of(request: UUID) -> Progress | None:
    """Say how far the copy of a request is, to whoever may see it; None when none was ordered."""
    columns = (getattr(AccessPackage, name) for name in Progress.__dataclass_fields__)
    row = await AccessPackage.select(*columns).where(AccessPackage.request == request).first()
    return Progress(**row) if row else None


async def make_next(workshop: Workshop, *, now: datetime) -> bool:
    """Make the next copy that waits; says whether there was one.

    effects  progress is written part by part; then the file, under its person's key, one audit entry, and the request
             is answered. A copy whose person was erased meanwhile is dropped; one that fails is tried again after
             its lease, with a log line.
    """
    claimed = await _claim(len(workshop.sources), now)
    if claimed is None:
        return False
    try:
        await _make(*claimed, workshop, now)
    except Exception as error:  # a part may fail in any way; the copy waits for its next turn, others go on
        log_failure(error)
    return True


async def _make(request: UUID, subject: UUID, workshop: Workshop, now: datetime) -> None:
    async with acting(SYSTEM):
        row = (await requests_with([request]))[request]
    parts: dict[str, Any] = {}
    for name, source in workshop.sources.items():
        async with acting(SYSTEM):
            if subject not in await keys_of([subject]):
                await _expire(request, now)
                return
            parts[name] = await source(subject, row.locale)
            await AccessPackage.update({AccessPackage.done: len(parts)}).where(AccessPackage.request == request)
    async with acting(SYSTEM):
        files = await workshop.files(subject) if subject in await keys_of([subject]) else {}
    pieces = workshop.pack(row, parts, files, now)
    await _keep(request, subject, pieces, now)


async def fetch(request: UUID, *, by: Actor, now: datetime) -> int:
    """Write down that somebody fetches their own copy; gives its size in bytes. Raises NotFound.

    effects  one audit entry
    """
    async with acting(by):
        fetched = (
            await AccessPackage.update({AccessPackage.fetched_at: now})
            .where(AccessPackage.request == request, AccessPackage.state == "ready", AccessPackage.expires_at > now)
            .returning(AccessPackage.size)
        )
        if not fetched:
            raise NotFound
        await record("rights.copy_fetched", actor=by.id, about=request, at=now)
        return int(fetched[0]["size"])


async def pieces_of(request: UUID, subject: UUID, *, by: Actor) -> AsyncIterator[bytes]:
    """Open the pieces of a copy one after the other; raises ValueGone when its person was erased meanwhile."""
    number = 0
    while True:
        async with acting(by):
            key = await key_of(subject)
            row = (
                await PackagePiece.select(PackagePiece.sealed)
                .where(PackagePiece.package == request, PackagePiece.number == number)
                .first()
            )
        if row is None:
            return
        yield blob.decrypt(key.key, row["sealed"], bound_to=_binding(key, request, number))
        number += 1


async def expire(*, now: datetime) -> int:
    """Destroy the copies whose week is over; gives how many."""
    async with acting(SYSTEM):
        rows = await AccessPackage.select(AccessPackage.request).where(
            AccessPackage.state == "ready", AccessPackage.expires_at <= now
        )
        for row in rows:
            await _expire(row["request"], now)
    return len(rows)


async def drop_all_of(subject: UUID, *, now: datetime) -> None:
    """Destroy every copy of somebody who is erased; joins the system's transaction."""
    for row in await AccessPackage.select(AccessPackage.request).where(AccessPackage.subject == subject):
        await _expire(row["request"], now)


async def _claim(parts: int, now: datetime) -> tuple[UUID, UUID] | None:
    async with acting(SYSTEM):
        row = (
            await AccessPackage.select(AccessPackage.request, AccessPackage.subject)
            .where(
                AccessPackage.state == "waiting",
                AccessPackage.claimed_until.is_null() | (AccessPackage.claimed_until <= now),
            )
            .order_by(AccessPackage.ordered_at)
            .first()
            .lock_rows("UPDATE", skip_locked=True)
        )
        if row is None:
            return None
        await AccessPackage.update(
            {AccessPackage.claimed_until: now + LEASE, AccessPackage.parts: parts, AccessPackage.done: 0}
        ).where(AccessPackage.request == row["request"])
    return row["request"], row["subject"]


async def _keep(request: UUID, subject: UUID, pieces: Sequence[bytes], now: datetime) -> None:
    async with acting(SYSTEM):
        await PackagePiece.delete().where(PackagePiece.package == request)
        key = (await keys_of([subject])).get(subject)
        if key is None:
            await _expire(request, now)
            return
        for number, piece in enumerate(pieces):
            sealed = blob.encrypt(key.key, piece, bound_to=_binding(key, request, number))
            await PackagePiece.insert(PackagePiece(package=request, number=number, sealed=sealed))
        await AccessPackage.update(
            {
                AccessPackage.state: "ready",
                AccessPackage.size: sum(map(len, pieces)),
                AccessPackage.ready_at: now,
                AccessPackage.expires_at: now + KEPT,
            }
        ).where(AccessPackage.request == request)
        await record("rights.copy_made", actor=None, about=request, at=now)
        await settle_by_itself(request, now=now)


async def drop(request: UUID, *, now: datetime) -> None:
    """Destroy the copy of a request, made or not; joins the system's transaction."""
    await _expire(request, now)


async def _expire(request: UUID, now: datetime) -> None:
    await PackagePiece.delete().where(PackagePiece.package == request)
    await AccessPackage.update({AccessPackage.state: "expired", AccessPackage.expires_at: now}).where(
        AccessPackage.request == request
    )


def _binding(key: DataKey, request: UUID, number: int) -> bytes:
    return b"sitr/package/1" + key.owner.bytes + request.bytes + number.to_bytes(4)
