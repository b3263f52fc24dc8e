"""Sends what was promised: claim, render now, send, settle; each promise in a task of its own."""

import asyncio
import contextlib
import logging
import random
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, TypeAlias
from uuid import UUID, uuid4

import asyncpg

from named_sql import statements
from notifications.mail import Mail, to_message
from notifications.outbox import CHANNEL
from notifications.tables import Outbound
from notifications.transport import NotNow, Refused, Transport
from piccolo_conf import DB

Renderer: TypeAlias = Callable[[UUID, UUID], Awaitable[Mail | None]]

LEASE = timedelta(minutes=2)
GIVE_UP_AFTER = timedelta(days=3)
FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)
AT_ONCE = 20  # promises a claim
POLL = 2.0  # seconds between looks, should a wake-up be missed

_SQL = statements(__file__)
_log = logging.getLogger(__name__)
_AWAY = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.PostgresError)


@dataclass(frozen=True, slots=True)
class Office:
    """What sending needs from above: the renderers by kind, the way out, who we are, what time it is."""

    renderers: Mapping[str, Renderer]
    transport: Transport
    sender: str
    base_url: str
    now: Callable[[], datetime]


async def run(office: Office, *, stop: asyncio.Event) -> None:
    """Send promised mail until `stop` is set; a database that is away is waited for."""
    awake = asyncio.Event()
    listener = asyncio.create_task(_listen(awake, stop), context=Context())
    try:
        while not stop.is_set():
            awake.clear()
            try:
                while not stop.is_set() and await run_once(office):
                    pass
            except _AWAY:
                _log.warning("the outbox cannot reach the database; trying again")
            await _first_of(awake, stop, seconds=POLL)
    finally:
        listener.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await listener
        await office.transport.close()


async def run_once(office: Office) -> int:
    """Claim what is due and deal with it; gives how many promises were claimed."""
    claim, now = uuid4(), office.now()
    promises: Sequence[Mapping[str, Any]] = await Outbound.raw(_SQL["claim"], claim, now + LEASE, now, now, AT_ONCE)
    for promise in promises:
        await asyncio.create_task(_deal_with(promise, claim, office), context=Context())
    return len(promises)


async def _deal_with(promise: Mapping[str, Any], claim: UUID, office: Office) -> None:
    """Send one promise and settle it, or put it off; what goes wrong with one never stops the others."""
    try:
        outcome = await _send(promise, office)
    except Refused:
        outcome = "failed"
    except Exception as error:  # a renderer may fail in any way; the promise waits and the rest goes on
        await _put_off(promise, claim, office, type(error).__name__)
        return
    await Outbound.raw(_SQL["settle"], office.now(), outcome, promise["id"], claim)
    if outcome != "sent":
        _log.info("a promised %s was %s", promise["kind"], outcome)


async def _send(promise: Mapping[str, Any], office: Office) -> str:
    mail = await office.renderers[promise["kind"]](promise["about"], promise["recipient"])
    if mail is None:
        return "withdrawn"
    message = to_message(mail, promise=promise["id"], sender=office.sender, base_url=office.base_url)
    await office.transport.send(message)
    return "sent"


async def _put_off(promise: Mapping[str, Any], claim: UUID, office: Office, why: str) -> None:
    now = office.now()
    if now - promise["promised_at"] > GIVE_UP_AFTER:
        await Outbound.raw(_SQL["settle"], now, "failed", promise["id"], claim)
        _log.error("a promised %s was given up after three days", promise["kind"])
        return
    await Outbound.raw(_SQL["put_off"], now + wait(promise["attempts"]), promise["id"], claim)
    if why != NotNow.__name__:
        _log.error("a promised %s failed with %s and will be tried again", promise["kind"], why)


def wait(attempts: int) -> timedelta:
    """Give the time to the next attempt: doubling from 5 seconds to an hour, with jitter against crowds."""
    longest = min(FIRST_WAIT * float(2 ** min(attempts - 1, 20)), LONGEST_WAIT)
    return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, keeps no secret


async def _listen(awake: asyncio.Event, stop: asyncio.Event) -> None:
    """Be woken when a promise commits; the connection is made anew when it was lost."""
    while not stop.is_set():
        lost = asyncio.Event()
        with contextlib.suppress(*_AWAY):
            connection = await DB.get_new_connection()
            try:
                connection.add_termination_listener(lambda *_, lost=lost: lost.set())
                await connection.add_listener(CHANNEL, lambda *_: awake.set())
                await _first_of(lost, stop, seconds=None)
            finally:
                await connection.close()
        await _first_of(stop, seconds=POLL)


async def _first_of(*events: asyncio.Event, seconds: float | None) -> None:
    tasks = [asyncio.create_task(event.wait()) for event in events]
    try:
        await asyncio.wait(tasks, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
    finally:
        for task in tasks:
            task.cancel()
