"""Runs background work until told to stop: mail, the audit chain, the ballot box, notices, what goes with time."""

import asyncio
import contextlib
import logging
import signal
from collections.abc import Awaitable
from datetime import datetime
from functools import partial
from typing import Protocol

import asyncpg

from helpdesk import clock, wiring
from helpdesk.audit import sequencer
from helpdesk.audit.sequencer import Trail
from helpdesk.notices import send as notices
from helpdesk.notices.policy_change import tell_of_changes
from helpdesk.people.address_changes import forget_old_changes
from helpdesk.privacy.lawful.decide import tell_those_due
from helpdesk.privacy.transfer.make import Workshop
from helpdesk.results.retention import erase_old_comments
from helpdesk.results.webhook import announce_day
from helpdesk.tickets.diagnostics import forget_old_diagnostics
from helpdesk.tickets.drafts import forget_sent
from helpdesk.tickets.erase import complete_pending
from helpdesk.tickets.hold import remind_of_reviews
from helpdesk.tickets.presence import forget_absent
from helpdesk.tickets.reckon import reckon_due_times
from helpdesk.tickets.retain import retain
from helpdesk.tickets.undo import forget_steps
from helpdesk.tickets.wake import wake_tickets
from notifications import worker
from notifications.deliver import Office
from surveys import release

HOUR, TEN_MINUTES, MINUTE, AFTER_TROUBLE, FIVE_SECONDS = 3600.0, 600.0, 60.0, 60.0, 5.0  # seconds
_log = logging.getLogger(__name__)
_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


class Act(Protocol):
    """What is done again and again."""

    def __call__(self, *, now: datetime) -> Awaitable[object]: ...


async def work(office: Office, *, trail: Trail, transfers: Workshop, stop: asyncio.Event) -> None:
    """Send what is promised, chain what was done, release survey answers, promise notices, until `stop`.

    Each is a task of its own.
    """
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.run(office, stop=stop))
        tasks.create_task(sequencer.run(trail, stop=stop))
        tasks.create_task(release.run(wiring.BOX, hold=wiring.survey_hold, now=clock.now, stop=stop))
        tasks.create_task(notices.run(now=clock.now, stop=stop))
        tasks.create_task(repeat(forget_old_diagnostics, every=HOUR, stop=stop))
        tasks.create_task(repeat(forget_old_changes, every=HOUR, stop=stop))
        tasks.create_task(repeat(wiring.make_copies, every=FIVE_SECONDS, stop=stop))
        tasks.create_task(repeat(partial(wiring.make_transfers, transfers), every=FIVE_SECONDS, stop=stop))
        tasks.create_task(repeat(wiring.keep_time, every=TEN_MINUTES, stop=stop))
        tasks.create_task(repeat(erase_old_comments, every=HOUR, stop=stop))
        tasks.create_task(repeat(remind_of_reviews, every=HOUR, stop=stop))
        tasks.create_task(repeat(retain, every=HOUR, stop=stop))
        tasks.create_task(repeat(tell_those_due, every=MINUTE, stop=stop))
        tasks.create_task(repeat(tell_of_changes, every=MINUTE, stop=stop))
        tasks.create_task(repeat(announce_day, every=TEN_MINUTES, stop=stop))
        tasks.create_task(repeat(forget_sent, every=MINUTE, stop=stop))
        tasks.create_task(repeat(forget_absent, every=MINUTE, stop=stop))
        tasks.create_task(repeat(wake_tickets, every=MINUTE, stop=stop))
        tasks.create_task(repeat(forget_steps, every=MINUTE, stop=stop))
        tasks.create_task(repeat(reckon_due_times, every=TEN_MINUTES, stop=stop))
        tasks.create_task(repeat(complete_pending, every=TEN_MINUTES, stop=stop))


async def repeat(act: Act, *, every: float, stop: asyncio.Event) -> None:
    """Do something now and every so many seconds until `stop` is set; a database that is away is waited for."""
    while not stop.is_set():
        pause = every
        try:
            await act(now=clock.now())
        except _AWAY:
            _log.warning("the database cannot be reached; trying again")
            pause = min(every, AFTER_TROUBLE)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), pause)


def stop_on_signal() -> asyncio.Event:
    """Give an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
