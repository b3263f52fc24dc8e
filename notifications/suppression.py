"""Addresses that mail never reaches: kept as keyed hashes only, asked before every mail."""

from collections.abc import Callable, Collection
from datetime import datetime
from typing import TypeAlias

from notifications.tables import Suppression

Fingerprint: TypeAlias = Callable[[str], bytes]  # an address in, its keyed hash out; the key is whoever runs us's

BOUNCED, COMPLAINED = "bounced", "complained"


async def suppress(address_hash: bytes, *, reason: str, now: datetime) -> None:
    """Write to an address no more; joins the caller's transaction. One that is on the list stays as it is."""
    await Suppression.insert(Suppression(address_hash=address_hash, reason=reason, since=now)).on_conflict(
        target=Suppression.address_hash, action="DO NOTHING"
    )


async def forgive(address_hash: bytes) -> bool:
    """Write to an address again, after its owner showed that it works; says whether it was on the list."""
    return bool(
        await Suppression.delete().where(Suppression.address_hash == address_hash).returning(Suppression.address_hash)
    )


async def suppressed(address_hashes: Collection[bytes]) -> set[bytes]:
    """Give those of some addresses that are on the list."""
    if not address_hashes:
        return set()
    rows = await Suppression.select(Suppression.address_hash).where(
        Suppression.address_hash.is_in(list(address_hashes))
    )
    return {row["address_hash"] for row in rows}
