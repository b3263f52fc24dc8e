"""The vault's speed: sealing, opening, the keys of a page, and how a rotation grows from 1 000 to 50 000 keys."""

import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from unittest.mock import patch
from uuid import uuid4

from helpdesk import clock, wiring
from helpdesk.ids import new_id
from helpdesk.privacy.vault import blob, keyring, keys, rotate
from helpdesk.privacy.vault.keyring import make_keyring, write_keyring
from helpdesk.settings import Settings
from piccolo_conf import DB, OWNER, SYSTEM, acting, on_behalf_of

SIZES = (20, 300, 3000)  # letters: an address, a message, a long one
GROWTH = (1_000, 5_000, 20_000, 50_000)


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sitr") as folder:
        settings = Settings("", "", "", "http://desk.test", Path(folder) / "keys" / "keyring.json", None, Path(folder))
        write_keyring(settings.keyring, make_keyring())
        wiring.take_into_use(settings)
        await wiring.open_database(migrating=True)
        print(sealing(), await keys_of_pages(), await rotations(settings.keyring), sep="\n\n")
        await DB.close()


def sealing() -> str:
    """Seal and open texts of several sizes in memory: µs each, best of five."""
    key, row = keys.new_key(uuid4()), uuid4()
    lines = ["| in memory | µs |", "|---|--:|"]
    for size in SIZES:
        text = "x" * size
        sealed = key.seal(text, row=row, kind="body")
        lines.append(f"| seal {size} letters | {best(lambda text=text: key.seal(text, row=row, kind='body')):.1f} |")
        opening = best(lambda sealed=sealed: key.open(sealed, row=row, kind="body"))
        lines.append(f"| open {size} letters | {opening:.1f} |")
    wrapped = blob.encrypt(key.key, key.key, bound_to=keys.wrapping(key.owner, 1))
    opening = best(lambda: blob.decrypt(key.key, wrapped, bound_to=keys.wrapping(key.owner, 1)))
    lines.append(f"| unwrap a key | {opening:.1f} |")
    lines.append(f"| look whether the keyring file changed | {best(keyring.in_use):.1f} |")
    return "\n".join(lines)


def best(work: Callable[[], object], *, count: int = 2_000) -> float:
    rounds = []
    for _ in range(5):
        start = time.perf_counter()
        for _ in range(count):
            work()
        rounds.append((time.perf_counter() - start) / count * 1e6)
    return min(rounds)


async def keys_of_pages() -> str:
    """Open the keys of one ticket and of a queue of fifty, and store one: ms each, in one transaction each."""
    owners = [key.owner for key in [await stored() for _ in range(50)]]

    async def some(count: int) -> None:
        async with acting(SYSTEM):
            await keys.keys_of(owners[:count])

    async def nothing() -> None:
        async with acting(SYSTEM):
            pass

    acts: dict[str, Callable[[], Awaitable[object]]] = {
        "an empty transaction": nothing,
        "the key of one ticket": lambda: some(1),
        "the keys of a queue of 50": lambda: some(50),
        "a new key stored": stored,
        "a new key stored without holding its master key": stored_at_once,
    }
    times: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(300):
        for name, act in acts.items():
            start = time.perf_counter()
            await act()
            times[name].append((time.perf_counter() - start) * 1000)
    lines = ["| with the database | p50 ms | p95 ms |", "|---|--:|--:|"]
    for name, values in times.items():
        lines.append(f"| {name} | {statistics.median(values):.2f} | {statistics.quantiles(values, n=20)[-1]:.2f} |")
    return "\n".join(lines)


async def stored() -> keys.DataKey:
    key = keys.new_key(new_id())
    async with acting(SYSTEM):
        await keys.store_key(key, now=clock.now())
    return key


async def stored_at_once() -> None:
    """Store a key as before there was a rotation; what refers to the master key is still checked."""
    plain = (
        "INSERT INTO owner_key (owner, wrapped, master, made_at) SELECT {}::uuid, {}::bytea, {}::smallint,"
        " {}::timestamptz WHERE {}::smallint > 0 AND {}::timestamptz IS NOT NULL RETURNING owner"
    )
    with patch.dict(keys._SQL, store=plain):
        await stored()


async def rotations(path: Path) -> str:
    """Rotate ever more keys; a key is read every 5 ms meanwhile, as pages do."""
    lines = [
        "| living keys | rotation s | keys/s | key of a ticket meanwhile, p50 ms | p99 ms |",
        "|--:|--:|--:|--:|--:|",
    ]
    for count in GROWTH:
        await fill(count)
        reader = asyncio.create_task(read_meanwhile(await stored()))
        start = time.perf_counter()
        done = await rotate.rotate(path, now=clock.now)
        took = time.perf_counter() - start
        reader.cancel()
        waits = await reader
        assert done.rewrapped >= count
        lines.append(
            f"| {done.rewrapped} | {took:.2f} | {done.rewrapped / took:.0f} | {statistics.median(waits):.2f} "
            f"| {statistics.quantiles(waits, n=100)[-1]:.2f} |"
        )
    return "\n".join(lines)


async def read_meanwhile(key: keys.DataKey) -> list[float]:
    waits: list[float] = []
    try:
        while True:
            start = time.perf_counter()
            async with acting(SYSTEM):
                assert await keys.key_of(key.owner) == key
            waits.append((time.perf_counter() - start) * 1000)
            await asyncio.sleep(0.005)
    except asyncio.CancelledError:
        return waits


async def fill(count: int) -> None:
    """Put keys into the table until there are so many, as the owner, all at once."""
    ring, now = keyring.in_use(), clock.now()
    with on_behalf_of(OWNER):
        connection = await DB.get_new_connection()
    there = await connection.fetchval("SELECT count(*) FROM owner_key")
    rows = []
    for _ in range(count - there):
        owner = new_id()
        wrapped = await ring.wrap(ring.current, bytes(32), bound_to=keys.wrapping(owner, ring.current))
        rows.append((owner, wrapped, ring.current, now))
    await connection.copy_records_to_table("owner_key", records=rows, columns=("owner", "wrapped", "master", "made_at"))
    await connection.execute("VACUUM ANALYZE owner_key")
    await connection.close()


if __name__ == "__main__":
    asyncio.run(main())
