"""What macros do besides their text: with the reply, all or nothing, and taken back with it."""

from datetime import timedelta

import pytest

from helpdesk import clock
from helpdesk.errors import Invalid, NotFound, TicketTaken, UndoTooLate
from helpdesk.ids import new_id
from helpdesk.tickets import doors
from helpdesk.tickets.desk_tables import UndoStep
from helpdesk.tickets.effects import NOTHING, Effects, read_effects
from helpdesk.tickets.finish import reply_with
from helpdesk.tickets.macros import macros, macros_for, save_macro
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.tables import NEVER, Message, Priority
from helpdesk.tickets.tags import list_tag, retire_tag
from helpdesk.tickets.take_back import take_back
from helpdesk.tickets.undo import last_step, undo
from helpdesk.tickets.write import Entry
from tests.builders import an_assigned_ticket
from tests.helpdesk.tickets.test_search import policy_where
from tests.helpdesk.tickets.test_writing import TEXTS

PLACES = ("status", "wake_at", "priority", "team", "assignee", "tags")


async def state(ticket) -> dict:
    row = await doors.ticket_of_link(ticket.token)
    return {name: getattr(row, name) for name in PLACES} | {"answered": row.answered_at}


async def everything(manager, *, team: str = "billing") -> Effects:
    tag = await list_tag("payout", by=manager, now=clock.now())
    return Effects(status="pending", wake_days=3, priority="high", team=team, tags=(tag,))


async def test_effects_are_done_with_the_reply_and_taken_back_with_it(agent, manager):
    ticket, effects = await an_assigned_ticket(agent, now=clock.now()), await everything(manager)
    before = await state(ticket)
    await reply_with(ticket.reference, Entry("Soon", hold=True), effects, then="wait", agent=agent, now=clock.now())

    after = await state(ticket)
    assert (after["status"], after["priority"], after["team"], after["tags"]) == (
        "pending",
        "high",
        "billing",
        list(effects.tags),
    )
    assert after["assignee"] is None  # the other team's: whoever serves it takes it
    assert timedelta(days=1) < after["wake_at"] - clock.now() < timedelta(days=6)
    assert await last_step(agent, now=clock.now()) is None  # by itself it is not taken back
    step = (await UndoStep.select().first())["id"]
    with pytest.raises(NotFound):
        await undo(step, agent=agent, now=clock.now())
    message = (await Message.select(Message.id).order_by(Message.id, ascending=False).first())["id"]
    await take_back(ticket.reference, message, agent=agent, now=clock.now())
    assert await state(ticket) == before
    assert await UndoStep.count() == 0


async def test_nothing_is_taken_back_when_something_changed_since(agent, manager):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    effects = Effects(priority="high")
    await reply_with(ticket.reference, Entry("Soon", hold=True), effects, then="", agent=agent, now=clock.now())
    await prioritise_ticket(ticket.reference, Priority.URGENT, agent=agent, now=clock.now())
    message = (await Message.select(Message.id).order_by(Message.id, ascending=False).first())["id"]
    with pytest.raises(UndoTooLate):
        await take_back(ticket.reference, message, agent=agent, now=clock.now())
    assert await Message.count() == 2


async def test_a_failing_effect_sends_no_reply(agent, colleague, manager):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    tag = await list_tag("old", by=manager, now=clock.now())
    await retire_tag(tag, back=False, by=manager, now=clock.now())
    with pytest.raises(Invalid):
        await reply_with(ticket.reference, Entry("x"), Effects(tags=(tag,)), then="", agent=agent, now=clock.now())
    with pytest.raises(TicketTaken):
        await reply_with(ticket.reference, Entry("x"), NOTHING, then="", agent=colleague, now=clock.now())
    assert await Message.count() == 1


async def test_a_closing_reply_has_its_tags_and_its_form_works_once(agent, manager):
    ticket, effects = await an_assigned_ticket(agent, now=clock.now()), await everything(manager)
    await reply_with(ticket.reference, Entry("Done", hold=True), effects, then="close", agent=agent, now=clock.now())
    after = await state(ticket)
    assert (after["status"], after["tags"], after["priority"]) == ("closed", list(effects.tags), "high")

    second, form = await an_assigned_ticket(agent, now=clock.now()), new_id()
    for priority in ("high", "urgent"):
        entry = Entry("Once", form, hold=True)
        await reply_with(second.reference, entry, Effects(priority=priority), then="", agent=agent, now=clock.now())
    assert (await state(second))["priority"] == "high"


async def test_a_waiting_ticket_is_opened_by_a_macro_that_says_so(agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    opens = Effects(status="open")
    await reply_with(ticket.reference, Entry("a"), Effects("pending", 2), then="", agent=agent, now=clock.now())
    assert (await state(ticket))["status"] == "pending"
    await reply_with(ticket.reference, Entry("b"), opens, then="", agent=agent, now=clock.now())
    assert (await state(ticket))["status"] == "open"


async def test_codes_say_what_was_chosen_and_nothing_else_is_read(manager):
    effects = await everything(manager)
    assert read_effects(effects.codes) == effects
    assert read_effects([]) == NOTHING
    assert read_effects(["status:open", "priority:low"]) == Effects("open", priority="low")
    for wrong in ("status:closed", "status:pending", "status:pending:900", "priority:top", "team:x", "tag:x", "kept:x"):
        with pytest.raises(Invalid):
            read_effects([wrong])


async def test_managers_say_what_a_macro_does_and_agents_get_it_with_the_next_promise(agent, manager):
    effects = await everything(manager)
    texts = {**TEXTS, "body_en": "By {{ due }}.", "body_ar": "قبل {{ due }}."}
    await save_macro(None, texts, effects, manager=manager, now=clock.now())
    for wrong, field in ((Effects("pending"), "wake_days"), (Effects(team="x"), "team"), (Effects("closed"), "status")):
        with pytest.raises(Invalid) as refused:
            await save_macro(None, texts, wrong, manager=manager, now=clock.now())
        assert set(refused.value.fields) == {field}
    (one,) = await macros(viewer=agent)
    assert one.effects == effects
    for locale, late, said in (("en", "By as soon as we can.", "By "), ("ar", "قبل في أقرب وقت ممكن.", "قبل ")):
        ticket = await an_assigned_ticket(agent, locale=locale, email=f"{locale}@customer.test", now=clock.now())
        row = await doors.ticket_of_link(ticket.token)
        (ready,) = await macros_for(row, agent=agent, locale="en", now=clock.now())
        assert ready.text.startswith(said)
        assert str(row.due_at.year) in ready.text
        (ready,) = await macros_for(row, agent=agent, locale="en", now=NEVER)
        assert ready.text == late


async def test_a_reply_that_takes_the_ticket_out_of_sight_is_still_taken_back(agent, manager):
    policy_where("technical", "team")
    ticket, effects = await an_assigned_ticket(agent, now=clock.now()), Effects(team="billing")
    await reply_with(ticket.reference, Entry("Soon", hold=True), effects, then="", agent=agent, now=clock.now())
    assert (await state(ticket))["assignee"] is None
    message = (await Message.select(Message.id).order_by(Message.id, ascending=False).first())["id"]
    await take_back(ticket.reference, message, agent=agent, now=clock.now())
    assert (await state(ticket))["assignee"] == agent.id
