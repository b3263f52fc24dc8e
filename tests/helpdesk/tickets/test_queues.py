"""Queues: what stands in them, in which order, counted by the same question; filters, kept and shared; what is new."""

from datetime import timedelta
from uuid import uuid4

import pytest

from helpdesk import clock
from helpdesk.errors import Invalid, NotFound, TagHoldsDetails
from helpdesk.tickets import access, write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.choices import (
    DUE,
    MOST,
    Choice,
    conditions,
    count_newer,
    forget_choice,
    read_choice,
    save_choice,
    saved_choices,
)
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.desk_tables import SavedFilter
from helpdesk.tickets.lateness import lateness
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.queries import Sort, View, count_each, page_of, queue_counts
from helpdesk.tickets.seen import see_ticket
from helpdesk.tickets.tables import NEVER, Priority, Reason, Ticket
from helpdesk.tickets.tag import tag_ticket
from helpdesk.tickets.tags import list_tag
from tests.builders import NOON, a_ticket, after, an_agent, an_assigned_ticket


async def listed(choice, agent, *, sort=Sort.DUE, limit=50):
    """Every page of a queue, one after the other."""
    found, cursor = [], ""
    async with access.seen_by(agent):
        while cursor is not None:
            page = await page_of(conditions(choice, agent), viewer=agent, cursor=cursor, limit=limit, sort=sort)
            found += [row.reference for row in page.rows]
            cursor = page.next_cursor
        counted = await count_each({"it": conditions(choice, agent)}, viewer=agent)
    assert counted == {"it": len(found)}
    return found


@pytest.fixture
async def tickets(agent, colleague, manager):
    """One ticket in each state, made now, so that the database's clock agrees."""
    now = clock.now()
    named = {
        name: await a_ticket(now=now - timedelta(minutes=number), email=f"{name}@customer.test", locale=locale)
        for number, (name, locale) in enumerate(
            (("free", "en"), ("urgent", "ar"), ("own", "en"), ("others", "en"), ("waiting", "en"), ("closed", "en"))
        )
    }
    tag = await list_tag("payout", by=manager, now=now)
    await prioritise_ticket(named["urgent"].reference, Priority.URGENT, agent=agent, now=now)
    await tag_ticket(named["urgent"].reference, tag, agent=agent, now=now)
    for name in ("own", "waiting", "closed"):
        await assign_ticket(named[name].reference, to=agent.id, by=agent, now=now)
    await assign_ticket(named["others"].reference, to=colleague.id, by=colleague, now=now)
    await postpone_ticket(named["waiting"].reference, until=now.date() + timedelta(days=3), agent=agent, now=now)
    await close_ticket(named["closed"].reference, Reason.SOLVED, agent=agent, now=now)
    return {name: ticket.reference for name, ticket in named.items()} | {"tag": tag}


QUEUES = {
    "unassigned": {"free", "urgent"},
    "mine": {"own"},
    "team": {"free", "urgent", "own", "others"},
    "waiting": {"waiting"},
    "all": {"free", "urgent", "own", "others", "waiting"},
    "closed": {"closed"},
}


async def test_every_queue_holds_its_tickets_and_is_counted_as_it_is_listed(agent, tickets):
    names = {reference: name for name, reference in tickets.items()}
    for sort in Sort:
        found = {view: {names[one] for one in await listed(Choice(View(view)), agent, sort=sort)} for view in QUEUES}
        assert found == QUEUES
    async with access.seen_by(agent):
        counts = await queue_counts(viewer=agent)
    assert {view: counts[view] for view in QUEUES if view != "closed"} == {
        view: len(holds) for view, holds in QUEUES.items() if view != "closed"
    }
    assert counts["due"] == len(await listed(Choice(View.DUE), agent))


async def test_managers_and_strangers_of_the_team_count_what_they_may_read(manager, colleague, tickets):
    async with access.seen_by(manager):
        assert {n for view, n in (await queue_counts(viewer=manager)).items() if view != "approvals"} == {0}
    assert tickets["others"] in await listed(Choice(View.MINE), colleague)


async def test_each_filter_wants_what_it_says(agent, colleague, tickets):
    wishes = {
        Choice(View.ALL, priority="urgent"): ["urgent"],
        Choice(View.ALL, tag=tickets["tag"]): ["urgent"],
        Choice(View.ALL, locale="ar"): ["urgent"],
        Choice(View.ALL, status="pending"): ["waiting"],
        Choice(View.ALL, assignee="me"): ["own", "waiting"],
        Choice(View.ALL, assignee=str(colleague.id)): ["others"],
        Choice(View.ALL, assignee="none", priority="normal"): ["free"],
        Choice(View.ALL, category="billing"): [],
        Choice(View.ALL, team="support", status="open", assignee="me"): ["own"],
        Choice(View.ALL, due="late"): [],
    }
    for choice, names in wishes.items():
        assert sorted(await listed(choice, agent)) == sorted(tickets[name] for name in names), choice


DUE_IN = {
    "late": timedelta(hours=-1),
    "soon": timedelta(hours=1),
    "today": timedelta(hours=12),
    "far": timedelta(days=9),
}
ASKED = {
    "late": ["late"], "hours": ["late", "soon"], "day": ["late", "soon", "today"], "never": ["never"],
    "": ["late", "soon", "today", "far", "never"],
}  # fmt: skip


async def test_what_is_due_soon_or_late_stands_in_its_queue_and_each_filter_has_its_own_end(agent):
    now, made = clock.now(), {}
    for name in [*DUE_IN, "never", "waiting", "closed"]:
        ticket = await an_assigned_ticket(agent, now=now, email=f"{name}@customer.test")
        made[ticket.reference] = name
    references = {name: reference for reference, name in made.items()}
    await postpone_ticket(references["waiting"], until=now.date() + timedelta(days=3), agent=agent, now=now)
    await close_ticket(references["closed"], Reason.SOLVED, agent=agent, now=now)
    for reference, name in made.items():
        due = now + DUE_IN.get(name, DUE_IN["late"]) if name != "never" else NEVER
        await Ticket.update({Ticket.due_at: due}).where(Ticket.reference == reference)

    assert [made[one] for one in await listed(Choice(View.DUE), agent)] == ["late", "soon"]
    async with access.seen_by(agent):
        assert (await queue_counts(viewer=agent))["due"] == 2
    assert set(ASKED) == {*DUE, "never", ""}
    for due, names in ASKED.items():
        found = await listed(Choice(View.ALL, status="open", due=due), agent)
        assert (due, [made[one] for one in found]) == (due, names)


async def test_what_is_due_first_stands_first_and_what_is_never_due_last(agent, tickets):
    order = await listed(Choice(View.ALL), agent)
    assert order[0] == tickets["urgent"]
    by_activity = await listed(Choice(View.ALL), agent, sort=Sort.ACTIVITY)
    assert sorted(by_activity) == sorted(order)


@pytest.mark.parametrize("sort", list(Sort))
async def test_pages_follow_one_another_without_a_gap_or_a_double(agent, sort):
    made = [
        (await a_ticket(now=after(minutes=number // 3), email=f"r{number}@customer.test")).reference
        for number in range(11)
    ]
    one_by_one = await listed(Choice(View.ALL), agent, sort=sort, limit=1)
    assert one_by_one == await listed(Choice(View.ALL), agent, sort=sort, limit=4)
    assert sorted(one_by_one) == sorted(made)


async def test_a_queue_of_any_length_takes_the_same_number_of_questions(agent, monkeypatch):
    from piccolo_conf import DB

    asked = []
    run = type(DB)._run_in_pool
    monkeypatch.setattr(type(DB), "_run_in_pool", lambda self, *a, **k: asked.append(a) or run(self, *a, **k))
    numbers = []
    for count in (1, 3):
        for number in range(count):
            await a_ticket(email=f"q{count}{number}@customer.test")
        asked.clear()
        await page_of(conditions(Choice(View.ALL), agent), viewer=agent, cursor="", limit=50)
        numbers.append(len(asked))
    assert numbers[0] == numbers[1] > 0


async def test_a_row_is_new_until_its_reader_has_looked_or_worked(agent, colleague):
    ticket = await an_assigned_ticket(agent)

    async def is_new(member):
        async with access.seen_by(member):
            page = await page_of(conditions(Choice(View.ALL), member), viewer=member, cursor="", limit=5)
        return page.rows[0].is_unread

    assert await is_new(agent)
    await see_ticket(ticket.reference, viewer=agent, now=after(minutes=1))
    assert (await is_new(agent), await is_new(colleague)) == (False, True)
    await write.post_answer(ticket.token, write.Entry("More"), now=after(minutes=2))
    assert await is_new(agent)
    await write.post_reply(ticket.reference, write.Entry("Thanks"), agent=agent, now=after(minutes=3))
    assert not await is_new(agent)


async def test_news_are_counted_since_a_moment(agent):
    ticket = await a_ticket()
    choice = Choice(View.UNASSIGNED)
    async with access.seen_by(agent):
        assert await count_newer(choice, NOON.isoformat(), viewer=agent) == 0
        assert await count_newer(choice, after(minutes=-1).isoformat(), viewer=agent) == 1
        for wrong in ("", "yesterday", "2026-03-02"):
            assert await count_newer(choice, wrong, viewer=agent) == 0
    assert ticket


async def test_a_choice_is_made_of_words_of_lists_and_ids_only():
    typed = {"view": "nowhere", "category": "<b>", "team": "support", "priority": "x", "tag": "1", "assignee": "Tessa"}
    assert read_choice(typed) == Choice(team="support")
    person, tag = uuid4(), uuid4()
    whole = {
        "view": "all", "category": "billing", "team": "billing", "priority": "high", "tag": str(tag), "locale": "ar",
        "status": "pending", "assignee": str(person), "due": "late",
    }  # fmt: skip
    assert dict(read_choice(whole).query) == whole


async def test_filters_are_one_s_own_and_a_manager_s_are_everybody_s(agent, colleague, manager):
    own = await save_choice("Payouts", Choice(View.ALL, priority="high"), by=agent, now=NOON)
    shared = await save_choice("Arabic", Choice(View.ALL, locale="ar"), by=manager, now=NOON)
    seen = {}
    for member in (agent, colleague, manager):
        async with access.seen_by(member):
            seen[member.id] = [(saved.name, saved.is_shared) for saved in await saved_choices()]
    assert seen == {
        agent.id: [("Arabic", True), ("Payouts", False)], colleague.id: [("Arabic", True)], manager.id: [("Arabic", True)],
    }  # fmt: skip
    for member, saved in ((colleague, own), (agent, shared), (manager, own), (agent, uuid4())):
        with pytest.raises(NotFound):
            await forget_choice(saved, by=member, now=NOON)
    await forget_choice(own, by=agent, now=NOON)
    await forget_choice(shared, by=manager, now=NOON)
    assert await SavedFilter.count() == 0


async def test_a_filter_has_a_short_harmless_name_of_its_own(agent):
    await save_choice("Payouts", Choice(), by=agent, now=NOON)
    for name in ("", "PAYOUTS", "x" * 41):
        with pytest.raises(Invalid):
            await save_choice(name, Choice(), by=agent, now=NOON)
    with pytest.raises(TagHoldsDetails):
        await save_choice("tessa@customer.test", Choice(), by=agent, now=NOON)
    for number in range(MOST - 1):
        await save_choice(f"queue {number}", Choice(), by=agent, now=NOON)
    with pytest.raises(Invalid):
        await save_choice("one more", Choice(), by=agent, now=NOON)


async def test_managers_read_how_much_is_late_and_agents_are_told_nothing(agent, manager):
    await a_ticket()
    waiting = await an_assigned_ticket(await an_agent("tom@desk.test", name="Tom"), email="rami@customer.test")
    await postpone_ticket(waiting.reference, until=after(days=3).date(), agent=agent, now=NOON)
    async with access.seen_by(agent):
        pass
    (found,) = await lateness(reader=manager, now=after(days=2))
    assert (found.category, found.standing, found.waiting, found.late) == ("technical", 2, 1, 2)
    assert await lateness(reader=agent, now=NOON) == []
