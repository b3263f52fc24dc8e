"""Notices in the browser: composed, looked at, sent and stopped by managers and officers, read by everybody."""

import re
from dataclasses import replace

import httpx
import pytest

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.notices.compose import Draft, compose_notice
from helpdesk.notices.queries import all_notices
from helpdesk.notices.send import promise_batch, send_notice
from helpdesk.people.tables import Role
from tests.browser import CHROMIUM, Visitor, a_port, chromium, expect, served
from tests.builders import PASSWORD, a_member, a_ticket, send_all
from tests.mailbox import Mailbox

FORM = {
    "kind": "maintenance",
    "title_en": "Servers restart on Sunday",
    "text_en": "Sites on shared hosting restart one after another.\n\nEach is away for two minutes.",
    "title_ar": "إعادة تشغيل الخوادم يوم الأحد",
    "text_ar": "تُعاد تشغيل مواقع الاستضافة المشتركة واحدًا بعد آخر.\n\nيغيب كل موقع دقيقتين.",
    "begins": "2026-03-08T02:00",
    "ends": "2126-03-08T04:00",
    "aim": "everyone",
    "category": "",
    "domain": "",
}


async def signed_in(browser: httpx.AsyncClient, role: Role) -> httpx.AsyncClient:
    await a_member("mona@desk.test", name="Mona Aziz", role=role, password=True)
    await browser.post("/desk/sign-in", data={"email": "mona@desk.test", "password": PASSWORD})
    return browser


async def token(browser: httpx.AsyncClient) -> dict[str, str]:
    page = await browser.get("/notices/manage")
    return {"csrf": re.search(r'name="csrf" value="([^"]+)"', page.text)[1]}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER])
async def test_a_notice_is_composed_previewed_sent_and_stopped(browser, other_browser, role):
    await a_ticket(email="tessa@customer.test")
    mona = await signed_in(browser, role)
    csrf = await token(mona)
    draft = await mona.post("/notices/manage", data={**FORM, **csrf})
    assert "1 person" in draft.text
    assert "tessa" not in draft.text
    assert "Servers restart" not in (await other_browser.get("/notices")).text
    place = draft.url.path
    changed = await mona.post(place, data={**FORM, **csrf, "title_en": "Servers restart at night"})
    assert changed.url.path == place

    sending = await mona.post(f"{place}/sending", data=csrf)
    assert "Being sent" in sending.text
    await promise_batch(now=clock.now())
    stopped = await mona.post(f"{place}/stop", data=csrf)
    assert "Stopped" in stopped.text
    assert (await mona.post(f"{place}/stop", data=csrf)).status_code == 404
    public = await other_browser.get("/notices")
    assert "Servers restart at night" in public.text
    assert "Each is away for two minutes." in public.text
    arabic = await other_browser.get("/notices?lang=ar")
    assert "إعادة تشغيل الخوادم يوم الأحد" in arabic.text
    assert "Servers restart" not in arabic.text


async def test_private_details_are_named_by_kind_and_nothing_typed_is_lost(browser):
    mona = await signed_in(browser, Role.MANAGER)
    wrong = {**FORM, **await token(mona), "text_en": "Ring <b>us</b> at +44 20 7946 0958"}
    page = await mona.post("/notices/manage", data=wrong)

    assert page.status_code == 422
    assert re.search(
        r"Text in English: Everybody reads a notice, and this holds private details \([^)]*[Pp]hone", page.text
    )
    assert "Ring &lt;b&gt;us&lt;/b&gt; at +44 20 7946 0958" in page.text
    assert "إعادة تشغيل" in page.text
    assert 'value="2026-03-08T02:00"' in page.text


async def test_forms_need_the_session_s_token_and_the_role(browser, other_browser):
    mona = await signed_in(browser, Role.MANAGER)
    assert (await mona.post("/notices/manage", data=FORM)).status_code == 403
    await a_member("ada@desk.test", name="Ada", role=Role.ADMIN, password=True)
    await other_browser.post("/desk/sign-in", data={"email": "ada@desk.test", "password": PASSWORD})
    assert (await other_browser.get("/notices/manage")).status_code == 403


async def test_every_portal_page_leads_to_the_notices_and_past_ones_stand_apart(browser, manager):
    for title, ends in (("Over", "2026-03-08T03:00"), ("Running", "2126-03-08T03:00")):
        kept = {name: FORM[name] for name in ("kind", "text_en", "title_ar", "text_ar", "begins")}
        draft = Draft(**kept, title_en=title, ends=ends)
        await send_notice(await compose_notice(draft, by=manager, now=clock.now()), by=manager, now=clock.now())
    assert 'href="/notices"' in (await browser.get("/")).text
    page = (await browser.get("/notices")).text
    assert page.index("Running") < page.index("Earlier") < page.index("Over")


async def the_progress_is_followed(who: Visitor, base: str, mailbox: Mailbox) -> None:
    """The page asks by itself how far it is, every two seconds of its own clock, until all is sent."""
    page, asked = who.page, []
    page.on("request", lambda request: asked.append(request.url))
    stop, tallies = page.locator("form[action$=stop] button"), page.locator(".tallies dd")
    await stop.focus()
    assert await tallies.all_inner_texts() == ["0", "0", "0", "0"]
    await promise_batch(now=clock.now())
    await page.clock.run_for(2000)
    await expect(tallies.nth(1)).to_have_text("1")
    await expect(stop).to_be_focused()
    assert await who.faults() == []
    await send_all(mailbox.url, now=clock.now())
    await page.clock.run_for(2000)
    await expect(stop).to_have_count(0)
    assert await tallies.all_inner_texts() == ["1", "0", "0", "0"]
    assert await page.locator("h1").inner_text() in ("Sent", "أُرسل")
    await page.evaluate("fetch('/healthz')")  # behind it there is no question that was still on its way
    asked.clear()
    await page.clock.run_for(60_000)
    await page.evaluate("fetch('/healthz')")
    assert asked == [f"{base}/healthz"]


@pytest.mark.browser
@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine")
@pytest.mark.filterwarnings("ignore::ResourceWarning")
async def test_the_pages_have_no_faults_in_both_languages(schema, mailbox):
    member = await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    await a_ticket(now=clock.now())
    listening = a_port()
    settings = replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    async with served(create_app(settings), listening) as base, chromium() as browser:
        for language, scheme, width in (("en", "light", 1200), ("ar", "dark", 390)):
            who = await Visitor.at(browser, language, color_scheme=scheme, viewport={"width": width, "height": 900})
            await who.page.clock.install()
            await who.page.goto(f"{base}/desk/sign-in")
            await who.page.fill("#f-email", "mona@desk.test")
            await who.page.fill("#f-password", PASSWORD)
            await who.page.click("main button[type=submit]")
            await who.page.wait_for_url(lambda address: "sign-in" not in address)
            await who.page.goto(f"{base}/notices/manage")
            assert await who.faults() == []
            await who.page.check(f"input[value={FORM['kind']}]")
            for name in ("title_en", "text_en", "title_ar", "text_ar", "begins", "ends"):
                await who.page.fill(f"#f-{name}", FORM[name])
            await who.shoot(f"notices.form.{language}")
            await who.page.locator("main form button[type=submit]").click()
            await who.page.locator("#reach").wait_for()
            assert await who.faults() == []
            await who.shoot(f"notices.draft.{language}")
            await who.page.locator("form[action$=sending] button").click()
            await who.page.locator("form[action$=stop]").wait_for()
            await the_progress_is_followed(who, base, mailbox)
            await who.shoot(f"notices.sent.{language}")
            await who.page.goto(f"{base}/notices")
            assert await who.faults() == []
            await who.shoot(f"notices.public.{language}")
            assert who.complaints == []
            await who.context.close()
    assert len(await all_notices("en", viewer=member)) == 2
