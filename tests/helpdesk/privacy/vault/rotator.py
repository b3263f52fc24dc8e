"""A process that imports everything once and then, for each line it reads, forks one that rotates or writes tickets.

Lines: `rotate KEYRING BATCH KILL_BEFORE` (the n-th effect on disk or database; 0: none) and `write KEYRING ACKS SECONDS`.
It answers with the process id, and to `end PID` with how that one ended; a killed one has the code -9.
"""

import asyncio
import itertools
import json
import os
import signal
import subprocess
import sys
import time
import traceback
from pathlib import Path
from types import TracebackType

from helpdesk import clock
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault import keyring, rotate
from helpdesk.tickets import doors
from helpdesk.tickets.submit import submit_ticket
from helpdesk.tickets.threads import thread
from piccolo_conf import DB, SafeTransaction
from tests.builders import a_request

ROOT = Path(__file__).parents[4]


def die_before(effect: int) -> None:
    """Kill this process, as a power cut does, just before its n-th effect that lasts."""
    seen = 0

    def counted(act):
        def call(*arguments, **options):
            nonlocal seen
            seen += 1
            if seen == effect:
                os.kill(os.getpid(), signal.SIGKILL)
            return act(*arguments, **options)

        return call

    for name in ("fsync", "replace", "unlink", "pwrite"):
        setattr(os, name, counted(getattr(os, name)))
    SafeTransaction.commit = counted(SafeTransaction.commit)  # type: ignore[method-assign]


async def rotate_all(path: str, batch: str, effect: str) -> None:
    rotate.BATCH = int(batch)
    keyring.use_file(Path(path))
    await DB.open(connections=2)
    die_before(int(effect))
    await rotate.rotate(Path(path), now=clock.now)
    await DB.close()


async def write_tickets(path: str, acks: str, seconds: str) -> None:
    """Open tickets and read them again as a server does; what was acknowledged goes into a file of its own."""
    keyring.use_file(Path(path))
    policy.use(policy.read_policy())
    await DB.open(connections=3)
    until = time.monotonic() + float(seconds)
    with Path(acks).open("a", buffering=1) as ledger:  # noqa: ASYNC230
        for number in itertools.count():
            if time.monotonic() > until and number > 4:  # a few, however slow the machine
                break
            words = f"Words number {number}"
            new = a_request(email=f"{os.urandom(6).hex()}@customer.test", body=words)
            submitted = await submit_ticket(new, now=clock.now())
            ledger.write(json.dumps({"token": submitted.token, "words": words}) + "\n")
            assert (again := await words_of(submitted.token)) == words, again
    await DB.close()


async def words_of(token: str) -> str:
    """Open the first message of a ticket by its private link."""
    async with doors.seen_through(token):
        return (await thread(await doors.ticket_of_link(token), with_notes=False))[0].text


class Rotator:
    """The forking process as the tests hold it: start something, kill it, hear how it ended."""

    def __init__(self, url: str) -> None:
        command = [sys.executable, "-m", __name__, url]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> "Rotator":
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None):
        self._process.communicate(timeout=120)

    def begin(self, *words: object) -> int:
        """Fork one that does this; gives its process id, which stays its own until `end_of`."""
        return int(self._asked(*words))

    def end_of(self, pid: int) -> int:
        """Wait until that one has ended; gives its code."""
        return int(self._asked("end", pid))

    def run(self, *words: object) -> int:
        return self.end_of(self.begin(*words))

    def run_killed_after(self, seconds: float, *words: object) -> int:
        """Kill one from outside after a while; gives its code, 0 when it was faster."""
        pid = self.begin(*words)
        time.sleep(seconds)
        os.kill(pid, signal.SIGKILL)
        return self.end_of(pid)

    def _asked(self, *words: object) -> str:
        assert self._process.stdin
        assert self._process.stdout
        print(*words, file=self._process.stdin, flush=True)
        return self._process.stdout.readline()


def main() -> None:
    DB.use(sys.argv[1])
    for line in sys.stdin:
        act, *arguments = line.split()
        print(waited(*arguments) if act == "end" else forked(act, *arguments), flush=True)


def waited(pid: str) -> int:
    return os.waitstatus_to_exitcode(os.waitpid(int(pid), 0)[1])


def forked(act: str, *arguments: str) -> int:
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            asyncio.run({"rotate": rotate_all, "write": write_tickets}[act](*arguments))
            code = 0
        except BaseException:
            traceback.print_exc()
        finally:
            os._exit(code)
    return pid


if __name__ == "__main__":
    main()
