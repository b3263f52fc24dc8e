"""The cookie page lists what is set and nothing else; contact; the foot is the same on every page of the portal."""

import ast
import re
from pathlib import Path

import pytest

from helpdesk import clock, i18n
from helpdesk.people.tables import Role
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.web.cookies import all_cookies
from tests.builders import PASSWORD, a_member, a_ticket
from tests.helpdesk.web.test_requester_sign_in import a_link

WEB = Path(__file__).parents[3] / "helpdesk"


async def test_the_page_lists_exactly_the_cookies_that_a_visit_of_everything_sets(browser, other_browser, mailbox):
    ticket = await a_ticket(now=clock.now())
    await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, password=True)
    jars: set[str] = set()

    def collect(*responses) -> None:
        for response in responses:
            for one in [*response.history, response]:
                jars.update(value.partition("=")[0] for value in one.headers.get_list("set-cookie"))

    collect(await browser.get("/", params={"lang": "ar"}), await browser.get(f"/t/{ticket.token}"))
    collect(await browser.post("/me/sign-in", data={"email": "tessa@customer.test", "next": "/me/data"}))
    collect(await browser.post(await a_link(browser, mailbox)))
    collect(await other_browser.post("/desk/sign-in", data={"email": "sara@desk.test", "password": PASSWORD}))

    listed = re.findall(r'<h2 class="id">([^<]+)</h2>', (await browser.get("/cookies")).text)
    assert set(listed) == jars == {"lang", "me", "me-next", "session"}
    assert [fact.name for fact in all_cookies(secure=True)] == ["lang", "__Host-me", "me-next", "__Host-session"]


def places_of_cookies() -> list[str]:
    """The functions that make a cookie."""
    functions = [
        node
        for path in WEB.rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    ]
    return sorted(node.name for node in functions if re.search(r"\bCookie\(|\bset_cookie\(", ast.unparse(node)))


def test_no_other_function_makes_a_cookie():
    assert places_of_cookies() == ["_next_cookie", "language_cookie", "requester_cookie", "session_cookie"]


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_contact_leads_to_a_request_of_its_own_category(browser, language):
    page = await browser.get("/contact", params={"lang": language})
    assert 'href="/new/contact"' in page.text
    assert "privacy@example.com" in page.text
    assert (await browser.get("/new/contact")).status_code == 200


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_contact_names_every_right_and_leads_to_where_it_is_asked_for(browser, language):
    sheet = (await browser.get("/contact", params={"lang": language})).text.partition('<ul class="list" id="rights">')[
        2
    ]
    named, _, rest = sheet.partition("</ul>")
    words = i18n.words(language)
    assert re.findall(r"<li>([^<]+)</li>", named) == [words.plain(f"rights-kind-{kind}") for kind in Kind]
    assert re.findall(r'href="([^"]+)"', rest)[0] == "/rights"
    asked = (await browser.get("/rights")).text
    assert re.findall(r'name="kind" value="([^"]+)"', asked) == [str(kind) for kind in Kind]


async def test_the_foot_has_the_same_order_on_every_page_of_the_portal(browser):
    ticket = await a_ticket(now=clock.now())
    wanted = ["/terms", "/privacy-notice", "/cookies", "/contact", "/notices"]
    places = ["/", "/new/technical", f"/t/{ticket.token}", "/terms", "/privacy-notice", "/cookies", "/contact", "/notices",
              "/me/sign-in", "/desk/sign-in", "/nowhere", "/s/guessed"]  # fmt: skip
    for place in places:
        foot = (await browser.get(place)).text.partition("<footer")[2]
        links = [link for link in re.findall(r'href="([^"]+)"', foot) if link in wanted]
        assert (place, links) == (place, wanted)


async def test_the_language_switch_stays_on_the_page(browser):
    ticket = await a_ticket(now=clock.now())
    for place in (f"/t/{ticket.token}", "/cookies", "/contact", "/new/billing", "/me/sign-in"):
        page = (await browser.get(place)).text
        assert f'href="{place}?lang=ar"' in page
