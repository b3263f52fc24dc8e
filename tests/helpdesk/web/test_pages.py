"""The pages: forms that keep what was typed, errors in words, headers on everything, and nothing ungranted in a byte."""

import re
from urllib.parse import urlencode

import httpx
import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.people.tables import Role, StaffSession
from helpdesk.tickets import doors
from helpdesk.tickets.tables import Message, Ticket
from helpdesk.web import session
from tests.builders import PASSWORD, a_member, a_ticket, an_assigned_ticket

FORM = {"content-type": "application/x-www-form-urlencoded"}
ASK = {
    "email": "tessa@customer.test",
    "domain": "visitor.test",
    "subject": "Mail bounces",
    "terms_version": "1",
    "body": "My phone is +44 20 7946 0958.",
    "accept_terms": "yes",
    "action": "send",
}


async def signed_in(browser: httpx.AsyncClient, email: str = "sara@desk.test", role: Role = Role.AGENT, **more):
    member = await a_member(email, name="Sara Haddad", role=role, password=True, **more)
    response = await browser.post("/desk/sign-in", data={"email": email, "password": PASSWORD})
    assert response.status_code == 200, response.text
    return member


def csrf_of(page: httpx.Response) -> str:
    return re.search(r'name="csrf" value="(\w+)"', page.text)[1]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_portal_shows_six_topics(browser, language):
    page = await browser.get("/", params={"lang": language})

    assert len(re.findall(r'href="/new/(\w+)"><b>', page.text)) == 6
    assert f'lang="{language}" dir="{"rtl" if language == "ar" else "ltr"}"' in page.text
    assert (await browser.get("/")).text.count(f'<html lang="{language}"') == 1  # the choice is remembered


async def test_a_request_is_sent_and_its_link_opens_its_page(browser):
    sent = await browser.post("/new/technical", data=ASK)
    link = re.search(r'href="([^"]+/t/[^"]+)"', sent.text)[1]
    page = await browser.get(link)

    assert sent.status_code == 201
    assert "No one has seen a hidden detail of yours." in page.text
    assert "20 7946" not in page.text


async def test_the_typed_text_is_kept_when_something_is_wrong(browser):
    page = await browser.post(
        "/new/technical", data={**ASK, "email": "nobody", "accept_terms": "", "body": "<b>kept</b>"}
    )

    assert page.status_code == 422
    assert "<title>Error: " in page.text
    assert "&lt;b&gt;kept&lt;/b&gt;" in page.text
    assert page.text.count("Enter an e-mail address such as name@example.com.") == 2  # on top and beside the field
    assert page.text.count("Please read the terms and agree to them.") == 2
    assert await Ticket.count() == 0


async def test_an_unknown_field_is_refused(browser):
    page = await browser.post("/new/technical", data={**ASK, "shoe_size": "44"})

    assert page.status_code == 422
    assert "asks for less than was sent" in page.text
    assert await Ticket.count() == 0


async def test_changed_terms_are_said_and_the_text_is_kept(browser):
    page = await browser.post("/new/technical", data={**ASK, "terms_version": "0"})

    assert page.status_code == 409
    assert "The terms have changed" in page.text
    assert "My phone is +44 20 7946 0958." in page.text


async def test_the_preview_shows_what_will_be_hidden_and_stores_nothing(browser):
    live = await browser.post("/preview", data={"subject": "", "body": ASK["body"]})
    without_script = await browser.post("/new/technical", data={**ASK, "action": "check"})

    for page in (live, without_script):
        assert page.status_code == 200
        assert "1 detail will be hidden." in page.text
    paper = live.text.partition("</div>")[0]
    assert "My phone is" in paper
    assert "20 7946" not in paper
    assert await Ticket.count() == 0


async def test_what_the_requester_calls_public_stays_readable_and_what_they_add_is_hidden(browser):
    body = "My phone is +44 20 7946 0958 and the lamp is called Glimmer."
    choices = {"show": "+44 20 7946 0958", "hide": "Glimmer"}
    preview = await browser.post("/preview", data={"subject": "", "body": body, **choices})
    sent = await browser.post("/new/technical", data={**ASK, "body": body, **choices})

    paper = preview.text.partition("</div>")[0]
    assert "+44 20 7946 0958" in paper
    assert "Glimmer" not in paper
    assert 'name="show" value="+44 20 7946 0958" checked' in preview.text
    assert sent.status_code == 201
    acts = await AuditEntry.select(AuditEntry.act).order_by(AuditEntry.act).output(as_list=True)
    assert acts == ["ticket.detail_added", "ticket.detail_shown", "ticket.opened"]


async def test_several_boxes_may_be_ticked_but_no_other_field_may_come_twice(browser):
    twice = [("show", "a@b.test"), ("show", "c@d.test"), ("subject", ""), ("body", "a@b.test c@d.test")]
    preview = await browser.post("/preview", content=urlencode(twice), headers=FORM)
    refused = await browser.post("/preview", content=urlencode([*twice, ("body", "more")]), headers=FORM)

    assert preview.text.partition("</div>")[0].count(".test") == 2
    assert refused.status_code == 422


async def test_a_form_sent_twice_opens_one_ticket(browser):
    form = {**ASK, "form_key": "0190b6c2-7d2f-7000-8000-000000000001"}
    first, second = await browser.post("/new/technical", data=form), await browser.post("/new/technical", data=form)

    reference = re.search(r"SR-\w{4}-\w{4}", first.text)[0]
    assert re.search(r"SR-\w{4}-\w{4}", second.text)[0] == reference
    assert "This form was sent before" in second.text
    assert await Ticket.count() == 1


@pytest.mark.parametrize(
    ("path", "status"), [("/t/wrong", 404), ("/new/weather", 404), ("/nothing", 404), ("/s/wrong", 404)]
)
async def test_wrong_addresses_say_so_in_both_languages(browser, path, status):
    for language, words in (("en", "Nothing here"), ("ar", "لا شيء هنا")):
        page = await browser.get(path, params={"lang": language})
        assert page.status_code == status
        assert words in page.text or "This question is closed" in page.text or "هذا السؤال مغلق" in page.text


async def test_too_large_a_body_is_refused_in_words(browser):
    page = await browser.post("/new/technical", data={**ASK, "body": "x" * 600_000})

    assert page.status_code == 413
    assert "Too large" in page.text


@pytest.mark.parametrize(
    "path",
    ["/", "/new/technical", "/t/x", "/desk/sign-in", "/nothing", "/static/ui.css", "/healthz", "/api/v1/tickets"],
)
async def test_every_response_carries_the_security_headers(browser, path):
    response = await browser.get(path)

    policy = response.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    scripts = re.search(r"script-src ([^;]*);", policy)[1]
    assert re.fullmatch(
        r"'nonce-[\w-]{20,}' 'strict-dynamic'" if path in ("/", "/new/technical") else r"'none'|'nonce-.*", scripts
    )
    assert "require-trusted-types-for 'script'" in policy
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["referrer-policy"] == "no-referrer"
    assert "charset" in response.headers["content-type"] or "json" in response.headers["content-type"]
    if not path.startswith("/static"):
        assert response.headers["cache-control"] == "no-store"


async def test_pages_and_wrong_methods_carry_them_too(browser):
    response = await browser.request("DELETE", "/")

    assert response.status_code == 405
    assert "default-src 'none'" in response.headers["content-security-policy"]


async def test_a_form_from_another_site_is_refused(browser):
    foreign = [
        {"origin": "https://evil.test"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "null"},
    ]
    for headers in foreign:
        assert (await browser.post("/new/technical", data=ASK, headers=headers)).status_code == 403
    assert await Ticket.count() == 0
    assert (await browser.post("/new/technical", data=ASK, headers={"origin": "http://desk.test"})).status_code == 201


async def test_head_answers_like_get_without_a_body(browser):
    head = await browser.head("/")

    assert (head.status_code, head.content) == (200, b"")


async def test_the_desk_asks_to_sign_in_first(browser):
    page = await browser.get("/desk/tickets")

    assert page.url.path == "/desk/sign-in"


async def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(browser):
    await a_member("sara@desk.test", name="Sara", role=Role.AGENT, password=True)
    answers = [
        await browser.post("/desk/sign-in", data={"email": email, "password": "wrong password"})
        for email in ("sara@desk.test", "nobody@desk.test")
    ]

    assert [answer.status_code for answer in answers] == [401, 401]
    plain = [re.sub(r'nonce="[^"]+"|value="[^"]+"', "", answer.text) for answer in answers]
    assert plain[0] == plain[1]


async def test_signing_in_opens_a_fresh_session_whatever_cookie_came(browser):
    browser.cookies.set("session", "attackers-choice")
    await signed_in(browser)

    values = [cookie.value for cookie in browser.cookies.jar if cookie.name == "session"]
    assert "attackers-choice" not in values[-1:]
    assert await StaffSession.count() == 1


async def test_guessing_a_password_is_slowed_down_without_locking_out(browser, in_one_moment):
    await a_member("sara@desk.test", name="Sara", role=Role.AGENT, password=True)
    wrong = {"email": "sara@desk.test", "password": "wrong password"}
    statuses = [(await browser.post("/desk/sign-in", data=wrong)).status_code for _ in range(7)]

    assert statuses == [401] * 5 + [429] * 2


async def test_a_form_without_the_sessions_token_does_nothing(browser):
    await signed_in(browser)
    ticket = await a_ticket(now=clock.now())
    for token in ({}, {"csrf": "0" * 64}):
        page = await browser.post(f"/desk/tickets/{ticket.reference}/assignment", data={"agent": "me", **token})
        assert page.status_code == 403
    assert (await doors.ticket_of_link(ticket.token)).assignee is None


async def test_signing_out_ends_the_session(browser):
    await signed_in(browser)
    page = await browser.get("/desk/account")
    await browser.post("/desk/sign-out", data={"csrf": csrf_of(page)})

    assert (await browser.get("/desk/tickets")).url.path == "/desk/sign-in"
    assert await StaffSession.count() == 0


async def test_the_secure_cookie_has_the_host_prefix():
    cookie = session.session_cookie("x", secure=True)

    assert cookie.to_header(header="") == "__Host-session=x; HttpOnly; Max-Age=43200; Path=/; SameSite=lax; Secure"


async def test_an_agent_works_a_ticket_through_forms(browser):
    await signed_in(browser)
    ticket = await a_ticket(now=clock.now(), body="Phone +44 20 7946 0958, password is Sesame#44")
    place = f"/desk/tickets/{ticket.reference}"
    page = await browser.get(place)
    assert "tessa@customer.test" not in page.text

    csrf = {"csrf": csrf_of(page)}
    page = await browser.post(f"{place}/assignment", data={"agent": "me", **csrf})
    assert "tessa@customer.test" in page.text
    page = await browser.post(
        f"{place}/disclosures", data={"placeholder": "phone 1", "purpose": "contact", "reason": "", **csrf}
    )
    assert "+44 20 7946 0958" in page.text
    assert "Sesame#44" not in page.text
    page = await browser.post(f"{place}/replies", data={"body": "On it.", **csrf})
    page = await browser.post(f"{place}/notes", data={"body": "Check SPF.", **csrf})
    assert [await Message.count(), "On it." in page.text, "Check SPF." in page.text] == [3, True, True]
    page = await browser.post(f"{place}/closure", data={"reason": "solved", **csrf})
    assert "+44 20 7946 0958" not in page.text
    assert "Reopen" in page.text
    page = await browser.post(f"{place}/reopening", data=csrf)
    assert (await doors.ticket_of_link(ticket.token)).status == "open"


async def test_a_draft_survives_an_error(browser):
    await signed_in(browser)
    ticket = await a_ticket(now=clock.now())
    csrf = csrf_of(await browser.get(f"/desk/tickets/{ticket.reference}"))
    page = await browser.post(
        f"/desk/tickets/{ticket.reference}/replies", data={"body": "My long answer", "csrf": csrf}
    )

    assert page.status_code == 403
    assert "Take the ticket first" in page.text
    assert "My long answer" in page.text


async def test_a_session_that_ended_while_somebody_wrote_loses_nothing(browser):
    ticket = await a_ticket(now=clock.now())
    page = await browser.post(f"/desk/tickets/{ticket.reference}/replies", data={"body": "My long answer", "csrf": "x"})

    assert page.status_code == 401
    assert "My long answer" in page.text


async def test_a_colleague_s_page_has_no_byte_of_a_detail(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now(), body="Phone +44 20 7946 0958, password is Sesame#44")
    await signed_in(browser, "omar@desk.test", team="billing")
    page = await browser.get(f"/desk/tickets/{ticket.reference}")
    everything = page.text + str(page.headers)

    assert "Phone" in page.text  # the probe sees the page
    assert [value for value in ("20 7946", "Sesame", "tessa@customer", "visitor.test") if value in everything] == []


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER, Role.ADMIN])
async def test_other_roles_see_no_ticket(browser, role):
    ticket = await a_ticket(now=clock.now(), subject="Visible words")
    await signed_in(browser, f"{role}@desk.test", role=role)
    for path in ("/desk/tickets", f"/desk/tickets/{ticket.reference}", "/desk/tickets/SR-AAAA-AAAA"):
        page = await browser.get(path)
        assert page.status_code == 403
        assert "Visible words" not in page.text


async def test_not_there_and_not_yours_are_the_same_bytes(browser):
    import msgspec

    from helpdesk.privacy.policy import policy

    rules = policy.in_use()
    strict = msgspec.structs.replace(rules.categories["billing"], text_for="team")
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "billing": strict}))
    ticket = await a_ticket(now=clock.now(), category="billing")
    await signed_in(browser, team="support")
    answers = [await browser.get(f"/desk/tickets/{reference}") for reference in (ticket.reference, "SR-AAAA-AAAA")]

    assert [answer.status_code for answer in answers] == [404, 404]
    plain = [re.sub(r'nonce="[^"]+"|SR-\w{4}-\w{4}', "", answer.text) for answer in answers]
    assert plain[0] == plain[1]


async def test_agents_see_no_results_and_managers_do(browser, other_browser):
    await signed_in(browser)
    assert (await browser.get("/results")).status_code == 403
    await signed_in(other_browser, "mona@desk.test", role=Role.MANAGER)
    assert "No answers in this period." in (await other_browser.get("/results")).text


async def test_wrong_filters_are_said(browser):
    await signed_in(browser, "mona@desk.test", role=Role.MANAGER)
    page = await browser.get("/results", params={"from": "2026-13-40"})

    assert page.status_code == 422
    assert "Choose a day such as" in page.text


async def test_a_closed_ticket_keeps_the_requesters_text(browser, agent):
    from helpdesk.tickets.close import close_ticket
    from helpdesk.tickets.tables import Reason

    ticket = await an_assigned_ticket(agent, now=clock.now())
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=clock.now())
    page = await browser.post(f"/t/{ticket.token}/replies", data={"body": "One more thing"})

    assert page.status_code == 409
    assert "This ticket is closed." in page.text
    assert "One more thing" in page.text


async def test_a_set_up_link_works_once(browser):
    from helpdesk.people.staff import add_staff

    token = await add_staff("new@desk.test", name="New", role=Role.AGENT, team="", now=clock.now())
    assert (await browser.get(f"/desk/setup/{token}")).status_code == 200
    short = await browser.post(f"/desk/setup/{token}", data={"password": "short", "again": "short"})
    assert short.status_code == 422
    done = await browser.post(f"/desk/setup/{token}", data={"password": PASSWORD, "again": PASSWORD})
    assert done.url.path == "/desk/sign-in"
    assert (await browser.get(f"/desk/setup/{token}")).status_code == 404
    assert (
        await browser.post("/desk/sign-in", data={"email": "new@desk.test", "password": PASSWORD})
    ).status_code == 200
