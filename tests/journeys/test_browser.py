"""The main flow in Chromium without a mouse, in both languages, on desktop and phone, with screenshots in test-artifacts/."""

from dataclasses import replace

import msgspec
import pytest
from playwright.async_api import expect

from helpdesk import clock, wiring
from helpdesk.app import create_app
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.settings import Settings
from notifications import worker
from surveys.tables import Answer, Ballot
from tests.browser import CHROMIUM, Visitor, a_port, chromium, keep, served
from tests.builders import PASSWORD, a_member, a_ticket
from tests.keyboard import NO_POINTER, operate, type_into
from tests.mailbox import Mailbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

WORDS = {
    "en": {
        "subject": "Mail bounces since Monday", "text": "My phone is +44 20 7946 0958, error PAY-402 on visitor.test/pay.",
        "hidden": "1 detail will be hidden.", "phone": "+44 20 7946 0958", "survey": "How did we do?", "thanks": "Thank you",
    },
    "ar": {
        "subject": "البريد يرجع منذ الاثنين", "text": "رقمي ٠١٠٠ ٥٥٥ ٠١٩٩ والخطأ PAY-402 في visitor.test/pay.",
        "hidden": "سيُحجب بيان واحد.", "phone": "٠١٠٠ ٥٥٥ ٠١٩٩", "survey": "كيف كانت خدمتنا؟", "thanks": "شكرًا لك",
    },
}  # fmt: skip


async def send_mail(settings: Settings, mailbox: Mailbox) -> None:
    office = wiring.office(settings, smtp_url=mailbox.url)
    while await worker.run_once(office):
        pass
    await office.transport.close()


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_main_flow_by_keyboard_alone(schema, mailbox, language):
    policy.use(msgspec.structs.replace(policy.in_use(), survey_delay_minutes=0))
    await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    words, listening = WORDS[language], a_port()
    settings = replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    async with served(create_app(settings), listening) as base, chromium() as browser:
        visitor = await Visitor.at(browser, language, viewport={"width": 390, "height": 844})
        agent = await Visitor.at(browser, language, viewport={"width": 1440, "height": 1000})
        for who in (visitor, agent):
            await who.context.add_init_script(NO_POINTER)

        # the portal, with the live preview
        page = visitor.page
        await page.goto(base)
        assert await visitor.faults() == []
        await operate(page, page.get_by_role("link").filter(has=page.locator("b")).first)
        await page.wait_for_url("**/new/technical")
        await page.wait_for_load_state()
        await type_into(page, "#f-domain", "visitor.test")
        await type_into(page, "#f-subject", words["subject"])
        await type_into(page, "#f-body", words["text"])
        await type_into(page, "#f-email", "tessa@customer.test")
        await page.get_by_text(words["hidden"]).wait_for()
        await keep(visitor, f"x03.{language}")
        await operate(page, page.locator("button[value=check]"))
        await expect(page.locator("#errors")).to_be_focused()  # the terms were not accepted: said, focused, text kept
        await expect(page.locator("#f-body")).to_have_value(words["text"])
        assert await visitor.faults() == []
        await visitor.shoot(f"portal.error.{language}")
        await operate(page, page.locator("#f-accept_terms"), "Space")
        await operate(page, page.locator("button[value=check]"))
        await page.locator("button[value=send]").wait_for()
        assert await visitor.faults() == []
        await visitor.shoot(f"portal.review.{language}")
        await operate(page, page.locator("button[value=send]"))
        reference = await page.inner_text("#reference")
        link = await page.get_attribute("#ticket-link", "href")
        assert await visitor.faults() == []

        # the desk: take, open one detail, hide it again, reply, close
        desk = agent.page
        await desk.goto(f"{base}/desk/sign-in")
        await type_into(desk, "#f-email", "sara@desk.test")
        await type_into(desk, "#f-password", PASSWORD)
        await desk.keyboard.press("Enter")
        await desk.wait_for_url("**/desk/tickets")
        assert await agent.faults() == []
        await agent.shoot(f"queue.{language}")
        await operate(desk, desk.locator("[data-open]", has_text=reference))
        await desk.wait_for_url(f"**/{reference}")
        source = await agent.source()
        assert "20 7946" not in source
        assert words["phone"] not in source
        assert "tessa@customer.test" not in source
        await desk.wait_for_load_state()
        await desk.keyboard.press("a")
        await desk.get_by_text("tessa@customer.test").wait_for()
        await desk.wait_for_load_state()
        await desk.keyboard.press(".")
        await desk.keyboard.press("Enter")
        await desk.locator(".reveal:popover-open").wait_for()
        assert await agent.faults() == []
        await agent.shoot(f"reveal.{language}")
        await operate(desk, desk.locator(".reveal:popover-open button[type=submit]"))
        await desk.get_by_text(words["phone"]).wait_for()
        assert await agent.faults() == []
        await agent.shoot(f"ticket.{language}")
        await desk.wait_for_load_state()
        await desk.keyboard.press("h")
        await desk.locator("button.seal").first.wait_for()
        assert words["phone"] not in await agent.source()
        await desk.keyboard.press("n")
        await expect(desk.locator("#f-body")).to_be_focused()
        await desk.keyboard.type("SPF")
        await desk.keyboard.press("Control+Enter")
        await desk.locator(".note").wait_for()
        await desk.wait_for_load_state()
        await desk.keyboard.press("r")
        await expect(desk.locator("#f-body")).to_be_focused()
        await desk.keyboard.type("OK")
        await desk.keyboard.press("Control+Enter")
        await desk.locator(".msg--out").wait_for()
        await desk.wait_for_load_state()
        await operate(desk, desk.locator(".head details.menu summary"))
        await operate(desk, desk.locator(".head .menu-body button[type=submit]"))
        await desk.locator("form[action$=reopening]").wait_for()
        assert await agent.faults() == []

        # the requester reads who saw what, then answers the survey
        await page.goto(link)
        assert await page.locator("#ledger .ledger > li").count() == 3
        assert await page.locator(".note").count() == 0
        assert await visitor.faults() == []
        await visitor.shoot(f"request.{language}")
        await send_mail(settings, mailbox)
        assert mailbox.subjects().count(words["survey"]) == 1
        await page.goto(mailbox.found(r"http://\S+\?rating=4")[0])
        assert await page.is_checked("input[value='4']")
        assert (await Answer.count(), await Ballot.count()) == (0, 0)
        assert await visitor.faults() == []
        await visitor.shoot(f"survey.{language}")
        await operate(page, page.locator("main button[type=submit]"))
        await page.get_by_role("heading", name=words["thanks"]).wait_for()
        assert await Ballot.count() == 1
        assert visitor.complaints + agent.complaints == []


async def test_pages_fit_a_small_phone_without_script(schema):
    ticket = await a_ticket(now=clock.now())
    listening = a_port()
    settings = replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    async with served(create_app(settings), listening) as base, chromium() as browser:
        for language in ("en", "ar"):
            who = await Visitor.at(browser, language, java_script_enabled=False, viewport={"width": 320, "height": 640})
            for path in ("/", "/new/technical", "/terms", f"/t/{ticket.token}", "/desk/sign-in"):
                await who.page.goto(base + path)
                box = await who.page.locator("main").bounding_box()
                assert box is not None
                assert box["x"] + box["width"] <= 320, path
            await who.page.goto(f"{base}/new/contact")
            await who.page.fill("#f-email", "tessa@customer.test")
            await who.page.fill("#f-subject", "x")
            await who.page.fill("#f-body", "+44 20 7946 0958")
            await who.page.check("#f-accept_terms")
            await who.page.locator("button[value=check]").first.click()
            await who.page.get_by_text(WORDS[language]["hidden"]).wait_for()
            await who.page.locator("button[value=send]").click()
            await who.page.locator("#reference").wait_for()
