"""Runs the background work until it is told to stop: promised mail, the audit chain, the ballot box, notices."""

import asyncio
import signal

from helpdesk import clock, wiring
from helpdesk.audit import sequencer
from helpdesk.audit.sequencer import Trail
from helpdesk.notices import send as notices
from notifications import worker
from notifications.deliver import Office
from surveys import release


async def work(office: Office, *, trail: Trail, stop: asyncio.Event) -> None:
    """Send what is promised, chain what was done, release survey answers, promise notices, until `stop`.

    Each is a task of its own.
    """
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.run(office, stop=stop))
        tasks.create_task(sequencer.run(trail, stop=stop))
        tasks.create_task(release.run(wiring.BOX, hold=wiring.survey_hold, now=clock.now, stop=stop))
        tasks.create_task(notices.run(now=clock.now, stop=stop))


def stop_on_signal() -> asyncio.Event:
    """Give an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
