"""Details that take two people: who asks, who may agree, what the consent opens, and what the database refuses."""

import asyncio
from uuid import UUID

import asyncpg
import pytest

from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion, Refused, SecondPersonNeeded, TicketTaken
from helpdesk.ids import new_id
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.ledger import ledger_of
from helpdesk.privacy.disclosure.tables import Disclosure, Request
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import access, doors, readers
from helpdesk.tickets.approve import ask_second_person, decide, waiting_for
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.live import Feed
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Reason
from piccolo_conf import acting
from tests.builders import NOON, a_bearer, a_member, after, an_agent, an_assigned_ticket

CARD = "The card is 4111 1111 1111 1111, phone +44 20 7946 0958."


@pytest.fixture
async def officer():
    return await a_member("lina@desk.test", name="Lina Omar", role=Role.OFFICER)


@pytest.fixture
async def ticket(agent):
    return await an_assigned_ticket(agent, body=CARD)


async def ask(ticket, agent, *, now=NOON, purpose="work", reason="refund") -> UUID:
    question = await ask_second_person(ticket.reference, "card 1", purpose=purpose, reason=reason, agent=agent, now=now)
    return question.id


async def open_card(ticket, agent, *, now=NOON, purpose="work"):
    return await reveal(ticket.reference, "card 1", purpose=purpose, agent=agent, now=now)


async def test_it_opens_once_after_a_colleague_agreed_and_for_that_purpose_only(agent, colleague, ticket):
    with pytest.raises(SecondPersonNeeded):
        await open_card(ticket, agent)
    question = await ask(ticket, agent)
    with pytest.raises(SecondPersonNeeded):
        await open_card(ticket, agent)
    waiting = await seen_as(colleague)
    assert [(one.ticket.reference, one.question.kind, one.question.reason) for one in waiting] == [
        (ticket.reference, "card", "refund")
    ]
    await decide(question, agree=True, by=colleague, now=after(minutes=5))
    with pytest.raises(SecondPersonNeeded):
        await open_card(ticket, agent, now=after(minutes=6), purpose="contact")
    shown = await open_card(ticket, agent, now=after(minutes=6))
    with pytest.raises(SecondPersonNeeded):
        await open_card(ticket, agent, now=after(minutes=25))

    assert (shown.value, shown.until) == ("4111 1111 1111 1111", after(minutes=21))
    row = await doors.ticket_of_link(ticket.token)
    entry = (await ledger_of(row.id))[-1]
    assert (entry.name, entry.reason, entry.agreed_by) == ("card 1", "refund", colleague.id)
    acts = await AuditEntry.select(AuditEntry.act).order_by(AuditEntry.id).output(as_list=True)
    wished = [act for act in acts if act != "disclosure.refused"]
    assert wished[-3:] == ["detail.asked", "detail.approved", "detail.disclosed"]
    assert len(acts) - len(wished) == 4  # each opening that nobody had agreed to


async def test_a_question_and_its_answer_are_told_to_pages_that_are_open(agent, colleague, ticket):
    name = f"ticket {(await doors.ticket_of_link(ticket.token)).id}"
    feed = Feed()
    async with feed.stream(agent.id) as stream:
        await asyncio.wait_for(feed._hears.wait(), 60)  # however slowly this machine connects
        question = await ask(ticket, agent)
        assert await stream.changes(seconds=60) == {name}
        await decide(question, agree=True, by=colleague, now=after(minutes=5))
        assert await stream.changes(seconds=60) == {name}


async def seen_as(member, *, now=NOON):
    async with access.seen_by(member):
        return await waiting_for(member, now=now)


async def test_nobody_agrees_to_their_own_question(agent, ticket):
    question = await ask(ticket, agent)
    assert await seen_as(agent) == []
    with pytest.raises(OwnQuestion):
        await decide(question, agree=True, by=agent, now=NOON)
    with pytest.raises(asyncpg.CheckViolationError):
        await Request.update(
            {Request.decision: "approved", Request.decided_by: agent.id, Request.decided_at: NOON}, force=True
        )


async def test_an_officer_may_agree_but_no_manager_admin_or_agent_who_may_not_read_it(agent, officer, manager):
    from tests.helpdesk.web.test_privacy import with_category

    await close_to_others(with_category)
    try:
        ticket = await an_assigned_ticket(agent, body=CARD)
        question = await ask(ticket, agent)
        outsider = await an_agent("omar@desk.test", name="Omar", team="billing")
        admin = await a_member("adam@desk.test", name="Adam", role=Role.ADMIN)
        assert await seen_as(outsider) == []
        with pytest.raises(NotFound):
            await decide(question, agree=True, by=outsider, now=NOON)
        for member in (manager, admin):
            with pytest.raises(Refused):
                await decide(question, agree=True, by=member, now=NOON)
        assert [one.ticket.reference for one in await seen_as(officer)] == [ticket.reference]
        await decide(question, agree=True, by=officer, now=NOON)
        assert (await open_card(ticket, agent)).value == "4111 1111 1111 1111"
    finally:
        await close_to_others(None)


async def close_to_others(with_category) -> None:
    from helpdesk.privacy.policy import policy
    from piccolo_conf import SYSTEM

    if with_category:
        with_category("technical", text_for="team")
    else:
        policy.use(policy.read_policy())
    async with acting(SYSTEM):
        await readers.keep_category_rules()


async def test_of_two_answers_at_once_one_counts(agent, colleague, officer, ticket):
    question = await ask(ticket, agent)
    results = await asyncio.gather(
        decide(question, agree=True, by=colleague, now=NOON),
        decide(question, agree=False, by=officer, now=NOON),
        return_exceptions=True,
    )

    assert sorted(type(result).__name__ for result in results) == ["DecidedAlready", "NoneType"]
    row = (await Request.select())[0]
    assert row["decision"] == ("approved" if results[0] is None else "declined")


async def test_of_two_openings_at_once_with_one_consent_one_succeeds(agent, colleague, ticket):
    await decide(await ask(ticket, agent), agree=True, by=colleague, now=NOON)
    row = await doors.ticket_of_link(ticket.token)
    card = next(face for face in await faces([row.id]) if face.name == "card 1")

    async def directly():
        async with acting(agent.actor):
            return (await Disclosure.raw(DIRECT, new_id(), card.id, row.id, "work", NOON, after(minutes=15)))[0]

    results = await asyncio.gather(*(directly() for _ in range(4)), return_exceptions=True)
    assert sum(isinstance(result, asyncpg.ObjectNotInPrerequisiteStateError) for result in results) == 3
    assert await Disclosure.count().where(Disclosure.kind == "card") == 1


DIRECT = "SELECT disclose_value({}, {}, {}, '', {}, NULL, {}, {}) AS value"


async def test_the_database_itself_opens_nothing_without_consent(agent, colleague, ticket):
    row = await doors.ticket_of_link(ticket.token)
    values = {face.name: face for face in await faces([row.id, row.requester])}
    arguments = (row.id, "work", NOON, after(minutes=15))
    with pytest.raises(asyncpg.ObjectNotInPrerequisiteStateError):
        async with acting(agent.actor):
            await Disclosure.raw(DIRECT, new_id(), values["card 1"].id, *arguments)
    async with acting(agent.actor):  # the probe can see: a kind that takes one person opens
        assert (await Disclosure.raw(DIRECT, new_id(), values["phone 1"].id, *arguments))[0]["value"]
    for purpose in ("assigned", "break-glass", ""):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(agent.actor):
                await Disclosure.raw(DIRECT, new_id(), values["phone 1"].id, row.id, purpose, NOON, after(minutes=15))
    with pytest.raises(asyncpg.InsufficientPrivilegeError):  # nor may it be called "seen at once"
        async with acting(agent.actor):
            await Disclosure.insert(
                Disclosure(
                    id=new_id(), value=values["card 1"].id, about=row.id, staff=agent.id, name="card 1",
                    kind="card", number=1, purpose="assigned", opened_at=NOON,
                )
            )  # fmt: skip
    question = await ask(ticket, agent)
    async with acting(agent.actor):  # the asker's own hand changes nothing
        await Request.update(
            {Request.decision: "approved", Request.decided_by: colleague.id, Request.decided_at: NOON}
        ).where(Request.id == question)
    assert (await Request.select())[0]["decision"] is None


async def test_a_consent_ends_by_time_by_handing_over_and_by_closing(agent, colleague, ticket):
    await decide(await ask(ticket, agent), agree=True, by=colleague, now=NOON)
    with pytest.raises(SecondPersonNeeded):
        await open_card(ticket, agent, now=after(minutes=30))

    await decide(await ask(ticket, agent, now=after(minutes=31)), agree=True, by=colleague, now=after(minutes=31))
    for to, by in ((colleague, agent), (agent, colleague)):
        await assign_ticket(ticket.reference, to=to.id, taken_from=by.id, by=by, now=after(minutes=32))
    with pytest.raises(SecondPersonNeeded):
        await open_card(ticket, agent, now=after(minutes=33))

    await decide(await ask(ticket, agent, now=after(minutes=34)), agree=True, by=colleague, now=after(minutes=34))
    await close_ticket(ticket.reference, Reason.DUPLICATE, agent=agent, now=after(minutes=35))
    await reopen_ticket(ticket.reference, agent=agent, now=after(minutes=36))
    with pytest.raises(SecondPersonNeeded):
        await open_card(ticket, agent, now=after(minutes=37))


async def test_a_question_is_asked_once_and_again_after_it_was_declined_or_lapsed(agent, colleague, ticket):
    first = await ask(ticket, agent)
    assert await ask(ticket, agent, now=after(minutes=1)) == first
    await decide(first, agree=False, by=colleague, now=after(minutes=2))
    with pytest.raises(SecondPersonNeeded):
        await open_card(ticket, agent, now=after(minutes=3))
    second = await ask(ticket, agent, now=after(minutes=4))
    assert second != first
    with pytest.raises(DecidedAlready):
        await decide(second, agree=True, by=colleague, now=after(hours=13))
    with pytest.raises(DecidedAlready):
        await decide(first, agree=True, by=colleague, now=after(minutes=5))


async def test_only_the_assignee_asks_and_only_rightly(agent, colleague, ticket):
    with pytest.raises(TicketTaken):
        await ask(ticket, colleague)
    for placeholder, purpose, reason in (("card 1", "x", ""), ("card 1", "other", ""), ("phone 1", "contact", "")):
        with pytest.raises(Invalid):
            await ask_second_person(
                ticket.reference, placeholder, purpose=purpose, reason=reason, agent=agent, now=NOON
            )
    assert await Request.count() == 0


async def test_the_same_by_api(browser, agent, colleague):
    from helpdesk import clock

    ticket = await an_assigned_ticket(agent, body=CARD, now=clock.now())
    sara, omar = [await a_bearer(email) for email in ("sara@desk.test", "omar@desk.test")]
    place, body = f"/api/v1/tickets/{ticket.reference}", {"placeholder": "⟦card 1⟧", "purpose": "work"}
    refused = await browser.post(f"{place}/disclosures", json=body, headers=sara)
    assert (refused.status_code, refused.json()["code"]) == (409, "error-second-person-needed")
    asked = await browser.post(f"{place}/disclosure-requests", json=body, headers=sara)
    assert (asked.status_code, asked.json()["decision"]) == (201, "waiting")
    listed = (await browser.get("/api/v1/disclosure-requests", headers=omar)).json()
    assert [(one["id"], one["ticket"], one["asked_by"]) for one in listed] == [
        (asked.json()["id"], ticket.reference, "Sara Haddad")
    ]
    decision = f"/api/v1/disclosure-requests/{asked.json()['id']}/decision"
    answers = [
        await browser.post(decision, json={"decision": word}, headers=who)
        for word, who in (("approved", sara), ("perhaps", omar), ("approved", omar), ("declined", omar))
    ]
    assert [answer.status_code for answer in answers] == [403, 422, 204, 409]
    opened = await browser.post(f"{place}/disclosures", json=body, headers=sara)
    assert opened.json()["value"] == "4111 1111 1111 1111"
    longer = await browser.post(f"{place}/disclosures/{opened.json()['id']}/extension", headers=sara)
    assert longer.status_code == 201
    assert longer.json()["expires_at"] > opened.json()["expires_at"]
    last = (await browser.get(f"{place}/ledger", headers=sara)).json()[-1]
    assert (last["second_person"], last["extended_to"]) == (True, [longer.json()["expires_at"]])
    assert (await browser.get("/api/v1/disclosure-requests", headers={})).status_code == 401
