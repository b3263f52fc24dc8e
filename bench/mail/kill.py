"""Kills workers with -9 at random points while they send: is anything lost, is anything doubled that may not be?

    python bench/mail/kill.py [KILLS] [WORKERS]

The sink remembers every mail it took and when. After the last kill one worker finishes; then every promise must be
settled as sent, every Message-ID received, and each that came twice must have come first within the moment of a kill:
between the server's "250" and the receipt's commit.
"""

import asyncio
import json
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeAlias

from run import prepare, queue_of
from sink import Sink

from helpdesk import clock, embedded, wiring
from helpdesk.privacy.vault import keyring
from helpdesk.settings import read_settings
from notifications import outbox
from notifications.tables import Outbound
from piccolo_conf import DB, OWNER, on_behalf_of

LEASE = 2.0  # seconds
LATE = "of them not in the three seconds before their worker's kill"
Taken: TypeAlias = dict[str, list[tuple[float, int]]]  # Message-ID -> when, by which worker
WINDOW = LEASE + 1  # seconds before a kill in which a mail may have been taken whose receipt was not written


def start(forks: Any, port: int) -> Any:
    """Start a worker; gives its process."""
    import zygote

    child = forks.Process(target=zygote.run, args=(port, LEASE), daemon=True)
    child.start()
    return child


async def soak(kills: int, workers: int) -> dict[str, object]:
    """Kill `kills` times; gives the counts."""
    taken: Taken = defaultdict(list)
    sent = [0] * workers  # by each worker since it started: each has a port of its own
    os.environ["PYTHONPATH"] = f"{Path(__file__).parent}:{Path(__file__).parents[2]}"  # for the fork server
    forks = multiprocessing.get_context("forkserver")
    forks.set_forkserver_preload(["zygote"])
    ports = [await listen(place, taken, sent) for place in range(workers)]
    tickets, promised, killed_at, while_sending, began = await prepare(), 0, [], 0, time.monotonic()
    running = [start(forks, port) for port in ports]
    while len(killed_at) < kills:
        if (await outbox.figures(now=clock.now())).waiting < 1000:
            promised += await queue_of(tickets, 1000)
        place = len(killed_at) % workers
        await wait_until(lambda place=place, target=random.randrange(60): sent[place] >= target, seconds=5)
        await asyncio.sleep(random.uniform(0, 0.05))
        running[place].kill()
        killed_at.append((time.monotonic(), place))
        while_sending += sent[place] > 0
        await asyncio.to_thread(running[place].join)
        sent[place] = 0
        running[place] = start(forks, ports[place])
    async with asyncio.timeout(300):
        while (await outbox.figures(now=clock.now())).waiting:  # noqa: ASYNC110 - the database has no event for this
            await asyncio.sleep(0.2)
    for child in running:
        child.kill()
    figures = {"kills": kills, "of them while it was sending": while_sending}
    return {**figures, **await count(taken, promised, killed_at), "seconds": round(time.monotonic() - began)}


async def listen(place: int, taken: Taken, sent: list[int]) -> int:
    """Open the sink of one worker; gives its port."""

    def kept(message: str, _: Sink) -> bool:
        taken[message].append((time.monotonic(), place))
        sent[place] += 1
        return True

    server = await asyncio.get_running_loop().create_server(lambda: Sink(kept), "127.0.0.1", 0)
    return int(server.sockets[0].getsockname()[1])


async def wait_until(is_so: Callable[[], bool], *, seconds: float) -> None:
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:  # noqa: ASYNC110 - a kill has no event to wait for
        await asyncio.sleep(0.002)


async def count(taken: Taken, promised: int, killed_at: list[tuple[float, int]]) -> dict[str, object]:
    with on_behalf_of(OWNER):
        rows = await Outbound.select(Outbound.id, Outbound.outcome)
    ids = {str(row["id"]) for row in rows}
    twice = {message: times for message, times in taken.items() if len(times) > 1}
    waits = sorted(
        min((kill - first for kill, killed in killed_at if killed == place and kill >= first), default=999.0)
        for times in twice.values()
        for first, place in sorted(times)[:-1]
    )
    return {
        "promised": promised,
        "settled as sent": sum(row["outcome"] == "sent" for row in rows),
        "lost (never received)": len(ids - set(taken)),
        "received that was not promised": len(set(taken) - ids),
        "received twice or more, same Message-ID": len(twice),
        LATE: sum(wait > WINDOW for wait in waits),
        "seconds from such a mail to its worker's kill: median, 99 %, longest": [
            round(waits[len(waits) // 2], 2) if waits else 0,
            round(waits[len(waits) * 99 // 100], 2) if waits else 0,
            round(waits[-1], 2) if waits else 0,
        ],
    }


async def main(kills: int, workers: int) -> dict[str, object]:
    with tempfile.TemporaryDirectory(prefix="bench-kill") as folder:
        var = Path(folder)
        os.environ |= {"HELPDESK_VAR": folder, "HELPDESK_KEYRING": str(var / "keyring.json")}
        os.environ["HELPDESK_DATABASE_URL"], os.environ["HELPDESK_OWNER_URL"] = embedded.start(var / "postgres")
        keyring.write_keyring(var / "keyring.json", keyring.make_keyring())
        wiring.take_into_use(read_settings())
        await wiring.open_database(migrating=True)
        try:
            return await soak(kills, workers)
        finally:
            await DB.close()


if __name__ == "__main__":
    figures = asyncio.run(main(*(int(word) for word in [*sys.argv[1:], *("500", "4")[len(sys.argv) - 1 :]])))
    print(json.dumps(figures, indent=2))
    bad = ("lost (never received)", "received that was not promised", LATE)
    sys.exit(any(figures[name] for name in bad) or figures["promised"] != figures["settled as sent"])
