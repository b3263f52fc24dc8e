"""How much is sent: to one recipient in an hour and a day, by all workers together in a minute."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from named_sql import statements
from notifications.claim import Promise
from notifications.tables import Outbound

_SQL = statements(__file__)
_HOUR, _DAY, _MINUTE = timedelta(hours=1), timedelta(days=1), timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Limits:
    """What a mailbox and the mail server are spared.

    an_hour, a_day  mails to one recipient; more wait
    per_minute      mails of all workers together; 0: as fast as it goes
    spared          kinds that are dropped instead of waiting, since a stranger could make somebody get many of them
    free            kinds that are not counted: mail to people who work here
    """

    an_hour: int = 12
    a_day: int = 40
    per_minute: int = 0
    spared: frozenset[str] = frozenset()
    free: frozenset[str] = frozenset()


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
        _SQL["sent_lately"], now - _HOUR, list({promise.recipient for promise in counted}), now - _DAY
    )
    sent = {row["recipient"]: (int(row["hour"]), int(row["day"])) for row in rows}
    over: dict[UUID, timedelta] = {}
    for promise in counted:
        hour, day = sent.get(promise.recipient, (0, 0))
        if day >= limits.a_day or hour >= limits.an_hour:
            over[promise.id] = _HOUR
        else:
            sent[promise.recipient] = (hour + 1, day + 1)
    return over
