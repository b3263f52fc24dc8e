"""Commands in processes of their own, as an operator gives them, without importing the product anew for each.

One process imports everything once (`python -m tests.processes FD`) and is forked for each command. What imports could hide
is seen, too: of each part of the command line the first command of a run starts by itself.
"""

import gc
import json
import os
import pkgutil
import runpy
import signal
import socket
import subprocess
import sys
import tempfile
import threading
from importlib import import_module
from pathlib import Path

ROOT = Path(__file__).parents[1]
MOST = 300  # seconds; a command that takes longer hangs
_started: set[str] = set()  # the parts of the command line of which a command has started by itself


def run(*command: str, stdin: str = "", module: str = "helpdesk", **settings: str) -> subprocess.CompletedProcess[str]:
    """Run a module with the settings in its environment, to its end."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), **settings}
    if _is_first_of_its_part(module, command):
        return subprocess.run(
            [sys.executable, "-m", module, *command],
            input=stdin, capture_output=True, text=True, env=environment, cwd=ROOT, timeout=MOST, check=False,
        )  # fmt: skip
    return _forked(module, command, stdin, environment)


def _is_first_of_its_part(module: str, command: tuple[str, ...]) -> bool:
    from helpdesk.cli import main

    part = main.commands[command[0]].callback.__module__ if module == "helpdesk" else ""
    is_first = bool(part) and part not in _started
    _started.add(part)
    return is_first


class _Forker:
    """The process that is forked, started when the first command wants it."""

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._talk: socket.socket | None = None
        self._one = threading.Lock()  # tests give several commands at once; an answer is for the question before it

    def ask(self, question: dict[str, object]) -> dict[str, object]:
        with self._one:
            return self._asked(question)

    def _asked(self, question: dict[str, object]) -> dict[str, object]:
        if self._talk is None:
            self._talk, theirs = socket.socketpair()
            self._talk.settimeout(MOST + 60)
            command = [sys.executable, "-m", __name__, str(theirs.fileno())]
            self._process = subprocess.Popen(command, cwd=ROOT, pass_fds=[theirs.fileno()], stdin=subprocess.DEVNULL)
            theirs.close()
        with self._talk.makefile("rw", encoding="utf-8") as line:
            print(json.dumps(question), file=line, flush=True)
            return json.loads(line.readline())

    def close(self) -> None:
        if self._talk is not None and self._process is not None:
            self._talk.close()
            self._process.wait(60)
        self._process = self._talk = None


_forker = _Forker()
close_forker = _forker.close


def _forked(
    module: str, command: tuple[str, ...], stdin: str, environment: dict[str, str]
) -> subprocess.CompletedProcess[str]:
    with tempfile.TemporaryDirectory(prefix="command") as folder:
        (Path(folder) / "0").write_text(stdin, "utf-8")
        question = {"module": module, "command": command, "environment": environment, "folder": folder}
        code = _forker.ask(question)["code"]
        out, err = ((Path(folder) / name).read_text("utf-8") for name in "12")
    return subprocess.CompletedProcess([module, *command], code, out, err)


def _answer(talk: socket.socket) -> dict[str, object] | None:
    """Fork a process for each line that comes; gives it to the new one, and None to this one when there are no more."""
    line = talk.makefile("rw", encoding="utf-8")
    while question := line.readline():
        pid = os.fork()
        if pid == 0:
            talk.close()
            return json.loads(question)
        code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
        print(json.dumps({"code": code}), file=line, flush=True)
    return None


def _become(question: dict[str, object]) -> None:
    """Do what `python -m` does with a module, from here to the end of the process."""
    for number, how in enumerate((os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT)):
        os.dup2(os.open(f"{question['folder']}/{number}", how), number)
    os.environ.clear()
    os.environ.update(question["environment"])
    signal.alarm(MOST)
    sys.argv[1:] = question["command"]
    runpy.run_module(question["module"], run_name="__main__", alter_sys=True)


def _make_ready() -> None:
    """Import the product, which does nothing yet, and compile the words that many commands want."""
    for package in ("helpdesk", "surveys", "notifications", "migrations"):
        for found in pkgutil.walk_packages([str(ROOT / package)], f"{package}."):
            if not found.name.endswith("__main__"):
                import_module(found.name)
    import_module("tests.builders")
    from helpdesk import i18n
    from helpdesk.privacy.policy.policy import read_policy
    from helpdesk.web.portal.privacy_notice import notice_text

    for locale in i18n.LOCALES:
        notice_text(read_policy(), locale)
    gc.collect()
    gc.freeze()  # nobody who is forked looks through it again, least of all at its end


if __name__ == "__main__":
    _make_ready()
    asked = _answer(socket.socket(fileno=int(sys.argv[1])))
    if asked:
        _become(asked)
