"""Queues and properties in Chromium: both languages, with and without script, by mouse and keyboard, at 320 px."""

from dataclasses import replace

import pytest

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.people.tables import Role
from helpdesk.tickets import access
from helpdesk.tickets.tags import list_tag
from tests.browser import CHROMIUM, Visitor, a_port, chromium, served
from tests.builders import a_member, an_assigned_ticket
from tests.journeys.test_browser import sign_in

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_properties_are_changed_and_taken_back(schema, language):
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    await a_member("omar@desk.test", name="Omar Naji", role=Role.AGENT, team="billing")
    mona = await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER)
    for name in ("payout", "bank"):
        await list_tag(name, by=mona, now=clock.now())
    ticket = await an_assigned_ticket(sara, now=clock.now(), locale=language)
    listening = a_port()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with served(create_app(replace(schema, base_url=base)), listening), chromium() as browser:
        desk = await Visitor.at(browser, language, viewport={"width": 1440, "height": 1000})
        await sign_in(desk, base, "sara@desk.test")
        page = desk.page
        await page.goto(f"{base}/desk/tickets/{ticket.reference}")
        await page.click("[data-menu=priority] summary")
        assert await desk.faults() == []
        await desk.shoot(f"properties.{language}")
        await page.click("[data-menu=priority] button[value=urgent]")
        await page.wait_for_selector(".prio--urgent")
        await page.click("[data-menu=tags] summary")
        await page.click("[data-menu=tags] button")
        await page.wait_for_selector(".tag-off")
        assert await desk.faults() == []
        await desk.shoot(f"properties.undo.{language}")
        await page.click("[data-undo] button")
        await page.wait_for_selector(".tag-off", state="detached")
        await page.click("[data-menu=status] summary")
        assert await desk.faults() == []
        await desk.shoot(f"properties.wait.{language}")
        await page.click("[data-menu=status] button[value='3']")
        await page.wait_for_selector(".pill--wait")
        row = await access.ticket_of_link(ticket.token)
        assert (row.status, row.priority, row.tags) == ("pending", "urgent", [])
        assert desk.complaints == []
