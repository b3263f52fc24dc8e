"""How much is sent: to one recipient in an hour and a day, by all workers together in a minute."""

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from named_sql import statements
from notifications.claim import Promise
from notifications.tables import Outbound

_SQL = statements(__file__)
_HOUR, _DAY, _MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


Proved: TypeAlias = Callable[[Collection[UUID]], Awaitable[Collection[UUID]]]  # some recipients in, the proved out


@dataclass(frozen=True, slots=True)
class Strangers:
    """What somebody is spared who may never have heard of us, since anybody can type their address.

    kinds   mails that whoever types an address makes us send; they must be `spared`, too
    proved  gives those of some recipients who ever showed that their address is theirs: these limits are not for them
    """

    kinds: frozenset[str]
    proved: Proved
    an_hour: int = 1
    a_day: int = 5


@dataclass(frozen=True, slots=True)
class Limits:
    """What a mailbox and the mail server are spared.

    an_hour, a_day  mails to one recipient; more wait
    per_minute      mails of all workers together; 0: as fast as it goes
    spared          kinds that are dropped instead of waiting, since a stranger could make somebody get many of them
    free            kinds that are neither limited nor counted: mail to people who work here
    strangers       narrower limits for a first mail to somebody who never asked for any
    """

    an_hour: int = 12
    a_day: int = 40
    per_minute: int = 0
    spared: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()
    strangers: Strangers | None = None


async def room(limits: Limits, *, most: int, now: datetime) -> int:
    """Give how many promises may be claimed now, so that all workers together stay under the limit."""
    if not limits.per_minute:
        return most
    counted = await Outbound.raw(_SQL["sent_by_all"], now - _MINUTE, now)
    return max(0, min(most, limits.per_minute - int(counted[0]["n"])))


async def over_limit(promises: Sequence[Promise], limits: Limits, *, now: datetime) -> dict[UUID, timedelta]:
    """Give the promises whose recipients had enough, and how long each should wait."""
    counted = [promise for promise in promises if promise.kind not in limits.free]
    if not counted:
        return {}
    rows = await Outbound.raw(
        _SQL["sent_lately"], now - _HOUR, list({p.recipient for p in counted}), list(limits.free), now - _DAY
    )
    over = _too_many(counted, _counts(rows), an_hour=limits.an_hour, a_day=limits.a_day)
    allowed = [promise for promise in counted if promise.id not in over]
    return over | (await _over_for_strangers(allowed, limits.strangers, now=now) if limits.strangers else {})


async def _over_for_strangers(
    promises: Sequence[Promise], strangers: Strangers, *, now: datetime
) -> dict[UUID, timedelta]:
    """Give the first mails that are too many for whom nobody proved; of two workers at once one waits for the other."""
    first = [promise for promise in promises if promise.kind in strangers.kinds]
    proved = await strangers.proved({promise.recipient for promise in first}) if first else ()
    first = [promise for promise in first if promise.recipient not in proved]
    if not first:
        return {}
    await Outbound.raw(_SQL["one_at_a_time"])
    to, kinds = list({promise.recipient for promise in first}), list(strangers.kinds)
    rows = await Outbound.raw(_SQL["first_lately"], now - _HOUR, now, now, first[0].claim, to, kinds, now - _DAY)
    return _too_many(first, _counts(rows), an_hour=strangers.an_hour, a_day=strangers.a_day)


def _counts(rows: Sequence[Mapping[str, Any]]) -> dict[UUID, tuple[int, int]]:
    return {row["recipient"]: (int(row["hour"]), int(row["day"])) for row in rows}


def _too_many(
    promises: Sequence[Promise], had: dict[UUID, tuple[int, int]], *, an_hour: int, a_day: int
) -> dict[UUID, timedelta]:
    """Give what goes beyond a limit, after what each recipient had and in the order of the promises."""
    over: dict[UUID, timedelta] = {}
    for promise in promises:
        hour, day = had.get(promise.recipient, (0, 0))
        if day >= a_day or hour >= an_hour:
            over[promise.id] = _HOUR
        else:
            had[promise.recipient] = (hour + 1, day + 1)
    return over
