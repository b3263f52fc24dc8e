"""Legal holds: two persons place and lift them, they cover exactly their scope, and the requester learns what may be."""

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import asyncpg
import pytest

from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion, Refused
from helpdesk.ids import new_id, token_hash
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy import holds
from helpdesk.privacy.holds import Scope, ask_to_lift, decide, held, lift, place, review, the_hold
from helpdesk.tickets.hold import remind_of_reviews
from notifications.tables import Outbound
from piccolo_conf import NOBODY, SYSTEM, Actor, acting
from tests.builders import NOON, a_member, a_ticket, after, promised, send_all

REVIEW = date(2026, 9, 1)
WHY = "Court of Amman, order 4471, about Zephyrine"


@pytest.fixture
async def officer() -> StaffMember:
    return await a_member("lina@desk.test", name="Lina Darwish", role=Role.OFFICER)


@pytest.fixture
async def second() -> StaffMember:
    return await a_member("noor@desk.test", name="Noor Salem", role=Role.OFFICER)


async def id_of(reference: str) -> UUID:
    return (await Outbound.raw("SELECT id FROM ticket WHERE reference = {}", reference))[0]["id"]


async def person_of(reference: str) -> UUID:
    return (await Outbound.raw("SELECT requester FROM ticket WHERE reference = {}", reference))[0]["requester"]


async def kept_by_retention(tickets: list[UUID]) -> set[UUID]:
    """Ask as retention does: of many at once."""
    return set((await Outbound.raw("SELECT held_among({}) AS ids", tickets))[0]["ids"])


async def a_hold(
    scope: Scope, by: StaffMember, *, confirmed_by: StaffMember | None = None, is_silent: bool = False
) -> UUID:
    hold = await place(scope, WHY, review_on=REVIEW, is_silent=is_silent, by=by.actor, now=NOON)
    if confirmed_by:
        await decide(hold, agree=True, by=confirmed_by.actor, now=NOON)
    return hold


async def test_a_hold_is_in_force_when_a_second_person_confirmed_it(officer, second):
    ticket = await id_of((await a_ticket()).reference)
    hold = await a_hold(Scope(tickets=(ticket,)), officer)

    assert await held([ticket]) == {}
    with pytest.raises(OwnQuestion):
        await decide(hold, agree=True, by=officer.actor, now=NOON)
    assert await held([ticket]) == {}
    await decide(hold, agree=True, by=second.actor, now=NOON)
    assert await held([ticket]) == {ticket: hold}
    with pytest.raises(DecidedAlready):
        await decide(hold, agree=False, by=second.actor, now=NOON)


async def test_it_holds_until_a_second_person_lifted_it(officer, second):
    ticket = await id_of((await a_ticket()).reference)
    hold = await a_hold(Scope(tickets=(ticket,)), officer, confirmed_by=second)

    with pytest.raises(DecidedAlready):
        await lift(hold, agree=True, by=second.actor, now=NOON)  # nobody asked
    await ask_to_lift(hold, "The case is closed", by=second.actor, now=NOON)
    with pytest.raises(OwnQuestion):
        await lift(hold, agree=True, by=second.actor, now=NOON)
    assert await held([ticket]) == {ticket: hold}
    await lift(hold, agree=False, by=officer.actor, now=NOON)
    assert (await held([ticket]), (await the_hold(hold)).state) == ({ticket: hold}, "in-force")
    await ask_to_lift(hold, "The case is closed", by=officer.actor, now=NOON)
    await lift(hold, agree=True, by=second.actor, now=NOON)
    assert await held([ticket]) == {}
    with pytest.raises(DecidedAlready):
        await ask_to_lift(hold, "again", by=officer.actor, now=NOON)


async def test_a_declined_hold_never_held_and_stays_declined(officer, second):
    ticket = await id_of((await a_ticket()).reference)
    hold = await a_hold(Scope(tickets=(ticket,)), officer)
    await decide(hold, agree=False, by=second.actor, now=NOON)

    assert (await held([ticket]), (await the_hold(hold)).state) == ({}, "declined")
    with pytest.raises(DecidedAlready):
        await decide(hold, agree=True, by=second.actor, now=NOON)


async def test_it_covers_exactly_its_scope_also_what_is_opened_later(officer, second):
    early = await a_ticket(email="tessa@customer.test", now=NOON - timedelta(days=40))
    late = await a_ticket(email="tessa@customer.test", subject="Again")
    other = await a_ticket(email="rami@customer.test", now=NOON - timedelta(days=40))
    ids = [await id_of(one.reference) for one in (early, late, other)]
    tessa = await person_of(early.reference)
    days = {"from_day": date(2026, 3, 1), "until_day": date(2026, 3, 31)}
    scopes = {
        Scope(person=tessa): {0, 1},
        Scope(person=tessa, **days): {1},
        Scope(**days): {1},
        Scope(until_day=date(2026, 2, 1)): {0, 2},
        Scope(from_day=date(2026, 2, 1)): {1},
        Scope(tickets=(ids[2], ids[1])): {1, 2},
        Scope(person=tessa, tickets=(ids[2],)): set(),
        Scope(person=tessa, tickets=(ids[0], ids[2])): {0},
    }
    for scope, covered in scopes.items():
        hold = await a_hold(scope, officer, confirmed_by=second)
        assert (scope, await held(ids)) == (scope, {ids[n]: hold for n in covered})
        assert (scope, await kept_by_retention(ids)) == (scope, {ids[n] for n in covered})
        await ask_to_lift(hold, "done", by=officer.actor, now=NOON)
        await lift(hold, agree=True, by=second.actor, now=NOON)
        assert (await held(ids), await kept_by_retention(ids)) == ({}, set())

    hold = await a_hold(Scope(person=tessa, until_day=date(2026, 4, 30)), officer, confirmed_by=second)
    later = await id_of((await a_ticket(subject="Once more", now=after(days=30))).reference)
    too_late = await id_of((await a_ticket(subject="And again", now=after(days=90))).reference)
    assert await held([later, too_late, ids[2]]) == {later: hold}


async def test_the_requester_learns_of_theirs_and_of_none_that_is_silent(officer, second, agent):
    mine, other = await a_ticket(), await a_ticket(email="rami@customer.test")
    ids = [await id_of(one.reference) for one in (mine, other)]
    holder = Actor("requester", link=token_hash(mine.token))
    silent = await a_hold(Scope(tickets=tuple(ids)), officer, confirmed_by=second, is_silent=True)

    async def told(actor: Actor) -> dict[UUID, UUID]:
        async with acting(actor):
            return dict(await held(ids))

    both = dict.fromkeys(ids, silent)
    for actor in (agent.actor, officer.actor, SYSTEM):
        assert (actor.kind, await told(actor)) == (actor.kind, both)
    for actor in (holder, NOBODY, Actor("manager", id=agent.id), Actor("intake", about=ids[0])):
        assert (actor.kind, await told(actor)) == (actor.kind, {})
    loud = await a_hold(Scope(tickets=tuple(ids)), officer, confirmed_by=second)
    assert await told(holder) == {ids[0]: loud}
    assert await told(Actor("requester", id=await person_of(mine.reference))) == {ids[0]: loud}


async def test_only_officers_ask_and_officers_and_administrators_decide(officer, agent, manager):
    admin = await a_member("adam@desk.test", name="Adam Nasr", role=Role.ADMIN)
    scope = Scope(tickets=(new_id(),))
    for who in (agent, manager, admin):
        with pytest.raises(Refused):
            await place(scope, WHY, review_on=REVIEW, by=who.actor, now=NOON)
    hold = await a_hold(scope, officer)
    for who in (agent, manager):
        with pytest.raises(Refused):
            await decide(hold, agree=True, by=who.actor, now=NOON)
    with pytest.raises(NotFound):
        await decide(new_id(), agree=True, by=admin.actor, now=NOON)
    await decide(hold, agree=True, by=admin.actor, now=NOON)
    async with acting(agent.actor):
        assert await holds.all_holds() == []
    async with acting(officer.actor):
        assert [(one.number, one.state, one.reason) for one in await holds.all_holds()] == [(1, "in-force", WHY)]


@pytest.mark.parametrize(
    ("scope", "reason", "review_on", "wrong"),
    [
        (Scope(), WHY, REVIEW, {"scope": "error-hold-scope"}),
        (Scope(from_day=date(2026, 2, 2), until_day=date(2026, 2, 1)), WHY, REVIEW, {"until": "error-hold-days"}),
        (Scope(person=UUID(int=5)), " ", REVIEW, {"reason": "error-missing"}),
        (Scope(person=UUID(int=5)), "x" * 2001, REVIEW, {"reason": "error-too-long"}),
        (Scope(person=UUID(int=5)), WHY, NOON.date(), {"review_on": "error-hold-review"}),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_stored(officer, scope, reason, review_on, wrong):
    with pytest.raises(Invalid) as refused:
        await place(scope, reason, review_on=review_on, by=officer.actor, now=NOON)
    assert (refused.value.fields, await holds.all_holds()) == (wrong, [])


async def test_the_reason_is_sealed_and_every_step_is_in_the_audit_trail(officer, second):
    hold = await a_hold(Scope(person=new_id()), officer, confirmed_by=second)
    await review(hold, next_on=date(2027, 1, 1), by=officer.actor, now=NOON)
    await ask_to_lift(hold, "Zephyrine withdrew", by=officer.actor, now=NOON)
    await lift(hold, agree=True, by=second.actor, now=NOON)

    stored = str(await Outbound.raw("SELECT encode(reason, 'escape'), encode(lift_reason, 'escape') FROM legal_hold"))
    assert "Zephyrine" not in stored
    found = await the_hold(hold)
    assert (found.reason, found.lift_reason, found.review_on) == (WHY, "Zephyrine withdrew", date(2027, 1, 1))
    rows = await Outbound.raw("SELECT act, actor FROM audit_entry WHERE about = {} ORDER BY id", hold)
    assert [(row["act"], row["actor"]) for row in rows] == [
        ("hold.asked", officer.id),
        ("hold.confirmed", second.id),
        ("hold.reviewed", officer.id),
        ("hold.lift_asked", officer.id),
        ("hold.lifted", second.id),
    ]


async def test_the_database_itself_wants_two_persons_each_in_their_own_name(officer, second, agent):
    hold = await a_hold(Scope(person=new_id()), officer)
    confirm = "UPDATE legal_hold SET confirmed_by = {}, confirmed_at = now() WHERE id = {} RETURNING id"

    async def refused(actor: Actor, statement: str, *values: object, error: type[Exception]) -> None:
        with pytest.raises(error):
            async with acting(actor):
                await Outbound.raw(statement, *values)

    await refused(officer.actor, confirm, officer.id, hold, error=asyncpg.CheckViolationError)
    await refused(officer.actor, confirm, second.id, hold, error=asyncpg.InsufficientPrivilegeError)
    await refused(
        officer.actor, "UPDATE legal_hold SET person = {}", new_id(), error=asyncpg.InsufficientPrivilegeError
    )
    await refused(officer.actor, "DELETE FROM legal_hold", error=asyncpg.InsufficientPrivilegeError)
    async with acting(agent.actor):
        assert await Outbound.raw(confirm, agent.id, hold) == []
    async with acting(second.actor):
        assert len(await Outbound.raw(confirm, second.id, hold)) == 1


async def test_officers_are_reminded_once_for_each_day_of_review(officer, second, agent):
    hold = await a_hold(Scope(person=new_id()), officer, confirmed_by=second)
    await a_hold(Scope(person=new_id()), officer)  # not in force
    due = datetime(2026, 9, 1, 5, tzinfo=UTC)
    await remind_of_reviews(now=due - timedelta(days=1))
    assert await promised() == []
    for _ in range(2):
        await remind_of_reviews(now=due)
        rows = await Outbound.raw("SELECT about, recipient FROM outbound WHERE kind = 'hold_review'")
        assert {(row["about"], row["recipient"]) for row in rows} == {(hold, officer.id), (hold, second.id)}
        assert len(rows) == 2
    await review(hold, next_on=date(2026, 9, 8), by=officer.actor, now=due)
    await remind_of_reviews(now=due + timedelta(days=7))
    assert await promised() == ["hold_review"] * 4


async def test_the_reminder_says_neither_which_hold_nor_why(officer, second, agent, mailbox):
    await a_hold(Scope(person=new_id()), officer, confirmed_by=second)
    now = datetime(2026, 9, 1, 5, tzinfo=UTC)
    await remind_of_reviews(now=now)
    await send_all(mailbox.url, now=now)
    assert len(mailbox.mails) == 2
    assert b"/privacy/holds" in mailbox.everything()
    assert b"Zephyrine" not in mailbox.everything()


async def test_texts_on_hold_are_forgotten_by_nobody(officer, second):
    kept, gone = await a_ticket(), await a_ticket(email="rami@customer.test")
    ids = [await id_of(one.reference) for one in (kept, gone)]
    await a_hold(Scope(tickets=(ids[0],)), officer, confirmed_by=second)

    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting(officer.actor):
            await Outbound.raw("SELECT forget_texts({}, now())", ids)
    async with acting(SYSTEM):
        rows = await Outbound.raw("SELECT forget_texts({}, now()) AS done", ids)
    assert rows[0]["done"] == [ids[1]]
    left = await Outbound.raw("SELECT ticket FROM ticket_message")
    keys = await Outbound.raw("SELECT owner FROM owner_key WHERE owner = ANY({})", ids)
    values = await Outbound.raw("SELECT DISTINCT owner FROM sealed_value WHERE ciphertext IS NOT NULL AND number > 0")
    assert [[*row.values()] for row in (*left, *keys, *values)] == [[ids[0]]] * 3
