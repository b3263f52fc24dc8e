"""A business transfer in Chromium: asked, agreed to, made, downloaded, ended; both languages, no faults."""

import hashlib
from dataclasses import replace

import pyrage
import pytest
from pyrage import x25519

from helpdesk import clock, wiring
from helpdesk.app import create_app
from helpdesk.backup.seal import sealing
from helpdesk.people.tables import Role
from helpdesk.privacy.transfer.make import make_next
from tests.browser import CHROMIUM, Visitor, a_port, chromium, look, served, sign_in
from tests.builders import a_member, a_ticket

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
DESKTOP, PHONE = {"width": 1440, "height": 1000}, {"width": 320, "height": 700}
WORDS = {
    "en": ("Harbour Ltd", "Purchase contract of 2 March 2026"),
    "ar": ("شركة المرفأ", "عقد بيع مؤرخ في 2 مارس 2026"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_transfer_from_asking_to_its_end_and_the_person_reads_of_it(schema, language):
    await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    await a_member("adam@desk.test", name="Adam Said", role=Role.ADMIN, password=True)
    ticket = await a_ticket(now=clock.now(), locale=language)
    key, size = x25519.Identity.generate(), DESKTOP if language == "en" else PHONE
    workshop = wiring.transfers(schema, sealing=sealing)
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        lina = await Visitor.at(browser, language, viewport=size)
        await sign_in(lina, base, "lina@desk.test")
        await lina.page.goto(f"{base}/privacy/transfer")
        await look(lina, f"transfer.empty.{language}", in_both=True)
        await lina.page.fill("#f-successor", WORDS[language][0])
        await lina.page.click("main form button[type=submit]")
        assert await lina.page.input_value("#f-successor") == WORDS[language][0]
        await look(lina, f"transfer.mistakes.{language}")
        await lina.page.fill("#f-ground", WORDS[language][1])
        await lina.page.fill("#f-recipient", str(key.to_public()))
        await lina.page.check("#f-sure")
        await lina.page.click("main form button[type=submit]")
        await lina.page.wait_for_url(lambda address: address.count("-") >= 4)
        await look(lina, f"transfer.waiting.{language}")
        place = lina.page.url

        adam = await Visitor.at(browser, language, viewport=size, color_scheme="dark")
        await sign_in(adam, base, "adam@desk.test")
        await adam.page.goto(place)
        await look(adam, f"transfer.decide.{language}")
        await adam.page.click("button[value=approved]")
        await adam.page.wait_for_load_state()

        halfway = []

        async def persons(after, limit):  # look while the worker is between two steps
            found = await workshop.persons(after, limit)
            if found:
                await lina.page.goto(place)
                halfway.append(await lina.page.locator("progress").count())
                await look(lina, f"transfer.making.{language}")
            return found

        assert await make_next(replace(workshop, persons=persons))
        assert halfway == [1]
        await lina.page.goto(place)
        await look(lina, f"transfer.ready.{language}")
        async with lina.page.expect_download() as waiting:
            await lina.page.click("form[action$=archive] button")
        got = await waiting.value
        content = (await got.path()).read_bytes()
        assert got.suggested_filename == "T-1.tar.age"
        assert b"tessa@customer.test" in pyrage.decrypt(content, [key])
        await lina.page.goto(place)
        assert hashlib.sha256(content).hexdigest() in await lina.source()

        await lina.page.click("main details summary")
        await lina.page.click("form[action$=end] button")
        await look(lina, f"transfer.sure.{language}")
        await lina.page.check("#f-sure")
        await lina.page.click("form[action$=end] button")
        await lina.page.wait_for_load_state()
        await look(lina, f"transfer.ended.{language}")
        await lina.page.goto(f"{base}/privacy/transfer")
        await look(lina, f"transfer.all.{language}")

        tessa = await Visitor.at(browser, language, viewport=size)
        await tessa.page.goto(f"{base}/t/{ticket.token}?lang={language}")
        assert WORDS[language][0] in await tessa.source()
        await look(tessa, f"transfer.ledger.{language}")
        assert [who.complaints for who in (lina, adam, tessa)] == [[], [], []]
    assert [*workshop.folder.iterdir()] == []
