"""Retention: each stage takes what its time is over for, nothing else; a report says the same before and after."""

import asyncio
import os
import sys
from datetime import date, datetime, timedelta
from uuid import UUID

import asyncpg
import msgspec
import pytest

from helpdesk.errors import NotAssigned, TicketErased
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.holds import Scope, ask_to_lift, decide, lift, place
from helpdesk.privacy.policy import policy
from helpdesk.privacy.retention import runs
from helpdesk.privacy.retention.runs import Counts, newest
from helpdesk.privacy.retention.stages import STAGES, days_of
from helpdesk.results.monthly import monthly_report
from helpdesk.tickets import doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.erase import erase_requester
from helpdesk.tickets.look_up import Sought, look_up
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.refusals import note_refusal
from helpdesk.tickets.retain import _SQL, due, retain
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.write import Entry, post_note, post_reply
from notifications.tables import Outbound
from piccolo_conf import DB, NOBODY, SYSTEM, Actor, acting
from surveys.release import count_invitations
from tests.builders import NOON, ATicket, a_member, a_ticket, an_assigned_ticket
from tests.files import a_photo
from tests.helpdesk.tickets.test_attach import a_clean

TEXTS, PSEUDONYM, REST = (timedelta(days=days, minutes=1) for days in (180, 365, 730))  # of "technical"


async def rows(statement: str, *values: object) -> list:
    return [[*row.values()] for row in await Outbound.raw(statement, *values)]


async def count(table: str) -> int:
    return int((await rows(f"SELECT count(*) FROM {table}"))[0][0])


async def id_of(ticket: ATicket) -> UUID:
    return (await rows("SELECT id FROM ticket WHERE reference = {}", ticket.reference))[0][0]


async def a_closed_ticket(agent: StaffMember, *, now: datetime = NOON, **changes: object) -> ATicket:
    """Opened, assigned, a detail looked at, answered, noted, closed, within two hours."""
    ticket = await an_assigned_ticket(agent, now=now - timedelta(hours=2), **changes)
    if changes.get("category", "technical") == "technical":
        await reveal(ticket.reference, "phone 1", purpose="other", reason="Why", agent=agent, now=now)
    await post_reply(ticket.reference, Entry("Turn the wheel."), agent=agent, now=now - timedelta(hours=1))
    await post_note(ticket.reference, Entry("He was kind."), agent=agent, now=now)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=now)
    return ticket


async def kept(ticket: ATicket) -> str:
    found = await rows("SELECT kept FROM ticket WHERE reference = {}", ticket.reference)
    return found[0][0] if found else "gone"


async def a_held(scope: Scope) -> UUID:
    officers = [await a_member(f"{n}@desk.test", name=n, role=Role.OFFICER) for n in ("lina", "noor")]
    hold = await place(scope, "A court", review_on=date(2030, 1, 1), by=officers[0].actor, now=NOON)
    await decide(hold, agree=True, by=officers[1].actor, now=NOON)
    return hold


async def test_texts_go_when_their_time_is_over_and_nothing_goes_before(agent):
    ticket = await a_closed_ticket(agent)
    assert await retain(now=NOON + TEXTS - timedelta(minutes=2)) == Counts()
    assert (await kept(ticket), await count("ticket_message")) == ("all", 3)

    assert await retain(now=NOON + TEXTS) == Counts(texts=1)
    assert await kept(ticket) == "frame"
    assert await count("ticket_message") == await count("ticket_lexeme") == await count("ticket_lookup") == 0
    one = await id_of(ticket)
    assert await rows("SELECT subject FROM ticket") == [[b""]]
    assert await rows("SELECT owner FROM owner_key WHERE owner = {}", one) == []
    values = (
        "SELECT count(*) AS n, count(ciphertext) AS c, max(octet_length(digest)) FROM sealed_value WHERE owner = {}"
    )
    assert await rows(values, one) == [[3, 0, 0]]
    assert await rows("SELECT reason FROM disclosure WHERE reason IS NOT NULL") == []
    assert await rows("SELECT replied_at FROM ticket") == [[NOON - timedelta(hours=1)]]
    with pytest.raises(TicketErased):
        await doors.ticket_of_link(ticket.token)
    assert await retain(now=NOON + TEXTS) == Counts()


async def test_the_pseudonym_takes_the_person_and_who_has_no_ticket_left(agent):
    first = await a_closed_ticket(agent)
    second = await a_closed_ticket(agent, now=NOON + timedelta(days=30), subject="Again")
    person = (await rows("SELECT requester FROM ticket LIMIT 1"))[0][0]
    assert await retain(now=NOON + PSEUDONYM) == Counts(texts=2, pseudonym=1)
    assert (await kept(first), await kept(second)) == ("figures", "frame")
    assert await rows("SELECT count(*) FROM ticket WHERE requester = {}", person) == [[1]]
    assert await rows("SELECT count(*) FROM owner_key WHERE owner = {}", person) == [[1]]

    assert await retain(now=NOON + PSEUDONYM + timedelta(days=30)) == Counts(pseudonym=1, people=1)
    assert await rows("SELECT 1 FROM requester WHERE id = {}", person) == []
    assert await rows("SELECT 1 FROM owner_key WHERE owner = {}", person) == []
    assert await rows("SELECT DISTINCT requester, link, form_key FROM ticket") == [[UUID(int=1), b"", None]]
    assert await rows("SELECT 1 FROM sealed_value WHERE owner = {} AND ciphertext IS NOT NULL", person) == []
    assert await rows("SELECT 1 FROM survey_invitation WHERE recipient = {}", person) == []


async def test_the_rest_takes_every_row_that_was_of_the_ticket(agent):
    ticket = await a_closed_ticket(agent)
    one = await id_of(ticket)
    assert await retain(now=NOON + REST) == Counts(texts=1, pseudonym=1, rest=1, people=1)
    of_tickets = (
        "ticket", "ticket_message", "ticket_assignment", "ticket_closure", "ticket_lexeme", "ticket_lookup",
        "disclosure", "disclosure_request", "disclosure_extension",
    )  # fmt: skip
    assert {table: await count(table) for table in of_tickets} == dict.fromkeys(of_tickets, 0)
    assert await rows("SELECT DISTINCT owner FROM sealed_value WHERE owner <> {}", agent.id) == []
    assert await rows("SELECT 1 FROM owner_key WHERE owner = {}", one) == []
    assert (await rows("SELECT count(*) FROM audit_entry WHERE about = {}", one))[0][0] > 3  # the proof stays


async def test_a_reopened_ticket_s_clock_begins_at_its_next_closing_and_nothing_else_moves_it(agent):
    ticket = await a_closed_ticket(agent)
    later = NOON + timedelta(days=100)
    await reopen_ticket(ticket.reference, agent=agent, now=later)
    assert await retain(now=NOON + REST) == Counts()  # it is open
    await post_note(ticket.reference, Entry("Once more"), agent=agent, now=later)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=later)
    assert await retain(now=later + TEXTS - timedelta(minutes=2)) == Counts()
    assert await retain(now=later + TEXTS) == Counts(texts=1)


async def test_a_merged_ticket_waits_for_the_one_it_goes_on_in(agent):
    target = await an_assigned_ticket(agent)
    merged = await a_ticket(email="rami@customer.test", now=NOON)
    await merge_ticket(merged.reference, into=target.reference, agent=agent, now=NOON)
    assert (await retain(now=NOON + REST), await due(now=NOON + REST)) == (Counts(), [])
    later = NOON + timedelta(days=50)
    await close_ticket(target.reference, Reason.SOLVED, agent=agent, now=later)
    assert await retain(now=later + TEXTS - timedelta(minutes=2)) == Counts()
    assert await retain(now=later + TEXTS) == Counts(texts=2)


async def test_a_hold_stops_exactly_its_scope_and_lifted_lets_go(agent):
    held, other = await a_closed_ticket(agent), await a_closed_ticket(agent, email="rami@customer.test")
    hold = await a_held(Scope(tickets=(await id_of(held),)))
    assert await retain(now=NOON + REST) == Counts(texts=1, pseudonym=1, rest=1, people=1, held=1)
    assert (await kept(held), await kept(other)) == ("all", "gone")
    officers = [row[0] for row in await rows("SELECT id FROM staff WHERE role = 'officer' ORDER BY id")]
    await ask_to_lift(hold, "Over", by=Actor("officer", id=officers[0]), now=NOON)
    await lift(hold, agree=True, by=Actor("officer", id=officers[1]), now=NOON)
    assert await retain(now=NOON + REST) == Counts(texts=1, pseudonym=1, rest=1, people=1)


async def test_the_preview_is_what_the_run_does(agent):
    for n in range(3):
        await a_closed_ticket(agent, now=NOON + timedelta(days=n), email=f"p{n}@customer.test")
    await a_closed_ticket(agent, category="contact", email="q@customer.test")
    await a_closed_ticket(agent, email="held@customer.test")
    person = (await rows("SELECT requester FROM ticket ORDER BY id DESC LIMIT 1"))[0][0]
    await a_held(Scope(person=person))
    now = NOON + PSEUDONYM + timedelta(days=1)
    found = await due(now=now)
    totals = {
        stage: sum(one.tickets for one in found if one.stage == stage) for stage in ("texts", "pseudonym", "rest")
    }
    done = await retain(now=now)
    assert totals == {"texts": done.texts, "pseudonym": done.pseudonym, "rest": done.rest}
    assert (totals, sum(one.held for one in found), done.held) == ({"texts": 4, "pseudonym": 3, "rest": 1}, 1, 1)
    assert [(one.stage, one.tickets) for one in await due(now=now) if one.tickets] == []
    ahead = [(one.stage, one.week, one.tickets) for one in await due(now=now, weeks=12) if one.tickets]
    assert ahead == [("pseudonym", 1, 1)]


async def test_batches_are_many_small_ones_and_a_run_is_written_down(agent):
    for n in range(5):
        await a_closed_ticket(agent, now=NOON + timedelta(seconds=n), email=f"p{n}@customer.test")
    told: list[int] = []
    done = await retain(now=NOON + REST, told=told.append, batch=2)
    assert (done.texts, done.pseudonym, done.rest, told) == (5, 5, 5, [2, 2, 1] * 3)
    (run,) = await newest()
    assert (run.state, run.counts) == ("done", done)


async def test_of_1201_tickets_five_hundred_go_at_once_each_batch_in_a_transaction_of_its_own(agent):
    one = await a_closed_ticket(agent)
    await Outbound.raw(
        "INSERT INTO ticket (id, reference, requester, category, team, status, subject, link, link_hash,"
        " terms_accepted_at, opened_at, active_at, closed_at)"
        " SELECT gen_random_uuid(), 'N' || n, t.requester, t.category, t.team, t.status, t.subject, t.link,"
        " t.link_hash || int4send(n), t.terms_accepted_at, t.opened_at, t.active_at, t.closed_at + n * interval '1 ms'"
        " FROM ticket t, generate_series(1, 1200) AS n WHERE t.reference = {}",
        one.reference,
    )
    told: list[int] = []

    class Killed(BaseException):
        pass

    def stopped(done: int) -> None:
        told.append(done)
        if len(told) == 2:
            raise Killed

    with pytest.raises(Killed):
        await retain(now=NOON + TEXTS, told=stopped)
    assert (told, await rows("SELECT count(*) FROM ticket WHERE kept = 'frame'")) == ([500, 500], [[1000]])
    assert await retain(now=NOON + TEXTS, told=told.append) == Counts(texts=201)
    assert told == [500, 500, 201]
    assert [(run.state, run.counts.texts) for run in await newest()] == [("done", 201), ("stopped", 1000)]


async def test_a_category_that_the_policy_lost_goes_by_the_shipped_times(agent):
    ticket = await a_closed_ticket(agent, category="billing")  # a year for texts
    rules = policy.in_use()
    policy.use(msgspec.structs.replace(rules, categories={k: v for k, v in rules.categories.items() if k != "billing"}))
    assert await retain(now=NOON + TEXTS) == Counts(texts=1)
    assert await kept(ticket) == "frame"


MONTHS = [date(2026, month, 1) for month in (2, 3, 4)]


async def prints() -> list[str]:
    return [(await monthly_report(month, actor=SYSTEM)).fingerprint for month in MONTHS]


async def test_reports_have_the_same_hash_after_every_stage(agent):
    for n, (category, reason) in enumerate(
        [("technical", Reason.SOLVED), ("technical", Reason.INACTIVE), ("contact", Reason.SPAM)]
    ):
        for day in range(3):
            now = NOON + timedelta(days=12 * day, hours=n)
            ticket = await an_assigned_ticket(agent, now=now, email=f"p{n}{day}@customer.test", category=category)
            if day:
                await post_reply(
                    ticket.reference, Entry("Yes."), agent=agent, now=now + timedelta(hours=9 * day * n + 1)
                )
            await close_ticket(ticket.reference, reason, agent=agent, now=now + timedelta(days=2))
    await a_ticket(now=NOON + timedelta(days=1))  # still open at the end
    before = await prints()
    report = (await monthly_report(MONTHS[1], actor=SYSTEM)).tickets
    assert [[*row.values()] for row in report] == [
        ["closed", "contact", "support", "spam", 3, 0, 0, 0, 0, 0, 0],
        ["closed", "technical", "support", "inactive", 3, 0, 0, 0, 0, 0, 0],
        ["closed", "technical", "support", "solved", 3, 0, 0, 0, 0, 0, 0],
        ["opened", "contact", "support", "", 3, 2, 201600, 0, 0, 1, 2],
        ["opened", "technical", "support", "", 7, 4, 111600, 2, 2, 4, 4],
    ]
    assert len(set(before)) == 3
    seen = set()
    for days in (100, 200, 380, 500, 800):
        await retain(now=NOON + timedelta(days=days))
        assert (days, await prints()) == (days, before)
        seen |= {row[0] for row in await rows("SELECT DISTINCT kept FROM ticket")}
    assert seen == {"all", "frame", "figures"}
    assert await count("ticket") == 1
    await a_ticket(now=NOON)
    assert await prints() != before  # the probe sees one ticket more


LEFT_OF_IT = """
    SELECT (SELECT count(*) FROM sealed_value WHERE kind = 'password' AND ciphertext IS NOT NULL) AS secrets,
        (SELECT count(content) FROM ticket_attachment) AS files, (SELECT count(*) FROM ticket_message) AS texts,
        (SELECT count(*) FROM requester WHERE id <> '00000000-0000-0000-0000-000000000001') AS people, (SELECT count(*) FROM ticket) AS tickets
"""


async def test_a_month_s_hash_is_the_same_before_closing_and_after_secrets_files_texts_person_and_rest_are_gone(agent):
    for n in range(2):
        files = await a_clean(a_photo(), b"page 402")
        ticket = await an_assigned_ticket(
            agent, email=f"p{n}@customer.test", body="My password is Sesame#44", files=files
        )
        await post_reply(ticket.reference, Entry("Yes."), agent=agent, now=NOON + timedelta(hours=3 + n))
    late = await a_ticket(email="p0@customer.test", subject="Nobody answers this one")
    month, closing = date(2026, 3, 1), NOON + timedelta(days=40)
    before = (await monthly_report(month, actor=SYSTEM)).fingerprint
    left = [(await rows(LEFT_OF_IT))[0]]
    await assign_ticket(late.reference, to=agent.id, by=agent, now=closing)
    for (reference,) in await rows("SELECT reference FROM ticket ORDER BY id"):
        await close_ticket(reference, Reason.SOLVED, agent=agent, now=closing)
    after = [(await monthly_report(month, actor=SYSTEM)).fingerprint]
    left.append((await rows(LEFT_OF_IT))[0])
    april = (await monthly_report(date(2026, 4, 1), actor=SYSTEM)).fingerprint
    for stage in STAGES:
        await retain(now=closing + timedelta(days=days_of("technical", stage)))
        after.append((await monthly_report(month, actor=SYSTEM)).fingerprint)
        left.append((await rows(LEFT_OF_IT))[0])
        assert (stage, (await monthly_report(date(2026, 4, 1), actor=SYSTEM)).fingerprint) == (stage, april)

    assert left == [
        [3, 4, 5, 2, 3],
        [0, 4, 5, 2, 3],  # secrets at once
        [0, 0, 5, 2, 3],
        [0, 0, 0, 2, 3],
        [0, 0, 0, 0, 3],
        [0, 0, 0, 0, 0],
    ]
    assert after == [before] * 5
    assert april != before


async def test_survey_results_are_the_same_before_and_after(agent):
    for n in range(6):
        await a_closed_ticket(agent, now=NOON + timedelta(minutes=n), email=f"p{n}@customer.test")
    later = NOON + timedelta(days=3)
    assert await count("survey_invitation") == 6
    await count_invitations(now=later)
    before = (await prints(), await rows("SELECT week, category, question, value_0 FROM survey_count"))
    await retain(now=NOON + REST)
    assert (await prints(), await rows("SELECT week, category, question, value_0 FROM survey_count")) == before
    assert (before[1][0][-2:], await count("survey_invitation")) == (["invited", 6], 0)


async def everything() -> str:
    """Every row of every table as text, ciphertexts in hexadecimal."""
    names = await rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = [await rows(f"SELECT t::text FROM {name} t") for (name,) in names]
    return "\n".join(str(row) for table in found for row in table)


async def test_after_the_texts_no_byte_of_what_was_written_is_in_any_table(agent):
    ticket = await a_closed_ticket(agent)
    other = await a_closed_ticket(agent, email="rami@customer.test", now=NOON + timedelta(days=9))
    mine, theirs = await id_of(ticket), await id_of(other)

    async def of(one: UUID) -> list[str]:
        found = await rows(
            "SELECT subject FROM ticket WHERE id = {} UNION ALL SELECT body FROM ticket_message WHERE ticket = {}"
            " UNION ALL SELECT ciphertext FROM sealed_value WHERE owner = {} AND ciphertext IS NOT NULL"
            " UNION ALL SELECT digest FROM sealed_value WHERE owner = {}"
            " UNION ALL SELECT wrapped FROM owner_key WHERE owner = {}"
            " UNION ALL SELECT reason FROM disclosure WHERE about = {} AND reason IS NOT NULL",
            *[one] * 6,
        )  # fmt: skip
        words = await rows("SELECT unnest(words || note_words)::text FROM ticket_lexeme WHERE ticket = {}", one)
        return [row[0].hex() for row in found] + [row[0] for row in words]

    pieces, left = await of(mine), await of(theirs)
    before = await everything()
    assert len(pieces) > 15
    assert [piece for piece in pieces + left if piece not in before] == []  # the probe sees all of it
    await retain(now=NOON + TEXTS)
    after_it = await everything()
    assert [piece for piece in {*pieces} - {*left} if piece in after_it] == []
    assert [piece for piece in left if piece not in after_it] == []


async def tables_that_name(*ids: UUID) -> set[str]:
    names = await rows("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    found = {name: str(await rows(f"SELECT t::text FROM {name} t")) for (name,) in names}
    return {name for name, text in found.items() if any(str(one) in text for one in ids)}


async def test_in_the_end_only_the_trail_knows_that_a_ticket_and_its_requester_were_there(agent):
    ticket = await a_closed_ticket(agent)
    one, person = await id_of(ticket), (await rows("SELECT requester FROM ticket"))[0][0]
    await count_invitations(now=NOON + timedelta(days=3))
    sought = Sought("email", "tessa@customer.test", "contact")
    await look_up(sought, viewer=agent, count=lambda _: None, now=NOON)
    await note_refusal(ticket.reference, "phone 1", NotAssigned(), by=agent, now=NOON)
    there = {"ticket", "ticket_message", "owner_key", "disclosure", "requester", "value_search", "disclosure_refusal"}
    assert await tables_that_name(one, person) >= there
    await retain(now=NOON + REST)
    # the outbox settles and forgets by itself: tests/notifications
    assert await tables_that_name(one, person) == {"audit_entry", "outbound"}


KILLED = """
import asyncio, os, sys
from datetime import datetime
from helpdesk import wiring
from helpdesk.settings import read_settings
from helpdesk.tickets.retain import retain
batches = 0
def told(done):
    global batches
    batches += 1
    if batches == 3:
        os.kill(os.getpid(), 9)
async def main():
    wiring.take_into_use(read_settings())
    await wiring.open_database(migrating=False)
    await retain(now=datetime.fromisoformat(sys.argv[1]), told=told, batch=2)
asyncio.run(main())
"""


async def test_a_run_that_is_killed_is_gone_on_with_by_the_next(agent, settings):
    for n in range(9):
        await a_closed_ticket(agent, now=NOON + timedelta(seconds=n), email=f"p{n}@customer.test")
    before = await prints()
    variables = {
        **os.environ, "HELPDESK_DATABASE_URL": settings.database_url, "HELPDESK_OWNER_URL": settings.owner_url,
        "HELPDESK_KEYRING": str(settings.keyring), "HELPDESK_VAR": str(settings.var),
    }  # fmt: skip
    now = NOON + REST
    killed = await asyncio.create_subprocess_exec(sys.executable, "-c", KILLED, now.isoformat(), env=variables)
    assert await killed.wait() == -9
    assert await rows("SELECT kept, count(*) FROM ticket GROUP BY kept ORDER BY kept") == [["all", 3], ["frame", 6]]
    assert [(run.state, run.counts.texts) for run in await newest()] == [("running", 6)]

    assert await retain(now=now) == Counts(texts=3, pseudonym=9, rest=9, people=9)
    assert [(run.state, run.counts.texts) for run in await newest()] == [("done", 3), ("stopped", 6)]
    assert (await count("ticket"), await prints()) == (0, before)


async def test_only_one_run_is_at_work(agent):
    await a_closed_ticket(agent)
    async with runs.alone() as first:
        assert (first, await retain(now=NOON + REST)) == (True, None)
    assert await retain(now=NOON + REST) == Counts(texts=1, pseudonym=1, rest=1, people=1)


async def test_a_ticket_that_somebody_holds_is_waited_for_by_nobody(agent):
    ticket = await a_closed_ticket(agent)
    one = await id_of(ticket)
    locked = await DB.owner_pool.acquire()
    try:
        async with locked.transaction():
            await locked.execute("SELECT 1 FROM ticket WHERE id = $1 FOR UPDATE", one)
            assert await retain(now=NOON + TEXTS) == Counts()
    finally:
        await DB.owner_pool.release(locked)
    assert await retain(now=NOON + TEXTS) == Counts(texts=1)


async def test_a_run_that_fails_is_written_down(agent, monkeypatch):
    await a_closed_ticket(agent)
    monkeypatch.setitem(
        _SQL,
        "retain_batch",
        "SELECT 1 / 0, {}::text, {}::text, {}::timestamptz, {}::timestamptz, {}::uuid, {}::int, {}::timestamptz",
    )
    with pytest.raises(asyncpg.DivisionByZeroError):
        await retain(now=NOON + TEXTS)
    assert [run.state for run in await newest()] == ["failed"]


async def test_requesters_that_something_else_names_stay_and_do_not_stop_the_run(agent):
    for n in range(2):
        await a_closed_ticket(agent, email=f"p{n}@customer.test")
    first = (await rows("SELECT requester FROM ticket ORDER BY id LIMIT 1"))[0][0]
    await Outbound.raw("CREATE TABLE names (requester uuid REFERENCES requester (id))")
    try:
        await Outbound.raw("INSERT INTO names VALUES ({})", first)
        assert await retain(now=NOON + PSEUDONYM) == Counts(texts=2, pseudonym=2, people=1)
        assert await rows("SELECT owner FROM owner_key WHERE owner = {}", first) == [[first]]
    finally:
        await Outbound.raw("DROP TABLE names")


async def test_nobody_but_the_system_retains(agent):
    for actor in (agent.actor, Actor("officer", id=agent.id), Actor("manager", id=agent.id), NOBODY):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(actor):
                await Outbound.raw(
                    "SELECT * FROM retain_batch('texts', 'technical', now(), now(), {}, 1, now())", agent.id
                )
        for inner in (
            "forget_person({}, now())",
            "forget_rest({}, now())",
            "forget_people({}, now())",
            "figures_of({}, now(), now())",
        ):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with acting(actor):
                    await Outbound.raw(f"SELECT {inner}", [agent.id])


async def test_alarms_go_after_the_longest_time_of_all(agent):
    await Outbound.raw(
        "INSERT INTO disclosure_alarm (id, staff, openings, at) VALUES (gen_random_uuid(), {}, 20, {})", agent.id, NOON
    )
    for days, left in ((1824, 1), (1825, 0)):  # billing keeps the rest longest
        await retain(now=NOON + timedelta(days=days))
        assert (days, await count("disclosure_alarm")) == (days, left)


async def test_what_was_erased_before_its_time_leaves_with_the_rest(agent):
    ticket = await a_closed_ticket(agent)
    person = (await rows("SELECT requester FROM ticket"))[0][0]
    before = await prints()
    await erase_requester(person, actor=SYSTEM, now=NOON + timedelta(days=2))
    assert (await kept(ticket), await prints()) == ("figures", before)
    assert await retain(now=NOON + REST) == Counts(rest=1, people=1)
    assert (await rows("SELECT 1 FROM requester WHERE id = {}", person), await prints()) == ([], before)
