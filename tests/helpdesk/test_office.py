"""The mail office as an operator's settings make it: who signs, what is limited and for whom, what shows when mail fails."""

import asyncio
from collections.abc import Collection
from contextvars import Context
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from helpdesk import clock, wiring
from helpdesk.people import requester_sessions
from helpdesk.people.requesters import proved
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.settings import read_settings
from helpdesk.tickets import rights
from notifications import claim, dkim, limits, outbox
from notifications.deliver import Office
from notifications.limits import Limits, Strangers
from notifications.render import each
from notifications.tables import Outbound
from notifications.worker import run_once
from piccolo_conf import DB
from tests.builders import NOON, a_ticket, after
from tests.notifications.offices import a_promise, hello, until, work
from tests.rights import a_person

TYPED = frozenset({"ticket_received", "subject_request_confirm"})
STAFF_AND_PROGRAMS = frozenset(
    {
        "ticket_assigned", "disclosure_alarm", "hold_review", "staff_invitation", "staff_reset", "sign_in_link",
        "subject_request_due", "webhook/ticket.opened", "webhook/ticket.assigned", "webhook/ticket.replied",
        "webhook/ticket.closed", "webhook/ticket.reopened", "webhook/ticket.postponed", "webhook/ticket.woken",
        "webhook/results.daily",
    }
)  # fmt: skip


def the_office(mailbox, *, now: datetime = NOON) -> Office:
    """The office that ships, at a moment."""
    environment = {"HELPDESK_BASE_URL": "http://desk.test", "HELPDESK_SMTP_URL": f"{mailbox.url}&connections=1"}
    settings = read_settings(environment)
    return replace(wiring.office(settings, smtp_url=settings.smtp_url), now=lambda: now)


async def test_the_office_has_what_the_operator_set(tmp_path):
    key, file = Ed25519PrivateKey.generate(), tmp_path / "key.pem"
    file.write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    settings = read_settings(
        {
            "HELPDESK_BASE_URL": "https://desk.test",
            "HELPDESK_SMTP_URL": f"smtp://mail.desk.test?from=help@signed.test&per_minute=77&dkim=s1:{file}",
            "HELPDESK_WEBHOOK_HOSTS": "hooks.inside.test, other.inside.test:8443",
        }
    )
    office = wiring.office(settings, smtp_url=settings.smtp_url)
    assert office.limits == Limits(
        an_hour=12,
        a_day=40,
        per_minute=77,
        spared=TYPED,
        free=STAFF_AND_PROGRAMS,
        strangers=Strangers(frozenset({"ticket_received"}), proved, an_hour=1, a_day=5),
    )
    assert (office.head.sender, office.head.base_url) == ("help@signed.test", "https://desk.test")
    assert office.caller._allowed == {"hooks.inside.test", "other.inside.test:8443"}
    message = b"From: help@signed.test\r\nSubject: Hello\r\n\r\ntext\r\n"
    assert office.head.sign is not None
    assert office.head.sign(message) == dkim.signer("signed.test", {"s1": key})(message)


def test_without_a_key_nothing_is_signed_and_without_hosts_no_call_goes_inside(mailbox):
    office = the_office(mailbox)
    assert (office.head.sign, office.caller._allowed, office.limits.per_minute) == (None, set(), 0)


async def test_a_recipient_gets_twelve_mails_an_hour_and_forty_a_day(mailbox):
    to = uuid4()
    for _ in range(41):
        await a_promise(to=to)
    arrived = []
    for hours in range(5):
        office = replace(the_office(mailbox, now=after(hours=hours)), renderers={"hello": each(hello)})
        await work(office)
        await office.transport.close()
        arrived.append(len(mailbox.mails))
    assert arrived == [12, 24, 36, 40, 40]


async def test_links_to_sign_in_that_a_stranger_asked_for_keep_no_other_mail_back(mailbox):
    to = uuid4()
    office = replace(the_office(mailbox), renderers={"hello": each(hello), "sign_in_link": each(hello)})
    for kind, arrived in (("sign_in_link", 12), ("hello", 13)):
        for _ in range(arrived - len(mailbox.mails)):
            await a_promise(kind, to=to)
        await work(office)
        assert len(mailbox.mails) == arrived


async def confirmed(mailbox, *, now: datetime) -> list[tuple[str | None, str | None]]:
    """Let the office send, and say what became of each confirmation."""
    office = the_office(mailbox, now=now)
    while await run_once(office):
        pass
    await office.transport.close()
    rows = (
        await Outbound.select(Outbound.outcome, Outbound.reason)
        .where(Outbound.kind == "ticket_received")
        .order_by(Outbound.id)
    )
    return [(row["outcome"], row["reason"]) for row in rows]


SENT, DROPPED = ("sent", None), ("withdrawn", "limit")


async def test_an_address_that_nobody_proved_is_sent_one_confirmation_an_hour_and_five_a_day(mailbox):
    for _ in range(3):
        await a_ticket(email="stranger@customer.test")
    await a_ticket(email="other@customer.test")
    assert await confirmed(mailbox, now=NOON) == [SENT, DROPPED, DROPPED, SENT]

    for hours in range(1, 7):
        await a_ticket(email="stranger@customer.test", now=after(hours=hours))
        said = await confirmed(mailbox, now=after(hours=hours))
    assert said[4:] == [SENT] * 4 + [DROPPED] * 2
    await a_ticket(email="stranger@customer.test", now=after(hours=24))
    assert (await confirmed(mailbox, now=after(hours=24)))[-1] == SENT


async def test_whoever_signed_in_by_a_mailed_link_is_sent_every_confirmation(mailbox):
    now = clock.now()
    await a_ticket()
    await requester_sessions.ask_for_link("tessa@customer.test", now=now)
    await confirmed(mailbox, now=now)
    (link,) = [text for text in texts(mailbox) if "/me/sign-in/" in text]
    assert await proved([await a_person()]) == set()
    await requester_sessions.sign_in(link.partition("/me/sign-in/")[2].split()[0], now=now)

    for _ in range(3):
        await a_ticket(now=now)
    assert await confirmed(mailbox, now=now) == [SENT] * 4
    assert await proved([await a_person(), uuid4()]) == {await a_person()}


async def test_whoever_confirmed_a_request_about_their_data_by_a_mailed_link_has_proved_the_address(mailbox):
    now = clock.now()
    await a_ticket()
    await rights.ask_by_address("tessa@customer.test", Kind.ACCESS, "en", now=now)
    await confirmed(mailbox, now=now)
    (link,) = [text for text in texts(mailbox) if "/rights/confirm/" in text]
    assert await proved([await a_person()]) == set()
    await rights.confirm(link.partition("/rights/confirm/")[2].split()[0], {}, now=now)
    assert await proved([await a_person()]) == {await a_person()}


def texts(mailbox) -> list[str]:
    return [mailbox.text_of(place) for place in range(len(mailbox.mails))]


async def nobody(_: Collection[UUID]) -> Collection[UUID]:
    return ()


HOUR = timedelta(hours=1)
NARROW = Limits(spared=TYPED, strangers=Strangers(TYPED, nobody))


async def two_confirmations_of_one_stranger() -> None:
    to = uuid4()
    for _ in range(2):
        await outbox.enqueue("ticket_received", about=uuid4(), to=to, due_at=NOON)


async def test_what_another_worker_has_in_hand_counts_for_a_stranger():
    await two_confirmations_of_one_stranger()
    (theirs,) = await claim.claim(1, lease=HOUR, now=NOON)
    (ours,) = await claim.claim(1, lease=HOUR, now=NOON)
    assert await limits.over_limit([ours], NARROW, now=NOON) == {ours.id: HOUR}
    assert await claim.settle(theirs, "withdrawn", now=NOON)
    assert await limits.over_limit([ours], NARROW, now=NOON) == {}


async def test_of_two_workers_that_claim_at_once_the_second_waits_and_counts_what_the_first_has():
    async def second() -> tuple[UUID, dict[UUID, timedelta]]:
        async with DB.transaction():
            (ours,) = await claim.claim(1, lease=HOUR, now=NOON)
            return ours.id, await limits.over_limit([ours], NARROW, now=NOON)

    await two_confirmations_of_one_stranger()
    async with DB.transaction():
        (theirs,) = await claim.claim(1, lease=HOUR, now=NOON)
        assert await limits.over_limit([theirs], NARROW, now=NOON) == {}
        other = asyncio.create_task(second(), context=Context())
        await until(lambda: ended_or_waits(other))
    ours, over = await other
    assert (ours != theirs.id, over) == (True, {ours: HOUR})


async def ended_or_waits(task: asyncio.Task[object]) -> bool:
    """Say whether a task is over, or somebody waits for a lock on what a number names."""
    waiting = await Outbound.raw(
        "SELECT FROM pg_locks JOIN pg_database d ON d.oid = database"
        " WHERE d.datname = current_database() AND locktype = 'advisory' AND NOT granted"
    )
    return task.done() or bool(waiting)


async def test_a_mail_server_that_is_away_shows_in_readiness_and_metrics_until_it_is_back(browser, mailbox):
    now = clock.now()
    for _ in range(4):
        await a_promise(due=now)
    await mailbox.close()
    office = replace(the_office(mailbox, now=now), renderers={"hello": each(hello)})
    await run_once(office)
    assert await what_shows(browser) == ({"smtp": f"{now:%Y-%m-%dT%H:%M:%SZ}"}, "helpdesk_mail_routes_failing 1")

    await mailbox.open()
    await work(office, now + timedelta(minutes=1))
    await office.transport.close()
    assert await what_shows(browser) == ({}, "helpdesk_mail_routes_failing 0")


async def what_shows(browser) -> tuple[dict[str, str], str]:
    """Which routes fail for whoever asks whether we are ready, and the line of the metrics."""
    ready, metrics = await browser.get("/readyz"), await browser.get("/metrics")
    assert ready.status_code == 200
    lines = [line for line in metrics.text.splitlines() if line.startswith("helpdesk_mail_routes_failing ")]
    return ready.json()["mail_routes_failing"], *lines
