"""A new request: step by step without script, who signed in is asked less, boxes unticked, diagnostics shortened."""

import html
import re
from datetime import timedelta

import msgspec
import pytest

from helpdesk import clock, i18n
from helpdesk.people.requesters import lasting_mark
from helpdesk.privacy.policy import policy
from helpdesk.tickets import doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.diagnostics import forget_old_diagnostics
from helpdesk.tickets.tables import Reason, Ticket
from helpdesk.web.portal.diagnostics import diagnostics
from notifications.tables import Outbound
from surveys.tables import Objection
from tests.authorisation.world import requester_session
from tests.builders import a_ticket, promised

TYPED = {
    "email": "tessa@customer.test",
    "domain": "visitor.test",
    "subject": "Mail bounces",
    "body": "Call +44 20 7946 0958.\n\nThe page shows glimmer.",
    "terms_version": "1",
    "accept_terms": "yes",
}
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"


def hidden_of(page: str) -> dict[str, str]:
    """The hidden fields of the review page, as a browser would send them."""
    form = page[page.index("<main") : page.index("</main>")]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form)
    return {name: html.unescape(value) for name, value in found}


async def sealed(kind: str) -> list[dict]:
    return await Outbound.raw("SELECT name, ciphertext, destroyed_at FROM sealed_value WHERE kind = {}", kind)


async def test_boxes_are_unticked_and_the_address_is_asked_last(browser):
    page = (await browser.get("/new/technical")).text
    boxes = re.findall(r'<input type="checkbox"[^>]*>', page)
    assert (len(boxes), [box for box in boxes if "checked" in box]) == (3, [])
    assert re.findall(r'id="f-(domain|subject|body|email)"', page) == ["domain", "subject", "body", "email"]


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("slug", policy.read_policy().categories)
async def test_every_field_says_why_it_is_asked(browser, slug, language):
    rules, say = policy.in_use(), i18n.words(language).plain
    page = (await browser.get(f"/new/{slug}", params={"lang": language})).text
    hints = dict(re.findall(r'<p class="hint" id="h-([\w-]+)">(.*?)</p>', page))
    asked = {name: rules.fields[name].why[language] for name in rules.categories[slug].fields}
    own = {name: say(f"field-{name}-why") for name in ("subject", "body")} | {"hide": say("hide-too-why")}
    assert {name: html.unescape(why) for name, why in hints.items()} == {**asked, **own}
    described = dict(re.findall(r'<(?:input|textarea)[^>]* id="f-([\w-]+)"[^>]* aria-describedby="([^"]+)"', page))
    assert {name: ids.split()[0] for name, ids in described.items()} == {name: f"h-{name}" for name in hints}


async def test_without_script_everything_is_seen_once_more_before_it_goes(browser):
    review = await browser.post("/new/technical", data={**TYPED, "action": "check"})
    assert review.status_code == 200
    assert "Check and send" in review.text
    assert "1 detail will be hidden." in review.text
    assert "visitor.test" in review.text
    assert await Ticket.count() == 0

    sent = await browser.post("/new/technical", data={**hidden_of(review.text), "action": "send"})
    assert (sent.status_code, await Ticket.count()) == (201, 1)
    assert "What happens next" in sent.text
    assert "glimmer" not in sent.text
    page = await browser.get(re.search(r'href="[^"]+(/t/[^"]+)"', sent.text)[1])
    assert "The page shows glimmer." in page.text
    assert "7946 0958" not in page.text


async def test_choices_are_made_on_the_review_without_script(browser):
    review = await browser.post("/new/technical", data={**TYPED, "action": "check", "hide": "glimmer"})
    kept = hidden_of(review.text)
    again = await browser.post(
        "/new/technical", data={**kept, "action": "check", "show": "+44 20 7946 0958", "hide": "glimmer"}
    )
    paper = re.search(r'<div class="paper">(.*?)</div>', again.text, re.DOTALL)[1]
    assert "7946 0958" in paper
    assert "glimmer" not in paper
    await browser.post("/new/technical", data={**kept, "action": "send", "show": "+44 20 7946 0958", "hide": "glimmer"})
    found = await Outbound.raw("SELECT kind FROM sealed_value WHERE number > 0")
    assert len(found) == 1
    assert await sealed("phone") == []


async def test_change_leads_back_to_the_form_with_every_word(browser):
    review = await browser.post("/new/technical", data={**TYPED, "no_survey": "yes", "action": "check"})
    form = await browser.post("/new/technical", data={**hidden_of(review.text), "action": "change"})
    assert form.status_code == 200
    for value in ("visitor.test", "Mail bounces", "The page shows glimmer.", TYPED["email"]):
        assert value in form.text
    assert form.text.count(" checked") == 2  # terms and survey, as they were ticked
    assert 'formaction="/new/technical#f-domain"' in review.text


async def test_what_is_wrong_is_said_before_the_review(browser):
    page = await browser.post("/new/technical", data={"action": "check", "terms_version": "1"})
    assert page.status_code == 422
    assert "<title>Error: " in page.text
    errors = re.search(r'id="errors">(.*?)</div>', page.text, re.DOTALL)[1]
    assert re.findall(r'href="#f-(\w+)"', errors) == ["domain", "subject", "body", "email", "accept_terms"]
    stale = await browser.post("/new/technical", data={**TYPED, "terms_version": "0", "action": "check"})
    assert (stale.status_code, "The terms have changed" in stale.text) == (409, True)


async def test_who_signed_in_is_asked_for_no_address_and_finds_the_request_among_theirs(browser):
    first = await a_ticket(now=clock.now())
    browser.cookies.set("me", await requester_session(first.token, now=clock.now()))
    form = (await browser.get("/new/technical")).text
    assert 'id="f-email"' not in form
    assert "You are signed in" in form
    typed = {name: value for name, value in TYPED.items() if name != "email"}
    review = await browser.post("/new/technical", data={**typed, "action": "check"})
    sent = await browser.post("/new/technical", data={**hidden_of(review.text), "action": "send"})

    reference = re.search(r"SR-\w{4}-\w{4}", sent.text)[0]
    assert f'href="/me/requests/{reference}"' in sent.text
    rows = await Ticket.select(Ticket.requester).order_by(Ticket.opened_at)
    assert len(rows) == 2
    assert rows[0]["requester"] == rows[1]["requester"]
    assert reference in (await browser.get("/me")).text


async def test_a_session_that_ended_meanwhile_asks_for_the_address_and_keeps_the_words(browser):
    typed = {name: value for name, value in TYPED.items() if name != "email"}
    page = await browser.post("/new/technical", data={**typed, "action": "send"})
    assert page.status_code == 422
    assert "The page shows glimmer." in page.text
    assert await Ticket.count() == 0


async def test_the_box_about_the_question_holds_at_once_for_whoever_ticked_it(browser, agent):
    sent = await browser.post("/new/technical", data={**TYPED, "no_survey": "yes", "action": "send"})
    reference = re.search(r"SR-\w{4}-\w{4}", sent.text)[0]
    other = await a_ticket(now=clock.now(), email="other@customer.test")
    for one in (reference, other.reference):
        await assign_ticket(one, to=agent.id, by=agent, now=clock.now())
        await close_ticket(one, Reason.SOLVED, agent=agent, now=clock.now())
    assert await Objection.count() == 1
    assert (await promised()).count("survey_invitation") == 1


async def test_where_the_policy_asks_first_nobody_is_asked_who_did_not_tick_the_box(browser, agent):
    policy.use(msgspec.structs.replace(policy.in_use(), survey_consent="opt_in"))
    form = (await browser.get("/new/technical")).text
    box = re.search(r'<input type="checkbox" name="may_ask"[^>]*>', form)[0]
    assert ("checked" in box, 'name="no_survey"' in form) == (False, False)
    assert "You may ask me one question afterwards." in form
    asked = {}
    for email, box in (("without@customer.test", {}), ("with@customer.test", {"may_ask": "yes"})):
        typed = {**TYPED, "email": email, **box}
        review = await browser.post("/new/technical", data={**typed, "action": "check"})
        assert ("We may ask you one question." in review.text, "We will not ask you." in review.text) == (
            bool(box),
            not box,
        )
        sent = await browser.post("/new/technical", data={**hidden_of(review.text), "action": "send"})
        reference = re.search(r"SR-\w{4}-\w{4}", sent.text)[0]
        await assign_ticket(reference, to=agent.id, by=agent, now=clock.now())
        await close_ticket(reference, Reason.SOLVED, agent=agent, now=clock.now())
        asked[email] = (await promised()).count("survey_invitation")
    assert asked == {"without@customer.test": 0, "with@customer.test": 1}


async def test_an_objection_is_taken_back_by_the_box_of_who_signed_in_and_of_nobody_else(browser, agent):
    policy.use(msgspec.structs.replace(policy.in_use(), survey_consent="opt_in"))
    first = await a_ticket(now=clock.now())
    await Objection.insert(Objection(person=await lasting_mark((await doors.ticket_of_link(first.token)).requester)))
    await browser.post("/new/technical", data={**TYPED, "may_ask": "yes", "action": "send"})
    assert await Objection.count() == 1  # anybody can type an address
    browser.cookies.set("me", await requester_session(first.token, now=clock.now()))
    typed = {name: value for name, value in TYPED.items() if name != "email"}
    await browser.post("/new/technical", data={**typed, "may_ask": "yes", "action": "send"})
    assert await Objection.count() == 0


@pytest.mark.parametrize(
    ("agent", "short"),
    [
        (FIREFOX, "Firefox 128 · Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.6778.86 Safari/537.36 Edg/131.0.2903.70", "Edge 131 · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_1_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1.1 Mobile/15E148 Safari/604.1", "Safari 18 · iOS"),
        ("Mozilla/5.0 (Linux; Android 14; SM-S921B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/26.0 Chrome/122.0.0.0 Mobile Safari/537.36", "Samsung Internet 26 · Android"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.6 Safari/605.1.15", "Safari 17 · macOS"),
        ("curl/8.5.0 tessa@customer.test 203.0.113.7", "? · ?"),
        ("", "? · ?"),
    ],
)  # fmt: skip
def test_diagnostics_name_browser_and_system_and_nothing_else(agent, short):
    assert diagnostics(agent, "") == short
    assert diagnostics(agent, "2026-11-25 17:03 UTC+03:00") == f"{short} · 2026-11-25 17:03 UTC+03:00"
    assert diagnostics(agent, "Europe/Valletta, Tessa's room") == short


async def test_diagnostics_go_along_only_when_ticked_are_shown_before_and_sealed(browser):
    browser.headers["User-Agent"] = FIREFOX
    typed = {**TYPED, "local_time": "2026-11-25 17:03 UTC+03:00"}
    without = await browser.post("/new/technical", data={**typed, "action": "check"})
    await browser.post("/new/technical", data={**hidden_of(without.text), "action": "send"})
    assert (await sealed("diagnostics"), "Firefox" in without.text) == ([], False)

    ticked = await browser.post("/new/technical", data={**typed, "diagnostics": "yes", "action": "check"})
    assert "Firefox 128 · Linux · 2026-11-25 17:03 UTC+03:00" in ticked.text
    await browser.post("/new/technical", data={**hidden_of(ticked.text), "action": "send"})
    (row,) = await sealed("diagnostics")
    assert row["name"] == "field:diagnostics"
    assert b"Firefox" not in row["ciphertext"]


async def a_request_with_diagnostics(browser) -> str:
    sent = await browser.post("/new/technical", data={**TYPED, "diagnostics": "yes", "action": "send"})
    return re.search(r'href="[^"]+/t/([^"]+)"', sent.text)[1]


async def test_diagnostics_go_with_closing_and_by_age(browser):
    closed = await a_request_with_diagnostics(browser)
    await browser.post(f"/t/{closed}/closure")
    assert [row["ciphertext"] for row in await sealed("diagnostics")] == [None]
    await a_request_with_diagnostics(browser)
    assert await forget_old_diagnostics(now=clock.now() + timedelta(days=13)) == 0
    assert await forget_old_diagnostics(now=clock.now() + timedelta(days=14, minutes=1)) == 1
    assert [row["ciphertext"] for row in await sealed("diagnostics")] == [None, None]


async def test_the_requester_s_page_says_that_nobody_saw_their_diagnostics(browser):
    token = await a_request_with_diagnostics(browser)
    page = re.sub(r"<[^>]+>", "", (await browser.get(f"/t/{token}")).text)
    assert "Browser and system: never seen" in page
    assert await doors.ticket_of_link(token)
