"""After a restore: erase again what the journal says was erased, whatever the backup brought back."""

from collections.abc import Callable, Collection
from datetime import datetime
from uuid import UUID

from helpdesk.people.requesters import requesters_after
from helpdesk.privacy.erasure.journal import details_erased_of, erased_of
from helpdesk.privacy.vault.keys import destroy_key, owners_after
from helpdesk.tickets import batches, ticket_rows
from helpdesk.tickets.erase import forget_requester, forget_ticket, withdraw_promises
from helpdesk.tickets.erase_details import forget_details
from piccolo_conf import SYSTEM, acting

BATCH = 500
_FIRST = UUID(int=0)


async def erase_again(*, now: datetime, told: Callable[[int], object] = lambda _: None) -> int:
    """Erase every owner that the journal names and that is there, batch by batch; gives how many.

    told     is called with how many owners were looked at
    effects  as the erasure had; run twice it does nothing more
    """
    erased = 0
    for batch in (_tickets, _requesters, _other_keys):
        after: UUID | None = _FIRST
        while after is not None:
            after, count = await batch(after, now)
            erased += count
            told(BATCH)
    return erased


async def _tickets(after: UUID, now: datetime) -> tuple[UUID | None, int]:
    async with acting(SYSTEM):
        ids = await batches.tickets_after(after, limit=BATCH)
        rows = await ticket_rows.tickets_by_id(await erased_of(ids), lock=True)
        await withdraw_promises(rows, now=now)
        for row in rows:
            await forget_ticket(row, receipt=None, actor=SYSTEM, now=now)
        details = await _details({*ids} - {row.id for row in rows}, now)
    return (ids[-1] if ids else None), len(rows) + details


async def _details(tickets: Collection[UUID], now: datetime) -> int:
    """Destroy again what tickets had sealed until their details were erased; gives how many had some back."""
    erased = await details_erased_of(tickets)
    gone = [await forget_details(ticket, until=erased[ticket], now=now) for ticket in sorted(erased)]
    return sum(bool(details) for details in gone)


async def _requesters(after: UUID, now: datetime) -> tuple[UUID | None, int]:
    async with acting(SYSTEM):
        ids = await requesters_after(after, limit=BATCH)
        erased = await erased_of(ids)
        for requester in sorted(erased):
            await withdraw_promises((), requester=requester, now=now)
            await forget_requester(requester, receipt=None, actor=SYSTEM, now=now)
    return (ids[-1] if ids else None), len(erased)


async def _other_keys(after: UUID, _: datetime) -> tuple[UUID | None, int]:
    """Destroy the keys of erased owners of which the content has no row."""
    async with acting(SYSTEM):
        ids = await owners_after(after, limit=BATCH)
        erased = await erased_of(ids)
        for owner in sorted(erased):
            await destroy_key(owner)
    return (ids[-1] if ids else None), len(erased)
