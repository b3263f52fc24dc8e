"""Workers that are killed with -9 while they send: nothing lost, nothing doubled outside the one window."""

import json
import os
import subprocess
import sys
from pathlib import Path

KILL = Path(__file__).parents[2] / "bench" / "mail" / "kill.py"


def test_five_kills_lose_nothing():
    done = subprocess.run(
        [sys.executable, str(KILL), "5", "2"], capture_output=True, text=True, timeout=300, check=False,
        env={**os.environ, "PEOPLE": "5", "PYTHONPATH": str(KILL.parents[2])},
    )  # fmt: skip
    figures = json.loads(done.stdout[done.stdout.index("{") :])

    assert (done.returncode, figures["kills"]) == (0, 5)  # it fails where a mail was doubled outside the one window
    assert figures["promised"] == figures["settled as sent"] > 0
    assert (figures["lost (never received)"], figures["received that was not promised"]) == (0, 0)
