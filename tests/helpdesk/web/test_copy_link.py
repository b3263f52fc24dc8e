"""The copy of one's data is in no mail, and what mails link to does not open it; its signed link ends by itself."""

import io
import re
import zipfile
from datetime import timedelta

import httpx
import pytest

from helpdesk import clock
from helpdesk.privacy.subject_requests.package import KEPT
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.web.portal.own_copy import LIFE
from notifications.tables import Outbound
from tests.builders import a_ticket, send_all
from tests.helpdesk.web.test_rights_pages import press, signed_in
from tests.mailbox import Mailbox
from tests.rights import TESSA, a_wish, make_copies

NOW = clock.now().replace(microsecond=0)


@pytest.fixture
def at(monkeypatch):
    """Sets the clock of everything that runs here: some time after NOW."""

    def set_to(**time: float) -> None:
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**time))

    set_to()
    return set_to


async def a_copy(browser: httpx.AsyncClient) -> tuple[str, str]:
    """A copy that its person, signed in, has a link to; gives where it stands and the link."""
    place = f"/me/rights/{(await a_wish(Kind.ACCESS, now=NOW)).number}"
    await make_copies(now=NOW)
    await signed_in(browser)
    return place, await a_link(browser, place)


async def a_link(browser: httpx.AsyncClient, place: str) -> str:
    page = await press(browser, f"{place}/copy")
    return re.search(rf'href="({place}/copy/[\w-]+)"', page.text)[1]


async def gives_the_copy(browser: httpx.AsyncClient, link: str) -> bool:
    answer = await browser.get(link)
    return answer.status_code == 200 and zipfile.is_zipfile(io.BytesIO(answer.content))


def parts_of(box: Mailbox) -> set[tuple[str, str | None, str | None]]:
    return {
        (part.get_content_type(), part.get_filename(), part.get_content_disposition())
        for mail in box.mails
        for part in mail.walk()
    }


async def test_no_mail_carries_the_copy_and_no_link_in_one_opens_it(browser, other_browser, mailbox, at):
    await a_ticket(now=NOW, body="The zebrawood door sticks.")
    await browser.post("/rights", data={"email": TESSA, "kind": "portability"})
    await send_all(mailbox.url, now=NOW + timedelta(minutes=1))
    token = mailbox.text_of(-1).partition("/rights/confirm/")[2].split()[0]
    page = await browser.get(f"/rights/confirm/{token}")
    fields = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', page.text))
    assert (await browser.post(f"/rights/confirm/{token}", data=fields)).status_code == 200
    place, link = await a_copy(browser)
    await send_all(mailbox.url, now=NOW + timedelta(minutes=2))

    kinds = [row["kind"] for row in await Outbound.raw("SELECT kind FROM outbound WHERE outcome = 'sent' ORDER BY id")]
    assert {kind for kind in kinds if kind.startswith("subject_request")} == {
        "subject_request_confirm",
        "subject_request_answered",
    }
    assert kinds.count("subject_request_answered") == 2  # each of the two copies is told of
    assert parts_of(mailbox) == {
        ("multipart/alternative", None, None), ("text/plain", None, None), ("text/html", None, None),
    }  # fmt: skip
    assert [
        sign for sign in (b"PK\x03\x04", b"data.json", b"zebrawood", b"/copy") if sign in mailbox.everything()
    ] == []
    links = set(re.findall(r"http://desk\.test(/[^\s\"<>]*)", mailbox.everything().decode("utf-8", "replace")))
    assert {f"/me/rights/{place.rpartition('/')[2]}"} <= links  # the mails do lead to it …
    opened = {path: await other_browser.get(path) for path in sorted(links)}
    given = {
        path: (answer.headers["content-type"].partition(";")[0], "/copy" in answer.text)
        for path, answer in opened.items()
        if not path.startswith("/static/")
    }
    assert set(given.values()) == {("text/html", False)}  # … and without signing in no further
    assert await gives_the_copy(browser, link)  # the probe sees a copy where one is
    assert not await gives_the_copy(other_browser, link)


async def test_a_signed_link_is_good_for_five_minutes_of_one_session(browser, at):
    await a_ticket(now=NOW)
    place, link = await a_copy(browser)
    assert await gives_the_copy(browser, link)
    at(seconds=LIFE.total_seconds())
    assert await gives_the_copy(browser, link)
    at(seconds=LIFE.total_seconds() + 1)
    assert (await browser.get(link)).status_code == 404
    again = await a_link(browser, place)
    assert again != link
    assert [await gives_the_copy(browser, one) for one in (link, again)] == [False, True]
    browser.cookies.clear()
    await signed_in(browser)  # the same person, anew
    assert (await browser.get(again)).status_code == 404


async def test_no_link_opens_a_copy_whose_week_is_over(browser, at):
    await a_ticket(now=NOW)
    place, _ = await a_copy(browser)
    last = KEPT.total_seconds() - 60
    at(seconds=last)
    await signed_in(browser)
    link = await a_link(browser, place)
    assert await gives_the_copy(browser, link)
    at(seconds=last + 90)  # the link itself would be good for minutes more
    assert (await browser.get(link)).status_code == 404
    page = await press(browser, f"{place}/copy")
    assert (page.status_code, "copy-link" in page.text) == (404, False)
