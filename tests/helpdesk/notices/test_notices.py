"""Service notices: aimed without naming anybody, promised once a requester, stoppable, public in both languages."""

import asyncio
from datetime import timedelta

import asyncpg
import pytest

from helpdesk.errors import Invalid, NotFound, NoticeHoldsDetails
from helpdesk.notices.aim import Aim
from helpdesk.notices.compose import Draft, compose_notice, discard_notice, revise_notice
from helpdesk.notices.queries import notice_of, published
from helpdesk.notices.send import forget_recipients, promise_batch, run, send_notice
from helpdesk.notices.stop import stop_notice
from helpdesk.notices.tables import Dispatch, Notice, Recipient
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Requester
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Reason
from helpdesk.wiring import address_print
from notifications.suppression import suppress
from notifications.tables import Outbound
from piccolo_conf import NOBODY, SYSTEM, Actor, acting
from tests.builders import NOON, a_ticket, after, an_agent, an_assigned_ticket, send_all

WORDS = {
    "kind": "outage",
    "title_en": "Mail is down",
    "text_en": "Sending mail fails.\n\nWe are on it.",
    "title_ar": "البريد متوقف",
    "text_ar": "إرسال البريد لا يعمل.\n\nنعمل على الحل.",
}


async def a_draft(by: StaffMember, *, aim: Aim = Aim(), **changes: str):
    return await compose_notice(Draft(**{**WORDS, **changes}, aim=aim), by=by, now=NOON)


async def promised_notices() -> int:
    return await Outbound.count().where(Outbound.kind == "service_notice", Outbound.settled_at.is_null())


async def promise_all(**more) -> None:
    while await promise_batch(now=NOON, **more):
        pass


async def reach_of(notice, by: StaffMember) -> int | None:
    return (await notice_of(notice, viewer=by))[1].reach


async def make_people(number: int, **changes) -> None:
    for place in range(number):
        await a_ticket(email=f"person{place}@customer.test", **changes)


async def test_the_preview_counts_requesters_once_and_only_with_open_tickets(manager):
    agent = await an_agent()
    await make_people(2)
    await a_ticket(email="person0@customer.test", category="billing")  # one person, two tickets
    gone = await an_assigned_ticket(agent, email="gone@customer.test")
    await close_ticket(gone.reference, Reason.SOLVED, agent=agent, now=NOON)
    for_all = await a_draft(manager)
    for_billing = await a_draft(manager, aim=Aim("category", "billing"))

    assert [await reach_of(notice, manager) for notice in (for_all, for_billing)] == [2, 1]
    erased = (await Requester.select(Requester.id).order_by(Requester.id).first())["id"]
    async with acting(SYSTEM):
        await destroy_key(erased)
    assert await reach_of(for_all, manager) == 1


async def test_few_of_a_domain_are_not_counted_and_the_domain_is_kept_as_a_hash_until_all_is_promised(manager):
    await make_people(4, fields={"domain": "shop.test"})
    await a_ticket(email="other@customer.test", fields={"domain": "elsewhere.test"})
    notice = await a_draft(manager, aim=Aim("domain", domain="WWW.Shop.test"))
    nobody = await a_draft(manager, aim=Aim("domain", domain="nobody.test"))
    assert [await reach_of(notice, manager), await reach_of(nobody, manager)] == [None, None]
    await a_ticket(email="fifth@customer.test", fields={"domain": "shop.test"})
    assert await reach_of(notice, manager) == 5

    rows = str([await Dispatch.select(), await Notice.select()])
    assert "nobody" not in rows
    assert "shop" not in rows.lower()
    await send_notice(notice, by=manager, now=NOON)
    await promise_all()
    assert await promised_notices() == 5
    row = await Dispatch.select().where(Dispatch.notice == notice).first()
    assert (row["domain_hash"], row["promised"]) == (None, 5)


async def test_each_requester_gets_one_mail_in_their_language_that_leads_to_the_public_page(manager, mailbox):
    await a_ticket(email="tessa@customer.test")
    await a_ticket(email="tessa@customer.test", category="billing", fields={})
    await a_ticket(email="amal@customer.test", locale="ar")
    await a_ticket(email="dead@customer.test")
    await suppress(address_print("dead@customer.test"), reason="bounced", now=NOON)
    await Outbound.delete(force=True)
    notice = await a_draft(manager, begins="2026-03-02T10:00")
    await send_notice(notice, by=manager, now=NOON)
    await promise_all(most=1)
    await send_all(mailbox.url)

    sent = {mail["To"]: place for place, mail in enumerate(mailbox.mails)}
    assert (sorted(sent), len(mailbox.mails)) == (["amal@customer.test", "tessa@customer.test"], 2)
    assert [mail["Precedence"] for mail in mailbox.mails] == ["bulk", "bulk"]
    english, arabic = (mailbox.text_of(sent[f"{name}@customer.test"]) for name in ("tessa", "amal"))
    assert "Mail is down" in english
    assert "2 Mar 2026, 10:00" in english
    assert "http://desk.test/notices" in english
    assert "البريد متوقف" in arabic
    _, progress = await notice_of(notice, viewer=manager)
    assert (progress.state, progress.promised, progress.sent, progress.undelivered) == ("sent", 3, 2, 1)


async def test_a_broken_batch_goes_on_where_it_was_and_workers_share_without_a_double(manager):
    await make_people(7)
    notice = await a_draft(manager)
    await send_notice(notice, by=manager, now=NOON)
    with pytest.raises(ZeroDivisionError):
        async with acting(SYSTEM):
            await promise_batch(now=NOON, most=3)
            raise ZeroDivisionError
    assert await promised_notices() == 0
    await promise_batch(now=NOON, most=3)
    assert ((await notice_of(notice, viewer=manager))[1].state, await promised_notices()) == ("sending", 3)
    await asyncio.gather(*(asyncio.create_task(promise_all(most=2)) for _ in range(3)))
    await promise_all(most=2)

    rows = await Outbound.select(Outbound.recipient).where(Outbound.kind == "service_notice")
    assert (len(rows), len({row["recipient"] for row in rows})) == (7, 7)


async def test_stopping_takes_back_what_is_not_sent_and_promises_nothing_more(manager, mailbox):
    await make_people(5)
    notice = await a_draft(manager)
    with pytest.raises(NotFound):
        await stop_notice(notice, by=manager, now=NOON)
    await send_notice(notice, by=manager, now=NOON)
    await promise_batch(now=NOON, most=3)
    assert await stop_notice(notice, by=manager, now=NOON) == 3
    await promise_all()
    await send_all(mailbox.url)

    assert [mail for mail in mailbox.subjects() if "notice" in mail] == []
    _, progress = await notice_of(notice, viewer=manager)
    assert (progress.state, progress.promised, progress.withdrawn) == ("stopped", 3, 3)
    with pytest.raises(NotFound):
        await stop_notice(notice, by=manager, now=NOON)


async def test_private_details_are_refused_by_kind_and_never_kept(manager):
    with pytest.raises(NoticeHoldsDetails) as refused:
        await a_draft(manager, text_en="Call Tessa on +44 20 7946 0958", text_ar="اكتب إلى tessa@customer.test")
    assert "phone" in refused.value.kinds["text_en"]
    assert refused.value.kinds["text_ar"] == ["email"]
    assert "7946" not in str(refused.value.arguments)
    assert await Notice.count() == 0


async def test_every_mistake_is_told_at_once(manager):
    with pytest.raises(Invalid) as wrong:
        await compose_notice(
            Draft(
                **{**WORDS, "kind": "party", "title_ar": " ", "text_en": "x" * 4001},
                begins="2026-03-02T10:00", ends="2026-03-02T09:00", aim=Aim("domain", domain="not a domain"),
            ),
            by=manager, now=NOON,
        )  # fmt: skip
    assert wrong.value.fields == {
        "kind": "error-notice-kind",
        "title_ar": "error-missing",
        "text_en": "error-too-long",
        "ends": "error-notice-ends",
        "domain": "error-domain",
    }


async def test_a_draft_changes_and_goes_but_what_is_published_does_neither(manager):
    notice, other = await a_draft(manager), await a_draft(manager)
    await revise_notice(notice, Draft(**{**WORDS, "title_en": "All mail is down"}), by=manager, now=NOON)
    await discard_notice(other, by=manager, now=NOON)
    assert await seen_by(NOBODY) == []
    await send_notice(notice, by=manager, now=NOON)

    for change in (
        revise_notice(notice, Draft(**WORDS), by=manager, now=NOON),
        discard_notice(notice, by=manager, now=NOON),
        send_notice(notice, by=manager, now=NOON),
    ):
        with pytest.raises(NotFound):
            await change
    async with acting(manager.actor):  # nor past the operations
        await Notice.update({Notice.title_en: "Changed"}).where(Notice.id == notice)
    assert await seen_by(NOBODY) == ["All mail is down"]
    assert [row.title for row in await published("ar")] == ["البريد متوقف"]


async def seen_by(actor: Actor) -> list[str]:
    async with acting(actor):
        return [row["title_en"] for row in await Notice.select(Notice.title_en)]


async def test_the_aim_is_never_public_and_who_is_told_only_the_system_s(manager, agent):
    await make_people(1)
    notice = await a_draft(manager)
    await send_notice(notice, by=manager, now=NOON)
    await promise_all()
    seen = {}
    actors = (NOBODY, agent.actor, Actor("admin", id=agent.id), manager.actor, Actor("officer", id=agent.id), SYSTEM)
    for actor in actors:
        async with acting(actor):
            seen[actor.kind] = (await Dispatch.count(), await Recipient.count())
    assert seen == {
        "": (0, 0), "agent": (0, 0), "admin": (0, 0), "manager": (1, 0), "officer": (1, 0), "system": (1, 1),
    }  # fmt: skip
    for actor in (agent.actor, NOBODY, Actor("admin", id=agent.id)):
        async with acting(actor):
            assert await Dispatch.raw("SELECT notice_reach({}) AS n", notice) == [{"n": None}]
            assert await Dispatch.raw("SELECT * FROM notice_people_left({}, 9)", notice) == []
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(actor):
                await Dispatch.raw("SELECT * FROM notice_people({})", notice)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await a_draft(agent)


async def test_who_was_told_is_forgotten_after_a_month(manager):
    await make_people(1)
    await send_notice(await a_draft(manager), by=manager, now=NOON)
    await promise_all()
    await forget_recipients(now=after(days=29))
    assert await Recipient.count() == 1
    await forget_recipients(now=NOON + timedelta(days=31))
    assert await Recipient.count() == 0


async def test_the_worker_s_task_promises_by_itself_until_it_is_told_to_stop(manager):
    await make_people(2)
    await send_notice(await a_draft(manager), by=manager, now=NOON)
    stop = asyncio.Event()
    running = asyncio.create_task(run(now=lambda: NOON, stop=stop))
    async with asyncio.timeout(30):
        while await promised_notices() < 2:  # noqa: ASYNC110 - another task's transaction sets no event
            await asyncio.sleep(0.05)
        stop.set()
        await running
