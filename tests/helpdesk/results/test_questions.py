"""What is asked: edited and previewed by managers in the browser; an answered version stays as it was asked."""

import re

import httpx
import pytest

from helpdesk import clock, wiring
from helpdesk.errors import Invalid
from helpdesk.people.tables import Role
from helpdesk.results.csat import csat
from helpdesk.results.questions import read_items, save_questions
from surveys.questions import Item, Kind, as_asked, current
from surveys.release import release
from surveys.results import By
from surveys.tables import QuestionSet
from tests.builders import NOON, PASSWORD, a_member
from tests.surveys.people import an_invitation

FORM = {
    "text-rating": "Were you happy?",
    "on-nps": "1",
    "on-choice1": "1",
    "text-choice1": "What mattered most?",
    "options-choice1": "Speed\nFriendliness\n\n=SUM(A1)",
    "on-comment": "1",
}


@pytest.fixture
async def mona(browser: httpx.AsyncClient) -> httpx.AsyncClient:
    await a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER, password=True)
    await browser.post("/desk/sign-in", data={"email": "mona@desk.test", "password": PASSWORD})
    return browser


async def csrf(browser: httpx.AsyncClient) -> dict[str, str]:
    page = await browser.get("/results/questions/technical/en")
    return {"csrf": re.search(r'name="csrf" value="([^"]+)"', page.text)[1]}


async def test_a_manager_previews_without_saving_and_saves_a_version(mona, other_browser):
    token = await csrf(mona)
    preview = await mona.post("/results/questions/technical/en", data={**FORM, **token, "act": "preview"})
    assert "Were you happy?" in preview.text
    assert "=SUM(A1)" in preview.text
    assert "Send my answer" not in preview.text
    assert await QuestionSet.count() == 0

    page = await mona.post("/results/questions/technical/en", data={**FORM, **token, "act": "save"})
    assert "Saved." in page.text
    assert [row["name"] for row in await QuestionSet.select(QuestionSet.name)] == ["technical/en/1"]
    _, link = await an_invitation(now=clock.now())
    asked = (await other_browser.get(f"/s/{link}?rating=4")).text
    assert "Were you happy?" in asked
    assert len(re.findall(r'name="nps"', asked)) == 11


async def test_wrong_questions_are_told_and_nothing_typed_is_lost(mona):
    form = {**FORM, **await csrf(mona), "act": "save", "options-choice1": "Only <one>"}
    page = await mona.post("/results/questions/technical/en", data=form)

    assert page.status_code == 422
    assert "2 to 6 options" in page.text
    assert "Only &lt;one&gt;" in page.text
    assert await QuestionSet.count() == 0
    assert (await mona.get("/results/questions/nothing/en")).status_code == 404


async def test_only_managers_edit(browser, agent):
    from piccolo_conf import acting
    from surveys.questions import save

    assert (await browser.get("/results/questions", follow_redirects=False)).status_code in (303, 401)
    with pytest.raises(Exception, match="row-level security"):
        async with acting(agent.actor):
            await save("technical", "en", [Item(Kind.RATING)], now=NOON)


async def test_an_answer_belongs_to_the_version_that_was_asked(other_browser, manager):
    await save_questions("technical", "en", read_items(FORM), by=manager, now=NOON)
    links = [(await an_invitation(now=clock.now()))[1] for _ in range(5)]
    pages = [(await other_browser.get(f"/s/{link}")).text for link in links]
    asked = {re.search(r'name="asked" value="([^"]+)"', page)[1] for page in pages}
    await save_questions("technical", "en", [Item(Kind.RATING)], by=manager, now=NOON)  # meanwhile
    for link in links:
        values = {"rating": "٥", "nps": "١٠", "choice1": "3", "effort": "7", "asked": min(asked)}
        assert (await other_browser.post(f"/s/{link}", data=values)).status_code == 200

    assert asked == {"technical/en/1"}
    first = await as_asked("technical/en/1", category="technical", locale="en")
    assert first.item("choice1").options[2] == "=SUM(A1)"
    assert await as_asked("technical/en/1", category="billing", locale="en") is None
    await release(wiring.BOX, now=clock.now())
    today = clock.now().date()
    report = await csat(since=today, until=today, by=By.VERSION, reader=manager)
    assert [(group.group, group.answers, group.nps) for group in report.groups] == [("technical/en/1", 5, 100)]
    assert report.groups[0].others == {"nps": {10: 5}, "choice1": {3: 5}}  # the effort was not asked


async def test_questions_for_all_topics_are_asked_where_there_are_no_others(manager):
    await save_questions("", "en", [Item(Kind.RATING, "All")], by=manager, now=NOON)
    await save_questions("billing", "en", [Item(Kind.RATING, "Billing")], by=manager, now=NOON)

    texts = [(await current(category, "en")).items[0].text for category in ("technical", "billing")]
    assert texts == ["All", "Billing"]
    assert (await current("technical", "ar")).name == "standard"


def test_a_form_is_read_strictly():
    assert [item.kind for item in read_items({})] == [Kind.RATING]
    for wrong in (
        {"text-rating": "x" * 201},
        {"on-choice2": "1", "options-choice2": "a\nb"},
        {"on-choice1": "1", "text-choice1": "x", "options-choice1": "\n".join("abcdefg")},
    ):
        with pytest.raises(Invalid):
            read_items(wrong)
