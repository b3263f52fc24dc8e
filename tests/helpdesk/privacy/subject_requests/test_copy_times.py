"""The copy of one's data says how long each part is still kept, what a law keeps longer, and what waits."""

import json
import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pytest

from helpdesk import i18n
from helpdesk.people.address_changes import ask_for_change
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.privacy.erasure.tables import ErasurePending
from helpdesk.privacy.holds import Scope, decide, place
from helpdesk.privacy.policy import policy
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.erase import erase_ticket
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.rectify import rectify
from helpdesk.tickets.retain import retain
from helpdesk.tickets.rights import erase_asked
from helpdesk.tickets.tables import Reason
from notifications.tables import Outbound
from piccolo_conf import SYSTEM, Actor
from tests.builders import NOON, a_ticket, after, an_assigned_ticket
from tests.helpdesk.privacy.subject_requests.test_copy import the_copy
from tests.rights import TESSA, a_person, a_wish, an_officer, make_copies, the_request

DAYS = {"attachments": 30, "texts": 180, "pseudonym": 365, "rest": 730}  # of "technical"


async def id_of(reference: str) -> UUID:
    return (await Outbound.raw("SELECT id FROM ticket WHERE reference = {}", reference))[0]["id"]


async def a_copy(*, now=NOON, locale: str = "en") -> tuple[dict[str, Any], str]:
    """The JSON and the page of a copy that is asked for now."""
    asked = await a_wish(Kind.ACCESS, now=now, locale=locale)
    await make_copies(now=now)
    files = await the_copy(asked.number)
    return json.loads(files["data.json"]), files["index.html"]


async def a_hold(*, is_silent: bool, **scope: object) -> None:
    lina, noor = await an_officer(), await an_officer("Noor Salem")
    hold = await place(
        Scope(**scope), "A court", review_on=date(2030, 1, 1), is_silent=is_silent, by=lina.actor, now=NOON
    )
    await decide(hold, agree=True, by=noor.actor, now=NOON)


def iso(moment) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}"


def ends_of(data: dict[str, Any]) -> dict[str, list[tuple[str, str | None, int]]]:
    return {
        ticket["reference"]: [(end["stage"], end["ends_at"], end["days_after_closing"]) for end in ticket["ends"]]
        for ticket in data["tickets"]
    }


async def test_each_part_of_each_request_has_its_end_and_what_went_has_none(agent):
    assert policy.in_use().categories["technical"].retention.stages == DAYS
    opened, closed, old = [await an_assigned_ticket(agent, subject=name) for name in ("Open", "Closed", "Old")]
    erased = await an_assigned_ticket(agent, subject="Erased")
    merged, target = [await an_assigned_ticket(agent, subject=name) for name in ("Merged", "Target")]
    waits, goes_on = [await an_assigned_ticket(agent, subject=name) for name in ("Waits", "Goes on")]
    await merge_ticket(merged.reference, into=target.reference, agent=agent, now=NOON)
    await merge_ticket(waits.reference, into=goes_on.reference, agent=agent, now=NOON)
    await close_ticket(old.reference, Reason.SOLVED, agent=agent, now=NOON)
    now = after(days=181)
    await retain(now=now)
    await close_ticket(target.reference, Reason.SOLVED, agent=agent, now=now)
    await close_ticket(closed.reference, Reason.SOLVED, agent=agent, now=now)
    await erase_ticket(await id_of(erased.reference), actor=SYSTEM, now=now)
    data, _ = await a_copy(now=now)

    def from_day(moment, stages=tuple(DAYS)) -> list[tuple[str, str | None, int]]:
        return [(stage, iso(moment + timedelta(days=DAYS[stage])) if moment else None, DAYS[stage]) for stage in stages]

    assert ends_of(data) == {
        opened.reference: from_day(None),
        closed.reference: from_day(now),
        old.reference: from_day(NOON, ("pseudonym", "rest")),
        erased.reference: from_day(now, ("rest",)),
        merged.reference: from_day(now),  # its time begins with the closing of where it goes on
        target.reference: from_day(now),
        waits.reference: from_day(None),
        goes_on.reference: from_day(None),
    }


@pytest.mark.parametrize("locale", ["en", "ar"])
async def test_the_page_says_the_same_days_in_the_person_s_language(agent, locale):
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    _, page = await a_copy(locale=locale)
    words = i18n.words(locale)
    for stage, days in DAYS.items():
        ends = " ".join(re.sub(r"<[^>]+>", " ", page).split())
        label, at = words.plain("copy-stage"), i18n.when(NOON + timedelta(days=days), locale)
        assert f"{label} {words.plain(f'stage-{stage}')} {words.plain('copy-ends-at')} {at}" in ends
    assert words.plain("copy-ends") in page


@pytest.mark.parametrize(("silent", "tells", "told"), [(False, True, True), (True, True, False), (False, False, False)])
async def test_what_a_hold_keeps_is_in_it_where_it_is_lawful_to_say_and_only_of_what_it_covers(
    agent, silent, tells, told
):
    policy.use(msgspec.structs.replace(policy.in_use(), tell_of_holds=tells))
    held, other = await an_assigned_ticket(agent), await an_assigned_ticket(agent, subject="Beside")
    await a_hold(is_silent=silent, tickets=(await id_of(held.reference),))
    await rectify(await a_person(), wrong="+44 20 7946 0958", right="+44 20 7946 0111", by=agent.id, now=NOON)
    for ticket in (held, other):
        await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    data, page = await a_copy()

    found = {
        ticket["reference"]: (
            ticket["held_longer"],
            [(one["name"], one["state"], one["destroyed_at"] is not None) for one in ticket["details"]],
        )
        for ticket in data["tickets"]
    }
    plain = [("field:domain", "yours", False), ("password 1", "destroyed", True), ("phone 1", "yours", False)]
    kept = [
        ("field:domain", "yours", False), ("password 1", "kept-by-law", False), ("phone 1", "kept-by-law", False),
        ("phone 1", "yours", False),
    ]  # fmt: skip
    found = {reference: (longer, sorted(details)) for reference, (longer, details) in found.items()}
    assert found == {held.reference: (True, kept) if told else (None, plain), other.reference: (None, plain)}
    assert ("+44 20 7946 0958" in page, "Sesame" in page) == (False, False)
    assert ("a law keeps it for now" in page, "kept longer because the law says so" in page) == (told, told)


async def test_addresses_and_erasures_that_wait_are_in_it(agent):
    await a_ticket()
    held = await a_ticket(subject="Held")
    await a_hold(is_silent=False, tickets=(await id_of(held.reference),))
    person = await a_person()
    await ask_for_change(SignedInRequester(person, "en", NOON), "new.tessa@customer.test", now=NOON)
    asked = await a_wish(Kind.ERASURE)
    receipt = await erase_asked(await the_request(asked.number), by=Actor("requester", id=person), now=after(hours=1))
    data, page = await a_copy(now=after(hours=2))

    profile = data["profile"]
    assert (profile["email"], profile["language"], profile["digits"]) == (TESSA, "en", "latn")
    assert profile["address_changes"] == [
        {"email": "new.tessa@customer.test", "expires_at": iso(NOON + timedelta(days=1))}
    ]
    assert data["erasures"] == [{"asked_at": iso(after(hours=1)), "receipt": receipt.number}]
    erased = next(one["erased"] for one in data["requests"] if one["number"] == asked.number)
    assert erased == {
        "receipt": receipt.number, "at": iso(after(hours=1)), "requests": 1, "texts": 1,
        "details": receipt.details, "stays_for_now": 1,
    }  # fmt: skip
    assert (receipt.number in page, "new.tessa@customer.test" in page) == (True, True)


async def test_what_waits_for_somebody_else_is_not_in_it(agent):
    await a_ticket()
    await a_ticket(email="rami@customer.test")
    await ask_for_change(SignedInRequester(await a_person("rami@customer.test"), "en", NOON), "r@new.test", now=NOON)
    await ErasurePending.insert(
        ErasurePending(requester=await a_person("rami@customer.test"), asked_at=NOON, receipt="E-7K3M-9QXD")
    )
    data, page = await a_copy()
    assert (data["profile"]["address_changes"], data["erasures"], "r@new.test" in page) == ([], [], False)
