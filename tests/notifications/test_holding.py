"""The rest of what the outbox promises: quarantine, limits, leases, withdrawal, forgetting."""

import asyncio
import logging
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest

from notifications import claim, deliver, outbox, suppression, worker
from notifications.deliver import Hand
from notifications.limits import Limits
from notifications.tables import Outbound
from notifications.worker import run_once
from piccolo_conf import DB
from tests.builders import NOON, after
from tests.notifications.offices import (
    a_mail,
    a_promise,
    an_office,
    hello,
    outcomes,
    reasons,
    somebody_listens,
    until,
    work,
)

HOURS = [after(hours=hour) for hour in range(6)]


async def poison(about, recipient):
    raise RuntimeError("max@secret.test")


async def test_a_mail_that_can_never_be_rendered_is_quarantined_counted_told_and_kept(mailbox, caplog):
    await a_promise("poison")
    for _ in range(3):
        await a_promise()
    office = an_office(mailbox.url, poison=poison)
    with caplog.at_level(logging.INFO):
        await work(office, *HOURS)

    assert await outcomes() == ["quarantined", "sent", "sent", "sent"]
    figures = await outbox.figures(now=after(hours=6))
    assert (figures.waiting, figures.failed, figures.quarantined) == (0, 0, 1)
    assert [(lost.kind, lost.reason) for lost in office.on_failed.lost] == [("poison", "fault")]
    assert "quarantined: it failed with RuntimeError" in caplog.text
    assert "secret" not in caplog.text


async def test_what_was_quarantined_is_sent_after_the_repair(mailbox):
    await a_promise("poison")
    await work(an_office(mailbox.url, poison=poison), *HOURS)
    assert await outbox.retry_quarantined(now=HOURS[-1]) == 1
    await work(an_office(mailbox.url, poison=hello, now=HOURS[-1]))
    assert await outcomes() == ["sent"]


async def test_of_mails_rendered_together_only_the_wrong_one_waits(mailbox):
    wrong = uuid4()

    async def one_is_wrong(about, recipient):
        if recipient == wrong:
            raise ValueError
        return a_mail()

    for recipient in (uuid4(), wrong, uuid4()):
        await a_promise(to=recipient)
    await run_once(an_office(mailbox.url, one_is_wrong))
    assert await outcomes() == ["sent", None, "sent"]


async def test_a_kind_without_a_renderer_is_a_fault_not_a_loss(mailbox):
    await a_promise("of a newer version")
    await run_once(an_office(mailbox.url))
    rows = await Outbound.select(Outbound.faults, Outbound.outcome)
    assert rows == [{"faults": 1, "outcome": None}]


async def test_a_database_that_is_away_while_rendering_is_no_fault(mailbox):
    async def away(about, recipient):
        raise ConnectionRefusedError

    await a_promise("away")
    await run_once(an_office(mailbox.url, away=away))
    assert await Outbound.select(Outbound.faults, Outbound.outcome) == [{"faults": 0, "outcome": None}]


async def test_a_recipient_gets_no_more_than_the_limit_and_the_rest_later(mailbox):
    one, limits = uuid4(), Limits(an_hour=3, a_day=5)
    for _ in range(8):
        await a_promise(to=one)
    await a_promise()
    office = an_office(mailbox.url, limits=limits)
    await work(office)
    assert len(mailbox.mails) == 4  # three and somebody else's
    await work(office, *(after(hours=hour) for hour in range(1, 24)))
    assert len(mailbox.mails) == 6
    await work(office, *(after(hours=hour) for hour in range(24, 50)))
    assert await outcomes() == ["sent"] * 9


async def test_over_the_limit_what_a_stranger_could_make_is_dropped_and_staff_are_not_limited(mailbox):
    one, limits = uuid4(), Limits(an_hour=1, a_day=9, spared=frozenset({"hello"}), free=frozenset({"staff"}))
    for kind in ("hello", "hello", "staff", "staff", "staff"):
        await a_promise(kind, to=one)
    await work(an_office(mailbox.url, limits=limits, staff=hello))
    assert (await outcomes(), await reasons()) == (
        ["sent", "withdrawn", "sent", "sent", "sent"],
        [None, "limit", None, None, None],
    )


async def test_all_workers_together_stay_under_the_limit_of_a_minute(mailbox):
    for _ in range(30):
        await a_promise()
    office = an_office(mailbox.url, limits=Limits(an_hour=999, a_day=999, per_minute=12))
    await work(office)
    await work(office)
    assert len(mailbox.mails) == 12
    await work(office, after(seconds=61))
    assert len(mailbox.mails) == 24


async def test_a_lease_is_kept_alive_while_a_mail_is_slow(mailbox, monkeypatch):
    monkeypatch.setattr(worker, "POLL", 60.0)  # it does not look for more when the clock jumps

    async def slow(about, recipient):
        return a_mail()

    await a_promise()
    taken, go_on = asyncio.Event(), asyncio.Event()

    class Slow:
        async def send(self, _, *, still_ours):
            taken.set()
            await go_on.wait()
            assert still_ours()

        async def close(self):
            pass

    clock = {"now": NOON}
    office = replace(
        an_office(mailbox.url, slow), transport=Slow(), lease=timedelta(seconds=1.5), now=lambda: clock["now"]
    )
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(office, stop=stop))
    await taken.wait()
    await until(somebody_listens)
    await asyncio.sleep(0.2)  # it has looked once more
    clock["now"] = after(seconds=2)
    await asyncio.sleep(1.6)
    await until(lambda: held_until(after(seconds=3.5)))
    assert await claim.claim(9, lease=office.lease, now=clock["now"]) == []  # it is held beyond its first lease
    go_on.set()
    stop.set()
    await running
    assert await outcomes() == ["sent"]


async def held_until(moment) -> bool:
    return await Outbound.exists().where(Outbound.claimed_until == moment)


async def test_a_mail_whose_claim_ended_while_it_waited_is_not_sent(mailbox):
    await a_promise()
    office = replace(an_office(mailbox.url), lease=timedelta(seconds=0))
    await run_once(office)
    assert (mailbox.mails, await outcomes()) == ([], [None])


async def test_erasure_takes_back_what_is_about_and_what_is_to(mailbox):
    about, to = uuid4(), uuid4()
    for kind in ("hello", "other"):
        await outbox.enqueue(kind, about=about, to=uuid4(), due_at=NOON)
    await a_promise(to=to)
    await a_promise()
    async with DB.transaction():
        assert await outbox.withdraw_erased(about=[about], to=[to], now=NOON) == 3
    assert await outbox.withdraw_erased(now=NOON) == 0
    await work(an_office(mailbox.url))
    assert await outcomes() == ["withdrawn", "withdrawn", "withdrawn", "sent"]


async def test_settled_promises_are_forgotten_after_a_month_and_waiting_ones_never(mailbox):
    await a_promise()
    await work(an_office(mailbox.url))
    waiting = await a_promise()
    assert await outbox.thin_out(now=after(days=29)) == 0
    assert await outbox.thin_out(now=after(days=31)) == 1
    assert await Outbound.select(Outbound.id) == [{"id": waiting}]


async def test_a_forgiven_address_gets_mail_again(mailbox):
    office = an_office(mailbox.url)
    print_of = office.fingerprint("max@customer.test")
    await suppression.suppress(print_of, reason=suppression.COMPLAINED, now=NOON)
    await suppression.suppress(print_of, reason=suppression.BOUNCED, now=NOON)
    assert await suppression.suppressed([print_of]) == {print_of}
    assert (await suppression.forgive(print_of), await suppression.forgive(print_of)) == (True, False)
    await a_promise()
    await work(office)
    assert await outcomes() == ["sent"]


async def test_a_worker_that_is_told_to_stop_finishes_what_it_sends(mailbox, monkeypatch):
    monkeypatch.setattr(worker, "GRACE", 60.0)  # what a busy machine may need
    for _ in range(200):
        await a_promise()
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(an_office(mailbox.url), stop=stop))
    for _ in range(3000):
        if mailbox.mails:
            break
        await asyncio.sleep(0.01)
    stop.set()
    async with asyncio.timeout(worker.GRACE):
        await running
    assert (await outcomes()).count("sent") == len(mailbox.mails)
    assert await Outbound.count().where(Outbound.claim.is_not_null()) == 0


@pytest.mark.parametrize("erased", [True, False])
async def test_what_is_withdrawn_after_the_last_look_and_before_sending_is_not_sent(mailbox, monkeypatch, erased):
    about, hand, heard = uuid4(), Hand.of(an_office(mailbox.url)), asyncio.Event()
    gone = await outbox.enqueue("hello", about=about, to=uuid4(), due_at=NOON)
    await a_promise()
    connection = await DB.get_new_connection()

    def hear(*said: object) -> None:
        hand.hear(str(said[-1]))
        if said[-1] == str(gone):
            heard.set()

    async def withdrawn_meanwhile(_: object) -> set[bytes]:  # in the place of the query that comes after the last look
        if erased:
            assert await outbox.withdraw_erased(about=[about], now=NOON) == 1
        else:
            assert await outbox.withdraw(about, kind="hello", now=NOON) == 1
        async with asyncio.timeout(20):
            await heard.wait()
        return set()

    monkeypatch.setattr(deliver, "suppressed", withdrawn_meanwhile)
    await connection.add_listener(outbox.CHANNEL, hear)
    assert await deliver.take(hand, most=9) == 2
    await asyncio.gather(*hand.tasks)
    await hand.receipts.close(seconds=20)
    await connection.close()
    assert (len(mailbox.mails), hand.sending, hand.held) == (1, set(), {})
    assert await outcomes() == ["withdrawn", "sent"]
    assert (await Outbound.select(Outbound.id).order_by(Outbound.id).first())["id"] == gone
