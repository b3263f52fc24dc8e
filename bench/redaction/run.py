"""Compare our redaction with presidio-analyzer on the same hand-marked texts, in one run; print the tables of bench/README.md.

    make bench-redaction

Ours is measured with a tagger trained on the development texts alone, so that the unseen ones are unseen, and as it ships on
texts by strangers, from which nothing is ever learned; Presidio gets an environment of its own with the versions and hashes of
bench/redaction/requirements.lock.
"""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PEER = ROOT / ".venv/bench-presidio"
HOSTILE = (
    "(",
    "a@b.",
    "1 ",
    "4111 1111 ",
    "pass: ",
    "password is a ",
    "اسمي ",
    "name: ",
    "://u:p@",
    "a.",
    "12-12-",
    "::",
    "شارع ",
    "street 1 ",
    "AA11 ",
    "one two ",
    '"a": ',
    "a|b|",
    "<a>",
    "a;b;c\n",
    "cvc=1990? ",
    "cvv: 12/12/1990, ",
    "street? 0790 555 123, ",
    "lat, 0790 555 123 ",
    "answer|Tom, ",
    "answer=aa:bb:cc ",
    "Abc9!x; ",
    "كلمه سر: 12/12/1990\n",
    "مالك|محمد\n\n",
    "محمد ",
    "\n",
)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        model = Path(folder) / "tagger.weights"
        _run(sys.executable, str(ROOT / "training/train_tagger.py"), "--hold-out", "--model", str(model))
        rows = {"ours, texts it never saw": _score(sys.executable, "ours", "unseen", "--model", str(model))}
        rows["ours, texts it learned from"] = _score(sys.executable, "ours", "development", "--model", str(model))
    rows["ours as it ships, texts by strangers"] = _score(sys.executable, "ours", "strangers")
    if os.environ.get("WITHOUT_PEER") != "yes":
        _make_peer()
        for folder in ("unseen", "strangers"):
            rows[f"presidio-analyzer, {folder}"] = _score(str(PEER / "bin/python"), "presidio", folder)
    _print(rows)
    _growth()


def _make_peer() -> None:
    if not (PEER / "bin/python").exists():
        _run(sys.executable, "-m", "venv", str(PEER))
        lock = HERE / "requirements.lock"
        _run(
            str(ROOT / ".venv/bin/uv"),
            "pip",
            "install",
            "--quiet",
            "--python",
            str(PEER / "bin/python"),
            "--require-hashes",
            "-r",
            str(lock),
        )


def _run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    return done.stdout


def _score(*command: str) -> dict:
    return json.loads(_run(command[0], str(HERE / "score.py"), *command[1:]).splitlines()[-1])


def _print(rows: dict[str, dict]) -> None:
    print(
        "| detector | texts | leak % | critical leak % | over-redaction % | zero-leak texts % (95 %) | docs/s | MB/s | p50 ms | p99 ms | import + first call s |"
    )
    print("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|")
    for name, row in rows.items():
        zero = f"{row['zero']} ({row['zero_95'][0]}-{row['zero_95'][1]})"
        print(
            f"| {name} | {row['texts']} | {row['leak']} | {row['critical']} | {row['over']} | {zero} | {row['docs_s']} | {row['mb_s']} | {row['p50_ms']} | {row['p99_ms']} | {row['cold_s']} |"
        )
    for what in ("by_language", "by_kind"):
        names = sorted({name for row in rows.values() for name in row[what]})
        print(f"\n| leak % {what.replace('_', ' ')} | " + " | ".join(names) + " |\n|---|" + "--:|" * len(names))
        for name, row in rows.items():
            print(f"| {name} | " + " | ".join(str(row[what].get(kind, "-")) for kind in names) + " |")


def _growth() -> None:
    """Hostile texts: the time of 20 000 letters, and how it grows when the length doubles (2 is linear)."""
    sys.path.insert(0, str(ROOT))
    from helpdesk.privacy.redaction.find import find
    from helpdesk.privacy.redaction.spans import TextNotScanned

    def seconds(shape: str, length: int) -> float:
        started = time.thread_time()
        try:
            find((shape * (length // len(shape) + 1))[:length])
        except TextNotScanned:
            return float("nan")
        return time.thread_time() - started

    worst = sorted(((seconds(shape, 20_000), seconds(shape, 40_000), shape) for shape in HOSTILE), reverse=True)
    print(
        "\n| hostile shape, the five slowest of "
        + str(len(HOSTILE))
        + " | 20 000 letters, ms | growth when doubled |\n|---|--:|--:|"
    )
    for small, large, shape in worst[:5]:
        print(f"| `{shape.strip() or 'line ends'}` | {small * 1e3:.0f} | {large / small:.1f} |")


if __name__ == "__main__":
    main()
