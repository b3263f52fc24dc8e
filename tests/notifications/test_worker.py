"""Promised mail: sent once, kept while the server is away, never held up by another, never left in a log."""

import asyncio
import logging
from contextvars import Context
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from notifications import claim, outbox, worker
from notifications.backoff import wait
from notifications.mail import Mail
from notifications.tables import Outbound
from notifications.worker import run_once
from piccolo_conf import DB
from tests.builders import NOON, after
from tests.notifications.offices import a_promise, an_office, outcomes, reasons, somebody_listens, until, work


async def test_a_promise_is_sent_once_with_a_message_id_of_its_own(mailbox):
    promise = await a_promise()
    office = an_office(mailbox.url)
    assert await run_once(office) == 1
    assert await run_once(office) == 0

    assert [str(mail["Message-ID"]) for mail in mailbox.mails] == [f"<{promise}@desk.test>"]
    assert await outcomes() == ["sent"]


async def test_a_promise_of_a_transaction_that_fails_is_none(mailbox):
    with pytest.raises(ZeroDivisionError):
        async with DB.transaction():
            await a_promise()
            raise ZeroDivisionError

    assert await run_once(an_office(mailbox.url)) == 0


async def test_a_promise_waits_until_it_is_due(mailbox):
    await a_promise(due=after(hours=1))
    assert await run_once(an_office(mailbox.url)) == 0
    assert await run_once(an_office(mailbox.url, now=after(hours=1))) == 1
    assert mailbox.subjects() == ["Hello"]


async def test_four_workers_send_forty_promises_once_each(mailbox):
    promises = {str(await a_promise()) for _ in range(40)}

    await asyncio.gather(*(asyncio.create_task(work(an_office(mailbox.url))) for _ in range(4)))
    assert len(mailbox.mails) == 40
    assert {str(mail["Message-ID"])[1:].partition("@")[0] for mail in mailbox.mails} == promises


async def test_a_worker_takes_no_more_than_it_asked_for_whatever_plan_the_database_chooses():
    for _ in range(40):
        await a_promise()
    async with DB.transaction():
        for way in ("hashjoin", "mergejoin", "hashagg", "sort", "material"):  # leaves a loop that asks again
            await Outbound.raw(f"SET LOCAL enable_{way} = off")
        taken = await claim.claim(3, lease=timedelta(minutes=1), now=NOON)
    assert len(taken) == 3


async def test_mail_waits_while_the_server_is_away_and_goes_when_it_is_back(mailbox):
    await a_promise()
    await mailbox.close()
    office = an_office(mailbox.url)
    await run_once(office)
    assert await outcomes() == [None]

    await mailbox.open()
    await run_once(replace(office, now=lambda: after(seconds=6)))
    assert mailbox.subjects() == ["Hello"]


@pytest.mark.parametrize("answer", ["451 try later", "421 too busy"])
async def test_a_temporary_refusal_is_tried_again(mailbox, answer):
    await a_promise()
    mailbox.answers = [answer]
    office = an_office(mailbox.url)
    await run_once(office)
    await run_once(replace(office, now=lambda: after(seconds=6)))

    assert (mailbox.subjects(), await outcomes()) == (["Hello"], ["sent"])


async def test_a_final_refusal_settles_the_promise_as_failed(mailbox):
    await a_promise()
    mailbox.answers = ["550 no such person"]
    await run_once(an_office(mailbox.url))

    assert await outcomes() == ["failed"]


async def test_three_days_after_the_first_attempt_a_mail_is_given_up(mailbox):
    await a_promise()
    mailbox.answers = ["451 try later"] * 3
    await work(an_office(mailbox.url), after(days=9), after(days=12), after(days=12, hours=2))

    assert (await outcomes(), await reasons()) == (["failed"], ["expired"])


async def test_a_renderer_that_gives_nothing_withdraws(mailbox):
    async def nothing(about: UUID, recipient: UUID) -> None:
        return None

    await a_promise()
    await run_once(an_office(mailbox.url, nothing))
    assert (mailbox.mails, await outcomes()) == ([], ["withdrawn"])


async def test_one_poisonous_mail_holds_nobody_up_and_leaves_no_word_in_the_log(mailbox, caplog):
    async def poison(about: UUID, recipient: UUID) -> Mail:
        raise RuntimeError("max@secret.test")

    await a_promise("poison")
    await a_promise()
    with caplog.at_level(logging.INFO):
        await run_once(an_office(mailbox.url, poison=poison))

    assert await outcomes() == [None, "sent"]
    assert "poison failed with RuntimeError" in caplog.text
    assert "secret" not in caplog.text


async def test_a_withdrawn_promise_is_not_sent(mailbox):
    about = uuid4()
    await outbox.enqueue("hello", about=about, to=uuid4(), due_at=NOON)
    assert await outbox.withdraw(about, kind="other", now=NOON) == 0
    assert await outbox.withdraw(about, kind="hello", now=NOON) == 1
    assert await run_once(an_office(mailbox.url)) == 0


async def test_a_worker_that_died_with_a_claim_is_replaced_and_may_not_settle_any_more(mailbox):
    await a_promise()
    claimed = await claim.claim(20, lease=timedelta(minutes=1), now=NOON)
    assert len(claimed) == 1
    assert await run_once(an_office(mailbox.url, now=after(seconds=59))) == 0
    assert await run_once(an_office(mailbox.url, now=after(seconds=61))) == 1
    assert await claim.settle(claimed[0], "failed", now=NOON) is False
    await claim.settle_sent(claimed, now=NOON)
    await claim.put_off(claimed[0], until=NOON)
    assert await outcomes() == ["sent"]


async def test_a_mail_that_kills_its_workers_comes_back_ever_more_slowly():
    await a_promise()
    lapses = []
    for minutes in (0, 1.1, 3.2, 8.3, 18.4):
        lapses += [
            promise.lapses for promise in await claim.claim(1, lease=timedelta(minutes=1), now=after(minutes=minutes))
        ]
        assert await claim.claim(1, lease=timedelta(minutes=1), now=after(minutes=minutes + 0.9)) == []
    assert lapses == [0, 1, 2, 3, 4]


async def test_the_running_worker_is_woken_by_a_commit(mailbox, monkeypatch):
    monkeypatch.setattr(worker, "POLL", 60.0)
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(an_office(mailbox.url), stop=stop))
    await until(somebody_listens)
    await asyncio.sleep(0.2)  # it has looked by now, and would look again only in a minute
    await a_promise()
    async with asyncio.timeout(20):
        while not mailbox.mails:  # noqa: ASYNC110 - a mailbox sets no event
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert mailbox.subjects() == ["Hello"]


async def test_a_promise_that_wakes_nobody_is_found_by_the_running_worker(mailbox):
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(an_office(mailbox.url), stop=stop))
    await until(somebody_listens)
    await asyncio.sleep(0.2)  # it has looked by now
    await silent_promise()
    async with asyncio.timeout(20):
        while not mailbox.mails:  # noqa: ASYNC110 - a mailbox sets no event
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert mailbox.subjects() == ["Hello"]


async def silent_promise() -> None:
    """A promise of which no worker is told."""
    await Outbound.insert(
        Outbound(id=uuid4(), kind="hello", about=uuid4(), recipient=uuid4(), due_at=NOON, promised_at=NOON)
    )


async def test_what_another_transaction_holds_is_passed_over_and_not_waited_for():
    held, free = await a_promise(), await a_promise()

    async def take() -> list[UUID]:
        return [promise.id for promise in await claim.claim(9, lease=timedelta(minutes=1), now=NOON)]

    async with DB.transaction():
        assert await Outbound.select(Outbound.id).where(Outbound.id == held).lock_rows("UPDATE") == [{"id": held}]
        async with asyncio.timeout(20):
            assert await asyncio.create_task(take(), context=Context()) == [free]
    assert await take() == [held]


async def test_the_running_worker_forgets_what_was_settled_long_ago_and_only_that(mailbox):
    for settled in (NOON, after(days=2)):
        await a_promise()
        await work(an_office(mailbox.url), settled)
    waiting, now = await a_promise(due=after(days=90)), after(days=31)
    kept = [row["id"] for row in await Outbound.select(Outbound.id).order_by(Outbound.id)][1:]
    assert kept[-1] == waiting
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(an_office(mailbox.url, now=now), stop=stop))
    await until(lambda: there_are(2))
    stop.set()
    await running
    assert [row["id"] for row in await Outbound.select(Outbound.id).order_by(Outbound.id)] == kept


async def there_are(count: int) -> bool:
    return await Outbound.count() == count


async def test_each_refusal_for_now_puts_a_mail_off_by_the_back_off(mailbox):
    await a_promise()
    mailbox.answers = ["451 try later"] * 8
    now, waits = NOON, []
    for _ in range(8):
        await run_once(an_office(mailbox.url, now=now))
        due = (await Outbound.select(Outbound.due_at))[0]["due_at"]
        waits.append((due - now).total_seconds())
        now = due
    assert [longest / 2 <= waited <= longest for waited, longest in zip(waits, LONGEST, strict=True)] == [True] * 8


LONGEST = [5, 10, 20, 40, 80, 160, 320, 640]  # seconds, after the first attempt, the second …


def test_waits_are_scattered():
    assert len({wait(3) for _ in range(50)}) > 1


def test_the_wait_doubles_to_an_hour():
    for attempts, longest in ((1, 5), (2, 10), (5, 80), (50, 3600)):
        waits = [wait(attempts) for _ in range(200)]
        assert max(waits) <= timedelta(seconds=longest)
        assert min(waits) >= timedelta(seconds=longest / 2)
