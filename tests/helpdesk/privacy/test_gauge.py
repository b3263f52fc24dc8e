"""The privacy gauge counts what was hidden, shown and refused; a small number tells nothing of anybody."""

from datetime import timedelta

import pytest

from helpdesk.errors import OwnQuestion
from helpdesk.privacy.gauge import Gauge, gauge, withhold
from helpdesk.tickets.approve import ask_second_person, decide
from helpdesk.tickets.reveal import reveal
from notifications.tables import Outbound
from piccolo_conf import acting
from tests.builders import NOON, a_ticket, after, an_agent, an_assigned_ticket

A_DAY = {"since": NOON, "until": NOON + timedelta(days=1)}
CARD = "My card is 4111 1111 1111 1111 and my phone is +44 20 7946 0958."


async def test_nothing_happened_is_told_as_nothing():
    assert await gauge(**A_DAY) == Gauge(0, 0, 0, None, {}, 0, None, 0)


async def test_details_shown_and_never_shown_are_counted_over_five_requests_or_more(agent):
    for number in range(10):
        ticket = await an_assigned_ticket(agent, email=f"r{number}@customer.test")
        if number < 5:
            await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=after(minutes=1))

    found = await gauge(**A_DAY)

    # a phone and a password each; the domain was asked for, and is none of them
    assert (found.tickets, found.hidden, found.shown, found.never_shown) == (10, 20, 5, 0.75)
    assert (found.openings, found.opened, found.per_100, found.refused) == ({"contact": 5}, 5, 50.0, 0)
    assert await gauge(since=after(days=1), until=after(days=2)) == Gauge(0, 0, 0, None, {}, 0, None, 0)


async def test_few_requests_tell_no_number_of_details(agent):
    for number in range(4):
        ticket = await an_assigned_ticket(agent, email=f"r{number}@customer.test")
        await reveal(ticket.reference, "phone 1", purpose="contact", agent=agent, now=after(minutes=1))

    found = await gauge(**A_DAY)

    assert (found.hidden, found.shown, found.never_shown) == (None, None, None)
    assert (found.openings, found.opened, found.per_100) == ({"contact": None}, None, None)


async def test_what_was_refused_is_counted_from_five_on(agent, colleague):
    second = await an_agent("second@desk.test", name="Second Agent")
    for number in range(5):
        assert (await gauge(**A_DAY)).refused in (0, None)
        ticket = await an_assigned_ticket(agent, email=f"r{number}@customer.test", body=CARD)
        question = await ask_second_person(
            ticket.reference, "card 1", purpose="work", agent=agent, now=after(minutes=1)
        )
        with pytest.raises(OwnQuestion):
            await decide(question.id, agree=True, by=agent, now=after(minutes=2))
        await decide(question.id, agree=False, by=second, now=after(minutes=2))

    assert (await gauge(**A_DAY)).refused == 5


async def test_the_gauge_reads_no_request_in_its_reader_s_name(manager):
    await a_ticket()
    async with acting(manager.actor):
        found = await gauge(**A_DAY)
        rows = await Outbound.raw("SELECT count(*) AS n FROM sealed_value")
    assert (found.tickets, rows[0]["n"]) == (1, 0)


@pytest.mark.parametrize(
    ("counts", "shown", "total"),
    [
        ({}, {}, 0),
        ({"a": 5}, {"a": 5}, 5),
        ({"a": 4}, {"a": None}, None),
        ({"a": 9, "b": 1}, {"a": None, "b": None}, 10),
        ({"a": 9, "b": 7, "c": 1}, {"a": 9, "b": None, "c": None}, 17),
        ({"a": 9, "b": 3, "c": 2}, {"a": 9, "b": None, "c": None}, 14),
    ],
)
def test_a_small_count_cannot_be_worked_out_from_the_others(counts, shown, total):
    assert withhold(counts) == (shown, total)
