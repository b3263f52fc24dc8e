"""The production processes: web servers that share a port, and the worker. Each stops cleanly on SIGTERM."""

import asyncio
import errno
import signal
import socket
import subprocess
import sys

from helpdesk import wiring
from helpdesk.app import create_app
from helpdesk.backup.seal import sealing
from helpdesk.logs import configure
from helpdesk.serve import serve
from helpdesk.settings import BadSetting, Settings, read_settings
from helpdesk.worker import stop_on_signal, work
from piccolo_conf import DB


def serve_with(*, host: str, port: int, workers: int) -> None:
    """Serve with one process, or with several that share the port; raises BadSetting as `listen`, before all else."""
    listening = listen(host, port)
    if workers > 1:
        listening.close()
        _supervise(host, port, workers)
        return
    settings = read_settings()
    configure()
    wiring.take_into_use(settings)
    asyncio.run(_serve(settings, listening))


async def _serve(settings: Settings, listening: socket.socket) -> None:
    await wiring.open_database(migrating=False)
    await serve(create_app(settings), listening=listening, stop=stop_on_signal())


def listen(host: str, port: int, *, alone: bool = False) -> socket.socket:
    """Take a port; several processes may (SO_REUSEPORT), the system shares connections out. Raises BadSetting.

    alone  no other process may have it, not even one that would share it; callers wait from now on
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, not alone)
    try:
        listening.bind((host, port))
        if alone:
            listening.listen()
    except OSError as error:
        listening.close()
        if error.errno == errno.EADDRINUSE:
            raise BadSetting(
                f"Port {port} of {host} is taken by another program: stop that one, or choose another port with --port."
            ) from None
        raise BadSetting(f"Port {port} of {host} cannot be used ({error.strerror}): choose others.") from None
    return listening


def _supervise(host: str, port: int, workers: int) -> None:
    """Start the processes and pass SIGTERM on; when one ends, all end, and the service manager starts anew."""
    command = [sys.executable, "-m", "helpdesk", "serve", "--host", host, "--port", str(port)]
    children = [subprocess.Popen(command) for _ in range(workers)]  # noqa: S603 - our own command

    def stop(*_: object) -> None:
        for child in children:
            child.terminate()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    codes = [children[0].wait()]
    stop()
    codes += [child.wait() for child in children[1:]]
    sys.exit(max(codes))


def run_worker() -> None:
    """Send promised mail and chain the audit trail until stopped."""
    settings = read_settings()
    configure()
    wiring.take_into_use(settings)
    office = wiring.office(settings, smtp_url=settings.smtp_url)

    async def run() -> None:
        await wiring.open_database(migrating=False)
        try:
            await work(
                office,
                trail=wiring.trail(settings),
                transfers=wiring.transfers(settings, sealing=sealing),
                stop=stop_on_signal(),
            )
        finally:
            await DB.close()

    asyncio.run(run())
