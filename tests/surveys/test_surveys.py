"""Surveys: asked once, answered once, by a person and not by a scanner, changed while it waits."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from helpdesk import clock, wiring
from surveys.answers import Outcome, object_to_surveys, question
from surveys.invite import Person, Rules, cancel, invite
from surveys.release import release
from surveys.tables import Answer, Ballot, Invitation, Link, Objection
from tests.builders import NOON, after, promised
from tests.surveys.people import AT_ONCE, COUNTER, GROUP, an_invitation, answer, answers

BOX = wiring.BOX


async def person_of(recipient: UUID) -> bytes:
    return recipient.bytes


async def test_fifty_answers_at_once_are_one():
    _, token = await an_invitation()
    results = await asyncio.gather(*(answer(token, rating=1 + n % 5) for n in range(50)))

    assert sorted(map(str, results)) == ["changed"] * 49 + ["recorded"]
    assert await Ballot.count() == 1


async def test_unknown_expired_cancelled_and_used_up_links_are_alike():
    about, cancelled = await an_invitation()
    await cancel(about, now=NOON)
    _, expired = await an_invitation()
    used = (await answers([4, 4, 4, 4, 4]))[0]
    await release(BOX, now=NOON)

    assert await question("unknown", box=BOX, now=NOON) is None
    assert await question(cancelled, box=BOX, now=NOON) is None
    assert await question(expired, box=BOX, now=after(days=14)) is None
    assert await question(used, box=BOX, now=NOON) is None
    assert [await answer(token) for token in ("unknown", cancelled, used)] == [None] * 3
    assert await answer(expired, now=after(days=14)) is None
    assert await Answer.count() == 5


async def test_an_answer_may_be_changed_for_seven_days_while_it_waits():
    _, token = await an_invitation()
    assert await answer(token, rating=1) is Outcome.RECORDED
    assert await answer(token, rating=5, now=after(days=6)) is Outcome.CHANGED
    assert await answer(token, rating=2, now=after(days=8)) is None
    assert await question(token, box=BOX, now=after(days=8)) is None

    await answers([3, 3, 3, 3], now=after(days=8))
    await release(BOX, now=after(days=8))
    assert sorted(row["value"] for row in await Answer.select(Answer.value)) == [3, 3, 3, 3, 5]


async def test_with_a_hold_an_answer_stays_changeable_whatever_company_it_has():
    tokens = await answers([4] * 6)
    assert await release(BOX, now=after(days=6), hold=timedelta(days=7)) == 0
    assert await answer(tokens[0], rating=1, now=after(days=6)) is Outcome.CHANGED
    assert await release(BOX, now=after(days=7), hold=timedelta(days=7)) == 6


async def test_nobody_is_asked_twice_in_thirty_days():
    person = uuid4()
    await an_invitation(to=person)
    await an_invitation(to=person, now=after(days=29))
    assert await Invitation.count() == 1
    await an_invitation(to=person, now=after(days=31))
    assert await Invitation.count() == 2
    await an_invitation(to=person, now=after(days=33), rules=replace(AT_ONCE, pause=timedelta(days=1)))
    assert await Invitation.count() == 3


async def test_whose_mail_went_out_before_it_was_taken_back_is_not_asked_again():
    person = uuid4()
    about, _ = await an_invitation(to=person)  # the link is made when the mail is rendered
    await cancel(about, now=after(hours=1))
    await an_invitation(to=person, now=after(days=2))

    assert await Invitation.count() == 1


async def test_two_things_at_once_ask_the_same_person_once():
    person = uuid4()
    await asyncio.gather(*(an_invitation(to=person) for _ in range(20)))

    assert await Invitation.count() == 1


async def test_whoever_objects_is_asked_no_more():
    person = uuid4()
    _, token = await an_invitation(to=person)
    assert await object_to_surveys(token, person_of=person_of, now=NOON) is True
    assert await object_to_surveys("unknown", person_of=person_of, now=NOON) is False
    await an_invitation(to=person, now=after(days=60))

    assert await Objection.count() == 1
    assert await Invitation.count() == 1
    assert await question(token, box=BOX, now=NOON) is None


async def test_inviting_about_one_thing_twenty_times_at_once_promises_one_mail_and_one_reminder():
    about, person = uuid4(), Person(uuid4(), b"p")
    await asyncio.gather(*(invite(about, to=person, group=GROUP, rules=Rules(), now=NOON) for _ in range(20)))

    assert await promised() == ["survey_invitation", "survey_reminder"]


async def test_without_days_to_a_reminder_there_is_none():
    await an_invitation(rules=replace(AT_ONCE, remind=timedelta(0)))

    assert await promised() == ["survey_invitation"]


async def test_only_the_hash_of_a_link_is_kept():
    _, token = await an_invitation()

    assert [len(row["token_hash"]) for row in await Link.select(Link.token_hash)] == [32]
    assert token.encode() not in str(await Link.select()).encode()


async def test_scanners_record_nothing(app, live):
    """Three fetchers, all links of the mail, ten times, by every harmless method."""
    from helpdesk.app import Front

    for agent in ("Safe Links", "Proofpoint", "curl"):
        transport = httpx.ASGITransport(Front(app), raise_app_exceptions=False)
        async with httpx.AsyncClient(
            transport=transport, base_url="http://desk.test", headers={"user-agent": agent}
        ) as fetcher:
            for _ in range(10):
                for path in ("", *(f"?rating={rating}" for rating in range(1, 6)), "/stop"):
                    for method in ("GET", "HEAD", "OPTIONS"):
                        await fetcher.request(method, f"/s/{live}{path}")
            before = await state()
    assert before == (0, 0, 0, None)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test") as person:
        assert (await person.post(f"/s/{live}", data={"rating": "4"})).status_code == 200
    assert (await state())[0] == 1


async def state() -> tuple[int, int, int, object]:
    row = await Invitation.select(Invitation.answered_week).first()
    return (await Ballot.count(), await Answer.count(), await Objection.count(), row["answered_week"])


async def test_the_page_preselects_and_says_nothing_of_the_ticket(browser, live):
    page = await browser.get(f"/s/{live}?rating=4")

    assert re.findall(r'value="(\d)" required checked', page.text) == ["4"]
    assert re.search(r"SR-\w{4}-\w{4}|technical|support team", page.text) is None
    assert re.findall(r'name="follow_up" value="1"( checked)?', page.text) == [""]


async def test_pages_of_two_tickets_differ_by_their_token_only(browser, live):
    _, other = await an_invitation(now=clock.now(), group=replace(GROUP, category="billing", agent=str(uuid4())))
    pages = [(await browser.get(f"/s/{token}")).text.replace(token, "TOKEN") for token in (live, other)]
    same = [re.sub(r'nonce="[^"]+"|hx-nonce="[^"]+"|&#34;[\w-]{22}&#34;', "", page) for page in pages]

    assert same[0].count("TOKEN") >= 2
    assert same[0] == same[1]


async def test_unknown_and_used_links_give_strangers_the_same_page(browser, live):
    tokens = await answers([4] * 4, now=clock.now())
    await browser.post(f"/s/{live}", data={"rating": "4"})
    await release(BOX, now=clock.now())
    pages = [await browser.get(f"/s/{token}") for token in ("A" * 32, live, tokens[0])]

    assert [page.status_code for page in pages] == [404] * 3
    same = {re.sub(r'nonce="[^"]+"|/s/[\w-]+|[\w-]{22}', "", page.text) for page in pages}
    assert len(same) == 1


async def test_a_link_whose_time_is_over_says_so_to_whoever_answered_and_whoever_did_not(browser):
    now = clock.now()
    told = {}
    for days in (15, 22):  # answers may be changed for seven days after the last one that is taken
        asked = now - timedelta(days=days)
        answered, silent, cancelled = [await an_invitation(now=asked) for _ in range(3)]
        await answer(answered[1], now=asked)
        await cancel(cancelled[0], now=asked)
        pages = [await browser.get(f"/s/{token}") for _, token in (answered, silent, cancelled)]
        same = {re.sub(r'nonce="[^"]+"|/s/[\w-]+|[\w-]{22}', "", page.text) for page in pages}
        told[days] = ({page.status_code for page in pages}, len(same), "This question closed on" in pages[0].text)
        arabic = await browser.post(f"/s/{silent[1]}", data={"rating": "4"}, headers={"Accept-Language": "ar"})
        assert ("أُغلق هذا السؤال في" in arabic.text, arabic.status_code) == (
            (True, 410) if days == 22 else (False, 404)
        )
    assert told == {15: ({404}, 1, False), 22: ({410}, 1, True)}
    assert (await browser.get(f"/s/{'A' * 32}")).status_code == 404


async def test_the_second_answer_takes_the_place_of_the_first(browser, live):
    pages = [await browser.post(f"/s/{live}", data={"rating": rating}) for rating in ("5", "1")]

    assert ["Thank you" in page.text for page in pages] == [True, True]
    assert ["earlier answer was replaced" in page.text for page in pages] == [False, True]
    assert await Ballot.count() == 1


async def test_without_a_choice_nothing_is_recorded_and_nothing_typed_is_lost(browser, live):
    page = await browser.post(f"/s/{live}", data={"comment": "It took <long>", "follow_up": "1"})

    assert page.status_code == 422
    assert "It took &lt;long&gt;" in page.text
    assert 'name="follow_up" value="1" checked' in page.text
    assert await Ballot.count() == 0


async def test_a_comment_is_redacted_before_it_is_sealed(browser, live):
    await browser.post(f"/s/{live}", data={"rating": "4", "comment": "Call me: +44 20 7946 0958"})
    row = await Ballot.select().first()

    assert b"7946" not in row["sealed"]
    opened = await BOX.open(row["week"], {row["slot"]: row["sealed"]})
    assert "Call me: ⟦phone 1⟧" in opened[row["slot"]]
    assert "7946" not in opened[row["slot"]]


async def test_one_click_stops_from_a_mail_program(browser, agent):
    from helpdesk.tickets.close import close_ticket
    from helpdesk.tickets.tables import Reason
    from surveys.answers import make_link
    from tests.builders import an_assigned_ticket

    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=clock.now())
    token = await make_link((await Invitation.select(Invitation.id).first())["id"], now=clock.now())
    foreign = {"sec-fetch-site": "cross-site", "origin": "https://mail.test"}
    page = await browser.post(f"/s/{token}/stop", data={"List-Unsubscribe": "One-Click"}, headers=foreign)

    assert page.status_code == 200
    assert await Objection.count() == 1


async def test_an_app_without_a_counter_does_not_start():
    import surveys.routes

    with pytest.raises(TypeError):
        surveys.routes.router(person_of=person_of, page=print, now=clock.now)


async def test_a_follow_up_is_asked_for_once_and_only_when_it_was_ticked():
    from surveys.answers import Given, record

    asked = []

    async def follow_up(about, now):
        asked.append(about)

    about, token = await an_invitation()
    counter = replace(COUNTER, follow_up=follow_up)
    await record(token, Given({"rating": 1}), counter=counter, now=NOON)
    assert asked == []
    for _ in range(2):
        await record(token, Given({"rating": 1}, is_contact_wanted=True), counter=counter, now=NOON)
    assert asked == [about]
