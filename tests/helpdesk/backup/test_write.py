"""Writing a backup: what cannot be read again gets no name, how far it is is told to the end, memory stays flat."""

import asyncio
import contextlib
import threading

import pyrage
import pytest
from pyrage import x25519

from helpdesk.backup import write
from helpdesk.backup.seal import sealing
from helpdesk.backup.write import BackupFailed, Order, write_backup
from notifications.tables import Outbound
from tests.builders import NOON, a_ticket

MEGABYTE = 1 << 20
CANNOT_BE_READ = "What was written cannot be read again: the disk or the memory fails. No archive was left."


@pytest.fixture
def order(schema, tmp_path) -> Order:
    (tmp_path / "archives").mkdir()
    recipient = x25519.Identity.generate().to_public()
    content, keys = (tmp_path / "archives" / f"it.{kind}.age" for kind in ("content", "keys"))
    return Order(content, keys, recipient, recipient, schema.keyring, None)


def a_bit_flipped(whole: bytes) -> bytes:
    return whole[:-1] + bytes([whole[-1] ^ 1])


def torn(whole: bytes) -> bytes:
    return whole[: len(whole) // 2]


@pytest.mark.parametrize("kind", ["content", "keys"])
@pytest.mark.parametrize("spoil", [a_bit_flipped, torn])
async def test_an_archive_that_the_disk_spoils_after_writing_is_refused_and_none_is_left(
    order, monkeypatch, kind, spoil
):
    await a_ticket()
    spoiled = []

    @contextlib.asynccontextmanager
    async def on_a_bad_disk(path, recipients):
        async with sealing(path, recipients) as outlet:
            yield outlet
        if f".{kind}." in path.name:
            path.write_bytes(spoil(path.read_bytes()))
            spoiled.append(path.name.rpartition(".")[2])

    monkeypatch.setattr(write, "sealing", on_a_bad_disk)
    with pytest.raises(BackupFailed) as refused:
        await write_backup(order, now=NOON)

    assert str(refused.value) == CANNOT_BE_READ
    assert spoiled == ["partial"]
    assert list(order.keys.parent.iterdir()) == []


async def test_how_far_a_backup_is_never_goes_back_and_ends_at_the_whole(order):
    one = await a_ticket()
    await Outbound.raw(  # a few megabytes, so that it is told more than once
        "INSERT INTO ticket_message (id, ticket, audience, body, posted_at)"
        " SELECT gen_random_uuid(), t.id, 'everyone', decode(repeat('ab', 20000), 'hex'), now()"
        " FROM (SELECT id FROM ticket WHERE reference = {}) AS t, generate_series(1, 120) AS n",
        one.reference,
    )
    told: list[tuple[int, int]] = []
    size = await write_backup(order, now=NOON, told=lambda done, total: told.append((done, total)))

    assert size > 2 * MEGABYTE
    parts = [done / total for done, total in told]
    assert parts == sorted(parts)
    assert [done for done, _ in told] == sorted(done for done, _ in told)
    assert told[-1] == (2 * size, 2 * size)  # every byte was written, and read again
    assert len([part for part in parts if part <= 0.5]) >= 3
    assert len([part for part in parts if part > 0.5]) >= 3
    assert sorted(path.name for path in order.keys.parent.iterdir()) == ["it.content.age", "it.keys.age"]


async def test_whoever_writes_is_never_more_than_some_megabytes_ahead_of_the_disk(monkeypatch, tmp_path):
    """A disk that does not move: the writer has to wait, or a backup would grow in memory."""
    moves, accepted = threading.Event(), 0

    def slow(source, file, _):
        source.read(1)
        moves.wait(timeout=60)
        while source.read(MEGABYTE):
            pass

    monkeypatch.setattr(pyrage, "encrypt_io", slow)

    async def write_all() -> None:
        nonlocal accepted
        async with sealing(tmp_path / "it.age", [x25519.Identity.generate().to_public()]) as outlet:
            for _ in range(64):
                await outlet.write(bytes(MEGABYTE))
                accepted += 1

    writing = asyncio.create_task(write_all())
    await asyncio.wait([writing], timeout=0.5)
    before = accepted
    moves.set()
    await writing
    assert before <= 12
    assert accepted == 64
