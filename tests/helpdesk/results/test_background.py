"""What the worker does with time: old comments go with their month's key, also after a database outage."""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest

from helpdesk import clock, wiring, worker
from helpdesk.audit.sequencer import Trail
from helpdesk.audit.signer import Signer
from helpdesk.backup.seal import sealing
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.tables import OwnerKey
from helpdesk.results import vault
from helpdesk.results.retention import erase_old_comments
from surveys.release import release
from surveys.tables import Comment
from tests.builders import an_office
from tests.surveys.people import answers


async def kept(months: set[date]) -> set[date]:
    """The months whose comments' key is still there."""
    return {month for month in months if await OwnerKey.exists().where(OwnerKey.owner == vault._month(month))}


async def until(done: Any) -> None:
    async with asyncio.timeout(20):
        while not await done():  # noqa: ASYNC110 - another connection's work
            await asyncio.sleep(0.05)


async def test_a_running_worker_destroys_an_old_comment_s_key_and_leaves_a_new_one(schema, mailbox, tmp_path):
    for days in (700, 0):
        moment = clock.now() - timedelta(days=days)
        await answers([1, 2, 3, 4, 5], now=moment, comment="words")
        await release(wiring.BOX, now=moment)
    months = {row["month"] for row in await Comment.select(Comment.month)}
    assert (len(months), await Comment.count(), await kept(months)) == (2, 10, months)

    stop = asyncio.Event()
    trail = Trail(signer=Signer(keyring.in_use().signing_key()), kept=tmp_path / "kept.json", now=clock.now)
    running = asyncio.create_task(
        worker.work(an_office(mailbox.url), trail=trail, transfers=wiring.transfers(schema, sealing=sealing), stop=stop)
    )

    async def is_erased() -> bool:
        return await kept(months) != months

    await until(is_erased)
    stop.set()
    await running
    assert {row["month"] for row in await Comment.select(Comment.month)} == {max(months)}
    assert (await Comment.count(), await kept(months)) == (5, {max(months)})


async def test_a_key_that_a_crash_left_without_comments_is_destroyed_too():
    moment = clock.now() - timedelta(days=200)
    await answers([1, 2, 3, 4, 5], now=moment, comment="words")
    await release(wiring.BOX, now=moment)
    keys = await OwnerKey.count()
    await Comment.delete(force=True)
    await erase_old_comments(now=clock.now())
    assert await OwnerKey.count() == keys - 1


async def test_a_database_that_is_away_is_waited_for(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(worker, "AFTER_TROUBLE", 0.01)
    stop, tried = asyncio.Event(), []

    async def act(*, now: object) -> None:
        tried.append(now)
        if len(tried) < 3:
            raise ConnectionRefusedError
        stop.set()

    await asyncio.wait_for(worker.repeat(act, every=3600, stop=stop), 30)
    assert len(tried) == 3
