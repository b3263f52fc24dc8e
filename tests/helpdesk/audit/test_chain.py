"""The chain in the database: nothing is skipped, nothing is chained twice, and what was done to it is found."""

import asyncio
import os
import re
import signal
import subprocess
import sys
import time
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import asyncpg
import pytest

from helpdesk.audit import chain as chaining
from helpdesk.audit import kept, sequencer
from helpdesk.audit.chain import ChainBroken, chain
from helpdesk.audit.faults import Fault
from helpdesk.audit.kept import BadCheckpoint
from helpdesk.audit.queries import newest, newest_about, newest_by, newest_checkpoint, unsealed
from helpdesk.audit.record import record
from helpdesk.audit.sequencer import Memory, Trail, chain_waiting, go_on_despite, run
from helpdesk.audit.signer import Signer
from helpdesk.audit.tables import AuditCheckpoint, AuditEntry, AuditLink, AuditPending
from helpdesk.audit.verify import Report, verify, verify_newest
from helpdesk.audit.walk import Mark
from helpdesk.privacy.vault import keyring
from piccolo_conf import DB, NOBODY, SYSTEM, Actor, acting
from tests.builders import NOON, an_assigned_ticket

ROOT = Path(__file__).parents[3]
SOMEBODY, SOMETHING = UUID(int=1), UUID(int=2)


@pytest.fixture
def signer(schema) -> Signer:
    return Signer(keyring.in_use().signing_key())


@pytest.fixture
def trail(signer, tmp_path) -> Trail:
    moments = iter(range(10_000))
    return Trail(signer=signer, kept=tmp_path / "kept.json", now=lambda: NOON + timedelta(seconds=next(moments)))


async def write(number: int = 1, *, at: int = 0) -> None:
    """Write entries, each in a transaction of its own, a second apart."""
    for second in range(at, at + number):
        await record("ticket.replied", actor=SOMEBODY, about=SOMETHING, at=NOON + timedelta(seconds=second))


async def chain_all(signer: Signer, *, most: int = 10) -> None:
    made = NOON
    while await chain(signer=signer, now=(made := made + timedelta(seconds=1)), most=most):
        pass


def told(report: Report) -> list[str]:
    return [finding.sentence for finding in report.findings]


async def at_position(position: int) -> UUID:
    return (await AuditLink.select(AuditLink.entry).where(AuditLink.position == position))[0]["entry"]


# --- writing


async def test_an_operation_leaves_its_entries_and_they_wait(agent):
    await an_assigned_ticket(agent)

    assert [entry.act for entry in reversed(await newest())] == ["staff.added", "ticket.opened", "ticket.assigned"]
    waiting = await unsealed()
    assert (waiting.count, waiting.oldest, waiting.age(NOON + timedelta(minutes=1)).seconds) == (3, NOON, 60)


async def test_what_is_rolled_back_leaves_no_entry():
    with pytest.raises(ZeroDivisionError):
        async with DB.transaction():
            await write()
            raise ZeroDivisionError
    assert (await AuditEntry.count(), await AuditPending.count()) == (0, 0)


async def test_whoever_acts_may_add_an_entry_and_nobody_may_touch_the_trail():
    for actor in (NOBODY, Actor("requester", link=b"x"), Actor("agent", id=SOMEBODY), SYSTEM):
        async with acting(actor):
            await write()
    for actor in (NOBODY, Actor("agent", id=SOMEBODY), Actor("manager", id=SOMEBODY), Actor("admin", id=SOMEBODY)):
        async with acting(actor):
            seen = [await table.count() for table in (AuditEntry, AuditLink, AuditCheckpoint)]
            await AuditPending.raw("DELETE FROM audit_pending")
        assert seen == [0, 0, 0]
    assert (await unsealed()).count == 4
    async with acting(Actor("officer", id=SOMEBODY)):
        assert len(await newest()) == 4
    for table in ("audit_entry", "audit_link", "audit_checkpoint"):
        for forbidden in (
            f"DELETE FROM {table}",
            f"UPDATE {table} SET {'act' if table == 'audit_entry' else 'hash'} = NULL",
            f"TRUNCATE {table}",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with acting(SYSTEM):
                    await AuditEntry.raw(forbidden)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting(Actor("agent", id=SOMEBODY)):
            await AuditLink.raw("INSERT INTO audit_link VALUES (1, {}, '', '', '')", SOMEBODY)


async def test_writers_do_not_wait_for_a_sequencer_at_work_nor_for_each_other(signer, monkeypatch):
    await write(3)
    inside, go_on = asyncio.Event(), asyncio.Event()

    async def slow(*args: object) -> None:
        inside.set()
        await go_on.wait()

    async with DB.transaction():  # another writer's transaction is open, too
        await write()
        monkeypatch.setattr(chaining, "_head", slow)
        working = asyncio.create_task(_in_its_own_context(chain(signer=signer, now=NOON)))
        await inside.wait()
        writing = asyncio.create_task(_in_its_own_context(write(5)))
        await asyncio.wait_for(writing, 20)
    go_on.set()
    point = await working
    assert point is not None
    assert point.size == 9


async def _in_its_own_context(work):
    DB.current_transaction.set(None)
    return await work


# --- chaining


async def test_a_chain_grows_batch_by_batch_and_is_whole(signer):
    await write(25)
    await chain_all(signer)
    report = await verify(signer=signer)

    assert (report.entries, report.checkpoints, report.since, report.waiting) == (25, 3, NOON, 0)
    assert told(report) == []
    assert [
        row["size"] for row in await AuditCheckpoint.select(AuditCheckpoint.size).order_by(AuditCheckpoint.number)
    ] == [10, 20, 25]
    assert await chain(signer=signer, now=NOON) is None


async def test_an_entry_that_commits_late_is_chained_later_and_never_skipped(signer):
    late, commit = asyncio.Event(), asyncio.Event()

    async def slow_operation() -> None:
        async with DB.transaction():
            await record("ticket.noted", actor=SOMEBODY, about=SOMETHING, at=NOON)
            late.set()
            await commit.wait()

    slow = asyncio.create_task(slow_operation())
    await late.wait()
    await write(2, at=10)
    first = await chain(signer=signer, now=NOON)
    commit.set()
    await slow
    second = await chain(signer=signer, now=NOON)

    assert first is not None
    assert second is not None
    assert (first.size, second.size) == (2, 3)
    assert [(row.act, row.position) for row in reversed(await newest())] == [
        ("ticket.noted", 3),
        ("ticket.replied", 1),
        ("ticket.replied", 2),
    ]
    assert told(await verify(signer=signer)) == []


async def test_many_sequencers_and_writers_at_once_make_one_chain_without_a_gap(signer):
    written = asyncio.Event()

    async def sequence() -> None:
        while not written.is_set() or await unsealed() != await unsealed() or (await unsealed()).count:
            await chain(signer=signer, now=NOON, most=7)

    async def write_all() -> None:
        await asyncio.gather(*(asyncio.create_task(write(40)) for _ in range(4)))
        written.set()

    await asyncio.gather(*(asyncio.create_task(work) for work in (write_all(), sequence(), sequence(), sequence())))
    report = await verify(signer=signer)

    assert (told(report), report.entries, report.last, report.waiting) == ([], 160, 160, 0)


async def test_a_batch_that_fails_midway_leaves_nothing_and_is_done_again(signer, monkeypatch):
    await write(15)
    await chain(signer=signer, now=NOON, most=10)
    with monkeypatch.context() as broken:
        broken.setitem(chaining._SQL, "sign", "SELECT 1/0")
        with pytest.raises(asyncpg.PostgresError):
            await chain(signer=signer, now=NOON)
    assert (await AuditLink.count(), (await unsealed()).count) == (10, 5)
    await chain_all(signer)
    assert told(await verify(signer=signer)) == []


async def test_a_sequencer_killed_again_and_again_leaves_a_whole_chain(schema, signer, tmp_path):
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "HELPDESK_DATABASE_URL": schema.database_url,
        "HELPDESK_KEYRING": str(schema.keyring),
        "HELPDESK_VAR": str(tmp_path),
    }
    await AuditEntry.raw(
        "INSERT INTO audit_entry (id, act, about, at) SELECT gen_random_uuid(), 'x', gen_random_uuid(), now() FROM generate_series(1, 6000)"
    )
    await AuditEntry.raw("INSERT INTO audit_pending (entry, at) SELECT id, at FROM audit_entry")
    kills, before = 0, 0
    for _ in range(2):
        command = [sys.executable, "-m", "helpdesk", "audit", "seal"]
        with subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL) as working:
            while working.poll() is None and await AuditLink.count() == before:
                time.sleep(0.005)  # noqa: ASYNC251 - nothing else runs here
            working.send_signal(signal.SIGKILL)
            kills += working.wait() == -signal.SIGKILL
        await asyncio.sleep(0.2)  # the server notices
        before = await AuditLink.count()
        assert told(await verify(signer=signer)) == []
    await chain_all(signer, most=1000)
    report = await verify(signer=signer)

    assert kills >= 1
    assert (told(report), report.entries, report.waiting) == ([], 6000, 0)


# --- verifying


TAMPERING = {
    "changed": ("UPDATE audit_entry SET act = 'ticket.closed' WHERE id = {}", "was changed after it was chained"),
    "backdated": ("UPDATE audit_entry SET at = at - interval '1 microsecond' WHERE id = {}", "was changed after"),
    "removed": ("DELETE FROM audit_entry WHERE id = {}", "was removed after it was chained"),
    "taken out": ("DELETE FROM audit_link WHERE entry = {}", "what was chained here was removed"),
    "re-signed": ("UPDATE audit_link SET proof = '\\x00112233445566778899aabbccddeeff' WHERE entry = {}", "was put in or"),
}  # fmt: skip


@pytest.mark.parametrize("case", TAMPERING)
async def test_what_is_done_to_a_row_is_named_with_its_place(signer, case):
    await write(40)
    await chain_all(signer)
    statement, words = TAMPERING[case]
    for position in range(1, 41):
        entry = await at_position(position)
        with pytest.raises(ZeroDivisionError):
            async with DB.transaction():
                await AuditEntry.raw(statement, entry)
                report = await verify(signer=signer)
                raise ZeroDivisionError  # undone
        assert report.first_bad == position
        sentence = told(report)[0]
        assert sentence.startswith(f"Position {position}: ")
        assert words in sentence or (position == 40 and "the chain was cut off here" in sentence)
    assert told(await verify(signer=signer)) == []


async def test_an_entry_put_in_past_the_trail_and_one_removed_before_it_was_chained_are_named(signer):
    await write(3)
    await chain_all(signer)
    stray, ghost = uuid4(), uuid4()
    await AuditEntry.raw("INSERT INTO audit_entry (id, act, about, at) VALUES ({}, 'x', {}, {})", stray, ghost, NOON)
    await AuditPending.insert(AuditPending(entry=ghost, at=NOON))

    assert told(await verify(signer=signer)) == [
        f"Entry {stray} is neither chained nor waiting: it was put in past the trail, or its link was removed.",
        f"Entry {ghost} was removed before it was chained.",
    ]


async def test_an_end_that_was_cut_off_is_seen_by_the_kept_checkpoint_alone(signer):
    await write(30)
    await chain_all(signer)
    point = await newest_checkpoint()
    assert point is not None
    for statement in (
        "DELETE FROM audit_entry WHERE id IN (SELECT entry FROM audit_link WHERE position > 20)",
        "DELETE FROM audit_link WHERE position > 20",
        "DELETE FROM audit_checkpoint WHERE size > 20",
    ):
        await AuditEntry.raw(statement)

    assert told(await verify(signer=signer)) == []
    assert told(await verify(signer=signer, kept=[Mark(point, "kept.json")])) == [
        "Positions 21 to 30: the chain was cut off here: the checkpoint kept in kept.json (position 30) was signed before."
    ]
    with pytest.raises(ChainBroken):
        await write()
        await chain(signer=signer, now=NOON, kept=point)


async def test_a_chain_of_others_is_not_ours(signer):
    await write(12)
    await chain_all(Signer(keyring.make_keyring().signing_key()))
    report = await verify(signer=signer)

    assert [str(finding.fault) for finding in report.findings] == ["foreign", "resigned", "foreign", "resigned"]
    await write()
    with pytest.raises(ChainBroken):
        await chain(signer=signer, now=NOON)


async def test_since_looks_at_what_came_later_and_holds_what_it_skips_against_what_was_kept(signer):
    await write(40)
    await chain_all(signer)  # checkpoints at seconds 1, 2, 3, 4
    first = (await AuditCheckpoint.select().order_by(AuditCheckpoint.number).limit(1))[0]
    kept_point = kept.Checkpoint(**first)
    later = NOON + timedelta(seconds=3)
    await AuditEntry.raw("UPDATE audit_entry SET act = 'x' WHERE id = {}", await at_position(5))

    report = await verify(signer=signer, since=later, kept=[Mark(kept_point, "kept.json")])
    assert (told(report), report.entries, report.checkpoints) == ([], 20, 2)
    assert (await verify(signer=signer)).first_bad == 5

    await AuditEntry.raw("UPDATE audit_link SET hash = digest WHERE position = 10")
    assert (await verify(signer=signer, since=later, kept=[Mark(kept_point, "kept.json")])).first_bad == 10


async def test_a_huge_hole_does_not_make_it_crawl(signer):
    await write(10)
    await chain_all(signer)
    await AuditLink.raw("UPDATE audit_link SET position = 9000000000000 WHERE position = 10")

    assert (
        told(await verify(signer=signer))[0]
        == "Positions 10 to 8999999999999: what was chained here was removed, links and all."
    )


async def test_the_newest_stretch_is_verified_quickly_for_a_page(signer):
    assert (await verify_newest(signer=signer)).until is None
    await write(40)
    await chain_all(signer)
    report = await verify_newest(signer=signer, at_least=15)
    assert (report.entries, report.last, report.until, told(report)) == (20, 40, NOON + timedelta(seconds=4), [])
    await AuditEntry.raw("UPDATE audit_entry SET act = 'x' WHERE id = {}", await at_position(33))
    assert (await verify_newest(signer=signer, at_least=15)).first_bad == 33


NONSENSE = [
    ("audit_entry", "at = 'infinity'", Fault.CHANGED),
    ("audit_entry", "at = '4000-01-01 BC'", Fault.CHANGED),
    ("audit_entry", "about = NULL", Fault.CHANGED),
    ("audit_link", "proof = NULL", Fault.FOREIGN),
    ("audit_link", "digest = NULL, hash = NULL", Fault.FOREIGN),
    ("audit_checkpoint", "at = '-infinity'", Fault.RESIGNED),
    ("audit_checkpoint", "at = '4000-01-01 BC'", Fault.RESIGNED),
    ("audit_checkpoint", "signature = NULL", Fault.RESIGNED),
    ("audit_checkpoint", "number = -number", Fault.RESIGNED),
]


@pytest.mark.parametrize(("table", "nonsense", "fault"), NONSENSE)
async def test_values_that_no_program_of_ours_writes_are_faults_and_no_crash(signer, table, nonsense, fault):
    await write(12)
    await chain_all(signer)
    with pytest.raises(ZeroDivisionError):
        async with DB.transaction():
            for column in re.findall(r"(\w+) = NULL", nonsense):
                await AuditLink.raw(f"ALTER TABLE {table} ALTER COLUMN {column} DROP NOT NULL")
            await AuditLink.raw(f"UPDATE {table} SET {nonsense}")
            report = await verify(signer=signer)
            raise ZeroDivisionError  # undone
    assert (report.findings[0].fault, report.first_bad) == (fault, 10 if table == "audit_checkpoint" else 1)


# --- in the background


async def until(what) -> None:
    for _ in range(1000):
        if await what():
            return
        await asyncio.sleep(0.02)
    raise AssertionError("it did not happen")


async def test_the_worker_survives_a_database_that_is_away_keeps_checkpoints_and_stops(trail, monkeypatch):
    monkeypatch.setattr(sequencer, "POLL", 0.01)
    away = iter([ConnectionRefusedError(), asyncpg.InterfaceError("gone"), TimeoutError()])

    async def sometimes(**changes) -> object:
        if (error := next(away, None)) is not None:
            raise error
        return await chain(**changes)

    monkeypatch.setattr(sequencer, "chain", sometimes)
    stop = asyncio.Event()
    await write(3)
    running = asyncio.create_task(run(trail, stop=stop))
    await until(lambda: asyncio.to_thread(trail.kept.exists))
    first = kept.read(trail.kept, signer=trail.signer)
    await write(2)
    await until(lambda: _nothing_waits())
    assert kept.read(trail.kept, signer=trail.signer) == first  # not every second
    stop.set()
    await asyncio.wait_for(running, 20)

    assert first.size == 3
    assert kept.read(trail.kept, signer=trail.signer).size == 5


async def _nothing_waits() -> bool:
    return (await unsealed()).count == 0


async def test_a_running_worker_signs_nothing_more_once_the_chain_was_cut_back_and_keeps_the_evidence(
    trail, monkeypatch
):
    monkeypatch.setattr(sequencer, "POLL", 0.01)
    monkeypatch.setattr(sequencer, "AFTER_TROUBLE", 0.01)
    stop = asyncio.Event()
    running = asyncio.create_task(run(trail, stop=stop))
    for at in (0, 2):
        await write(2, at=at)
        await until(lambda: _nothing_waits())
    for table in ("audit_entry", "audit_link", "audit_checkpoint"):
        await AuditEntry.raw(f"DELETE FROM {table}")  # even what was signed less than a minute ago
    await write()
    await asyncio.sleep(0.1)
    stop.set()
    await running

    assert (await AuditLink.count(), (await unsealed()).count) == (0, 1)
    assert kept.read(trail.kept, signer=trail.signer).size == 4


async def test_after_somebody_looked_into_it_chaining_goes_on_and_the_fault_stays_on_record(trail, signer):
    await write(20, at=-60)
    await chain_waiting(trail, Memory(trail))
    kept_then = kept.read(trail.kept, signer=signer)
    for statement in ("DELETE FROM audit_link WHERE position > 12", "DELETE FROM audit_checkpoint"):
        await AuditLink.raw(statement)
    await write()
    with pytest.raises(ChainBroken):
        await chain_waiting(trail, Memory(trail))
    point = await go_on_despite(trail)
    await write(at=50)
    await chain_waiting(trail, Memory(trail))
    aside = [path for path in trail.kept.parent.iterdir() if "-before-" in path.name]

    assert (point.size, point.number) == (14, 1)
    assert [kept.read(path, signer=signer) for path in aside] == [kept_then]
    assert (await newest())[1].act == "audit.resumed"
    assert len(told(await verify(signer=signer))) == 8  # the entries whose links are gone
    assert told(await verify(signer=signer, since=point.at + timedelta(seconds=1))) == []
    assert [str(finding.fault) for finding in (await verify(signer=signer, kept=[Mark(kept_then, "aside")])).findings][
        :1
    ] == ["truncated"]


async def test_a_kept_checkpoint_that_is_damaged_or_foreign_is_refused(trail, signer):
    await write()
    await chain_waiting(trail, Memory(trail))
    text = trail.kept.read_text()
    point = kept.read(trail.kept, signer=signer)
    assert kept.to_text(point, signer=signer) == text

    for broken in (
        text.replace('"size": 1', '"size": 2'),
        text[:-10],
        text.replace("checkpoint 1", "checkpoint 9"),
        "{}",
    ):
        trail.kept.write_text(broken)
        with pytest.raises(BadCheckpoint):
            kept.read(trail.kept, signer=signer)
    trail.kept.write_text(text)
    with pytest.raises(BadCheckpoint):
        kept.read(trail.kept, signer=Signer(keyring.make_keyring().signing_key()))
    kept.keep(trail.kept, point._replace(size=0), signer=signer)
    assert trail.kept.read_text() == text  # never an older one


async def test_the_key_is_the_same_after_master_keys_change_and_another_in_another_keyring():
    ring = keyring.make_keyring()
    rotated = keyring.Keyring(current=2, masters={**ring.masters, 2: bytes(32)}, lookup=ring.lookup)

    assert Signer(ring.signing_key()).key_id == Signer(rotated.signing_key()).key_id
    assert Signer(ring.signing_key()).key_id != Signer(keyring.make_keyring().signing_key()).key_id


# --- reading


async def test_officers_read_page_by_page_newest_first():
    await write(5)
    await record("ticket.closed", actor=None, about=UUID(int=3), at=NOON)
    first = await newest(limit=4)
    rest = await newest(limit=4, before=first[-1].id)

    assert [row.act for row in first] == ["ticket.closed"] + ["ticket.replied"] * 3
    assert [row.at for row in rest] == [NOON + timedelta(seconds=1), NOON]
    assert [row.act for row in await newest_about(UUID(int=3))] == ["ticket.closed"]
    assert [row.at.second for row in await newest_by(SOMEBODY, limit=2)] == [4, 3]
    assert await newest_about(UUID(int=99)) == []


async def test_metrics_tell_what_waits_and_since_when(browser, signer):
    await write(2)
    metrics = (await browser.get("/metrics")).text
    assert "\nhelpdesk_audit_unsealed 2\n" in metrics
    assert "\nhelpdesk_audit_unsealed_age_seconds " in metrics
    await chain_all(signer)
    metrics = (await browser.get("/metrics")).text
    assert "\nhelpdesk_audit_unsealed 0\n" in metrics
    assert metrics.endswith("\nhelpdesk_audit_unsealed_age_seconds 0\n")
