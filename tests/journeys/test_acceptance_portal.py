"""The acceptance checks of portal, managers and officers in Chromium, both languages; `SITR_PICTURES=1` makes their pictures."""

import csv
import io
import re
from dataclasses import replace
from datetime import timedelta

import pytest
from PIL import Image
from playwright.async_api import expect

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.audit.chain import chain
from helpdesk.audit.signer import Signer
from helpdesk.people.tables import Requester, Role, Staff
from helpdesk.privacy.holds import decide
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.privacy.vault import keyring
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.hold import Wish, place_hold
from helpdesk.tickets.retain import retain
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.write import Entry, post_reply
from notifications.tables import Outbound
from surveys.group import monday
from surveys.tables import Ballot
from tests.authorisation.world import requester_session
from tests.browser import CHROMIUM, Visitor, a_port, chromium, keep, served, sign_in
from tests.builders import a_member, a_ticket, an_assigned_ticket, promised, send_all
from tests.files import CANARY, a_photo
from tests.helpdesk.results.test_results import answers, invitations
from tests.rights import a_session, a_wish
from tests.surveys.people import GROUP, an_invitation

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium on this machine"),
    pytest.mark.filterwarnings("ignore::ResourceWarning"),
]
LANGUAGES = pytest.mark.parametrize("language", ["en", "ar"])
DESKTOP, PHONE = {"width": 1000, "height": 700}, {"width": 320, "height": 700}
IBAN, PHONE_NUMBER, MAIL = "GB29 NWBK 6016 1331 9268 19", "+44 20 7946 0958", "tessa@elsewhere.test"
WORDS = {
    "en": {
        "subject": "Mail bounces since Monday",
        "body": f"My name is Tessa Quill. Pay back to {IBAN}, call {PHONE_NUMBER} or write to {MAIL}.",
        "error": "Error: ",
        "nobody": "No one has seen a hidden detail of yours.",
        "readable": "Our team will read it as you wrote it.",
        "withdrawn": "Withdrawn.",
        "receipt": "No more survey questions",
        "sentence": "Hello, my phone is",
        "newest": "The newest week is on the right.",
        "over": "This question closed on",
        "seen": ("Support", "Phone 1", "Contact", r"\d:\d\d", r"for \W*\d+\W* minute"),  # and when, for how long
        "removed": "Location and camera details were removed.",
        "days": r"day 1[12] of \d\d",
        "held": "{} stays for now, because a legal hold keeps it.",
    },
    "ar": {
        "subject": "البريد يرجع منذ الاثنين",
        "body": f"اسمي سلمى حداد. أعيدوا المبلغ إلى {IBAN} واتصلوا على {PHONE_NUMBER} أو {MAIL}.",
        "error": "خطأ: ",
        "nobody": "لم يطّلع أحد على أي من بياناتك المحجوبة.",
        "readable": "سيقرؤه فريقنا كما كتبته.",
        "withdrawn": "سُحبت الموافقة.",
        "receipt": "لن تصلك أسئلة عن الرضا بعد الآن",
        "sentence": "Hello, my phone is",
        "newest": "أحدث أسبوع على اليسار.",
        "over": "أُغلق هذا السؤال في",
        "seen": ("الدعم", "هاتف", "التواصل", r"\d:\d\d", "دقيقة|دقائق"),
        "removed": "أُزيل منه الموقع وبيانات الكاميرا.",
        "days": r"اليوم 1[12] من \d\d",
        "held": "يبقى {} الآن لأن عليه تعليقًا قانونيًا",
    },
}


# Whether the first digits of a number stand from left to right, and which way an icon is turned.
ORDER = """e => { const text = document.createTreeWalker(e, NodeFilter.SHOW_TEXT), range = document.createRange();
  for (let n; n = text.nextNode();) { const i = n.data.indexOf("+44"); if (i < 0) continue;
    const x = (j) => { range.setStart(n, j); range.setEnd(n, j + 1); return range.getBoundingClientRect().left; };
    return x(i) < x(i + 1) && x(i + 1) < x(i + 4); } }"""
TURNED, MIRRORED = "e => getComputedStyle(e).transform", "matrix(-1, 0, 0, 1, 0, 0)"


async def a_visitor(browser, language: str, **more) -> Visitor:
    """Somebody whose requests to any other host are complaints."""
    who = await Visitor.at(browser, language, viewport=more.pop("viewport", DESKTOP), **more)
    who.page.on("request", lambda request: "127.0.0.1" in request.url or who.complaints.append(request.url))
    return who


@pytest.fixture(scope="module")
async def browser():
    """One Chromium for all checks; each has contexts of its own."""
    async with chromium() as one:
        yield one


@LANGUAGES
async def test_a_new_request_asks_little_hides_live_and_says_what_is_wrong(schema, browser, mailbox, language):
    words = WORDS[language]
    async with served(create_app(schema), a_port()) as base:
        who = await a_visitor(browser, language)
        page = who.page
        await page.goto(f"{base}/new/billing")
        fields = "form.p-grid :is(input, textarea, select):not([type=hidden])"
        asked = await page.eval_on_selector_all(fields, "all => all.map(e => e.name)")
        assert asked == ["invoice", "subject", "body", "email", "accept_terms", "no_survey", "diagnostics", "hide"]
        assert await page.locator("main input[type=checkbox]:checked").count() == 0
        await keep(who, f"p01.{language}")

        await page.locator("button[value=check]").click()
        await expect(page.locator("#errors")).to_be_focused()
        await page.wait_for_load_state()
        assert (await page.title()).startswith(words["error"])
        summary = await page.locator("#errors a").all_inner_texts()
        assert summary == await page.locator(".p-form .error").all_inner_texts()
        assert len(summary) == 4
        await keep(who, f"p05.{language}")

        await page.goto(f"{base}/new/billing")
        await page.fill("#f-subject", words["subject"])
        await page.fill("#f-body", words["body"])
        await expect(page.locator("#preview .pv-list li")).to_have_count(4)
        await expect(page.locator("#preview .paper .seal")).to_have_count(4)
        side = "document.querySelector('#preview .paper p')"
        assert await page.evaluate(f"getComputedStyle({side}).direction") == ("rtl" if language == "ar" else "ltr")
        await keep(who, f"p02.{language}", at="#preview .pv-list")
        await page.locator("#preview .pv-list li", has_text=PHONE_NUMBER).locator("input").check()
        await page.get_by_text(words["readable"]).wait_for()
        await expect(page.locator("#preview .paper .seal")).to_have_count(3)
        paper = await page.inner_text("#preview .paper")
        assert (PHONE_NUMBER in paper.replace("\u2060", ""), IBAN in paper, MAIL in paper) == (True, False, False)
        await keep(who, f"p04.{language}", at="#preview .pv-list")

        await page.fill("#f-email", "tessa@customer.test")
        await page.check("#f-accept_terms")
        await keep(who, f"p06.{language}", at="#f-accept_terms")
        await page.locator("button[value=check]").click()
        await page.locator("button[value=send]").click()
        reference = await page.inner_text("#reference")
        await page.wait_for_load_state()
        await keep(who, f"p07.{language}")
        await send_all(mailbox.url, now=clock.now())
        shown, sent = await page.inner_text("main"), mailbox.everything().decode("utf-8", "replace")
        assert reference in sent
        for piece in (*words["body"].split(". ")[:1], words["subject"], IBAN, PHONE_NUMBER, MAIL):
            assert (piece, piece in shown, piece in sent) == (piece, False, False)
        assert who.complaints == []


@LANGUAGES
async def test_without_script_the_preview_comes_in_the_third_step(schema, browser, language):
    words = WORDS[language]
    async with served(create_app(schema), a_port()) as base:
        who = await a_visitor(browser, language, viewport={"width": 360, "height": 720}, java_script_enabled=False)
        page = who.page
        await page.goto(f"{base}/new/contact")
        await page.fill("#f-subject", words["subject"])
        await page.fill("#f-body", words["body"])
        await page.fill("#f-email", "post@customer.test")
        await page.check("#f-accept_terms")
        await page.locator("button[value=check]").click()
        await expect(page.locator("#preview .paper .seal")).to_have_count(4)
        await keep(who, f"p03.{language}")
        photo = {"name": "Tessa at home.jpg", "mimeType": "image/jpeg", "buffer": a_photo(size=(640, 480))}
        await page.set_input_files("#f-files", files=[photo])
        await page.locator("button[value=send]").click()
        reference = await page.inner_text("#reference")
        token = str(await page.locator("a[href*='/t/']").first.get_attribute("href")).rpartition("/")[2]
        session = await requester_session(token, now=clock.now())
        await who.context.add_cookies([{"name": "me", "value": session, "url": base}])
        await page.goto(f"{base}/me/requests/{reference}")
        shown = await page.inner_text("ol.thread")
        assert (words["removed"] in shown, "Tessa at home" in shown) == (True, False)
        await keep(who, f"p08.{language}", at="ol.thread a[download]")
        file = await who.context.request.get(f"{base}/me/requests/{reference}/files/1")
        left = Image.open(io.BytesIO(await file.body()))
        assert (left.size, dict(left.getexif()), CANARY.encode() in await file.body()) == ((640, 480), {}, False)
        assert f"{reference}-1.jpg" in file.headers["content-disposition"]


@LANGUAGES
async def test_a_requester_reads_who_saw_what_stops_the_question_and_erases(schema, browser, agent, mailbox, language):
    words = WORDS[language]
    ticket = await a_ticket(now=clock.now(), locale=language, subject=words["subject"])
    session = await a_session(now=clock.now())
    async with served(create_app(schema), a_port()) as base:
        who = await a_visitor(browser, language)
        page = who.page
        await who.context.add_cookies([{"name": "me", "value": session, "url": base}])
        await page.goto(f"{base}/me/requests/{ticket.reference}")
        assert words["nobody"] in await page.inner_text("#ledger")
        never = await page.locator("#ledger ul b").count()
        await keep(who, f"p10.{language}", at="#ledger")
        await assign_ticket(ticket.reference, to=agent.id, by=agent, now=clock.now())
        await page.reload()
        by_link = await a_visitor(browser, language, viewport=PHONE)
        await by_link.page.goto(f"{base}/t/{ticket.token}")
        await page.fill("#f-body", "Half a sent")
        await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=clock.now())
        for one in (page, by_link.page):  # nobody reloads
            await one.locator("#ledger .ledger li", has_text=words["seen"][2]).first.wait_for()
            await expect(one.locator("#news")).to_contain_text(words["seen"][1])
        await post_reply(ticket.reference, Entry("Zebra answer"), agent=agent, now=clock.now())
        await page.locator("#newer button").wait_for()
        assert "Zebra" not in await page.inner_text("#talk")
        assert await page.evaluate("[document.activeElement.id, document.activeElement.value]") == [
            "f-body",
            "Half a sent",
        ]
        await keep(who, f"p09-message.{language}")
        await page.locator("#newer button").click()
        await page.locator("#talk .msg--out", has_text="Zebra answer").wait_for()
        await expect(page.locator("#newer button")).to_have_count(0)
        assert await page.input_value("#f-body") == "Half a sent"
        await by_link.context.close()
        # two with the work, one for its purpose
        await expect(page.locator("#ledger ul b")).to_have_count(never - 3)
        seen = await page.locator("#ledger .ledger li").last.inner_text()
        assert [bool(re.search(piece, seen)) for piece in words["seen"]] == [True] * 5
        await keep(who, f"p09.{language}", at="#ledger")

        await page.goto(f"{base}/me/data")
        await page.locator("section[aria-labelledby=agreed] details > summary").click()
        await page.locator("button[value=stop]").click()
        await page.get_by_text(words["withdrawn"]).first.wait_for()
        await keep(who, f"p11.{language}")
        await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=clock.now())
        assert "survey_invitation" not in await promised()
        await send_all(mailbox.url, now=clock.now())
        assert words["receipt"] in mailbox.subjects()

        await page.goto(f"{base}/me/rights/new/access")
        await keep(who, f"p13.{language}")
        await page.goto(f"{base}/me/requests/{ticket.reference}")
        await page.locator("a[href*='/me/rights/new/erasure']").click()
        await page.locator("input[value=details]").check()
        await keep(who, f"p12-plan.{language}", at="input[value=details]")
        await page.locator("main form button[type=submit]").click()
        await page.wait_for_url("**/me/rights/PR-*")
        await page.locator("#f-sure input").check()
        await page.locator("form[action$=erasure] button").click()
        await page.locator("#receipt").wait_for()
        await page.goto(f"{base}/me/requests/{ticket.reference}")
        assert await page.locator("#talk .seal--gone").count() == 2
        assert words["sentence"] in await page.inner_text("#talk")
        await keep(who, f"p12-details.{language}", at="#talk .seal--gone")

        await page.goto(f"{base}/me/rights/new/erasure")
        assert await page.locator("main form .card h3").count() == 2  # what goes and what stays, for each extent
        await page.locator("main form button[type=submit]").click()
        await page.wait_for_url("**/me/rights/PR-*")
        await keep(who, f"p12.{language}", at="#f-sure")
        await page.locator("#f-sure input").check()
        await page.locator("form[action$=erasure] button").click()
        await page.locator("#receipt").wait_for()
        await keep(who, f"p12-done.{language}")
        assert (await page.goto(f"{base}/t/{ticket.token}")).status in (404, 410)
        assert who.complaints == []


@LANGUAGES
async def test_looking_at_the_survey_counts_nothing_and_its_page_tells_nothing(schema, browser, language):
    _, token = await an_invitation(now=clock.now(), group=replace(GROUP, locale=language))
    async with served(create_app(schema), a_port()) as base:
        who = await a_visitor(browser, language, viewport={"width": 360, "height": 720})
        for rating in range(1, 6):
            await who.page.goto(f"{base}/s/{token}?rating={rating}")
        assert await Ballot.count() == 0
        await keep(who, f"p14.{language}")
        assert re.search(r"SR-\w{4}|Tessa|Mail bounces", await who.source()) is None
        await who.page.locator("main button[type=submit]").click()
        await who.page.locator(f"a[href='/s/{token}']").wait_for()
        assert await Ballot.count() == 1
        assert (await who.page.goto(f"{base}/s/{'A' * 32}")).status == 404
        await keep(who, f"p15.{language}")
        _, late = await an_invitation(now=clock.now() - timedelta(days=22), group=replace(GROUP, locale=language))
        assert (await who.page.goto(f"{base}/s/{late}")).status == 410
        assert WORDS[language]["over"] in await who.page.inner_text("main")
        await keep(who, f"p15-expired.{language}")
        assert who.complaints == []


@LANGUAGES
async def test_managers_read_no_small_group_and_every_chart_as_words(schema, browser, language):
    await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    now = clock.now()
    for weeks in range(8):
        week = monday(now - timedelta(weeks=weeks))
        await answers([5, 4, 4, 5, 2, 3][: 6 - weeks % 2], week=week)
    await answers([4] * 9, category="domain", week=monday(now))
    await answers([4] * 4, category="billing", week=monday(now))
    await invitations(30, week=monday(now))
    async with served(create_app(schema), a_port()) as base:
        mona = await a_visitor(browser, language)
        page = mona.page
        await sign_in(mona, base, "mona@desk.test")
        await page.goto(f"{base}/results?by=category")
        assert await page.locator("td.suppressed").count() >= 2
        await keep(mona, f"m01.{language}", at="td.suppressed")
        export = await page.context.request.get(base + await page.get_attribute("a[href*='as-shown.csv']", "href"))
        table = [row for row in csv.reader((await export.text()).splitlines()) if row[0] == "group"]
        held_back = [row for row in table if row[-1]]
        assert (len(held_back) >= 2, {cell for row in held_back for cell in row[2:-1]}) == (True, {""})
        await page.locator("section.panel details > summary").first.click()
        assert await page.locator("svg[role=img] title").count() >= 1
        assert await page.locator("section.panel details table tbody tr").count() >= 8
        assert WORDS[language]["newest"] in await page.inner_text("main")
        await keep(mona, f"m02.{language}", at="section.panel svg")
        assert mona.complaints == []


@LANGUAGES
async def test_the_forecast_of_retention_agrees_with_the_run(schema, browser, agent, language):
    await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    now = clock.now()
    for days in (181, 366, 731):
        old = await an_assigned_ticket(agent, email=f"p{days}@customer.test", now=now - timedelta(days=days + 1))
        await close_ticket(old.reference, Reason.SOLVED, agent=agent, now=now - timedelta(days=days))
    async with served(create_app(schema), a_port()) as base:
        mona = await a_visitor(browser, language)
        await sign_in(mona, base, "mona@desk.test")
        await mona.page.goto(f"{base}/privacy/retention")
        due = await mona.page.locator("tfoot").first.locator("bdi").all_inner_texts()
        await keep(mona, f"m03.{language}", at="tfoot")
        done = await retain(now=now)
        went = [done.attachments, done.texts, done.pseudonym, done.rest, done.held]
        assert [int(n) for n in due] == went == [0, 3, 2, 1, 0]
        assert mona.complaints == []


@LANGUAGES
async def test_an_officer_counts_days_keeps_what_is_on_hold_and_proves_the_trail(schema, browser, agent, language):
    words = WORDS[language]
    lina = await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER, password=True)
    noor = await a_member("noor@desk.test", name="Noor Salem", role=Role.OFFICER)
    now = clock.now()
    ticket = await an_assigned_ticket(agent, now=now, locale=language)
    asked = await a_wish(Kind.ERASURE, now=now - timedelta(days=11), locale=language)
    review = str(now.date() + timedelta(days=30))
    hold = await place_hold(Wish(references=ticket.reference, reason="Court", review_on=review), by=lina, now=now)
    await decide(hold, agree=True, by=noor.actor, now=now)
    await chain(signer=Signer(keyring.in_use().signing_key()), now=now)
    async with served(create_app(schema), a_port()) as base:
        who = await a_visitor(browser, language)
        page = who.page
        await sign_in(who, base, "lina@desk.test")
        await page.goto(f"{base}/privacy/requests")
        await keep(who, f"o01-days.{language}")
        assert re.search(words["days"], await page.inner_text("main"))
        await page.goto(f"{base}/privacy/requests/{asked.number}")
        await page.locator("form[action$=handling] button").click()
        await page.locator("#f-answer").wait_for()
        await page.wait_for_load_state()
        assert words["held"].format(ticket.reference) in await page.inner_text("main")
        assert await page.locator("form[action$=erasure]").count() == 0
        await keep(who, f"o01.{language}", at="#asked")
        await page.goto(f"{base}/privacy")
        await page.click("form[action='/privacy/proof'] button")
        await page.locator(".alert--ok").wait_for()
        third = (await Outbound.raw("SELECT entry FROM audit_link WHERE position = 2"))[0]["entry"]
        await Outbound.raw("UPDATE audit_entry SET act = 'ticket.closed' WHERE id = {}", third)
        await page.click("form[action='/privacy/proof'] button")
        await page.locator(".alert:not(.alert--ok)").wait_for()
        assert str(third) in await who.source()
        await keep(who, f"o02.{language}", at=".alert")
        assert who.complaints == []


async def test_tokens_and_digits_keep_their_direction_in_arabic(schema, browser):
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    ticket = await an_assigned_ticket(sara, now=clock.now(), locale="ar")
    session = await a_session(now=clock.now())
    for people in (Requester, Staff):
        await people.update(
            {people.digits: "arab"}, force=True
        )  # as they choose it under "My data" and in their profile
    async with served(create_app(schema), a_port()) as base:
        who = await a_visitor(browser, "ar")
        page = who.page
        await who.context.add_cookies([{"name": "me", "value": session, "url": base}])
        await page.goto(f"{base}/me/requests/{ticket.reference}")
        await page.locator("form[action$='/own-words'] button").click()
        shown = page.locator(".seal--open", has_text=PHONE_NUMBER).first
        await shown.wait_for()
        assert await shown.evaluate(ORDER) is True
        assert re.search("[٠-٩]{4}", await page.inner_text("#talk time"))  # the year
        assert await page.locator(".back svg").first.evaluate(TURNED) == MIRRORED
        assert await page.locator("h2 svg:not(.i--dir)").first.evaluate(TURNED) == "none"
        assert await page.locator(".id").first.evaluate("e => getComputedStyle(e).direction") == "ltr"
        await keep(who, "x04.ar")

        desk = await a_visitor(browser, "ar")
        await sign_in(desk, base, "sara@desk.test")
        page = desk.page
        await page.goto(f"{base}/desk/tickets/{ticket.reference}")
        await page.locator(".msg button.seal[popovertarget=reveal-phone-1]").click()
        await page.locator(".reveal:popover-open button[type=submit]").click()
        shown = page.locator(".seal--open", has_text=PHONE_NUMBER).first
        await shown.wait_for()
        assert await shown.evaluate(ORDER) is True
        assert re.search("[٠-٩]{2}:[٠-٩]{2}", await page.inner_text("#thread time >> nth=0"))
        for place, turned in (
            ("[data-back]", MIRRORED),
            ("button[formaction$=replies]", MIRRORED),
            ("a[href$=waiting]", "none"),
        ):
            assert (place, await page.locator(f"{place} svg").first.evaluate(TURNED)) == (place, turned)
        for place in (".head .id", "kbd", "#side bdi[dir=ltr]"):
            assert (place, await page.locator(place).first.evaluate("e => getComputedStyle(e).direction")) == (
                place,
                "ltr",
            )
        await keep(desk, "x04-desk.ar")
        assert who.complaints + desk.complaints == []
