"""Open every wrapped key, so that damage is known while a backup still has what it needs to be mended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import ValueDamaged
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.keys import keys_of, unwrap
from helpdesk.privacy.vault.tables import OwnerKey
from piccolo_conf import SYSTEM, acting

_BATCH = 1_000


@dataclass(slots=True)
class Checked:
    """How many keys were opened or tried, and the owners of those that do not open."""

    count: int = 0
    damaged: list[UUID] = field(default_factory=list)


async def check_wrapped_keys(*, now: datetime, advance: Callable[[int], object] = lambda _: None) -> Checked:
    """Open every wrapped key, batch by batch.

    raises   KeyringRefused when one is wrapped by a master key that this keyring does not have
    effects  an audit entry for each damaged key
    """
    checked, after = Checked(), UUID(int=0)
    while last := await _check_batch(after, checked):
        advance(_BATCH)
        after = last
    async with acting(SYSTEM):
        for owner in checked.damaged:
            await record("owner_key.damaged", actor=None, about=owner, at=now)
    return checked


async def _check_batch(after: UUID, checked: Checked) -> UUID | None:
    async with acting(SYSTEM):
        rows = (
            await OwnerKey.select(OwnerKey.owner, OwnerKey.wrapped, OwnerKey.master)
            .where(OwnerKey.owner > after)
            .order_by(OwnerKey.owner)
            .limit(_BATCH)
        )
    ring = keyring.in_use()
    for row in rows:
        if row["master"] not in ring.versions:
            async with acting(SYSTEM):
                await keys_of([row["owner"]])  # re-wrapped meanwhile, or refused
            continue
        try:
            await unwrap(ring, **row)
        except ValueDamaged:
            checked.damaged.append(row["owner"])
    checked.count += len(rows)
    return rows[-1]["owner"] if rows else None
