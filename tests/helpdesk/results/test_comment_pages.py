"""Comments of surveys come page by page, newest month first, none twice and none left out."""

import re
from uuid import uuid4

import pytest

from helpdesk import clock
from helpdesk.people.tables import Role
from helpdesk.results.csat import COMMENTS
from helpdesk.results.vault import seal_comment
from surveys.group import monday
from surveys.tables import Comment
from tests.helpdesk.results.test_results import answers
from tests.helpdesk.web.test_pages import signed_in

SAID = re.compile(r"<p dir=\"auto\">(comment \d+)</p>")


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_comments_are_paged(browser, language):
    await signed_in(browser, "mona@desk.test", Role.MANAGER)
    await answers([5, 4, 4, 2, 1], week=monday(clock.now()))
    month = clock.now().date().replace(day=1)
    for number in range(2 * COMMENTS + 1):
        words = await seal_comment(month, f"comment {number}")
        await Comment.insert(Comment(id=uuid4(), words=words, month=month, category="technical", locale="en"))
    address, seen = f"/results?lang={language}", []
    while address:
        page = await browser.get(address)
        found = SAID.findall(page.text)
        assert len(found) <= COMMENTS
        seen += found
        more = re.search(r'href="(/results\?[^"]*comments=[^"]+)#comments"', page.text)
        address = more[1].replace("&amp;", "&") if more else ""
    assert sorted(seen) == sorted(f"comment {number}" for number in range(2 * COMMENTS + 1))


async def test_a_cursor_that_is_not_ours_gives_the_newest_and_says_so(browser):
    await signed_in(browser, "mona@desk.test", Role.MANAGER)
    await answers([5, 4, 4, 2, 1], week=monday(clock.now()))
    page = await browser.get("/results?comments=x.y")
    assert (page.status_code, "This page of comments is gone." in page.text) == (422, True)
