"""What the second wall and sealing cost: ticket creation and ticket page with and without them, in one run.

Without the wall: the login that owns the tables, no actor, plain SELECTs in place of disclose_value(). Without sealing:
AES-GCM replaced by padding of the same length. Rounds alternate, so that whatever else the machine does falls on all.
"""

import asyncio
import re
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from unittest.mock import patch

import httpx

from helpdesk import clock, wiring
from helpdesk.app import Front, create_app
from helpdesk.people.staff import add_staff, find_by_address, set_password
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure import disclose
from helpdesk.privacy.vault import blob
from helpdesk.privacy.vault.keyring import make_keyring, write_keyring
from helpdesk.settings import Settings
from helpdesk.tickets import write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.submit import NewTicket, submit_ticket
from piccolo_conf import DB, OWNER, SafeTransaction

ROUNDS, EACH = 12, 40
TEXT = (
    "Hello, since this morning mail to our domain bounces with 550 5.7.1 and the page shows PAY-402. My phone is "
    "+44 20 7946 0958 and the panel password is Sesame#44. I tried it from two networks and restarted the client. "
    "The invoice is INV-20431, the server is web3.visitor.test. Please call me back before noon, thank you. "
) * 2
_PLAIN = {
    "shown": "SELECT d.id, d.value, d.name, d.expires_at, v.owner, v.kind, 0 AS extended, v.ciphertext FROM disclosure d"
    " JOIN sealed_value v ON v.id = d.value WHERE {}::timestamptz IS NOT NULL AND d.about = {} AND d.staff = {}"
    " AND d.ended_at IS NULL AND (d.expires_at IS NULL OR d.expires_at > {}) ORDER BY d.id",
    "open_for_system": "WITH asked AS (SELECT {}::uuid AS id, {}::uuid AS about, {}::text AS purpose)"
    " SELECT v.id, v.kind, v.ciphertext FROM asked, sealed_value v WHERE v.owner = {} AND v.name = {}",
}


@contextmanager
def no_wall() -> Iterator[None]:
    """Everything runs as the owner, as before the wall was built."""

    async def nothing(*_: object) -> None:
        """Name nobody."""

    former, DB.fallback = DB.fallback, OWNER
    with (
        patch.object(SafeTransaction, "become", nothing),
        patch.object(type(DB), "pool_of", lambda *_: DB.owner_pool),
        patch.dict(disclose._SQL, _PLAIN),
    ):
        yield
    DB.fallback = former


@contextmanager
def no_sealing() -> Iterator[None]:
    """Values keep their length and are not encrypted."""
    with (
        patch.object(blob, "encrypt", lambda key, content, *, bound_to: bytes(13) + content + bytes(16)),
        patch.object(blob, "decrypt", lambda key, sealed, *, bound_to: sealed[13:-16]),
    ):
        yield


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sitr") as folder:
        settings = Settings("", "", "", "http://desk.test", Path(folder) / "keyring.json", None, Path(folder))
        write_keyring(settings.keyring, make_keyring())
        wiring.take_into_use(settings)
        await wiring.open_database(migrating=True)
        import asyncpg

        DB.owner_pool = await asyncpg.create_pool(**DB.owner_config, min_size=1, max_size=10)
        print(await measure(settings))
        await DB.owner_pool.close()
        await DB.close()


async def measure(settings: Settings) -> str:
    token = await add_staff("sara@desk.test", name="Sara", role=Role.AGENT, team="support", now=clock.now())
    await set_password(token, "correct horse battery", now=clock.now())
    variants = {"as it is": [], "no second wall": [no_wall], "no sealing": [no_sealing]}
    acts = await prepared(settings, variants)
    times: dict[tuple[str, str], list[float]] = {}
    for _ in range(ROUNDS):
        for name, changes in variants.items():
            for act, work in acts[name].items():
                with ExitStack() as stack:
                    for change in changes:
                        stack.enter_context(change())
                    times.setdefault((act, name), []).extend([await timed(work) for _ in range(EACH)])
    return table(times)


async def prepared(
    settings: Settings, variants: dict[str, list]
) -> dict[str, dict[str, Callable[[], Awaitable[None]]]]:
    """Give each variant its own ticket to look at, made in the way it is read."""
    browser = httpx.AsyncClient(transport=httpx.ASGITransport(Front(create_app(settings))), base_url="http://desk.test")
    await browser.post("/desk/sign-in", data={"email": "sara@desk.test", "password": "correct horse battery"})
    sara = await find_by_address("sara@desk.test")
    acts: dict[str, dict[str, Callable[[], Awaitable[None]]]] = {}
    for place, (name, changes) in enumerate(variants.items()):
        with ExitStack() as stack:
            for change in changes:
                stack.enter_context(change())
            address = f"guest{place}@customer.test"
            reference = await create(address)
            await assign_ticket(reference, to=sara.id, by=sara, now=clock.now())
            for _ in range(4):
                await write.post_note(reference, write.Entry(TEXT), agent=sara, now=clock.now())

        async def look(reference: str = reference) -> None:
            page = await browser.get(f"/desk/tickets/{reference}")
            assert page.status_code == 200
            assert re.search("customer.test", page.text)

        async def make(address: str = address) -> None:
            await create(address)

        acts[name] = {"ticket creation": make, "ticket page": look}
    return acts


async def create(address: str) -> str:
    new = NewTicket(
        category="technical",
        email=address,
        subject="Mail bounces since this morning",
        body=TEXT,
        locale="en",
        terms_version="1",
        fields={"domain": "visitor.test"},
    )
    return (await submit_ticket(new, now=clock.now())).reference


async def timed(work: Callable[[], Awaitable[None]]) -> float:
    start = time.perf_counter()
    await work()
    return (time.perf_counter() - start) * 1000


def table(times: dict[tuple[str, str], list[float]]) -> str:
    lines = ["| act | variant | p50 ms | p95 ms | as it is / this |", "|---|---|--:|--:|--:|"]
    for (act, name), values in sorted(times.items()):
        p50, whole = statistics.median(values), statistics.median(times[act, "as it is"])
        p95 = statistics.quantiles(values, n=20)[-1]
        lines.append(f"| {act} | {name} | {p50:.2f} | {p95:.2f} | {whole / p50:.2f} |")
    return "\n".join(lines)


if __name__ == "__main__":
    asyncio.run(main())
