"""Authorities get what was demanded on a named ground and agreed to by others, and nothing of anybody else."""

import hashlib
import io
import json
import zipfile
from datetime import timedelta

import asyncpg
import pyrage
import pyrage.passphrase
import pytest

from helpdesk import clock
from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion, Refused
from helpdesk.ids import new_id, token_hash
from helpdesk.people.tables import Role
from helpdesk.privacy.holds import Scope as HoldScope
from helpdesk.privacy.holds import decide as decide_hold
from helpdesk.privacy.holds import place
from helpdesk.privacy.lawful.decide import ask_for_gag, decide, decide_gag, tell_those_due
from helpdesk.privacy.lawful.demand import Gag
from helpdesk.privacy.lawful.desk import case_of, cases
from helpdesk.privacy.lawful.package import fetch_package
from helpdesk.privacy.lawful.told import told_about
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.tickets import doors
from helpdesk.tickets.lawful import Form, ask
from helpdesk.tickets.lawful_release import release
from helpdesk.tickets.rectify import rectify
from helpdesk.tickets.write import Entry, post_answer, post_note
from notifications.tables import Outbound
from piccolo_conf import SYSTEM, Actor, acting
from tests.builders import a_member, a_ticket, an_assigned_ticket
from tests.rights import a_person

# The database itself looks at the time of the day: an approved demand runs from now on.
NOON = clock.now().replace(hour=12, minute=0, second=0, microsecond=0)
OTHERS_PHONE, OWN_PHONE, CARD = "+44 20 7946 0958", "+44 20 7946 0123", "4111 1111 1111 1111"
BODY = f"My phone is {OWN_PHONE}. My neighbour's is {OTHERS_PHONE}, write to him at neighbour@other.test. My password is Sesame#44."
ORDER = {"authority": "District Court", "basis": "Section 100g of the code", "document": "12 Gs 34/26"}
WORKED = {"kinds": ("email", "phone"), "with_texts": True}


def after(**time: float):
    return NOON + timedelta(**time)


def day(number: int) -> str:
    return after(days=number).date().isoformat()


def to_html(context) -> str:
    return json.dumps([context["tickets"], context["masked"]])


@pytest.fixture(autouse=True)
def sealed_to_a_key(request, monkeypatch):
    """A passphrase takes seconds to become a key, on purpose: age seals to a key here, but where the passphrase matters."""
    if "with_its_passphrase" in request.keywords:
        return
    key = pyrage.x25519.Identity.generate()
    monkeypatch.setattr(pyrage.passphrase, "encrypt", lambda content, _: pyrage.encrypt(content, [key.to_public()]))
    monkeypatch.setattr(pyrage.passphrase, "decrypt", lambda content, _: pyrage.decrypt(content, [key]))


@pytest.fixture
async def lina():
    return await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER)


@pytest.fixture
async def noor():
    return await a_member("noor@desk.test", name="Noor Aziz", role=Role.OFFICER)


@pytest.fixture
async def admin():
    return await a_member("adam@desk.test", name="Adam Said", role=Role.ADMIN)


async def a_demand(by, **changes):
    return await ask(Form(**{**ORDER, **WORKED, **changes}), by=by, now=NOON)


async def an_agreed_demand(by, other, **changes):
    demand = await a_demand(by, **changes)
    await decide(demand, agree=True, reason="", by=other.actor, now=NOON)
    return demand


async def package_of(demand, by, *, now=NOON) -> dict[str, bytes]:
    """Release, fetch, open: what the authority holds in the end."""
    sealed = await release(demand, to_html=to_html, by=by, now=now)
    _, content = await fetch_package(demand, by=by.actor, now=now)
    assert hashlib.sha256(content).digest() == sealed.sha256
    archive = zipfile.ZipFile(io.BytesIO(pyrage.passphrase.decrypt(content, sealed.passphrase)))
    return {name: archive.read(name) for name in archive.namelist()}


async def ticket_id(reference: str):
    return (await Outbound.raw("SELECT id FROM ticket WHERE reference = {}", reference))[0]["id"]


@pytest.mark.with_its_passphrase
async def test_the_package_holds_the_person_s_own_and_nothing_of_third_parties(lina, noor, agent):
    ticket = await an_assigned_ticket(agent, body=BODY)
    await post_note(ticket.reference, Entry("Between us: he sounds upset"), agent=agent, now=NOON)
    stranger = await a_ticket(email="stranger@customer.test", body="Somebody else entirely")
    demand = await an_agreed_demand(lina, noor, email="Tessa@Customer.test", named=f"{ticket.reference} phone 1")

    files = await package_of(demand, lina)

    everything = b"\n".join(files.values()).decode()
    assert OWN_PHONE in everything  # the probe sees what is opened
    assert "tessa@customer.test" in everything
    for canary in (OTHERS_PHONE, "neighbour@other.test", "Sesame#44", "stranger@customer.test", "upset", "Sara"):
        assert canary not in everything
    assert stranger.reference not in everything
    manifest = json.loads(files.pop("manifest.json"))
    assert {one["name"]: one["sha256"] for one in manifest["files"]} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items()
    }
    assert (manifest["authority"], manifest["legal_basis"], manifest["agreed_to_by"]) == (
        "District Court", "Section 100g of the code", 1,
    )  # fmt: skip
    assert {one["detail"]: one["why"] for one in manifest["masked"]} == {
        "domain": "not-asked", "phone 2": "others", "email 1": "others", "password 1": "secret",
    }  # fmt: skip


async def test_what_a_hold_keeps_of_a_corrected_address_goes_to_who_may_demand_it_and_nothing_without_a_hold(
    lina, noor
):
    held, other = await a_ticket(), await a_ticket(email="rami@customer.test")
    hold = await place(
        HoldScope(tickets=(await ticket_id(held.reference),)), "A court", review_on=after(days=9).date(),
        by=lina.actor, now=NOON,
    )  # fmt: skip
    await decide_hold(hold, agree=True, by=noor.actor, now=NOON)
    given = {}
    for ticket, before in ((held, "tessa@customer.test"), (other, "rami@customer.test")):
        person = await a_person(before)
        await rectify(person, wrong=before, right=f"new.{before}", by=lina.id, now=NOON)
        demand = await an_agreed_demand(lina, noor, references=ticket.reference, kinds=("email",))
        files = await package_of(demand, lina)
        details = json.loads(files[f"requests/{ticket.reference}.json"])["details"]
        given[before] = {(one["name"], one["value"], one.get("set_aside", False)) for one in details}
    assert given == {
        "tessa@customer.test": {
            ("email", "new.tessa@customer.test", False),
            ("email", "tessa@customer.test", True),
        },
        "rami@customer.test": {("email", "new.rami@customer.test", False)},
    }
    looks = await Outbound.raw("SELECT name FROM disclosure WHERE purpose = 'lawful'")
    assert [look["name"] for look in looks] == ["field:email"] * 3


async def test_one_s_own_address_in_the_text_is_known_to_be_one_s_own(lina, noor):
    ticket = await a_ticket(body="Write to tessa@customer.test or to other@else.test, please.")
    files = await package_of(await an_agreed_demand(lina, noor, references=ticket.reference), lina)
    details = {one["name"]: one["value"] for one in json.loads(files[f"requests/{ticket.reference}.json"])["details"]}
    assert details == {"email": "tessa@customer.test", "email 1": "tessa@customer.test"}


async def test_only_the_days_and_parts_that_were_demanded_are_in_it(lina, noor):
    ticket = await a_ticket(body="First words")
    await post_answer(ticket.token, Entry(f"Second words, phone {OWN_PHONE}"), now=after(days=10))
    named = {"references": ticket.reference, "named": f"{ticket.reference} phone 1"}
    early = await an_agreed_demand(lina, noor, **named, until_day=day(3))
    late = await an_agreed_demand(lina, noor, **named, from_day=day(3))
    none = await an_agreed_demand(lina, noor, **named, from_day=day(300))
    bare = await an_agreed_demand(lina, noor, **named, with_texts=False, kinds=("email",))

    texts = [b"".join((await package_of(demand, lina, now=after(days=11))).values()).decode() for demand in (early, late, none, bare)]  # fmt: skip

    assert [("First words" in text, "Second words" in text, OWN_PHONE in text) for text in texts] == [
        (True, False, False), (False, True, True), (False, False, False), (False, False, False),
    ]  # fmt: skip


async def test_nothing_is_released_before_another_person_agreed(lina, noor, admin, agent, manager):
    await a_ticket()
    demand = await a_demand(lina, email="tessa@customer.test")
    for member, error in ((lina, OwnQuestion), (agent, Refused), (manager, Refused)):
        with pytest.raises(error):
            await decide(demand, agree=True, reason="", by=member.actor, now=NOON)
    for member, error in ((lina, DecidedAlready), (noor, NotFound), (admin, Refused), (agent, Refused)):
        with pytest.raises(error):
            await release(demand, to_html=to_html, by=member, now=NOON)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):  # not past the operation either
        async with acting(lina.actor):
            await Outbound.raw("UPDATE lawful_request SET approved_at = now()")
    with pytest.raises(Invalid):
        await decide(demand, agree=False, reason=" ", by=admin.actor, now=NOON)
    await decide(demand, agree=False, reason="No section of that number", by=admin.actor, now=NOON)
    with pytest.raises(DecidedAlready):
        await decide(demand, agree=True, reason="", by=noor.actor, now=NOON)
    with pytest.raises(DecidedAlready):
        await release(demand, to_html=to_html, by=lina, now=NOON)
    async with acting(noor.actor):
        (case,) = await cases()
    assert (case.state(NOON), case.decisions[0].reason) == ("declined", "No section of that number")


async def test_consent_lapses_and_a_package_is_made_and_fetched_once(lina, noor):
    await a_ticket()
    late = await a_demand(lina, email="tessa@customer.test")
    with pytest.raises(DecidedAlready):
        await decide(late, agree=True, reason="", by=noor.actor, now=after(days=15))
    demand = await an_agreed_demand(lina, noor, email="tessa@customer.test")
    with pytest.raises(DecidedAlready):
        await release(demand, to_html=to_html, by=lina, now=after(days=15))
    sealed = await release(demand, to_html=to_html, by=lina, now=NOON)
    with pytest.raises(DecidedAlready):
        await release(demand, to_html=to_html, by=lina, now=NOON)
    with pytest.raises(NotFound):
        await fetch_package(demand, by=noor.actor, now=NOON)
    await fetch_package(demand, by=lina.actor, now=NOON)
    with pytest.raises(NotFound):
        await fetch_package(demand, by=lina.actor, now=NOON)
    kept = await Outbound.raw("SELECT content FROM lawful_package")
    assert [row["content"] for row in kept] == [None]
    rows = str([dict(row) for row in await Outbound.raw("SELECT * FROM lawful_request, lawful_package")])
    assert sealed.passphrase not in rows
    assert "District" not in rows


async def test_a_package_that_nobody_fetched_is_gone_after_a_week(lina, noor):
    await a_ticket()
    demand = await an_agreed_demand(lina, noor, email="tessa@customer.test")
    await release(demand, to_html=to_html, by=lina, now=NOON)
    await tell_those_due(now=after(days=6))
    with pytest.raises(NotFound):
        await fetch_package(demand, by=lina.actor, now=after(days=8))
    await tell_those_due(now=after(days=8))
    assert [row["content"] for row in await Outbound.raw("SELECT content FROM lawful_package")] == [None]


async def looks(actor: Actor, ticket) -> list[str]:
    async with acting(actor):
        rows = await Outbound.raw("SELECT name FROM disclosure WHERE about = {} AND purpose = 'lawful'", ticket)
    return [row["name"] for row in rows]


async def test_the_person_reads_of_it_at_once_where_no_gag_holds_it(lina, noor, agent):
    ticket = await an_assigned_ticket(agent, body=BODY)
    about = await ticket_id(ticket.reference)
    demand = await an_agreed_demand(lina, noor, references=ticket.reference)
    link = Actor("requester", link=token_hash(ticket.token))
    async with doors.seen_through(ticket.token):
        assert await told_about(about) == []
    await release(demand, to_html=to_html, by=lina, now=NOON)

    async with doors.seen_through(ticket.token):
        (told,) = await told_about(about)
    assert (told.authority, told.basis, told.document, told.at) == (*ORDER.values(), NOON)
    assert (list(told.details), told.messages) == (["field:email"], 1)
    assert await looks(link, about) == ["field:email"]


async def test_a_gag_keeps_it_from_the_person_and_agents_and_ends_by_itself(lina, noor, agent, browser):
    ticket = await an_assigned_ticket(agent, body=BODY)
    about, link = await ticket_id(ticket.reference), Actor("requester", link=token_hash(ticket.token))
    gag = {"gag_until": day(8), "gag_reason": "The inquiry would be endangered"}
    demand = await an_agreed_demand(lina, noor, references=ticket.reference, **gag)
    await release(demand, to_html=to_html, by=lina, now=NOON)

    for later in (0, 5, 8):  # the eighth day after is the last
        await tell_those_due(now=after(days=later))
        async with doors.seen_through(ticket.token):
            assert await told_about(about) == []
        assert (await looks(link, about), await looks(agent.actor, about)) == ([], [])
        page = await browser.get(f"/t/{ticket.token}")
        assert "District Court" not in page.text
        assert "District Court" not in (await browser.get(f"/t/{ticket.token}/ledger.json")).text
    assert await looks(lina.actor, about) == ["field:email"]  # the probe sees it

    await tell_those_due(now=after(days=9))
    async with doors.seen_through(ticket.token):
        (told,) = await told_about(about)
    assert (told.authority, told.at) == ("District Court", NOON)
    assert await looks(link, about) == ["field:email"]
    page = await browser.get(f"/t/{ticket.token}")
    assert "District Court" in page.text
    assert "Section 100g" in (await browser.get(f"/t/{ticket.token}/ledger.csv")).text
    acts = [
        row["act"] for row in await Outbound.raw("SELECT act FROM audit_entry WHERE about = {} ORDER BY id", demand)
    ]
    assert acts == ["lawful.asked", "lawful.approved", "lawful.released", "lawful.told"]


async def test_a_gag_has_a_day_and_a_reason_and_is_extended_by_two_persons_only(lina, noor, admin, agent):
    ticket = await a_ticket()
    for gag in ({"gag_until": day(8)}, {"gag_reason": "x"}, {"gag_until": day(-1), "gag_reason": "x"},
                {"gag_until": day(800), "gag_reason": "x"}, {"gag_until": "soon", "gag_reason": "x"}):  # fmt: skip
        with pytest.raises(Invalid):
            await a_demand(lina, references=ticket.reference, **gag)
    about = await ticket_id(ticket.reference)
    demand = await an_agreed_demand(lina, noor, references=ticket.reference, gag_until=day(2), gag_reason="Order")
    await release(demand, to_html=to_html, by=lina, now=NOON)
    longer = Gag((NOON + timedelta(days=20)).date(), "Order of the second of March")
    with pytest.raises(Refused):
        await ask_for_gag(demand, longer, by=admin.actor, now=NOON)
    alone, agreed = [await ask_for_gag(demand, longer, by=lina.actor, now=NOON) for _ in range(2)]
    for member, error in ((lina, OwnQuestion), (agent, Refused)):
        with pytest.raises(error):
            await decide_gag(alone, agree=True, by=member.actor, now=NOON)
    await decide_gag(agreed, agree=True, by=admin.actor, now=NOON)
    with pytest.raises(DecidedAlready):
        await decide_gag(agreed, agree=False, by=noor.actor, now=NOON)

    await tell_those_due(now=after(days=19))
    async with doors.seen_through(ticket.token):
        assert await told_about(about) == []
    await tell_those_due(now=after(days=21))
    async with doors.seen_through(ticket.token):
        assert len(await told_about(about)) == 1
    with pytest.raises(DecidedAlready):  # what was told is not taken back
        await ask_for_gag(demand, longer, by=lina.actor, now=NOON)


async def test_an_extension_that_nobody_agreed_to_holds_nothing(lina, noor):
    ticket = await a_ticket()
    demand = await an_agreed_demand(lina, noor, references=ticket.reference, gag_until=day(2), gag_reason="Order")
    await release(demand, to_html=to_html, by=lina, now=NOON)
    await ask_for_gag(demand, Gag((NOON + timedelta(days=20)).date(), "Order"), by=lina.actor, now=NOON)
    await tell_those_due(now=after(days=4))
    async with doors.seen_through(ticket.token):
        assert len(await told_about(await ticket_id(ticket.reference))) == 1


async def test_what_opens_for_nobody_needs_two_who_agree(lina, noor, admin):
    ticket = await a_ticket(category="abuse", body=f"They charged my card {CARD}.")
    wish = {"references": ticket.reference, "named": f"{ticket.reference} card 1"}
    demand = await a_demand(lina, **wish, kinds=("card",))
    await decide(demand, agree=True, reason="", by=noor.actor, now=NOON)
    with pytest.raises(DecidedAlready):
        await release(demand, to_html=to_html, by=lina, now=NOON)
    with pytest.raises(DecidedAlready):
        await decide(demand, agree=True, reason="", by=noor.actor, now=NOON)  # one person is one
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting(admin.actor):
            await Outbound.raw("UPDATE lawful_request SET approved_at = now()")
    await decide(demand, agree=True, reason="", by=admin.actor, now=NOON)
    assert CARD in b"".join((await package_of(demand, lina)).values()).decode()


async def test_secrets_cannot_even_be_demanded_and_the_database_opens_no_more_than_was_agreed(lina, noor):
    ticket = await a_ticket(body=f"My password is Sesame#44 and my phone {OWN_PHONE}.")
    with pytest.raises(Invalid) as error:
        await a_demand(lina, references=ticket.reference, kinds=("password",))
    assert error.value.fields == {"kinds": "error-unknown-field"}
    await an_agreed_demand(lina, noor, references=ticket.reference, kinds=("email",))
    about = await ticket_id(ticket.reference)
    values = {row["name"]: row["id"] for row in await Outbound.raw("SELECT id, name FROM sealed_value")}
    statement = "SELECT disclose_value({}, {}, {}, 'officer', 'lawful', NULL, now(), now()) AS c"

    async def opened(actor: Actor, name: str) -> bool:
        try:
            async with acting(actor):
                rows = await Outbound.raw(statement, new_id(), values[name], about)
        except asyncpg.InsufficientPrivilegeError:
            return False
        return rows[0]["c"] is not None

    assert [await opened(lina.actor, name) for name in ("phone 1", "password 1")] == [False, False]
    assert [await opened(actor, "field:email") for actor in (noor.actor, SYSTEM, lina.actor)] == [False, False, True]


async def test_who_is_named_must_be_known_and_one_way_only(lina, agent):
    ticket = await a_ticket()
    wrong = [
        ({}, "email"),
        ({"email": "tessa@customer.test", "references": ticket.reference}, "email"),
        ({"email": "nobody@customer.test"}, "email"),
        ({"references": "SR-0000-0000"}, "references"),
        ({"email": "tessa@customer.test", "authority": " "}, "authority"),
        ({"email": "tessa@customer.test", "basis": ""}, "basis"),
        ({"email": "tessa@customer.test", "document": ""}, "document"),
        ({"email": "tessa@customer.test", "kinds": (), "with_texts": False}, "kinds"),
        ({"email": "tessa@customer.test", "from_day": "2026-03-02", "until_day": "2026-03-01"}, "until_day"),
        ({"email": "tessa@customer.test", "from_day": "tomorrow"}, "from_day"),
    ]
    for changes, field in wrong:
        with pytest.raises(Invalid) as error:
            await a_demand(lina, **changes)
        assert list(error.value.fields) == [field]
    with pytest.raises(Refused):
        await a_demand(agent, email="tessa@customer.test")


async def test_an_erased_request_leaves_nothing_to_give(lina, noor):
    ticket = await a_ticket(body=BODY)
    demand = await an_agreed_demand(lina, noor, references=ticket.reference)
    async with acting(SYSTEM):
        await destroy_key(await ticket_id(ticket.reference))
    content = json.loads((await package_of(demand, lina))[f"requests/{ticket.reference}.json"])
    assert (content["erased"], content["messages"], content["details"]) == (True, [], [])


async def test_demands_are_nobody_else_s_to_see(lina, noor, agent, manager):
    ticket = await an_assigned_ticket(agent)
    await an_agreed_demand(lina, noor, references=ticket.reference, gag_until=day(2), gag_reason="Order")
    link = Actor("requester", link=token_hash(ticket.token))
    for table in (
        "lawful_request",
        "lawful_decision",
        "lawful_gag",
        "lawful_given",
        "lawful_opening",
        "lawful_package",
    ):
        for actor in (agent.actor, manager.actor, link, Actor("")):
            async with acting(actor):
                assert (table, await Outbound.raw(f"SELECT 1 FROM {table}")) == (table, [])
    async with acting(noor.actor):
        case = await case_of((await cases())[0].id)
    assert case.words.document == "12 Gs 34/26"
