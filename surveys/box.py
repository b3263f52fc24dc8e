"""The ballot box: answers wait in it sealed, each in a slot that only the key from above leads to."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from surveys.group import monday
from surveys.plan import PATIENCE, Vote, unpack
from surveys.tables import Ballot


@dataclass(frozen=True, slots=True)
class Box:
    """What the ballot box needs from above.

    slot          an invitation's id in, a keyed hash out
    seal          seals a text for a slot under the key of a week
    open          opens what was sealed for slots under the key of a week; what does not open is left out
    forget        destroys the key of a week: what old backups hold of its ballots is lost
    seal_comment  seals a comment under the key of its month
    """

    slot: Callable[[UUID], bytes]
    seal: Callable[[date, bytes, str], Awaitable[bytes]]
    open: Callable[[date, Mapping[bytes, bytes]], Awaitable[Mapping[bytes, str]]]
    forget: Callable[[date], Awaitable[None]]
    seal_comment: Callable[[date, str], Awaitable[bytes]]


async def put(invitation: UUID, vote: Vote, *, box: Box) -> None:
    """Put a ballot into the box, in the place of what the same person put there before; joins the transaction."""
    slot, week = box.slot(invitation), monday(vote.put_at)
    sealed = await box.seal(week, slot, vote.packed())
    await Ballot.insert(Ballot(slot=slot, sealed=sealed, week=week)).on_conflict(
        target=Ballot.slot, action="DO UPDATE", values=[Ballot.sealed, Ballot.week]
    )


async def changeable(invitation: UUID, *, box: Box, now: datetime, lock: bool = False) -> Vote | None:
    """Give what somebody put into the box and may still change: for seven days, and while no part was released."""
    slot = box.slot(invitation)
    query = Ballot.select(Ballot.sealed, Ballot.week).where(Ballot.slot == slot).first()
    row = await (query.lock_rows("UPDATE") if lock else query)
    if row is None:
        return None
    texts = await box.open(row["week"], {slot: row["sealed"]})
    vote = unpack(texts[slot]) if slot in texts else None
    return vote if vote and not vote.is_begun and vote.put_at + PATIENCE > now else None
