"""The managers' page over growing numbers of answers: `make bench-results` prints Markdown.

The counts are made by SQL as the release keeps them: 40 agents in 3 teams, 2 topics each, 2 languages, 104 weeks, three
questions; every cell of a week and its labels holds at least five answers. Pages go through the whole application.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import httpx

from helpdesk import clock, embedded, wiring
from helpdesk.app import Front, create_app
from helpdesk.people.staff import add_staff, add_token, set_password
from helpdesk.people.tables import Role
from helpdesk.privacy.vault import keyring
from helpdesk.settings import Settings
from piccolo_conf import DB
from surveys.group import monday

SIZES = (1_000, 10_000, 100_000, 1_000_000)
WEEKS, AGENTS, PASSWORD = 104, 40, "correct horse battery"
TOPICS = ("technical", "domain", "billing", "account", "abuse", "contact")
TEAMS = ("support", "billing", "trust")
SHARES = {
    "rating": (0, 4, 4, 10, 32, 50),
    "nps": (3, 1, 1, 2, 3, 6, 7, 12, 20, 22, 23),
    "effort": (0, 3, 4, 6, 12, 20, 28, 27),
}
WINDOWS = {"12 weeks": 12, "all 104 weeks": WEEKS}


def cells(agents: Sequence[UUID], last: date) -> list[tuple[date, str, str, str, str]]:
    """Every week, topic, team, agent and language that answers are counted by."""
    found = [
        (last - timedelta(weeks=week), TOPICS[(place + turn) % 6], TEAMS[place % 3], str(agent), locale)
        for week in range(WEEKS)
        for place, agent in enumerate(agents)
        for turn in range(2)
        for locale in ("en", "ar")
    ]
    random.Random(7).shuffle(found)
    return found


async def fill(owner_url: str, answers: int, places: Sequence[tuple[date, str, str, str, str]]) -> int:
    """Count so many answers; gives how many rows that takes."""
    chosen = places[: max(1, min(len(places), answers // 5))]
    each, rows = answers / len(chosen), []
    for place in chosen:
        for question, shares in SHARES.items():
            people = each if question == "rating" else each / 2
            values = [round(people * share / sum(shares)) for share in shares]
            rows.append((uuid4(), *place, "standard", question, *values, *[0] * (11 - len(values))))
        rows.append((uuid4(), *place, "", "invited", round(each * 2.5), *[0] * 10))
    connection = await asyncpg.connect(owner_url)
    await connection.execute("TRUNCATE survey_count")
    columns = ["id", "week", "category", "team", "agent", "locale", "asked", "question"]
    columns += [f"value_{value}" for value in range(11)]
    await connection.copy_records_to_table("survey_count", records=rows, columns=columns)
    await connection.execute("VACUUM ANALYZE survey_count")
    await connection.close()
    return len(rows)


async def measure(ask: "Asking", path: str, samples: int) -> tuple[float, float]:
    """Median and 95th percentile in milliseconds."""
    for _ in range(3):
        await ask(path)
    times = []
    for _ in range(samples):
        began = time.perf_counter()
        page = await ask(path)
        times.append(1000 * (time.perf_counter() - began))
        assert page.status_code == 200
    return statistics.median(times), statistics.quantiles(times, n=20)[18]


class Asking:
    """A signed-in manager's browser."""

    def __init__(self, client: httpx.AsyncClient) -> None:
        self.client = client

    async def __call__(self, path: str) -> httpx.Response:
        return await self.client.get(path)


@asynccontextmanager
async def a_manager(settings: Settings) -> AsyncIterator[Asking]:
    token = await add_staff("mona@bench.test", name="Mona", role=Role.MANAGER, team="", now=clock.now())
    await set_password(token, PASSWORD, now=clock.now())
    await add_token("mona@bench.test", name="bench", now=clock.now())
    transport = httpx.ASGITransport(Front(create_app(settings)))
    async with httpx.AsyncClient(transport=transport, base_url=settings.base_url, follow_redirects=True) as client:
        await client.post("/desk/sign-in", data={"email": "mona@bench.test", "password": PASSWORD})
        yield Asking(client)


async def main(sizes: Sequence[int], samples: int) -> None:
    with tempfile.TemporaryDirectory(prefix="sitr-bench") as folder:
        var = Path(folder)
        keyring.write_keyring(var / "keyring.json", keyring.make_keyring())
        url, owner_url = embedded.start(var / "postgres")
        settings = Settings(
            database_url=url, owner_url=owner_url, smtp_url="", base_url="http://desk.test",
            keyring=var / "keyring.json", policy=None, var=var,
        )  # fmt: skip
        wiring.take_into_use(settings)
        await wiring.open_database(migrating=True)
        last = monday(clock.now())
        places = cells([uuid4() for _ in range(AGENTS)], last)
        print("| answers | rows of counts | window | by | p50 ms | p95 ms |\n|--:|--:|---|---|--:|--:|", flush=True)
        async with a_manager(replace(settings)) as ask:
            for size in sizes:
                rows = await fill(owner_url, size, places)
                for name, weeks in WINDOWS.items():
                    for by in ("category", "agent"):
                        since = last - timedelta(weeks=weeks - 1)
                        p50, p95 = await measure(ask, f"/results?from={since}&by={by}", samples)
                        print(f"| {size:,} | {rows:,} | {name} | {by} | {p50:.1f} | {p95:.1f} |", flush=True)
        await DB.close()


if __name__ == "__main__":
    asyncio.run(main([int(size) for size in sys.argv[1:]] or SIZES, 60))
