"""Which way a message is written: the browser tells it with the text, it is kept, and whoever reads sees it again."""

import re

import msgspec
import pytest

from helpdesk import clock
from helpdesk.privacy.policy import policy
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Message, Reason
from helpdesk.tickets.write import Entry, post_reply
from tests.authorisation.world import requester_session
from tests.builders import NOON, a_ticket, an_assigned_ticket, send_all
from tests.helpdesk.web.test_new_request import TYPED, hidden_of
from tests.helpdesk.web.test_pages import csrf_of, signed_in

WORDS = "SSL لا يعمل في متجري منذ الصباح"  # its first letter alone would say left to right
KEPT = {"rtl": "rtl", "ltr": "ltr", "sideways": "auto", "": "auto"}
BODY = re.compile(r'<textarea[^>]* name="body"[^>]*>')


def shown(page) -> str:
    """The direction of the paragraph with the words."""
    return re.search(rf'<p dir="(\w+)">{WORDS}</p>', page.text)[1]


async def kept() -> str:
    """The direction of the newest message."""
    row = await Message.select(Message.direction).order_by(Message.id, ascending=False).first()
    return row["direction"]


@pytest.mark.parametrize("told", KEPT)
async def test_an_arabic_request_in_an_english_form_is_read_from_right_to_left_by_both(browser, other_browser, told):
    form = await browser.get("/new/technical")
    assert 'dirname="direction"' in BODY.search(form.text)[0]
    typed = {**TYPED, "body": WORDS, "direction": told}
    review = await browser.post("/new/technical", data={**typed, "action": "check"})
    again = await browser.post("/new/technical", data={**hidden_of(review.text), "action": "send"})
    link = re.search(r'href="[^"]+(/t/[^"]+)"', again.text)[1]
    reference = re.search(r"SR-\w{4}-\w{4}", again.text)[0]

    own = await browser.get(link)
    assert ('<html lang="en" dir="ltr"' in own.text, shown(own)) == (True, KEPT[told])
    await signed_in(other_browser)
    desk = await other_browser.get(f"/desk/tickets/{reference}")
    assert ('<html lang="en" dir="ltr"' in desk.text, shown(desk)) == (True, KEPT[told])


async def test_answers_keep_their_direction_by_link_signed_in_and_opening_again(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    by_link, signed = f"/t/{ticket.token}", f"/me/requests/{ticket.reference}"
    browser.cookies.set("me", await requester_session(ticket.token, now=clock.now()))
    page = await browser.get(signed)
    for place in (by_link, signed):
        assert 'dirname="direction"' in BODY.search((await browser.get(place)).text)[0]
        for told, direction in KEPT.items():
            form = {"csrf": csrf_of(page)} if place == signed else {}
            answer = await browser.post(f"{place}/replies", data={**form, "body": WORDS, "direction": told})
            assert (answer.status_code, await kept()) == (200, direction)
    for place in (by_link, signed):
        await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=clock.now())
        assert 'dirname="direction"' in BODY.search((await browser.get(place)).text)[0]
        form = {"csrf": csrf_of(page)} if place == signed else {}
        opened = await browser.post(f"{place}/reopening", data={**form, "body": WORDS, "direction": "rtl"})
        assert (opened.status_code, await kept()) == (200, "rtl")


@pytest.mark.parametrize("mode", ["reply", "note"])
async def test_what_an_agent_writes_keeps_its_direction(browser, other_browser, mode):
    sara = await signed_in(browser)
    ticket = await an_assigned_ticket(sara, now=clock.now())
    address = f"/desk/tickets/{ticket.reference}"
    for told, direction in KEPT.items():
        page = await browser.get(address)
        assert 'dirname="direction"' in BODY.search(page.text)[0]
        form = {"csrf": csrf_of(page), "mode": mode, "body": WORDS, "direction": told}
        await browser.post(f"{address}/{'replies' if mode == 'reply' else 'notes'}", data=form)
        assert await kept() == direction
        told_again = re.findall(rf'<p dir="(\w+)">{WORDS}</p>', (await browser.get(address)).text)
        assert told_again[-1] == direction
    own = await other_browser.get(f"/t/{ticket.token}")
    assert re.findall(rf'<p dir="(\w+)">{WORDS}</p>', own.text) == (list(KEPT.values()) if mode == "reply" else [])


async def test_who_tells_no_direction_lets_each_paragraph_find_its_own(browser):
    ticket = await a_ticket(now=clock.now(), body=WORDS)  # as the interface for programs does
    assert shown(await browser.get(f"/t/{ticket.token}")) == "auto"


async def test_a_reply_s_words_have_their_direction_in_the_mail_too(agent, mailbox):
    rules = policy.in_use()
    told = msgspec.structs.replace(rules.categories["technical"], mail_text=True)
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "technical": told}))
    for direction in ("rtl", "sideways"):
        ticket = await an_assigned_ticket(agent)
        await post_reply(ticket.reference, Entry(WORDS, direction=direction), agent=agent, now=NOON)
        await send_all(mailbox.url)
    replies = [mail.get_body(("html",)).get_content() for mail in mailbox.mails if "reply" in mail["Subject"]]
    assert ['<html lang="en" dir="ltr"' in page for page in replies] == [True, True]
    assert [re.search(rf'<p[^>]* dir="(\w+)"[^>]*>{WORDS}</p>', page)[1] for page in replies] == ["rtl", "auto"]
