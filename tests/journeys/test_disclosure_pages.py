"""Second persons, more time, reviews and break-glass in Chromium: both languages, desktop and phone, without script."""

import pytest
from playwright.async_api import expect

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.people.tables import Role
from helpdesk.tickets.approve import ask_second_person
from helpdesk.tickets.break_glass import ask, decide
from helpdesk.tickets.reveal import extend_reveal, reveal
from tests.browser import CHROMIUM, Visitor, a_port, chromium, served, sign_in
from tests.builders import a_member, an_agent, an_assigned_ticket
from tests.journeys.pages import TOLD, page_of

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SIZES = {"desktop": {"width": 1440, "height": 1000}, "phone": {"width": 320, "height": 700}}
SCHEMES = {"desktop": "light", "phone": "dark"}
TEXT = "Please refund card 4111 1111 1111 1111, IBAN DE89 3704 0044 0532 0130 00, or call +44 20 7946 0958. pass: Sesame#44"


async def a_world():
    """Sara's ticket with a question, an opening with more time, and Adam who was let in by Lina."""
    now = clock.now()
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    await a_member("omar@desk.test", name="Omar Naji", role=Role.AGENT, team="support", password=True)
    lina = await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    adam = await a_member("adam@desk.test", name="Adam Said", role=Role.ADMIN, password=True)
    ticket = await an_assigned_ticket(sara, body=TEXT, now=now)
    await ask_second_person(
        ticket.reference, "card 1", purpose="work", reason="refund of order 17", agent=sara, now=now
    )
    shown = await reveal(ticket.reference, "phone 1", purpose="other", reason="she asked", agent=sara, now=now)
    await extend_reveal(ticket.reference, shown.disclosure, agent=sara, now=now)
    await decide(await ask(ticket.reference, reason="court order 12", by=adam, now=now), agree=True, by=lina, now=now)
    await ask(ticket.reference, reason="complaint 7", by=lina, now=now)
    return ticket


@pytest.mark.parametrize(("language", "size"), [("en", "desktop"), ("ar", "phone")])
async def test_pages_have_no_faults(schema, language, size):
    ticket = await a_world()
    places = {
        "sara@desk.test": [f"desk/tickets/{ticket.reference}"],
        "omar@desk.test": ["desk/approvals", f"desk/tickets/{ticket.reference}"],
        "lina@desk.test": ["privacy", "privacy/disclosures", "privacy/disclosures/flagged", "privacy/approvals"],
        "adam@desk.test": ["privacy/break-glass", f"privacy/break-glass/{ticket.reference}"],
    }
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        for email, paths in places.items():
            who = await Visitor.at(browser, language, viewport=SIZES[size], color_scheme=SCHEMES[size])
            await sign_in(who, base, email)
            for path in paths:
                await who.page.goto(f"{base}/{path}")
                assert await (who.faults_in_both() if page_of(f"/{path}") in TOLD else who.faults()) == [], path
                name = path.replace(ticket.reference, email.partition("@")[0]).replace("/", ".")
                await who.shoot(f"{name}.{size}.{language}")
            assert who.complaints == []
            await who.context.close()
        reader = await Visitor.at(browser, language, viewport=SIZES[size], color_scheme=SCHEMES[size])
        await reader.page.goto(f"{base}/t/{ticket.token}")
        assert await reader.faults() == []
        await reader.shoot(f"ledger.{size}.{language}")


async def test_a_second_person_and_a_review_without_script(schema):
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    await a_member("omar@desk.test", name="Omar Naji", role=Role.AGENT, team="support", password=True)
    await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    ticket = await an_assigned_ticket(sara, body=TEXT, now=clock.now())
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        asker, second, officer = [
            await Visitor.at(browser, "en", java_script_enabled=False, viewport={"width": 1200, "height": 900})
            for _ in range(3)
        ]
        for who, email in ((asker, "sara"), (second, "omar"), (officer, "lina")):
            await sign_in(who, base, f"{email}@desk.test")
        place = f"{base}/desk/tickets/{ticket.reference}"
        await asker.page.goto(place)
        await asker.page.get_by_role("button", name="Card 1").click()
        await asker.page.locator(".reveal:popover-open button[type=submit]").click()
        await asker.page.locator("#questions").wait_for()
        assert await asker.page.get_by_role("button", name="Card 1").count() == 0
        await second.page.goto(f"{base}/desk/approvals")
        await second.page.get_by_role("button", name="Agree").click()
        await second.page.get_by_text("No question waits for you.").wait_for()
        await asker.page.goto(place)
        await asker.page.get_by_role("button", name="Card 1").click()
        await asker.page.locator(".reveal:popover-open button[type=submit]").click()
        await asker.page.get_by_text("4111 1111 1111 1111").wait_for()
        await asker.page.get_by_role("button", name="More time", exact=True).click()
        await asker.page.get_by_text("extended to").wait_for()
        await officer.page.goto(f"{base}/privacy/disclosures")
        assert "4111 1111" not in await officer.source()
        await expect(officer.page.locator("[autofocus]")).to_be_focused()
        await officer.page.keyboard.press("Enter")
        await officer.page.get_by_text("Everything is looked over.").wait_for()


async def test_an_officer_works_by_keys(schema):
    sara = await an_agent()
    await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    ticket = await an_assigned_ticket(sara, body=TEXT, now=clock.now())
    for name in ("phone 1", "password 1"):
        await reveal(ticket.reference, name, purpose="work", agent=sara, now=clock.now())
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        who = await Visitor.at(browser, "ar", viewport={"width": 1200, "height": 900})
        await sign_in(who, base, "lina@desk.test")
        await who.page.goto(f"{base}/privacy/disclosures")
        await who.page.wait_for_load_state()
        await who.page.keyboard.press("a")
        await who.page.get_by_text("كلمة المرور 1").wait_for()
        await who.page.wait_for_load_state()
        await who.page.keyboard.press("f")
        await who.page.locator("#errors").wait_for()
        await who.page.fill("#f-note", "بلا سبب")
        await who.page.get_by_role("button", name="تعليم").click()
        await who.page.get_by_text("رُوجع كل شيء.").wait_for()
        assert who.complaints == []
