"""The day's results told to processors: what the managers' page shows, once a day, signed, while a contract runs."""

import asyncio
import json
from dataclasses import replace
from datetime import date, timedelta

import msgspec
import pytest

from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.mistakes import find_mistakes
from helpdesk.privacy.policy.shapes import DAILY, Both, Processor
from helpdesk.results import shown
from helpdesk.results.csat import csat
from helpdesk.results.webhook import KIND, announce_day, window_of
from helpdesk.tickets.webhooks import recipient
from helpdesk.webhook_test import shown as shown_call
from helpdesk.wiring import webhook_secret
from notifications.tables import Outbound
from notifications.webhooks import Call, signed_headers
from notifications.worker import run_once
from surveys.results import By
from tests.builders import NOON, a_ticket, after, an_office
from tests.helpdesk.results.test_results import answers, invitations


class Told:
    """Takes the calls instead of the network."""

    def __init__(self) -> None:
        self.calls: list[tuple[Call, dict[str, str]]] = []

    async def send(self, call, *, promise, now) -> None:
        self.calls.append((call, signed_headers(call, promise=promise, now=now)))


def with_processor(name: str = "warehouse", **changes) -> None:
    processor = msgspec.structs.replace(
        Processor(Both("Warehouse", "مستودع"), Both("Statistics", "إحصاءات"), events=[DAILY], url="https://w.test/in"),
        **changes,
    )
    policy.use(msgspec.structs.replace(policy.in_use(), processors={**policy.in_use().processors, name: processor}))


async def sent(mailbox, *, now=NOON) -> list[tuple[Call, dict[str, str]]]:
    told = Told()
    while await run_once(replace(an_office(mailbox.url, now=now), caller=told)):
        pass
    return told.calls


async def test_a_processor_is_told_what_the_managers_page_shows(manager, agent, mailbox):
    await answers([5, 4, 4, 2, 1], week=date(2026, 2, 23))
    await answers([5] * 6, category="billing", week=date(2026, 2, 23))
    await answers([1] * 3, category="feedback", week=date(2026, 2, 16))
    await answers([1] * 7, week=date(2026, 3, 2))  # NOON's own week: the day before lies in the week before it
    await answers([3] * 5, week=date(2025, 10, 20))  # in the twelve weeks before
    await invitations(20, week=date(2026, 2, 23))
    with_processor()
    assert await announce_day(now=NOON) == 1
    (call, headers), = await sent(mailbox)  # fmt: skip

    said = json.loads(call.body)
    window = window_of(date(2026, 3, 1))
    report = await csat(since=window.since, until=window.until, by=By.CATEGORY, reader=manager)
    page = json.loads(shown.as_json(report, {}))
    for part in page["figures"]:
        part.pop("name")
        part.pop("others", None)
    assert said == {
        "type": "results.daily",
        "timestamp": "2026-03-02T12:00:00Z",
        "data": {"day": "2026-03-01", **page},
    }
    figures = said["data"]["figures"]
    assert [(part["part"], part["group"], part["hidden"], part.get("answers")) for part in figures] == [
        ("total", "", None, 14), ("before", "", None, 5), ("group", "billing", None, 6),
        ("group", "feedback", "small", None), ("group", "technical", "secondary", None),
    ]  # fmt: skip
    assert said["data"]["filters"] == {
        "since": "2025-12-08", "until": "2026-03-01", "by": "category", "hidden_below": "5",
    }  # fmt: skip
    assert str(agent.id) not in call.body.decode()
    assert (call.url, call.secret) == ("https://w.test/in", webhook_secret("warehouse"))
    assert headers["webhook-signature"].startswith("v1,")


async def test_with_too_few_answers_no_number_is_told(mailbox):
    await answers([5, 4, 4, 2], week=date(2026, 2, 23))
    with_processor()
    await announce_day(now=NOON)
    (call, _), = await sent(mailbox)  # fmt: skip
    assert json.loads(call.body)["data"]["figures"] == [
        {"part": "group", "group": "technical", "hidden": "small"},
    ]


async def test_it_is_promised_once_a_day_whoever_tries(mailbox):
    with_processor()
    with_processor("second")
    made = await asyncio.gather(*(announce_day(now=NOON + timedelta(minutes=n)) for n in range(6)))
    assert sorted(made) == [0, 0, 0, 0, 0, 2]
    assert len(await sent(mailbox, now=after(minutes=10))) == 2
    assert await announce_day(now=NOON.replace(hour=23, minute=59)) == 0
    assert await announce_day(now=after(days=1).replace(hour=0, minute=0)) == 2
    assert await Outbound.count().where(Outbound.kind == KIND, Outbound.recipient == recipient("second")) == 2


async def test_who_does_not_list_the_event_or_has_no_contract_is_told_nothing(mailbox):
    with_processor(events=["ticket.opened"])
    with_processor("over", contract_until=date(2026, 3, 1))
    assert await announce_day(now=NOON) == 0
    with_processor(events=[DAILY])
    await a_ticket()
    assert await Outbound.count().where(Outbound.kind.like("webhook/%")) == 0
    assert await announce_day(now=NOON) == 1


async def test_a_contract_that_ends_while_a_call_waits_stops_it(mailbox):
    with_processor()
    await announce_day(now=NOON)
    with_processor(contract_until=date(2026, 3, 1))
    assert await sent(mailbox) == []
    assert [row["outcome"] for row in await Outbound.select(Outbound.outcome)] == ["withdrawn"]


def test_the_policy_takes_the_event_and_no_other():
    with_processor()
    assert find_mistakes(policy.in_use()) == []
    with_processor(events=["results.hourly"])
    assert any("is none that can be told" in mistake for mistake in find_mistakes(policy.in_use()))


def test_the_test_command_shows_a_day_with_a_hidden_category():
    with_processor()
    head, _, body = shown_call("warehouse").partition("\n\n")
    assert head.splitlines()[0] == "POST https://w.test/in"
    said = json.loads(body)
    assert (said["type"], said["data"]["day"]) == ("results.daily", "2026-03-01")
    assert [(part["part"], part["group"], part["hidden"]) for part in said["data"]["figures"]] == [
        ("total", "", None), ("group", "technical", None), ("group", "billing", "secondary"),
        ("group", "domain", "small"),
    ]  # fmt: skip


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 2)])
def test_the_window_is_the_one_of_the_page(day):
    from helpdesk.web.results import read_window

    first, last, by = read_window("", "", "", today=day)
    assert (window_of(day).since, window_of(day).until, by) == (first, last, By.CATEGORY)
