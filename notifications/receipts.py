"""Settles what was handed over, several at a time: while one statement runs, the next receipts gather."""

import asyncio
import contextlib
from collections.abc import Callable
from contextvars import Context
from datetime import datetime

from notifications import claim
from notifications.claim import Promise

_AGAIN = 0.5  # seconds between tries while the database is away


class Receipts:
    """The receipts of one worker. What was sent stays in memory until it is written down, however long that takes."""

    def __init__(self, now: Callable[[], datetime], away: tuple[type[Exception], ...]) -> None:
        self._now, self._away = now, away
        self._waiting: list[tuple[Promise, asyncio.Future[None]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def sent(self, promise: Promise) -> None:
        """Write down that a promise was handed over; comes back when that is committed."""
        done = asyncio.get_running_loop().create_future()
        self._waiting.append((promise, done))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write(), context=Context())
        await asyncio.shield(done)

    async def close(self, *, seconds: float) -> None:
        """Wait until everything is written down, but not for ever."""
        if self._writing is not None:
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._writing, seconds)

    async def _write(self) -> None:
        while self._waiting:
            batch, self._waiting = self._waiting, []
            await self._write_down([promise for promise, _ in batch])
            for _, done in batch:
                if not done.done():
                    done.set_result(None)

    async def _write_down(self, promises: list[Promise]) -> None:
        while True:
            try:
                await claim.settle_sent(promises, now=self._now())
            except self._away:
                await asyncio.sleep(_AGAIN)
            else:
                return
