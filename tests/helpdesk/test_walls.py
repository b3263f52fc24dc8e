"""The second wall by itself: raw SQL as everybody, without a page, an operation or a way to a ticket in between."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from helpdesk import clock
from helpdesk.ids import new_id, token_hash
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.tickets.tables import Ticket
from helpdesk.tickets.write import Entry, post_note
from notifications.tables import Outbound
from piccolo_conf import DB, NOBODY, OWNER, RUNTIME, SYSTEM, Actor, acting, on_behalf_of
from tests.authorisation.matrix import TABLE
from tests.authorisation.world import World, make_world, strict_policy, use_policy
from tests.builders import a_ticket, after, an_assigned_ticket

# Tables without row-level security: why they need none. Every other table has it.
OPEN = {
    "migration": "names of migrations",
    "staff": "working names that all colleagues read; the address is sealed",
    "staff_session": "hashes of random tokens",
    "setup_link": "hashes of random tokens",
    "api_token": "hashes of random tokens",
    "survey_invitation": "opaque ids and group labels",
    "survey_objection": "keyed hashes",
    "ticket_words": "a view: opaque ids and keyed hashes of words, for agents, whose searches join `ticket`",
    "mail_suppression": "keyed hashes of addresses that mail never reaches",
    "mail_route": "names of our own mail servers",
    "outbound": "opaque ids and kinds of mail",
    "restoration": "when a restore began and ended; the owner of the tables writes it",
}
# Of a ticket a role sees rows in these tables; `ticket` itself is told apart below.
OF_A_TICKET = ("ticket_message", "ticket_attachment", "ticket_assignment", "ticket_closure")


@dataclass(frozen=True, slots=True)
class Eyes:
    """Everybody as the database knows them, and the ids of the tickets they are to see."""

    world: World
    ids: dict[tuple[str, str], UUID]
    stranger: UUID

    def of(self, agent: str) -> set[UUID]:
        sight = {(rule, name) for rule in TABLE["text_for"] for name in TABLE["sight"][rule][agent]}
        return {self.ids[place] for place in sight} | {self.stranger}

    @property
    def all(self) -> set[UUID]:
        return {*self.ids.values(), self.stranger}


@pytest.fixture
async def eyes() -> AsyncIterator[Eyes]:
    await use_policy(strict_policy())
    world = await make_world()
    rows = await Ticket.select(Ticket.id, Ticket.reference)
    by_reference = {row["reference"]: row["id"] for row in rows}
    ids = {place: by_reference[thing.reference] for place, thing in world.objects.items()}
    yield Eyes(world, ids, next(iter({*by_reference.values()} - {*ids.values()})))
    await use_policy(policy.read_policy())


async def column(actor: Actor, statement: str, *values: Any) -> set[Any]:
    """The first column of what an actor selects."""
    async with acting(actor):
        return {next(iter(row.values())) for row in await Outbound.raw(statement, *values)}


async def actors_of(eyes: Eyes) -> dict[str, tuple[Actor, set[UUID], set[UUID]]]:
    """Actor, the tickets they see, the tickets whose messages they see."""
    people = {row["name"]: row for row in await Outbound.raw("SELECT id, name, role, team FROM staff")}
    agents = {
        name: (Actor("agent", id=people[name.title()]["id"], team=people[name.title()]["team"]), eyes.of(name))
        for name in ("team", "assignee", "outside")
    }
    own, made = eyes.world.objects["assignee", "own"], new_id()
    link, mine = Actor("requester", link=token_hash(own.token)), {eyes.ids["assignee", "own"]}
    return {
        **{name: (actor, sight, sight) for name, (actor, sight) in agents.items()},
        "nobody": (NOBODY, set(), set()),
        "link": (link, mine, mine),
        "signed in": (Actor("requester", id=await requester_of(eyes, own.reference)), mine, mine),
        "signed in, as nobody": (Actor("requester", id=made), set(), set()),
        "wrong link": (Actor("requester", link=token_hash("wrong")), set(), set()),
        "no link": (Actor("requester"), set(), set()),
        "intake": (Actor("intake", about=made), set(), set()),
        "manager": (Actor("manager", id=people["Manager"]["id"]), set(), set()),
        "admin": (Actor("admin", id=people["Admin"]["id"]), set(), set()),
        "officer": (Actor("officer", id=people["Officer"]["id"]), set(), set()),
        "system": (SYSTEM, eyes.all, eyes.all),
    }


async def requester_of(eyes: Eyes, reference: str) -> UUID:
    row = await Ticket.select(Ticket.requester).where(Ticket.reference == reference).first()
    assert row is not None
    return row["requester"]


async def test_everybody_sees_exactly_their_tickets_and_what_belongs_to_them(eyes):
    async def of(actor: Actor, statement: str) -> set[Any]:
        return await column(actor, statement)

    for name, (actor, tickets, words) in (await actors_of(eyes)).items():
        seen = await of(actor, "SELECT id FROM ticket")
        assert (name, seen) == (name, tickets)
        assert (name, await of(actor, "SELECT ticket FROM ticket_message")) == (name, words)
        for table in ("sealed_value", "owner_key"):
            owners = await of(actor, f"SELECT owner FROM {table}")
            with as_the_owner():
                allowed = tickets | await column(
                    OWNER, "SELECT requester FROM ticket WHERE id = ANY({})", list(tickets)
                )
                looked_at = await column(OWNER, "SELECT about FROM disclosure")
            if name in ("intake", "system"):
                continue  # the one makes keys and values, the other opens them for mail
            if table == "owner_key" and name in ("officer", "manager", "admin"):
                allowed |= looked_at  # whose reasons for a look they read, and nothing else of the ticket
            assert (name, table, owners - allowed) == (name, table, set())
        if name not in ("officer", "system"):
            assert (name, await of(actor, "SELECT about FROM disclosure") - allowed) == (name, set())


def as_the_owner() -> Any:
    """Leave whoever acts, to look behind the wall."""
    return on_behalf_of(OWNER)


async def test_a_requester_sees_no_note_no_assignment_and_no_other_requester(eyes):
    own = eyes.world.objects["assignee", "own"]
    sara = await a_member_named("Assignee")
    await post_note(own.reference, Entry("between us"), agent=sara, now=clock.now())
    link = Actor("requester", link=token_hash(own.token))

    signed_in = Actor("requester", id=await requester_of(eyes, own.reference))
    for requester in (link, signed_in):
        assert await column(requester, "SELECT audience FROM ticket_message") == {"everyone"}
        assert await column(requester, "SELECT id FROM ticket_assignment") == set()
        assert len(await column(requester, "SELECT id FROM requester")) == 1
    assert await column(sara.actor, "SELECT audience FROM ticket_message") == {
        "everyone",
        "agents",
    }  # the probe sees it
    assert len(await column(SYSTEM, "SELECT id FROM ticket_assignment")) > 1
    assert len(await column(SYSTEM, "SELECT id FROM requester")) > 10


async def a_member_named(name: str):
    from helpdesk.people.staff import get_staff

    return await get_staff((await Outbound.raw("SELECT id FROM staff WHERE name = {}", name))[0]["id"])


async def test_only_officers_read_audit_entries_and_nobody_but_managers_answers(eyes):
    counts = {}
    for name, (actor, _, _) in (await actors_of(eyes)).items():
        counts[name] = bool(await column(actor, "SELECT id FROM audit_entry"))
    assert {name for name, sees in counts.items() if sees} == {"officer", "system"}
    await Outbound.raw(
        "INSERT INTO survey_answer (id, value, week, category, team, agent, locale)"
        " VALUES (gen_random_uuid(), 4, '2026-03-02', '', '', '', '')"
    )
    answers = {}
    for name, (actor, _, _) in (await actors_of(eyes)).items():
        answers[name] = bool(await column(actor, "SELECT id FROM survey_answer"))
    assert {name for name, sees in answers.items() if sees} == {"system"}
    await Outbound.raw("INSERT INTO survey_count (id, week, value_5) VALUES (gen_random_uuid(), '2026-03-02', 5)")
    counted = {}
    for name, (actor, _, _) in (await actors_of(eyes)).items():
        counted[name] = bool(await column(actor, "SELECT id FROM survey_count"))
    assert {name for name, sees in counted.items() if sees} == {"manager", "system"}


REFUSED = [
    "SELECT ciphertext FROM sealed_value",
    "SELECT * FROM sealed_value",
    "SELECT id FROM sealed_value WHERE ciphertext IS NOT NULL",
    "UPDATE sealed_value SET destroyed_at = now() RETURNING ciphertext",
    "UPDATE sealed_value SET name = 'phone 2'",
    "DELETE FROM sealed_value",
    "UPDATE audit_entry SET act = 'nothing'",
    "DELETE FROM audit_entry",
    "TRUNCATE audit_entry",
    "DELETE FROM ticket",
    "UPDATE ticket SET link_hash = 'x'",
    "UPDATE ticket_message SET audience = 'everyone'",
    "DELETE FROM disclosure",
    "UPDATE disclosure SET purpose = 'other'",
    "CREATE TABLE mine AS SELECT 1",
    "ALTER TABLE ticket DISABLE ROW LEVEL SECURITY",
    "SET LOCAL ROLE postgres",
    "SET LOCAL SESSION AUTHORIZATION postgres",
    "CREATE OR REPLACE FUNCTION actor_kind() RETURNS text LANGUAGE sql AS 'SELECT ''system'''",
    "DROP POLICY whose_it_is ON ticket",
    "SELECT pg_read_file('PG_VERSION')",
    "COPY sealed_value TO STDOUT",
]


@pytest.mark.parametrize("statement", REFUSED)
async def test_the_runtime_s_own_login_is_refused_whoever_it_claims_to_be(schema, agent, statement):
    await an_assigned_ticket(agent)
    connection = await asyncpg.connect(schema.database_url)
    try:
        assert await connection.fetchval("SELECT session_user") == RUNTIME
        for kind in ("", "agent", "officer", "admin", "system", "owner"):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                async with connection.transaction():
                    await connection.execute("SELECT set_config('sitr.kind', $1, true)", kind)
                    await connection.execute(statement)
    finally:
        await connection.close()


async def test_a_ciphertext_is_destroyed_but_never_changed(agent):
    await an_assigned_ticket(agent)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="never changed"):
        async with acting(agent.actor):
            await Outbound.raw("UPDATE sealed_value SET ciphertext = 'another'")
    async with acting(agent.actor):
        await Outbound.raw("UPDATE sealed_value SET ciphertext = NULL, destroyed_at = now() WHERE name = 'phone 1'")
    left = await SealedValue.select(SealedValue.name).where(SealedValue.ciphertext.is_not_null())
    assert sorted(row["name"] for row in left if row["name"] != "field:email") == ["field:domain", "password 1"]


@pytest.fixture
async def phone(agent) -> tuple[UUID, UUID]:
    """The assigned agent's ticket and its sealed phone number."""
    ticket = await an_assigned_ticket(agent)
    rows = await Outbound.raw(
        "SELECT t.id AS ticket, v.id AS value FROM ticket t JOIN sealed_value v ON v.owner = t.id"
        " WHERE t.reference = {} AND v.name = 'phone 1'",
        ticket.reference,
    )
    return rows[0]["ticket"], rows[0]["value"]


async def disclose(actor: Actor, value: UUID, about: UUID, *, with_id: UUID | None = None, now=after(minutes=1)):
    async with acting(actor):
        rows = await Outbound.raw(
            "SELECT disclose_value({}, {}, {}, 'support', 'contact', NULL, {}, {}) AS c",
            with_id or new_id(),
            value,
            about,
            now,
            now + (after(minutes=15) - after(minutes=0)),
        )
    return rows[0]["c"]


async def count(purpose: str = "contact") -> int:
    return int((await Outbound.raw("SELECT count(*) AS n FROM disclosure WHERE purpose = {}", purpose))[0]["n"])


async def test_the_assignee_gets_a_ciphertext_by_one_row_and_again_by_the_same(agent, phone):
    ticket, value = phone
    disclosure = new_id()
    first = await disclose(agent.actor, value, ticket, with_id=disclosure)
    again = await disclose(agent.actor, value, ticket, with_id=disclosure, now=after(minutes=2))

    assert (len(first) > 29, first == again, await count()) == (True, True, 1)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="ended"):
        await disclose(agent.actor, value, ticket, with_id=disclosure, now=after(minutes=30))
    assert await count() == 1


async def test_nobody_else_gets_it_and_nothing_is_written(agent, colleague, manager, phone):
    ticket, value = phone
    running = new_id()
    await disclose(agent.actor, value, ticket, with_id=running)
    other = await an_assigned_ticket(colleague, email="other@customer.test")
    others = (await Outbound.raw("SELECT id FROM ticket WHERE reference = {}", other.reference))[0]["id"]
    tries = [
        (colleague.actor, ticket, None),  # not the assignee
        (colleague.actor, ticket, running),  # by the assignee's own disclosure
        (colleague.actor, others, None),  # a value of another ticket, about one's own
        (manager.actor, ticket, None),
        (Actor("officer", id=agent.id), ticket, None),
        (Actor("admin", id=agent.id), ticket, None),
        (Actor("requester", id=agent.id), ticket, None),
        (SYSTEM, ticket, None),
        (NOBODY, ticket, None),
    ]
    for actor, about, disclosure in tries:
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await disclose(actor, value, about, with_id=disclosure)
    assert await count() == 1


async def test_a_closed_ticket_and_a_destroyed_value_give_nothing(agent, phone):
    ticket, value = phone
    await Outbound.raw("UPDATE ticket SET status = 'closed', closed_at = now() WHERE id = {}", ticket)
    with pytest.raises(asyncpg.InsufficientPrivilegeError, match="open ticket"):
        await disclose(agent.actor, value, ticket)
    await Outbound.raw("UPDATE ticket SET status = 'open', closed_at = NULL WHERE id = {}", ticket)
    await Outbound.raw("UPDATE sealed_value SET ciphertext = NULL, destroyed_at = now() WHERE id = {}", value)
    assert (await disclose(agent.actor, value, ticket), await count()) == (None, 0)


async def test_mail_and_recognition_are_the_system_s(agent, phone):
    ticket, value = phone
    statement = "SELECT disclose_value({}, {}, {}, '', {}, NULL, now(), NULL)"
    for purpose in ("delivery", "recognition"):
        for actor in (agent.actor, NOBODY, Actor("officer", id=agent.id)):
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await column(actor, statement, new_id(), value, ticket, purpose)
        for _ in range(3):
            await column(SYSTEM, statement, new_id(), value, ticket, purpose)
        rows = await Outbound.raw("SELECT times FROM disclosure WHERE purpose = {} AND value = {}", purpose, value)
        assert [row["times"] for row in rows] == [3]


async def test_one_writes_in_one_s_own_name_only(agent, colleague, phone):
    ticket, _ = phone
    statement = (
        "INSERT INTO ticket_message (id, ticket, author, audience, body, posted_at)"
        " VALUES (gen_random_uuid(), {}, {}, 'agents', decode(repeat('00', 40), 'hex'), now())"
    )
    for actor, author in ((agent.actor, colleague.id), (NOBODY, agent.id), (Actor("manager", id=agent.id), agent.id)):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            await column(actor, statement + " RETURNING id", ticket, author)
    assert len(await column(agent.actor, statement + " RETURNING id", ticket, agent.id)) == 1


ENDS = {"commit": "SELECT 1", "error": "SELECT 1/0"}


@pytest.mark.parametrize("end", ENDS)
async def test_who_acted_does_not_outlive_the_transaction_on_the_connection(schema, agent, end):
    pool, former = await asyncpg.create_pool(schema.owner_url, min_size=1, max_size=1), DB.pool
    DB.pool = pool
    try:
        try:
            async with acting(agent.actor):
                inside = await Outbound.raw("SELECT pg_backend_pid() AS pid, current_user AS me, actor_kind() AS kind")
                await Outbound.raw(ENDS[end])
        except asyncpg.DivisionByZeroError:
            pass
        async with pool.acquire() as connection:
            after_it = await connection.fetchrow(
                "SELECT pg_backend_pid() AS pid, current_user AS me, actor_kind() AS kind, actor_id() AS id,"
                " actor_team() AS team, actor_link() AS link"
            )
    finally:
        DB.pool = former
        await pool.close()
    assert (inside[0]["me"], inside[0]["kind"]) == (RUNTIME, "agent")
    assert dict(after_it) == {
        "pid": inside[0]["pid"],
        "me": "postgres",
        "kind": "",
        "id": None,
        "team": "",
        "link": None,
    }


async def test_whoever_acted_before_acts_again_after_an_inner_operation(agent):
    await a_ticket()
    async with acting(agent.actor):
        async with acting(SYSTEM):
            inner = await Outbound.raw("SELECT actor_kind() AS kind, actor_id() AS id")
        outer = await Outbound.raw("SELECT actor_kind() AS kind, actor_id() AS id")
    assert (inner[0], outer[0]) == ({"kind": "system", "id": None}, {"kind": "agent", "id": agent.id})


async def test_every_table_has_row_level_security_or_a_reason_not_to(schema):
    rows = await Outbound.raw(
        "SELECT c.relname AS name, c.relrowsecurity AS rls, pg_get_userbyid(c.relowner) AS owner,"
        " (SELECT count(*) FROM pg_policy p WHERE p.polrelid = c.oid) AS policies"
        " FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm')"
    )
    assert {row["name"] for row in rows if not row["rls"]} == set(OPEN)
    assert [row["name"] for row in rows if row["rls"] and not row["policies"]] == []
    assert {row["owner"] for row in rows} & {RUNTIME} == set()


async def test_the_runtime_may_no_more_than_it_needs(schema):
    rows = await Outbound.raw(
        "SELECT table_name AS name, privilege_type AS may FROM information_schema.role_table_grants"
        " WHERE grantee IN ({}, 'PUBLIC') AND table_schema = 'public'",
        RUNTIME,
    )
    assert {row["may"] for row in rows} == {"SELECT", "INSERT", "UPDATE", "DELETE"}
    role = (await Outbound.raw("SELECT * FROM pg_roles WHERE rolname = {}", RUNTIME))[0]
    assert [
        name for name in ("rolsuper", "rolbypassrls", "rolcreaterole", "rolcreatedb", "rolreplication") if role[name]
    ] == []
    assert (
        await column(
            OWNER, "SELECT 1 FROM pg_auth_members m JOIN pg_roles r ON r.oid = m.member WHERE r.rolname = {}", RUNTIME
        )
        == set()
    )


async def test_functions_that_run_as_the_owner_fix_their_search_path_and_are_nobody_else_s(schema):
    rows = await Outbound.raw(
        "SELECT p.proname AS name, p.prosecdef AS definer, p.proconfig AS config,"
        " has_function_privilege('public', p.oid, 'EXECUTE') AS anybody"
        " FROM pg_proc p WHERE p.pronamespace = 'public'::regnamespace AND p.prokind = 'f'"
        " AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
    )
    definers = [row for row in rows if row["definer"]]
    assert "disclose_value" in {row["name"] for row in definers}
    fixed = "search_path=pg_catalog, public, pg_temp"
    assert [row["name"] for row in definers if fixed not in (row["config"] or ())] == []
    assert [row["name"] for row in rows if row["anybody"]] == []


async def test_what_lets_a_requester_in_is_seen_by_the_system_alone(eyes):
    for table in ("requester_session", "sign_in_link", "address_change"):
        await Outbound.raw(
            {
                "requester_session": "SELECT 1",
                "sign_in_link": "INSERT INTO sign_in_link (promise, token_hash, requester, expires_at)"
                " SELECT gen_random_uuid(), 'x', id, now() FROM requester LIMIT 1",
                "address_change": "INSERT INTO address_change (id, requester, address, email_hash, expires_at)"
                " SELECT gen_random_uuid(), id, 'x', 'x', now() FROM requester LIMIT 1",
            }[table]
        )
        sees = {
            name
            for name, (actor, _, _) in (await actors_of(eyes)).items()
            if await column(actor, f"SELECT 1 FROM {table}")
        }
        assert (table, sees) == (table, {"system"})


async def test_who_signed_in_changes_their_own_row_and_no_other(eyes):
    own = eyes.world.objects["assignee", "own"]
    requester = await requester_of(eyes, own.reference)
    me, everybody_s = Actor("requester", id=requester), "UPDATE requester SET locale = 'ar' RETURNING id"

    assert await column(me, everybody_s) == {requester}
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        await column(Actor("requester", link=token_hash(own.token)), everybody_s)
