"""Everything that a worker needs before it starts, for the fork server: a killed worker's successor is there at once."""

import asyncio
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from work import main as work

from helpdesk import wiring
from helpdesk.settings import read_settings

wiring.take_into_use(read_settings())


def run(port: int, lease: float) -> None:
    """Be a worker until killed or told to stop."""
    asyncio.run(work(f"smtp://127.0.0.1:{port}?tls=none&connections=2", lease=lease, until_done=False))
