"""One press hides all that an agent opened for a while: without script, in both languages, and nothing of a colleague's."""

import re

import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.reveal import reveal
from tests.builders import an_agent, an_assigned_ticket
from tests.helpdesk.web.test_pages import csrf_of, signed_in

TWO = "Call me on +44 20 7946 0958, or in the evening on +44 20 7946 0444."
FORM = re.compile(r'<form id="hide-all" method="post" action="([^"]+)"([^>]*)>.*?<span>(.*?)</span>', re.DOTALL)
WORDS = {
    "en": ("Hide all (1 detail open)", "Hide all (2 details open)"),
    "ar": ("إخفاء الكل (بيان واحد ظاهر)", "إخفاء الكل (بيانان ظاهران)"),
}


def offered(page) -> str:
    """What the button says, "" where it is hidden."""
    _, more, words = FORM.search(page.text).groups()
    return "" if " hidden" in more else re.sub("<[^>]+>", "", words)


async def running() -> list[str]:
    """For what purposes something is open."""
    rows = await Disclosure.select(Disclosure.purpose).where(Disclosure.ended_at.is_null()).order_by(Disclosure.purpose)
    return [row["purpose"] for row in rows]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_one_press_ends_everything_that_is_open_and_writes_each_end_down(browser, language):
    sara = await signed_in(browser)
    ticket = await an_assigned_ticket(sara, now=clock.now(), body=TWO)
    at_once, address = await running(), f"/desk/tickets/{ticket.reference}"
    page = await browser.get(address, params={"lang": language})
    assert offered(page) == ""
    for number, words in enumerate(WORDS[language], 1):
        wish = {"csrf": csrf_of(page), "placeholder": f"phone {number}", "purpose": "contact"}
        page = await browser.post(f"{address}/disclosures", data=wish)
        assert (offered(page), "7946 0444" in page.text) == (words, number == 2)
    page = await browser.get(address)  # nothing is shown on a page that is loaded again, but both are open
    assert (offered(page), "7946 0" in page.text) == (WORDS[language][1], False)
    assert await running() == sorted([*at_once, "contact", "contact"])

    page = await browser.post(FORM.search(page.text)[1], data={"csrf": csrf_of(page)})
    assert (page.status_code, offered(page), await running()) == (200, "", at_once)
    assert await AuditEntry.count().where(AuditEntry.act == "detail.hidden", AuditEntry.actor == sara.id) == 2
    ledger = await Disclosure.select(Disclosure.ended_at, Disclosure.expires_at).where(Disclosure.purpose == "contact")
    assert [line["ended_at"] < line["expires_at"] for line in ledger] == [True, True]
    await browser.post(f"{address}/disclosures/ending", data={"csrf": csrf_of(page)})
    assert await AuditEntry.count().where(AuditEntry.act == "detail.hidden") == 2


async def test_nobody_hides_what_a_colleague_opened(browser, other_browser):
    sara = await an_agent()
    ticket = await an_assigned_ticket(sara, now=clock.now(), body=TWO)
    await reveal(ticket.reference, "phone 1", purpose="contact", agent=sara, now=clock.now())
    await signed_in(browser, "omar@desk.test", team="support")
    page = await browser.get(f"/desk/tickets/{ticket.reference}")
    assert offered(page) == ""
    await browser.post(FORM.search(page.text)[1], data={"csrf": csrf_of(page)})
    await signed_in(other_browser, "mona@desk.test", Role.MANAGER)
    form = {"csrf": csrf_of(await other_browser.get("/manage"))}
    refused = await other_browser.post(FORM.search(page.text)[1], data=form)
    assert refused.status_code == 403
    assert "contact" in await running()
    assert await AuditEntry.count().where(AuditEntry.act == "detail.hidden") == 0


async def test_what_is_open_of_a_merged_ticket_is_counted_and_hidden_with_the_rest(browser):
    sara = await signed_in(browser)
    merged, target = [
        await an_assigned_ticket(sara, now=clock.now(), body=TWO, email=f"{name}@customer.test")
        for name in ("tessa", "rami")
    ]
    await merge_ticket(merged.reference, into=target.reference, agent=sara, now=clock.now())
    at_once = await running()
    for one in (merged, target):
        await reveal(one.reference, "phone 1", purpose="contact", agent=sara, now=clock.now())
    page = await browser.get(f"/desk/tickets/{target.reference}")
    assert offered(page) == WORDS["en"][1]
    page = await browser.post(FORM.search(page.text)[1], data={"csrf": csrf_of(page)})
    assert (offered(page), await running()) == ("", at_once)
