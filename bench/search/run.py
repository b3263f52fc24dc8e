"""Search over growing numbers of tickets, and what the index costs the intake: `make bench-search` prints Markdown.

Tickets are made by SQL: real rows, keys and sealed subjects; the words of each are drawn by a Zipf law from a vocabulary
of 20,000 and hashed by the product's own code. Searches run through the product's own operation, as an agent.
"""

import asyncio
import random
import statistics
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg

from helpdesk import embedded, wiring
from helpdesk.ids import new_id, new_reference, new_token, token_hash
from helpdesk.people.staff import StaffMember, add_staff, find_by_address
from helpdesk.people.tables import Role
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.keys import new_key, store_key
from helpdesk.settings import Settings
from helpdesk.tickets import submit
from helpdesk.tickets.index import domain_hash
from helpdesk.tickets.lexemes import VERSION, hashed
from helpdesk.tickets.search import Question, search
from helpdesk.tickets.submit import NewTicket, submit_ticket
from piccolo_conf import DB, SYSTEM, acting

SIZES = (1_000, 10_000, 100_000)
VOCABULARY, WORDS = 20_000, 60
NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
SAMPLES = 60
random.seed(7)
_WEIGHTS = [1 / (rank + 2) for rank in range(VOCABULARY)]
_CUMULATED = [0.0]
for weight in _WEIGHTS:
    _CUMULATED.append(_CUMULATED[-1] + weight)


def words(count: int) -> list[int]:
    return random.choices(range(VOCABULARY), cum_weights=_CUMULATED[1:], k=count)


async def fill(owner_url: str, *, first: int, until: int, requester: object) -> None:
    """Add tickets by SQL, each with a key of its own, so that pages can open their subjects."""
    connection = await asyncpg.connect(owner_url)
    hashes = {word: hashed([f"word{word}"])[0] for word in range(VOCABULARY)}
    for start in range(first, until, 1000):
        tickets, keys, index_rows, lookups = [], [], [], []
        for number in range(start, min(start + 1000, until)):
            key = new_key(new_id())
            at = NOON + timedelta(seconds=number)
            subject, link = (key.seal("Synthetic", row=key.owner, kind=kind) for kind in ("subject", "link"))
            tickets.append((
                key.owner, new_reference(), requester, random.choice(["technical", "billing"]),
                random.choice(["support", "billing"]), "en", "open", subject, link, token_hash(new_token()), "1", at,
            ))  # fmt: skip
            keys.append(key)
            index_rows.append((key.owner, VERSION, sorted({hashes[word] for word in words(WORDS)}), []))
            lookups.append((new_id(), key.owner, "domain", domain_hash(f"site{number % 5000}.test")))
        async with acting(SYSTEM):
            for key in keys:
                await store_key(key, now=NOON)
        await connection.executemany(
            "INSERT INTO ticket (id, reference, requester, category, team, locale, status, subject, link, link_hash,"
            " terms_version, terms_accepted_at, opened_at, active_at)"
            " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $12, $12)",
            tickets,
        )
        await connection.copy_records_to_table(
            "ticket_lexeme", records=index_rows, columns=["ticket", "version", "words", "note_words"]
        )
        await connection.copy_records_to_table(
            "ticket_lookup", records=lookups, columns=["id", "ticket", "kind", "hash"]
        )
    await connection.execute("VACUUM (ANALYZE) ticket")
    await connection.execute("VACUUM (ANALYZE) ticket_lexeme")
    await connection.execute("VACUUM (ANALYZE) ticket_lookup")
    await connection.close()


async def once(question: str, agent: StaffMember) -> tuple[float, int]:
    start = time.perf_counter()
    answer = await search(Question(question), viewer=agent, count=lambda _: None, now=NOON)
    return (time.perf_counter() - start) * 1000, len(answer.page.rows)


QUESTIONS = {
    "a number that is not there": "SR-AAAA-AAAA",
    "a word of every fourth ticket": "word20",
    "a word of one ticket in a hundred": "word900",
    "a rare word": "word19000",
    "three words": "word20 word30 word40",
    "a word and a rare one": "word20 word9000",
    "a word nobody wrote": "unwritten",
    "a domain": "site77.test",
    "an address with every ticket": "many@customer.test",
}


async def first_pages(agent: StaffMember, owner_url: str, requester: object) -> None:
    cells: dict[str, list[str]] = {name: [] for name in QUESTIONS}
    p50s: dict[str, list[float]] = {name: [] for name in QUESTIONS}
    before = 0
    for size in SIZES:
        await fill(owner_url, first=before, until=size, requester=requester)
        before = size
        taken: dict[str, list[float]] = {name: [] for name in QUESTIONS}
        rows: dict[str, int] = {}
        for number in range(SAMPLES + 3):
            for name, question in QUESTIONS.items():  # in turns, so that what else the machine does falls on all alike
                milliseconds, rows[name] = await once(question, agent)
                if number >= 3:
                    taken[name].append(milliseconds)
        for name in QUESTIONS:
            p50s[name].append(statistics.median(taken[name]))
            p95 = sorted(taken[name])[int(SAMPLES * 0.95)]
            cells[name].append(f"{p50s[name][-1]:.1f} / {p95:.1f} ({rows[name]})")
        print(f"{size:,} tickets done", file=sys.stderr)
    control = next(iter(p50s.values()))
    print("| first page, p50 / p95 ms (rows) |", " | ".join(f"{size:,} tickets" for size in SIZES), "| growth |")
    print("|---|" + "--:|" * (len(SIZES) + 1))
    for name, values in p50s.items():
        growth = values[-1] / values[0] / (control[-1] / control[0])
        print(f"| {name} |", " | ".join(cells[name]), f"| {growth:.1f} |")


async def nothing(*_: object, **__: object) -> None:
    """Stands for the index when there is none."""


async def one_intake(number: int) -> float:
    body = " ".join(f"word{word}" for word in words(WORDS)) + f" my phone is +44 20 7946 0{number % 1000:03d}"
    new = NewTicket(
        category="technical", email=f"c{number % 50}@customer.test", subject="Mail bounces", body=body,
        locale="en", terms_version="1", fields={"domain": "visitor.test"},
    )  # fmt: skip
    start = time.perf_counter()
    await submit_ticket(new, now=NOON)
    return (time.perf_counter() - start) * 1000


async def intake(pairs: int) -> tuple[float, float]:
    """Take in tickets without and with the index in turns; gives the two medians."""
    real, taken = (submit.add_to_index, submit.add_fields), {False: [], True: []}
    try:
        for number in range(2 * pairs + 20):
            indexed = number % 2 == 1
            submit.add_to_index, submit.add_fields = real if indexed else (nothing, nothing)
            milliseconds = await one_intake(number)
            if number >= 20:
                taken[indexed].append(milliseconds)
    finally:
        submit.add_to_index, submit.add_fields = real
    return statistics.median(taken[False]), statistics.median(taken[True])


async def run(var: Path) -> None:
    keyring.write_keyring(var / "keyring.json", keyring.make_keyring())
    database_url, owner_url = embedded.start(var / "postgres")
    wiring.take_into_use(
        Settings(database_url=database_url, owner_url=owner_url, smtp_url="", base_url="http://bench.test",
                 keyring=var / "keyring.json", policy=None, var=var)
    )  # fmt: skip
    await wiring.open_database(migrating=True)
    await add_staff("sara@desk.test", name="Sara", role=Role.AGENT, team="support", now=NOON)
    agent = await find_by_address("sara@desk.test")
    assert agent is not None
    without, with_it = await intake(300)
    await submit_ticket(
        NewTicket(
            category="account", email="many@customer.test", subject="x", body="y", locale="en", terms_version="1"
        ),
        now=NOON,
    )
    connection = await asyncpg.connect(owner_url)
    requester = await connection.fetchval("SELECT requester FROM ticket WHERE category = 'account'")
    await first_pages(agent, owner_url, requester)
    print(f"\nIntake of one ticket (60 words), p50: {without:.2f} ms without the index, {with_it:.2f} ms with it: "
          f"{with_it / without:.2f} times.")  # fmt: skip
    sizes = await connection.fetchrow(
        "SELECT pg_size_pretty(pg_total_relation_size('ticket_lexeme')) AS whole,"
        " pg_size_pretty(pg_relation_size('ticket_lexeme_words')) AS gin"
    )
    print(f"On disk: {sizes['whole']} for the words of {SIZES[-1]:,} tickets, the GIN index {sizes['gin']} of it.")
    await connection.close()
    await DB.close()


if __name__ == "__main__":
    if sys.argv[1:]:
        SIZES = tuple(int(size) for size in sys.argv[1:])
    with tempfile.TemporaryDirectory(prefix="sitr-bench") as folder:
        asyncio.run(run(Path(folder)))
