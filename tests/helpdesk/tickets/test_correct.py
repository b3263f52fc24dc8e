"""A correction reaches what a person wrote in clear, too: subject, their messages, search; nobody else's words."""

from datetime import date
from uuid import UUID

import asyncpg
import pytest

from helpdesk.audit.tables import AuditEntry
from helpdesk.privacy.holds import Scope, ask_to_lift, decide, lift, place
from helpdesk.tickets import doors
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.correct import Passage, correct_everywhere, to_correct
from helpdesk.tickets.rectify import Place
from helpdesk.tickets.search import Question, search
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.threads import subject_of, thread
from helpdesk.tickets.ticket_rows import ticket_by_reference
from helpdesk.tickets.write import Entry, post_answer, post_note, post_reply
from notifications.tables import Outbound
from piccolo_conf import SYSTEM, Actor, acting
from tests.builders import NOON, a_ticket, after, an_assigned_ticket
from tests.rights import a_person, an_officer

WRONG, RIGHT = "premium plan", "starter plan"
BODY = "We have the premium plan, call +44 20 7946 0958. Premium\n plan again, not premium planner or premiums."


async def texts_of(reference: str) -> list[str]:
    """Subject and thread of a ticket as they are stored, oldest first."""
    async with acting(SYSTEM):
        row = await ticket_by_reference(reference)
        return [await subject_of(row), *(entry.text for entry in await thread(row, with_notes=True))]


async def found(words: str, agent) -> set[str]:
    answer = await search(Question(words), viewer=agent, count=lambda _: None, now=NOON)
    return {row.reference for row in answer.page.rows}


async def times_of(reference: str) -> dict:
    columns = "opened_at, active_at, closed_at, heard_at, kept"
    return (await Outbound.raw(f"SELECT {columns} FROM ticket WHERE reference = {{}}", reference))[0]


async def test_a_wrong_word_is_corrected_in_everything_that_the_person_wrote_and_nowhere_else(agent):
    first = await an_assigned_ticket(agent, subject="Premium plan: mail bounces", body=BODY)
    await post_reply(first.reference, Entry("Your premium plan is fine"), agent=agent, now=after(minutes=1))
    await post_note(first.reference, Entry("A premium plan, late again"), agent=agent, now=after(minutes=2))
    await post_answer(first.token, Entry("The invoice says PREMIUM PLAN"), now=after(minutes=3))
    second = await an_assigned_ticket(agent, subject="Renewal", body="For the premium plan, please")
    await close_ticket(second.reference, Reason.SOLVED, agent=agent, now=after(hours=1))
    other = await an_assigned_ticket(
        agent, email="rami@customer.test", subject="Premium plan", body="My premium plan is slow"
    )
    theirs, times = await texts_of(other.reference), await times_of(second.reference)
    lina, person = await an_officer(), await a_person()

    reached = (await to_correct(person, "PREMIUM  plan")).passages
    assert list(reached) == [
        Passage(first.reference, "subject", 1, False),
        Passage(first.reference, "message", 3, False),
        Passage(second.reference, "message", 1, False),
    ]
    assert (await texts_of(first.reference))[1] == BODY.replace(
        "+44 20 7946 0958", "⟦phone 1⟧"
    )  # looking changes nothing
    done = await correct_everywhere(person, wrong="PREMIUM  plan", right=f" {RIGHT} ", by=lina.id, now=after(days=1))

    assert (list(done.passages), list(done.places)) == (list(reached), [])
    assert await texts_of(first.reference) == [
        "starter plan: mail bounces",
        "We have the starter plan, call ⟦phone 1⟧. starter plan again, not premium planner or premiums.",
        "Your premium plan is fine",
        "A premium plan, late again",
        "The invoice says starter plan",
    ]
    assert await texts_of(second.reference) == ["Renewal", "For the starter plan, please"]
    assert await texts_of(other.reference) == theirs
    assert (await found("starter", agent), await found("premium renewal", agent)) == (
        {first.reference, second.reference},
        set(),
    )
    assert await times_of(second.reference) == times  # no time begins anew
    acts = await AuditEntry.select().where(AuditEntry.act == "text.rectified").order_by(AuditEntry.id)
    assert [(act["actor"], act["at"]) for act in acts] == [(lina.id, after(days=1))] * 2
    assert (await to_correct(person, WRONG)).passages == []


async def test_the_right_words_are_hidden_where_redaction_says_so_and_chips_stay_whole(agent):
    ticket = await an_assigned_ticket(
        agent, subject="Reach us", body="Not +44 20 7946 0958 but my office line, thanks."
    )
    person = await a_person()
    right = "+44 20 7946 0111"
    done = await correct_everywhere(person, wrong="my office line", right=right, by=agent.id, now=after(hours=1))
    assert [passage.times for passage in done.passages] == [1]
    assert (await texts_of(ticket.reference))[1] == "Not ⟦phone 1⟧ but ⟦phone 2⟧, thanks."
    places = (await to_correct(person, right)).places
    assert list(places) == [Place(ticket.reference, "phone 2", "phone")]
    assert (await to_correct(person, "phone 1")).passages == []  # what a chip says is no word of theirs


async def test_sealed_and_readable_places_are_corrected_in_one(agent):
    ticket = await an_assigned_ticket(agent, subject="About visitor.test", body="My page is down")
    done = await correct_everywhere(
        await a_person(), wrong="visitor.test", right="visitors.test", by=agent.id, now=after(hours=1)
    )
    assert list(done.places) == [Place(ticket.reference, "field:domain", "domain")]
    assert list(done.passages) == [Passage(ticket.reference, "subject", 1, False)]
    assert (await texts_of(ticket.reference))[0] == "About visitors.test"


async def test_words_on_hold_stay_as_they_were_written_until_it_is_lifted(agent):
    held, beside = [await an_assigned_ticket(agent, subject="Invoice", body=f"For the {WRONG}") for _ in range(2)]
    lina, noor = await an_officer(), await an_officer("Noor Salem")
    scope = Scope(tickets=(await id_of(held.reference),))
    hold = await place(scope, "A court", review_on=date(2030, 1, 1), by=lina.actor, now=NOON)
    await decide(hold, agree=True, by=noor.actor, now=NOON)
    person = await a_person()

    done = await correct_everywhere(person, wrong=WRONG, right=RIGHT, by=lina.id, now=after(hours=1))
    assert set(done.passages) == {
        Passage(held.reference, "message", 1, True), Passage(beside.reference, "message", 1, False),
    }  # fmt: skip
    assert (await texts_of(held.reference))[1] == f"For the {WRONG}"
    async with acting(SYSTEM):  # the database refuses it by itself
        asked = await Outbound.raw("SELECT reword({}, NULL, {}) AS done", scope.tickets[0], b"x")
    assert asked == [{"done": False}]
    assert (await texts_of(beside.reference))[1] == f"For the {RIGHT}"
    await ask_to_lift(hold, "Over", by=lina.actor, now=NOON)
    await lift(hold, agree=True, by=noor.actor, now=NOON)
    await correct_everywhere(person, wrong=WRONG, right=RIGHT, by=lina.id, now=after(hours=2))
    assert (await texts_of(held.reference))[1] == f"For the {RIGHT}"


async def id_of(reference: str) -> UUID:
    return (await Outbound.raw("SELECT id FROM ticket WHERE reference = {}", reference))[0]["id"]


async def test_nobody_but_the_system_words_anything_anew_and_it_touches_no_word_of_staff(agent, manager):
    ticket = await an_assigned_ticket(agent)
    await post_reply(ticket.reference, Entry("Ours"), agent=agent, now=after(minutes=1))
    row, lina = await id_of(ticket.reference), await an_officer()
    reply = (await Outbound.raw("SELECT id FROM ticket_message WHERE author IS NOT NULL"))[0]["id"]
    before = await texts_of(ticket.reference)
    for actor in (agent.actor, manager.actor, lina.actor, Actor("requester", id=await a_person())):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(actor):
                await Outbound.raw("SELECT reword({}, NULL, {})", row, b"x")
    async with acting(SYSTEM):
        assert (await Outbound.raw("SELECT reword({}, {}, {}) AS done", row, reply, b"x"))[0]["done"] is False
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await Outbound.raw("UPDATE ticket SET subject = '' WHERE id = {}", row)
    assert await texts_of(ticket.reference) == before


async def test_what_is_erased_is_left_alone(agent):
    ticket = await a_ticket(body=f"For the {WRONG}")
    row = await doors.ticket_of_link(ticket.token)
    async with acting(SYSTEM):
        await Outbound.raw("SELECT * FROM forget_ticket({}, {})", row.id, NOON)
    assert (await to_correct(row.requester, WRONG)).passages == []
