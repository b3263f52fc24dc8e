"""Erasing hidden details only: the values are gone for everybody and for good, every text is read as before."""

from uuid import uuid4

import pytest

from helpdesk.errors import NotYetPossible, Refused, TicketNotFound, ValueGone
from helpdesk.privacy import holds
from helpdesk.privacy.erasure.journal import details_erased_of, erased_of
from helpdesk.privacy.erasure.receipts import are_details_proven, find_receipt, is_proven
from helpdesk.privacy.subject_requests.package import progress_of
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import doors, rights
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.drafts import Writing, save_draft
from helpdesk.tickets.erase_again import erase_again
from helpdesk.tickets.erase_details import erase_details
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.threads import thread
from helpdesk.tickets.write import Entry, answer
from notifications.tables import Outbound
from piccolo_conf import OWNER, SYSTEM, Actor, acting
from tests.builders import NOON, a_ticket, after, an_assigned_ticket
from tests.rights import a_wish, make_copies, the_request

OFFICER, SECOND = Actor("officer", id=uuid4()), Actor("officer", id=uuid4())
PLACES = {
    "values": "SELECT count(*) AS n FROM sealed_value WHERE owner = {} AND ciphertext IS NOT NULL",
    "open to somebody": "SELECT count(*) AS n FROM disclosure WHERE about = {} AND name <> 'field:email'"
    " AND ended_at IS NULL AND purpose NOT IN ('delivery', 'recognition')",
    "found by them": "SELECT count(*) AS n FROM ticket_lookup WHERE ticket = {}",
    "half written": "SELECT count(*) AS n FROM reply_draft WHERE ticket = {}",
}


async def row_of(ticket):
    return await doors.ticket_of_link(ticket.token)


async def left_of(row) -> dict[str, int]:
    return {name: (await Outbound.raw(sql, row.id))[0]["n"] for name, sql in PLACES.items()}


async def words_of(row) -> list[str]:
    async with acting(SYSTEM):
        return [message.text for message in await thread(row, with_notes=True)]


async def two_requests(agent):
    """A closed and an open ticket of one person, a detail of the open one in front of its agent; and somebody else's."""
    closed = await an_assigned_ticket(agent, subject="First words")
    await close_ticket(closed.reference, Reason.SOLVED, agent=agent, now=after(minutes=1))
    opened = await an_assigned_ticket(agent, subject="Second words", now=after(minutes=2))
    await reveal(opened.reference, "phone 1", agent=agent, purpose="contact", now=after(minutes=3))
    await save_draft(opened.reference, Writing("note", "call +44 20 7946 0958"), agent=agent, now=after(minutes=3))
    other = await an_assigned_ticket(agent, email="other@customer.test", now=after(minutes=4))
    return [await row_of(ticket) for ticket in (closed, opened, other)]


async def test_values_go_texts_stay_and_nothing_of_anybody_else(agent):
    closed, opened, other = await two_requests(agent)
    texts, untouched = await words_of(opened), await left_of(other)
    before = await left_of(opened)
    assert 0 not in before.values()  # the probe sees in every place

    receipt = await erase_details(opened.requester, only=None, actor=OFFICER, now=after(minutes=5))

    assert (receipt.tickets, receipt.messages, receipt.waiting) == (0, 0, 0)
    assert receipt.details == before["values"] + 2  # of the closed one phone and domain, its password is burned
    assert [await left_of(row) for row in (closed, opened)] == [dict.fromkeys(PLACES, 0)] * 2
    assert await words_of(opened) == texts
    assert "⟦phone 1⟧" in texts[0]
    assert await left_of(other) == untouched
    async with acting(SYSTEM):
        person = [face for face in await faces([opened.requester]) if not face.is_gone]
        assert [face.name for face in person] == ["field:email"]  # answers still go there
        assert {face.is_gone for face in await faces([opened.id, closed.id])} == {True}
    with pytest.raises(ValueGone):
        await reveal(opened.reference, "phone 1", agent=agent, purpose="contact", now=after(minutes=6))


async def test_a_new_detail_gets_a_number_of_its_own_after_it(agent):
    ticket = await an_assigned_ticket(agent, body="Call +44 20 7946 0958 or +44 20 7946 0111.")
    row = await row_of(ticket)
    await erase_details(row.requester, only=None, actor=SYSTEM, now=after(minutes=5))
    await answer(doors.by_link(ticket.token), Entry("Better +44 20 7946 0222"), now=after(minutes=6))

    assert (await words_of(row))[-1] == "Better ⟦phone 3⟧"
    async with acting(SYSTEM):
        living = [face.name for face in await faces([row.id]) if not face.is_gone]
    assert living == ["phone 3"]
    second = await erase_details(row.requester, only=row.id, actor=SYSTEM, now=after(minutes=7))
    assert (second.details, await left_of(row)) == (1, dict.fromkeys(PLACES, 0))


async def test_the_receipt_proves_it_and_a_restored_backup_loses_them_again(agent):
    ticket, other = await an_assigned_ticket(agent), await an_assigned_ticket(agent, email="other@customer.test")
    row, theirs = await row_of(ticket), await row_of(other)
    async with acting(OWNER):
        backup = await Outbound.raw("SELECT id, digest, ciphertext FROM sealed_value WHERE ciphertext IS NOT NULL")
    receipt = await erase_details(row.requester, only=None, actor=OFFICER, now=after(minutes=5))
    await answer(doors.by_link(ticket.token), Entry("Now +44 20 7946 0222"), now=after(minutes=6))
    untouched = await left_of(theirs)

    async with acting(OFFICER):
        assert await find_receipt(receipt.number) == receipt
    async with acting(SYSTEM):
        assert (await are_details_proven(receipt.number, row.id), await is_proven(receipt.number, row.id)) == (
            True,
            False,
        )
        assert await are_details_proven(receipt.number, theirs.id) is False
        assert (await erased_of([row.id]), await details_erased_of([row.id, theirs.id])) == (
            set(),
            {row.id: after(minutes=5)},
        )
    async with acting(OWNER):  # as the old content has it
        await Outbound.raw("ALTER TABLE sealed_value DISABLE TRIGGER only_destroyed")
        for old in backup:
            await Outbound.raw(
                "UPDATE sealed_value SET ciphertext = {}, digest = {}, destroyed_at = NULL WHERE id = {}",
                old["ciphertext"], old["digest"], old["id"],
            )  # fmt: skip
        await Outbound.raw("ALTER TABLE sealed_value ENABLE TRIGGER only_destroyed")
    assert (await left_of(row))["values"] > 1  # the probe: they are back
    assert await erase_again(now=after(minutes=9)) == 1
    async with acting(SYSTEM):
        living = [face.name for face in await faces([row.id]) if not face.is_gone]
    assert living == ["phone 2"]  # what they wrote afterwards was never erased
    assert await left_of(theirs) == untouched
    assert await erase_again(now=after(minutes=10)) == 0


async def test_only_one_request_and_who_may_not(agent):
    closed, opened, other = await two_requests(agent)
    for actor in (Actor("requester", id=other.requester), agent.actor, Actor("")):
        with pytest.raises(Refused):
            await erase_details(opened.requester, only=None, actor=actor, now=after(minutes=5))
    with pytest.raises(TicketNotFound):
        await erase_details(opened.requester, only=other.id, actor=OFFICER, now=after(minutes=5))
    me = Actor("requester", id=opened.requester)
    untouched = await left_of(closed)
    receipt = await erase_details(opened.requester, only=opened.id, actor=me, now=after(minutes=5))
    assert (receipt.waiting, await left_of(closed)) == (0, untouched)
    with pytest.raises(NotYetPossible):
        await erase_details(opened.requester, only=opened.id, actor=me, now=after(minutes=6))


async def test_what_is_on_hold_keeps_its_details(agent):
    closed, opened, _ = await two_requests(agent)
    scope = holds.Scope(tickets=(closed.id,))
    hold = await holds.place(scope, "Court", review_on=after(days=9).date(), by=OFFICER, now=NOON)
    await holds.decide(hold, agree=True, by=SECOND, now=NOON)
    kept = await left_of(closed)

    receipt = await erase_details(opened.requester, only=None, actor=OFFICER, now=after(minutes=5))

    assert (receipt.waiting, await left_of(closed), (await left_of(opened))["values"]) == (1, kept, 0)
    with pytest.raises(NotYetPossible):
        await erase_details(opened.requester, only=None, actor=OFFICER, now=after(minutes=6))


async def test_a_request_for_it_is_answered_with_the_receipt_and_takes_copies_along(agent):
    ticket = await a_ticket()
    row = await row_of(ticket)
    copy = await a_wish(Kind.ACCESS)
    await make_copies()
    whole = await a_wish(Kind.ERASURE)
    asked = await a_wish(Kind.ERASURE, extent="details")
    assert (asked.is_new, (await a_wish(Kind.ERASURE, extent="details")).number) == (True, asked.number)
    me = Actor("requester", id=row.requester)

    receipt = await rights.erase_asked(await the_request(asked.number), by=me, now=after(minutes=1))

    settled = await the_request(asked.number)
    assert (settled.state, settled.receipt, settled.extent) == ("answered", receipt.number, "details")
    assert (await the_request(whole.number)).state == "received"  # what was asked besides still stands
    async with acting(SYSTEM):
        progress = await progress_of(copy.id)
    assert progress is not None
    assert progress.state == "expired"
    mails = await Outbound.select(Outbound.kind).where(Outbound.about == asked.id, Outbound.settled_at.is_null())
    assert [row["kind"] for row in mails] == ["subject_request_answered"]


async def test_one_request_is_erased_whole_and_the_others_stay(agent):
    first, second = await a_ticket(subject="First words"), await a_ticket(subject="Second words", now=after(minutes=1))
    row, other = await row_of(first), await row_of(second)
    asked = await a_wish(Kind.ERASURE, reference=first.reference)
    me = Actor("requester", id=row.requester)
    plan = await rights.plan_of_request(await the_request(asked.number), now=after(minutes=2))
    receipt = await rights.erase_asked(await the_request(asked.number), by=me, now=after(minutes=2))

    assert ([ticket.reference for ticket in plan.goes], plan.details) == ([first.reference], 0)
    assert (receipt.tickets, (await the_request(asked.number)).receipt) == (1, receipt.number)
    assert (await row_of(second)).id == other.id
    assert len(await words_of(other)) == 1
