"""The audit chain: do writers wait for it, how fast is it chained, how fast and in how much memory is it verified.

Writers are tasks of this process, each operation a transaction of its own; the sequencer is a process of its own that is
switched on and off, so that rounds alternate and whatever else the machine does falls on all. For comparison the same
writers chain their entries themselves, behind a lock, as a table with a `previous hash` column would have it.
"""

import asyncio
import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import UUID

from helpdesk import clock, wiring
from helpdesk.audit import kept, sequencer
from helpdesk.audit.chain import chain
from helpdesk.audit.format import Entry, digest, link_hash
from helpdesk.audit.record import record
from helpdesk.audit.sequencer import Trail
from helpdesk.audit.signer import Signer
from helpdesk.audit.tables import AuditEntry, AuditLink
from helpdesk.audit.verify import verify
from helpdesk.audit.walk import Mark
from helpdesk.ids import new_id
from helpdesk.privacy.vault import keyring
from helpdesk.settings import Settings
from piccolo_conf import DB, OWNER, SYSTEM, acting, on_behalf_of

ROUNDS, SECONDS = 9, 2.0
WRITERS = (1, 4, 8)
SIZES = (10_000, 100_000)
WHO, WHAT = UUID(int=1), UUID(int=2)


async def write() -> None:
    """One operation: a transaction with one entry."""
    async with acting(SYSTEM):
        await record("ticket.replied", actor=WHO, about=WHAT, at=clock.now())


async def write_chained() -> None:
    """The same, where the writer chains its entry itself: only one at a time until it has committed."""
    entry = Entry(new_id(), "ticket.replied", WHO, WHAT, clock.now())
    async with acting(SYSTEM):
        await AuditLink.raw("SELECT pg_advisory_xact_lock(1)")
        last = await AuditLink.raw("SELECT position, hash FROM audit_link ORDER BY position DESC LIMIT 1")
        position, previous = (last[0]["position"] + 1, last[0]["hash"]) if last else (1, bytes(32))
        fresh = digest(entry)
        await AuditEntry.raw(
            "WITH e AS (INSERT INTO audit_entry (id, act, actor, about, at) VALUES ({}, {}, {}, {}, {}))"
            " INSERT INTO audit_link (position, entry, digest, hash, proof) VALUES ({}, {}, {}, {}, '')",
            *entry, position, entry.id, fresh, link_hash(previous, position, fresh),
        )  # fmt: skip


async def rate(work: Callable[[], Awaitable[None]], writers: int) -> float:
    """Entries a second that so many writers write."""
    done, began = 0, time.perf_counter()

    async def writer() -> None:
        nonlocal done
        while time.perf_counter() - began < SECONDS:
            await work()
            done += 1

    await asyncio.gather(*(asyncio.create_task(writer()) for _ in range(writers)))
    return done / (time.perf_counter() - began)


async def writing(worker: asyncio.subprocess.Process) -> None:
    print(
        "\n| parallel writers | entries/s, nobody chains | with the sequencer at work | ratio | each writer chains | its ratio |"
    )
    print("|--:|--:|--:|--:|--:|--:|")
    for writers in WRITERS:
        alone, beside, chained = [], [], []
        for number in range(ROUNDS):
            for with_sequencer in (number % 2 == 0, number % 2 == 1):
                if with_sequencer:
                    await tell(worker, "on")
                (beside if with_sequencer else alone).append(await rate(write, writers))
                if with_sequencer:
                    await tell(worker, "off")
                await empty()
            chained.append(await rate(write_chained, writers))
            await empty()
        a, b, c = (statistics.median(rates) for rates in (alone, beside, chained))
        print(
            f"| {writers} | {a:.0f} | {b:.0f} | {paired(beside, alone)} | {c:.0f} | {paired(chained, alone)} |",
            flush=True,
        )


def paired(some: list[float], others: list[float]) -> str:
    """The median of the rounds' ratios, and between which quarters they lie: neighbours in time are compared."""
    low, middle, high = statistics.quantiles((one / other for one, other in zip(some, others, strict=True)), n=4)
    return f"{middle:.2f} ({low:.2f}-{high:.2f})"


async def chaining(signer: Signer, folder: Path) -> None:
    print("\n| entries | chained/s | verified/s | seconds to verify | memory that verifying adds, MB | checkpoints |")
    print("|--:|--:|--:|--:|--:|--:|")
    for size in SIZES:
        await empty()
        await fill(size)
        began, point = time.perf_counter(), None
        while (made := await chain(signer=signer, now=clock.now())) is not None:
            point = made
        chained = size / (time.perf_counter() - began)
        assert point is not None
        kept.keep(folder / f"{size}.json", point, signer=signer)
        await verified(size, signer, chained, [Mark(point, "kept")])
    bytes_each = await owner_asks(
        "SELECT sum(pg_total_relation_size(t))::float FROM unnest(ARRAY['audit_link', 'audit_checkpoint', 'audit_pending']::regclass[]) t"
    )
    entry_each = await owner_asks("SELECT pg_total_relation_size('audit_entry')::float")
    print(
        f"\nBytes an entry on disk, indexes included: {entry_each / SIZES[-1]:.0f} for the entry, {bytes_each / SIZES[-1]:.0f} for its place in the chain."
    )
    await empty()
    await fill(5_000)
    while await chain(signer=signer, now=clock.now(), most=1) is not None:
        pass
    print("\nA quiet desk, a checkpoint for every entry:")
    await verified(5_000, signer, float("nan"), [])


async def verified(size: int, signer: Signer, chained: float, marks: list[Mark]) -> None:
    gc.collect()
    before, began = memory(), time.perf_counter()
    report = await verify(signer=signer, kept=marks)
    took, after = time.perf_counter() - began, memory()
    assert (report.entries, list(report.findings)) == (size, []), report
    print(
        f"| {size} | {chained:.0f} | {size / took:.0f} | {took:.2f} | {after - before:.1f} | {report.checkpoints} |",
        flush=True,
    )


def memory() -> float:
    """The highest memory of this process so far, MB."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


async def fill(size: int) -> None:
    with on_behalf_of(OWNER):
        await AuditEntry.raw(
            "INSERT INTO audit_entry (id, act, actor, about, at)"
            " SELECT (lpad(to_hex(n), 12, '0') || '7' || substr(md5(n::text), 1, 19))::uuid, 'ticket.replied', {}, {}, now()"
            " FROM generate_series(1, {}::int) n", WHO, WHAT, size,
        )  # fmt: skip
        await AuditEntry.raw("INSERT INTO audit_pending (entry, at) SELECT id, at FROM audit_entry")
        await AuditEntry.raw("ANALYZE audit_entry, audit_pending")


async def empty() -> None:
    with on_behalf_of(OWNER):
        await AuditEntry.raw("TRUNCATE audit_entry, audit_pending, audit_link, audit_checkpoint")


async def owner_asks(question: str) -> float:
    with on_behalf_of(OWNER):
        return float(next(iter((await AuditEntry.raw(question))[0].values())))


async def tell(worker: asyncio.subprocess.Process, word: str) -> None:
    """Switch the other process's sequencer on or off, and wait until it is."""
    assert worker.stdin is not None
    assert worker.stdout is not None
    worker.stdin.write(f"{word}\n".encode())
    await worker.stdin.drain()
    assert (await worker.stdout.readline()).decode().strip() == word


async def sequence(folder: Path) -> None:
    """The other process: chains while it is switched on."""
    await open_all(folder)
    signer, number = Signer(keyring.in_use().signing_key()), 0
    loop = asyncio.get_running_loop()
    running, stop = None, asyncio.Event()
    while word := (await loop.run_in_executor(None, sys.stdin.readline)).strip():
        if word == "on":
            number, stop = number + 1, asyncio.Event()
            trail = Trail(signer=signer, kept=folder / f"kept-{number}.json", now=clock.now)
            running = asyncio.create_task(sequencer.run(trail, stop=stop))
        elif running is not None:
            stop.set()
            await running
        print(word, flush=True)
    await DB.close()


def settings_of(folder: Path) -> Settings:
    return Settings("", "", "", "http://desk.test", folder / "keyring.json", None, folder)


async def open_all(folder: Path) -> None:
    wiring.take_into_use(settings_of(folder))
    await wiring.open_database(migrating=True)


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="sitr") as name:
        folder = Path(name)
        keyring.write_keyring(folder / "keyring.json", keyring.make_keyring())
        await open_all(folder)
        pipe = asyncio.subprocess.PIPE
        worker = await asyncio.create_subprocess_exec(sys.executable, __file__, str(folder), stdin=pipe, stdout=pipe)
        await writing(worker)
        assert worker.stdin is not None
        worker.stdin.close()
        await worker.wait()
        await chaining(Signer(keyring.in_use().signing_key()), folder)
        await DB.close()


if __name__ == "__main__":
    asyncio.run(sequence(Path(sys.argv[1])) if len(sys.argv) > 1 else main())
