"""What is left to see of an erased ticket: at the desk, at the private link, by the API, in both languages; never a 500."""

import pytest

from helpdesk import clock
from helpdesk.people.staff import find_by_address
from helpdesk.tickets import doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.erase import erase_requester
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.reveal import reveal
from piccolo_conf import SYSTEM
from tests.authorisation.matrix import ROWS
from tests.builders import a_bearer, a_ticket
from tests.helpdesk.web.test_pages import csrf_of, signed_in

GONE = {
    "en": "This request was erased. Its words and details were destroyed",
    "ar": "مُحي هذا الطلب. أُتلفت كلماته وبياناته",
}
ROW = {"en": "Erased", "ar": "مُحي"}


async def an_erased_ticket(email: str = "tessa@customer.test", **changes):
    """A ticket of the signed-in agent, with one look at its phone number, then erased."""
    agent, now = await find_by_address("sara@desk.test"), clock.now()
    ticket = await a_ticket(now=now, email=email, subject="Zebra lamp", **changes)
    await assign_ticket(ticket.reference, to=agent.id, by=agent, now=now)
    await reveal(ticket.reference, "phone 1", purpose="contact", reason="Quagga called", agent=agent, now=now)
    row = await doors.ticket_of_link(ticket.token)
    await erase_requester(row.requester, actor=SYSTEM, now=now)
    return ticket


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_desk_shows_that_it_was_there_and_who_saw_what(browser, language):
    await signed_in(browser)
    ticket = await an_erased_ticket()
    queue = await browser.get("/desk/tickets", params={"view": "closed", "lang": language})
    shown = await browser.get(f"/desk/tickets/{ticket.reference}")

    assert (queue.status_code, shown.status_code) == (200, 410)
    assert f'href="/desk/tickets/{ticket.reference}"' in queue.text
    assert f'<span dir="auto" class="muted">{ROW[language]}</span>' in queue.text
    assert f"<h1>{ROW[language]}</h1>" in shown.text
    assert GONE[language] in shown.text
    assert shown.text.count("seal--gone") == 3  # its phone, its password, its domain
    assert "Sara Haddad" in shown.text  # who looked, and at what kind
    for word in ("Zebra", "Quagga", "tessa", "7946 0958"):
        assert word not in queue.text + shown.text


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_private_link_says_so(browser, language):
    await signed_in(browser)
    ticket = await an_erased_ticket()
    browser.cookies.clear()
    page = await browser.get(f"/t/{ticket.token}", params={"lang": language})

    assert (page.status_code, GONE[language] in page.text) == (410, True)
    assert f'lang="{language}"' in page.text
    assert ticket.reference not in page.text


async def test_every_act_on_it_is_refused_with_a_sentence_and_never_a_500(browser):
    await signed_in(browser)
    ticket, other = await an_erased_ticket(), await a_ticket(now=clock.now(), email="other@customer.test")
    csrf = csrf_of(await browser.get("/desk/tickets"))
    bearer = await a_bearer("sara@desk.test")
    said = {}
    for route in ROWS:
        method, path = route.split(" ", 1)
        if ("{reference:str}" not in path and "{token:str}" not in path) or "/s/{" in path:
            continue
        if any(part in path for part in ("/setup/", "/sign-in/", "/address/", "break-glass")):
            continue
        place = path.replace("{reference:str}", ticket.reference).replace("{token:str}", ticket.token)
        place = place.replace("{disclosure:uuid}", "00000000-0000-0000-0000-000000000001").replace(
            "{id:uuid}", "0" * 32
        )
        if "{" in place:
            continue
        headers = bearer if path.startswith("/api") else {}
        body = (
            {"json": {}}
            if path.startswith("/api")
            else {"data": {"csrf": csrf, "agent": "me", "into": other.reference}}
        )
        answer = await browser.request(method, place, headers=headers, **({} if method == "GET" else body))
        said[route] = answer.status_code
    assert len(said) > 20
    assert {route: status for route, status in said.items() if status >= 500} == {}
    assert said["GET /api/v1/tickets/{reference:str}"] == 410


async def test_search_and_the_api_list_it_without_a_word(browser):
    await signed_in(browser)
    ticket = await an_erased_ticket()
    bearer = await a_bearer("sara@desk.test")
    found = {
        question: (await browser.post("/api/v1/search", json={"q": question}, headers=bearer)).json()["tickets"]
        for question in ("zebra", "visitor.test", "tessa@customer.test", ticket.reference)
    }
    assert [question for question, items in found.items() if items] == [ticket.reference]
    (item,) = found[ticket.reference]
    assert (item["erased"], item["subject"], item["sealed_details"], item["status"]) == (True, "", 0, "closed")


async def test_a_merged_one_leaves_the_page_of_the_other_whole(browser):
    await signed_in(browser)
    agent, now = await find_by_address("sara@desk.test"), clock.now()
    target = await a_ticket(now=now, subject="Goes on", email="other@customer.test")
    await assign_ticket(target.reference, to=agent.id, by=agent, now=now)
    merged = await a_ticket(now=now, subject="Zebra lamp")
    await merge_ticket(merged.reference, into=target.reference, agent=agent, now=now)
    before = await browser.get(f"/desk/tickets/{target.reference}")
    await erase_requester((await doors.ticket_of_link(merged.token)).requester, actor=SYSTEM, now=now)
    page = await browser.get(f"/desk/tickets/{target.reference}")

    assert ("Zebra" in before.text, "Zebra" in page.text, "Goes on" in page.text) == (True, False, True)
    assert page.status_code == 200
