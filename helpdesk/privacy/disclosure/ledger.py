"""The ledger: who saw which detail, when, why and for how long; read by the requester and by staff."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from helpdesk.privacy.disclosure.disclose import SYSTEM_S
from helpdesk.privacy.disclosure.tables import Disclosure, Extension, Request
from helpdesk.privacy.vault.keys import DataKey, keys_of
from named_sql import statements

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One sight of one detail.

    until     when it ends by itself, None for as long as the assignment lasts; with the time that was added
    ended_at  when it was ended before that
    extended  the new end of each time it got more time
    agreed_by the second person who agreed to it, where the policy asks for one
    """

    id: UUID
    name: str
    kind: str
    number: int
    staff: UUID
    team: str
    purpose: str
    reason: str
    at: datetime
    until: datetime | None
    ended_at: datetime | None
    extended: tuple[datetime, ...] = ()
    agreed_by: UUID | None = None

    def end(self, now: datetime) -> datetime | None:
        """Give when this sight ended, None while it lasts."""
        ends = [end for end in (self.ended_at, self.until) if end is not None and end <= now]
        return min(ends, default=None)

    def was_cut_short(self, now: datetime) -> bool:
        """Say whether it ended before its time."""
        end = self.end(now)
        return end is not None and self.until is not None and end < self.until

    def length(self, now: datetime) -> timedelta | None:
        """Give how long it lasted or, while it runs, how long it may; None for an assignment that lasts."""
        end = self.end(now) or self.until
        return end - self.at if end else None


@dataclass(frozen=True, slots=True)
class SystemUse:
    """What the system used without showing it to anybody, counted over all times."""

    name: str
    kind: str
    number: int
    purpose: str
    times: int
    last_at: datetime


async def ledger_of(about: UUID) -> Sequence[LedgerEntry]:
    """List every look at a ticket's details, oldest first; without the reasons when its key is not to be had."""
    rows = (
        await Disclosure.select()
        .where(Disclosure.about == about, Disclosure.purpose.not_in(list(SYSTEM_S)))
        .order_by(Disclosure.id)
    )
    return await entries_of(rows, about, (await keys_of([about])).get(about))


async def ledger(key: DataKey) -> Sequence[LedgerEntry]:
    """List every look at a ticket's details, oldest first; `key` is the ticket's."""
    return await ledger_of(key.owner)


async def entries_of(rows: Sequence[Mapping[str, Any]], about: UUID, key: DataKey | None) -> Sequence[LedgerEntry]:
    """Make entries of rows of one ticket's disclosures; its key opens the reasons."""
    longer = await _extensions([row["id"] for row in rows])
    agreed = await _agreed(about)
    return [_entry(row, key, longer.get(row["id"], ()), agreed.get(row["id"])) for row in rows]


async def _extensions(disclosures: Sequence[UUID]) -> Mapping[UUID, tuple[datetime, ...]]:
    if not disclosures:
        return {}
    found: defaultdict[UUID, tuple[datetime, ...]] = defaultdict(tuple)
    rows = await Extension.select().where(Extension.disclosure.is_in(list(disclosures))).order_by(Extension.number)
    for row in rows:
        found[row["disclosure"]] += (row["until"],)
    return found


async def _agreed(about: UUID) -> Mapping[UUID, UUID]:
    rows = await Request.select(Request.disclosure, Request.decided_by).where(
        Request.about == about, Request.disclosure.is_not_null()
    )
    return {row["disclosure"]: row["decided_by"] for row in rows}


def _entry(
    row: Mapping[str, Any], key: DataKey | None, longer: tuple[datetime, ...], agreed: UUID | None
) -> LedgerEntry:
    return LedgerEntry(
        id=row["id"],
        name=row["name"],
        kind=row["kind"],
        number=row["number"],
        staff=row["staff"],
        team=row["team"],
        purpose=row["purpose"],
        reason=key.open_text(row["reason"], row=row["id"], kind="reason") if key and row["reason"] else "",
        at=row["opened_at"],
        until=row["expires_at"],
        ended_at=row["ended_at"],
        extended=longer,
        agreed_by=agreed,
    )


async def system_uses(ticket: UUID, requester: UUID) -> Sequence[SystemUse]:
    """Count what the system itself used about a ticket and its requester; nobody saw any of it."""
    rows = await Disclosure.raw(_SQL["system_uses"], ticket, requester)
    return [SystemUse(**row) for row in rows]
