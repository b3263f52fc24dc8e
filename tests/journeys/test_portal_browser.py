"""A requester's journeys in a real browser, in both languages: sign in by mail, read, close, reopen, ask anew, own data."""

from dataclasses import replace

import pytest
from playwright.async_api import expect

from helpdesk import clock, wiring
from helpdesk.app import create_app
from helpdesk.settings import Settings
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.write import Entry, post_reply
from notifications.worker import run_once
from tests.authorisation.world import requester_session
from tests.browser import CHROMIUM, Visitor, a_port, chromium, served
from tests.builders import an_assigned_ticket, an_office
from tests.mailbox import Mailbox

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
PHONE, DESKTOP = {"width": 320, "height": 700}, {"width": 1280, "height": 900}
LONG = "https://panel.walkshop.example/settingsofthewholesite/general.php"  # wider than a small phone
TEXTS = {
    "en": {
        "subject": "Mail bounces since Monday",
        "body": "My phone is +44 20 7946 0958, the page shows PAY-402.",
        "hidden": "1 detail will be hidden.",
        "more": "It happens again today.",
    },
    "ar": {
        "subject": "البريد يرجع منذ الاثنين",
        "body": "رقمي ‎+20 100 555 0199 والصفحة تعرض PAY-402.",
        "hidden": "سيُحجب بيان واحد.",
        "both": "سيُحجب بيانان.",
        "more": "حدث ذلك اليوم من جديد.",
    },
}

SELECTED = """words => { const box = document.querySelector("#f-body"), at = box.value.indexOf(words);
               box.focus(); box.setSelectionRange(at, at + words.length); }"""


async def send_mail(settings: Settings, mailbox: Mailbox) -> None:
    office = replace(
        an_office(mailbox.url, now=clock.now()), renderers=wiring.Renderers(settings.base_url).all(), now=clock.now
    )
    while await run_once(office):
        pass
    await office.transport.close()


def at_home(schema: Settings, listening) -> Settings:
    return replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_requester_signs_in_by_mail_reads_closes_and_reopens(schema, agent, mailbox, language):
    words = TEXTS[language]
    asked = {"locale": language, "subject": words["subject"], "body": words["body"]}
    ticket = await an_assigned_ticket(agent, now=clock.now(), **asked)
    await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=clock.now())
    await post_reply(ticket.reference, Entry(words["more"]), agent=agent, now=clock.now())
    listening = a_port()
    settings = at_home(schema, listening)
    async with served(create_app(settings), listening) as base, chromium() as browser:
        who = await Visitor.at(browser, language, viewport=DESKTOP)
        page = who.page
        await page.goto(f"{base}/me/requests/{ticket.reference}")
        assert page.url.startswith(f"{base}/me/sign-in?next=")
        assert await who.faults() == []
        await page.fill("#f-email", "tessa@customer.test")
        await page.locator("button.btn--primary").click()
        await page.get_by_text("tessa@customer.test").wait_for()
        assert await who.faults() == []
        await who.shoot(f"me.link-asked.{language}")
        await send_mail(settings, mailbox)
        await page.goto(mailbox.found(r"http://\S+/me/sign-in/\S+")[0])
        assert await who.faults_in_both() == []
        await page.locator("button.btn--primary").click()
        await page.wait_for_url(f"**/me/requests/{ticket.reference}")  # where they wanted to go
        assert await who.faults() == []
        await who.shoot(f"p09.request.{language}")

        assert "7946 0958" not in await who.source()
        await page.locator("form[action$='/own-words'] button").click()
        await page.locator(".seal--open").first.wait_for()
        assert await who.faults() == []
        await who.shoot(f"me.own-words.{language}")

        await page.goto(f"{base}/me/requests/{ticket.reference}")
        await page.locator("details.sheet > summary").click()
        await page.locator("form[action$='/closure'] button").click()
        await page.locator("form[action$='/reopening']").wait_for()
        assert await who.faults() == []
        await who.shoot(f"me.closed.{language}")
        await page.fill("#f-body", words["more"])
        await page.locator("form[action$='/reopening'] button").click()
        await page.locator("form[action$='/replies']").wait_for()
        await expect(page.get_by_text(words["more"])).to_have_count(2)  # ours, and now theirs

        # another address: its own mailbox confirms it
        await page.goto(f"{base}/me/data")
        await page.locator("details:has(form[action='/me/data/address']) > summary").click()
        await page.fill("#f-email", "tessa@elsewhere.test")
        await page.locator("form[action='/me/data/address'] button").click()
        await page.locator("[role=status]").first.wait_for()
        assert await who.faults() == []
        await who.shoot(f"me.data.{language}")
        await send_mail(settings, mailbox)
        await page.goto(mailbox.found(r"http://\S+/me/address/\S+")[0])
        assert await who.faults_in_both() == []
        await who.shoot(f"me.address.{language}")
        await page.locator("form[action^='/me/address/'] button").click()
        await page.locator("main .sheet a[href='/me']").wait_for()
        assert await who.faults() == []
        assert who.complaints == []


@pytest.mark.parametrize(("language", "script"), [("en", False), ("ar", True)])
async def test_a_new_request_on_a_phone(schema, language, script):
    words = TEXTS[language]
    listening = a_port()
    settings = at_home(schema, listening)
    async with served(create_app(settings), listening) as base, chromium() as browser:
        who = await Visitor.at(browser, language, viewport=PHONE, java_script_enabled=script)
        page, named = who.page, f"{language}{'' if script else '.no-script'}"
        await page.goto(f"{base}/new/technical")
        await page.fill("#f-domain", "visitor.test")
        await page.fill("#f-subject", words["subject"])
        await page.fill("#f-email", "tessa@customer.test")
        await page.fill("#f-body", f"{words['body']} {LONG}")
        if script:
            await page.get_by_text(words["hidden"]).wait_for()
            await page.evaluate(SELECTED, "PAY-402")
            await page.locator("[data-hide-selected]").click()
            await expect(page.locator("#f-hide")).to_have_value("PAY-402")
            await page.get_by_text(words["both"]).wait_for()  # the preview hides it as well
            assert "PAY-402" not in await page.inner_text("#preview .paper")
            await page.fill("#f-hide", "")
            await page.get_by_text(words["hidden"]).wait_for()
        else:
            await expect(page.locator("[data-hide-selected]")).to_be_hidden()  # it could do nothing
        await page.check("[name=diagnostics]")
        await page.check("#f-accept_terms")
        await who.shoot(f"p02.form.{named}")
        await page.locator("button[value=check]").click()
        await page.locator("button[value=send]").wait_for()
        await page.get_by_text(words["hidden"]).wait_for()
        box = await page.locator("main").bounding_box()
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= 320
        assert await page.evaluate("document.documentElement.scrollWidth") == 320
        await expect(page.get_by_text("Chrome")).to_have_count(1)  # the diagnostics, before they go
        await page.wait_for_load_state()
        assert ("UTC+" in await page.inner_text("main")) == script  # a clock is told by script alone
        if script:
            assert await who.faults() == []
        await who.shoot(f"p03.review.{named}")
        await page.locator("button[value=send]").click()
        await page.locator("#reference").wait_for()
        await who.shoot(f"p07.sent.{named}")
        assert words["subject"] not in await who.source()
        assert who.complaints == []


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_requester_s_pages_on_a_phone_without_script(schema, agent, language):
    words = TEXTS[language]
    ticket = await an_assigned_ticket(agent, now=clock.now(), locale=language, subject=words["subject"])
    session = await requester_session(ticket.token, now=clock.now())
    listening = a_port()
    async with served(create_app(at_home(schema, listening)), listening) as base, chromium() as browser:
        who = await Visitor.at(browser, language, viewport=PHONE, java_script_enabled=False)
        await who.context.add_cookies([{"name": "me", "value": session, "url": base}])
        for place in (
            "/me",
            "/me/data",
            f"/me/requests/{ticket.reference}",
            "/me/sign-in?again=1",
            "/cookies",
            "/contact",
        ):
            await who.page.goto(base + place)
            wide = await who.page.evaluate("document.documentElement.scrollWidth")
            assert (place, wide <= 320) == (place, True)
            await who.shoot(
                f"me{place.partition('?')[0].replace('/', '.').replace(ticket.reference, 'REF')}.phone.{language}"
            )
        await who.page.goto(f"{base}/me/requests/{ticket.reference}")
        await who.page.fill("#f-body", words["more"])
        await who.page.locator("form[action$='/replies'] button").click()
        await who.page.get_by_text(words["more"]).wait_for()
        await who.page.goto(f"{base}/me/data")
        await who.page.locator("form[action='/me/sign-out-everywhere'] button").click()
        await expect(who.page).to_have_url(f"{base}/me/sign-in")
