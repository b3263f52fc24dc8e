"""Promised mail: sent once, kept while the server is away, never held up by another, never left in a log."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from notifications import outbox, worker
from notifications.mail import Mail
from notifications.tables import Outbound
from notifications.transport import Smtp
from notifications.worker import Office, run_once, wait
from piccolo_conf import DB
from tests.builders import NOON, after


def a_mail(to: str = "max@customer.test", **more: object) -> Mail:
    return Mail(to=to, subject="Hello", text="text", html="<p>html</p>", locale="en", **more)


def an_office(url: str, renderer=None, *, now=NOON, **renderers) -> Office:
    async def hello(about: UUID, recipient: UUID) -> Mail:
        return a_mail()

    return Office(
        renderers={"hello": renderer or hello, **renderers},
        transport=Smtp(url, timeout=3),
        sender="desk@desk.test",
        base_url="https://desk.test",
        now=lambda: now,
    )


async def a_promise(kind: str = "hello", *, due=NOON) -> UUID:
    return await outbox.enqueue(kind, about=uuid4(), to=uuid4(), due_at=due)


async def outcomes() -> list[str | None]:
    rows = await Outbound.select(Outbound.outcome).order_by(Outbound.id)
    return [row["outcome"] for row in rows]


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

    async def work() -> None:
        office = an_office(mailbox.url)
        while await run_once(office):
            pass

    await asyncio.gather(*(asyncio.create_task(work()) for _ in range(4)))
    assert len(mailbox.mails) == 40
    assert {str(mail["Message-ID"])[1:].partition("@")[0] for mail in mailbox.mails} == promises


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


async def test_after_three_days_a_mail_is_given_up(mailbox):
    await a_promise()
    mailbox.answers = ["451 try later"]
    await run_once(an_office(mailbox.url, now=after(days=3, seconds=1)))

    assert await outcomes() == ["failed"]


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
    claimed = await Outbound.raw(worker._SQL["claim"], uuid4(), after(minutes=2), NOON, NOON, 20)
    assert len(claimed) == 1
    assert await run_once(an_office(mailbox.url, now=after(minutes=1))) == 0
    assert await run_once(an_office(mailbox.url, now=after(minutes=3))) == 1
    late = await Outbound.raw(worker._SQL["settle"], NOON, "failed", claimed[0]["id"], uuid4())
    assert (late, await outcomes()) == ([], ["sent"])


async def test_the_running_worker_is_woken_by_a_commit(mailbox, monkeypatch):
    monkeypatch.setattr(worker, "POLL", 30.0)
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(an_office(mailbox.url), stop=stop))
    await asyncio.sleep(0.5)  # it listens by now, and would look again only in half a minute
    await a_promise()
    for _ in range(100):
        if mailbox.mails:
            break
        await asyncio.sleep(0.05)
    stop.set()
    await running
    assert mailbox.subjects() == ["Hello"]


def test_the_wait_doubles_to_an_hour():
    for attempts, longest in ((1, 5), (2, 10), (5, 80), (50, 3600)):
        waits = [wait(attempts) for _ in range(200)]
        assert max(waits) <= timedelta(seconds=longest)
        assert min(waits) >= timedelta(seconds=longest / 2)
