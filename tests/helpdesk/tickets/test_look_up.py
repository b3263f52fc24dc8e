"""Finding by an exact private value: only whole ones, only one's own tickets, for a purpose, written down and told."""

import asyncpg
import pytest

from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import Invalid, Refused, TooMany
from helpdesk.people.tables import Requester
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.privacy.vault.values import burn_secrets
from helpdesk.tickets import doors, write
from helpdesk.tickets.desk_tables import ValueSearch
from helpdesk.tickets.exact import KINDS, form_of
from helpdesk.tickets.index import reindex_all
from helpdesk.tickets.look_up import Sought, look_up, look_ups_that_found
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.rectify import rectify
from helpdesk.tickets.tables import LookUp
from helpdesk.web.ledger import rows_of, whole_ledger
from piccolo_conf import NOBODY, Actor, acting
from tests.builders import NOON, a_ticket, after, an_assigned_ticket
from tests.helpdesk.tickets.test_search import policy_where

PHONE, IBAN = "+44 20 7946 0958", "GB29 NWBK 6016 1331 9268 19"
TEXT = f"Call {PHONE}. My IBAN is {IBAN}, I am at other@elsewhere.test. رقمي القومي 29801011234567"


async def found(kind: str, value: str, *, by, purpose: str = "contact", now=NOON) -> list[str]:
    page = await look_up(Sought(kind, value, purpose), viewer=by, count=lambda _: None, now=now)
    return [row.reference for row in page.rows]


@pytest.mark.parametrize(
    ("kind", "whole", "spelled", "part"),
    [
        ("phone", PHONE, ["00442079460958", "020 7946 0958", "٠٢٠٧٩٤٦٠٩٥٨"], "946 0958"),
        ("iban", IBAN, ["gb29nwbk60161331926819", "GB29-NWBK-6016-1331-9268-19"], "GB29 NWBK 6016 1331"),
        ("email", "other@elsewhere.test", ["Other@Elsewhere.test "], "other@elsewhere.tes"),
        ("email", "tessa@customer.test", ["TESSA@customer.test"], "tess@customer.test"),
        ("national-id", "29801011234567", ["2980101 1234567", "٢٩٨٠١٠١١٢٣٤٥٦٧"], "2980101123"),
        ("domain", "visitor.test", ["www.Visitor.test."], "visitor.tes"),
    ],
)
async def test_a_whole_value_finds_its_ticket_however_it_is_spelled_and_a_part_finds_none(
    agent, kind, whole, spelled, part
):
    ticket = await a_ticket(body=TEXT)
    await a_ticket(body="Nothing", email="b@customer.test", fields={"domain": "b.test"})

    for value in (whole, *spelled):
        assert await found(kind, value, by=agent) == [ticket.reference], value
    assert await found(kind, part, by=agent) == []


async def test_every_way_that_seals_a_value_lets_it_be_found_and_no_word_does(agent):
    ticket = await an_assigned_ticket(agent, body="Hello")
    await write.post_answer(ticket.token, write.Entry("Call me: +20 100 123 4567"), now=NOON)
    await write.post_reply(ticket.reference, write.Entry("We call +20 100 123 4568"), agent=agent, now=NOON)
    await write.post_note(ticket.reference, write.Entry("He said +20 100 123 4569"), agent=agent, now=NOON)
    other = await an_assigned_ticket(agent, body="My phone: +20 100 123 4570", email="b@customer.test")
    await merge_ticket(other.reference, into=ticket.reference, agent=agent, now=NOON)

    for last in (7, 8, 9):
        assert await found("phone", f"010012345 6{last}", by=agent) == [ticket.reference]
    assert await found("phone", "+201001234570", by=agent) == [other.reference]
    before = await LookUp.count()
    await reindex_all(told=lambda _: None)  # as an installation does that sealed values before
    assert await LookUp.count() == before > 4
    assert await found("phone", "+201001234567", by=agent) == [ticket.reference]


async def test_only_what_one_may_read_is_found_and_both_look_the_same(agent, colleague, manager):
    policy_where("technical", "team")
    ticket = await a_ticket(body=TEXT)

    assert await found("phone", PHONE, by=agent) == [ticket.reference]
    pages = [
        await look_up(Sought("phone", value, "contact"), viewer=colleague, count=lambda _: None, now=NOON)
        for value in (PHONE, "+44 20 7946 0000")
    ]
    assert pages[0] == pages[1]
    with pytest.raises(Refused):
        await found("phone", PHONE, by=manager)
    rows = await ValueSearch.select(ValueSearch.ticket, ValueSearch.staff).order_by(ValueSearch.id)
    row = await doors.ticket_of_link(ticket.token)
    assert [(r["ticket"], r["staff"]) for r in rows] == [(row.id, agent.id), (None, colleague.id), (None, colleague.id)]


async def test_a_search_says_what_for_and_its_requester_reads_it_without_the_value(agent):
    ticket = await a_ticket(body=TEXT)
    row = await doors.ticket_of_link(ticket.token)
    await found("phone", PHONE, by=agent, purpose="verify", now=after(minutes=3))
    await found("iban", "DE89370400440532013000", by=agent)

    async with doors.seen_through(ticket.token):
        (seen,) = await look_ups_that_found(row.id)
        ledgers = await whole_ledger(row.face, locale="en", now=NOON, for_staff=False)
    assert (seen.kind, seen.purpose, seen.team, seen.at) == ("phone", "verify", "support", after(minutes=3))
    (line,) = ledgers["looked_up"]
    assert (line["team"], line["agent"], line["purpose"]) == (
        "Support team",
        None,
        "Check I am dealing with the right person",
    )
    assert "the request was found by it" in str(rows_of(ledgers, "en", with_names=False))
    acts = await AuditEntry.select().where(AuditEntry.act == "value.looked_up").order_by(AuditEntry.id)
    assert [(act["actor"], act["about"]) for act in acts] == [(agent.id, row.id), (agent.id, agent.id)]
    everything = ""
    for name in await Requester.raw("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        everything += str(await Requester.raw(f'SELECT t::text AS row FROM "{name["tablename"]}" t'))
    assert "verify" in everything  # the probe sees rows
    assert [value for value in ("7946 0958", "079460958", "NWBK", "370400440532013000") if value in everything] == []
    assert PHONE not in repr(Sought("phone", PHONE, "verify"))


async def test_what_is_no_value_or_has_no_purpose_is_not_looked_for(agent):
    await a_ticket(body=TEXT)
    wrong = [
        (Sought("card", "4111 1111 1111 1111", "contact"), {"kind": "error-field", "value": "error-no-such-value"}),
        (Sought("password", "Sesame#44", "contact"), {"kind": "error-field", "value": "error-no-such-value"}),
        (Sought("phone", "no digits", "contact"), {"value": "error-no-such-value"}),
        (Sought("email", " ", "contact"), {"value": "error-missing"}),
        (Sought("phone", PHONE, ""), {"purpose": "error-search-purpose"}),
        (Sought("phone", PHONE, "other"), {"purpose": "error-search-purpose"}),
    ]
    for sought, fields in wrong:
        with pytest.raises(Invalid) as error:
            await look_up(sought, viewer=agent, count=lambda _: None, now=NOON)
        assert error.value.fields == fields
    assert await ValueSearch.count() == 0
    assert "card" not in KINDS


async def test_who_looks_too_often_finds_nothing(agent):
    await a_ticket(body=TEXT)

    def too_often(_) -> None:
        raise TooMany(60)

    with pytest.raises(TooMany):
        await look_up(Sought("phone", PHONE, "contact"), viewer=agent, count=too_often, now=NOON)
    assert await ValueSearch.count() == 0


async def test_a_value_is_found_no_more_once_it_is_erased_or_corrected(agent):
    ticket = await a_ticket(body=TEXT)
    row = await doors.ticket_of_link(ticket.token)
    await rectify(row.requester, wrong=PHONE, right="+44 20 7946 0111", by=agent.id, now=NOON)
    assert await found("phone", PHONE, by=agent) == []
    assert await found("phone", "+44 20 7946 0111", by=agent) == [ticket.reference]

    await burn_secrets(row.id, now=NOON)
    assert await found("iban", IBAN, by=agent) == [ticket.reference]
    await destroy_key(row.id)
    assert await found("iban", IBAN, by=agent) == []
    assert await LookUp.count() == 0


async def test_one_searches_in_one_s_own_name_and_others_read_nothing_of_it(agent, colleague, manager):
    ticket = await a_ticket(body=TEXT)
    await found("phone", PHONE, by=agent)
    await found("phone", "+44 20 7946 0000", by=agent)  # nothing: nobody's but the searcher's and the officers'
    own = doors.link_holder(ticket.token)
    counts = {}
    for name, actor in {
        "agent": agent.actor, "colleague": colleague.actor, "requester": own, "manager": manager.actor,
        "officer": Actor("officer", id=manager.id), "nobody": NOBODY, "stranger": doors.link_holder("x" * 32),
    }.items():  # fmt: skip
        async with acting(actor):
            counts[name] = await ValueSearch.count()
    assert counts == {
        "agent": 2,
        "requester": 1,
        "officer": 2,
        "colleague": 1,
        "manager": 0,
        "nobody": 0,
        "stranger": 0,
    }
    statement = (
        "INSERT INTO value_search (id, ticket, staff, kind, at) VALUES (gen_random_uuid(), NULL, {}, 'phone', now())"
    )
    for actor, staff in ((agent.actor, colleague.id), (own, agent.id), (manager.actor, manager.id)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(actor):
                await ValueSearch.raw(statement, staff)


def test_forms_are_those_of_redaction():
    assert form_of("phone", "(+44) 020-7946-0958") == "079460958"
    assert form_of("iban", "GB29 NWBK 6016 1331 9268 19") == "GB29NWBK60161331926819"
    assert [form_of(kind, "x") for kind in KINDS] == [""] * len(KINDS)
