"""The survey and its results in a real browser: both languages, a phone without script, a desktop, no faults by axe."""

from dataclasses import replace

import pytest

from helpdesk import clock, wiring
from helpdesk.app import create_app
from helpdesk.people.tables import Role
from helpdesk.results.questions import read_items, save_questions
from surveys.release import count_invitations, release
from surveys.tables import Ballot
from tests.browser import CHROMIUM, Visitor, a_port, chromium, served
from tests.builders import PASSWORD, a_member
from tests.surveys.people import COUNTER, GROUP, an_invitation, answer

pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium here")
FORM = {
    "on-nps": "1", "on-effort": "1", "on-thumbs": "1", "on-comment": "1",
    "on-choice1": "1", "text-choice1": "What mattered most? ما الأهم؟", "options-choice1": "Speed سرعة\nCare عناية",
}  # fmt: skip
PHONE = {"width": 320, "height": 700}


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_survey_is_answered_on_a_phone_without_script(schema, manager, language):
    await save_questions("", language, read_items(FORM), by=manager, now=clock.now())
    _, token = await an_invitation(now=clock.now(), group=replace(GROUP, locale=language))
    listening = a_port()
    settings = replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    async with served(create_app(settings), listening) as base, chromium() as browser:
        phone = await Visitor.at(browser, language, java_script_enabled=False, viewport=PHONE, has_touch=True)
        await phone.page.goto(f"{base}/s/{token}?rating=4")
        box = await phone.page.locator("main").bounding_box()
        assert box["x"] + box["width"] <= 320
        for label in await phone.page.locator("fieldset label").all():
            size = await label.bounding_box()
            assert size["height"] >= 44
            assert size["x"] >= 0
            assert size["x"] + size["width"] <= 320
        await phone.shoot(f"survey.phone.{language}")
        assert await phone.page.is_checked("input[name=rating][value='4']")
        assert not await phone.page.is_checked("input[name=follow_up]")
        await phone.page.check("input[name=nps][value='9']", force=True)
        await phone.page.locator("button[type=submit]").click()
        await phone.page.locator(f"a[href='/s/{token}']").wait_for()
        await phone.shoot(f"survey.thanks.phone.{language}")
        assert await Ballot.count() == 1

        desktop = await Visitor.at(browser, language, viewport={"width": 1200, "height": 900})
        await desktop.page.goto(f"{base}/s/{token}")
        assert await desktop.faults_in_both() == []
        await desktop.shoot(f"survey.change.desktop.{language}")
        assert desktop.complaints == []


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_results_and_their_questions_have_no_faults(schema, language):
    mona = await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    await save_questions("", "en", read_items(FORM), by=mona, now=clock.now())
    for place in range(12):
        _, token = await an_invitation(now=clock.now(), group=replace(GROUP, agent=str(mona.id)))
        comment = "quick, ⟦person 1⟧ called" if place % 4 == 0 else ""
        more = {"nps": 7 + place % 4, "effort": 1 + place % 7, "thumbs": place % 2}
        counter = replace(COUNTER, redact=wiring.redact_comment)
        await answer(token, rating=2 + place % 4, comment=comment, now=clock.now(), counter=counter, **more)
    await release(wiring.BOX, now=clock.now())
    await count_invitations(now=clock.now())
    listening = a_port()
    settings = replace(schema, base_url=f"http://127.0.0.1:{listening.getsockname()[1]}")
    async with served(create_app(settings), listening) as base, chromium() as browser:
        for size, scheme in (({"width": 1200, "height": 900}, "light"), (PHONE, "dark")):
            who = await Visitor.at(browser, language, viewport=size, color_scheme=scheme)
            await who.page.goto(f"{base}/desk/sign-in")
            await who.page.fill("input[name=email]", "mona@desk.test")
            await who.page.fill("input[name=password]", PASSWORD)
            await who.page.locator("main button[type=submit]").click()
            for path in ("/results?by=agent", "/results?print=1", "/results/questions", "/results/questions/all/en"):
                await who.page.goto(base + path)
                await who.page.locator("main h1").wait_for()
                assert await who.faults() == [], path
                name = path.replace("?by=agent", "").replace("?print=1", ".print").strip("/").replace("/", ".")
                await who.shoot(f"{name}.{language}.{scheme}")
            assert who.complaints == []
