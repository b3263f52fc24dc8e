"""Rights over one's data on the pages: the same answer to owner and stranger, fresh sign-ins, links, what is refused."""

import io
import re
import zipfile
from datetime import timedelta
from types import SimpleNamespace

import httpx
import pytest

from helpdesk import clock
from helpdesk.people.staff import find_by_address
from helpdesk.people.tables import Requester, RequesterSession
from helpdesk.privacy.holds import Scope, decide, place
from helpdesk.privacy.subject_requests import handle
from helpdesk.privacy.subject_requests.tables import Kind, SubjectRequest
from helpdesk.tickets import doors
from helpdesk.tickets.reveal import reveal
from helpdesk.web.portal import rights_by_mail
from piccolo_conf import Actor
from tests.builders import PASSWORD, a_ticket, an_assigned_ticket, send_all
from tests.rights import TESSA, a_person, a_session, a_wish, an_officer, make_copies, the_request


async def signed_in(browser: httpx.AsyncClient, email: str = TESSA, **opened: float) -> None:
    browser.cookies.set("me", await a_session(email, now=clock.now(), opened=timedelta(**opened)))


async def as_officer(browser: httpx.AsyncClient) -> None:
    await an_officer(password=True)
    await browser.post("/desk/sign-in", data={"email": "lina@desk.test", "password": PASSWORD})


def csrf(page: httpx.Response) -> str:
    return re.search(r'name="csrf" value="(\w+)"', page.text)[1]


def words_of(page: httpx.Response) -> str:
    return " ".join(re.sub(r"<[^>]+>|[\u2068\u2069]", " ", page.text).split())


def without_nonce(page: httpx.Response) -> str:
    return re.sub(r'nonce="[\w-]+"', "", page.text)


async def press(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    """Send a form of a page that was just opened."""
    page = await browser.get(path.rpartition("/")[0])
    return await browser.post(path, data={"csrf": csrf(page), **fields})


async def test_owner_and_stranger_get_the_same_words_and_status_and_wait_the_same(browser, monkeypatch):
    assert rights_by_mail.TAKES >= 0.3  # seconds; the work takes a tenth of them
    took, clocked = {TESSA: 0.04, "stranger@nowhere.test": 0.005}, 0.0  # by a clock that only work and waiting move
    ask = rights_by_mail.rights.ask_by_address

    async def work(email: str, *more: object, now: object) -> None:
        nonlocal clocked
        await ask(email, *more, now=now)
        clocked += took[email]

    async def wait(seconds: float) -> None:
        nonlocal clocked
        clocked += seconds

    monkeypatch.setattr(rights_by_mail.rights, "ask_by_address", work)
    monkeypatch.setattr(rights_by_mail, "time", SimpleNamespace(monotonic=lambda: clocked))
    monkeypatch.setattr(rights_by_mail, "asyncio", SimpleNamespace(sleep=wait))
    await a_ticket(now=clock.now())
    answers, ends = [], [0.0]
    for email in took:
        answer = await browser.post("/rights", data={"email": email, "kind": "access"})
        answers.append((answer.status_code, without_nonce(answer), sorted(answer.headers)))
        ends.append(clocked)
    owner, stranger = answers
    assert owner == stranger
    assert "If we hold something under this address" in owner[1]
    assert ends == pytest.approx([0, rights_by_mail.TAKES, 2 * rights_by_mail.TAKES])
    assert await SubjectRequest.count() == 1  # the probe: one of them is known


@pytest.mark.parametrize(("email", "kind"), [("no address", "access"), (TESSA, "everything"), ("", "")])
async def test_a_wrong_form_keeps_what_was_typed(browser, email, kind):
    answer = await browser.post("/rights", data={"email": email, "kind": kind})
    assert answer.status_code == 422
    assert f'value="{email}"' in answer.text
    assert '<div class="alert" role="alert"' in answer.text


async def test_many_tries_from_one_place_are_stopped(browser, in_one_moment):
    answers = [await browser.post("/rights", data={"email": "a", "kind": "access"}) for _ in range(12)]
    assert [answer.status_code for answer in answers[:10]] == [422] * 10
    assert answers[-1].status_code == 429


async def test_a_link_changes_nothing_by_looking_and_asks_for_words_where_they_are_needed(browser, mailbox):
    await a_ticket(now=clock.now())
    await browser.post("/rights", data={"email": TESSA, "kind": "rectification"})
    await send_all(mailbox.url, now=clock.now())
    link = re.search(r"http://desk\.test(/rights/confirm/[\w-]+)", mailbox.text_of(-1))[1]
    for _ in range(3):
        assert (await browser.get(link)).status_code == 200
        await browser.head(link)
    assert (await SubjectRequest.select())[0]["state"] == "unproved"
    wrong = await browser.post(link, data={"wrong": "<kept>", "right": ""})
    assert (wrong.status_code, 'value="&lt;kept&gt;"' in wrong.text) == (422, True)
    done = await browser.post(link, data={"wrong": "a", "right": "b"})
    assert "Your request is confirmed" in done.text
    assert (await browser.get(link)).status_code == 404
    assert (await browser.get(link.replace("confirm/", "confirm/x"))).status_code == 404


async def test_rights_need_a_sign_in_and_come_back_to_where_one_was(browser):
    answer = await browser.get("/me/rights/new/erasure", follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/me/sign-in?next=/me/rights/new/erasure")


async def test_one_asks_follows_and_takes_back(browser):
    await a_ticket(now=clock.now())
    await signed_in(browser)
    page = await browser.get("/me/rights")
    assert "You have not asked for anything." in page.text
    page = await browser.get("/me/rights/new/objection")
    wrong = await browser.post("/me/rights/new/objection", data={"csrf": csrf(page), "words": ""})
    assert wrong.status_code == 422
    shown = await browser.post("/me/rights/new/objection", data={"csrf": csrf(page), "words": "no <b>lists</b>"})
    number = shown.url.path.rpartition("/")[2]
    assert "no &lt;b&gt;lists&lt;/b&gt;" in shown.text
    assert "day 0 of" in words_of(shown)
    assert "nobody works with it" in shown.text
    lifted = await browser.post(f"/me/rights/{number}/lifting", data={"csrf": csrf(shown)})
    assert "Your data is used again" in lifted.text
    assert (await browser.post("/me/rights/new/access", data={})).status_code == 403
    assert (await browser.get("/me/rights/new/everything")).status_code == 404


async def test_another_person_s_request_is_not_there(browser):
    await a_ticket(now=clock.now())
    await a_ticket(now=clock.now(), email="other@customer.test")
    asked = await a_wish(Kind.ACCESS, now=clock.now())
    await signed_in(browser, "other@customer.test")
    assert (await browser.get(f"/me/rights/{asked.number}")).status_code == 404
    page = await browser.get("/me/rights")
    assert asked.number not in page.text
    answer = await browser.post(f"/me/rights/{asked.number}/withdrawal", data={"csrf": csrf(await browser.get("/me"))})
    assert answer.status_code == 404


async def a_ready_copy() -> str:
    asked = await a_wish(Kind.ACCESS, now=clock.now())
    await make_copies(now=clock.now())
    return asked.number


async def test_the_copy_opens_only_after_a_fresh_sign_in_and_by_the_signed_link(browser, other_browser):
    await a_ticket(now=clock.now())
    number = await a_ready_copy()
    place = f"/me/rights/{number}"
    await signed_in(browser, minutes=20)
    stale = await press(browser, f"{place}/copy")
    assert (stale.status_code, "copy-link" in stale.text) != (200, True)
    browser.cookies.clear()
    await signed_in(browser)
    page = await press(browser, f"{place}/copy")
    link = re.search(rf'href="({place}/copy/[\w-]+)"', page.text)[1]
    file = await browser.get(link)

    assert (file.status_code, file.headers["content-type"]) == (200, "application/zip")
    assert file.headers["content-disposition"] == f'attachment; filename="{number}.zip"'
    assert file.headers["cache-control"] == "no-store"
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        assert archive.testzip() is None
        assert "Mail bounces" in archive.read("data.json").decode()
    changed = link[:-1] + ("0" if link[-1] != "0" else "1")
    until, _, signature = link.rpartition("/")[2].partition("-")
    late = f"{place}/copy/{int(until) + 600}-{signature}"
    assert [(await browser.get(wrong)).status_code for wrong in (changed, late, f"{place}/copy/x")] == [404] * 3
    await signed_in(other_browser)  # the same person in another browser
    assert (await other_browser.get(link)).status_code == 404


async def test_the_plan_comes_before_the_button_and_the_receipt_after_it(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    await signed_in(browser)
    page = await browser.get("/me/rights/new/erasure")
    assert "This would be erased: one request , one text , 4 hidden details ." in words_of(page)
    assert "One of them is still open" in words_of(page)
    shown = await browser.post("/me/rights/new/erasure", data={"csrf": csrf(page)})
    number = shown.url.path.rpartition("/")[2]
    unsure = await browser.post(f"/me/rights/{number}/erasure", data={"csrf": csrf(shown)})
    assert (unsure.status_code, await Requester.count().where(Requester.email_hash.is_not_null())) == (422, 1)
    done = await browser.post(f"/me/rights/{number}/erasure", data={"csrf": csrf(shown), "sure": "yes"})

    receipt = re.search(r"E-\w{4}-\w{4}", done.text)[0]
    assert "We keep the proof, not the data." in done.text
    assert (await the_request(number)).receipt == receipt
    assert (await the_request(number)).state == "answered"
    assert await RequesterSession.count() == 0
    assert (await browser.get("/me/rights")).url.path == "/me/sign-in"
    assert (await browser.get(f"/t/{ticket.token}")).status_code in (404, 410)


async def test_hidden_details_only_are_planned_erased_and_leave_readable_texts_for_everybody(browser, other_browser):
    from tests.helpdesk.web.test_pages import signed_in as at_the_desk

    await at_the_desk(other_browser)
    sara = await find_by_address("sara@desk.test")
    ticket = await an_assigned_ticket(sara, now=clock.now())
    await signed_in(browser)
    here = f"/me/requests/{ticket.reference}"
    earlier = re.search(r'href="(/me/rights/new/erasure[^"]*)"', (await browser.get(here)).text)[1]
    page = await browser.get(earlier)
    assert f"Only for request {ticket.reference}" in words_of(page)
    assert "This would be erased: 3 hidden details in one request . Every text stays readable" in words_of(page)
    assert "Nobody can use its details any more" in words_of(page)
    form = {"csrf": csrf(page), "extent": "details", "reference": ticket.reference}
    shown = await browser.post("/me/rights/new/erasure", data=form)
    number = shown.url.path.rpartition("/")[2]
    assert "It cannot be undone, by you or by us." in shown.text
    unsure = await browser.post(f"/me/rights/{number}/erasure", data={"csrf": csrf(shown)})
    assert unsure.status_code == 422
    done = await browser.post(f"/me/rights/{number}/erasure", data={"csrf": csrf(shown), "sure": "yes"})

    receipt = re.search(r"E-\w{4}-\w{4}", done.text)[0]
    assert "Gone: 3 hidden details . Your texts are still there." in words_of(done)
    assert receipt in (await browser.get(f"/me/rights/{number}")).text  # and they are signed in yet
    for who, at in ((browser, here), (other_browser, f"/desk/tickets/{ticket.reference}")):
        seen = await who.get(at)
        assert (at, seen.status_code, seen.text.count("seal--gone") >= 2) == (at, 200, True)
        assert "Hello, my phone is" in seen.text
        assert "7946 0958" not in seen.text
        arabic = await who.get(at, params={"lang": "ar"})
        assert "مُحي" in arabic.text
    own = await browser.post(f"{here}/own-words", data={"csrf": csrf(await browser.get(here))})
    assert (own.status_code, "7946 0958" in own.text) == (200, False)


async def test_what_looks_wrong_is_complained_of_with_the_entry_and_stops_no_work(browser, other_browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    other = await an_assigned_ticket(agent, now=clock.now(), email="other@customer.test")
    await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=clock.now())
    await signed_in(browser)
    here = await browser.get(f"/me/requests/{ticket.reference}")
    link = re.findall(r'href="(/me/rights/new/objection\?[^"]+)"', here.text)[-1].replace("&amp;", "&")
    page = await browser.get(link)
    assert f"The entry of request {ticket.reference} that you chose goes along" in words_of(page)
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    empty = await browser.post("/me/rights/new/objection", data=fields)
    assert (empty.status_code, fields["entry"] in empty.text) == (422, True)
    for wrong in ({"reference": other.reference}, {"entry": "0" * 32}):
        refused = await browser.post("/me/rights/new/objection", data={**fields, **wrong, "words": "Nobody called"})
        assert refused.status_code == 404
    sent = await browser.post("/me/rights/new/objection", data={**fields, "words": "Nobody called me"})
    number = sent.url.path.rpartition("/")[2]

    assert "Support team saw: Phone 1" in words_of(sent)
    assert "nobody works with it" not in sent.text  # a complaint is not a limit
    assert (await the_request(number)).kind == "objection"
    await as_officer(other_browser)
    read = await other_browser.get(f"/privacy/requests/{number}")
    assert "Support team saw: Phone 1 ( Sara Haddad )" in words_of(read)
    assert "Nobody called me" in read.text
    assert "Complaint about a look" in read.text


async def test_what_a_hold_keeps_stays_and_the_person_reads_why(browser, other_browser, agent):
    kept = await a_ticket(now=clock.now())
    await a_ticket(now=clock.now(), subject="Second")
    row = await doors.ticket_of_link(kept.token)
    lina, otto = await an_officer(), await an_officer("Otto Said")
    hold = await place(
        Scope(tickets=(row.id,)),
        "Court",
        review_on=clock.now().date() + timedelta(days=9),
        by=lina.actor,
        now=clock.now(),
    )
    await decide(hold, agree=True, by=otto.actor, now=clock.now())
    await signed_in(browser)
    page = await browser.get("/me/rights/new/erasure")
    assert f"{kept.reference} stays for now, because a legal hold keeps it" in words_of(page)
    shown = await browser.post("/me/rights/new/erasure", data={"csrf": csrf(page)})
    number = shown.url.path.rpartition("/")[2]
    done = await browser.post(f"/me/rights/{number}/erasure", data={"csrf": csrf(shown), "sure": "yes"})
    assert "One request stays for now" in done.text
    assert (await browser.get(f"/me/rights/{number}")).status_code == 200  # who stays can still sign in
    assert (await the_request(number)).state == "answered"


async def test_an_officer_s_queue_counts_days_and_puts_the_late_first(browser):
    now = clock.now()
    await a_ticket(now=now)
    late = await a_wish(Kind.RESTRICTION, now=now - timedelta(days=40))
    soon = await a_wish(Kind.ACCESS, now=now - timedelta(days=26))
    fresh = await a_wish(Kind.ERASURE, now=now)
    await as_officer(browser)
    page = await browser.get("/privacy/requests")
    numbers = re.findall(r'<th scope="row"><a href="/privacy/requests/(PR-[\w-]+)"', page.text)
    assert numbers == [late.number, soon.number, fresh.number]
    assert "3 open · 1 due in 7 days · 1 late" in words_of(page)
    assert "days late" in page.text


async def test_the_steps_of_a_request_are_taken_one_after_the_other(browser):
    await a_ticket(now=clock.now())
    asked = await a_wish(Kind.RESTRICTION, now=clock.now())
    await as_officer(browser)
    place = f"/privacy/requests/{asked.number}"
    page = await browser.get(place)
    assert f"{place}/answer" not in page.text
    page = await browser.post(f"{place}/handling", data={"csrf": csrf(page)})
    unsure = await browser.post(f"{place}/answer", data={"csrf": csrf(page), "outcome": "refused", "answer": "<kept>"})
    assert (unsure.status_code, "&lt;kept&gt;" in unsure.text) == (422, True)
    page = await browser.post(f"{place}/extension", data={"csrf": csrf(page), "reason": "Two archives"})
    assert "Two archives" in page.text
    page = await browser.post(
        f"{place}/answer", data={"csrf": csrf(page), "outcome": "answered", "answer": "It is so."}
    )
    assert "It is so." in page.text
    assert [name for name in ("asked", "taken in hand", "put off", "answered") if name not in words_of(page)] == []
    lifted = await browser.post(f"{place}/lifting", data={"csrf": csrf(page), "sure": "yes"})
    assert "The data may be used again." in lifted.text


async def test_a_request_by_phone_needs_the_checklist_and_says_when_nothing_is_held(browser):
    await a_ticket(now=clock.now())
    await as_officer(browser)
    page = await browser.get("/privacy/requests/new")
    form = {"csrf": csrf(page), "email": TESSA, "kind": "access", "way": "phone", "locale": "ar", "proof": ""}
    unchecked = await browser.post("/privacy/requests/new", data=form)
    assert (unchecked.status_code, f'value="{TESSA}"' in unchecked.text) == (422, True)
    sure = {**form, "document": "yes", "only": "yes"}
    nobody = await browser.post("/privacy/requests/new", data={**sure, "email": "nobody@nowhere.test"})
    assert "We hold nothing under this address." in nobody.text
    shown = await browser.post("/privacy/requests/new", data=sure)
    assert "A link is on its way to the address that we have." in shown.text
    proved = await browser.post(f"{shown.url.path}/proof", data={"csrf": csrf(shown), "proof": "known_requests"})
    assert "Knew number and date of an own request" in proved.text


async def test_a_correction_is_found_first_and_applied_with_a_confirmation(browser):
    ticket = await a_ticket(now=clock.now())
    asked = await a_wish(Kind.RECTIFICATION, now=clock.now(), wrong="+44 20 7946 0958", right="+44 20 7946 0111")
    await as_officer(browser)
    place = f"/privacy/requests/{asked.number}"
    page = await browser.post(f"{place}/handling", data={"csrf": csrf(await browser.get(place))})
    form = {"csrf": csrf(page), "wrong": "+44 20 7946 0958", "right": "+44 20 7946 0111"}
    found = await browser.post(f"{place}/rectification", data={**form, "step": "find"})
    assert ("It is sealed at one place" in found.text, ticket.reference in found.text) == (True, True)
    unsure = await browser.post(f"{place}/rectification", data={**form, "step": "apply"})
    assert unsure.status_code == 422
    done = await browser.post(f"{place}/rectification", data={**form, "step": "apply", "sure": "yes"})
    assert "Corrected." in done.text

    readable = {"csrf": csrf(page), "wrong": "pay-402", "right": "PAY-403"}
    found = await browser.post(f"{place}/rectification", data={**readable, "step": "find"})
    assert "It is sealed" not in found.text
    assert f"{ticket.reference} : once in their messages" in words_of(found)
    assert (await browser.post(f"{place}/rectification", data={**readable, "step": "apply"})).status_code == 422
    done = await browser.post(f"{place}/rectification", data={**readable, "step": "apply", "sure": "yes"})
    assert "Corrected." in done.text
    assert "PAY-403" in (await browser.get(f"/t/{ticket.token}")).text


async def test_an_officer_erases_by_the_plan_and_what_is_left_is_the_proof(browser):
    await a_ticket(now=clock.now())
    asked = await a_wish(Kind.ERASURE, now=clock.now())
    await as_officer(browser)
    place = f"/privacy/requests/{asked.number}"
    page = await browser.get(place)
    assert f"{place}/erasure" not in page.text  # not in hand yet
    early = await browser.post(f"{place}/erasure", data={"csrf": csrf(page), "sure": "yes"})
    assert early.status_code == 409
    page = await browser.post(f"{place}/handling", data={"csrf": csrf(page)})
    done = await browser.post(f"{place}/erasure", data={"csrf": csrf(page), "sure": "yes"})
    assert re.search(r"Proof no\. \S*E-\w{4}-\w{4}", words_of(done))


async def test_agents_see_that_data_may_not_be_used(browser, agent):
    from helpdesk.people.tables import Role
    from tests.builders import a_member

    await a_member("tom@desk.test", name="Tom", role=Role.AGENT, team="support", password=True)
    ticket = await an_assigned_ticket(agent, now=clock.now())
    await browser.post("/desk/sign-in", data={"email": "tom@desk.test", "password": PASSWORD})
    before = await browser.get(f"/desk/tickets/{ticket.reference}")
    await a_wish(Kind.RESTRICTION, now=clock.now())
    page = await browser.get(f"/desk/tickets/{ticket.reference}")
    assert ('id="limited"' in before.text, 'id="limited"' in page.text) == (False, True)
    answer = await browser.post(
        f"/desk/tickets/{ticket.reference}/notes", data={"csrf": csrf(page), "body": "zebrawood is kept"}
    )
    assert (answer.status_code, "zebrawood is kept" in answer.text) == (409, True)


async def test_the_person_without_a_request_of_theirs_reads_nothing_of_an_officer_s(browser):
    await a_ticket(now=clock.now())
    asked = await a_wish(Kind.OBJECTION, now=clock.now(), words="x")
    lina = await an_officer()
    await handle.take(asked.number, by=lina.actor, now=clock.now())
    person = await a_person()
    with pytest.raises(handle.NotYetPossible):
        await handle.prove(asked.number, handle.BY_MEANS[0], by=Actor("requester", id=person), now=clock.now())
    await signed_in(browser)
    page = await browser.get(f"/me/rights/{asked.number}")
    assert "Lina" not in page.text
