"""My data: seen and corrected by whoever it is; a new address only by its own mailbox; surveys off and on at once."""

import re
from datetime import timedelta

import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.people import requester_sessions
from helpdesk.people.own_data import masked
from helpdesk.people.requesters import find_requester
from helpdesk.people.tables import AddressChange, Requester, SignInLink
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.tickets import doors
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Reason
from notifications.tables import Outbound
from piccolo_conf import Actor, acting
from tests.authorisation.world import requester_session
from tests.builders import a_ticket, an_assigned_ticket, promised, send_all
from tests.helpdesk.web.test_own_requests import csrf_of
from tests.rights import a_wish

TESSA, NEXT = "tessa@customer.test", "tessa.new@customer.test"


async def at_my_data(browser, ticket) -> str:
    """Sign in and open the page; gives the token of its forms."""
    browser.cookies.set("me", await requester_session(ticket.token, now=clock.now()))
    return csrf_of((await browser.get("/me/data")).text)


async def test_the_page_shows_the_address_masked_and_what_was_agreed_to(browser):
    ticket = await a_ticket(now=clock.now())
    await at_my_data(browser, ticket)
    page = (await browser.get("/me/data")).text
    assert "t…@customer.test" in page
    assert TESSA not in page
    assert "Terms of use, version" in page
    assert 'href="/me/rights"' in page
    assert await AuditEntry.count().where(AuditEntry.act.like("detail.%")) == 0


@pytest.mark.parametrize(("address", "shown"), [("a@b.test", "a…@b.test"), ("م@b.test", "م…@b.test"), ("", "")])
def test_a_masked_address_tells_only_its_owner(address, shown):
    assert masked(address) == shown


async def test_a_name_is_corrected_and_the_old_one_destroyed(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    csrf = await at_my_data(browser, ticket)
    for name in ("Tesa Karim", "Tessa Karim"):
        page = await browser.post("/me/data/name", data={"csrf": csrf, "name": name})
        assert "The name was saved." in page.text
    assert "Tessa Karim" in page.text
    assert "Tesa Karim" not in page.text
    rows = await Outbound.raw(
        "SELECT name, ciphertext IS NULL AS gone FROM sealed_value WHERE kind = 'name' ORDER BY sealed_at, name"
    )
    assert sorted((row["name"].partition(":")[0], row["gone"]) for row in rows) == [
        ("field", False),
        ("replaced", True),
    ]
    none = await browser.post("/me/data/name", data={"csrf": csrf, "name": ""})
    assert "No name is kept." in none.text
    refused = await browser.post("/me/data/name", data={"csrf": csrf, "name": "x" * 300})
    assert refused.status_code == 422


async def ask_for(browser, csrf: str, email: str):
    return await browser.post("/me/data/address", data={"csrf": csrf, "email": email})


async def confirmation(mailbox) -> str:
    await send_all(mailbox.url, now=clock.now())
    return re.search(r"http://desk\.test(/me/address/[\w-]+)", mailbox.text_of(-1))[1]


async def test_a_new_address_counts_when_its_own_mailbox_confirms_it_and_the_old_one_is_told(browser, agent, mailbox):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    csrf = await at_my_data(browser, ticket)
    asked = await ask_for(browser, csrf, NEXT)
    assert "a mail with a link is on its way" in asked.text
    link = await confirmation(mailbox)
    assert mailbox.mails[-1]["To"] == NEXT
    for _ in range(2):
        assert (await browser.get(link)).status_code == 200  # looking changes nothing
    assert await find_requester(TESSA) is not None
    assert await find_requester(NEXT) is None

    done = await browser.post(link)
    assert (done.status_code, "Your address was changed" in done.text) == (200, True)
    row = await doors.ticket_of_link(ticket.token)
    assert (await find_requester(NEXT), await find_requester(TESSA)) == (row.requester, None)
    assert (await browser.post(link)).status_code == 404
    await send_all(mailbox.url, now=clock.now())
    assert (mailbox.mails[-1]["To"], mailbox.subjects()[-1]) == (TESSA, "Your address with us was changed")
    assert NEXT not in mailbox.text_of(-1)
    async with acting(agent.actor):
        seen = await shown_to(agent.id, about=row.id, now=clock.now())
    assert seen["field:email"].value == NEXT  # the assignee goes on seeing how to reach them
    await send_all(mailbox.url, now=clock.now())
    assert "t…@customer.test" in (await browser.get("/me/data")).text


async def test_links_to_sign_in_that_went_to_the_old_address_end_with_it(browser, mailbox):
    ticket = await a_ticket(now=clock.now())
    csrf = await at_my_data(browser, ticket)
    await requester_sessions.ask_for_link(TESSA, now=clock.now())
    await ask_for(browser, csrf, NEXT)
    link = await confirmation(mailbox)
    assert await SignInLink.count() == 1
    await browser.post(link)
    assert await SignInLink.count() == 0


async def test_asking_for_another_s_address_says_nothing_and_only_its_mailbox_learns_it(browser, mailbox):
    ticket, other = await a_ticket(now=clock.now()), await a_ticket(now=clock.now(), email="other@customer.test")
    csrf = await at_my_data(browser, ticket)
    free, taken = await ask_for(browser, csrf, NEXT), await ask_for(browser, csrf, "other@customer.test")
    nonce = re.compile(r"nonce(?:=\"|-)[\w-]+")
    assert nonce.sub("", free.text) == nonce.sub("", taken.text)
    link = await confirmation(mailbox)
    refused = await browser.post(link)
    assert (refused.status_code, "has requests of its own" in refused.text) == (422, True)
    assert await find_requester("other@customer.test") == (await doors.ticket_of_link(other.token)).requester


async def test_a_change_ends_after_a_day_and_a_second_takes_the_place_of_the_first(browser, mailbox):
    ticket = await a_ticket(now=clock.now())
    csrf = await at_my_data(browser, ticket)
    await ask_for(browser, csrf, NEXT)
    first = await confirmation(mailbox)
    await ask_for(browser, csrf, "third@customer.test")
    second = await confirmation(mailbox)
    assert [(await browser.get(link)).status_code for link in (first, second)] == [404, 200]
    await AddressChange.update({AddressChange.expires_at: clock.now() - timedelta(seconds=1)}, force=True)
    assert (await browser.post(second)).status_code == 404
    assert (await ask_for(browser, csrf, "no address")).status_code == 422


async def test_nothing_of_a_new_address_lies_in_clear(browser):
    ticket = await a_ticket(now=clock.now())
    csrf = await at_my_data(browser, ticket)
    await ask_for(browser, csrf, NEXT)
    tables = [await Outbound.raw("SELECT * FROM address_change"), await Outbound.raw("SELECT * FROM outbound")]
    assert NEXT not in str(tables)
    assert NEXT.encode() not in tables[0][0]["address"]
    assert "tessa.new" not in str(tables)


async def test_the_question_after_each_request_is_stopped_and_agreed_to_at_once(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    csrf = await at_my_data(browser, ticket)
    stopped = await browser.post("/me/data/surveys", data={"csrf": csrf, "choice": "stop"})
    assert "Withdrawn. You will get no more questions" in stopped.text
    again = await browser.post("/me/data/surveys", data={"csrf": csrf, "choice": "stop"})
    assert (again.status_code, (await promised()).count("surveys_stopped")) == (200, 1)  # one receipt
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=clock.now())
    assert "survey_invitation" not in await promised()

    agreed = await browser.post("/me/data/surveys", data={"csrf": csrf, "choice": "agree"})
    assert "We may ask you one question" in agreed.text
    assert "surveys_stopped" not in await promised()  # it would no longer be true
    second = await an_assigned_ticket(agent, now=clock.now())
    await close_ticket(second.reference, Reason.SOLVED, agent=agent, now=clock.now())
    assert "survey_invitation" in await promised()


async def test_a_stop_takes_back_what_was_promised(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=clock.now())
    csrf = await at_my_data(browser, ticket)
    await browser.post("/me/data/surveys", data={"csrf": csrf, "choice": "stop"})
    rows = await Outbound.raw("SELECT cancelled_at IS NOT NULL AS gone FROM survey_invitation")
    assert [row["gone"] for row in rows] == [True]


@pytest.mark.parametrize(
    ("language", "subject", "word"),
    [("en", "No more survey questions", "as a receipt"), ("ar", "لن تصلك أسئلة عن الرضا بعد الآن", "إثباتًا")],
)
async def test_a_stop_is_confirmed_by_one_mail_that_names_no_request(browser, mailbox, language, subject, word):
    ticket = await a_ticket(now=clock.now())
    csrf = await at_my_data(browser, ticket)
    await browser.post("/me/data/language", data={"csrf": csrf, "locale": language})
    await browser.post("/me/data/surveys", data={"csrf": csrf, "choice": "stop"})
    await send_all(mailbox.url, now=clock.now())

    receipt = mailbox.text_of(-1)
    assert (mailbox.subjects().count(subject), mailbox.mails[-1]["To"]) == (1, TESSA)
    assert [piece in receipt for piece in (word, "http://desk.test/me/data")] == [True, True]
    assert [piece in receipt for piece in (ticket.reference, "Mail bounces", ticket.token)] == [False] * 3


async def test_arabic_pages_and_mails_follow_the_digits_and_codes_and_numbers_of_people_do_not(browser, agent, mailbox):
    ticket = await an_assigned_ticket(agent, now=clock.now(), locale="ar")
    csrf = await at_my_data(browser, ticket)
    here, year = f"/me/requests/{ticket.reference}", str(clock.now().year)
    in_arabic = year.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    wrong = await browser.post("/me/data/language", data={"csrf": csrf, "locale": "ar", "digits": "roman"})
    assert wrong.status_code == 422
    chosen = await browser.post("/me/data/language", data={"csrf": csrf, "locale": "ar", "digits": "arab"})
    assert "حُفظت اللغة والأرقام." in chosen.text
    assert 'value="arab" checked' in chosen.text
    own = await browser.post(f"{here}/own-words", data={"csrf": csrf})
    assert (f"{in_arabic}، " in own.text, ticket.reference in own.text) == (True, True)
    assert '<bdi class="val" dir="ltr">+44 20 7946 0958</bdi>' in own.text
    await a_wish(Kind.ACCESS, now=clock.now(), locale="ar")
    await send_all(mailbox.url, now=clock.now())
    mail = mailbox.text_of(-1)
    assert (in_arabic in mail, "http://desk.test/me/rights/PR-" in mail) == (True, True)
    assert re.search(rf"(?<!\d){year}", mail) is None

    browser.cookies.clear()
    by_link = await browser.get(f"/t/{ticket.token}")
    assert (f"{in_arabic}، " in by_link.text, f"/t/{ticket.token}/news" in by_link.text) == (True, True)
    english = await browser.get(f"/t/{ticket.token}", params={"lang": "en"})
    assert (in_arabic in english.text, year in english.text) == (False, True)
    other = await a_ticket(now=clock.now(), email="other@customer.test", locale="ar")
    assert in_arabic not in (await browser.get(f"/t/{other.token}", params={"lang": "ar"})).text


async def test_the_language_is_kept_for_pages_and_mail(browser, mailbox):
    ticket = await a_ticket(now=clock.now())
    csrf = await at_my_data(browser, ticket)
    page = await browser.post("/me/data/language", data={"csrf": csrf, "locale": "ar"})
    assert '<html lang="ar" dir="rtl">' in page.text
    assert (await Requester.select(Requester.locale).first())["locale"] == "ar"
    await requester_sessions.ask_for_link(TESSA, now=clock.now())
    await send_all(mailbox.url, now=clock.now())
    assert mailbox.subjects()[-1] == "رابط الدخول"
    assert (await browser.post("/me/data/language", data={"csrf": csrf, "locale": "xx"})).status_code == 422


async def test_own_details_open_to_nobody_else_and_to_nobody_without_a_session(agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    row = await doors.ticket_of_link(ticket.token)

    async def details_for(actor: Actor) -> int:
        async with acting(actor):
            return len(await Outbound.raw("SELECT * FROM own_person()"))

    me = Actor("requester", id=row.requester)
    assert await details_for(me) == 0
    await requester_session(ticket.token, now=clock.now())
    assert await details_for(me) == 1
    other = await a_ticket(now=clock.now(), email="other@customer.test")
    for actor in (doors.link_holder(ticket.token), agent.actor, Actor("agent", id=row.requester),
                  Actor("requester", id=(await doors.ticket_of_link(other.token)).requester)):  # fmt: skip
        assert await details_for(actor) == 0


async def test_a_form_of_another_session_changes_nothing(browser):
    ticket = await a_ticket(now=clock.now())
    await at_my_data(browser, ticket)
    for part, typed in {"name": {"name": "X"}, "address": {"email": NEXT}, "language": {"locale": "ar"},
                        "surveys": {"choice": "stop"}}.items():  # fmt: skip
        assert (await browser.post(f"/me/data/{part}", data={**typed, "csrf": "0" * 64})).status_code == 403
    acts = await AuditEntry.select(AuditEntry.act).output(as_list=True)
    assert acts == ["ticket.opened"]
