"""A desk of its own for the sweep: embedded database, web process and worker at the most talkative, a mail server."""

import asyncio
import contextlib
import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.mailbox import Mailbox

ROOT = Path(__file__).parents[2]
CONTROL = "control-that-must-be-found-7q"
# The processes as `helpdesk serve` and `helpdesk worker` run them, but logging everything; the control stands in a log.
_TALKATIVE = """
import functools, logging, sys
from helpdesk import logs, processes
processes.configure = functools.partial(logs.configure, level=logging.DEBUG)
logs.configure()
logs.log("starting", version="{control}")
processes.{call}
"""


@dataclass(slots=True)
class Desk:
    """A running desk: where it answers, what its people hold, and the folder of everything it keeps."""

    folder: Path
    url: str
    owner_url: str
    tokens: dict[str, str]
    mailbox: Mailbox
    environment: dict[str, str]
    processes: list[subprocess.Popen[bytes]]

    @property
    def cluster(self) -> Path:
        return self.folder / "var" / "postgres"

    def log_of(self, name: str) -> bytes:
        return (self.folder / f"{name}.log").read_bytes()

    def start(self, name: str, call: str) -> None:
        with (self.folder / f"{name}.log").open("wb") as log:
            code = _TALKATIVE.format(control=CONTROL, call=call)
            command = [sys.executable, "-c", code]
            self.processes.append(subprocess.Popen(command, stdout=log, stderr=log, env=self.environment, cwd=ROOT))

    def stop(self) -> None:
        for process in self.processes:
            process.send_signal(signal.SIGTERM)
        for process in self.processes:
            try:
                process.wait(60)
            except subprocess.TimeoutExpired:
                process.kill()
        self.processes.clear()

    def run(self, *command: str) -> str:
        """Run a module on the desk's settings; gives what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", *command],
            capture_output=True,
            text=True,
            env=self.environment,
            cwd=ROOT,
            check=False,
        )
        assert done.returncode == 0, done.stderr[-2000:]
        return done.stdout


@contextlib.asynccontextmanager
async def running(folder: Path) -> AsyncIterator[Desk]:
    """Run a desk below a folder; everything stops at the end."""
    mailbox, (var, temporary) = Mailbox(), (folder / "var", folder / "tmp")
    await mailbox.open()
    for place in (var, temporary):
        place.mkdir()
        (place / "control.txt").write_text(CONTROL)
    policy = (ROOT / "helpdesk/privacy/policy/default.toml").read_text("utf-8")
    (folder / "policy.toml").write_text(
        policy.replace("survey_delay_minutes = 60", "survey_delay_minutes = 0"), "utf-8"
    )
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "TMPDIR": str(temporary),
        "HELPDESK_VAR": str(var),
        "HELPDESK_POLICY": str(folder / "policy.toml"),
        "HELPDESK_SMTP_URL": mailbox.url,
        "HELPDESK_BASE_URL": f"http://127.0.0.1:{port}",
        "HELPDESK_CONTROL": CONTROL,
    }
    desk = Desk(folder, environment["HELPDESK_BASE_URL"], "", {}, mailbox, environment, [])
    try:
        made = json.loads(await asyncio.to_thread(desk.run, "tests.canaries.people"))
        desk.tokens, desk.owner_url = made["tokens"], made["owner_url"]
        desk.start("web", f"serve_with(host='127.0.0.1', port={port}, workers=1)")
        desk.start("worker", "run_worker()")
        await _ready(desk)
        yield desk
    finally:
        desk.stop()
        await mailbox.close()


async def _ready(desk: Desk) -> None:
    async with httpx.AsyncClient(base_url=desk.url) as client:
        for _ in range(600):
            with contextlib.suppress(httpx.TransportError):
                if (await client.get("/readyz")).status_code == 200:
                    return
            await asyncio.sleep(0.1)
    raise TimeoutError(desk.log_of("web")[-2000:])
