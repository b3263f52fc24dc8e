"""Runs the web application on Uvicorn until it is told to stop."""

import asyncio
import contextlib
import socket
from collections.abc import Iterator

import uvicorn
from litestar import Litestar

from helpdesk.app import Front
from helpdesk.logs import log


class _Server(uvicorn.Server):
    """Uvicorn without its signal handlers: the root has its own, for what runs beside it too."""

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


async def serve(app: Litestar, *, listening: socket.socket, stop: asyncio.Event) -> None:
    """Serve a bound socket until `stop` is set; requests under way are answered first."""
    config = uvicorn.Config(
        Front(app), log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=10
    )
    server = _Server(config)
    running = asyncio.create_task(server.serve(sockets=[listening]))
    waiting = asyncio.create_task(stop.wait())
    log("listening", port=listening.getsockname()[1])
    await asyncio.wait([running, waiting], return_when=asyncio.FIRST_COMPLETED)
    app.state.feed.close()  # streams would be waited for
    server.should_exit = True
    stop.set()
    waiting.cancel()
    await running
    listening.close()
