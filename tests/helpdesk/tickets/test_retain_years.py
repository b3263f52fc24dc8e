"""Years of closings, reopenings, edits, holds and runs: after each run every ticket is where a simple model says."""

import contextlib
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid4

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from helpdesk.errors import HelpdeskError, NotToReopen, TicketClosed
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import Retention
from helpdesk.results.monthly import monthly_report
from helpdesk.tickets import doors
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.erase_details import erase_details
from helpdesk.tickets.own_end import reopen_own
from helpdesk.tickets.rectify import rectify
from helpdesk.tickets.retain import due, retain
from helpdesk.tickets.seal import seal_by_hand
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.write import Entry, post_answer
from notifications.tables import Outbound
from piccolo_conf import SYSTEM
from tests.builders import ATicket, a_ticket, an_agent, an_assigned_ticket
from tests.helpdesk.tickets.test_retain import tables_that_name

ORIGIN = datetime(2026, 1, 5, 9, tzinfo=UTC)
CATEGORIES = ("technical", "billing", "contact")
STATES = ("all", "frame", "figures", "gone")
BYTES = "decode(repeat('ab', 60), 'hex')"


@dataclass
class Model:
    """One ticket as it should be."""

    category: str
    person: UUID
    id: UUID = field(default_factory=uuid4)
    closed_at: datetime | None = None
    kept: str = "all"
    has_file: bool = True


steps = st.lists(
    st.tuples(
        st.integers(1, 250),  # days since the step before
        st.sampled_from(("close", "close", "reopen", "edit", "hold", "lift", "run", "run", "run")),
        st.integers(0, 3),  # which ticket
        st.booleans(),  # a hold on its person, or on it alone
    ),
    min_size=6,
    max_size=18,
)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=steps, categories=st.lists(st.sampled_from(CATEGORIES), min_size=4, max_size=4), pairs=st.booleans())
async def test_after_each_run_nothing_is_past_its_time_and_nothing_went_before_it(schema, steps, categories, pairs):
    await Outbound.raw(
        "TRUNCATE ticket, requester, owner_key, sealed_value, legal_hold, ticket_month, staff, retention_run CASCADE"
    )
    agent = (await an_agent()).id
    people = [uuid4() for _ in range(4)]
    tickets = [Model(category, people[n // 2 if pairs else n]) for n, category in enumerate(categories)]
    for ticket in tickets:
        await make(ticket)
    holds: dict[UUID, Model] = {}
    now, months = ORIGIN, {date(2026, 1, 1)}
    for days, step, which, whole_person in [*steps, (2000, "run", 0, False)]:
        now, ticket = now + timedelta(days=days), tickets[which]
        if step == "close" and ticket.closed_at is None and ticket.kept == "all":
            ticket.closed_at = now
            months.add(now.date().replace(day=1))
            await close(ticket, agent, now)
        elif step == "reopen" and ticket.closed_at and ticket.kept == "all":
            ticket.closed_at = None
            await Outbound.raw("UPDATE ticket SET status = 'open', closed_at = NULL WHERE id = {}", ticket.id)
        elif step == "edit" and ticket.kept == "all":
            await Outbound.raw("UPDATE ticket_message SET body = " + BYTES + " WHERE ticket = {}", ticket.id)
        elif step == "hold":
            holds[await hold(ticket, agent, now, whole_person=whole_person)] = ticket
        elif step == "lift" and holds:
            await lift(next(iter(holds)), agent, now)
            holds.pop(next(iter(holds)))
        elif step == "run":
            await check_run(tickets, months, now)


async def check_run(tickets: list[Model], months: set[date], now: datetime) -> None:
    held = {row["id"] for row in await Outbound.raw("SELECT id FROM ticket WHERE hold_on(id) IS NOT NULL")}
    before = await prints(months)
    done = await retain(now=now)
    for ticket in tickets:
        if ticket.closed_at and ticket.id not in held:
            ticket.kept = max(ticket.kept, state(ticket, now), key=STATES.index)
            ticket.has_file &= now - ticket.closed_at < timedelta(days=of(ticket).attachments_days)
    found = {row["id"]: row["kept"] for row in await Outbound.raw("SELECT id, kept FROM ticket")}
    assert {ticket.id: found.get(ticket.id, "gone") for ticket in tickets} == {t.id: t.kept for t in tickets}
    files = {
        row["ticket"] for row in await Outbound.raw("SELECT ticket FROM ticket_attachment WHERE content IS NOT NULL")
    }
    assert files == {ticket.id for ticket in tickets if ticket.kept == "all" and ticket.has_file}
    opening = "SELECT owner FROM sealed_value WHERE kind = 'file' AND ciphertext IS NOT NULL"
    assert {row["owner"] for row in await Outbound.raw(opening)} == files
    keys = {row["owner"] for row in await Outbound.raw("SELECT owner FROM owner_key")}
    assert {t.id for t in tickets} & keys == {t.id for t in tickets if t.kept == "all"}
    people = {ticket.person for ticket in tickets if ticket.kept in ("all", "frame")}
    assert {ticket.person for ticket in tickets} & keys >= people
    assert [one for one in await due(now=now) if one.tickets] == []
    assert done is not None
    assert await prints(months) == before


def state(ticket: Model, now: datetime) -> str:
    """How far a closed ticket should have come, by the days of the policy alone."""
    assert ticket.closed_at is not None
    days = of(ticket)
    limits = (days.texts_days, days.pseudonym_days, days.rest_days)
    return STATES[sum(now - ticket.closed_at >= timedelta(days=limit) for limit in limits)]


def of(ticket: Model) -> Retention:
    return policy.in_use().categories[ticket.category].retention


async def prints(months: set[date]) -> list[str]:
    return [(await monthly_report(month, actor=SYSTEM)).fingerprint for month in sorted(months)]


async def make(ticket: Model) -> None:
    await Outbound.raw(
        "INSERT INTO requester (id, email_hash, created_at) VALUES ({}, {}, {}) ON CONFLICT DO NOTHING",
        ticket.person, ticket.person.bytes, ORIGIN,
    )  # fmt: skip
    await Outbound.raw(
        "INSERT INTO ticket (id, reference, requester, category, team, subject, link, link_hash, terms_accepted_at,"
        f" opened_at, active_at) VALUES ({{}}, {{}}, {{}}, {{}}, 'support', {BYTES}, {BYTES}, {{}}, {{}}, {{}}, {{}})",
        ticket.id, str(ticket.id)[:8], ticket.person, ticket.category, ticket.id.bytes, ORIGIN, ORIGIN, ORIGIN,
    )  # fmt: skip
    await Outbound.raw(
        "INSERT INTO ticket_message (id, ticket, audience, body, posted_at)"
        f" VALUES (gen_random_uuid(), {{}}, 'everyone', {BYTES}, {{}})",
        ticket.id, ORIGIN,
    )  # fmt: skip
    await Outbound.raw(
        "INSERT INTO ticket_attachment (id, ticket, message, number, kind, content, stored_at)"
        f" SELECT gen_random_uuid(), m.ticket, m.id, 1, 'pdf', {BYTES}, {{}} FROM ticket_message m WHERE m.ticket = {{}}",
        ORIGIN, ticket.id,
    )  # fmt: skip
    await Outbound.raw(
        "INSERT INTO sealed_value (id, owner, name, kind, number, digest, ciphertext, sealed_at)"
        f" VALUES (gen_random_uuid(), {{}}, 'file 1', 'file', 1, {BYTES}, {BYTES}, {{}})",
        ticket.id, ORIGIN,
    )  # fmt: skip
    await Outbound.raw("INSERT INTO master_key (version, made_at) VALUES (1, {}) ON CONFLICT DO NOTHING", ORIGIN)
    for owner in (ticket.id, ticket.person):
        await Outbound.raw(
            f"INSERT INTO owner_key (owner, wrapped, master, made_at) VALUES ({{}}, {BYTES}, 1, {{}}) ON CONFLICT DO NOTHING",
            owner, ORIGIN,
        )  # fmt: skip


async def close(ticket: Model, agent: UUID, now: datetime) -> None:
    await Outbound.raw(
        "INSERT INTO ticket_message (id, ticket, author, audience, body, posted_at)"
        f" VALUES (gen_random_uuid(), {{}}, {{}}, 'everyone', {BYTES}, {{}})",
        ticket.id, agent, now - timedelta(hours=3),
    )  # fmt: skip
    await Outbound.raw(
        "INSERT INTO ticket_closure (id, ticket, number, reason, agent, closed_at) SELECT gen_random_uuid(), {},"
        " 1 + count(*), 'solved', {}, {} FROM ticket_closure WHERE ticket = {}",
        ticket.id, agent, now, ticket.id,
    )  # fmt: skip
    await Outbound.raw(
        "UPDATE ticket SET status = 'closed', closed_at = {}, active_at = {} WHERE id = {}", now, now, ticket.id
    )


async def hold(ticket: Model, agent: UUID, now: datetime, *, whole_person: bool) -> UUID:
    one = uuid4()
    await Outbound.raw(
        "INSERT INTO legal_hold (id, number, person, tickets, reason, review_on, asked_by, asked_at, confirmed_by,"
        f" confirmed_at) SELECT {{}}, 1 + count(*), {{}}, {{}}, {BYTES}, {{}}, {{}}, {{}}, gen_random_uuid(), {{}}"
        " FROM legal_hold",
        one, ticket.person if whole_person else None, [] if whole_person else [ticket.id], now.date(), agent, now, now,
    )  # fmt: skip
    return one


async def lift(one: UUID, agent: UUID, now: datetime) -> None:
    await Outbound.raw(
        "UPDATE legal_hold SET lift_reason = 'x', lift_asked_by = {}, lift_asked_at = {}, lifted_by = gen_random_uuid(),"
        " lifted_at = {} WHERE id = {}",
        agent, now, now, one,
    )  # fmt: skip


@dataclass
class Real(Model):
    """A ticket that went through the product, whose requester and staff go on changing it."""

    ticket: ATicket = field(default_factory=lambda: ATicket("", ""))
    message: UUID = field(default_factory=uuid4)
    phone: str = "+44 20 7946 0958"
    lag: timedelta = timedelta(hours=1)  # what happens to one does not fall together with the other's


Edit = Callable[[Real, StaffMember, datetime], Awaitable[object]]


async def a_real_one(category: str, agent: StaffMember, *, lag: timedelta) -> Real:
    body = f"The window is open. Call {Real.phone}."
    ticket = await an_assigned_ticket(
        agent, now=ORIGIN, category=category, body=body, email=f"{category}@customer.test"
    )
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=ORIGIN + lag)
    row = await doors.ticket_of_link(ticket.token)
    message = (await Outbound.raw("SELECT id FROM ticket_message WHERE ticket = {}", row.id))[0]["id"]
    return Real(category, row.requester, row.id, ORIGIN + lag, "all", ticket=ticket, message=message, lag=lag)


async def redact(one: Real, agent: StaffMember, now: datetime) -> None:
    await seal_by_hand(one.ticket.reference, one.message, "window", kind="text", reason="missed", agent=agent, now=now)


async def forget(one: Real, _: StaffMember, now: datetime) -> None:
    await erase_details(one.person, only=one.id, actor=SYSTEM, now=now)


async def correct(one: Real, agent: StaffMember, now: datetime) -> None:
    right = f"+44 20 7946 0{now.toordinal() % 900 + 100}"
    await rectify(one.person, wrong=one.phone, right=right, by=agent.id, now=now)
    one.phone = right


async def write_late(one: Real, _: StaffMember, now: datetime) -> None:
    await post_answer(one.ticket.token, Entry("One more thing"), now=now)


async def write_anew(one: Real, _: StaffMember, now: datetime) -> None:
    """A new request of the same person has a clock of its own."""
    await a_ticket(now=now, email=f"{one.category}@customer.test", category="contact")


async def open_again(one: Real, agent: StaffMember, now: datetime) -> None:
    """In its time this begins another clock, at the closing after it; later it is refused."""
    await reopen_own(doors.by_link(one.ticket.token), None, now=now)
    one.closed_at = now + one.lag
    await close_ticket(one.ticket.reference, Reason.SOLVED, agent=agent, now=one.closed_at)


EDITS: tuple[Edit, ...] = (redact, forget, correct, write_late, write_anew, open_again)
REFUSED: dict[Edit, type[HelpdeskError]] = {write_late: TicketClosed, open_again: NotToReopen}


@settings(
    max_examples=2, phases=[Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(
    edits=st.permutations(EDITS),
    days=st.lists(st.integers(1, 25), min_size=len(EDITS), max_size=len(EDITS)),
)
async def test_whatever_is_changed_in_a_closed_request_its_parts_go_to_the_minute_and_nothing_is_left(
    schema, edits, days
):
    await Outbound.raw(
        "TRUNCATE ticket, requester, owner_key, sealed_value, ticket_month, staff, retention_run CASCADE"
    )
    agent = await an_agent()
    lags, now = {"technical": timedelta(hours=1), "billing": timedelta(hours=5)}, ORIGIN
    tickets = [await a_real_one(category, agent, lag=lag) for category, lag in lags.items()]
    for edit, later in zip(edits, days, strict=True):
        now += timedelta(days=later)
        for one in tickets:
            is_late = one.closed_at is not None and now >= one.closed_at + timedelta(days=policy.in_use().reopen_days)
            if edit is write_late or (edit is open_again and is_late):
                with contextlib.suppress(REFUSED[edit]):
                    await edit(one, agent, now)
                    raise AssertionError(edit)
            else:
                await edit(one, agent, now)

    ends = [(one.closed_at + timedelta(days=limit), one, stage) for one in tickets for stage, limit in limits(one)]
    for at, one, stage in sorted(ends, key=lambda end: end[0]):
        await retain(now=at - timedelta(minutes=1))
        assert await states(tickets) == [each.kept for each in tickets]
        with contextlib.suppress(HelpdeskError):  # what is left of it can be changed, too
            await edits[0](one, agent, at - timedelta(minutes=1))
        one.kept = stage
        await retain(now=at)
        assert await states(tickets) == [each.kept for each in tickets]
    assert [each for each in await due(now=at) if each.tickets] == []
    for one in tickets:
        assert await tables_that_name(one.id) <= {"audit_entry", "outbound"}


def limits(one: Real) -> list[tuple[str, int]]:
    days = of(one)
    return [("frame", days.texts_days), ("figures", days.pseudonym_days), ("gone", days.rest_days)]


async def states(tickets: list[Real]) -> list[str]:
    found = {row["id"]: row["kept"] for row in await Outbound.raw("SELECT id, kept FROM ticket")}
    return [found.get(one.id, "gone") for one in tickets]
