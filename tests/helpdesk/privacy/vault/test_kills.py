"""Rotation under kill -9 and under traffic: every blob opens at any time, one master key lives at the end."""

import asyncio
import json
import random
from collections.abc import Iterator

import pytest

from helpdesk.privacy.vault.keyring import read_keyring
from helpdesk.privacy.vault.rotate import keys_by_master
from tests.builders import NOON, a_request
from tests.helpdesk.privacy.vault.conftest import opened, some_owners
from tests.helpdesk.privacy.vault.rotator import Rotator, words_of

KEYS, BATCH, KILLED = 8, 4, -9


@pytest.fixture
def rotator(schema) -> Iterator[Rotator]:
    with Rotator(schema.database_url) as process:
        yield process


async def test_a_kill_before_every_effect_loses_nothing_and_the_next_command_ends_it(ring_file, rotator):
    owners = await some_owners(KEYS)
    effect, kills, version = 0, 0, 1
    while True:
        effect += 1
        code = rotator.run("rotate", ring_file, BATCH, effect)
        assert await opened(owners) == owners, f"killed before effect {effect}"
        if code != KILLED:
            break
        kills += 1
        assert rotator.run("rotate", ring_file, BATCH, 0) == 0
        version = await one_master_key(ring_file)
    assert code == 0
    assert kills >= 17  # the sweep went over the file's steps and the transactions
    assert version >= kills


async def test_kills_at_any_time_one_after_another_lose_nothing(ring_file, rotator):
    owners = await some_owners(KEYS)
    chance, kills = random.Random(4), 0
    while kills < 15:
        kills += rotator.run_killed_after(chance.uniform(0.0, 0.08), "rotate", ring_file, 1, 0) == KILLED
        assert len(read_keyring(ring_file).masters) <= 2
        assert await opened(owners) == owners
    assert rotator.run("rotate", ring_file, BATCH, 0) == 0
    await one_master_key(ring_file)
    assert await opened(owners) == owners


async def test_tickets_are_opened_and_read_while_the_keys_rotate(ring_file, rotator, tmp_path):
    """This process and another one serve; a third rotates, and is killed now and then."""
    acks, chance = tmp_path / "acks.jsonl", random.Random(8)
    mine: dict[str, str] = {}
    other = rotator.begin("write", ring_file, acks, 3)
    serving = asyncio.create_task(serve(mine))
    for number in range(14):
        seconds = chance.uniform(0.02, 0.3)
        words = ("rotate", ring_file, BATCH, 0)
        await asyncio.to_thread(
            lambda number=number, seconds=seconds, words=words: (
                rotator.run(*words) if number % 2 else rotator.run_killed_after(seconds, *words)
            )
        )
    serving.cancel()
    assert (await asyncio.gather(serving, return_exceptions=True))[0].__class__ is asyncio.CancelledError
    assert rotator.end_of(other) == 0
    assert rotator.run("rotate", ring_file, BATCH, 0) == 0

    theirs = {line["token"]: line["words"] for line in map(json.loads, acks.read_text().splitlines())}
    assert min(len(mine), len(theirs)) > 3
    for token, words in {**mine, **theirs}.items():
        assert await words_of(token) == words
    assert await one_master_key(ring_file) > 7


async def serve(mine: dict[str, str]) -> None:
    from helpdesk.tickets.submit import submit_ticket

    while True:
        words = f"Words number {len(mine)}"
        new = a_request(email=f"own{len(mine) % 3}@customer.test", body=words)
        mine[(await submit_ticket(new, now=NOON)).token] = words
        for token in list(mine)[-3:]:
            assert await words_of(token) == mine[token]


async def one_master_key(path) -> int:
    """Check that one master key lives, in the keyring and in the database; gives its version."""
    ring = read_keyring(path)
    assert set(ring.masters) == {ring.current}
    assert set(await keys_by_master()) == {ring.current}
    assert list(path.parent.iterdir()) == [path]
    return ring.current
