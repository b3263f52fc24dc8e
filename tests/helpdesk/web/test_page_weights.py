"""What a page's styles and scripts weigh as they come, compressed; each page is measured with all that it names."""

import gzip
import re

import pytest

from helpdesk import clock
from tests.builders import an_assigned_ticket
from tests.helpdesk.web.test_pages import signed_in

KB = 1024
STYLES, SCRIPTS = re.compile(r'<link rel="stylesheet" href="([^"]+)"'), re.compile(r'<script [^>]*src="([^"]+)"')
EVERYWHERE = ["htmx.min.js", "hx-csp.min.js", "hx-sse.min.js", "app.js"]
PAGES = {
    "a new request": ("/new/technical", [*EVERYWHERE, "portal.js"]),
    "one's own request": ("/t/{token}", [*EVERYWHERE, "request.js"]),
    "a ticket": ("/desk/tickets/{reference}", EVERYWHERE),
    "a queue": ("/desk/tickets", EVERYWHERE),
}


@pytest.mark.parametrize("page", PAGES)
async def test_pages_styles_and_scripts_are_light(browser, page):
    sara = await signed_in(browser)
    ticket = await an_assigned_ticket(sara, now=clock.now())
    address, scripts = PAGES[page]
    shown = await browser.get(address.format(token=ticket.token, reference=ticket.reference))
    assert shown.status_code == 200

    async def weight(places: list[str]) -> int:
        files = [await browser.get(place) for place in places]
        assert {file.status_code for file in files} == {200}
        return sum(len(gzip.compress(file.content)) for file in files)

    named = SCRIPTS.findall(shown.text)
    assert [place.split("?")[0].split("/")[-1] for place in named] == scripts
    assert shown.text.count("<script") == len(named)  # none stands in the page
    assert len(gzip.compress(shown.content)) <= 16 * KB
    assert 0 < await weight(STYLES.findall(shown.text)) <= 10 * KB
    assert 20 * KB < await weight(named) <= 24 * KB
