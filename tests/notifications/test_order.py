"""Mails about one thing to one recipient come in the order of their promises, and none waits for one that never goes."""

import asyncio
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from notifications import claim, outbox, worker
from notifications.worker import run_once
from piccolo_conf import DB
from tests.builders import NOON, after
from tests.notifications.offices import an_office, ids_of, outcomes, somebody_listens, until, work

ABOUT, TO = uuid4(), uuid4()
LEASE = timedelta(minutes=1)


async def promise(kind: str = "hello", *, about: UUID = ABOUT, to: UUID = TO, due: datetime = NOON) -> UUID:
    return await outbox.enqueue(kind, about=about, to=to, due_at=due)


async def claimed(now: datetime = NOON) -> list[UUID]:
    return [promise.id for promise in await claim.claim(9, lease=LEASE, now=now)]


def received(mailbox) -> list[str]:
    return [str(mail["Message-ID"])[1:].partition("@")[0] for mail in mailbox.mails]


async def test_a_mail_that_was_put_off_is_not_overtaken_by_a_later_one_about_the_same_thing(mailbox):
    first, second = await promise(), await promise(due=after(seconds=1))
    mailbox.answers = ["451 try later"]
    await work(an_office(mailbox.url))
    await work(an_office(mailbox.url), after(seconds=1), after(seconds=2))
    assert received(mailbox) == []

    await work(an_office(mailbox.url), after(seconds=6))
    assert received(mailbox) == ids_of([first, second])


async def test_of_two_mails_that_are_due_one_claim_takes_the_first_and_the_second_waits_for_its_end():
    first, second = await promise(), await promise()
    taken = await claim.claim(9, lease=LEASE, now=NOON)
    assert [one.id for one in taken] == [first]
    assert await claimed() == []

    await claim.settle_sent(taken, now=NOON)
    assert await claimed() == [second]


async def test_the_running_worker_sends_a_mail_as_soon_as_the_one_before_it_has_gone(mailbox, monkeypatch):
    monkeypatch.setattr(worker, "POLL", 60.0)
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(an_office(mailbox.url), stop=stop))
    await until(somebody_listens)
    await asyncio.sleep(0.2)  # it has looked by now, and would look again only in a minute
    async with DB.transaction():
        promises = [await promise() for _ in range(3)]
    async with asyncio.timeout(20):
        while len(mailbox.mails) < 3:  # noqa: ASYNC110 - a mailbox sets no event
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert received(mailbox) == ids_of(promises)


async def test_mails_about_something_else_or_to_somebody_else_do_not_wait():
    first = await promise()
    others = [await promise(about=uuid4()), await promise(to=uuid4())]
    await promise()
    assert await claimed() == [first, *others]


async def test_a_mail_that_is_not_due_holds_up_none_that_is_and_does_not_wait_for_it():
    later, now = await promise(due=after(hours=1)), await promise()
    assert await claimed() == [now]
    assert await claimed(after(hours=1)) == [later]


async def test_a_poisonous_mail_holds_up_no_later_one(mailbox):
    async def poison(about: UUID, recipient: UUID) -> None:
        raise RuntimeError

    await promise("poison")
    second = await promise()
    office = an_office(mailbox.url, poison=poison)
    assert (await run_once(office), await run_once(office)) == (1, 1)
    assert (await outcomes(), received(mailbox)) == ([None, "sent"], ids_of([second]))


async def test_a_mail_that_kills_its_workers_holds_up_no_later_one_for_ever():
    deadly, second = await promise(), await promise()
    taken = [await claimed(after(minutes=minutes)) for minutes in (0, 1.1, 3.2, 8.3)]
    assert taken == [[deadly]] * 4
    assert await claimed(after(minutes=8.3)) == [second]
