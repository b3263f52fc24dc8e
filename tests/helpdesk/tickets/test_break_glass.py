"""No standing sight: officers and administrators read one ticket with a second person's consent, for a while."""

import re
from datetime import timedelta

import asyncpg
import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import (
    DecidedAlready,
    Invalid,
    NeverOpened,
    NotFound,
    OwnQuestion,
    Refused,
    TicketNotFound,
)
from helpdesk.ids import new_id
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import access
from helpdesk.tickets.break_glass import ask, decide, end, open_value
from helpdesk.tickets.tables import BreakGlass, Message, Ticket
from helpdesk.tickets.threads import subject_of, thread
from piccolo_conf import acting
from tests.builders import PASSWORD, a_member, an_assigned_ticket

WHY = "The court asked <today>"


@pytest.fixture
async def officer():
    return await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)


@pytest.fixture
async def admin():
    return await a_member("adam@desk.test", name="Adam Said", role=Role.ADMIN, password=True)


@pytest.fixture
async def ticket(agent):
    return await an_assigned_ticket(agent, now=clock.now())


async def let_in(ticket, who, by):
    question = await ask(ticket.reference, reason=WHY, by=who, now=clock.now())
    await decide(question, agree=True, by=by, now=clock.now())
    return question


async def read(ticket, who):
    async with access.seen_by(who):
        row = await access.ticket_behind_glass(ticket.reference)
        return [await subject_of(row), *[message.text for message in await thread(row, with_notes=True)]]


async def counts(who):
    async with acting(who.actor):
        return [await table.count() for table in (Ticket, Message, SealedValue)]


async def test_officers_and_administrators_have_no_standing_sight(agent, officer, admin, manager, ticket):
    assert await counts(agent) != [0, 0, 0]  # the probe sees
    for who in (officer, admin, manager):
        assert await counts(who) == [0, 0, 0]
        with pytest.raises(TicketNotFound):
            await read(ticket, who)
        with pytest.raises(TicketNotFound):
            await open_value(ticket.reference, "phone 1", by=who, now=clock.now())


@pytest.mark.parametrize("role", ["officer", "admin"])
async def test_with_consent_one_ticket_is_read_and_opened_value_by_value(agent, officer, admin, manager, ticket, role):
    who = {"officer": officer, "admin": admin}[role]
    other = await an_assigned_ticket(agent, now=clock.now())
    await let_in(ticket, who, manager)

    assert await read(ticket, who) == [
        "Mail bounces",
        "Hello, my phone is ⟦phone 1⟧ and my password is ⟦password 1⟧. The page shows PAY-402.",
    ]
    with pytest.raises(TicketNotFound):
        await read(other, who)
    shown = await open_value(ticket.reference, "⟦phone 1⟧", by=who, now=clock.now())
    again = await open_value(ticket.reference, "phone 1", by=who, now=clock.now())
    assert (shown.value, again.disclosure) == ("+44 20 7946 0958", shown.disclosure)
    with pytest.raises(NeverOpened):
        await open_value(ticket.reference, "password 1", by=who, now=clock.now())
    with pytest.raises(NotFound):
        await open_value(ticket.reference, "phone 9", by=who, now=clock.now())
    rows = await Disclosure.select().where(Disclosure.purpose == "break-glass")
    assert [(row["staff"], row["team"], row["name"]) for row in rows] == [(who.id, role, "phone 1")]


async def test_it_ends_by_itself_and_by_leaving(agent, officer, admin, ticket):
    question = await let_in(ticket, officer, admin)
    await open_value(ticket.reference, "phone 1", by=officer, now=clock.now())
    await BreakGlass.update({BreakGlass.expires_at: clock.now() - timedelta(seconds=1)}).where(
        BreakGlass.id == question
    )
    assert await counts(officer) == [0, 0, 0]
    with pytest.raises(TicketNotFound):
        await open_value(ticket.reference, "field:email", by=officer, now=clock.now())

    second = await let_in(ticket, officer, admin)
    assert await counts(officer) != [0, 0, 0]
    with pytest.raises(NotFound):
        await end(second, by=admin, now=clock.now())
    await end(second, by=officer, now=clock.now())
    assert await counts(officer) == [0, 0, 0]
    assert await Disclosure.count().where(Disclosure.purpose == "break-glass", Disclosure.ended_at.is_null()) == 0


async def test_nobody_lets_themselves_in_and_agents_neither_ask_nor_decide(agent, manager, officer, admin, ticket):
    for who in (agent, manager):
        with pytest.raises(Refused):
            await ask(ticket.reference, reason=WHY, by=who, now=clock.now())
    question = await ask(ticket.reference, reason=WHY, by=officer, now=clock.now())
    with pytest.raises(OwnQuestion):
        await decide(question, agree=True, by=officer, now=clock.now())
    with pytest.raises(Refused):
        await decide(question, agree=True, by=agent, now=clock.now())
    async with acting(officer.actor):  # the database's own answer: the row is not theirs to change
        await BreakGlass.update(
            {
                BreakGlass.decision: "approved",
                BreakGlass.decided_by: admin.id,
                BreakGlass.decided_at: clock.now(),
                BreakGlass.expires_at: clock.now() + timedelta(hours=1),
            }
        ).where(BreakGlass.id == question)
    assert await counts(officer) == [0, 0, 0]
    await decide(question, agree=False, by=admin, now=clock.now())
    with pytest.raises(DecidedAlready):
        await decide(question, agree=True, by=manager, now=clock.now())
    assert await counts(officer) == [0, 0, 0]
    stale = await ask(ticket.reference, reason=WHY, by=officer, now=clock.now() - timedelta(hours=25))
    with pytest.raises(DecidedAlready):
        await decide(stale, agree=True, by=admin, now=clock.now())
    with pytest.raises(asyncpg.InsufficientPrivilegeError):  # nor may a row be born approved
        async with acting(officer.actor):
            await BreakGlass.raw(
                "INSERT INTO break_glass (id, ticket, reason, role, asked_by, asked_at, decision, decided_by, decided_at,"
                " expires_at) SELECT {}, id, 'x', 'officer', {}, now(), 'approved', {}, now(), now() + '1 h'"
                " FROM ticket_faces(NULL, {})",
                new_id(), officer.id, admin.id, ticket.reference,
            )  # fmt: skip


@pytest.mark.parametrize(("reference", "reason", "error"), [("SR-AAAA-AAAA", WHY, NotFound), ("", " ", Invalid)])
async def test_it_needs_a_ticket_and_a_reason(officer, ticket, reference, reason, error):
    with pytest.raises(error):
        await ask(reference or ticket.reference, reason=reason, by=officer, now=clock.now())
    assert await BreakGlass.count() == 0


async def test_a_colleague_of_who_was_let_in_sees_nothing(officer, admin, ticket):
    await let_in(ticket, officer, admin)
    assert await counts(admin) == [0, 0, 0]
    async with access.seen_by(officer):
        row = await access.ticket_behind_glass(ticket.reference)
        values = {face.name: face for face in await faces([row.id, row.requester])}
    for name, purpose in (("phone 1", "contact"), ("password 1", "break-glass")):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(officer.actor):
                await Disclosure.raw(
                    "SELECT disclose_value({}, {}, {}, '', {}, NULL, now(), now() + '1 h')",
                    new_id(), values[name].id, row.id, purpose,
                )  # fmt: skip
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting(officer.actor):
            await SealedValue.update({SealedValue.ciphertext: None, SealedValue.destroyed_at: clock.now()}).where(
                SealedValue.owner == row.id
            )
    async with access.seen_by(officer):
        assert await shown_to(officer.id, about=row.id, now=clock.now()) == {}


async def test_the_requester_reads_all_of_it_and_so_does_the_audit_trail(browser, agent, officer, admin, ticket):
    await let_in(ticket, officer, admin)
    await open_value(ticket.reference, "phone 1", by=officer, now=clock.now())
    page = re.sub(r"<[^>]+>", "", (await browser.get(f"/t/{ticket.token}")).text)
    table = (await browser.get(f"/t/{ticket.token}/ledger.csv")).text

    assert "Privacy officer read the request with a second person’s consent" in page
    assert "Privacy officer saw: Phone 1" in page
    assert "The court asked &lt;today&gt;" in page
    assert table.count("Privacy officer") == 2
    assert "Lina" not in page + table
    acts = await AuditEntry.select(AuditEntry.act).order_by(AuditEntry.id).output(as_list=True)
    assert acts[-3:] == ["glass.asked", "glass.approved", "glass.disclosed"]


async def test_the_pages(browser, other_browser, officer, admin, ticket):
    for who, email in ((browser, "lina@desk.test"), (other_browser, "adam@desk.test")):
        await who.post("/desk/sign-in", data={"email": email, "password": PASSWORD})
    page = await browser.get("/privacy/break-glass")
    form = {"csrf": csrf(page)}
    wrong = await browser.post("/privacy/break-glass", data={**form, "reference": "SR-AAAA-AAAA", "reason": "<kept>"})
    assert wrong.status_code == 404
    assert "&lt;kept&gt;" in wrong.text
    await browser.post("/privacy/break-glass", data={**form, "reference": ticket.reference.lower(), "reason": WHY})
    reading = f"/privacy/break-glass/{ticket.reference}"
    assert (await browser.get(reading)).status_code == 404

    page = await other_browser.get("/privacy/break-glass")
    action = re.search(r'action="(/privacy/break-glass/[\w-]+/decision)"', page.text)[1]
    assert (await browser.post(action, data={**form, "decision": "approved"})).status_code == 403
    await other_browser.post(action, data={"csrf": csrf(page), "decision": "approved"})
    page = await browser.get(reading)
    assert page.status_code == 200
    assert [word for word in ("7946", "Sesame", "tessa@", "visitor.test") if word in page.text] == []
    page = await browser.post(f"{reading}/disclosures", data={**form, "placeholder": "phone 1"})
    assert "+44 20 7946 0958" in page.text
    assert (await other_browser.get(reading)).status_code == 404
    action = re.search(r'action="(/privacy/break-glass/[\w-]+/ending)"', page.text)[1]
    await browser.post(action, data=form)
    assert (await browser.get(reading)).status_code == 404


def csrf(page):
    return re.search(r'name="csrf" value="(\w+)"', page.text)[1]
