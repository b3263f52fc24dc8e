"""What is destroyed under a legal hold is set aside: for everybody it is gone, for the hold it is there until lifted."""

from collections.abc import Collection
from datetime import date, timedelta
from uuid import UUID

import asyncpg
import pytest

from helpdesk.ids import token_hash
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.people.requesters import find_or_make_requester
from helpdesk.people.staff import StaffMember, find_by_address
from helpdesk.privacy.holds import Scope, ask_to_lift, decide, lift, place
from helpdesk.privacy.vault.keys import destroy_key, keys_of
from helpdesk.privacy.vault.set_aside import count_set_aside
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.diagnostics import LIFE, forget_old_diagnostics
from helpdesk.tickets.erase_details import forget_details
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.own_details import correct_name
from helpdesk.tickets.rectify import rectify
from helpdesk.tickets.retain import retain
from helpdesk.tickets.tables import Reason
from notifications.tables import Outbound
from piccolo_conf import NOBODY, SYSTEM, Actor, acting
from tests.builders import NOON, ATicket, a_ticket, after, an_assigned_ticket
from tests.rights import a_person, an_officer

SECRET, PHONE, RIGHT = "Sesame#44", "+44 20 7946 0958", "+44 20 7946 0111"
OTHER = "rami@customer.test"


async def id_of(ticket: ATicket) -> UUID:
    return (await Outbound.raw("SELECT id FROM ticket WHERE reference = {}", ticket.reference))[0]["id"]


async def a_hold(*, is_silent: bool = False, **scope: object) -> tuple[UUID, StaffMember, StaffMember]:
    """A hold that a second person confirmed, and the two."""
    lina, noor = [await find_by_address(f"{name}@desk.test") for name in ("lina", "noor")]
    lina, noor = lina or await an_officer(), noor or await an_officer("Noor Salem")
    hold = await place(
        Scope(**scope), "A court", review_on=date(2030, 1, 1), is_silent=is_silent, by=lina.actor, now=NOON
    )
    await decide(hold, agree=True, by=noor.actor, now=NOON)
    return hold, lina, noor


async def set_aside() -> dict[tuple[UUID, str], str]:
    """What the holds keep, opened with its owners' keys: owner and name -> value."""
    rows = await Outbound.raw("SELECT id, owner, name, kind, ciphertext FROM held_value")
    async with acting(SYSTEM):
        keys = await keys_of(row["owner"] for row in rows)
    return {
        (row["owner"], row["name"]): keys[row["owner"]].open_text(row["ciphertext"], row=row["id"], kind=row["kind"])
        for row in rows
    }


async def gone(owners: Collection[UUID]) -> set[tuple[UUID, str]]:
    async with acting(SYSTEM):
        return {(face.owner, face.name) for face in await faces(owners) if face.is_gone}


async def test_closing_burns_every_secret_and_a_hold_keeps_those_it_covers_until_it_is_lifted(agent):
    held, beside = await an_assigned_ticket(agent), await an_assigned_ticket(agent, subject="Of the same person")
    other = await an_assigned_ticket(agent, email=OTHER)
    tickets = [await id_of(one) for one in (held, beside, other)]
    hold, lina, noor = await a_hold(tickets=(tickets[0],))
    for ticket in (held, beside, other):
        await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)

    assert await gone(tickets) == {(ticket, "password 1") for ticket in tickets}
    assert await set_aside() == {(tickets[0], "password 1"): SECRET}
    assert "Sesame" not in str(await Outbound.raw("SELECT encode(ciphertext, 'escape') FROM held_value"))
    await ask_to_lift(hold, "Over", by=lina.actor, now=NOON)
    await retain(now=after(hours=1))
    assert await set_aside() == {(tickets[0], "password 1"): SECRET}  # nobody agreed to lift it
    async with acting(SYSTEM):
        assert await count_set_aside() == (0, 1)
    await lift(hold, agree=True, by=noor.actor, now=NOON)
    async with acting(SYSTEM):
        assert await count_set_aside() == (1, 0)
    await retain(now=after(hours=2))
    await retain(now=after(hours=3))
    assert await set_aside() == {}
    written = await Outbound.raw("SELECT count(*) AS n FROM audit_entry WHERE act = 'retention.set_aside'")
    assert written[0]["n"] == 1


async def test_what_is_set_aside_does_not_come_back_by_opening_the_ticket_again(agent):
    ticket = await an_assigned_ticket(agent)
    row = await id_of(ticket)
    await a_hold(tickets=(row,))
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    await reopen_ticket(ticket.reference, agent=agent, now=after(hours=1))
    assert await gone([row]) == {(row, "password 1")}


async def test_a_hold_on_a_merged_ticket_keeps_its_secrets_and_not_those_of_where_it_went(agent):
    merged, target = await an_assigned_ticket(agent), await an_assigned_ticket(agent, subject="It goes on here")
    ids = [await id_of(one) for one in (merged, target)]
    await merge_ticket(merged.reference, into=target.reference, agent=agent, now=NOON)
    await a_hold(tickets=(ids[0],))
    await close_ticket(target.reference, Reason.SOLVED, agent=agent, now=after(hours=1))
    assert await gone(ids) == {(ticket, "password 1") for ticket in ids}
    assert await set_aside() == {(ids[0], "password 1"): SECRET}


async def test_a_corrected_value_is_kept_where_the_hold_covers_it_and_destroyed_elsewhere(agent):
    held, beside = await a_ticket(), await a_ticket(subject="Again")
    ids = [await id_of(one) for one in (held, beside)]
    hold, lina, noor = await a_hold(tickets=(ids[0],))
    await rectify(await a_person(), wrong=PHONE, right=RIGHT, by=lina.id, now=NOON)

    assert await set_aside() == {(ids[0], "phone 1"): PHONE}
    names = await Outbound.raw("SELECT owner FROM sealed_value WHERE name = 'phone 1' AND ciphertext IS NOT NULL")
    assert {row["owner"] for row in names} == {*ids}  # the right one stands at both places
    await ask_to_lift(hold, "Over", by=lina.actor, now=NOON)
    await lift(hold, agree=True, by=noor.actor, now=NOON)
    await retain(now=after(hours=1))
    assert await set_aside() == {}


async def test_a_person_s_own_name_is_kept_by_a_hold_on_them_or_on_one_of_their_tickets():
    async with acting(SYSTEM):  # without a ticket
        tessa = await find_or_make_requester("tessa@customer.test", "Tessa Quill", locale="en", now=NOON)
    await a_ticket(email=OTHER, name="Rami Holt")
    ticket = await id_of(await a_ticket(email="maya@customer.test", name="Maya Reed"))
    rami, maya = await a_person(OTHER), await a_person("maya@customer.test")
    await a_hold(person=tessa)
    await a_hold(person=rami, until_day=date(2025, 1, 1))  # before anything of theirs
    await a_hold(tickets=(ticket,))
    for person in (tessa, rami, maya):
        await correct_name(SignedInRequester(person, "en", NOON), "Somebody Else", now=NOON)
    assert await set_aside() == {(tessa, "field:name"): "Tessa Quill", (maya, "field:name"): "Maya Reed"}


async def test_old_diagnostics_go_and_those_on_hold_are_set_aside(agent):
    held, other = await a_ticket(diagnostics="Browser 7"), await a_ticket(email=OTHER, diagnostics="Browser 8")
    row = await id_of(held)
    await a_hold(tickets=(row,))
    await forget_old_diagnostics(now=NOON + LIFE + timedelta(minutes=1))
    assert len(await gone([row, await id_of(other)])) == 2
    assert await set_aside() == {(row, "field:diagnostics"): "Browser 7"}


async def test_what_is_erased_is_set_aside_by_no_hold(agent):
    """An erasure asks for holds before; a restore does again what was done when no hold was there."""
    whole, details = await a_ticket(), await a_ticket(subject="Details only")
    ids = [await id_of(one) for one in (whole, details)]
    _, officer, _ = await a_hold(person=await a_person())
    await rectify(await a_person(), wrong=PHONE, right=RIGHT, by=officer.id, now=NOON)
    assert {owner for owner, _ in await set_aside()} == {*ids}
    async with acting(SYSTEM):
        await destroy_key(ids[0])
        await forget_details(ids[1], until=after(hours=1), now=after(hours=1))
    assert await set_aside() == {}
    values = await Outbound.raw(
        "SELECT count(ciphertext) AS n FROM sealed_value WHERE owner = {} AND number > 0", ids[1]
    )
    assert values[0]["n"] == 0


async def test_nobody_but_the_system_knows_what_is_set_aside_and_nobody_reads_or_destroys_it(agent, manager):
    ticket = await an_assigned_ticket(agent)
    row = await id_of(ticket)
    _, officer, _ = await a_hold(tickets=(row,), is_silent=True)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    value = (await Outbound.raw("SELECT id FROM held_value"))[0]["id"]
    holder = Actor("requester", link=token_hash(ticket.token))
    people = (agent.actor, officer.actor, manager.actor, holder, Actor("requester", id=await a_person()), NOBODY)
    opening = "SELECT disclose_value(gen_random_uuid(), {}, {}, '', {}, NULL, now(), NULL) AS ciphertext"
    for actor in people:
        async with acting(actor):
            assert (actor.kind, await Outbound.raw("SELECT id FROM held_value")) == (actor.kind, [])
        for statement, values in (
            ("SELECT ciphertext FROM held_value", ()),
            ("DELETE FROM held_value", ()),
            ("SELECT forget_set_aside()", ()),
            (opening, (value, row, "lawful")),
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with acting(actor):
                    await Outbound.raw(statement, *values)
    async with acting(SYSTEM):
        assert await Outbound.raw("SELECT id FROM held_value") == [{"id": value}]
    assert await set_aside() == {(row, "password 1"): SECRET}
