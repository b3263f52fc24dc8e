"""Properties of a ticket by plain forms, in both languages, with what may be taken back."""

import re

import pytest

from helpdesk import clock
from helpdesk.people.tables import Role
from helpdesk.tickets import doors
from helpdesk.tickets.desk_tables import Seen
from helpdesk.tickets.tags import list_tag
from tests.builders import a_member, a_ticket, an_assigned_ticket
from tests.helpdesk.web.test_pages import csrf_of, signed_in


async def sent(browser, ticket, part, **fields):
    page = await browser.get(f"/desk/tickets/{ticket.reference}")
    return await browser.post(f"/desk/tickets/{ticket.reference}/{part}", data={"csrf": csrf_of(page), **fields})


async def row_of(ticket):
    return await doors.ticket_of_link(ticket.token)


@pytest.mark.parametrize(
    ("language", "waits", "undo"), [("en", "Waiting until", "Undo"), ("ar", "في الانتظار حتى", "تراجع")]
)
async def test_each_property_has_a_form_and_can_be_taken_back(browser, language, waits, undo):
    sara = await signed_in(browser)
    mona = await a_member("mona@desk.test", name="Mona", role=Role.MANAGER)
    tag = await list_tag("payout", by=mona, now=clock.now())
    ticket = await an_assigned_ticket(sara, now=clock.now())
    await browser.get(f"/desk/tickets?lang={language}")
    for part, fields in (
        ("priority", {"priority": "urgent"}), ("tags", {"tag": str(tag)}), ("waiting", {"days": "7"}),
    ):  # fmt: skip
        page = await sent(browser, ticket, part, **fields)
        assert (page.status_code, str(page.url)) == (200, f"http://desk.test/desk/tickets/{ticket.reference}")
    row = await row_of(ticket)
    assert (row.priority, row.tags, row.status) == ("urgent", [tag], "pending")
    assert waits in page.text
    assert undo in page.text

    form = re.search(r'action="([^"]+)" data-undo', page.text)
    taken_back = await browser.post(form[1], data={"csrf": csrf_of(page), "next": f"/desk/tickets/{ticket.reference}"})
    assert str(taken_back.url) == f"http://desk.test/desk/tickets/{ticket.reference}"
    assert (await row_of(ticket)).status == "open"
    page = await sent(browser, ticket, "tags/removal", tag=str(tag))
    assert (await row_of(ticket)).tags == []


async def test_a_mistake_is_said_on_the_ticket(browser):
    await signed_in(browser)
    ticket = await a_ticket(now=clock.now())
    for part, fields, words in (
        ("priority", {"priority": "huge"}, "Choose one of the priorities."),
        ("team", {"team": "x"}, "Choose one of the teams."),
        ("tags", {"tag": "x"}, "Choose a tag from the list."),
        ("waiting", {"until": "2020-01-01"}, "Choose a day from tomorrow on"),
        ("waiting", {"days": "99999999999"}, "Choose a day from tomorrow on"),
        ("waking", {}, "This ticket is open already."),
    ):
        page = await sent(browser, ticket, part, **fields)
        assert (part, page.status_code in (409, 422), words in page.text) == (part, True, True)


async def test_looking_by_get_marks_nothing_as_seen_but_a_script_s_form_does(browser):
    sara = await signed_in(browser)
    ticket = await a_ticket(now=clock.now())
    page = await browser.get(f"/desk/tickets/{ticket.reference}")
    assert f'hx-post="/desk/tickets/{ticket.reference}/seen"' in page.text
    assert await Seen.count() == 0
    answer = await sent(browser, ticket, "seen")
    assert (answer.status_code, answer.content) == (204, b"")
    assert [row["staff"] for row in await Seen.select(Seen.staff)] == [sara.id]


async def test_going_back_after_undo_leads_nowhere_else(browser):
    await signed_in(browser)
    ticket = await a_ticket(now=clock.now())
    page = await sent(browser, ticket, "priority", priority="low")
    form = re.search(r'action="([^"]+)" data-undo', page.text)
    page = await browser.post(form[1], data={"csrf": csrf_of(page), "next": "//evil.test/x"})
    assert str(page.url) == "http://desk.test/desk/tickets"
