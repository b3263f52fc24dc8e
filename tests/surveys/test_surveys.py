"""Surveys: asked once, answered once, by a person and not by a scanner, and nothing joins an answer to who gave it."""

import asyncio
import re
from uuid import UUID, uuid4

import httpx
import pytest

from helpdesk import clock, wiring
from surveys.answers import make_link, monday, object_to_surveys, question, record
from surveys.invite import Group, cancel, invite
from surveys.tables import Answer, Invitation, Link, Objection
from tests.builders import NOON, after, promised

GROUP = Group(category="technical", team="support", agent=str(uuid4()), locale="en")


async def upper(text: str) -> str:
    return text.upper()


async def sealed(text: str) -> bytes:
    return b"sealed:" + text.encode()


async def an_invitation(*, to: UUID | None = None, now=NOON, group=GROUP) -> tuple[UUID, str]:
    about = uuid4()
    await invite(about, to=to or uuid4(), group=group, due_at=now, now=now)
    row = await Invitation.select(Invitation.id).where(Invitation.about == about).first()
    return about, await make_link(row["id"], now=now) if row else ""


async def answer(token: str, *, rating: int = 4, comment: str = "", now=NOON) -> bool | None:
    return await record(token, rating=rating, comment=comment, redact=upper, seal=sealed, now=now)


async def test_an_answer_keeps_the_week_and_the_group_and_refers_to_nothing():
    _, token = await an_invitation()
    assert await answer(token, rating=5, comment="quick") is True

    row = await Answer.select().first()
    assert row.pop("id").version == 4
    assert row == {
        "rating": 5,
        "comment": b"sealed:QUICK",
        "week": monday(NOON),
        "category": "technical",
        "team": "support",
        "agent": GROUP.agent,
        "locale": "en",
    }


async def test_fifty_answers_at_once_are_one():
    _, token = await an_invitation()
    results = await asyncio.gather(*(answer(token, rating=1 + n % 5) for n in range(50)))

    assert sorted(results) == [False] * 49 + [True]
    assert await Answer.count() == 1


async def test_unknown_expired_and_cancelled_links_are_alike():
    about, cancelled = await an_invitation()
    await cancel(about, now=NOON)
    _, expired = await an_invitation()

    assert await question("unknown", now=NOON) is None
    assert await question(cancelled, now=NOON) is None
    assert await question(expired, now=after(days=14)) is None
    assert await answer(cancelled) is None
    assert await Answer.count() == 0


async def test_nobody_is_asked_twice_in_thirty_days():
    person = uuid4()
    await an_invitation(to=person)
    await an_invitation(to=person, now=after(days=29))
    assert await Invitation.count() == 1
    await an_invitation(to=person, now=after(days=31))
    assert await Invitation.count() == 2


async def test_whoever_objects_is_asked_no_more():
    person = uuid4()
    _, token = await an_invitation(to=person)
    assert await object_to_surveys(token, now=NOON) is True
    assert await object_to_surveys("unknown", now=NOON) is False
    await an_invitation(to=person, now=after(days=60))

    assert await Objection.count() == 1
    assert await Invitation.count() == 1
    assert await question(token, now=NOON) is None


async def test_inviting_about_one_thing_twenty_times_at_once_promises_one_mail():
    about, person = uuid4(), uuid4()
    await asyncio.gather(*(invite(about, to=person, group=GROUP, due_at=NOON, now=NOON) for _ in range(20)))

    assert await promised() == ["survey_invitation", "survey_reminder"]


async def test_only_the_hash_of_a_link_is_kept():
    _, token = await an_invitation()

    assert [len(row["token_hash"]) for row in await Link.select(Link.token_hash)] == [32]
    assert token.encode() not in str(await Link.select()).encode()


@pytest.fixture
async def live() -> str:
    return (await an_invitation(now=clock.now()))[1]


async def test_scanners_record_nothing(browser: httpx.AsyncClient, live):
    for _ in range(10):
        for path in ("", "?rating=1", "?rating=5", "/stop"):
            for method in ("GET", "HEAD", "OPTIONS"):
                await browser.request(method, f"/s/{live}{path}")
    assert (await Answer.count(), await Objection.count()) == (0, 0)
    assert (await browser.post(f"/s/{live}", data={"rating": "4"})).status_code == 200
    assert await Answer.count() == 1


async def test_the_page_preselects_and_says_nothing_of_the_ticket(browser, live):
    page = await browser.get(f"/s/{live}?rating=4")

    assert re.findall(r'value="(\d)" required checked', page.text) == ["4"]
    assert re.search(r"SR-\w{4}-\w{4}|technical|support team", page.text) is None


async def test_the_second_answer_is_told_so(browser, live):
    pages = [await browser.post(f"/s/{live}", data={"rating": rating}) for rating in ("5", "1")]

    assert ["Thank you" in page.text for page in pages] == [True, True]
    assert "This was answered already" in pages[1].text
    assert [row["rating"] for row in await Answer.select(Answer.rating)] == [5]


async def test_arabic_digits_are_ratings_too(browser, live):
    await browser.post(f"/s/{live}", data={"rating": "٣"})

    assert [row["rating"] for row in await Answer.select(Answer.rating)] == [3]


@pytest.mark.parametrize("form", [{}, {"rating": "6"}, {"rating": "0"}, {"rating": "4", "comment": "x" * 1001}])
async def test_a_wrong_answer_is_said_and_keeps_the_comment(browser, live, form):
    page = await browser.post(f"/s/{live}", data={"comment": "kept words", **form})

    assert page.status_code == 422
    assert ("kept words" in page.text) == ("comment" not in form)
    assert await Answer.count() == 0


async def test_a_comment_is_redacted_and_sealed_before_it_is_written(browser, live):
    await browser.post(f"/s/{live}", data={"rating": "4", "comment": "Call me: +44 20 7946 0958"})
    row = await Answer.select(Answer.comment).first()

    assert b"Call" not in row["comment"]
    assert b"7946" not in row["comment"]
    assert await wiring.redact_comment("Call me: +44 20 7946 0958") == "Call me: ⟦phone 1⟧"


async def test_one_click_stops_from_a_mail_program(browser, live):
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://mail.test"}
    page = await browser.post(f"/s/{live}/stop", data={"List-Unsubscribe": "One-Click"}, headers=foreign)

    assert page.status_code == 200
    assert await Objection.count() == 1


async def test_an_app_without_a_redactor_does_not_start():
    import surveys.routes

    with pytest.raises(TypeError):
        surveys.routes.router(seal=sealed, page=print, now=clock.now)
