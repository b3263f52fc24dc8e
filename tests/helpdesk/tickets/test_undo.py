"""Changes of many tickets at once, and taking back the last one: all of it or nothing, by who made it."""

from datetime import date, timedelta
from uuid import uuid4

import pytest

from helpdesk.errors import HelpdeskError, Invalid, NotFound, TicketTaken, UndoTooLate
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.tickets import access, doors, write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.change import MOST, change_ticket, change_tickets
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.desk_tables import UndoStep
from helpdesk.tickets.move import move_ticket
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.tables import Priority, Reason
from helpdesk.tickets.tag import tag_ticket
from helpdesk.tickets.tags import list_tag
from helpdesk.tickets.undo import TIME, forget_steps, last_step, undo
from piccolo_conf import SYSTEM, acting
from tests.builders import NOON, a_ticket, after, an_assigned_ticket, promised


async def row_of(ticket):
    return await doors.ticket_of_link(ticket.token)


async def step_of(member, *, now=NOON):
    async with access.seen_by(member):
        return await last_step(member, now=now)


def urgent(agent, now=NOON):
    async def act(reference):
        await prioritise_ticket(reference, Priority.URGENT, agent=agent, now=now)

    return act


async def test_of_many_tickets_those_that_may_be_changed_are_and_the_others_are_named(agent, colleague):
    free, own = await a_ticket(), await an_assigned_ticket(agent, email="rami@customer.test")
    taken = await an_assigned_ticket(colleague, email="lina@customer.test", category="billing")
    closed = await an_assigned_ticket(agent, email="omar@customer.test")
    await close_ticket(closed.reference, Reason.SOLVED, agent=agent, now=NOON)
    chosen = [one.reference for one in (free, own, taken, closed)] + ["SR-0000-0000", own.reference.lower()]
    outcome = await change_tickets(chosen, urgent(agent), verb="priority", agent=agent, now=NOON)

    assert outcome.changed == 2
    assert {reference: error.code for reference, error in outcome.refused} == {
        taken.reference: "error-ticket-taken",
        closed.reference: "error-ticket-closed",
        "SR-0000-0000": "error-ticket-not-found",
    }
    assert [(await row_of(one)).priority for one in (free, own, taken, closed)] == [
        "urgent",
        "urgent",
        "normal",
        "normal",
    ]
    assert ((await step_of(agent)).verb, (await step_of(agent)).count) == ("priority", 2)


async def test_a_change_that_fails_half_way_leaves_no_half(agent):
    ticket, other = await a_ticket(), await a_ticket(email="rami@customer.test")

    async def half(reference):
        await prioritise_ticket(reference, Priority.HIGH, agent=agent, now=NOON)
        if reference == ticket.reference:
            raise TicketTaken

    outcome = await change_tickets([ticket.reference, other.reference], half, verb="priority", agent=agent, now=NOON)
    assert (outcome.changed, [(await row_of(one)).priority for one in (ticket, other)]) == (1, ["normal", "high"])


@pytest.mark.parametrize("number", [0, MOST + 1])
async def test_one_to_a_hundred_tickets_are_changed_at_once(agent, number):
    with pytest.raises(Invalid):
        await change_tickets([f"SR-{n}" for n in range(number)], urgent(agent), verb="x", agent=agent, now=NOON)


async def test_everything_is_taken_back_exactly(agent, colleague, manager):
    tickets = [await an_assigned_ticket(agent, email=f"r{n}@customer.test") for n in range(3)]
    tag = await list_tag("payout", by=manager, now=NOON)
    before = [await row_of(ticket) for ticket in tickets]
    references = [ticket.reference for ticket in tickets]

    async def all_at_once(reference):
        await tag_ticket(reference, tag, agent=agent, now=after(minutes=1))
        await prioritise_ticket(reference, Priority.LOW, agent=agent, now=after(minutes=1))
        await postpone_ticket(reference, until=date(2026, 3, 5), agent=agent, now=after(minutes=1))
        await move_ticket(reference, "billing", agent=agent, now=after(minutes=1))
        await assign_ticket(reference, to=colleague.id, by=agent, now=after(minutes=1))

    now = after(minutes=1)
    await change_tickets(references, all_at_once, verb="team", agent=agent, now=now)
    changed = [await row_of(ticket) for ticket in tickets]
    assert {(row.team, row.assignee, row.status, row.priority) for row in changed} == {
        ("billing", colleague.id, "pending", "low")
    }
    await undo((await step_of(agent, now=now)).id, agent=agent, now=now + timedelta(seconds=8))

    kept = ("team", "assignee", "status", "priority", "tags", "wake_at", "solve_from", "solve_used", "due_at")
    for ticket, was in zip(tickets, before, strict=True):
        row = await row_of(ticket)
        assert {name: getattr(row, name) for name in kept} == {name: getattr(was, name) for name in kept}
        async with access.seen_by(agent):
            assert "field:email" in await shown_to(agent.id, about=row.id, now=now + timedelta(seconds=9))
        async with access.seen_by(colleague):
            assert await shown_to(colleague.id, about=row.id, now=now + timedelta(seconds=9)) == {}
    assert await step_of(agent, now=now) is None
    assert "ticket_assigned" not in await promised()


async def test_nobody_takes_back_what_another_changed(agent, colleague):
    ticket = await a_ticket()
    await change_ticket(ticket.reference, urgent(agent), verb="priority", agent=agent, now=NOON)
    step = (await step_of(agent)).id
    for who, what in ((colleague, step), (agent, uuid4())):
        with pytest.raises(NotFound):
            await undo(what, agent=who, now=NOON)
    assert await step_of(colleague) is None
    assert (await row_of(ticket)).priority == "urgent"


async def test_it_is_too_late_when_the_time_is_over_or_something_changed(agent, colleague):
    tickets = [await a_ticket(email=f"r{n}@customer.test") for n in range(2)]
    references = [ticket.reference for ticket in tickets]
    await change_tickets(references, urgent(agent), verb="priority", agent=agent, now=NOON)
    step = (await step_of(agent)).id
    with pytest.raises(UndoTooLate):
        await undo(step, agent=agent, now=NOON + TIME)
    await assign_ticket(tickets[0].reference, to=colleague.id, by=colleague, now=NOON)
    with pytest.raises(UndoTooLate):
        await undo(step, agent=agent, now=NOON)
    assert [(await row_of(ticket)).priority for ticket in tickets] == ["urgent", "urgent"]  # nothing of it


async def test_an_answer_in_between_does_not_stand_in_the_way_but_waking_does(agent):
    ticket, waiting = await a_ticket(), await a_ticket(email="rami@customer.test")
    await change_ticket(ticket.reference, urgent(agent), verb="priority", agent=agent, now=NOON)
    await write.post_answer(ticket.token, write.Entry("More"), now=after(seconds=5))
    await undo((await step_of(agent)).id, agent=agent, now=after(seconds=9))
    row = await row_of(ticket)
    assert (row.priority, row.heard_at) == ("normal", after(seconds=5))

    async def wait(reference):
        await postpone_ticket(reference, until=date(2026, 3, 5), agent=agent, now=NOON)

    await change_ticket(waiting.reference, wait, verb="postpone", agent=agent, now=NOON)
    await write.post_answer(waiting.token, write.Entry("More"), now=after(seconds=5))
    with pytest.raises(UndoTooLate):
        await undo((await step_of(agent)).id, agent=agent, now=after(seconds=9))


async def test_closing_and_changes_that_change_nothing_leave_nothing_to_take_back(agent):
    ticket = await an_assigned_ticket(agent)

    async def close(reference):
        await close_ticket(reference, Reason.SOLVED, agent=agent, now=NOON)

    async def nothing(reference):
        await prioritise_ticket(reference, Priority.NORMAL, agent=agent, now=NOON)

    await change_ticket(ticket.reference, nothing, verb="priority", agent=agent, now=NOON)
    await change_ticket(ticket.reference, close, verb="close", agent=agent, now=NOON)
    assert (await row_of(ticket)).is_closed
    assert await UndoStep.count() == 0


async def test_an_erased_ticket_is_not_brought_back(agent):
    ticket = await a_ticket()
    row = await row_of(ticket)
    await change_ticket(ticket.reference, urgent(agent), verb="priority", agent=agent, now=NOON)
    async with acting(SYSTEM):
        await destroy_key(row.id)
    with pytest.raises(UndoTooLate):
        await undo((await step_of(agent)).id, agent=agent, now=NOON)


async def test_steps_hold_no_word_and_go_after_two_minutes(agent):
    ticket = await a_ticket(subject="Zebra lamp")
    await change_ticket(ticket.reference, urgent(agent), verb="priority", agent=agent, now=NOON)
    kept = str(await UndoStep.select())
    assert "urgent" in kept
    assert ("Zebra" in kept, ticket.reference in kept) == (False, False)
    assert await forget_steps(now=NOON + timedelta(minutes=1, seconds=59)) == 0
    assert await forget_steps(now=NOON + timedelta(minutes=2, seconds=1)) == 1


def test_what_is_too_late_is_an_error_a_person_can_read():
    assert issubclass(UndoTooLate, HelpdeskError)
    assert "Nothing was changed now." in UndoTooLate().sentence
