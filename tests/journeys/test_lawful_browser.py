"""Officers in Chromium: a demand from asking to the passphrase, terms that change, the proof; both languages, no faults."""

import msgspec
import pytest

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.audit.chain import chain
from helpdesk.audit.signer import Signer
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.publish import publish, publish_first
from helpdesk.privacy.vault import keyring
from helpdesk.web.portal.privacy_notice import policy_texts
from notifications.tables import Outbound
from piccolo_conf import SYSTEM
from tests.browser import CHROMIUM, Visitor, a_port, chromium, look, served, sign_in
from tests.builders import a_member, a_ticket

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
DESKTOP, PHONE = {"width": 1440, "height": 1000}, {"width": 320, "height": 700}
WORDS = {
    "en": ("District Court of Harbour", "Section 100g of the code of procedure", "12 Gs 34/26 of 2 March"),
    "ar": ("محكمة المرفأ الابتدائية", "المادة 100 من قانون الإجراءات", "القرار 12 لسنة 2026"),
}


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_a_demand_from_asking_to_the_passphrase_and_the_person_reads_of_it(schema, language):
    await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    await a_member("adam@desk.test", name="Adam Said", role=Role.ADMIN, password=True)
    ticket = await a_ticket(now=clock.now(), locale=language)
    size = DESKTOP if language == "en" else PHONE
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        lina = await Visitor.at(browser, language, viewport=size)
        await sign_in(lina, base, "lina@desk.test")
        await lina.page.goto(f"{base}/privacy/lawful")
        await look(lina, f"lawful.empty.{language}")
        await lina.page.click("main form button[type=submit]")
        await look(lina, f"lawful.mistakes.{language}")
        for name, words in zip(("authority", "basis", "document"), WORDS[language], strict=True):
            await lina.page.fill(f"#f-{name}", words)
        await lina.page.fill("#f-references", ticket.reference)
        await lina.page.check("input[name=with_texts]")
        await lina.page.check("input[name=kinds][value=email]")
        await lina.page.click("main form button[type=submit]")
        await lina.page.wait_for_url(lambda address: address.count("-") >= 4)
        await look(lina, f"lawful.waiting.{language}")
        place = lina.page.url

        adam = await Visitor.at(browser, language, viewport=size, color_scheme="dark")
        await sign_in(adam, base, "adam@desk.test")
        await adam.page.goto(place)
        await look(adam, f"lawful.decide.{language}")
        await adam.page.click("button[value=approved]")
        await adam.page.wait_for_load_state()

        await lina.page.goto(place)
        await lina.page.click("form[action$=release] button")
        await lina.page.wait_for_selector("#pass")
        await look(lina, f"lawful.passphrase.{language}")
        passphrase = await lina.page.inner_text("section[aria-labelledby=pass] bdi")
        assert len(passphrase.split("-")) == 8
        async with lina.page.expect_download() as waiting:
            await lina.page.click("form[action$=package] button")
        assert (await waiting.value).suggested_filename == "D-1.zip.age"
        await lina.page.goto(place)
        assert passphrase not in await lina.source()
        await look(lina, f"lawful.done.{language}")
        await lina.page.goto(f"{base}/privacy/lawful")
        await look(lina, f"lawful.register.{language}")

        tessa = await Visitor.at(browser, language, viewport=size)
        await tessa.page.goto(f"{base}/t/{ticket.token}?lang={language}")
        assert WORDS[language][0] in await tessa.source()
        await look(tessa, f"lawful.ledger.{language}")
        assert [who.complaints for who in (lina, adam, tessa)] == [[], [], []]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_terms_change_and_the_proof_is_checked(schema, language):
    await Outbound.raw("TRUNCATE policy_version, policy_change, ticket_acceptance")
    await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    await publish_first(policy_texts(), now=clock.now())
    await a_ticket(now=clock.now())
    rules, size = policy.in_use(), PHONE if language == "en" else DESKTOP
    policy.use(msgspec.structs.replace(rules, disclosure_minutes=25))
    await chain(signer=Signer(keyring.in_use().signing_key()), now=clock.now())
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        lina = await Visitor.at(browser, language, viewport=size)
        await sign_in(lina, base, "lina@desk.test")
        await lina.page.goto(f"{base}/privacy/versions")
        await look(lina, f"versions.differs.{language}")
        await lina.page.check("#f-confirm")
        await lina.page.click("main form button[type=submit]")
        await lina.page.wait_for_load_state()
        await look(lina, f"versions.told.{language}")
        await lina.page.goto(f"{base}/privacy/processors")
        await look(lina, f"processors.{language}")
        await lina.page.goto(f"{base}/privacy")
        await lina.page.click("form[action='/privacy/proof'] button")
        await lina.page.wait_for_selector("[role=status]")
        await look(lina, f"proof.whole.{language}")
        third = (await Outbound.raw("SELECT entry FROM audit_link WHERE position = 2"))[0]["entry"]
        await Outbound.raw("UPDATE audit_entry SET act = 'ticket.closed' WHERE id = {}", third)
        await lina.page.click("form[action='/privacy/proof'] button")
        await lina.page.wait_for_load_state()
        assert str(third) in await lina.source()
        await look(lina, f"proof.broken.{language}")

        texts = {kind: {code: text.replace("10", "20") + "\nOne more. سطر آخر.\n" for code, text in both.items()} for kind, both in policy_texts().items()}  # fmt: skip
        policy.use(msgspec.structs.replace(policy.in_use(), terms="2"))
        await publish(texts, by=SYSTEM, now=clock.now())
        visitor = await Visitor.at(browser, language, viewport=size)
        for path in ("terms/history", "privacy-notice/history", "new/technical"):
            await visitor.page.goto(f"{base}/{path}")
            await look(visitor, f"{path.replace('/', '.')}.{language}")
        assert [who.complaints for who in (lina, visitor)] == [[], []]
