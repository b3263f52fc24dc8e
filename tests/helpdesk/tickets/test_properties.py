"""What sorts a ticket: priority, tags, team, waiting; who may, what follows, and what is refused."""

import asyncio
from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import msgspec
import pytest

from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import Invalid, TagHoldsDetails, TicketClosed, TicketNotFound, TicketOpen, TicketTaken
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access, doors, readers, write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.change import change_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.contact import ask_for_contact
from helpdesk.tickets.desk_tables import Seen
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.move import move_ticket
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.presence import say_present
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.reckon import reckon_due_times
from helpdesk.tickets.seen import see_ticket
from helpdesk.tickets.tables import NEVER, Closure, Priority, Reason, Ticket
from helpdesk.tickets.tag import MOST, tag_ticket, untag_ticket
from helpdesk.tickets.tags import all_tags, list_tag, rename_tag, retire_tag
from helpdesk.tickets.wake import wake_ticket, wake_tickets
from piccolo_conf import SYSTEM, acting
from tests.builders import NOON, a_member, a_ticket, after, an_agent, an_assigned_ticket

HOUR = timedelta(hours=1)
THURSDAY = date(2026, 3, 5)
MORNING = datetime(2026, 3, 5, 7, tzinfo=UTC)  # 09:00 in Cairo, where the shipped calendar is


async def row_of(ticket):
    return await doors.ticket_of_link(ticket.token)


async def acts(ticket):
    row = await row_of(ticket)
    found = await AuditEntry.select(AuditEntry.act).where(AuditEntry.about == row.id).order_by(AuditEntry.id)
    return [entry["act"] for entry in found]


def use_text_for(rule):
    rules = policy.read_policy()
    technical = msgspec.structs.replace(rules.categories["technical"], text_for=rule)
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "technical": technical}))


async def test_who_looks_for_the_first_time_while_others_change_the_ticket_and_none_is_refused(agent):
    for number in range(6):
        ticket = await a_ticket(email=f"guest{number}@customer.test")
        colleagues = [await an_agent(f"a{number}.{one}@desk.test") for one in range(8)]
        looking = [see_ticket(ticket.reference, viewer=one, now=NOON) for one in colleagues]
        there = [say_present(ticket.reference, "looking", agent=one, now=NOON) for one in colleagues]
        changing = [change_priority(ticket, priority, by=agent) for priority in [Priority.HIGH, Priority.LOW] * 4]

        assert await asyncio.gather(*looking, *changing, *there) == [None] * 24
        row = await row_of(ticket)
        assert await Seen.count().where(Seen.ticket == row.id) == 9


async def change_priority(ticket, priority, *, by):
    def act(reference):
        return prioritise_ticket(reference, priority, agent=by, now=NOON)

    await change_ticket(ticket.reference, act, verb="priority", agent=by, now=NOON)


async def test_a_new_ticket_is_due_by_the_shipped_targets_and_a_reply_moves_it(agent):
    ticket = await an_assigned_ticket(agent)
    assert (await row_of(ticket)).due_at == datetime(2026, 3, 3, 8, tzinfo=UTC)  # 3 h on Monday, 1 h on Tuesday
    await write.post_note(ticket.reference, write.Entry("SPF"), agent=agent, now=after(minutes=1))
    assert (await row_of(ticket)).answered_at is None
    await write.post_reply(ticket.reference, write.Entry("Hello"), agent=agent, now=after(minutes=2))

    row = await row_of(ticket)
    assert (row.answered_at, row.due_at) == (after(minutes=2), datetime(2026, 3, 9, 12, tzinfo=UTC))  # 40 h of work


async def test_the_due_time_follows_the_priority(agent):
    ticket = await a_ticket()
    await prioritise_ticket(ticket.reference, Priority.URGENT, agent=agent, now=after(minutes=1))
    row = await row_of(ticket)
    assert (row.priority, row.due_at) == ("urgent", NOON + HOUR / 2)
    await prioritise_ticket(ticket.reference, Priority.URGENT, agent=agent, now=after(minutes=2))  # changes nothing
    assert (await acts(ticket)) == ["ticket.opened", "ticket.prioritised"]


async def test_a_waiting_ticket_comes_back_when_work_begins_on_its_day(agent):
    ticket = await an_assigned_ticket(agent)
    await write.post_reply(ticket.reference, write.Entry("Hello"), agent=agent, now=NOON)
    due = (await row_of(ticket)).due_at
    await postpone_ticket(ticket.reference, until=THURSDAY, agent=agent, now=NOON + HOUR)

    row = await row_of(ticket)
    assert (row.status, row.wake_at, row.due_at, row.solve_used, row.is_closed) == (
        "pending",
        MORNING,
        NEVER,
        3600,
        False,
    )
    assert await wake_tickets(now=MORNING - timedelta(seconds=1)) == 0
    assert await wake_tickets(now=MORNING) == 1
    row = await row_of(ticket)
    assert (row.status, row.wake_at, row.active_at) == ("open", None, MORNING)
    assert row.due_at == datetime(2026, 3, 11, 14, tzinfo=UTC) > due  # 39 h that were left, from Thursday on
    assert (await acts(ticket))[-2:] == ["ticket.postponed", "ticket.woken"]


async def test_what_the_requester_writes_wakes_it_and_shows_as_new(agent):
    ticket = await an_assigned_ticket(agent)
    await postpone_ticket(ticket.reference, until=THURSDAY, agent=agent, now=NOON)
    await write.post_note(ticket.reference, write.Entry("waits"), agent=agent, now=after(minutes=5))
    assert (await row_of(ticket)).status == "pending"
    await write.post_answer(ticket.token, write.Entry("Here I am"), now=after(minutes=10))

    row = await row_of(ticket)
    assert (row.status, row.wake_at, row.heard_at) == ("open", None, after(minutes=10))
    seen = await Seen.select(Seen.seen_at).where(Seen.staff == agent.id, Seen.ticket == row.id)
    assert [one["seen_at"] for one in seen] == [after(minutes=5)]


async def test_a_merged_ticket_s_requester_wakes_the_one_it_goes_on_in(agent):
    target = await an_assigned_ticket(agent, email="rami@customer.test")
    merged = await a_ticket()
    await merge_ticket(merged.reference, into=target.reference, agent=agent, now=NOON)
    await postpone_ticket(target.reference, until=THURSDAY, agent=agent, now=NOON)
    await write.post_answer(merged.token, write.Entry("More"), now=after(minutes=1))

    assert ((await row_of(target)).status, (await row_of(merged)).status) == ("open", "closed")


async def test_a_waiting_ticket_is_worked_on_merged_and_closed_like_an_open_one(agent):
    kept, ticket, other = [await an_assigned_ticket(agent, email=f"r{n}@customer.test") for n in range(3)]
    for one in (kept, ticket, other):
        await postpone_ticket(one.reference, until=THURSDAY, agent=agent, now=NOON)
    await write.post_reply(kept.reference, write.Entry("Hello"), agent=agent, now=NOON)
    await merge_ticket(other.reference, into=kept.reference, agent=agent, now=NOON)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=after(hours=1))
    row = await row_of(ticket)
    assert (row.status, row.wake_at, row.due_at, row.answered_at) == ("closed", None, NEVER, after(hours=1))
    assert (await row_of(other)).status == "closed"

    await reopen_ticket(ticket.reference, agent=agent, now=after(hours=2))
    row = await row_of(ticket)
    assert (row.status, row.solve_from, row.solve_used) == ("open", after(hours=2), 0)


async def test_a_wish_for_contact_wakes_it(agent):
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    closure = (await Closure.select(Closure.id))[0]["id"]
    await reopen_ticket(ticket.reference, agent=agent, now=NOON)
    await postpone_ticket(ticket.reference, until=THURSDAY, agent=agent, now=NOON)
    await ask_for_contact(closure, after(minutes=1))
    assert (await row_of(ticket)).status == "open"


@pytest.mark.parametrize("until", [date(2026, 3, 1), date(2026, 3, 2), date(2027, 6, 1)])
async def test_a_ticket_waits_for_a_day_to_come_within_a_year(agent, until):
    ticket = await a_ticket()
    with pytest.raises(Invalid):
        await postpone_ticket(ticket.reference, until=until, agent=agent, now=NOON)


async def test_a_day_off_is_no_day_to_wake_on(agent):
    ticket = await a_ticket()
    await postpone_ticket(ticket.reference, until=date(2026, 3, 6), agent=agent, now=NOON)  # a Friday
    assert (await row_of(ticket)).wake_at == datetime(2026, 3, 8, 7, tzinfo=UTC)


async def test_only_a_waiting_ticket_is_woken(agent):
    ticket = await a_ticket()
    with pytest.raises(TicketOpen):
        await wake_ticket(ticket.reference, agent=agent, now=NOON)
    await postpone_ticket(ticket.reference, until=THURSDAY, agent=agent, now=NOON)
    await wake_ticket(ticket.reference, agent=agent, now=NOON)
    assert (await row_of(ticket)).status == "open"


async def test_tags_come_from_the_managers_list(agent, manager):
    ticket = await a_ticket()
    payout = await list_tag(" Payout ", by=manager, now=NOON)
    for _ in range(2):
        await tag_ticket(ticket.reference, payout, agent=agent, now=NOON)
    assert ((await row_of(ticket)).tags, (await acts(ticket)).count("ticket.tagged")) == ([payout], 1)
    with pytest.raises(Invalid):
        await tag_ticket(ticket.reference, uuid4(), agent=agent, now=NOON)
    await retire_tag(payout, back=False, by=manager, now=NOON)
    other = await a_ticket()
    with pytest.raises(Invalid):
        await tag_ticket(other.reference, payout, agent=agent, now=NOON)
    assert (await row_of(ticket)).tags == [payout]  # a ticket keeps it
    await untag_ticket(ticket.reference, payout, agent=agent, now=NOON)
    assert (await row_of(ticket)).tags == []


async def test_a_ticket_has_ten_tags_at_most(agent, manager):
    ticket = await a_ticket()
    tags = [await list_tag(f"tag {number}", by=manager, now=NOON) for number in range(MOST + 1)]
    for tag in tags[:-1]:
        await tag_ticket(ticket.reference, tag, agent=agent, now=NOON)
    with pytest.raises(Invalid):
        await tag_ticket(ticket.reference, tags[-1], agent=agent, now=NOON)


@pytest.mark.parametrize("name", ["call +44 20 7946 0958", "tessa@customer.test", "IBAN GB29NWBK60161331926819"])
async def test_a_tag_with_a_private_detail_is_refused(manager, name):
    payout = await list_tag("payout", by=manager, now=NOON)
    with pytest.raises(TagHoldsDetails) as told:
        await list_tag(name, by=manager, now=NOON)
    with pytest.raises(TagHoldsDetails):
        await rename_tag(payout, name, by=manager, now=NOON)
    assert name not in str(told.value)
    async with acting(manager.actor):
        assert [tag.name for tag in await all_tags()] == ["payout"]


@pytest.mark.parametrize(
    ("name", "code"), [("", "missing"), ("...", "missing"), ("x" * 41, "name-long"), ("PAYOUT", "name-taken")]
)
async def test_a_tag_has_a_short_name_of_its_own(manager, name, code):
    await list_tag("payout", by=manager, now=NOON)
    with pytest.raises(Invalid) as refused:
        await list_tag(name, by=manager, now=NOON)
    assert refused.value.fields == {"name": f"error-{code}"}


async def test_agents_list_no_tags(agent):
    with pytest.raises(Exception, match="row-level security"):
        await list_tag("mine", by=agent, now=NOON)


async def test_colleagues_of_the_team_sort_it_and_others_do_not(agent, colleague):
    ticket, mate = await an_assigned_ticket(agent), await an_agent("tom@desk.test", name="Tom")
    await prioritise_ticket(ticket.reference, Priority.HIGH, agent=mate, now=NOON)
    acts_of_others = [
        prioritise_ticket(ticket.reference, Priority.LOW, agent=colleague, now=NOON),
        tag_ticket(ticket.reference, uuid4(), agent=colleague, now=NOON),
        untag_ticket(ticket.reference, uuid4(), agent=colleague, now=NOON),
        move_ticket(ticket.reference, "billing", agent=colleague, now=NOON),
        postpone_ticket(ticket.reference, until=THURSDAY, agent=colleague, now=NOON),
        wake_ticket(ticket.reference, agent=colleague, now=NOON),
    ]
    for act in acts_of_others:
        with pytest.raises(TicketTaken):
            await act
    assert (await row_of(ticket)).priority == "high"


async def test_who_may_not_read_it_finds_no_ticket_to_sort(agent, colleague, manager):
    use_text_for("team")
    ticket = await a_ticket()
    officer = await a_member("otto@desk.test", name="Otto", role=Role.OFFICER)
    for member in (colleague, manager, officer):
        with pytest.raises(TicketNotFound):
            await prioritise_ticket(ticket.reference, Priority.LOW, agent=member, now=NOON)


async def test_a_closed_ticket_is_not_sorted(agent):
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    with pytest.raises(TicketClosed):
        await prioritise_ticket(ticket.reference, Priority.LOW, agent=agent, now=NOON)


async def test_moving_to_another_team_ends_what_its_agent_saw(agent):
    ticket = await an_assigned_ticket(agent)
    row = await row_of(ticket)
    async with access.seen_by(agent):
        assert await shown_to(agent.id, about=row.id, now=NOON) != {}
    await move_ticket(ticket.reference, "billing", agent=agent, now=after(minutes=1))

    row = await row_of(ticket)
    assert (row.team, row.assignee) == ("billing", None)
    async with access.seen_by(agent):
        assert await shown_to(agent.id, about=row.id, now=after(minutes=1)) == {}
    assert (await acts(ticket))[-1] == "ticket.moved"


async def test_an_agent_of_all_teams_keeps_a_ticket_that_moves(agent):
    everywhere = await an_agent("lina@desk.test", name="Lina", team="")
    ticket = await an_assigned_ticket(everywhere)
    await move_ticket(ticket.reference, "billing", agent=everywhere, now=NOON)
    assert (await row_of(ticket)).assignee == everywhere.id
    with pytest.raises(Invalid):
        await move_ticket(ticket.reference, "nowhere", agent=everywhere, now=NOON)


async def test_a_ticket_moves_out_of_the_sight_of_who_moves_it(agent):
    use_text_for("team")
    async with acting(SYSTEM):
        await readers.keep_category_rules()
    ticket = await an_assigned_ticket(agent)
    await move_ticket(ticket.reference, "billing", agent=agent, now=NOON)
    with pytest.raises(TicketNotFound):
        await access.ticket_to_read(ticket.reference, viewer=agent)
    policy.use(policy.read_policy())
    async with acting(SYSTEM):
        await readers.keep_category_rules()


async def test_due_times_follow_a_changed_policy(agent):
    ticket, closed = await a_ticket(), await an_assigned_ticket(agent, email="rami@customer.test")
    await close_ticket(closed.reference, Reason.SOLVED, agent=agent, now=NOON)
    assert await reckon_due_times(now=NOON) == 0
    rules = policy.read_policy()
    technical = msgspec.structs.replace(rules.categories["technical"], targets=None)
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "technical": technical}))
    assert await reckon_due_times(now=NOON) == 1
    assert (await row_of(ticket)).due_at == NEVER
    assert await Ticket.count().where(Ticket.due_at == NEVER) == 2


async def test_handing_over_a_waiting_ticket_keeps_it_asleep(agent, colleague):
    ticket = await an_assigned_ticket(agent)
    await postpone_ticket(ticket.reference, until=THURSDAY, agent=agent, now=NOON)
    await assign_ticket(ticket.reference, to=colleague.id, by=agent, now=NOON)
    row = await row_of(ticket)
    assert (row.status, row.assignee) == ("pending", colleague.id)
