"""Erasure: a plan that says what goes, and then it is gone, for this person and for nobody else."""

import hashlib
from uuid import UUID, uuid4

import asyncpg
import msgspec
import pytest

from helpdesk.errors import Refused, TicketErased, TicketHeld, ValueGone
from helpdesk.people.requester_sessions import new_link, sign_in
from helpdesk.privacy import holds
from helpdesk.privacy.erasure.journal import erased_of
from helpdesk.privacy.erasure.receipts import find_receipt, is_proven
from helpdesk.privacy.erasure.tables import ErasureJournal, ErasurePending
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.keys import key_of
from helpdesk.tickets import doors, mergers
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.drafts import Writing, save_draft
from helpdesk.tickets.erase import complete_pending, erase_requester, erase_ticket, plan_erasure
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import NEVER, Reason, Ticket
from helpdesk.tickets.threads import thread
from helpdesk.tickets.wake import wake_tickets
from helpdesk.tickets.write import Entry, post_reply
from notifications.tables import Outbound
from piccolo_conf import SYSTEM, Actor, acting
from tests.builders import NOON, a_ticket, after, an_assigned_ticket, subject_and_first_message

OFFICER, SECOND = Actor("officer", id=UUID(int=7)), Actor("officer", id=UUID(int=8))


async def row_of(ticket):
    return await doors.ticket_of_link(ticket.token)


async def a_life(agent):
    """A requester with a closed ticket that has a survey, and an open one; and somebody else's ticket."""
    closed = await an_assigned_ticket(agent, subject="First words")
    await post_reply(closed.reference, Entry("A reply"), agent=agent, now=after(minutes=1))
    await close_ticket(closed.reference, Reason.SOLVED, agent=agent, now=after(minutes=2))
    opened = await an_assigned_ticket(agent, subject="Second words", now=after(minutes=3))
    other = await an_assigned_ticket(agent, email="other@customer.test", subject="Not theirs", now=after(minutes=4))
    return closed, opened, other, (await row_of(closed)).requester


LEFT = {
    "keys": "SELECT count(*) AS n FROM owner_key WHERE owner = ANY({})",
    "subjects": "SELECT count(*) AS n FROM ticket WHERE id = ANY({}) AND (subject <> '' OR link <> '')",
    "words": "SELECT count(*) AS n FROM ticket_message WHERE ticket = ANY({}) AND body <> ''",
    "details": "SELECT count(*) AS n FROM sealed_value WHERE owner = ANY({}) AND (ciphertext IS NOT NULL OR digest <> '')",
    "search": "SELECT count(*) AS n FROM ticket_lexeme WHERE ticket = ANY({})",
    "domains": "SELECT count(*) AS n FROM ticket_lookup WHERE ticket = ANY({})",
    "reasons": "SELECT count(*) AS n FROM disclosure WHERE about = ANY({}) AND (reason IS NOT NULL OR ended_at IS NULL)"
    " AND purpose NOT IN ('delivery', 'recognition')",
    "people": "SELECT count(*) AS n FROM requester WHERE id = ANY({}) AND email_hash IS NOT NULL",
    "sessions": "SELECT (SELECT count(*) FROM requester_session WHERE requester = ANY({0}))"
    " + (SELECT count(*) FROM sign_in_link WHERE requester = ANY({0})) AS n",
    "drafts": "SELECT count(*) AS n FROM reply_draft WHERE ticket = ANY({})",
    "invitations": "SELECT count(*) AS n FROM survey_invitation WHERE recipient = ANY({})",
    "mails": "SELECT count(*) AS n FROM outbound WHERE settled_at IS NULL AND (about = ANY({0}) OR recipient = ANY({0}))",
}


async def link_of(requester: UUID) -> str:
    """The token of a link that signs them in."""
    async with acting(SYSTEM):
        return await new_link(uuid4(), requester, now=after(minutes=5))


async def left_of(owners: list[UUID]) -> dict[str, int]:
    """How much of some owners there is in each place."""
    return {
        name: (await Outbound.raw(sql.replace("{0}", "{}"), *[owners] * max(1, sql.count("{"))))[0]["n"]
        for name, sql in LEFT.items()
    }


async def test_what_the_plan_says_goes_and_nothing_of_anybody_else(agent):
    closed, opened, other, requester = await a_life(agent)
    await reveal(opened.reference, "phone 1", agent=agent, purpose="contact", reason="to call", now=after(minutes=5))
    await save_draft(opened.reference, Writing("note", "half a sentence"), agent=agent, now=after(minutes=5))
    await sign_in(await link_of(requester), now=after(minutes=5))
    assert await link_of(requester)
    theirs, others = [*(t.id for t in (await row_of(closed), await row_of(opened))), requester], await row_of(other)
    before, untouched = await left_of(theirs), await left_of([others.id, others.requester])
    assert {name for name, count in before.items() if not count} == set()  # the probe sees in every place

    plan = await plan_erasure(requester, now=after(minutes=6))
    receipt = await erase_requester(requester, actor=OFFICER, now=after(minutes=6))

    assert [(t.reference, t.is_open, t.messages, t.invitations) for t in plan.goes] == [
        (closed.reference, False, 2, 1),
        (opened.reference, True, 1, 0),
    ]
    assert (plan.waits, plan.total("messages"), plan.details) == ([], 3, 1)
    assert (receipt.tickets, receipt.messages, receipt.details) == (2, 3, plan.total("details"))
    assert (receipt.invitations, receipt.mails, receipt.waiting) == (1, plan.total("mails"), 0)
    assert await left_of(theirs) == dict.fromkeys(LEFT, 0)
    assert await left_of([others.id, others.requester]) == untouched
    assert (await subject_and_first_message(other))[0] == "Not theirs"
    for owner in theirs:
        async with acting(SYSTEM):
            with pytest.raises(ValueGone):
                await key_of(owner)
    states = await Ticket.select(Ticket.status).where(Ticket.requester == requester)
    assert [row["status"] for row in states] == ["closed", "closed"]


async def test_the_receipt_proves_it_to_who_brings_number_and_ticket_and_names_nobody(agent):
    closed, _, other, requester = await a_life(agent)
    theirs, others = (await row_of(closed)).id, (await row_of(other)).id
    receipt = await erase_requester(requester, actor=OFFICER, now=after(minutes=6))

    async with acting(OFFICER):
        assert await find_receipt(receipt.number.lower()) == receipt
    async with acting(agent.actor):
        assert await find_receipt(receipt.number) is None
    async with acting(SYSTEM):
        assert (await is_proven(receipt.number, theirs), await is_proven(receipt.number, others)) == (True, False)
        assert await erased_of([theirs, requester, others]) == {theirs, requester}
    kept = await Outbound.raw("SELECT j::text AS j, r::text AS r FROM erasure_journal j, erasure_receipt r")
    written = "".join(row["j"] + row["r"] for row in kept)
    named = [owner.hex for owner in (requester, theirs) if owner.hex in written.replace("-", "")]
    assert (len(kept), named) == (3, [])
    acts = await Outbound.raw(
        "SELECT act, count(*) AS n FROM audit_entry WHERE act LIKE '%.erased' GROUP BY 1 ORDER BY 1"
    )
    assert [(row["act"], row["n"]) for row in acts] == [("requester.erased", 1), ("ticket.erased", 2)]


async def test_who_may_not_is_refused_and_nothing_goes(agent):
    closed, _, _, requester = await a_life(agent)
    for actor in (Actor("requester", id=uuid4()), Actor("requester"), agent.actor, Actor("")):
        with pytest.raises(Refused):
            await erase_requester(requester, actor=actor, now=NOON)
        with pytest.raises(Refused):
            await erase_ticket((await row_of(closed)).id, actor=actor, now=NOON)
    assert (await subject_and_first_message(closed))[0] == "First words"
    assert await ErasureJournal.count() == 0
    await erase_requester(requester, actor=Actor("requester", id=requester), now=NOON)
    with pytest.raises(TicketErased):
        await erase_requester(requester, actor=OFFICER, now=NOON)


async def test_one_ticket_goes_and_its_requester_stays_for_the_other(agent):
    closed, opened, _, requester = await a_life(agent)
    going = (await row_of(closed)).id

    receipt = await erase_ticket(going, actor=OFFICER, now=after(minutes=6))

    assert (receipt.tickets, receipt.messages, receipt.invitations) == (1, 2, 1)
    assert await left_of([going]) == dict.fromkeys(LEFT, 0)
    assert (await subject_and_first_message(opened))[0] == "Second words"
    assert await ErasurePending.count() == 0
    with pytest.raises(TicketErased):
        await erase_ticket(going, actor=OFFICER, now=after(minutes=6))
    assert (await left_of([requester]))["people"] == 1


async def test_a_new_request_after_an_erasure_is_a_new_person_s(agent):
    _, _, _, requester = await a_life(agent)
    await erase_requester(requester, actor=OFFICER, now=after(minutes=6))
    again = await row_of(await a_ticket())
    assert again.requester != requester
    assert (await left_of([again.requester]))["people"] == 1


async def figures() -> str:
    """A hash over everything that is counted: survey results, tickets by month, category, team and state of closing."""
    rows = [
        await Outbound.raw("SELECT * FROM survey_count ORDER BY id"),
        await Outbound.raw("SELECT * FROM survey_answer ORDER BY id"),
        await Outbound.raw(
            "SELECT date_trunc('month', opened_at) AS month, category, team, locale, count(*) AS n FROM ticket"
            " GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"
        ),
        await Outbound.raw(
            "SELECT date_trunc('month', closed_at) AS month, reason, agent, count(*) AS n FROM ticket_closure"
            " GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
        ),
    ]
    return hashlib.sha256(repr(rows).encode()).hexdigest()


async def test_statistics_are_the_same_before_and_after(agent):
    _, _, _, requester = await a_life(agent)
    await Outbound.raw(
        "INSERT INTO survey_answer (id, value, week, category, team, agent, locale)"
        " VALUES (gen_random_uuid(), 4, '2026-03-02', 'technical', '', '', '')"
    )
    await Outbound.raw("INSERT INTO survey_count (id, week, value_4) VALUES (gen_random_uuid(), '2026-03-02', 5)")
    before = await figures()
    await erase_requester(requester, actor=OFFICER, now=after(minutes=6))
    assert await figures() == before
    await a_ticket()
    assert await figures() != before  # the probe sees a change


async def test_of_merged_tickets_each_requester_erases_only_theirs(agent):
    target = await an_assigned_ticket(agent, subject="The target")
    theirs = await a_ticket(email="other@customer.test", subject="The merged")
    await merge_ticket(theirs.reference, into=target.reference, agent=agent, now=after(minutes=1))
    merged = await row_of(theirs)

    await erase_requester(merged.requester, actor=OFFICER, now=after(minutes=2))

    assert (await subject_and_first_message(target))[0] == "The target"
    row = await row_of(target)
    assert (row.is_closed, row.is_erased, row.assignee) == (False, False, agent.id)
    assert await mergers.merged_to_read(row, viewer=agent) == []
    await close_ticket(target.reference, Reason.SOLVED, agent=agent, now=after(minutes=3))
    assert (await left_of([merged.id, merged.requester]))["mails"] == 0


async def test_what_was_merged_into_an_erased_ticket_goes_on_by_itself(agent):
    target = await an_assigned_ticket(agent, subject="The target")
    theirs = await a_ticket(email="other@customer.test", subject="The merged")
    await merge_ticket(theirs.reference, into=target.reference, agent=agent, now=after(minutes=1))

    await erase_requester((await row_of(target)).requester, actor=OFFICER, now=after(minutes=2))

    row = await row_of(theirs)
    assert (row.is_closed, row.assignee, await mergers.merger_of(row)) == (False, agent.id, None)
    assert (await subject_and_first_message(theirs))[0] == "The merged"
    await post_reply(theirs.reference, Entry("It goes on"), agent=agent, now=after(minutes=3))
    assert [message.text for message in await thread(row, with_notes=False)][-1] == "It goes on"


async def a_hold(scope: holds.Scope) -> UUID:
    """A hold in force: one officer asked, another confirmed."""
    review = after(days=90).date()
    hold = await holds.place(scope, "A court asked for it.", review_on=review, by=OFFICER, now=NOON)
    await holds.decide(hold, agree=True, by=SECOND, now=NOON)
    return hold


async def lift(hold: UUID) -> None:
    await holds.ask_to_lift(hold, "The court is done.", by=OFFICER, now=after(days=1))
    await holds.lift(hold, agree=True, by=SECOND, now=after(days=1))


async def test_what_a_hold_keeps_waits_and_goes_when_the_hold_is_lifted(agent):
    closed, opened, _, requester = await a_life(agent)
    going, kept = await row_of(closed), await row_of(opened)
    hold = await a_hold(holds.Scope(tickets=(kept.id,)))

    plan = await plan_erasure(requester, now=after(minutes=6))
    receipt = await erase_requester(requester, actor=OFFICER, now=after(minutes=6))

    assert [(ticket.ticket, ticket.kept_by, ticket.hold) for ticket in plan.waits] == [(kept.id, "hold", hold)]
    assert ([ticket.ticket for ticket in plan.goes], plan.details) == ([going.id], 0)
    assert (receipt.tickets, receipt.waiting) == (1, 1)
    assert await left_of([going.id]) == dict.fromkeys(LEFT, 0)
    assert (await subject_and_first_message(opened))[0] == "Second words"
    assert (await left_of([requester]))["people"] == 1  # with what waits
    with pytest.raises(TicketHeld):
        await erase_ticket(kept.id, actor=OFFICER, now=after(minutes=7))
    assert await complete_pending(now=after(minutes=8)) == 0  # the hold is still there
    later = await a_ticket(subject="Opened after the wish", now=after(hours=1))

    await lift(hold)

    assert await complete_pending(now=after(days=1)) == 1
    assert await left_of([kept.id]) == dict.fromkeys(LEFT, 0)
    assert (await subject_and_first_message(later))[0] == "Opened after the wish"
    assert (await left_of([requester]))["people"] == 1  # for the request that came later
    assert (await ErasurePending.count(), await complete_pending(now=after(days=2))) == (0, 0)


async def test_a_person_whose_last_held_ticket_goes_goes_with_it(agent):
    closed, opened, _, requester = await a_life(agent)
    owners = [(await row_of(closed)).id, (await row_of(opened)).id, requester]
    hold = await a_hold(holds.Scope(person=requester))
    first = await erase_requester(requester, actor=OFFICER, now=after(minutes=6))
    assert (first.tickets, first.details, first.waiting, await ErasurePending.count()) == (0, 0, 2, 1)
    assert (await subject_and_first_message(closed))[0] == "First words"

    await lift(hold)

    assert await complete_pending(now=after(days=1)) == 1
    assert await left_of(owners) == dict.fromkeys(LEFT, 0)
    assert await ErasurePending.count() == 0


async def test_a_category_that_a_law_keeps_waits_for_its_last_limit(agent):
    closed, _, _, requester = await a_life(agent)
    rules = policy.in_use()
    bound = msgspec.structs.replace(rules.categories["technical"], basis="legal-obligation")
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "technical": bound}))

    plan = await plan_erasure(requester, now=after(days=729))
    late = await plan_erasure(requester, now=after(days=731))

    limit = after(minutes=2, days=730)
    assert [(ticket.kept_by, ticket.until) for ticket in plan.waits] == [("law", limit), ("law", None)]
    assert [(ticket.reference, ticket.is_open) for ticket in late.goes] == [(closed.reference, False)]


@pytest.mark.parametrize("call", ["SELECT forget_ticket({}, now())", "SELECT forget_requester({}, now())"])
async def test_the_database_lets_only_the_system_erase(agent, call):
    made = await an_assigned_ticket(agent)
    ticket, own = await row_of(made), doors.link_holder(made.token)
    for actor in (agent.actor, OFFICER, Actor("admin", id=agent.id), own, Actor("requester", id=ticket.requester)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError, match="only the system"):
            async with acting(actor):
                await Outbound.raw(call, ticket.id)
    async with acting(SYSTEM):
        await Outbound.raw(call, ticket.id)


async def test_a_ticket_that_sleeps_is_closed_and_due_no_more(agent):
    ticket = await an_assigned_ticket(agent)
    await postpone_ticket(ticket.reference, until=after(days=3).date(), agent=agent, now=after(minutes=1))
    row = await row_of(ticket)

    await erase_requester(row.requester, actor=OFFICER, now=after(minutes=2))

    states = await Ticket.select(Ticket.status, Ticket.wake_at, Ticket.due_at, Ticket.closed_at)
    assert states == [{"status": "closed", "wake_at": None, "due_at": NEVER, "closed_at": after(minutes=2)}]
    assert await wake_tickets(now=after(days=4)) == 0
