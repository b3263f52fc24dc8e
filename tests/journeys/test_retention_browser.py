"""Legal holds and retention in Chromium: both languages, desktop and phone, dark; two officers without script."""

from datetime import date, timedelta

import pytest
from playwright.async_api import expect

from helpdesk import clock, i18n
from helpdesk.app import create_app
from helpdesk.people.tables import Role
from helpdesk.privacy.holds import ask_to_lift, decide
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.hold import Wish, place_hold
from helpdesk.tickets.retain import retain
from helpdesk.tickets.tables import Reason
from tests.browser import CHROMIUM, Visitor, a_port, chromium, served, sign_in
from tests.builders import a_member, an_assigned_ticket
from tests.journeys.pages import TOLD, page_of
from tests.journeys.test_disclosure_pages import SCHEMES, SIZES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
WHY = {"en": "Court of Amman, case 4471/2026", "ar": "محكمة عمّان، القضية رقم 4471 لسنة 2026"}


async def a_world(language: str):
    """Holds in every state, tickets whose time is over, a run that was; gives an open ticket on hold and the holds."""
    now = clock.now()
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    lina = await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    noor = await a_member("noor@desk.test", name="Noor Salem", role=Role.OFFICER, password=True)
    await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    for days in (800, 400, 200, 190):
        old = await an_assigned_ticket(sara, email=f"p{days}@customer.test", now=now - timedelta(days=days + 2))
        await close_ticket(old.reference, Reason.SOLVED, agent=sara, now=now - timedelta(days=days))
        if days == 200:
            await retain(now=now - timedelta(hours=1))
    for days in (175, 165, 150, 120):
        old = await an_assigned_ticket(sara, email=f"p{days}@customer.test", now=now - timedelta(days=days + 2))
        await close_ticket(old.reference, Reason.SOLVED, agent=sara, now=now - timedelta(days=days))
    ticket = await an_assigned_ticket(sara, now=now)

    async def a_hold(**wish: str):
        tomorrow = str(now.date() + timedelta(days=1))
        return await place_hold(Wish(reason=WHY[language], review_on=tomorrow, **wish), by=lina, now=now)

    in_force = await a_hold(references=ticket.reference, email="tessa@customer.test", since="2020-01-01")
    await decide(in_force, agree=True, by=noor.actor, now=now)
    lifting = await place_hold(
        Wish(since="2021-01-01", until="2021-02-01", reason=WHY[language], review_on="2021-03-01", is_silent=True),
        by=lina,
        now=now.replace(year=2021, month=2, day=1),
    )
    await decide(lifting, agree=True, by=noor.actor, now=now)
    await ask_to_lift(lifting, WHY[language], by=lina.actor, now=now)
    waiting = await a_hold(email="p190@customer.test")
    return ticket, (in_force, lifting, waiting)


@pytest.mark.parametrize(("language", "size"), [("en", "desktop"), ("ar", "phone")])
async def test_pages_have_no_faults(schema, language, size):
    ticket, (in_force, lifting, waiting) = await a_world(language)
    names = {
        "privacy": "home",
        "privacy/holds": "holds",
        "privacy/holds/new": "new",
        f"privacy/holds/{in_force}": "in-force",
        f"privacy/holds/{lifting}": "lifting",
        f"privacy/holds/{waiting}": "waiting",
        "privacy/retention": "forecast",
    }
    places = {
        "noor": list(names),
        "mona": ["privacy/retention"],
        "sara": [f"desk/tickets/{ticket.reference}"],
        "": [f"t/{ticket.token}"],
    }
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        for name, paths in places.items():
            who = await Visitor.at(browser, language, viewport=SIZES[size], color_scheme=SCHEMES[size])
            if name:
                await sign_in(who, base, f"{name}@desk.test")
            for path in paths:
                await who.page.goto(f"{base}/{path}")
                assert await (who.faults_in_both() if page_of(f"/{path}") in TOLD else who.faults()) == [], path
                await who.shoot(f"retention.{name or 'requester'}.{names.get(path, 'ticket')}.{size}.{language}")
            assert who.complaints == []
            await who.context.close()


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_two_officers_place_and_lift_a_hold_by_keyboard_without_script(schema, language):
    say = i18n.words(language).plain
    await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    await a_member("noor@desk.test", name="Noor Salem", role=Role.OFFICER, password=True)
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        lina, noor = [
            await Visitor.at(browser, language, java_script_enabled=False, viewport={"width": 1200, "height": 900})
            for _ in range(2)
        ]
        for who, email in ((lina, "lina"), (noor, "noor")):
            await sign_in(who, base, f"{email}@desk.test")
        await lina.page.goto(f"{base}/privacy/holds")
        await lina.page.get_by_text(say("holds-none")).wait_for()
        await lina.page.get_by_role("link", name=say("holds-new")).press("Enter")
        await lina.page.fill("#f-reason", WHY[language])
        await lina.page.get_by_role("button", name=say("hold-ask")).press("Enter")
        await lina.page.locator("#errors").wait_for()
        assert await lina.page.input_value("#f-reason") == WHY[language]
        await lina.page.fill("#f-since", "2026-01-01")
        await lina.page.fill("#f-review_on", str(date(2126, 1, 1)))
        await lina.page.get_by_role("button", name=say("hold-ask")).press("Enter")
        await lina.page.get_by_text(say("hold-second-person")).wait_for()
        assert await lina.page.get_by_role("button", name=say("hold-confirm")).count() == 0
        await lina.shoot(f"holds.asked.{language}")

        await noor.page.goto(f"{base}/privacy/holds")
        await noor.page.get_by_role("link", name="H-1").press("Enter")
        await noor.shoot(f"holds.decide.{language}")
        await noor.page.get_by_role("button", name=say("hold-confirm")).press("Enter")
        await expect(noor.page.locator("main .ledger li")).to_have_count(2)
        assert say("hold-step-confirmed") in await noor.source()
        await noor.page.fill("#f-lift_reason", WHY[language])
        await noor.page.get_by_role("button", name=say("hold-ask-to-lift")).press("Enter")
        await expect(noor.page.locator("main .ledger li")).to_have_count(3)
        assert say("hold-step-lift-asked") in await noor.source()
        assert await noor.page.get_by_role("button", name=say("hold-lift")).count() == 0
        await lina.page.reload()
        await lina.page.get_by_role("button", name=say("hold-lift")).press("Enter")
        await expect(lina.page.locator("main .ledger li")).to_have_count(4)
        assert say("hold-step-lifted") in await lina.source()
        await lina.shoot(f"holds.lifted.{language}")
        assert lina.complaints == noor.complaints == []
