"""Claim promises, hold them while they are worked on, settle them or give them back. Only a claim's holder may."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from named_sql import statements
from notifications.tables import Outbound

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Promise:
    """A promise in this worker's hands.

    attempts  how often it was claimed, this time included
    faults    how often it could not be rendered
    lapses    how often its worker died
    """

    id: UUID
    kind: str
    about: UUID
    recipient: UUID
    route: str
    claim: UUID
    attempts: int
    faults: int
    lapses: int
    promised_at: datetime
    tried_at: datetime
    due_at: datetime


async def claim(limit: int, *, lease: timedelta, skip: Sequence[str] = (), now: datetime) -> Sequence[Promise]:
    """Take up to `limit` due promises, but none of the routes in `skip`; they are ours until the lease ends."""
    rows = await Outbound.raw(_SQL["claim"], now, list(skip), lease, now, now, limit, uuid4(), now + lease, now)
    return [Promise(**row) for row in rows]


async def hold(claims: Sequence[UUID], *, until: datetime) -> set[UUID]:
    """Hold claims longer, since their holder is alive; gives those that are still ours."""
    if not claims:
        return set()
    return {row["claim"] for row in await Outbound.raw(_SQL["hold"], until, list(claims))}


async def still_wanted(promises: Collection[UUID]) -> set[UUID]:
    """Give those of some promises in hand that were not settled by somebody else, as when they were withdrawn."""
    if not promises:
        return set()
    rows = await Outbound.select(Outbound.id).where(Outbound.id.is_in(list(promises)), Outbound.settled_at.is_null())
    return {row["id"] for row in rows}


async def settle_sent(promises: Sequence[Promise], *, now: datetime) -> None:
    """Settle what was handed over; what somebody else has claimed since stays theirs."""
    await Outbound.raw(
        _SQL["settle_sent"], now, [promise.id for promise in promises], [promise.claim for promise in promises]
    )


async def settle(promise: Promise, outcome: str, *, reason: str = "", now: datetime) -> bool:
    """Settle a promise that is not sent; says whether it was still ours. Joins the caller's transaction."""
    return bool(await Outbound.raw(_SQL["settle"], now, outcome, reason or None, promise.id, promise.claim))


async def put_off(promise: Promise, *, until: datetime, fault: bool = False) -> None:
    """Give a promise back, to be tried again later."""
    await Outbound.raw(_SQL["put_off"], until, int(fault), promise.id, promise.claim)
