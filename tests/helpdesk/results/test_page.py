"""The results page: filters by agent and question version that stay chosen, and a version for print."""

import re
from datetime import timedelta

import httpx
import pytest

from helpdesk import clock
from helpdesk.people.staff import StaffMember, deactivate
from helpdesk.people.tables import Role
from helpdesk.results.questions import read_items, save_questions
from surveys.release import add_counts
from surveys.results import monday_of
from tests.builders import NOON, PASSWORD, a_member


@pytest.fixture
async def mona(browser: httpx.AsyncClient) -> StaffMember:
    member = await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    await browser.post("/desk/sign-in", data={"email": "mona@desk.test", "password": PASSWORD})
    return member


async def counted(agent: str, version: str, *, ratings: int) -> None:
    week = monday_of(clock.now().date()) - timedelta(weeks=1)
    await add_counts({(week, ("technical", "support", agent, "en", version), "rating", 5): ratings})


def options(page: str, name: str) -> list[tuple[str, str, str]]:
    """Each option of a select: value, " selected" or "", words."""
    inside = re.search(rf'<select class="btn" name="{name}">(.*?)</select>', page, re.S)[1]
    return re.findall(r'<option value="([^"]*)"( selected)?>([^<]*)', inside)


def answers_shown(page: str) -> list[str]:
    return re.findall(r'<span class="delta">(?:<[^>]*>)*\W*(\d+)(?:<[^>]*>)*\W+answers', page)


async def test_results_are_filtered_by_agent_and_by_question_version(browser, mona, agent, colleague):
    await save_questions("technical", "en", read_items({"on-comment": "1"}), by=mona, now=clock.now())
    await counted(str(agent.id), "technical/en/1", ratings=6)
    await counted(str(colleague.id), "standard", ratings=7)
    page = (await browser.get("/results")).text
    assert [(value, words) for value, _, words in options(page, "agent")] == [
        ("", "all"), (str(colleague.id), "Omar Naji"), (str(agent.id), "Sara Haddad"),
    ]  # fmt: skip
    assert [(value, words) for value, _, words in options(page, "version")] == [
        ("", "all"), ("standard", "Shipped questions"), ("technical/en/1", "technical/en/1"),
    ]  # fmt: skip
    assert answers_shown(page) == ["13"]

    page = (await browser.get(f"/results?agent={agent.id}")).text
    assert ([value for value, chosen, _ in options(page, "agent") if chosen], answers_shown(page)) == (
        [str(agent.id)], ["6"],
    )  # fmt: skip
    page = (await browser.get("/results?version=standard")).text
    assert ([value for value, chosen, _ in options(page, "version") if chosen], answers_shown(page)) == (
        ["standard"], ["7"],
    )  # fmt: skip
    page = (await browser.get("/results?lang=ar")).text
    assert [words for _, _, words in options(page, "version")][:2] == ["الكل", "الأسئلة الأصلية"]


async def test_who_left_stays_chosen_by_name_and_nonsense_harms_nothing(browser, mona, agent):
    await deactivate(agent.id, now=NOON)
    page = (await browser.get(f"/results?agent={agent.id}")).text
    assert (str(agent.id), " selected", "Sara Haddad") in options(page, "agent")
    page = await browser.get("/results?agent=<b>&version=x")
    assert (page.status_code, "<b>" in page.text.split("<main", 1)[1].split("<div class=", 1)[0]) == (200, False)


async def test_a_version_for_print_has_no_form_and_no_navigation_but_every_table(browser, mona, agent):
    await counted(str(agent.id), "standard", ratings=6)
    usual = (await browser.get("/results?version=standard")).text
    link = re.search(r'href="(/results\?[^"]*print=1)"', usual)[1].replace("&amp;", "&")
    page = (await browser.get(link)).text
    assert ("<form" in usual, "<nav" in usual) == (True, True)
    assert ("<form" in page, "<nav" in page, "<details open" in page) == (False, False, True)
    assert page.count("<table") == usual.count("<table")
    assert answers_shown(page) == answers_shown(usual) == ["6"]
    assert "Shipped questions" in page
