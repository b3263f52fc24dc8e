"""Coming in and managing the desk in Chromium, in both languages: codes, recovery, reset by mail, invite, deactivate."""

from dataclasses import replace
from datetime import timedelta

import pyotp
import pytest
from playwright.async_api import Page, expect

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.people.second_factor import STEP
from helpdesk.people.staff import StaffMember, add_token
from helpdesk.people.tables import Role, SecondFactor, StaffSession
from helpdesk.privacy.policy import policy
from helpdesk.settings import Settings
from helpdesk.tickets.write import Entry, post_reply
from tests.browser import CHROMIUM, Visitor, a_port, chromium, look, served
from tests.builders import PASSWORD, a_member, a_ticket, an_assigned_ticket
from tests.journeys.test_browser import send_mail
from tests.mailbox import Mailbox

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]

NEW = "four words of rain"
PHONE = {"width": 320, "height": 800}


async def enter(page: Page, base: str, email: str, password: str = PASSWORD) -> None:
    await page.goto(f"{base}/desk/sign-in")
    await page.fill("#f-email", email)
    await page.fill("#f-password", password)
    await page.click("main button.btn--primary")
    await page.wait_for_url(lambda address: not address.endswith("/desk/sign-in"))


async def give_code(page: Page, code: str) -> None:
    await page.fill("#f-code", code)
    await page.click("main button.btn--primary")


async def forget_last_code() -> None:
    """Let the next code be taken in the half minute of the last one, as if it were later."""
    await SecondFactor.update({SecondFactor.last_step: SecondFactor.last_step - 5}, force=True)


def mailed(mailbox: Mailbox, place: str) -> str:
    return mailbox.found(rf"http\S+{place}/\S+")[0]


async def looked_at(who: Visitor, name: str, language: str) -> None:
    """A page is whole: no fault in either colour scheme, not at phone width, with a picture for who looks."""
    await look(who, f"{name}.{language}", in_both=True)
    size = who.page.viewport_size
    await who.resize(**PHONE)
    assert (name, await who.page.evaluate("document.documentElement.scrollWidth > innerWidth")) == (name, False)
    await who.shoot(f"{name}.{language}.phone")
    await who.resize(**size)


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_coming_in_with_a_second_factor_and_without_the_phone_and_by_mail(schema, mailbox, language):
    policy.use(policy.read_policy())
    await a_member("otto@desk.test", name="Otto Bakr", role=Role.OFFICER, password=True)
    listening = a_port()
    settings: Settings = replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    async with served(create_app(settings), listening) as base, chromium() as browser:
        otto = await Visitor.at(browser, language, viewport={"width": 1200, "height": 900})
        page = otto.page

        await page.goto(f"{base}/desk/sign-in")
        await looked_at(otto, "staff.sign-in", language)
        await enter(page, base, "otto@desk.test")
        assert page.url.endswith("/desk/second-factor")
        await looked_at(otto, "staff.second-factor", language)
        app = pyotp.TOTP((await page.locator(".tok.breakable").inner_text()).replace(" ", ""))
        await give_code(page, "000000")
        await expect(page.locator("#errors")).to_be_focused()
        await looked_at(otto, "staff.second-factor.error", language)
        used = app.now()
        await give_code(page, used)
        await page.locator(".codes").wait_for()
        codes = await page.locator(".codes .tok").all_inner_texts()
        await looked_at(otto, "staff.recovery-codes", language)
        await page.click("main a.btn--primary")
        await page.wait_for_url("**/privacy")

        # in another browser: a code, then one that was used, then a recovery code
        other = await Visitor.at(browser, language, viewport={"width": 1200, "height": 900})
        await enter(other.page, base, "otto@desk.test")
        assert other.page.url.endswith("/desk/sign-in/code")
        await looked_at(other, "staff.code", language)
        await give_code(other.page, used)
        await other.page.locator("#errors").wait_for()
        await looked_at(other, "staff.code.error", language)
        await give_code(other.page, codes[0])
        await other.page.wait_for_url("**/privacy")
        await other.page.goto(f"{base}/desk/account")
        await looked_at(other, "staff.account.officer", language)

        # the password once more, after a while
        await StaffSession.update({StaffSession.proved_at: clock.now() - timedelta(minutes=11)}, force=True)
        await other.page.click("a[href='/desk/account/password']")
        await other.page.wait_for_url(lambda address: "/desk/confirm" in address)
        await looked_at(other, "staff.confirm", language)
        await other.page.fill("#f-password", PASSWORD)
        await give_code(other.page, codes[1])
        await other.page.wait_for_url("**/desk/account/password")
        await other.page.fill("#f-password", "otto otto otto otto")
        await other.page.fill("#f-again", "otto otto otto otto")
        await other.page.click("main button.btn--primary")
        await other.page.locator("#errors").wait_for()
        await looked_at(other, "staff.password.error", language)

        # forgotten: by mail, and the second factor is asked for all the same
        await page.context.clear_cookies()
        await page.goto(f"{base}/desk/sign-in?lang={language}")
        await page.click("a[href='/desk/reset']")
        await page.fill("#f-email", "otto@desk.test")
        await page.click("main button.btn--primary")
        await page.locator("[role=status]").wait_for()
        await looked_at(otto, "staff.reset.sent", language)
        await send_mail(settings, mailbox)
        await page.goto(mailed(mailbox, "/desk/reset"))
        await looked_at(otto, "staff.reset.password", language)
        await page.fill("#f-password", NEW)
        await page.fill("#f-again", NEW)
        await page.click("main button.btn--primary")
        await page.wait_for_url("**/desk/sign-in")
        await enter(page, base, "otto@desk.test", NEW)
        await forget_last_code()
        await give_code(page, app.now())
        await page.wait_for_url("**/privacy")
        await page.goto(mailed(mailbox, "/desk/reset"))
        assert await page.locator("main h1").count() == 1  # it has ended
        assert STEP == 30
        assert (otto.complaints, other.complaints) == ([], [])


async def a_working_desk() -> StaffMember:
    """Three agents, requests of today, a reply."""
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    await a_member("omar@desk.test", name="عمر ناجي", role=Role.AGENT, team="billing")
    now = clock.now()
    for minutes in (50, 40, 20):
        ticket = await an_assigned_ticket(sara, now=now - timedelta(minutes=minutes))
    await post_reply(ticket.reference, Entry("Hello"), agent=sara, now=now - timedelta(minutes=5))
    await a_ticket(now=now - timedelta(minutes=10), category="billing")
    await add_token("sara@desk.test", name="status page", now=now)
    return sara


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_inviting_and_deactivating_people(schema, mailbox, language):
    sara = await a_working_desk()
    await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    listening = a_port()
    settings: Settings = replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    async with served(create_app(settings), listening) as base, chromium() as browser:
        mona = await Visitor.at(browser, language, viewport={"width": 1200, "height": 900})
        page = mona.page
        await enter(page, base, "mona@desk.test")
        for name in ("people", "workload"):  # with much on them; as they are else, and the others: the walk
            await page.goto(f"{base}/manage/{name}")
            await looked_at(mona, f"manage.{name}", language)

        # an invitation that is wrong, then right; the newcomer chooses a password and comes in
        await page.goto(f"{base}/manage/people")
        await page.click("a[href='/manage/people/new']")
        await page.fill("#f-name", "Nadia Saad")
        await page.click("main button.btn--primary")
        await page.locator("#errors").wait_for()
        assert await page.input_value("#f-name") == "Nadia Saad"
        await looked_at(mona, "manage.invite.error", language)
        await page.fill("#f-email", "nadia@desk.test")
        await page.check(f"input[name=locale][value={language}]")
        await page.click("main button.btn--primary")
        await page.locator("[role=status]").wait_for()
        await send_mail(settings, mailbox)
        nadia = await Visitor.at(browser, language, viewport={"width": 1200, "height": 900})
        await nadia.page.goto(mailed(mailbox, "/desk/setup"))
        await looked_at(nadia, "staff.setup", language)
        await nadia.page.fill("#f-password", NEW)
        await nadia.page.fill("#f-again", NEW)
        await nadia.page.keyboard.press("Enter")
        await nadia.page.wait_for_url("**/desk/sign-in")
        await enter(nadia.page, base, "nadia@desk.test", NEW)
        await nadia.page.wait_for_url("**/desk/tickets")

        # an agent is let go; their browser is out, their tickets go to the colleague
        agent = await Visitor.at(browser, language, viewport={"width": 1200, "height": 900})
        await enter(agent.page, base, "sara@desk.test")
        await agent.page.goto(f"{base}/desk/account")
        await looked_at(agent, "staff.account.agent", language)
        await page.goto(f"{base}/manage/people/{sara.id}")
        await looked_at(mona, "manage.person", language)
        await page.click("a[href$='/deactivation']")
        await looked_at(mona, "manage.deactivation", language)
        await page.select_option("#f-heir", label="Nadia Saad")
        await page.click("main button.btn--primary")
        await page.locator("[role=status]").wait_for()
        await looked_at(mona, "manage.people.after", language)
        await agent.page.goto(f"{base}/desk/tickets")
        assert "/desk/sign-in" in agent.page.url
        await nadia.page.goto(f"{base}/desk/tickets?view=mine")
        assert await nadia.page.locator(".q-row").count() == 3
        await page.goto(f"{base}/manage/people/{sara.id}")
        await looked_at(mona, "manage.person.deactivated", language)
        assert (mona.complaints, nadia.complaints, agent.complaints) == ([], [], [])


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_without_script_people_come_in_and_are_managed_all_the_same(schema, language):
    await a_member("ada@desk.test", name="Ada Saleh", role=Role.ADMIN, password=True)
    omar = await a_member("omar@desk.test", name="Omar", role=Role.AGENT)
    listening = a_port()
    async with served(create_app(schema), listening) as base, chromium() as browser:
        ada = await Visitor.at(browser, language, java_script_enabled=False, viewport=PHONE)
        await enter(ada.page, base, "ada@desk.test")
        assert ada.page.url.endswith("/manage")
        await ada.page.goto(f"{base}/manage/people/{omar.id}/deactivation")
        await ada.page.click("main button.btn--primary")
        await ada.page.locator("[role=status]").wait_for()
        await ada.page.goto(f"{base}/manage/people/{omar.id}")
        await ada.page.click("form[action$='/reactivation'] button")
        await ada.page.locator("[role=status]").wait_for()
