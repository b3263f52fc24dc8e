"""How quickly a backup is written and read through and a restore fills a database, and how much memory each takes.

A desk of SIZE megabytes (default 200) of sealed messages in an embedded PostgreSQL; each command is a process of its
own, as an operator gives it; the highest resident size is what the kernel says of it.
"""

import asyncio
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import asyncpg

from helpdesk import embedded
from helpdesk.backup.seal import make_identity

ROOT = Path(__file__).parents[2]
FILL = """
    INSERT INTO ticket_message (id, ticket, audience, body, posted_at)
    SELECT gen_random_uuid(), t.id, 'everyone', r.body, now()
    FROM (SELECT id FROM ticket LIMIT 1) AS t, generate_series(1, $1) AS n,
        LATERAL (SELECT string_agg(sha512((n * 100 + k)::text::bytea), ''::bytea) AS body
                 FROM generate_series(1, 64) AS k) AS r
"""


def run(environment: dict[str, str], *command: str, module: str = "helpdesk") -> tuple[float, float]:
    """Run a command; gives seconds and the highest resident megabytes."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-m", module, *command], env=environment, cwd=ROOT, stdout=subprocess.DEVNULL
    ) as process:
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"{' '.join(command)} failed")
    return time.perf_counter() - began, used.ru_maxrss / 1024


async def fill(url: str, megabytes: int) -> float:
    connection = await asyncpg.connect(url)
    await connection.execute(FILL.replace("$1", str(megabytes * 256)))
    size = await connection.fetchval("SELECT pg_total_relation_size('ticket_message')")
    await connection.close()
    return size / 1e6


def main(sizes: list[int]) -> None:
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    print(
        "| MB in tables | backup, with its trial | MB/s | MB of memory | restore | MB/s | MB of memory |\n|---|---|---|---|---|---|---|"
    )
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="bench-backup") as name:
            folder = Path(name)
            for part in ("a", "b", "out"):
                (folder / part).mkdir()
            recipient = make_identity(folder / "identity")
            base = {**os.environ, "PYTHONPATH": str(ROOT), "HELPDESK_BACKUP_RECIPIENT": recipient}
            a, b = ({**base, "HELPDESK_VAR": str(folder / part)} for part in ("a", "b"))
            url = embedded.start(folder / "a" / "postgres")[1]
            run(a, "begin", "some words", "other words", module="tests.helpdesk.backup.life")
            stored = asyncio.run(fill(url, size))
            wrote, memory = run(a, "backup", "--to", str(folder / "out" / "x"))
            embedded.start(folder / "b" / "postgres")
            archives = (
                "--content",
                str(folder / "out" / "x.content.age"),
                "--keys",
                str(folder / "out" / "x.keys.age"),
            )
            took, restore_memory = run(b, "restore", *archives, "--identity", str(folder / "identity"))
            print(
                f"| {stored:.0f} | {wrote:.1f} s | {stored / wrote:.0f} | {memory:.0f} | {took:.1f} s | {stored / took:.0f} | {restore_memory:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main([int(size) for size in sys.argv[1:]] or [0, 100, 400])
