"""Retention of many closed tickets with ciphertext of real size: how many a second reach each stage, in which memory.

python bench/retention/run.py [TICKETS]    1,000,000 without a number; the tickets are made in the database, by SQL
"""

import asyncio
import itertools
import os
import re
import resource
import shutil
import sys
import tempfile
import time
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import asyncpg

from helpdesk import clock, wiring
from helpdesk.people.staff import add_staff, find_by_address
from helpdesk.people.tables import Role
from helpdesk.privacy.retention.stages import STAGES, days_of
from helpdesk.privacy.vault.keyring import make_keyring, write_keyring
from helpdesk.results.monthly import monthly_report
from helpdesk.settings import Settings
from helpdesk.tickets.retain import due, retain
from named_sql import statements
from notifications.tables import Outbound
from piccolo_conf import DB, OWNER, SYSTEM, acting

SQL = statements(__file__)
PORTION = 50_000  # tickets made in one statement
LAST = datetime(2024, 12, 10, tzinfo=UTC)  # nothing is closed after it
OF_TICKETS = (
    "keys", "messages", "values", "secrets", "files", "files_values", "words", "look_ups", "assignments", "closures",
    "looks", "invitations",
)  # fmt: skip
MONTHS = [date(2024, 7, 1), date(2024, 9, 1), date(2024, 12, 1)]
_PEOPLE, _TICKETS = "00000000-0000-7000-8000-", "00000000-0000-7000-9000-"


async def make(tickets: int, agent: UUID) -> None:
    """Fill the tables, as the owner: what is made fits together, so no foreign key is looked up for it."""
    connection = await DB.get_new_connection()
    for setting in ("session_replication_role = replica", "synchronous_commit = off"):
        await connection.execute(f"SET {setting}")
    await connection.execute(f"CREATE TABLE blobs AS SELECT '\\x{os.urandom(6000).hex()}'::bytea AS pool")
    for first in range(1, tickets + 1, PORTION):
        await _portion(connection, agent, (first, min(first + PORTION - 1, tickets)), tickets)
    await connection.execute(_numbered("holds"), agent, timeout=600)
    await connection.execute(SQL["held"], timeout=600)
    await connection.execute("VACUUM ANALYZE", timeout=3600)
    await connection.close()


async def _portion(connection: asyncpg.Connection, agent: UUID, portion: tuple[int, int], tickets: int) -> None:
    first, last = portion
    people = (0 if first == 1 else first // 2 + 1, last // 2)
    await connection.execute(_numbered("people"), *people, timeout=600)
    for name in ("people_keys", "people_values"):
        await connection.execute(_numbered(name), _id(_PEOPLE, people[0] - 1), _id(_PEOPLE, people[1]), timeout=600)
    await connection.execute(_numbered("tickets"), agent, first, last, tickets, timeout=600)
    for name in OF_TICKETS:
        await connection.execute(_numbered(name), _id(_TICKETS, first - 1), _id(_TICKETS, last), timeout=600)
    print(f"made {last:,} tickets", file=sys.stderr)


def _numbered(name: str) -> str:
    """The statement with $1, $2 … for its {}."""
    numbers = itertools.count(1)
    return re.sub(r"\{\}", lambda _: f"${next(numbers)}", SQL[name])


def _id(kind: str, number: int) -> UUID:
    return UUID(kind + f"{max(number, 0):012x}") if number >= 0 else UUID(int=0)


async def prints() -> list[str]:
    return [(await monthly_report(month, actor=SYSTEM)).fingerprint for month in MONTHS]


async def measure(tickets: int) -> list[str]:
    """Sweep one stage after the other, and say how long it took; gives what is not as it should be."""
    before = await prints()
    held = dict((await Outbound.raw(SQL["whole"]))[0])
    size = (await Outbound.raw("SELECT pg_size_pretty(pg_database_size(current_database())) AS size"))[0]["size"]
    print(f"\n{tickets:,} closed tickets, {held['tickets']:,} on hold, {size}\n\nThe next that are due:")
    plan = "\n".join(row["QUERY PLAN"] for row in await Outbound.raw(SQL["next_due"]))
    print(f"{plan}\n\n| stage | tickets | seconds | tickets/s | reports as before |\n|---|--:|--:|--:|---|")
    notes, faults = [], ["the query for what is due reads a whole table"] if "Seq Scan" in plan else []
    files = held.pop("all_files") - held["files"]
    wanted = {**dict.fromkeys(STAGES, tickets - held["tickets"]), "attachments": files}
    total: Counter[str] = Counter()
    for stage in STAGES:
        now = LAST + timedelta(days=days_of("technical", stage) + 1)
        began = time.perf_counter()
        done = await retain(now=now)
        seconds = time.perf_counter() - began
        assert done is not None
        brought, same = getattr(done, stage), await prints() == before
        total.update({each: getattr(done, each) for each in STAGES})
        faults += [] if same else [f"{stage}: reports have other hashes"]
        print(f"| {stage} | {brought:,} | {seconds:.1f} | {brought / seconds:,.0f} | {'yes' if same else 'NO'} |")
        async with acting(SYSTEM):
            left = sum(one.tickets for one in await due(now=now))
        faults += [f"{stage}: {left} are due yet"] if left else []
        notes.append(f"{stage}: {left} left that are due; {done.people:,} requesters without a ticket went.")
    print("\n" + "\n".join(notes))
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"\nMemory of the worker at most: {used} MB.")
    faults += [
        f"{stage}: {total[stage]} in all, not {wanted[stage]}" for stage in STAGES if total[stage] != wanted[stage]
    ]
    kept = dict((await Outbound.raw(SQL["kept"]))[0])
    print(f"Left, all of it on hold: {kept}")
    whole = {**held, "others": 0, "strays": 0}
    return faults + ([] if kept == whole else [f"left is {kept}, not {whole}"])


async def main(tickets: int, folder: Path) -> None:
    keyring = folder / "keyring.json"
    write_keyring(keyring, make_keyring())
    settings = Settings("", "", "", "http://bench.test", keyring, None, folder / "var")
    wiring.take_into_use(settings)
    await wiring.open_database(migrating=True)
    DB.fallback = OWNER
    await add_staff("sara@bench.test", name="Sara", role=Role.AGENT, team="support", now=clock.now())
    agent = await find_by_address("sara@bench.test")
    assert agent is not None
    began = time.perf_counter()
    await make(tickets, agent.id)
    print(f"made in {time.perf_counter() - began:.0f} s", file=sys.stderr)
    faults = await measure(tickets)
    await DB.close()
    if faults:
        sys.exit("\n".join(faults))


if __name__ == "__main__":
    place = Path(tempfile.mkdtemp(prefix="retention"))
    try:
        asyncio.run(main(int(sys.argv[1].replace("_", "")) if sys.argv[1:] else 1_000_000, place))
    finally:
        shutil.rmtree(place, ignore_errors=True)
