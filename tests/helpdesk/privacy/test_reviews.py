"""Officers look over openings one after another; nobody looks over their own; managers read what was flagged."""

import asyncio
import re

import asyncpg
import pytest

from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion
from helpdesk.ids import new_id
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.review import flagged, next_opening, review
from helpdesk.privacy.disclosure.tables import Disclosure, Review
from helpdesk.tickets import access
from helpdesk.tickets.reveal import reveal
from piccolo_conf import acting
from tests.builders import NOON, PASSWORD, a_member, after, an_assigned_ticket


@pytest.fixture
async def officer():
    return await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)


async def two_openings(agent):
    ticket = await an_assigned_ticket(agent)
    await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=NOON)
    await reveal(
        ticket.reference, "password 1", purpose="other", reason="to see <why>", agent=agent, now=after(minutes=1)
    )
    return ticket


async def opening_for(officer):
    async with access.seen_by(officer):
        return await next_opening(officer.id)


async def test_openings_come_one_after_another_oldest_first(agent, officer):
    await two_openings(agent)
    first = await opening_for(officer)
    assert (first.entry.name, first.entry.staff, first.left) == ("phone 1", agent.id, 2)
    await review(first.entry.id, "approved", note="", by=officer.actor, now=NOON)
    second = await opening_for(officer)
    assert (second.entry.name, second.entry.reason, second.left) == ("password 1", "to see <why>", 1)
    await review(second.entry.id, "flagged", note="no ground for it", by=officer.actor, now=NOON)

    assert await opening_for(officer) is None
    async with access.seen_by(officer):
        assert [(one.entry.name, one.note) for one in await flagged()] == [("password 1", "no ground for it")]
    acts = await AuditEntry.select(AuditEntry.act).order_by(AuditEntry.id).output(as_list=True)
    assert acts[-2:] == ["disclosure.approved", "disclosure.flagged"]


async def test_one_opening_is_looked_over_once(agent, officer):
    await two_openings(agent)
    other = await a_member("nora@desk.test", name="Nora", role=Role.OFFICER)
    opening = (await opening_for(officer)).entry.id
    results = await asyncio.gather(
        *(review(opening, "approved", note="", by=who.actor, now=NOON) for who in (officer, other)),
        return_exceptions=True,
    )
    assert sorted(type(result).__name__ for result in results) == ["DecidedAlready", "NoneType"]
    with pytest.raises(DecidedAlready):
        await review(opening, "flagged", note="x", by=officer.actor, now=NOON)


@pytest.mark.parametrize(("verdict", "note"), [("fine", ""), ("flagged", " "), ("flagged", "x" * 501)])
async def test_a_verdict_is_one_of_two_and_a_flag_says_why(agent, officer, verdict, note):
    await two_openings(agent)
    with pytest.raises(Invalid):
        await review((await opening_for(officer)).entry.id, verdict, note=note, by=officer.actor, now=NOON)
    assert await Review.count() == 0


async def test_nobody_looks_over_their_own_and_no_agent_or_manager_any(agent, manager, officer):
    await two_openings(agent)
    opening = (await opening_for(officer)).entry.id
    await Disclosure.update({Disclosure.staff: officer.id}).where(Disclosure.id == opening)
    assert (await opening_for(officer)).entry.name == "password 1"
    with pytest.raises(OwnQuestion):
        await review(opening, "approved", note="", by=officer.actor, now=NOON)
    with pytest.raises(NotFound):
        await review(new_id(), "approved", note="", by=officer.actor, now=NOON)
    with pytest.raises(NotFound):
        await review(opening, "approved", note="", by=manager.actor, now=NOON)
    for by in (officer, agent, manager):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(by.actor):
                await Review.raw(
                    "INSERT INTO disclosure_review (id, disclosure, reviewer, verdict, at)"
                    " VALUES ({}, {}, {}, 'approved', now())",
                    new_id(), opening, by.id,
                )  # fmt: skip


async def test_managers_read_what_was_flagged_and_nothing_else(agent, manager, officer):
    await two_openings(agent)
    first = (await opening_for(officer)).entry.id
    await review(first, "approved", note="", by=officer.actor, now=NOON)
    async with access.seen_by(manager):
        assert await flagged() == []
        assert await Disclosure.count() == 0
    second = (await opening_for(officer)).entry.id
    await review(second, "flagged", note="look", by=officer.actor, now=NOON)
    async with access.seen_by(manager):
        assert [(one.entry.id, one.entry.reason, one.note) for one in await flagged()] == [
            (second, "to see <why>", "look")
        ]
        assert await Disclosure.count() == 1


async def test_the_pages(browser, other_browser, agent, manager, officer):
    ticket = await two_openings(agent)
    await browser.post("/desk/sign-in", data={"email": "lina@desk.test", "password": PASSWORD})
    page = await browser.get("/privacy/disclosures")
    assert ticket.reference in page.text
    assert "Sara Haddad" in page.text
    assert "2 openings are left." in re.sub(r"<[^>]+>", "", page.text)
    form = {"csrf": re.search(r'name="csrf" value="(\w+)"', page.text)[1]}
    action = re.search(r'action="(/privacy/disclosures/[\w-]+)"', page.text)[1]
    wrong = await browser.post(action, data={**form, "verdict": "flagged", "note": " "})
    assert wrong.status_code == 422
    assert "Please fill this in." in wrong.text
    page = await browser.post(action, data={**form, "verdict": "approved", "note": ""})
    assert "to see &lt;why&gt;" in page.text
    action = re.search(r'action="(/privacy/disclosures/[\w-]+)"', page.text)[1]
    page = await browser.post(action, data={**form, "verdict": "flagged", "note": "<b>no</b>"})
    assert "Everything is looked over." in page.text
    page = await browser.get("/privacy/disclosures/flagged")
    assert "&lt;b&gt;no&lt;/b&gt;" in page.text
    assert [word for word in ("7946", "Sesame") if word in page.text] == []

    await a_member("adam@desk.test", name="Adam", role=Role.ADMIN, password=True)
    await other_browser.post("/desk/sign-in", data={"email": "adam@desk.test", "password": PASSWORD})
    for path in ("/privacy/disclosures", "/privacy/disclosures/flagged", "/privacy/approvals"):
        assert (await other_browser.get(path)).status_code == 403
