"""Promise a mail in the caller's transaction, take promises back, count them, forget the settled ones."""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from named_sql import statements
from notifications.tables import Outbound, Route

CHANNEL = "outbound"
KEPT = timedelta(days=30)  # settled promises
_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Undelivered:
    """A promise that was settled without being sent, and why."""

    kind: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Delivery:
    """What became of a promise; never what it said."""

    kind: str
    due_at: datetime
    attempts: int
    outcome: str | None
    reason: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What whoever operates this needs to see.

    oldest_due   since when the oldest due promise waits
    blocked      routes that fail now -> since when
    """

    waiting: int
    failed: int
    quarantined: int
    oldest_due: datetime | None
    blocked: dict[str, datetime]


async def enqueue(kind: str, *, about: UUID, to: UUID, due_at: datetime, route: str = "smtp") -> UUID:
    """Promise a mail; joins the caller's transaction and wakes the workers when that commits.

    returns  the promise's id
    """
    promise = uuid7()
    await Outbound.insert(
        Outbound(id=promise, kind=kind, about=about, recipient=to, route=route, due_at=due_at, promised_at=due_at)
    )
    await Outbound.raw("SELECT pg_notify({}, '')", CHANNEL)
    return promise


async def withdraw(about: UUID, *, kind: str, now: datetime, due_at: datetime | None = None) -> int:
    """Take back the unsent promises of a kind about something; gives how many there were.

    due_at   only those that were promised for this moment
    effects  when the transaction commits, workers that have one in hand are told, and do not hand it over any more
    """
    withdrawing = (
        Outbound.update({Outbound.settled_at: now, Outbound.outcome: "withdrawn"})
        .where(Outbound.about == about, Outbound.kind == kind, Outbound.settled_at.is_null())
        .returning(Outbound.id, Outbound.claim)
    )
    return await _told(await (withdrawing.where(Outbound.promised_at == due_at) if due_at else withdrawing))


async def withdraw_erased(*, about: Sequence[UUID] = (), to: Sequence[UUID] = (), now: datetime) -> int:
    """Take back every unsent promise about what, or to whom, is being erased; gives how many there were.

    effects  when the transaction commits, workers that have one in hand are told, and do not hand it over any more
    """
    withdrawn = (
        await Outbound.update({Outbound.settled_at: now, Outbound.outcome: "withdrawn"})
        .where(
            Outbound.settled_at.is_null(),
            Outbound.about.is_in([*about, UUID(int=0)]) | Outbound.recipient.is_in([*to, UUID(int=0)]),
        )
        .returning(Outbound.id, Outbound.claim)
    )
    return await _told(withdrawn)


async def _told(withdrawn: Sequence[Mapping[str, Any]]) -> int:
    """Tell workers what was withdrawn from their hands; gives how many there were, in whose hands ever."""
    in_hand = [row["id"] for row in withdrawn if row["claim"]]
    if in_hand:
        await Outbound.raw("SELECT pg_notify({}, id::text) FROM unnest({}::uuid[]) AS id", CHANNEL, in_hand)
    return len(withdrawn)


async def waiting_about(about: Collection[UUID]) -> Counter[UUID]:
    """Count the unsent promises about some things: thing -> how many."""
    rows = await Outbound.select(Outbound.about).where(
        Outbound.settled_at.is_null(), Outbound.about.is_in([*about, UUID(int=0)])
    )
    return Counter(row["about"] for row in rows)


async def undelivered(about: UUID, *, kinds: Sequence[str]) -> Sequence[Undelivered]:
    """List the promises of some kinds about something that were not delivered, oldest first."""
    rows = (
        await Outbound.select(Outbound.kind, Outbound.reason, Outbound.settled_at)
        .where(
            Outbound.about == about,
            Outbound.kind.is_in(list(kinds)),
            Outbound.outcome.is_in(["failed", "quarantined"]),
        )
        .order_by(Outbound.settled_at)
    )
    return [Undelivered(row["kind"], row["reason"] or "", row["settled_at"]) for row in rows]


async def deliveries(to: UUID, *, most: int = 100) -> Sequence[Delivery]:
    """List the last promises to somebody and what became of them, newest first."""
    rows = (
        await Outbound.select(Outbound.kind, Outbound.due_at, Outbound.attempts, Outbound.outcome, Outbound.reason)
        .where(Outbound.recipient == to)
        .order_by(Outbound.id, ascending=False)
        .limit(most)
    )
    return [Delivery(**{**row, "reason": row["reason"] or ""}) for row in rows]


@dataclass(frozen=True, slots=True)
class Counts:
    """How often something was handed over to a recipient, waits or failed, as far as promises are kept (30 days)."""

    sent: int = 0
    waiting: int = 0
    failed: int = 0
    last_sent: datetime | None = None


async def counts_of(recipients: Sequence[UUID]) -> dict[UUID, Counts]:
    """Count the promises to some recipients; those without one are missing."""
    rows = await Outbound.raw(_SQL["deliveries_to"], list(recipients))
    by: dict[UUID, dict[str, tuple[int, datetime | None]]] = {}
    for row in rows:
        by.setdefault(row["recipient"], {})[row["outcome"]] = row["n"], row["last_at"]
    none: tuple[int, datetime | None] = (0, None)
    return {
        recipient: Counts(
            sent=found.get("sent", none)[0],
            waiting=found.get("", none)[0],
            failed=found.get("failed", none)[0] + found.get("quarantined", none)[0],
            last_sent=found.get("sent", none)[1],
        )
        for recipient, found in by.items()
    }


async def tally(about: UUID, *, kind: str) -> dict[str, int]:
    """Count the promises of a kind about something by outcome; "" is for those that are not settled."""
    return {row["outcome"]: row["n"] for row in await Outbound.raw(_SQL["tally"], about, kind)}


async def retry_quarantined(*, now: datetime) -> int:
    """Promise again what could not be rendered, after its cause was repaired; gives how many there were."""
    again = (
        await Outbound.update(
            {
                Outbound.settled_at: None,
                Outbound.outcome: None,
                Outbound.reason: None,
                Outbound.faults: 0,
                Outbound.tried_at: None,
                Outbound.due_at: now,
            }
        )
        .where(Outbound.outcome == "quarantined")
        .returning(Outbound.id)
    )
    return len(again)


async def waiting() -> int:
    """Count the promises that are not settled."""
    return int(await Outbound.count().where(Outbound.settled_at.is_null()))


async def figures(*, now: datetime) -> Figures:
    """Count what waits, what is late, what was not delivered, and name the routes that fail."""
    counted = (await Outbound.raw(_SQL["figures"], now))[0]
    routes = await Route.select(Route.name, Route.failing_since).where(Route.blocked_until > now - timedelta(hours=2))
    return Figures(**counted, blocked={route["name"]: route["failing_since"] for route in routes})


async def thin_out(*, now: datetime) -> int:
    """Forget promises that were settled a month ago, up to a thousand; gives how many there were."""
    return len(await Outbound.raw(_SQL["thin_out"], now - KEPT))
