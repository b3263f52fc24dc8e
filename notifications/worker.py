"""Sends what was promised: wakes at a commit, claims as much as it can carry, keeps its claims alive, tidies up."""

import asyncio
import contextlib
import logging
import time
from contextvars import Context
from datetime import datetime, timedelta

from notifications import claim, outbox
from notifications.deliver import AWAY, Hand, Office, take
from piccolo_conf import DB

AT_ONCE = 50  # promises a claim
CAPACITY = 150  # promises in hand
POLL = 0.5  # seconds between looks, should a wake-up be missed
GRACE = 8.0  # seconds that what is being sent may take when we are told to stop
_TIDY = timedelta(hours=1)

_log = logging.getLogger(__name__)


async def run(office: Office, *, stop: asyncio.Event) -> None:
    """Send promised mail until `stop` is set; a database that is away is waited for."""
    hand = Hand.of(office)
    beside = [
        asyncio.create_task(work, context=Context())
        for work in (_listen(hand, stop), _beat(hand, stop), _tidy(office, stop))
    ]
    try:
        await _carry(hand, stop)
        await _finish(hand, seconds=GRACE)
    finally:
        for task in beside:
            task.cancel()
        await asyncio.gather(*beside, return_exceptions=True)
        await office.transport.close()
        await office.caller.close()


async def run_once(office: Office) -> int:
    """Claim what is due and deal with it; gives how many promises were claimed."""
    hand = Hand.of(office)
    count = await take(hand, most=AT_ONCE)
    await _finish(hand, seconds=3600)
    return count


async def _carry(hand: Hand, stop: asyncio.Event) -> None:
    while not stop.is_set():
        hand.awake.clear()
        room = CAPACITY - len(hand.tasks)
        if room < AT_ONCE:
            await asyncio.wait(hand.tasks, return_when=asyncio.FIRST_COMPLETED)
            continue
        try:
            count = await take(hand, most=AT_ONCE)
        except AWAY:
            _log.warning("the outbox cannot reach the database; trying again")
            count = 0
        if not count:
            await _first_of(hand.awake, stop, seconds=POLL)


async def _finish(hand: Hand, *, seconds: float) -> None:
    """Let what is being sent come to its end; what does not in time is cut off and lapses to another worker."""
    if hand.tasks:
        _, late = await asyncio.wait(hand.tasks, timeout=seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
    await hand.receipts.close(seconds=1)


async def _beat(hand: Hand, stop: asyncio.Event) -> None:
    """Hold what is in hand, well before the lease ends."""
    lease = hand.office.lease
    while not stop.is_set() or hand.tasks:
        await asyncio.sleep(lease.total_seconds() / 3)
        began = time.monotonic()
        with contextlib.suppress(*AWAY):
            ours = dict(hand.held)
            still = await claim.hold(list(ours), until=hand.office.now() + lease)
            for claimed, held in ours.items():  # what lapsed and went to somebody else must not be sent by us
                held.until = began + lease.total_seconds() if claimed in still else 0


async def _tidy(office: Office, stop: asyncio.Event) -> None:
    """Forget what was settled long ago."""
    last: datetime | None = None
    while not stop.is_set():
        with contextlib.suppress(*AWAY):
            if last is None or office.now() - last >= _TIDY:
                while await outbox.thin_out(now=office.now()):
                    pass
                last = office.now()
        await asyncio.sleep(60)


async def _listen(hand: Hand, stop: asyncio.Event) -> None:
    """Be woken when a promise commits, hear what was withdrawn; the connection is made anew when it was lost."""

    def heard(*said: object) -> None:
        hand.hear(str(said[-1]))
        hand.awake.set()

    while not stop.is_set():
        lost = asyncio.Event()
        with contextlib.suppress(*AWAY):
            connection = await DB.get_new_connection()
            try:
                connection.add_termination_listener(lambda *_, lost=lost: lost.set())
                await connection.add_listener(outbox.CHANNEL, heard)
                await _catch_up(hand)
                hand.awake.set()
                await _first_of(lost, stop, seconds=None)
            finally:
                await connection.close()
        await _first_of(stop, seconds=POLL)


async def _catch_up(hand: Hand) -> None:
    """Let go of what was withdrawn while nobody listened."""
    sending = set(hand.sending)
    hand.sending.difference_update(sending - await claim.still_wanted(sending))


async def _first_of(*events: asyncio.Event, seconds: float | None) -> None:
    tasks = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
