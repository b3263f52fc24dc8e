"""Pages of the desk over growing numbers of tickets: `make bench-pages` prints Markdown; sizes may follow as arguments.

The tickets that the pages show are made by the product's own operations; they are due before all others. The others are
made set by set in SQL, three a requester: a fifth of them not closed, with messages, keys and sealed values that nobody
opens. The parts that pages fetch again by themselves, and those that follow a press or a key, are asked for as well.
"""

import asyncio
import gzip
import json
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import cast
from urllib.parse import quote

import asyncpg
import httpx

from helpdesk import clock, wiring
from helpdesk.app import Front, create_app
from helpdesk.people.staff import StaffMember, add_staff, find_by_address, set_password
from helpdesk.people.tables import Role
from helpdesk.privacy.vault.keyring import make_keyring, write_keyring
from helpdesk.settings import Settings
from helpdesk.tickets import write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.submit import NewTicket, submit_ticket
from helpdesk.web.limits import Bucket
from piccolo_conf import DB

SIZES = (1_000, 100_000, 1_000_000)
SAMPLES, SHOWN, STAFF = 120, 60, 20
PASSWORD = "correct horse battery"
TEXT = "The page shows an error. My phone is +44 20 7946 0958, my password is Sesame#44. Please call after four."
LETTERS = {"body": TEXT * 8}
BE, ROUND, WEIGHTS = "be", "round", "weights"  # what the processes say to each other
VENDOR = ["vendor/htmx.min.js", "vendor/hx-csp.min.js", "vendor/hx-sse.min.js"]
STATIC = {
    "style, as served": ["ui.css"],
    "scripts of a desk page": [*VENDOR, "app.js"],
    "scripts of a new request": [*VENDOR, "app.js", "portal.js"],
}

PEOPLE = """
    INSERT INTO requester (id, email_hash, created_at) SELECT md5('person' || n)::uuid, decode(md5('address' || n), 'hex'), $3
    FROM generate_series($1::int / 3, $2::int / 3) AS n ON CONFLICT DO NOTHING
"""
MASS = """
    INSERT INTO ticket (id, reference, requester, category, team, locale, status, assignee, subject, link, link_hash,
        terms_version, terms_accepted_at, opened_at, active_at, heard_at, answered_at, closed_at, wake_at, priority,
        solve_from, due_at, due_rules)
    SELECT gen_random_uuid(), 'SR-X' || n, md5('person' || n / 3)::uuid, (ARRAY['technical', 'billing', 'domain', 'account'])[1 + n % 4],
        (ARRAY['support', 'billing'])[1 + n % 2], (ARRAY['en', 'ar'])[1 + n % 3 % 2], state,
        CASE WHEN n % 7 > 0 THEN ($3::uuid[])[1 + n % cardinality($3::uuid[])] END,
        decode(repeat('00', 60), 'hex'), decode(repeat('00', 60), 'hex'), decode(md5('link' || n), 'hex'), '1', at, at,
        at, at, at, CASE WHEN state = 'closed' THEN at END, CASE WHEN state = 'pending' THEN $4::timestamptz + interval '3 days' END,
        (ARRAY['low', 'normal', 'normal', 'normal', 'high', 'urgent'])[1 + n % 6],
        CASE WHEN state = 'open' THEN at END,
        CASE WHEN state = 'open' THEN $4::timestamptz + interval '1 hour' + (n % 10000) * interval '5 minutes'
            ELSE timestamptz '9999-12-31 00:00:00+00' END,
        $5::bigint
    FROM generate_series($1::int, $2::int) AS n,
        LATERAL (SELECT CASE WHEN n % 5 > 0 THEN 'closed' WHEN n % 50 = 0 THEN 'pending' ELSE 'open' END AS state,
            $4::timestamptz - (n % 20000) * interval '30 minutes' - interval '1 day' AS at) AS drawn
"""
BESIDE = (
    "INSERT INTO owner_key (owner, wrapped, master, made_at) SELECT t.id, k.wrapped, k.master, t.opened_at FROM ticket t"
    " CROSS JOIN (SELECT wrapped, master FROM owner_key LIMIT 1) k"
    " WHERE NOT EXISTS (SELECT FROM owner_key o WHERE o.owner = t.id)",
    "INSERT INTO ticket_message (id, ticket, author, audience, body, sealed, posted_at) SELECT gen_random_uuid(), t.id,"
    " NULL, 'everyone', decode(repeat('00', 300), 'hex'), 2, t.opened_at FROM ticket t"
    " WHERE NOT EXISTS (SELECT FROM ticket_message m WHERE m.ticket = t.id)",
    "INSERT INTO sealed_value (id, owner, name, kind, number, digest, ciphertext, sealed_at) SELECT gen_random_uuid(),"
    " t.id, 'phone ' || n, 'phone', n, decode(md5(t.id::text || n), 'hex'), decode(repeat('00', 40), 'hex'), t.opened_at"
    " FROM ticket t, generate_series(1, 2) AS n WHERE NOT EXISTS (SELECT FROM sealed_value v WHERE v.owner = t.id)",
    "VACUUM (ANALYZE)",
)


async def main(sizes: tuple[int, ...]) -> None:
    """Fill one database a size, each with a process of its own; then ask all of them in turns, one at a time.

    Whatever else the machine does falls on all sizes alike, so that growth is growth.
    """
    desks = [await Desk.start(size) for size in sizes]
    for desk in desks:
        await desk.said()
        print(f"{desk.size:,} tickets done", file=sys.stderr)
    taken: list[list[dict[str, float]]] = [[] for _ in desks]
    for number in range(SAMPLES + 5):
        for desk, rounds in zip(desks, taken, strict=True):
            milliseconds = await desk.asked(ROUND)
            if number >= 5:
                rounds.append(milliseconds)
    print(table(taken, sizes))
    print(weights(await desks[0].asked(WEIGHTS)))
    for desk in desks:
        await desk.end()


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked for: an address, and what is posted to it, if anything is."""

    address: str
    form: Mapping[str, str] | None = None

    async def answer(self, browser: httpx.AsyncClient) -> httpx.Response:
        if self.form is None:
            return await browser.get(self.address)
        return await browser.post(self.address, data={**self.form})


@dataclass(frozen=True, slots=True)
class Desk:
    """A process with a database of so many tickets."""

    size: int
    process: asyncio.subprocess.Process

    @classmethod
    async def start(cls, size: int) -> "Desk":
        pipe = asyncio.subprocess.PIPE
        return cls(
            size,
            await asyncio.create_subprocess_exec(sys.executable, __file__, BE, str(size), stdin=pipe, stdout=pipe),
        )

    async def said(self) -> dict[str, float]:
        assert self.process.stdout is not None
        line = await self.process.stdout.readline()
        if not line:
            raise SystemExit(f"The desk of {self.size:,} tickets ended; what it said stands above.")
        return cast("dict[str, float]", json.loads(line))

    async def asked(self, what: str) -> dict[str, float]:
        assert self.process.stdin is not None
        self.process.stdin.write(f"{what}\n".encode())
        return await self.said()

    async def end(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()
        await self.process.wait()


async def be_a_desk(size: int) -> None:
    """Be one of those processes: fill, say so, and answer what is asked on standard input until it ends."""
    with tempfile.TemporaryDirectory(prefix="sitr-bench") as folder:
        settings = Settings("", "", "", "http://desk.test", Path(folder) / "keyring.json", None, Path(folder))
        write_keyring(settings.keyring, make_keyring())
        wiring.take_into_use(settings)
        await wiring.open_database(migrating=True)
        owner = await asyncpg.connect(**DB.owner_config)
        for setting in ("fsync", "synchronous_commit"):
            await owner.execute(f"ALTER SYSTEM SET {setting} = off")
        await owner.execute("SELECT pg_reload_conf()")
        try:
            await serve(settings, owner, size)
        finally:
            await owner.close()
            await DB.close()


async def serve(settings: Settings, owner: asyncpg.Connection, size: int) -> None:
    now = clock.now()
    sara, others = await people(now)
    reference = await shown_tickets(sara, now)
    app = create_app(settings)
    app.state["preview_limit"] = Bucket(burst=1_000_000, per_minute=1_000_000)
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(Front(app)), base_url="http://desk.test")
    await browser.post("/desk/sign-in", data={"email": "sara@desk.test", "password": PASSWORD})
    since = quote(f"{now:%Y-%m-%dT%H:%M:%S.%fZ}")
    place, form = f"/desk/tickets/{reference}", {"csrf": csrf_of((await browser.get("/desk/tickets")).text)}
    pages = {
        "queue: unassigned, by due time": Ask("/desk/tickets?view=unassigned"),
        "queue: mine, by due time": Ask("/desk/tickets?view=mine"),
        "queue: all, by due time": Ask("/desk/tickets?view=all"),
        "ticket page": Ask(place),
        "fragment: what is new": Ask(f"/desk/tickets/newer?view=all&since={since}"),
        "fragment: numbers beside the queues": Ask("/desk/queues/live"),
        "fragment: thread, beside and prompts of a ticket": Ask(f"{place}/thread"),
        "fragment: who is at a ticket": Ask(f"{place}/presence"),
        "fragment: hint of 800 letters": Ask(f"{place}/hint", {**form, **LETTERS, "mode": "reply"}),
        "fragment: macros": Ask(f"{place}/macros"),
        "search: one word, first page": Ask("/desk/search", {**form, "q": "payout"}),
        "portal: preview of 800 letters": Ask("/preview", LETTERS),
    }
    await fill(owner, size, others, now)
    print(json.dumps({}), flush=True)
    while question := (await asyncio.to_thread(sys.stdin.readline)).strip():
        answer = {ROUND: one_round, WEIGHTS: sizes_of}[question]
        print(json.dumps(await answer(browser, pages)), flush=True)


async def people(now: datetime) -> tuple[StaffMember, list[object]]:
    token = await add_staff("sara@desk.test", name="Sara", role=Role.AGENT, team="support", now=now)
    await set_password(token, PASSWORD, now=now)
    others = []
    for number in range(STAFF):
        address = f"agent{number}@desk.test"
        await add_staff(address, name=f"Agent {number}", role=Role.AGENT, team="support", now=now)
        member = await find_by_address(address)
        assert member is not None
        others.append(member.id)
    sara = await find_by_address("sara@desk.test")
    assert sara is not None
    return sara, others


async def shown_tickets(sara: StaffMember, now: datetime) -> str:
    """Make what the pages show: old enough to be due before all others, unassigned and Sara's; gives one of hers."""
    reference = ""
    for number in range(2 * SHOWN):
        new = NewTicket(
            category="technical", email=f"guest{number}@customer.test", subject=f"Payout {number} not received yet",
            body=TEXT, locale="ar" if number % 3 else "en", terms_version="1", fields={"domain": "visitor.test"},
        )  # fmt: skip
        made = await submit_ticket(new, now=now - timedelta(days=200, minutes=number))
        if number >= SHOWN:
            reference = made.reference
            await assign_ticket(reference, to=sara.id, by=sara, now=now)
    for _ in range(12):
        await write.post_reply(reference, write.Entry(TEXT), agent=sara, now=now)
    return reference


async def fill(owner: asyncpg.Connection, size: int, others: list[object], now: datetime) -> None:
    rules = await owner.fetchval("SELECT due_rules FROM ticket LIMIT 1")
    for first in range(1, size + 1, 100_000):
        last = min(first + 99_999, size)
        await owner.execute(PEOPLE, first, last, now, timeout=1200)
        await owner.execute(MASS, first, last, others, now, rules, timeout=1200)
    for statement in BESIDE:
        await owner.execute(statement, timeout=1200)


async def one_round(browser: httpx.AsyncClient, pages: Mapping[str, Ask]) -> dict[str, float]:
    """Ask for each page once; gives milliseconds."""
    return {name: await timed(lambda ask=ask: look(browser, ask)) for name, ask in pages.items()}


async def look(browser: httpx.AsyncClient, ask: Ask) -> None:
    page = await ask.answer(browser)
    assert page.status_code == 200
    if ask.address.startswith(("/desk/tickets?", "/desk/search")):
        assert len(re.findall(r"data-open", page.text)) == 50


def csrf_of(page: str) -> str:
    found = re.search(r'name="csrf" value="(\w+)"', page)
    assert found is not None
    return found[1]


async def timed(work: Callable[[], Awaitable[None]]) -> float:
    start = time.perf_counter()
    await work()
    return (time.perf_counter() - start) * 1000


def table(taken: Sequence[Sequence[Mapping[str, float]]], sizes: tuple[int, ...]) -> str:
    lines = [
        "| page, p50 / p95 ms | " + " | ".join(f"{size:,} tickets" for size in sizes) + " | growth of p50 |",
        "|---|" + "--:|" * (len(sizes) + 1),
    ]
    for name in taken[0][0]:
        columns = [[one[name] for one in rounds] for rounds in taken]
        p50 = [statistics.median(column) for column in columns]
        p95 = [statistics.quantiles(column, n=20)[-1] for column in columns]
        cells = " | ".join(f"{middle:.1f} / {slow:.1f}" for middle, slow in zip(p50, p95, strict=True))
        lines.append(f"| {name} | {cells} | {p50[-1] / p50[0]:.2f} |")
    return "\n".join(lines)


async def sizes_of(browser: httpx.AsyncClient, pages: Mapping[str, Ask]) -> dict[str, float]:
    """Say how many bytes each page has over the wire, compressed by gzip -9, and styles and scripts as they are served."""
    found = {name: float(len(gzip.compress((await ask.answer(browser)).content, 9))) for name, ask in pages.items()}
    for name, files in STATIC.items():
        contents = [(await browser.get(f"/static/{file}")).content for file in files]
        found[name] = sum(len(gzip.compress(content, 9)) for content in contents)
    return found


def weights(pages: Mapping[str, float]) -> str:
    lines = [f"| {name} | {size / 1024:.1f} |" for name, size in pages.items()]
    return "\n".join(["", "| what | KB gz |", "|---|--:|", *lines])


if __name__ == "__main__":
    given = sys.argv[1:]
    asyncio.run(be_a_desk(int(given[1])) if given[:1] == [BE] else main(tuple(map(int, given)) or SIZES))
