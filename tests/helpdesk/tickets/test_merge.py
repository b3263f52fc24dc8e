"""Merging: one place for agents, each requester sees only their own, and what was opened is in the right ledger."""

import asyncio

import msgspec
import pytest

from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import (
    Invalid,
    MergeSettled,
    NotFound,
    TicketClosed,
    TicketNotFound,
    TicketTaken,
    ValueGone,
)
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.disclosure.ledger import ledger
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import Processor
from helpdesk.privacy.vault.keys import key_of
from helpdesk.tickets import access, doors, mergers, write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.merge import merge_ticket, separate_ticket
from helpdesk.tickets.reveal import end_reveal, reveal
from helpdesk.tickets.tables import Merger, Reason
from helpdesk.tickets.threads import close_reason, thread
from notifications.tables import Outbound
from surveys.tables import Invitation
from tests.builders import NOON, a_member, a_ticket, after, an_assigned_ticket, promised

OTHER = {"email": "rami@customer.test", "fields": {"domain": "rami.test"}, "body": "Call me: +44 20 7946 0111"}


async def two(agent, **changes):
    """A ticket of the agent's and another person's about the same, not taken yet."""
    return await an_assigned_ticket(agent), await a_ticket(now=after(minutes=1), **{**OTHER, **changes})


async def row_of(ticket):
    return await doors.ticket_of_link(ticket.token)


async def seen_by(member, ticket, *, now=NOON):
    async with access.seen_by(member):
        found = await shown_to(member.id, about=(await row_of(ticket)).id, now=now)
    return {name: shown.value for name, shown in found.items()}


async def opened(ticket):
    return [(entry.name, entry.staff) for entry in await ledger(await key_of((await row_of(ticket)).id)) if entry.team]


async def acts(ticket):
    about = (await row_of(ticket)).id
    return (
        await AuditEntry.select(AuditEntry.act)
        .where(AuditEntry.about == about)
        .order_by(AuditEntry.id)
        .output(as_list=True)
    )


async def test_a_merged_ticket_is_closed_as_a_duplicate_and_goes_on_in_the_other(agent):
    kept, merged = await two(agent)
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=after(minutes=2))
    row = await row_of(merged)
    merger = await mergers.merger_of(row)

    assert (row.status, await close_reason(row), row.assignee) == ("closed", "duplicate", agent.id)
    assert merger == mergers.MergerRow(row.id, (await row_of(kept)).id, "", after(minutes=2), None)
    assert [found.reference for found in await mergers.merged_into(await row_of(kept))] == [merged.reference]
    assert (await row_of(kept)).active_at == after(minutes=2)
    assert await promised() == ["ticket_received", "ticket_received"]  # neither a mail nor a survey
    assert await Invitation.count() == 0
    assert await acts(merged) == ["ticket.opened", "ticket.assigned", "ticket.merged"]
    assert (await acts(kept))[-1] == "ticket.took_in"


async def test_processors_are_told_that_a_merged_ticket_closed(agent):
    kept, merged = await two(agent)
    partner = Processor(
        name={"en": "Partner", "ar": "شريك"},
        purpose={"en": "Counts", "ar": "يعد"},
        fields=["reference"],
        events=["ticket.closed"],
        url="https://partner.test/hook",
    )
    policy.use(msgspec.structs.replace(policy.in_use(), processors={"partner": partner}))
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON)
    calls = await Outbound.select(Outbound.kind, Outbound.about).where(Outbound.route == "webhook:partner")
    assert calls == [{"kind": "webhook/ticket.closed", "about": (await row_of(merged)).id}]


async def test_what_the_merged_case_needs_is_disclosed_and_stands_in_its_own_ledger(agent, colleague):
    kept, merged = await two(agent)
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON)

    assert await seen_by(agent, merged) == {"field:email": "rami@customer.test", "field:domain": "rami.test"}
    assert await seen_by(agent, kept) == {"field:email": "tessa@customer.test", "field:domain": "visitor.test"}
    shown = await reveal(merged.reference, "phone 1", purpose="contact", agent=agent, now=NOON)
    same_name = await reveal(kept.reference, "phone 1", purpose="contact", agent=agent, now=NOON)
    assert (shown.value, same_name.value) == ("+44 20 7946 0111", "+44 20 7946 0958")
    assert [name for name, _ in await opened(merged)] == ["field:email", "field:domain", "phone 1"]
    assert [name for name, _ in await opened(kept)] == ["field:email", "field:domain", "phone 1"]
    with pytest.raises(TicketTaken):
        await reveal(merged.reference, "phone 1", purpose="contact", agent=colleague, now=NOON)
    await end_reveal(merged.reference, shown.disclosure, agent=agent, now=NOON)
    assert "phone 1" not in await seen_by(agent, merged)


async def test_a_ticket_takes_what_was_merged_into_it_along(agent, colleague):
    kept, merged = await two(agent)
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON)
    await reveal(merged.reference, "phone 1", purpose="contact", agent=agent, now=NOON)
    await assign_ticket(kept.reference, to=colleague.id, by=agent, now=NOON)

    assert await seen_by(agent, merged) == await seen_by(agent, kept) == {}
    assert set(await seen_by(colleague, merged)) == {"field:email", "field:domain"}
    await assign_ticket(kept.reference, to=None, by=colleague, now=NOON)
    assert await seen_by(colleague, merged) == {}
    assert (await row_of(merged)).assignee is None


async def test_closing_ends_what_was_merged_burns_its_secrets_and_tells_the_other_requester(agent):
    kept, merged = await two(agent, body="My password is Sesame#44, phone +44 20 7946 0111")
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON)
    assert (await reveal(merged.reference, "password 1", purpose="work", agent=agent, now=NOON)).value == "Sesame#44"
    await close_ticket(kept.reference, Reason.SOLVED, agent=agent, now=after(minutes=5))

    assert await seen_by(agent, merged) == {}
    with pytest.raises(TicketClosed):
        await reveal(merged.reference, "phone 1", purpose="contact", agent=agent, now=after(minutes=6))
    closed = ["ticket_closed", "ticket_closed", "ticket_received", "ticket_received"]
    assert sorted(await promised()) == ["survey_invitation", "survey_reminder", *closed]
    assert await Invitation.count() == 1
    with pytest.raises(TicketClosed):
        await write.post_answer(merged.token, write.Entry("more"), now=after(minutes=6))

    await reopen_ticket(kept.reference, agent=agent, now=after(minutes=7))
    assert set(await seen_by(agent, merged)) == {"field:email", "field:domain"}
    with pytest.raises(ValueGone):
        await reveal(merged.reference, "password 1", purpose="work", agent=agent, now=after(minutes=8))
    assert sorted(await promised()) == ["ticket_received", "ticket_received"]


async def test_the_same_requester_is_told_once(agent):
    kept, merged = await two(agent, email="tessa@customer.test")
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON)
    assert (await mergers.merger_of(await row_of(merged))).told == kept.reference
    await close_ticket(kept.reference, Reason.SOLVED, agent=agent, now=after(minutes=5))

    assert (await promised()).count("ticket_closed") == 1


async def test_each_requester_sees_and_hears_only_their_own(agent):
    kept, merged = await two(agent)
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON)
    await write.post_reply(kept.reference, write.Entry("Solved for you"), agent=agent, now=after(minutes=2))
    await write.post_answer(merged.token, write.Entry("Still broken here"), now=after(minutes=3))
    texts = {}
    for ticket in (kept, merged):
        async with doors.seen_through(ticket.token):
            row = await doors.ticket_of_link(ticket.token)
            texts[ticket.reference] = [entry.text for entry in await thread(row, with_notes=False)]
            # the database itself shows neither the other ticket nor, from the other's side, that there is a merger
            assert await mergers.merged_into(row) == []
            assert (await mergers.merger_of(row) is not None) == (ticket is merged)

    assert texts[kept.reference][1:] == ["Solved for you"]
    assert texts[merged.reference][1:] == ["Still broken here"]
    assert (await promised()).count("ticket_reply") == 1
    assert (await row_of(kept)).active_at == after(minutes=3)  # agents see that something happened


async def test_taking_a_merger_back_leaves_both_as_they_were(agent):
    kept, merged = await two(agent, body="My password is Sesame#44")
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON)
    await separate_ticket(merged.reference, agent=agent, now=after(minutes=1))
    row = await row_of(merged)

    assert (row.status, row.assignee, await Merger.count()) == ("open", agent.id, 0)
    assert set(await seen_by(agent, merged)) == {"field:email", "field:domain"}
    assert (await reveal(merged.reference, "password 1", purpose="work", agent=agent, now=NOON)).value == "Sesame#44"
    assert await acts(merged) == [
        "ticket.opened", "ticket.assigned", "ticket.merged", "ticket.separated", "ticket.reopened", "detail.disclosed",
    ]  # fmt: skip
    with pytest.raises(NotFound):
        await separate_ticket(merged.reference, agent=agent, now=NOON)


async def test_after_a_reply_a_merger_is_not_taken_back_but_the_ticket_can_be_reopened(agent, colleague):
    kept, merged = await two(agent)
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=after(minutes=2))
    with pytest.raises(MergeSettled):
        await separate_ticket(merged.reference, agent=colleague, now=after(minutes=2))
    await write.post_reply(kept.reference, write.Entry("Done"), agent=agent, now=after(minutes=3))
    with pytest.raises(MergeSettled):
        await separate_ticket(merged.reference, agent=agent, now=after(minutes=4))

    await reopen_ticket(merged.reference, agent=colleague, now=after(minutes=5))
    assert (await Merger.count(), (await row_of(merged)).status) == (0, "open")
    running = [
        entry for entry in await ledger(await key_of((await row_of(merged)).id)) if entry.team and not entry.ended_at
    ]
    assert sorted(entry.name for entry in running) == ["field:domain", "field:email"]  # each once


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ("itself", "error-merge-itself"),
        ("nothing", "error-merge-unknown"),
        ("not taken", "error-merge-not-yours"),
        ("a colleague's", "error-merge-not-yours"),
        ("closed", "error-merge-closed"),
    ],
)
async def test_what_cannot_be_merged_into_is_said_at_its_field(agent, colleague, wrong, code):
    ticket = await an_assigned_ticket(agent)
    closed = await an_assigned_ticket(agent)
    await close_ticket(closed.reference, Reason.SOLVED, agent=agent, now=NOON)
    into = {
        "itself": ticket,
        "not taken": await a_ticket(),
        "a colleague's": await an_assigned_ticket(colleague),
        "closed": closed,
    }
    reference = into[wrong].reference if wrong in into else "SR-AAAA-AAAA"
    with pytest.raises(Invalid) as refused:
        await merge_ticket(ticket.reference, into=reference, agent=agent, now=NOON)

    assert refused.value.fields == {"into": code}
    assert await Merger.count() == 0


async def test_what_cannot_be_merged_is_refused(agent, colleague):
    kept, merged = await two(agent)
    third = await a_ticket()
    taken = await an_assigned_ticket(colleague)
    officer = await a_member("lina@desk.test", name="Lina", role=Role.OFFICER)
    with pytest.raises(TicketTaken):
        await merge_ticket(taken.reference, into=kept.reference, agent=agent, now=NOON)
    for reference, who in (("SR-AAAA-AAAA", agent), (merged.reference, officer)):
        with pytest.raises((TicketNotFound, Invalid)):
            await merge_ticket(reference, into=kept.reference, agent=who, now=NOON)
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON)
    with pytest.raises(TicketClosed):
        await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON)
    await assign_ticket(third.reference, to=agent.id, by=agent, now=NOON)
    with pytest.raises(Invalid) as refused:
        await merge_ticket(kept.reference, into=third.reference, agent=agent, now=NOON)
    assert refused.value.fields == {"into": "error-merge-has-others"}
    with pytest.raises(TicketClosed):
        await write.post_reply(merged.reference, write.Entry("x"), agent=agent, now=NOON)
    assert await Merger.count() == 1


async def test_of_two_mergers_across_at_once_one_is_made(agent):
    for _ in range(5):
        one, other = await an_assigned_ticket(agent), await an_assigned_ticket(agent)
        results = await asyncio.gather(
            merge_ticket(one.reference, into=other.reference, agent=agent, now=NOON),
            merge_ticket(other.reference, into=one.reference, agent=agent, now=NOON),
            return_exceptions=True,
        )
        assert sorted(type(result).__name__ for result in results) == ["Invalid", "NoneType"]
        assert sorted([(await row_of(one)).status, (await row_of(other)).status]) == ["closed", "open"]
        assert (
            len(await mergers.merged_into(await row_of(one))) + len(await mergers.merged_into(await row_of(other))) == 1
        )


async def test_mergers_answers_and_assignments_at_once_leave_one_story(agent, colleague):
    """Whatever comes first: nobody but the assignee sees anything, and nothing hangs or dies of a deadlock."""
    for _ in range(6):
        kept, merged = await two(agent)
        await asyncio.gather(
            merge_ticket(merged.reference, into=kept.reference, agent=agent, now=NOON),
            write.post_answer(merged.token, write.Entry("hello"), now=NOON),
            write.post_answer(kept.token, write.Entry("hello"), now=NOON),
            return_exceptions=True,
        )
        results = await asyncio.gather(
            assign_ticket(kept.reference, to=colleague.id, taken_from=agent.id, by=colleague, now=NOON),
            separate_ticket(merged.reference, agent=agent, now=NOON),
            write.post_answer(merged.token, write.Entry("again"), now=NOON),
            close_ticket(kept.reference, Reason.SOLVED, agent=agent, now=NOON),
            reopen_ticket(merged.reference, agent=agent, now=NOON),
            return_exceptions=True,
        )
        assert {type(result).__module__ for result in results if isinstance(result, Exception)} <= {"helpdesk.errors"}
        for ticket in (kept, merged):
            row = await row_of(ticket)
            for member in (agent, colleague):
                if member.id != row.assignee:
                    assert await seen_by(member, ticket) == {}
