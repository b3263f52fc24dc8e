"""Search and merging in Chromium: both languages, desktop and 320 px, keyboard, nothing in an address."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.people.tables import Role
from tests.browser import CHROMIUM, Visitor, a_port, chromium, keep, served, sign_in
from tests.builders import a_member, a_ticket, an_assigned_ticket

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WORDS = {"en": ("Mail bounces", "bouncing"), "ar": ("البريد يرجع من الفاتورة", "فاتوره")}


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_search_and_merge_by_keyboard_on_desktop_and_phone(schema, language):
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    subject, question = WORDS[language]
    kept = await an_assigned_ticket(sara, now=clock.now(), subject=subject, locale=language)
    merged = await a_ticket(
        now=clock.now(), subject=subject, locale=language, email="rami@customer.test", fields={"domain": "rami.test"}
    )
    listening = a_port()
    base = f"http://127.0.0.1:{listening.getsockname()[1]}"
    async with served(create_app(replace(schema, base_url=base)), listening), chromium() as browser:
        desk = await Visitor.at(browser, language)
        await sign_in(desk, base, "sara@desk.test")
        await desk.page.fill("#f-search", question)
        await desk.page.press("#f-search", "Enter")
        await desk.page.wait_for_selector("[data-row]")
        assert desk.page.url == f"{base}/desk/search"
        await expect(desk.page.locator("[data-row]")).to_have_count(2)
        assert await desk.faults() == []
        await desk.shoot(f"search.{language}")

        # the exact value: for a purpose, in no address, and the value is not shown again
        await desk.page.goto(f"{base}/desk/search")
        await desk.page.click("a[href='/desk/search/exact']")
        await desk.page.fill("#f-value", "020 7946 0958")
        await desk.page.press("#f-value", "Enter")
        await desk.page.locator("#errors:focus").wait_for()
        await desk.page.select_option("#f-kind", "phone")
        await desk.page.select_option("#f-purpose", "verify")
        await desk.page.press("#f-value", "Enter")
        await desk.page.wait_for_selector("[data-row]")
        assert desk.page.url == f"{base}/desk/search/exact"
        await expect(desk.page.locator("[data-row]")).to_have_count(2)
        await expect(desk.page.locator("#f-value")).to_have_value("")
        assert await desk.faults() == []
        await desk.shoot(f"exact.{language}")
        await keep(desk, f"a16.{language}")

        await desk.page.goto(f"{base}/desk/tickets/{merged.reference}")
        await desk.page.click("details:has(#f-into) summary")
        await desk.page.fill("#f-into", kept.reference)
        await desk.page.press("#f-into", "Enter")
        await desk.page.wait_for_selector(f"#merged-{merged.reference}")
        assert await desk.faults() == []
        await desk.shoot(f"merged.{language}")

        phone = await Visitor.at(
            browser, language, viewport={"width": 320, "height": 700}, storage_state=await desk.context.storage_state(),
            color_scheme="dark",
        )  # fmt: skip
        await phone.page.goto(f"{base}/desk/tickets")
        await phone.page.click(".search-link")
        await phone.page.fill("#f-q", question)
        await phone.page.press("#f-q", "Enter")
        await phone.page.wait_for_selector("[data-row]")
        assert await phone.faults() == []
        await phone.shoot(f"search.phone.{language}")
        await phone.page.goto(f"{base}/desk/tickets/{kept.reference}")
        assert await phone.faults() == []
        nav = await phone.page.evaluate("(n => n.scrollWidth - n.clientWidth)(document.querySelector('.nav'))")
        assert nav <= 0  # every button of the bar is in sight
        await phone.shoot(f"merged.phone.{language}")
        await phone.page.goto(f"{base}/t/{merged.token}")
        assert await phone.faults() == []
        assert desk.complaints + phone.complaints == []
