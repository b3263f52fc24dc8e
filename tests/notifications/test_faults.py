"""Mail servers that refuse, drop, hang, close and lie: what is promised arrives or is seen not to, whatever they do."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import pytest

from notifications import worker
from notifications.tables import Route, Suppression
from notifications.transport import Smtp
from notifications.worker import run_once
from tests.builders import NOON, after
from tests.mailserver import STAGES, MailServer
from tests.notifications.offices import a_mail, a_promise, an_office, ids_of, outcomes, reasons, work

LATER = tuple(after(minutes=10 * n) for n in range(1, 8))


@pytest.fixture
async def server():
    """A mail server that does what its cues say."""
    made = MailServer()
    await made.open()
    yield made
    await made.close()


@pytest.mark.parametrize("stage", ["CONNECT", "EHLO", "MAIL", "RCPT", "DATA", "BODY", "SENT"])
@pytest.mark.parametrize("fault", ["drop", "hang", "421 closing", "451 later"])
async def test_a_fault_at_any_point_loses_nothing_and_doubles_only_after_the_final_dot(server, stage, fault):
    if stage == "BODY" and fault[0] == "4":
        pytest.skip("a server says nothing while it receives")
    promises = [await a_promise() for _ in range(3)]
    server.cues[stage] = [fault]
    patience = 1 if fault == "hang" else 60  # seconds: nothing else may seem to hang on a busy machine
    office = replace(an_office(server.url()), transport=Smtp(server.url(), timeout=patience))
    await work(office, NOON, *LATER)
    await office.transport.close()

    assert await outcomes() == ["sent"] * 3
    is_window = stage == "SENT" and fault in ("drop", "hang")  # kept by the server, the receipt lost
    assert sorted(server.ids()) == sorted([*ids_of(promises), *([server.ids()[0]] if is_window else [])])


@pytest.mark.parametrize("stage", ["RCPT", "DATA", "SENT"])
async def test_a_final_refusal_fails_that_mail_alone_and_is_told(server, stage):
    promises = [await a_promise(due=after(seconds=n)) for n in range(3)]
    server.cues[stage] = ["554 5.7.1 we do not like this"]
    office = an_office(server.url(connections=1))
    await work(office, after(seconds=3))

    assert await outcomes() == ["failed", "sent", "sent"]
    assert await reasons() == ["refused", None, None]
    assert server.ids() == ids_of(promises[1:])
    assert [(lost.kind, lost.reason) for lost in office.on_failed.lost] == [("hello", "refused")]
    assert (server.connections, await Suppression.count()) == (1, 0)  # the connection survives; the address is not dead


@pytest.mark.parametrize(
    ("reply", "is_dead"),
    [
        ("550 5.1.1 no such user", True),
        ("550 no such user", True),
        ("553 5.1.3 bad address", True),
        ("550 5.2.1 disabled", True),
        ("552 5.2.2 mailbox full", False),
        ("550 5.7.1 relay denied", False),
        ("554 spam", False),
    ],
)
async def test_a_dead_address_is_remembered_and_spared(server, reply, is_dead):
    server.cues["RCPT"] = [reply]
    office = an_office(server.url())
    await a_promise()
    await work(office)
    await a_promise()
    await work(office)

    assert await reasons() == (["unreachable", "suppressed"] if is_dead else ["refused", None])
    assert await Suppression.select(Suppression.address_hash, Suppression.reason) == (
        [{"address_hash": office.fingerprint("max@customer.test"), "reason": "bounced"}] if is_dead else []
    )


async def test_a_refused_sender_is_our_fault_and_fails_no_mail(server):
    await a_promise()
    server.cues["MAIL"] = ["550 you may not send"]
    await work(an_office(server.url()), NOON, *LATER)
    assert await outcomes() == ["sent"]


async def test_a_server_that_is_late_with_every_answer_gets_every_mail_once(server):
    server.lateness = 0.02
    waiting = {stage: ["slow"] * 9 for stage in STAGES}
    server.cues.update(waiting)
    promises = [await a_promise() for _ in range(3)]
    office = an_office(server.url(connections=1))
    await work(office)
    await office.transport.close()

    assert (sorted(server.ids()), await outcomes()) == (sorted(ids_of(promises)), ["sent"] * 3)
    late = {stage: 9 - len(left) for stage, left in waiting.items()}
    assert late == {"CONNECT": 1, "EHLO": 1, "MAIL": 3, "RCPT": 3, "DATA": 3, "BODY": 3, "SENT": 3}


async def test_one_slow_mail_does_not_hold_up_the_others(server, monkeypatch):
    monkeypatch.setattr(worker, "GRACE", 0.1)
    server.cues["SENT"] = ["hang"]
    office = replace(an_office(server.url()), transport=Smtp(server.url(connections=2), timeout=60))
    promises = [await a_promise() for _ in range(30)]
    stop = asyncio.Event()
    running = asyncio.create_task(worker.run(office, stop=stop))
    for _ in range(3000):
        if (await outcomes()).count("sent") == 29:
            break
        await asyncio.sleep(0.02)
    assert (await outcomes()).count("sent") == 29
    stop.set()
    await running
    assert sorted(server.ids()) == sorted(ids_of(promises))


async def test_an_address_that_is_none_fails_that_mail_alone(server):
    async def wrong(about, recipient):
        return a_mail("no address")

    await a_promise("wrong")
    await a_promise()
    await work(an_office(server.url(), wrong=wrong))
    assert (await outcomes(), await reasons()) == (["failed", "sent"], ["unreachable", None])


async def test_a_kept_connection_that_the_server_ended_is_replaced_at_once(server):
    office = an_office(server.url())
    await a_promise()
    await work(office)
    server.cut()
    await asyncio.sleep(0.05)
    await a_promise()
    await run_once(office)
    assert (await outcomes(), server.connections) == (["sent", "sent"], 2)


async def test_connections_are_kept_and_no_more_than_set(server):
    for _ in range(60):
        await a_promise()
    office = an_office(server.url(connections=3))
    await work(office)
    assert (len(server.mails), server.connections) == (60, 3)


async def test_the_breaker_spares_a_dead_server_and_one_try_tells_that_it_is_back(server):
    for _ in range(40):
        await a_promise()
    await server.close()
    office = an_office(server.url(connections=1))
    await run_once(office)
    assert [route["name"] for route in await Route.select()] == ["smtp"]
    assert await run_once(office) == 0  # nobody tries while the route is blocked

    await server.open()
    at = replace(office, now=lambda: after(seconds=10))
    assert await run_once(at) == 1
    assert (len(server.mails), await Route.count()) == (1, 0)
    await work(office, *LATER)
    assert await outcomes() == ["sent"] * 40


async def test_the_breaker_waits_longer_after_each_probe_that_fails(server):
    for _ in range(5):
        await a_promise()
    await server.close()
    office = an_office(server.url(connections=1))
    await run_once(office)
    waits = []
    for _ in range(8):
        blocked = (await Route.select())[0]["blocked_until"]
        now = blocked + timedelta(seconds=1)
        await run_once(replace(office, now=lambda now=now: now))
        waits.append(((await Route.select())[0]["blocked_until"] - now).total_seconds())
    assert waits == [10, 20, 40, 80, 160, 300, 300, 300]
