"""Openings that were refused: a row each, for officers only, without a value; and the same answer whoever asks."""

import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import HelpdeskError, Invalid, NotAssigned, NotForYourRole, NotFound, TicketNotFound, TicketTaken
from helpdesk.people.tables import Role
from helpdesk.tickets import doors
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.desk_tables import Refusal
from helpdesk.tickets.refusals import newest_refusals
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Reason
from piccolo_conf import Actor, acting
from tests.builders import NOON, a_member, a_ticket, an_assigned_ticket
from tests.helpdesk.tickets.test_search import policy_where
from tests.helpdesk.web.test_pages import csrf_of, signed_in


async def refused(reference: str, name: str, error: type[HelpdeskError], *, by, purpose: str = "contact") -> None:
    with pytest.raises(error):
        await reveal(reference, name, purpose=purpose, agent=by, now=NOON)


async def test_each_refusal_is_a_row_and_an_entry_and_other_mistakes_are_none(agent, colleague, manager):
    policy_where("technical", "team")
    mine, free = await an_assigned_ticket(agent), await a_ticket(email="b@customer.test")
    row = await doors.ticket_of_link(mine.token)
    await refused(mine.reference, "phone 1", NotForYourRole, by=manager)
    await refused(mine.reference, "phone 1", TicketNotFound, by=colleague)
    await refused("SR-AAAA-AAAA", "phone 1", TicketNotFound, by=colleague)
    await refused(free.reference, "⟦phone 1⟧", NotAssigned, by=agent)
    await refused(mine.reference, "phone 1", Invalid, by=agent, purpose="nothing")
    await refused(mine.reference, "phone 9", NotFound, by=agent)
    await reveal(mine.reference, "phone 1", purpose="contact", agent=agent, now=NOON)

    async with acting(Actor("officer", id=manager.id)):
        rows = list(reversed(await newest_refusals(limit=10)))
    assert [(one.staff, one.role, one.kind, one.reason) for one in rows] == [
        (manager.id, "manager", "phone", "role"),
        (colleague.id, "agent", "phone", "not-theirs"),
        (colleague.id, "agent", "", "not-theirs"),
        (agent.id, "agent", "phone", "not-assigned"),
    ]
    assert [one.ticket for one in rows[:3]] == [row.id, row.id, None]
    assert await AuditEntry.count().where(AuditEntry.act == "disclosure.refused") == 4
    for actor in (agent.actor, manager.actor, Actor("admin", id=manager.id), doors.link_holder(mine.token)):
        async with acting(actor):
            assert await Refusal.count() == 0


async def test_a_colleague_s_and_a_closed_ticket_are_refused_and_written_down(agent):
    other = await a_member("second@desk.test", name="Second", role=Role.AGENT, team="support")
    ticket = await an_assigned_ticket(agent)
    await refused(ticket.reference, "phone 1", TicketTaken, by=other)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    await refused(ticket.reference, "phone 1", HelpdeskError, by=agent)

    rows = await Refusal.select(Refusal.reason).order_by(Refusal.id)
    assert [row["reason"] for row in rows] == ["not-assigned", "closed"]


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER, Role.ADMIN])
async def test_another_role_reads_that_this_is_not_theirs_whether_the_ticket_is_there_or_not(browser, role):
    ticket = await a_ticket(now=clock.now())
    await signed_in(browser, role=role)
    csrf = csrf_of(await browser.get("/desk/account"))
    answers = []
    for reference in (ticket.reference, "SR-AAAA-AAAA"):
        place = f"/desk/tickets/{reference}"
        sent = {"csrf": csrf, "placeholder": "phone 1", "purpose": "contact"}
        answers.append([await browser.get(place), await browser.post(f"{place}/disclosures", data=sent)])
    said = [[(page.status_code, "This is not for your role." in page.text) for page in pages] for pages in answers]
    assert said == [[(403, True), (403, True)]] * 2

    def without(page, reference: str) -> str:
        nonce = page.text.split('nonce="')[1].split('"')[0]
        return page.text.replace(reference, "").replace(nonce, "")

    assert without(answers[0][1], ticket.reference) == without(answers[1][1], "SR-AAAA-AAAA")
    assert await Refusal.count() == 2  # looking is no attempt


async def test_a_form_that_came_from_elsewhere_is_no_attempt(browser):
    ticket = await a_ticket(now=clock.now())
    await signed_in(browser, role=Role.MANAGER)
    sent = {"csrf": "x" * 64, "placeholder": "phone 1", "purpose": "contact"}
    assert (await browser.post(f"/desk/tickets/{ticket.reference}/disclosures", data=sent)).status_code == 403
    assert await Refusal.count() == 0


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_officers_read_both_lists_and_nobody_else_does(browser, other_browser, agent, language):
    ticket = await a_ticket(now=clock.now())
    await refused(ticket.reference, "phone 1", NotAssigned, by=agent)
    await signed_in(browser, "ola@desk.test", Role.OFFICER)
    page = await browser.get("/privacy/disclosures/attempts", params={"lang": language})
    said = {"en": "not assigned to them", "ar": "ليست في عهدته"}[language]

    assert [part in page.text for part in (ticket.reference, "Sara Haddad", said)] == [True] * 3
    await signed_in(other_browser, "mona@desk.test", Role.MANAGER)
    assert (await other_browser.get("/privacy/disclosures/attempts")).status_code == 403
