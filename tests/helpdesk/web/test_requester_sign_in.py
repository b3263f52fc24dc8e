"""Requesters sign in by a mailed link: who is known is not told, links work once, nobody is locked out."""

import re
from datetime import timedelta

import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.people import requester_sessions
from helpdesk.people.requesters import find_requester
from helpdesk.people.tables import RequesterSession, SignInLink
from helpdesk.tickets import doors
from notifications.tables import Outbound
from tests.builders import a_ticket, promised, send_all
from tests.mailbox import Mailbox

TESSA = "tessa@customer.test"


async def ask(browser, email: str = TESSA, **more: str):
    return await browser.post("/me/sign-in", data={"email": email, **more})


async def a_link(browser, mailbox: Mailbox, **more: str) -> str:
    """Ask for a link and give its address from the mail."""
    await ask(browser, **more)
    await send_all(mailbox.url, now=clock.now())
    return re.search(r"http://desk\.test(/me/sign-in/[\w-]+)", mailbox.text_of(-1))[1]


async def sign_in(browser, mailbox: Mailbox, **more: str):
    return await browser.post(await a_link(browser, mailbox, **more))


async def test_the_link_of_a_mail_signs_in_and_shows_one_s_requests(browser, mailbox):
    await a_ticket(now=clock.now())
    page = await sign_in(browser, mailbox)

    assert (page.status_code, page.url.path) == (200, "/me")
    assert "Mail bounces" in page.text
    assert mailbox.mails[-1]["To"] == TESSA
    acts = await AuditEntry.select(AuditEntry.act).where(AuditEntry.act.like("requester.%")).output(as_list=True)
    assert acts == ["requester.signed_in"]


async def test_looking_at_a_link_uses_nothing_up_and_it_works_once(browser, other_browser, mailbox):
    await a_ticket(now=clock.now())
    link = await a_link(browser, mailbox)
    for _ in range(3):
        assert (await browser.get(link)).status_code == 200
    assert await RequesterSession.count() == 0

    assert (await browser.post(link)).status_code == 200
    again = await other_browser.post(link)
    assert (again.status_code, "has been used or is older than 15 minutes" in again.text) == (404, True)
    assert (await other_browser.get("/me")).url.path == "/me/sign-in"
    assert (await browser.get(link)).status_code == 404


async def test_a_link_that_is_older_than_a_quarter_of_an_hour_signs_nobody_in(browser, mailbox):
    await a_ticket(now=clock.now())
    link = await a_link(browser, mailbox)
    await SignInLink.update({SignInLink.expires_at: clock.now()}, force=True)

    assert (await browser.post(link)).status_code == 404
    assert await RequesterSession.count() == 0


async def test_only_hashes_of_links_and_sessions_are_kept(browser, mailbox):
    await a_ticket(now=clock.now())
    link = await a_link(browser, mailbox)
    made = await SignInLink.select().first()
    assert link.rpartition("/")[2].encode() not in made["token_hash"]
    assert timedelta(minutes=14) < made["expires_at"] - clock.now() <= timedelta(minutes=15)
    await browser.post(link)
    session = await RequesterSession.select().first()
    assert browser.cookies["me"].encode() not in session["token_hash"]


async def test_known_and_unknown_addresses_get_the_same_answer_and_cause_the_same_work(browser, mailbox):
    await a_ticket(now=clock.now())
    before = len(await Outbound.select(Outbound.id))
    nonce = re.compile(r"nonce(?:=\"|-)[\w-]+")
    answers = []
    for email in (TESSA, "nobod@customer.test"):
        response = await ask(browser, email)
        body = nonce.sub("", response.text).replace(email, "-")
        headers = sorted((name, nonce.sub("", value)) for name, value in response.headers.items())
        answers.append((response.status_code, body, headers))

    assert answers[0] == answers[1]
    assert len(await Outbound.select(Outbound.id)) == before + 2
    await send_all(mailbox.url, now=clock.now())
    assert [mail["To"] for mail in mailbox.mails if mail["Subject"] == "Your link to sign in"] == [TESSA]


async def test_nothing_in_the_outbox_says_who_asked(browser):
    await a_ticket(now=clock.now())
    await ask(browser)
    promise = await Outbound.select().where(Outbound.kind == "sign_in_link").first()
    assert promise["recipient"] == await find_requester(TESSA)
    assert TESSA not in str(promise)


async def test_what_is_no_address_is_said_at_its_field_whoever_is_known(browser):
    page = await ask(browser, "tessa")
    assert page.status_code == 422
    assert "<title>Error: Sign in</title>" in page.text
    assert 'value="tessa"' in page.text
    assert await promised() == []


async def test_a_mailbox_gets_three_links_at_once_and_each_of_them_works(browser, mailbox):
    await a_ticket(now=clock.now())
    await send_all(mailbox.url, now=clock.now())
    for _ in range(5):
        await requester_sessions.ask_for_link(TESSA, now=clock.now())
    await send_all(mailbox.url, now=clock.now())
    links = [re.search(r"/me/sign-in/[\w-]+", mailbox.text_of(n))[0] for n in range(1, len(mailbox.mails))]

    assert len(links) == 3
    assert [(await browser.get(link)).status_code for link in links] == [200, 200, 200]
    await browser.post(links[0])
    assert [(await browser.get(link)).status_code for link in links] == [404, 404, 404]


async def test_a_mail_that_is_tried_again_counts_once_and_its_last_link_works(browser, mailbox):
    await a_ticket(now=clock.now())
    await requester_sessions.ask_for_link(TESSA, now=clock.now())
    mailbox.answers = ["250 OK", *["451 try later"] * 4]
    for minutes in (0, 1, 3, 6, 10, 14):
        await send_all(mailbox.url, now=clock.now() + timedelta(minutes=minutes))
    link = re.search(r"/me/sign-in/[\w-]+", mailbox.text_of(-1))[0]

    assert await SignInLink.count() == 1
    assert (await browser.get(link)).status_code == 200


async def test_a_link_that_could_not_be_sent_in_its_time_is_not_sent_at_all(browser, mailbox):
    await a_ticket(now=clock.now())
    await requester_sessions.ask_for_link(TESSA, now=clock.now() - timedelta(minutes=16))
    await send_all(mailbox.url, now=clock.now())
    assert [subject for subject in mailbox.subjects() if "sign in" in subject] == []
    assert await SignInLink.count() == 0


async def test_asking_often_is_slowed_down_without_a_word_about_the_address(browser, in_one_moment):
    await a_ticket(now=clock.now())
    codes = [(await ask(browser)).status_code for _ in range(6)]
    assert codes == [200] * 6
    assert (await promised()).count("sign_in_link") == 5  # and from then on one in five minutes
    assert [(await ask(browser, f"n{n}@customer.test")).status_code for n in range(5)] == [200] * 4 + [429]


async def test_the_cookie_is_closed_to_scripts_and_other_sites(browser, mailbox):
    await a_ticket(now=clock.now())
    link = await a_link(browser, mailbox)
    answer = await browser.post(link, follow_redirects=False)
    cookie = next(value for value in answer.headers.get_list("set-cookie") if value.startswith("me="))
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= set(cookie.split("; "))
    assert "Secure" not in cookie  # http in this test; `__Host-me` and Secure behind https


async def test_one_comes_back_to_the_page_that_asked_for_the_sign_in_and_to_no_other(browser, mailbox):
    await a_ticket(now=clock.now())
    sent = await browser.get("/me?cursor=x", follow_redirects=False)
    assert sent.headers["location"] == "/me/sign-in?next=/me%3Fcursor%3Dx"
    link = await a_link(browser, mailbox, next="/me/data?tab=1")
    assert (await browser.post(link, follow_redirects=False)).headers["location"] == "/me/data?tab=1"
    for elsewhere in ("//evil.test", "https://evil.test", "/desk", "/me/../desk", "/me\\evil", "/me/sign-out"):
        browser.cookies.clear()
        browser.cookies.set("me-next", elsewhere)
        await requester_sessions.ask_for_link(TESSA, now=clock.now())
        await send_all(mailbox.url, now=clock.now())
        link = re.search(r"/me/sign-in/[\w-]+", mailbox.text_of(-1))[0]
        assert (await browser.post(link, follow_redirects=False)).headers["location"] == "/me"
        assert f'value="{elsewhere}"' not in (await browser.get(f"/me/sign-in?again=1&next={elsewhere}")).text


async def test_signing_out_ends_this_browser_and_everywhere_all(browser, other_browser, mailbox):
    await a_ticket(now=clock.now())
    for one in (browser, other_browser):
        page = await sign_in(one, mailbox)
    csrf = re.search(r'name="csrf" value="(\w+)"', page.text)[1]

    assert (await browser.post("/me/sign-out", data={"csrf": csrf})).status_code == 403  # another session's form
    assert (await other_browser.post("/me/sign-out", data={"csrf": csrf})).url.path == "/me/sign-in"
    assert [(await one.get("/me")).url.path for one in (browser, other_browser)] == ["/me", "/me/sign-in"]
    await sign_in(other_browser, mailbox)
    own = re.search(r'name="csrf" value="(\w+)"', (await browser.get("/me")).text)[1]
    await browser.post("/me/sign-out-everywhere", data={"csrf": own})
    assert [(await one.get("/me")).url.path for one in (browser, other_browser)] == ["/me/sign-in"] * 2


async def test_a_session_ends_by_itself_after_twelve_hours(browser, mailbox):
    await a_ticket(now=clock.now())
    await sign_in(browser, mailbox)
    token, now = browser.cookies["me"], clock.now()
    assert await requester_sessions.requester_of_session(token, now=now + timedelta(hours=11, minutes=59))
    assert await requester_sessions.requester_of_session(token, now=now + timedelta(hours=12, minutes=1)) is None


async def test_the_list_shows_each_requester_theirs_page_by_page(browser, mailbox):
    await a_ticket(now=clock.now(), email="other@customer.test", subject="Not mine")
    for n in range(23):
        await a_ticket(now=clock.now() - timedelta(days=n), subject=f"Mine {n:02}")
    first = await sign_in(browser, mailbox)
    second = await browser.get(re.search(r'href="(/me\?cursor=[^"]+)"', first.text)[1])

    assert re.findall(r"Mine \d\d", first.text) == [f"Mine {n:02}" for n in range(20)]
    assert re.findall(r"Mine \d\d", second.text) == ["Mine 20", "Mine 21", "Mine 22"]
    assert "Not mine" not in first.text + second.text


@pytest.mark.parametrize("locale", ["en", "ar"])
async def test_the_mail_comes_in_the_language_of_the_first_request(browser, mailbox, locale):
    await a_ticket(now=clock.now(), locale=locale)
    await a_link(browser, mailbox)
    assert mailbox.subjects()[-1] == {"en": "Your link to sign in", "ar": "رابط الدخول"}[locale]


async def test_who_was_erased_gets_no_link(browser, mailbox):
    from helpdesk.privacy.vault.keys import destroy_key
    from piccolo_conf import SYSTEM, acting

    ticket = await a_ticket(now=clock.now())
    await send_all(mailbox.url, now=clock.now())
    async with acting(SYSTEM):
        await destroy_key((await doors.ticket_of_link(ticket.token)).requester)
    await ask(browser)
    await send_all(mailbox.url, now=clock.now())
    assert len(mailbox.mails) == 1
