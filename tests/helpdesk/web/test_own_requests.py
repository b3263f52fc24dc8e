"""A requester's own request, by private link and signed in: the same page; closing, reopening, one's own words."""

import re
from datetime import timedelta

import asyncpg
import msgspec
import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import NotToClose
from helpdesk.people.tables import RequesterSession
from helpdesk.privacy.policy import policy
from helpdesk.tickets import doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.own_end import close_own
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Closure, Message, Reason, Ticket
from helpdesk.tickets.write import Entry, post_note, post_reply
from notifications.tables import Outbound
from piccolo_conf import Actor, acting
from tests.authorisation.world import requester_session
from tests.builders import a_ticket, an_assigned_ticket, promised

PHONE = "+44 20 7946 0958"


async def let_in(browser, ticket, *, minutes_ago: int = 0) -> str:
    """Sign the requester of a ticket in; gives the token that their forms carry."""
    token = await requester_session(ticket.token, now=clock.now() - timedelta(minutes=minutes_ago))
    browser.cookies.set("me", token)
    return csrf_of((await browser.get("/me")).text)


def csrf_of(page: str) -> str:
    return re.search(r'name="csrf" value="(\w+)"', page)[1]


def main_of(page: str) -> str:
    return page[page.index("<main") : page.index("</main>")]


async def test_the_page_is_the_same_by_link_and_signed_in(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    await post_reply(ticket.reference, Entry("We look into it."), agent=agent, now=clock.now())
    await let_in(browser, ticket)
    pages = [(await browser.get(path)).text for path in (f"/t/{ticket.token}", f"/me/requests/{ticket.reference}")]
    threads = [re.search(r'<ol class="thread".*?</ol>', page, re.DOTALL)[0] for page in pages]
    cards = [re.sub(r"/(?:t|me/requests)/[\w-]+|hx-nonce=\"[\w-]+\"", "", re.search(r'<section class="card" id="ledger">.*?</section>', page, re.DOTALL)[0]) for page in pages]  # fmt: skip

    assert threads[0] == threads[1]
    assert cards[0] == cards[1]
    assert PHONE not in "".join(pages)
    assert ticket.token not in pages[1]


async def test_totals_say_how_often_and_never_and_nothing_of_a_note(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    await post_note(ticket.reference, Entry("His IBAN is GB82 WEST 1234 5698 7654 32"), agent=agent, now=clock.now())
    await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=clock.now() - timedelta(hours=1))
    await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=clock.now())
    page = (await browser.get(f"/t/{ticket.token}")).text
    card = re.sub(r"<[^>]+>", "", re.search(r'<section class="card" id="ledger">.*?</ul>', page, re.DOTALL)[0])

    assert re.search(r"Phone 1: seen 2 times", card)
    assert "Password 1: never seen" in card
    assert "IBAN" not in main_of(page)
    seen = await Outbound.raw("SELECT name FROM sealed_value WHERE kind = 'iban'")
    assert [row["name"] for row in seen] == ["iban 1"]  # the probe: the note's detail is there


async def test_a_requester_closes_their_own_request_as_solved(browser, agent, mailbox):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=clock.now())
    closed = await browser.post(f"/t/{ticket.token}/closure")

    assert (closed.status_code, "You closed this request." in closed.text) == (200, True)
    row = await Closure.select(Closure.reason, Closure.agent).first()
    assert row == {"reason": "solved", "agent": None}
    running = "SELECT id FROM disclosure WHERE ended_at IS NULL AND purpose NOT IN ('delivery', 'recognition')"
    assert await Outbound.raw(running) == []
    burnt = await Outbound.raw("SELECT destroyed_at IS NOT NULL AS gone FROM sealed_value WHERE kind = 'password'")
    assert [row["gone"] for row in burnt] == [True]
    assert await promised() == ["ticket_received", "ticket_closed", "survey_invitation", "survey_reminder"]
    asked = await Outbound.raw("SELECT agent FROM survey_invitation")
    assert [row["agent"] for row in asked] == [str(agent.id)]
    entry = await AuditEntry.select(AuditEntry.actor).where(AuditEntry.act == "ticket.closed").first()
    assert entry["actor"] == (await Ticket.select(Ticket.requester).first())["requester"]


async def test_closing_twice_is_said_and_done_once(browser):
    ticket = await a_ticket(now=clock.now())
    await browser.post(f"/t/{ticket.token}/closure")
    again = await browser.post(f"/t/{ticket.token}/closure")
    assert again.status_code == 409
    assert "This ticket is closed" in again.text
    assert await Closure.count() == 1


async def test_nobody_but_its_requester_closes_a_request(browser, agent):
    mine, other = await a_ticket(now=clock.now()), await a_ticket(now=clock.now(), email="other@customer.test")
    csrf = await let_in(browser, mine)
    for path, typed in {"closure": {}, "reopening": {}, "replies": {"body": "Mine"}, "own-words": {}}.items():
        answer = await browser.post(f"/me/requests/{other.reference}/{path}", data={"csrf": csrf, **typed})
        assert (path, answer.status_code) == (path, 404)
    assert (await browser.post(f"/me/requests/{mine.reference}/closure")).status_code == 403  # no token of the session
    assert await Closure.count() == 0
    assert (await browser.post(f"/me/requests/{mine.reference}/closure", data={"csrf": csrf})).status_code == 200
    assert await Closure.count() == 1


async def test_a_request_in_which_another_s_goes_on_is_not_closed_by_its_requester(browser, agent):
    target = await an_assigned_ticket(agent, now=clock.now())
    other = await an_assigned_ticket(agent, now=clock.now(), email="other@customer.test")
    await merge_ticket(other.reference, into=target.reference, agent=agent, now=clock.now())
    refused = await browser.post(f"/t/{target.token}/closure")

    assert refused.status_code == 409
    assert "write us an answer that it is solved" in refused.text
    assert other.reference not in refused.text
    with pytest.raises(NotToClose):
        await close_own(doors.by_link(target.token), now=clock.now())


async def a_closed_ticket(agent, reason: Reason = Reason.SOLVED, *, days_ago: float = 0):
    ticket = await an_assigned_ticket(agent, now=clock.now() - timedelta(days=days_ago, hours=1))
    await close_ticket(ticket.reference, reason, agent=agent, now=clock.now() - timedelta(days=days_ago))
    return ticket


async def test_a_closed_request_opens_again_with_a_word_or_without(browser, agent):
    for body in ("", "It happens again, call +44 20 7946 0111"):
        ticket = await a_closed_ticket(agent)
        before = await Message.count()
        page = await browser.post(f"/t/{ticket.token}/reopening", data={"body": body})
        row = await doors.ticket_of_link(ticket.token)

        assert (page.status_code, "Your request is open again." in page.text) == (200, True)
        assert (row.status, row.closed_at, row.assignee) == ("open", None, agent.id)
        assert await Message.count() == before + bool(body)
        assert "7946 0111" not in page.text
    acts = await AuditEntry.select(AuditEntry.act).where(AuditEntry.act == "ticket.reopened").output(as_list=True)
    assert len(acts) == 2
    assert "survey_invitation" not in await promised()


async def test_reopening_ends_with_the_policy_s_time_and_never_brings_spam_back(browser, agent):
    late, spam = await a_closed_ticket(agent, days_ago=30.1), await a_closed_ticket(agent, Reason.SPAM)
    for ticket in (late, spam):
        assert "Open it again" not in (await browser.get(f"/t/{ticket.token}")).text
        refused = await browser.post(f"/t/{ticket.token}/reopening", data={"body": "Still here"})
        assert refused.status_code == 409
        assert "cannot be opened again any more" in refused.text
        assert "Still here" in refused.text  # what was typed is kept
    policy.use(msgspec.structs.replace(policy.in_use(), reopen_days=60))
    assert (await browser.post(f"/t/{late.token}/reopening")).status_code == 200
    policy.use(msgspec.structs.replace(policy.in_use(), reopen_days=0))
    never = await a_closed_ticket(agent)
    assert (await browser.post(f"/t/{never.token}/reopening")).status_code == 409


async def test_what_cannot_be_sent_opens_nothing(browser, agent):
    ticket = await a_closed_ticket(agent)
    refused = await browser.post(f"/t/{ticket.token}/reopening", data={"body": "x" * 20_001})
    assert refused.status_code == 422
    assert (await doors.ticket_of_link(ticket.token)).is_closed


async def test_a_merged_request_that_is_opened_again_is_on_its_own(browser, agent):
    target, mine = [await an_assigned_ticket(agent, now=clock.now(), email=f"{n}@customer.test") for n in "ab"]
    await merge_ticket(mine.reference, into=target.reference, agent=agent, now=clock.now())
    assert (await browser.post(f"/t/{mine.token}/reopening")).status_code == 409  # it is worked on
    await close_ticket(target.reference, Reason.SOLVED, agent=agent, now=clock.now())
    assert (await browser.post(f"/t/{mine.token}/reopening")).status_code == 200
    assert (await doors.ticket_of_link(mine.token)).status == "open"
    assert (await doors.ticket_of_link(target.token)).status == "closed"


async def test_one_s_own_words_are_shown_right_after_signing_in_and_written_down(browser, agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    await post_note(ticket.reference, Entry("Ask 020 7946 0222 first"), agent=agent, now=clock.now())
    await post_reply(ticket.reference, Entry("Call us on 020 7946 0333"), agent=agent, now=clock.now())
    csrf = await let_in(browser, ticket)
    shown = await browser.post(f"/me/requests/{ticket.reference}/own-words", data={"csrf": csrf})

    assert PHONE in shown.text
    assert "Sesame#44" in shown.text  # theirs, though nobody else may have it for long
    assert "visitor.test" in shown.text
    assert "7946 0222" not in shown.text
    assert "7946 0333" not in shown.text
    assert PHONE not in (await browser.get(f"/me/requests/{ticket.reference}")).text
    looked = await AuditEntry.select(AuditEntry.actor).where(AuditEntry.act == "ticket.own_words_shown")
    assert [row["actor"] for row in looked] == [(await doors.ticket_of_link(ticket.token)).requester]
    assert await Outbound.raw("SELECT id FROM disclosure WHERE purpose NOT IN ('assigned', 'recognition', 'delivery')") == []  # fmt: skip


async def test_an_older_session_is_asked_to_sign_in_again_and_comes_back(browser):
    ticket = await a_ticket(now=clock.now())
    csrf = await let_in(browser, ticket, minutes_ago=16)
    refused = await browser.post(
        f"/me/requests/{ticket.reference}/own-words", data={"csrf": csrf}, follow_redirects=False
    )
    assert refused.headers["location"] == f"/me/sign-in?next=/me/requests/{ticket.reference}&again=1"
    assert "only shortly after signing in" in (await browser.get(refused.headers["location"])).text
    assert await AuditEntry.count().where(AuditEntry.act == "ticket.own_words_shown") == 0


async def test_the_database_gives_own_values_to_their_requester_alone_and_only_when_fresh(agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    row = await doors.ticket_of_link(ticket.token)

    async def values_for(actor: Actor) -> int:
        async with acting(actor):
            return len(await Outbound.raw("SELECT * FROM own_values({})", row.id))

    me = Actor("requester", id=row.requester)
    assert await values_for(me) == 0  # nobody signed in
    await requester_session(ticket.token, now=clock.now())
    assert await values_for(me) == 3
    other = await a_ticket(now=clock.now(), email="other@customer.test")
    await requester_session(other.token, now=clock.now())
    stranger = Actor("requester", id=(await doors.ticket_of_link(other.token)).requester)
    for actor in (stranger, doors.link_holder(ticket.token), agent.actor, Actor("agent", id=row.requester), Actor("")):
        assert await values_for(actor) == 0
    await RequesterSession.update({RequesterSession.opened_at: clock.now() - timedelta(minutes=16)}, force=True)
    assert await values_for(me) == 0
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting(me):
            await Outbound.raw("SELECT ciphertext FROM sealed_value")


async def test_an_answer_of_who_signed_in_is_redacted_and_shown(browser):
    ticket = await a_ticket(now=clock.now())
    csrf = await let_in(browser, ticket)
    page = await browser.post(
        f"/me/requests/{ticket.reference}/replies", data={"csrf": csrf, "body": "Reach me on +44 20 7946 0444"}
    )
    assert "Your answer was sent." in page.text
    assert "7946 0444" not in page.text
    empty = await browser.post(f"/me/requests/{ticket.reference}/replies", data={"csrf": csrf, "body": " "})
    assert empty.status_code == 422


async def test_the_list_says_in_words_how_each_request_stands(browser, agent):
    waiting = await a_ticket(now=clock.now() - timedelta(days=3), subject="First one")
    await a_ticket(now=clock.now() - timedelta(days=2), subject="Second one")
    third = await a_ticket(now=clock.now() - timedelta(days=1), subject="Third one")
    for ticket in (waiting, third):
        await assign_ticket(ticket.reference, to=agent.id, by=agent, now=clock.now())
    await post_reply(waiting.reference, Entry("Here it is"), agent=agent, now=clock.now() - timedelta(hours=2))
    await close_ticket(third.reference, Reason.SOLVED, agent=agent, now=clock.now() - timedelta(hours=1))
    await let_in(browser, waiting)
    page = re.sub(r"<[^>]+>", " ", main_of((await browser.get("/me")).text))

    order = re.findall(r"(First|Second|Third) one\s+(We answered|Waiting for us|Closed)", page)
    assert order == [("Third", "Closed"), ("First", "We answered"), ("Second", "Waiting for us")]


async def test_the_empty_list_teaches(browser):
    ticket = await a_ticket(now=clock.now())
    await let_in(browser, ticket)
    other = await a_ticket(now=clock.now(), email="other@customer.test")
    taken = (await doors.ticket_of_link(other.token)).requester
    await Ticket.update({Ticket.requester: taken}, force=True)
    assert "You have no requests yet." in (await browser.get("/me")).text
