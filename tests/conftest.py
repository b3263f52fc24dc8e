"""One embedded PostgreSQL a run, on one event loop, emptied after each test; a real mail server; the app."""

import logging
import os
import tempfile
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import asyncpg
import httpx
import hypothesis
import msgspec
import pytest
import structlog
from argon2 import PasswordHasher
from litestar import Litestar

from helpdesk import embedded, wiring
from helpdesk.app import Front, create_app, make_state
from helpdesk.people import passwords
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault import keyring
from helpdesk.settings import Settings
from helpdesk.web.limits import Brake, Bucket, SignInBrakes
from notifications.tables import Outbound
from piccolo_conf import DB, OWNER
from tests import builders
from tests.browser import close_chromium
from tests.mailbox import Mailbox
from tests.processes import close_forker

# The same examples each time, so that a run says something of the change it is for; `explore` looks for new ones:
# HYPOTHESIS_PROFILE=explore. No example has a deadline: machines that run tests are shared.
hypothesis.settings.register_profile("sitr", derandomize=True, deadline=None)
hypothesis.settings.register_profile("explore", deadline=None)
hypothesis.settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "sitr"))

BASE_URL = "http://desk.test"


@pytest.fixture(scope="session")
def var() -> Iterator[Path]:
    """A data folder for the whole run, gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="sitr") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def settings(var: Path) -> Settings:
    keyring.write_keyring(var / "keyring.json", keyring.make_keyring())
    database_url, owner_url = embedded.start(var / "postgres")
    return Settings(
        database_url=database_url,
        owner_url=owner_url,
        smtp_url="",
        base_url=BASE_URL,
        keyring=var / "keyring.json",
        policy=None,
        var=var,
    )


@pytest.fixture(scope="session")
async def schema(settings: Settings) -> AsyncIterator[Settings]:
    """The database in use, all migrations run, the pool open; what a test asks itself it asks as the owner."""
    await _hurry(settings)
    wiring.take_into_use(settings)
    await wiring.open_database(migrating=True)
    DB.fallback, DB.owner_pool = OWNER, await asyncpg.create_pool(settings.owner_url, min_size=1, max_size=5)
    yield settings
    await DB.owner_pool.close()
    await DB.close()


@pytest.fixture(scope="session", autouse=True)
def shipped_hasher() -> Iterator[PasswordHasher]:
    """The hasher that ships; the passwords of tests are hashed in a moment, some thousand times a run."""
    shipped = passwords._HASHER
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
        yield shipped


@pytest.fixture(scope="session", autouse=True)
async def started_once() -> AsyncIterator[None]:
    """Whatever browser and process to fork the tests of this run started end with it."""
    yield
    await close_chromium()
    close_forker()


async def _hurry(settings: Settings) -> None:
    """Let this server not wait for the disk: no test pulls the plug of the machine. Its log stays for who reads it."""
    connection = await asyncpg.connect(settings.owner_url)
    for setting in ("fsync = off", "synchronous_commit = off", "wal_keep_size = '128MB'"):
        await connection.execute(f"ALTER SYSTEM SET {setting}")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


@pytest.fixture(autouse=True)
async def database(schema: Settings) -> AsyncIterator[None]:
    """An empty database around every test, and the shipped policy in use, but that nobody needs a second factor."""
    policy.use(msgspec.structs.replace(policy.read_policy(), sign_in=policy.SignIn(second_factor=[])))
    DB.fallback = OWNER
    yield
    DB.fallback = OWNER
    await Outbound.raw(_EMPTY_AGAIN)


# Only what holds rows is emptied, without its keys and triggers: TRUNCATE makes four hundred files anew each time.
_EMPTY_AGAIN = """
    DO $$ DECLARE named regclass; has_rows boolean; BEGIN
        SET LOCAL session_replication_role = replica;
        FOR named IN SELECT format('%I', tablename)::regclass FROM pg_tables
            WHERE schemaname = 'public' AND tablename NOT IN ('migration', 'category_rule')
        LOOP
            EXECUTE format('SELECT EXISTS (SELECT FROM %s)', named) INTO has_rows;
            IF has_rows THEN EXECUTE format('DELETE FROM %s', named); END IF;
        END LOOP;
    END $$
"""


@pytest.fixture(autouse=True)
def logging_as_before() -> Iterator[None]:
    """Tests may configure the product's logging; the next test finds none."""
    yield
    if structlog.is_configured():
        structlog.reset_defaults()
        logging.getLogger().handlers = []


@pytest.fixture
async def agent() -> StaffMember:
    return await builders.an_agent()


@pytest.fixture
async def colleague() -> StaffMember:
    return await builders.an_agent("omar@desk.test", name="Omar Naji", team="billing")


@pytest.fixture
async def manager() -> StaffMember:
    return await builders.a_member("mona@desk.test", name="Mona Aziz", role=Role.MANAGER)


@pytest.fixture(scope="session")
def made_once(schema: Settings) -> Litestar:
    return create_app(schema)


@pytest.fixture
def app(made_once: Litestar, schema: Settings) -> Litestar:
    """The application, remembering nothing of the test before."""
    made_once.state = make_state(schema)
    return made_once


@pytest.fixture
def in_one_moment(app: Litestar, schema: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """For the application's rate limits no time passes, however long a test takes."""
    for limit in (Bucket, Brake, SignInBrakes):
        monkeypatch.setitem(limit.__init__.__kwdefaults__, "clock", lambda: 0.0)
    app.state = make_state(schema)


@pytest.fixture
async def browser(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    """A browser without a session: cookies are kept, redirects followed."""
    transport = httpx.ASGITransport(Front(app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL, follow_redirects=True) as client:
        yield client


@pytest.fixture
async def other_browser(app: Litestar) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(Front(app), raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url=BASE_URL, follow_redirects=True) as client:
        yield client


@pytest.fixture
async def mailbox() -> AsyncIterator[Mailbox]:
    """A mail server on loopback that keeps what it gets."""
    box = Mailbox()
    await box.open()
    yield box
    await box.close()
