"""Every kind of request about one's data, played whole in Chromium: the person, the officer, the agent; both languages."""

import zipfile
from datetime import timedelta

import pytest

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.people.tables import Role
from helpdesk.privacy.subject_requests.limits import is_limited
from tests.browser import CHROMIUM, Visitor, a_port, chromium, look, served, sign_in
from tests.builders import a_member, an_assigned_ticket, send_all
from tests.rights import TESSA, a_person, a_session, an_officer, make_copies, the_request

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
SIZES = {"desktop": {"width": 1280, "height": 900}, "phone": {"width": 320, "height": 700}}
SAID = {
    "en": {"wrong": "+44 20 7946 0958", "right": "+44 20 7946 0111", "words": "Please no statistics about me."},
    "ar": {"wrong": "+44 20 7946 0958", "right": "+44 20 7946 0111", "words": "أرجو عدم إحصاء طلباتي."},
}
ANSWER = {"en": "We have done what you asked.", "ar": "نفّذنا ما طلبته."}


class Scene:
    """The people of one play, each at a browser of their own."""

    def __init__(self, base: str, language: str, person: Visitor, officer: Visitor, agent: Visitor) -> None:
        self.base, self.language, self.person, self.officer, self.agent = base, language, person, officer, agent

    async def look(self, who: Visitor, name: str, *, in_both: bool = False) -> None:
        """Check the page that somebody sees with axe, and take its picture."""
        await look(who, f"rights.{name}.{self.language}", in_both=in_both)

    async def ask(self, kind: str) -> str:
        """Ask for something on its page; gives the request's number."""
        page = self.person.page
        await page.goto(f"{self.base}/me/rights/new/{kind}")
        for name, text in SAID[self.language].items():
            field = page.locator(f"#f-{name}")
            if await field.count() and (name != "words" or kind == "objection"):
                await field.fill(text)
        await self.look(self.person, f"new.{kind}")
        await page.locator("main form button[type=submit]").click()
        await page.wait_for_url("**/me/rights/PR-*")
        return page.url.rpartition("/")[2]

    async def take(self, number: str) -> None:
        await self.officer.page.goto(f"{self.base}/privacy/requests/{number}")
        await self.officer.page.locator("form[action$=handling] button").click()
        await self.officer.page.locator("#f-answer").wait_for()

    async def answer(self) -> None:
        await self.officer.page.fill("#f-answer", ANSWER[self.language])
        await self.officer.page.locator("button[value=answered]").click()
        await self.officer.page.get_by_text(ANSWER[self.language]).wait_for()


async def a_scene(browser, base: str, language: str, size: str) -> tuple[Scene, str]:
    """Tessa with a ticket that Sara has, Lina the officer; all signed in. Gives the ticket's reference, too."""
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    await an_officer(password=True)
    ticket = await an_assigned_ticket(sara, now=clock.now(), locale=language)
    scheme = "dark" if (language, size) == ("ar", "desktop") else "light"
    person, officer, agent = [
        await Visitor.at(browser, language, viewport=SIZES[size], color_scheme=scheme) for _ in range(3)
    ]
    session = await a_session(now=clock.now())
    await person.context.add_cookies([{"name": "me", "value": session, "url": base}])
    for who, email in ((officer, "lina@desk.test"), (agent, "sara@desk.test")):
        await sign_in(who, base, email)
    return Scene(base, language, person, officer, agent), ticket.reference


@pytest.mark.parametrize(("language", "size"), [("en", "desktop"), ("ar", "desktop"), ("ar", "phone")])
async def test_every_kind_of_request_is_played_to_its_end(schema, language, size, tmp_path):
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        scene, reference = await a_scene(browser, base, language, size)
        if size == "phone":
            await small(scene, reference)
        else:
            await play(scene, reference, tmp_path)
        for who in (scene.person, scene.officer, scene.agent):
            assert who.complaints == []


async def play(scene: Scene, reference: str, folder) -> None:
    person, officer, agent, base = scene.person.page, scene.officer.page, scene.agent.page, scene.base
    await person.goto(f"{base}/me/rights")
    await scene.look(scene.person, "home")
    await officer.goto(f"{base}/privacy/requests")
    await scene.look(scene.officer, "queue.empty")

    # a copy, and the same data for elsewhere
    for kind in ("access", "portability"):
        await scene.ask(kind)
        await scene.look(scene.person, f"{kind}.waiting")
        await make_copies(now=clock.now())
        await person.reload()
        await person.locator("form[action$=copy] button").click()
        async with person.expect_download() as fetched:
            await person.locator("#copy-link").click()
        path = folder / f"{kind}.zip"
        await (await fetched.value).save_as(path)
        with zipfile.ZipFile(path) as archive:
            assert (archive.testzip(), sorted(archive.namelist())) == (None, ["data.json", "index.html"])
            archive.extract("index.html", folder)
    await scene.look(scene.person, "copy.link")
    await person.goto((folder / "index.html").as_uri())
    assert (TESSA in await person.content(), "Sesame" in await person.content()) == (True, False)
    await scene.look(scene.person, "copy.page")

    # a correction
    number = await scene.ask("rectification")
    await scene.take(number)
    await officer.locator("button[value=find]").click()
    await officer.locator("button[value=apply]").wait_for()
    await officer.locator("#f-sure-rectify input").check()
    await scene.look(scene.officer, "rectification.found")
    await officer.locator("button[value=apply]").click()
    await officer.locator("[role=status].strong").wait_for()
    await scene.answer()
    await scene.look(scene.officer, "rectification.done")
    await person.goto(f"{base}/me/rights/{number}")
    await person.get_by_text(ANSWER[scene.language]).wait_for()
    await scene.look(scene.person, "rectification.answered")

    # no more surveys: at once
    await scene.ask("survey_objection")
    await scene.look(scene.person, "survey_objection.done")

    # use is limited at once, agents see it, the person lifts one and the officer the other
    for kind in ("restriction", "objection"):
        number = await scene.ask(kind)
        await agent.goto(f"{base}/desk/tickets/{reference}")
        await agent.locator("#limited").wait_for()
        await scene.look(scene.agent, f"{kind}.ticket")
        if kind == "restriction":
            await person.locator("form[action$=lifting] button").click()
        else:
            await scene.take(number)
            await officer.locator("#f-sure-lift input").check()
            await officer.locator("form[action$=lifting] button").click()
            await officer.locator("form[action$=lifting]").wait_for(state="detached")
            await officer.fill("#f-reason", ANSWER[scene.language])
            await officer.locator("form[action$=extension] button").click()
            await officer.locator("form[action$=extension]").wait_for(state="detached")
            await officer.fill("#f-answer", ANSWER[scene.language])
            await officer.locator("#f-sure input").check()
            await officer.locator("button[value=refused]").click()
            await officer.locator("#f-answer").wait_for(state="detached")
            await scene.look(scene.officer, "objection.refused")
            await person.goto(f"{base}/me/rights/{number}")
            await scene.look(scene.person, "objection.refused.person")
        await agent.reload()
        assert await agent.locator("#limited").count() == 0

    # by phone
    await officer.goto(f"{base}/privacy/requests/new")
    await scene.look(scene.officer, "new.by_phone")
    await officer.fill("#f-email", TESSA)
    await officer.locator("#f-document input").check()
    await officer.locator("#f-only input").check()
    await officer.locator("input[name=kind][value=restriction]").check()
    await officer.locator("main form button[type=submit]").click()
    await officer.locator("form[action$=proof]").wait_for()
    await scene.look(scene.officer, "by_phone.unproved")

    # erasure: the plan, the button, the receipt
    number = await scene.ask("erasure")
    await officer.goto(f"{base}/privacy/requests")
    await scene.look(scene.officer, "queue")
    await officer.goto(f"{base}/privacy/requests/{number}")
    await scene.look(scene.officer, "erasure.plan", in_both=True)
    await person.locator("#plan").wait_for()
    await scene.look(scene.person, "erasure.plan.person", in_both=True)
    await person.locator("#f-sure input").check()
    await person.locator("form[action$=erasure] button").click()
    await person.locator("#receipt").wait_for()
    await scene.look(scene.person, "erasure.receipt")
    await person.goto(f"{base}/me/rights")
    assert "/me/sign-in" in person.url
    await officer.reload()
    await scene.look(scene.officer, "erasure.done")


async def small(scene: Scene, reference: str) -> None:
    """On a phone, 320 pixels wide: the pages that have most on them."""
    person, officer, base = scene.person.page, scene.officer.page, scene.base
    scene.language = f"phone.{scene.language}"
    numbers = {}
    for path in ("rights", "me/rights", "me/rights/new/erasure", "me/rights/new/rectification"):
        await person.goto(f"{base}/{path}")
        await scene.look(scene.person, path.replace("/", "."))
    for kind in ("restriction", "erasure"):
        await person.goto(f"{base}/me/rights/new/{kind}")
        await person.locator("main form button[type=submit]").click()
        await person.wait_for_url("**/me/rights/PR-*")
        await scene.look(scene.person, kind, in_both=True)
        numbers[kind] = person.url.rpartition("/")[2]
    await officer.goto(f"{base}/privacy/requests")
    await scene.look(scene.officer, "queue")
    for kind, number in numbers.items():
        await officer.goto(f"{base}/privacy/requests/{number}")
        await officer.locator("form[action$=handling] button").click()
        await officer.locator("#f-answer").wait_for()
        await scene.look(scene.officer, f"officer.{kind}", in_both=True)
    await officer.goto(f"{base}/privacy/requests/new")
    await scene.look(scene.officer, "officer.new")
    await scene.agent.page.goto(f"{base}/desk/tickets/{reference}")
    await scene.look(scene.agent, "ticket")


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_without_signing_in_and_without_script_a_mailed_link_is_all_the_proof(schema, mailbox, language):
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support")
    await an_assigned_ticket(sara, now=clock.now(), locale=language)
    async with served(create_app(schema), a_port()) as base, chromium() as browser:
        who = await Visitor.at(browser, language, viewport=SIZES["desktop"], java_script_enabled=False)
        page = who.page
        await page.goto(f"{base}/rights")
        await who.shoot(f"rights.open.{language}")
        await page.fill("#f-email", TESSA)
        await page.locator("input[value=objection]").check()
        await page.locator("main form button[type=submit]").click()
        await page.locator("main .sheet h1").wait_for()
        await who.shoot(f"rights.sent.{language}")
        await send_all(mailbox.url, now=clock.now() + timedelta(minutes=1))
        link = mailbox.found(r"/rights/confirm/(\S+)")[1]
        await page.goto(f"{base}/rights/confirm/{link}")
        reader = await Visitor.at(browser, language, viewport=SIZES["phone"])  # axe needs script
        await reader.page.goto(f"{base}/rights/confirm/{link}")
        await look(reader, f"rights.confirm.{language}", in_both=True)
        await page.fill("#f-words", SAID[language]["words"])
        await page.locator("main form button[type=submit]").click()
        await page.locator("main .sheet .btn--primary").wait_for()
        await who.shoot(f"rights.confirmed.{language}")
        number = (await page.locator("main .sheet .btn--primary").get_attribute("href")).rpartition("/")[2]
        asked = await the_request(number)
        assert (asked.kind, asked.proof, asked.state) == ("objection", "mailed_link", "received")
        assert await is_limited(await a_person())  # from here on nobody works with it
        await page.goto(f"{base}/rights/confirm/{link}")  # the proof is used up …
        assert await page.locator("#f-words").count() == 0
        await page.goto(f"{base}/me/rights/{number}")  # … and signs nobody in
        assert "/me/sign-in" in page.url
        assert who.complaints == []
