"""An open page of one's own request hears what is new, and nothing that the page itself may not show."""

import re

import httpx
import pytest

from helpdesk import clock
from helpdesk.tickets.reveal import end_reveals, reveal
from helpdesk.tickets.write import Entry, post_note, post_reply
from tests.builders import a_ticket, an_assigned_ticket
from tests.rights import a_session


def mark_of(page: httpx.Response) -> str:
    return re.search(r'data-mark="([\d-]+)"', page.text)[1]


def last_of(page: httpx.Response) -> str:
    return re.findall(r'data-entry="([\w-]+)"', page.text)[-1]


def said(page: httpx.Response) -> str:
    return re.sub(r"<[^>]+>", "", re.search(r'<p id="news"[^>]*>(.*?)</p>', page.text)[1])


@pytest.mark.parametrize("language", ["en", "ar"])
@pytest.mark.parametrize("is_signed_in", [True, False])
async def test_a_look_is_news_once_and_said_in_words(browser, agent, language, is_signed_in):
    ticket = await an_assigned_ticket(agent, now=clock.now(), locale=language)
    place = f"/t/{ticket.token}"
    if is_signed_in:
        browser.cookies.set("me", await a_session(now=clock.now()))
        place = f"/me/requests/{ticket.reference}"
    browser.cookies.set("lang", language)
    page = await browser.get(place)
    known = {"known": mark_of(page), "after": last_of(page)}
    nothing = await browser.get(f"{place}/news", params=known)
    assert (nothing.status_code, nothing.content) == (204, b"")

    await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=clock.now())

    news = await browser.get(f"{place}/news", params=known)
    assert news.status_code == 200
    assert said(news) == {"en": "Support team saw: Phone 1", "ar": "اطّلع فريق الدعم على: الهاتف 1"}[language]
    assert {"en": "Contact the customer", "ar": "التواصل مع العميل"}[language] in news.text
    assert "7946 0958" not in news.text
    known["known"] = mark_of(news)
    assert (await browser.get(f"{place}/news", params=known)).status_code == 204
    await end_reveals(ticket.reference, agent=agent, now=clock.now())
    assert (await browser.get(f"{place}/news", params=known)).status_code == 200  # it ended before its time


async def test_a_reply_is_counted_when_it_reaches_them_and_a_note_never(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    place = f"/t/{ticket.token}"
    page = await browser.get(place)
    known = {"known": mark_of(page), "after": last_of(page)}
    await post_note(ticket.reference, Entry("Only ours"), agent=agent, now=clock.now())
    await post_reply(ticket.reference, Entry("Not yet", hold=True), agent=agent, now=clock.now())
    assert (await browser.get(f"{place}/news", params=known)).status_code == 204
    await post_reply(ticket.reference, Entry("Zebra answer"), agent=agent, now=clock.now())

    news = await browser.get(f"{place}/news", params=known)

    assert "1 new message" in news.text
    assert [word in news.text for word in ("Zebra", "Only ours", "Not yet")] == [False] * 3  # nothing is put in unasked
    assert said(news) == ""
    known["after"] = last_of(await browser.get(place))
    assert "new message" not in (await browser.get(f"{place}/news", params={**known, "known": "x"})).text


async def test_who_is_signed_out_or_another_hears_nothing(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    await a_ticket(now=clock.now(), email="other@customer.test")
    place = f"/me/requests/{ticket.reference}/news"
    assert (await browser.get(place)).status_code == 401
    browser.cookies.set("me", await a_session("other@customer.test", now=clock.now()))
    assert (await browser.get(place)).status_code == 404
    assert (await browser.get(f"/t/{'A' * 32}/news")).status_code == 404
