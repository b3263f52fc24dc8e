"""Chains in the background, beside whatever else the worker does; any number of workers may."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

from helpdesk.audit import kept
from helpdesk.audit.chain import BATCH, ChainBroken, chain
from helpdesk.audit.format import Checkpoint
from helpdesk.audit.record import record
from helpdesk.audit.signer import Signer
from helpdesk.errors import HelpdeskError
from piccolo_conf import SYSTEM, acting

POLL, AFTER_TROUBLE = 1.0, 10.0  # seconds
KEEP_EVERY = timedelta(minutes=1)

_log = logging.getLogger(__name__)
_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


@dataclass(frozen=True, slots=True)
class Trail:
    """What chaining needs from above: the keys, the file that keeps the newest checkpoint, what time it is."""

    signer: Signer
    kept: Path
    now: Callable[[], datetime]


class Memory:
    """The newest checkpoint this process knows of; the database must still hold it before anything is signed anew."""

    def __init__(self, trail: Trail) -> None:
        self._trail = trail
        self._newest: Checkpoint | None = None
        self._written: Checkpoint | None = None

    async def recall(self) -> Checkpoint | None:
        """Give the newest of what was made here and what the file keeps; raises BadCheckpoint."""
        self._written = await asyncio.to_thread(kept.read_if_there, self._trail.kept, signer=self._trail.signer)
        known = [point for point in (self._newest, self._written) if point is not None]
        return max(known, key=lambda point: point.size, default=None)

    async def remember(self, point: Checkpoint) -> None:
        """Take note of a checkpoint; the file is written once a minute at most."""
        self._newest = point
        if self._written is None or point.at - self._written.at >= KEEP_EVERY:
            await self.write()

    async def write(self) -> None:
        """Put what is known into the file, where neither a restart nor whoever has the database can lose it."""
        if self._newest is not None:
            await asyncio.to_thread(kept.keep, self._trail.kept, self._newest, signer=self._trail.signer)
            self._written, self._newest = self._newest, None


async def run(trail: Trail, *, stop: asyncio.Event) -> None:
    """Chain what waits, every second until `stop` is set; a database that is away is waited for."""
    memory = Memory(trail)
    try:
        while not stop.is_set():
            seconds = await _once(trail, memory, stop)
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), seconds)
    finally:
        with contextlib.suppress(OSError, HelpdeskError):
            await memory.write()


async def _once(trail: Trail, memory: Memory, stop: asyncio.Event) -> float:
    """Chain what waits; whatever goes wrong is logged. Gives how long to wait."""
    try:
        await chain_waiting(trail, memory, stop=stop)
    except _AWAY:
        _log.warning("the audit chain cannot go on for now; trying again")
    except HelpdeskError:
        _log.error("the audit chain is not as it was signed; nothing is chained, run: helpdesk audit verify")
        with contextlib.suppress(OSError, HelpdeskError):
            await memory.write()
        return AFTER_TROUBLE
    return POLL


async def chain_waiting(trail: Trail, memory: Memory, *, stop: asyncio.Event | None = None) -> int:
    """Chain batch after batch while they are full; what comes in meanwhile has its turn in a second, all at once.

    returns  how many batches
    raises   ChainBroken, BadCheckpoint
    """
    batches, known = 0, await memory.recall()
    while stop is None or not stop.is_set():
        size = known.size if known else 0
        known = await chain(signer=trail.signer, now=trail.now(), kept=known)
        if known is None:
            break
        batches += 1
        await memory.remember(known)
        if known.size - size < BATCH:
            break
    return batches


async def go_on_despite(trail: Trail) -> Checkpoint:
    """Chain again behind a fault, once somebody has looked into it; what was kept is put aside, not away.

    effects  an entry `audit.resumed`, a checkpoint behind whatever stands there; verifying still tells what is wrong
    raises   ChainBroken when another sequencer is at work just now
    """
    now = trail.now()
    async with acting(SYSTEM):
        await record("audit.resumed", actor=None, about=UUID(int=0), at=now)
    point = await chain(signer=trail.signer, now=now, despite=True)
    if point is None:
        raise ChainBroken("Another process chains just now. Try again.")
    if await asyncio.to_thread(trail.kept.exists):
        aside = trail.kept.with_name(f"{trail.kept.stem}-before-{now:%Y%m%dT%H%M%S}{trail.kept.suffix}")
        await asyncio.to_thread(trail.kept.rename, aside)
    await asyncio.to_thread(kept.keep, trail.kept, point, signer=trail.signer)
    return point
