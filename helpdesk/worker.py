"""Runs the background work: sends promised mail until it is told to stop."""

import asyncio
import signal

from notifications import worker
from notifications.deliver import Office


async def work(office: Office, *, stop: asyncio.Event) -> None:
    """Send what is promised until `stop` is set."""
    await worker.run(office, stop=stop)


def stop_on_signal() -> asyncio.Event:
    """Give an event that SIGTERM and SIGINT set."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    return stop
