"""Working a ticket: who may take, read, write, open, close; and who is refused."""

import asyncio
from uuid import uuid4

import pytest

from helpdesk.errors import (
    Invalid,
    NeverOpened,
    NotAssigned,
    NotFound,
    Refused,
    TicketClosed,
    TicketNotFound,
    TicketOpen,
    TicketTaken,
    ValueGone,
)
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.disclosure.ledger import ledger
from helpdesk.privacy.vault.keys import key_of
from helpdesk.tickets import access, doors, write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.queries import View, queue_counts, queue_page
from helpdesk.tickets.reveal import end_reveal, reveal
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.threads import thread
from helpdesk.tickets.undelivered import last_undelivered
from surveys.tables import Invitation
from tests.builders import NOON, a_member, a_ticket, after, an_assigned_ticket, promised, send_all


async def seen_by(member, ticket, *, now=NOON):
    row = await doors.ticket_of_link(ticket.token)
    async with access.seen_by(member):
        return {name: shown.value for name, shown in (await shown_to(member.id, about=row.id, now=now)).items()}


async def test_of_two_agents_who_take_a_ticket_at_once_one_gets_it(agent, colleague):
    ticket = await a_ticket()
    results = await asyncio.gather(
        *(assign_ticket(ticket.reference, to=who.id, by=who, now=NOON) for who in (agent, colleague)),
        return_exceptions=True,
    )

    assert sorted(type(result) for result in results if result) == [TicketTaken]
    row = await doors.ticket_of_link(ticket.token)
    winner = agent if results[0] is None else colleague
    assert row.assignee == winner.id
    loser = colleague if winner is agent else agent
    assert await seen_by(winner, ticket) == {"field:email": "tessa@customer.test", "field:domain": "visitor.test"}
    assert await seen_by(loser, ticket) == {}


async def test_a_ticket_is_taken_over_only_from_whom_the_caller_knows_to_have_it(agent, colleague):
    ticket = await an_assigned_ticket(agent)
    with pytest.raises(TicketTaken):
        await assign_ticket(ticket.reference, to=colleague.id, taken_from=uuid4(), by=colleague, now=NOON)

    await assign_ticket(ticket.reference, to=colleague.id, taken_from=agent.id, by=colleague, now=NOON)
    assert await seen_by(agent, ticket) == {}
    assert await seen_by(colleague, ticket) == {"field:email": "tessa@customer.test", "field:domain": "visitor.test"}


async def test_a_ticket_goes_to_agents_only(agent, manager):
    ticket = await a_ticket()
    with pytest.raises(Refused):
        await assign_ticket(ticket.reference, to=manager.id, by=agent, now=NOON)
    with pytest.raises(NotFound):
        await assign_ticket(ticket.reference, to=uuid4(), by=agent, now=NOON)


async def test_managers_officers_and_admins_find_no_ticket(manager):
    ticket = await a_ticket()
    others = [await a_member(f"{role}@desk.test", name="X", role=role) for role in (Role.OFFICER, Role.ADMIN)]
    for member in (manager, *others):
        with pytest.raises(TicketNotFound):
            await access.ticket_to_read(ticket.reference, viewer=member)
        assert (await queue_page(View.ALL, viewer=member)).rows == []


async def test_only_the_assignee_replies(agent, colleague):
    ticket = await a_ticket()
    with pytest.raises(NotAssigned):
        await write.post_reply(ticket.reference, write.Entry("Hello"), agent=agent, now=NOON)
    await assign_ticket(ticket.reference, to=agent.id, by=agent, now=NOON)
    with pytest.raises(TicketTaken):
        await write.post_reply(ticket.reference, write.Entry("Hello"), agent=colleague, now=NOON)

    await write.post_reply(
        ticket.reference, write.Entry("Your card 4111 1111 1111 1111 is safe."), agent=agent, now=NOON
    )
    row = await doors.ticket_of_link(ticket.token)
    messages = await thread(row, with_notes=False)
    assert [(message.kind, message.text) for message in messages][1:] == [("reply", "Your card ⟦card 1⟧ is safe.")]
    assert await promised() == ["ticket_received", "ticket_reply"]


async def test_a_note_stays_inside(agent, colleague):
    ticket = await a_ticket()
    await write.post_note(ticket.reference, write.Entry("Looks like SPF."), agent=colleague, now=NOON)
    row = await doors.ticket_of_link(ticket.token)

    assert [message.kind for message in await thread(row, with_notes=False)] == ["requester"]
    assert [message.kind for message in await thread(row, with_notes=True)] == ["requester", "note"]
    assert await promised() == ["ticket_received"]


async def test_a_reply_sent_twice_is_posted_once(agent):
    ticket, key = await an_assigned_ticket(agent), uuid4()
    entries = [write.Entry("Hello", key)] * 5
    ids = await asyncio.gather(*(write.post_reply(ticket.reference, entry, agent=agent, now=NOON) for entry in entries))

    assert len(set(ids)) == 1
    assert await promised() == ["ticket_received", "ticket_reply"]


async def test_the_same_value_gets_the_same_number_over_the_whole_thread(agent):
    ticket = await an_assigned_ticket(agent)
    await write.post_answer(ticket.token, write.Entry("Again: +44 (20) 7946-0958, new: +44 20 7946 0111"), now=NOON)
    row = await doors.ticket_of_link(ticket.token)

    assert (await thread(row, with_notes=False))[1].text == "Again: ⟦phone 1⟧, new: ⟦phone 2⟧"


async def test_a_detail_opens_for_a_purpose_and_fifteen_minutes_and_is_written_down(agent):
    ticket = await an_assigned_ticket(agent)
    shown = await reveal(ticket.reference, "⟦phone 1⟧", purpose="contact", agent=agent, now=NOON)

    assert (shown.value, shown.until) == ("+44 20 7946 0958", after(minutes=15))
    assert (await seen_by(agent, ticket, now=after(minutes=14)))["phone 1"] == "+44 20 7946 0958"
    assert "phone 1" not in await seen_by(agent, ticket, now=after(minutes=15))
    row = await doors.ticket_of_link(ticket.token)
    entries = await ledger(await key_of(row.id))
    assert [(entry.name, entry.purpose, entry.staff) for entry in entries] == [
        ("field:email", "assigned", agent.id),
        ("field:domain", "assigned", agent.id),
        ("phone 1", "contact", agent.id),
    ]


async def test_opening_an_open_detail_again_adds_no_second_entry(agent):
    ticket = await an_assigned_ticket(agent)
    first = await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=NOON)
    again = await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=after(minutes=1))

    assert (again.disclosure, again.until) == (first.disclosure, first.until)


@pytest.mark.parametrize(
    ("placeholder", "purpose", "reason", "error"),
    [
        ("phone 9", "contact", "", NotFound),
        ("phone 1", "curiosity", "", Invalid),
        ("phone 1", "other", " ", Invalid),
        ("phone 1", "contact", "x" * 301, Invalid),
    ],
)
async def test_a_detail_stays_shut_without_a_right_question(agent, placeholder, purpose, reason, error):
    ticket = await an_assigned_ticket(agent)
    with pytest.raises(error):
        await reveal(ticket.reference, placeholder, purpose=purpose, reason=reason, agent=agent, now=NOON)

    assert set(await seen_by(agent, ticket)) == {"field:email", "field:domain"}


async def test_only_the_assignee_opens_details(agent, colleague):
    ticket = await an_assigned_ticket(agent)
    with pytest.raises(TicketTaken):
        await reveal(ticket.reference, "phone 1", purpose="contact", agent=colleague, now=NOON)

    assert await seen_by(colleague, ticket) == {}


async def test_what_the_policy_never_opens_stays_shut(agent):
    ticket = await an_assigned_ticket(
        agent, category="abuse", fields={"domain": "bad.test"}, body="They took 4111 1111 1111 1111"
    )
    with pytest.raises(NeverOpened):
        await reveal(ticket.reference, "card 1", purpose="work", agent=agent, now=NOON)


async def test_a_detail_can_be_hidden_again_early(agent):
    ticket = await an_assigned_ticket(agent)
    shown = await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=NOON)
    await end_reveal(ticket.reference, shown.disclosure, agent=agent, now=after(minutes=1))

    assert set(await seen_by(agent, ticket, now=after(minutes=2))) == {"field:email", "field:domain"}


async def test_handing_over_ends_what_was_open(agent, colleague):
    ticket = await an_assigned_ticket(agent)
    await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=NOON)
    await assign_ticket(ticket.reference, to=colleague.id, by=agent, now=NOON)

    assert await seen_by(agent, ticket) == {}
    assert set(await seen_by(colleague, ticket)) == {"field:email", "field:domain"}


async def test_closing_ends_every_sight_burns_secrets_and_promises_the_survey(agent):
    ticket = await an_assigned_ticket(agent)
    await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=NOON)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)

    assert await seen_by(agent, ticket) == {}
    assert await promised() == ["ticket_received", "ticket_closed", "survey_invitation", "survey_reminder"]
    await reopen_ticket(ticket.reference, agent=agent, now=NOON)
    with pytest.raises(ValueGone):
        await reveal(ticket.reference, "password 1", purpose="work", agent=agent, now=NOON)
    assert (
        await reveal(ticket.reference, "phone 1", purpose="work", agent=agent, now=NOON)
    ).value == "+44 20 7946 0958"


@pytest.mark.parametrize("reason", [Reason.SPAM, Reason.DUPLICATE, Reason.INACTIVE])
async def test_only_solved_tickets_are_asked_about(agent, reason):
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, reason, agent=agent, now=NOON)

    assert await Invitation.count() == 0


async def test_reopening_withdraws_the_survey(agent, mailbox):
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    await reopen_ticket(ticket.reference, agent=agent, now=after(minutes=1))
    await send_all(mailbox.url, now=after(days=1))

    assert mailbox.subjects() == [f"We received your request ({ticket.reference})"]


async def test_closing_reopening_and_closing_keeps_one_effective_invitation(agent):
    ticket = await an_assigned_ticket(agent)
    for _ in range(3):
        await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
        await reopen_ticket(ticket.reference, agent=agent, now=NOON)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)

    assert await Invitation.count().where(Invitation.cancelled_at.is_null()) == 1


async def test_a_closed_ticket_takes_nothing_until_it_is_reopened(agent):
    ticket = await an_assigned_ticket(agent)
    with pytest.raises(TicketOpen):
        await reopen_ticket(ticket.reference, agent=agent, now=NOON)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    entry = write.Entry("more")
    for act in (
        write.post_reply(ticket.reference, entry, agent=agent, now=NOON),
        write.post_note(ticket.reference, entry, agent=agent, now=NOON),
        write.post_answer(ticket.token, entry, now=NOON),
        close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON),
        assign_ticket(ticket.reference, to=None, by=agent, now=NOON),
        reveal(ticket.reference, "phone 1", purpose="work", agent=agent, now=NOON),
    ):
        with pytest.raises(TicketClosed):
            await act


async def test_queues_hold_what_their_name_says(agent, colleague):
    mine = await an_assigned_ticket(agent)
    billing = await a_ticket(category="billing", now=after(minutes=1))
    other = await a_ticket(now=after(minutes=2))

    async def queue(view):
        return [row.reference for row in (await queue_page(view, viewer=agent)).rows]

    assert await queue(View.UNASSIGNED) == [other.reference, billing.reference]
    assert await queue(View.MINE) == [mine.reference]
    assert await queue(View.TEAM) == [other.reference, mine.reference]
    assert await queue(View.ALL) == [other.reference, billing.reference, mine.reference]
    counts = await queue_counts(viewer=agent)
    assert {name: counts[name] for name in ("unassigned", "mine", "team", "all", "approvals")} == {
        "unassigned": 2, "mine": 1, "team": 2, "all": 3, "approvals": 0,
    }  # fmt: skip


async def test_pages_of_a_queue_lose_and_repeat_nothing_even_at_one_moment(agent):
    references = [(await a_ticket()).reference for _ in range(7)]
    found, cursor = [], ""
    while True:
        page = await queue_page(View.ALL, viewer=agent, cursor=cursor, limit=3)
        found += [row.reference for row in page.rows]
        cursor = page.next_cursor or ""
        if not cursor:
            break

    assert sorted(found) == sorted(references)


async def test_a_page_of_three_tickets_costs_as_many_queries_as_one_of_one(agent, monkeypatch):
    from piccolo_conf import DB

    counted = []
    run = type(DB).run_querystring

    async def counting(self, *arguments, **more):
        counted.append(1)
        return await run(self, *arguments, **more)

    monkeypatch.setattr(type(DB), "run_querystring", counting)
    costs = []
    for _ in range(2):
        await a_ticket()
        await a_ticket(email="other@customer.test")
        counted.clear()
        await queue_page(View.ALL, viewer=agent)
        costs.append(len(counted))

    assert costs[0] == costs[1]


async def test_a_mail_that_never_arrived_is_said_on_the_ticket_and_brings_it_up(agent, mailbox):
    lost, other = await a_ticket(now=NOON), await a_ticket(now=after(minutes=1))
    mailbox.answers = ["550 5.7.1 refused"]
    await send_all(mailbox.url, now=after(minutes=2))

    row = await doors.ticket_of_link(lost.token)
    assert [(mail.kind, mail.reason) for mail in await last_undelivered(row.id)] == [("ticket_received", "refused")]
    queue = await queue_page(View.ALL, viewer=agent)
    assert [ticket.reference for ticket in queue.rows] == [lost.reference, other.reference]
