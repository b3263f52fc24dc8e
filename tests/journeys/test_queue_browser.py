"""Queues and properties in Chromium: both languages, with and without script, by mouse and keyboard, at 320 px."""

from dataclasses import replace
from datetime import timedelta

import pytest
from playwright.async_api import expect

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.people.tables import Role
from helpdesk.tickets import doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.choices import Choice, save_choice
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.queries import View
from helpdesk.tickets.tables import Priority
from helpdesk.tickets.tag import tag_ticket
from helpdesk.tickets.tags import list_tag, retire_tag
from tests.browser import CHROMIUM, Visitor, a_port, chromium, served, sign_in
from tests.builders import a_member, a_ticket, an_assigned_ticket

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SUBJECTS = {
    "en": [
        "Payout not received",
        "Cannot change my domain",
        "Refund question",
        "Mail bounces",
        "Move to another server",
    ],
    "ar": ["لم تصل الدفعة", "تعذّر تغيير النطاق", "سؤال عن الاسترداد", "البريد يرجع", "النقل إلى خادم آخر"],
}
# What can be operated and lies under the bar that takes back, be it in a corner, once it is scrolled into sight.
UNDER = """() => {
  const bar = document.querySelector("[data-undo]");
  const all = [...document.querySelectorAll("a, button, input, select, textarea, summary")];
  return all.filter(e => e.checkVisibility() && !bar.contains(e)).filter(e => {
    e.scrollIntoView({block: "nearest"});
    const box = e.getBoundingClientRect(), [left, right, above, below] = [box.left + 2, box.right - 2, box.top + 2, box.bottom - 2];
    const spots = [[left, above], [right, above], [left, below], [right, below], [(left + right) / 2, (above + below) / 2]];
    return spots.some(spot => bar.contains(document.elementFromPoint(...spot)));
  }).map(e => e.outerHTML.slice(0, 90));
}"""
SAVED = {"en": "Payouts", "ar": "المدفوعات"}


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_properties_are_changed_and_taken_back(schema, language, monkeypatch):
    monkeypatch.setattr("helpdesk.tickets.undo.TIME", timedelta(hours=1))  # however slowly one looks
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
        for size in ((360, 720), (1000, 700), (1440, 1000)):
            await desk.resize(*size)
            assert await page.evaluate(UNDER) == []
        await page.evaluate(
            "document.querySelector('[data-undo]').style.cssText = 'position: fixed; inset: 0; z-index: 99'"
        )
        assert len(await page.evaluate(UNDER)) > 20  # the probe sees
        await page.evaluate("document.querySelector('[data-undo]').style.cssText = ''")
        await page.click("[data-undo] button")
        await page.wait_for_selector(".tag-off", state="detached")
        await page.click("[data-menu=status] summary")
        assert await desk.faults() == []
        await desk.shoot(f"properties.wait.{language}")
        await page.click("[data-menu=status] button[value='3']")
        await page.wait_for_selector(".pill--wait")
        row = await doors.ticket_of_link(ticket.token)
        assert (row.status, row.priority, row.tags) == ("pending", "urgent", [])
        await page.fill("#f-body", "Soon.")
        await page.press("#f-body", "Control+Enter")
        await expect(page.locator("[data-undo]")).to_have_count(2)
        await page.wait_for_load_state()
        await page.keyboard.press("z")
        await expect(page.locator("#f-body")).to_have_value("Soon.")  # the latest of both is taken back
        assert desk.complaints == []


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_queue_is_filtered_saved_changed_in_bulk_and_taken_back(schema, language):
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    omar = await a_member("omar@desk.test", name="Omar Naji", role=Role.AGENT, team="billing")
    mona = await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER)
    tag = await list_tag("payout", by=mona, now=clock.now())
    now = clock.now()
    late = now - timedelta(days=6)
    for number, subject in enumerate(SUBJECTS[language]):
        at = late if number == 1 else now - timedelta(minutes=number)
        ticket = await a_ticket(now=at, subject=subject, locale=language, email=f"r{number}@customer.test")
        if number == 0:
            await prioritise_ticket(ticket.reference, Priority.URGENT, agent=sara, now=now)
            await tag_ticket(ticket.reference, tag, agent=sara, now=now)
        if number == 3:
            await assign_ticket(ticket.reference, to=omar.id, by=omar, now=now)
        if number == 4:
            await postpone_ticket(ticket.reference, until=(now + timedelta(days=5)).date(), agent=sara, now=now)
    listening = a_port()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with served(create_app(replace(schema, base_url=base)), listening), chromium() as browser:
        desk = await Visitor.at(browser, language, viewport={"width": 1440, "height": 1000})
        await sign_in(desk, base, "sara@desk.test")
        page = desk.page
        await page.goto(f"{base}/desk/tickets?view=all")
        assert await page.locator("[data-row]").count() == 5
        assert await desk.faults() == []
        await desk.shoot(f"queue.all.{language}")
        for box in await page.locator("[data-select]").all():
            await box.check()
        assert await desk.faults() == []
        await desk.shoot(f"queue.bulk.{language}")
        await page.select_option("#to-assign", "me")
        await page.click("button[name=verb][value=assign]")
        await page.wait_for_selector("#errors")
        await expect(page.locator("#errors li")).to_have_count(1)  # Omar has one of them
        assert await desk.faults() == []
        await desk.shoot(f"queue.partly.{language}")
        await page.click("[data-undo] button")
        await page.wait_for_selector("[data-undo]", state="detached")
        await page.goto(f"{base}/desk/tickets?view=unassigned")
        assert await page.locator("[data-row]").count() == 3

        await page.click(".filter-menu summary")
        await page.select_option("select[name=tag]", str(tag))
        assert await desk.faults() == []
        await desk.shoot(f"queue.filter.{language}")
        await page.click(".filters .btn--primary")
        await expect(page.locator("[data-row]")).to_have_count(1)
        await page.wait_for_load_state()
        await page.click(".filter-menu summary")
        await page.fill("#f-name", SAVED[language])
        await page.click("form[action='/desk/filters'] button")
        await page.wait_for_selector(".nav a[title]:has-text('" + SAVED[language] + "')[aria-current]")
        assert await desk.faults() == []
        await desk.shoot(f"queue.saved.{language}")
        await page.goto(f"{base}/desk/tickets?view=closed")
        assert await desk.faults() == []
        assert desk.complaints == []


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_queue_works_on_a_small_phone_in_the_dark_without_script(schema, language):
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    mona = await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER)
    tag = await list_tag("payout", by=mona, now=clock.now())
    tickets = [
        await a_ticket(now=clock.now(), subject=subject, locale=language, email=f"r{number}@customer.test")
        for number, subject in enumerate(SUBJECTS[language])
    ]
    await tag_ticket(tickets[0].reference, tag, agent=sara, now=clock.now())
    listening = a_port()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with served(create_app(replace(schema, base_url=base)), listening), chromium() as browser:
        size = {"width": 320, "height": 640}
        phone = await Visitor.at(browser, language, viewport=size, color_scheme="dark", java_script_enabled=False)
        page = phone.page
        await sign_in(phone, base, "sara@desk.test")
        await page.goto(f"{base}/desk/tickets")
        for reference in (tickets[0].reference, tickets[1].reference):
            await page.check(f"[data-select][value='{reference}']")
        await page.select_option("#to-priority", "urgent")
        await phone.shoot(f"queue.phone.{language}")
        await page.click("button[name=verb][value=priority]")
        await page.locator("[data-undo]").wait_for()
        assert [(await doors.ticket_of_link(one.token)).priority for one in tickets[:3]] == [
            "urgent",
            "urgent",
            "normal",
        ]
        await page.click("[data-undo] button")
        assert (await doors.ticket_of_link(tickets[0].token)).priority == "normal"

        await page.goto(f"{base}/desk/tickets/{tickets[0].reference}")
        await page.click("[data-menu=status] summary")
        await page.click("[data-menu=status] button[value='7']")
        await page.locator(".pill--wait").first.wait_for()
        await page.click("[data-undo] button")
        await page.locator(".pill--open").first.wait_for()
        scripted = await Visitor.at(
            browser, language, viewport=size, color_scheme="dark", storage_state=await phone.context.storage_state()
        )
        for path in ("?view=all", f"/{tickets[0].reference}"):
            await scripted.page.goto(f"{base}/desk/tickets{path}")
            if path.startswith("?"):
                await scripted.page.check("[data-select] >> nth=0")
                await scripted.page.click(".filter-menu summary")
            else:
                await scripted.page.click("[data-menu=status] summary")
            assert await scripted.faults() == []
            await scripted.shoot(f"{'queue.filter' if path.startswith('?') else 'properties'}.phone.{language}")


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_managers_pages_have_no_faults(schema, language):
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support")
    mona = await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    for name in ("payout", "bank"):
        tag = await list_tag(name, by=mona, now=clock.now())
    await retire_tag(tag, back=False, by=mona, now=clock.now())
    await save_choice(SAVED[language], Choice(View.ALL, locale="ar", priority="high"), by=mona, now=clock.now())
    await an_assigned_ticket(sara, now=clock.now() - timedelta(days=9))
    listening = a_port()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with served(create_app(replace(schema, base_url=base)), listening), chromium() as browser:
        desk = await Visitor.at(browser, language, viewport={"width": 1200, "height": 900})
        await sign_in(desk, base, "mona@desk.test")
        phone = await Visitor.at(
            browser, language, viewport={"width": 320, "height": 640}, color_scheme="dark",
            storage_state=await desk.context.storage_state(),
        )  # fmt: skip
        for place in ("tags", "filters", "service-times"):
            for who, size in ((desk, ""), (phone, ".phone")):
                await who.page.goto(f"{base}/manage/{place}")
                assert await who.faults() == [], place
                await who.shoot(f"manage.{place}{size}.{language}")
        assert desk.complaints + phone.complaints == []
