"""The erasure journal: owners that were erased, as keyed hashes, so that no backup brings one back."""

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from helpdesk.privacy.erasure.tables import ErasureJournal
from helpdesk.privacy.vault import keyring


def mark_of(owner: UUID) -> bytes:
    """Give the keyed hash (32 bytes) that an erased owner is known by; its key is in the keyring, never in content."""
    return keyring.in_use().blind_index("erasure journal", str(owner))


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


async def count_erased_since(moment: datetime) -> int:
    """Count the owners that were erased after a moment."""
    return int(await ErasureJournal.count().where(ErasureJournal.at > moment))
