"""The erasure journal: what was erased, as keyed hashes of its owners, so that no backup brings it back."""

from collections.abc import Collection, Mapping
from datetime import datetime
from uuid import UUID

from helpdesk.privacy.erasure.tables import ErasureJournal
from helpdesk.privacy.vault import keyring


def mark_of(owner: UUID) -> bytes:
    """Give the keyed hash (32 bytes) that an erased owner is known by; its key is in the keyring, never in content."""
    return keyring.in_use().blind_index("erasure journal", str(owner))


def details_mark_of(owner: UUID, time: int) -> bytes:
    """Give the keyed hash that says that an owner's details were erased for the first, second … time."""
    return keyring.in_use().blind_index("erasure journal", f"{owner} details {time}")


async def note_erased(owners: Collection[UUID], *, receipt: str | None, now: datetime) -> None:
    """Write down that owners were erased; joins the caller's transaction. One that is written down stays as it is."""
    rows = [ErasureJournal(mark=mark_of(owner), at=now, receipt=receipt) for owner in owners]
    if rows:
        await ErasureJournal.insert(*rows).on_conflict(target=ErasureJournal.mark, action="DO NOTHING")


async def erased_of(owners: Collection[UUID]) -> set[UUID]:
    """Give those of some owners that the journal says were erased."""
    if not owners:
        return set()
    marks = {mark_of(owner): owner for owner in owners}
    rows = await ErasureJournal.select(ErasureJournal.mark).where(ErasureJournal.mark.is_in(list(marks)))
    return {marks[row["mark"]] for row in rows}


async def note_details_erased(owner: UUID, *, receipt: str, now: datetime) -> None:
    """Write down that the details were erased that an owner has by now; joins the caller's transaction."""
    time = 1
    while await ErasureJournal.exists().where(ErasureJournal.mark == details_mark_of(owner, time)):
        time += 1
    await ErasureJournal.insert(ErasureJournal(mark=details_mark_of(owner, time), at=now, receipt=receipt))


async def details_erased_of(owners: Collection[UUID]) -> Mapping[UUID, datetime]:
    """Give those of some owners whose details the journal says were erased, and until when they had been sealed."""
    erased: dict[UUID, datetime] = {}
    time, left = 1, list(owners)
    while left:
        marks = {details_mark_of(owner, time): owner for owner in left}
        rows = await ErasureJournal.select().where(ErasureJournal.mark.is_in(list(marks)))
        erased |= {marks[row["mark"]]: row["at"] for row in rows}
        time, left = time + 1, [marks[row["mark"]] for row in rows]
    return erased


async def count_erased_since(moment: datetime) -> int:
    """Count the owners that were erased after a moment."""
    return int(await ErasureJournal.count().where(ErasureJournal.at > moment))
