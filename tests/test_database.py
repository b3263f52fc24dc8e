"""The traps of the stack that docs/adr/0002 names: what a failed commit, a swallowed error or a cancel must not do."""

import asyncio
import sys

import asyncpg
import pytest

from helpdesk.errors import DatabaseDown, HelpdeskError
from helpdesk.privacy.erasure.restoration import RestoreUnfinished
from helpdesk.web.errors import _known
from named_sql import statements
from notifications.tables import Outbound
from piccolo_conf import DB, SYSTEM, SafePostgresEngine, acting
from tests.builders import a_ticket


@pytest.fixture
async def pair():
    """Two tables, one of which may point to what is not there until COMMIT."""
    await Outbound.raw("CREATE TABLE parent (id int PRIMARY KEY)")
    await Outbound.raw(
        "CREATE TABLE child (id int PRIMARY KEY, parent int REFERENCES parent DEFERRABLE INITIALLY DEFERRED)"
    )
    yield
    await Outbound.raw("DROP TABLE child, parent")


async def count(table: str) -> int:
    return int((await Outbound.raw(f"SELECT count(*) AS n FROM {table}"))[0]["n"])


async def test_ten_failed_commits_lose_no_connection(pair):
    for _ in range(10):
        with pytest.raises(asyncpg.ForeignKeyViolationError):
            async with DB.transaction():
                await Outbound.raw("INSERT INTO child VALUES (1, 99)")
    assert DB.current_transaction.get() is None
    assert DB.pool.get_size() == DB.pool.get_idle_size()
    assert await count("child") == 0


async def test_an_inner_error_that_is_swallowed_undoes_the_inner_work_only(pair):
    async with DB.transaction():
        await Outbound.raw("INSERT INTO parent VALUES (1)")
        with pytest.raises(ZeroDivisionError):
            async with DB.transaction():
                await Outbound.raw("INSERT INTO parent VALUES (2)")
                raise ZeroDivisionError
        with pytest.raises(asyncpg.UniqueViolationError):
            async with DB.transaction():
                await Outbound.raw("INSERT INTO parent VALUES (1)")
        await Outbound.raw("INSERT INTO parent VALUES (3)")
    assert [row["id"] for row in await Outbound.raw("SELECT id FROM parent ORDER BY id")] == [1, 3]


async def test_hundred_badly_timed_cancels_leave_the_pool_whole(pair):
    async def work(number: int) -> None:
        async with DB.transaction():
            await Outbound.raw("INSERT INTO parent VALUES ({})", number)
            await Outbound.raw("INSERT INTO child VALUES ({}, {})", number, number)
            await Outbound.raw("SELECT pg_sleep(0.002)")

    for number in range(100):
        with pytest.raises(asyncio.TimeoutError):
            await asyncio.wait_for(work(number), timeout=0.0005 + number * 0.00001)
    async with asyncio.timeout(20):  # what was cancelled is told to the server, which takes a moment
        while DB.pool.get_size() != DB.pool.get_idle_size():  # noqa: ASYNC110 - a pool sets no event
            await asyncio.sleep(0.01)
    assert await count("parent") == await count(
        "child"
    )  # a commit that was under way is whole, everything else is gone


async def test_the_engine_opens_nothing_when_it_is_made():
    engine = SafePostgresEngine(config={"dsn": "postgresql://nobody@127.0.0.1:1/nothing"})
    assert engine.pool is None
    await engine.close()


async def test_a_unique_violation_is_answered_without_its_row(pair):
    await Outbound.raw("INSERT INTO parent VALUES (1)")
    with pytest.raises(asyncpg.UniqueViolationError) as raised:
        await Outbound.raw("INSERT INTO parent VALUES (1)")
    assert "(id)=(1)" in str(raised.value)  # what must not get out

    answered = _known(raised.value)
    assert type(answered) is HelpdeskError
    assert "(id)" not in answered.sentence


def test_a_lost_database_is_told_as_such():
    for error in (
        ConnectionRefusedError(),
        asyncpg.InterfaceError("closed"),
        asyncpg.CannotConnectNowError("starting"),
    ):
        assert type(_known(error)) is DatabaseDown


async def test_a_request_while_the_database_is_away_says_try_again_and_the_next_works(browser, monkeypatch):
    async def gone(*_: object, **__: object) -> None:
        raise ConnectionRefusedError

    with monkeypatch.context() as away:
        away.setattr(type(DB), "run_querystring", gone)
        page = await browser.get("/t/some-link")
        form = await browser.post(
            "/new/contact",
            data={
                "body": "my long words",
                "email": "a@b.test",
                "subject": "x",
                "accept_terms": "yes",
                "terms_version": "1",
                "action": "send",
            },
        )
        problem = await browser.get("/api/v1/tickets", headers={"Authorization": "Bearer x"})
        ready = await browser.get("/readyz")
    assert (page.status_code, problem.status_code, ready.status_code) == (503, 503, 503)
    assert page.headers["retry-after"] == "30"
    assert "my long words" in form.text
    assert "We cannot reach our database right now." in page.text
    assert problem.json()["code"] == "error-database-down"
    assert (await browser.get("/readyz")).json() == {
        "database": "up",
        "keyring": "fits",
        "migrations": "current",
        "mail_waiting": 0,
        "mail_late_seconds": 0,
        "mail_quarantined": 0,
        "mail_routes_failing": {},
    }


async def test_until_a_restore_has_replayed_its_journal_nothing_is_ready_and_nothing_served(browser):
    ticket = await a_ticket(subject="Was erased, and lies in the backup")
    place = f"/t/{ticket.token}"
    assert "Was erased" in (await browser.get(place)).text  # the probe sees
    await Outbound.raw(
        "INSERT INTO restoration (id, began_at, content_made_at, keys_made_at)"
        " SELECT gen_random_uuid(), t, t, t FROM now() AS t"
    )
    ready = await browser.get("/readyz")
    assert (ready.status_code, ready.json()) == (503, {"database": "up", "restore": "unfinished"})

    await DB.pool.expire_connections()  # a restore begins when nobody is connected: all come anew
    ready, page = await browser.get("/readyz"), await browser.get(place)
    assert (ready.status_code, ready.json()) == (503, {"database": "up", "restore": "unfinished"})
    assert (page.status_code, "Was erased" in page.text) == (503, False)
    assert "We cannot reach our database right now." in page.text
    with pytest.raises(RestoreUnfinished):
        async with acting(SYSTEM):  # nor does the worker work
            pass

    await Outbound.raw("UPDATE restoration SET finished_at = now()")
    assert (await browser.get("/readyz")).status_code == 200
    assert "Was erased" in (await browser.get(place)).text


async def test_what_fails_inside_is_logged_by_kind_only(browser, monkeypatch, capsys):
    from helpdesk import logs
    from helpdesk.web.portal import own_ticket

    async def broken(*_: object, **__: object) -> None:
        raise ValueError("Failing row contains (canary-row)")

    logs.configure()
    monkeypatch.setattr(own_ticket.doors, "ticket_of_link", broken)
    page = await browser.get("/t/some-link")
    said = capsys.readouterr().err

    assert page.status_code == 500
    assert '"error":"ValueError"' in said
    assert "canary" not in said + page.text


async def test_many_questions_at_once_whether_we_are_ready_leave_the_output_alone(browser):
    before = sys.stdout
    await asyncio.gather(*(browser.get("/readyz") for _ in range(8)))
    assert sys.stdout is before


def test_an_option_of_the_driver_in_the_address_is_for_the_driver():
    engine = SafePostgresEngine(config={})
    engine.use("postgresql://a@b/c?statement_cache_size=0&host=/var/run/x", owner_url="postgresql://o@b/c?host=/x")

    assert engine.config == {"dsn": "postgresql://a@b/c?host=%2Fvar%2Frun%2Fx", "statement_cache_size": 0}
    assert engine.owner_config == {"dsn": "postgresql://o@b/c?host=/x"}


def test_statements_are_read_by_name(tmp_path):
    (tmp_path / "queries.sql").write_text("-- one --\nSELECT 1\n\n-- two --\n-- a comment\nSELECT {}\n")
    assert statements(str(tmp_path / "module.py")) == {"one": "SELECT 1", "two": "-- a comment\nSELECT {}"}
