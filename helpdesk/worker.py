"""Runs the background work, until it is told to stop: sends promised mail, chains the audit trail."""

import asyncio
import signal

from helpdesk.audit import sequencer
from helpdesk.audit.sequencer import Trail
from notifications import worker
from notifications.deliver import Office


async def work(office: Office, *, trail: Trail, stop: asyncio.Event) -> None:
    """Send what is promised and chain what was done, each in a task of its own, until `stop` is set."""
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(worker.run(office, stop=stop))
        tasks.create_task(sequencer.run(trail, stop=stop))


def stop_on_signal() -> asyncio.Event:
    """Give an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
