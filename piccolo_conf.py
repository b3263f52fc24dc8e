"""The database that the three packages share: one safe engine, and who acts on it. Imports nothing of ours."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Final, Literal
from urllib.parse import parse_qsl, urlencode, urlsplit
from uuid import UUID

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction

RUNTIME: Final = "sitr_runtime"  # the role everything runs as; it owns nothing, and row-level security holds for it


@dataclass(frozen=True, slots=True)
class Actor:
    """Whom a transaction is for. Row-level security (helpdesk/walls.sql) reads it; nobody sees no ticket at all.

    kind   agent, manager, officer, admin; requester (by a private link or signed in); intake (making a ticket);
           system; "" nobody
    id     the staff member, or the requester who signed in
    team   the staff member's team, "" for all teams
    link   hash of the requester's private link
    about  the ticket that the intake makes
    form   the key of the form that the intake came by
    """

    kind: Literal["agent", "manager", "officer", "admin", "requester", "intake", "system", "owner", ""]
    id: UUID | None = None
    team: str = ""
    link: bytes = b""
    about: UUID | None = None
    form: UUID | None = None

    def settings(self) -> tuple[str, ...]:
        """Give the transaction's settings in the order of `_BECOME`."""
        named = (str(value) if value else "" for value in (self.id, self.about, self.form))
        return (self.kind, self.team, self.link.hex(), *named)


NOBODY: Final = Actor("")
SYSTEM: Final = Actor("system")  # the worker's and the command line's own work
OWNER: Final = Actor("owner")  # migrations: the login that owns the tables, without any wall

# Everything ends with the transaction, so that a pooler may give the connection to somebody else after it.
_BECOME = """
    SELECT set_config('role', $1, true), set_config('sitr.kind', $2, true), set_config('sitr.team', $3, true),
           set_config('sitr.link', $4, true), set_config('sitr.id', $5, true), set_config('sitr.about', $6, true),
           set_config('sitr.form', $7, true)
"""
_CACHE: Final = "statement_cache_size"  # of asyncpg: how many prepared statements a connection keeps
_acts: ContextVar[Actor | None] = ContextVar("actor", default=None)


async def _to_the_end(work: Coroutine[Any, Any, None]) -> None:
    """Run a commit, rollback or release to its end even when the caller is cancelled."""
    task = asyncio.ensure_future(work)
    try:
        await asyncio.shield(task)
    except asyncio.CancelledError:
        if not task.done():
            with contextlib.suppress(BaseException):
                await asyncio.wait([task])
        raise


class SafeTransaction(PostgresTransaction):
    """A transaction that always gives its connection back; a nested one is a savepoint.

    Piccolo's own loses the connection when COMMIT or BEGIN fails and treats a nested transaction as nothing, so that
    a swallowed inner error commits half the work. Seen in practice: docs/adr/0002-safe-postgres-engine.md.
    """

    engine: "SafePostgresEngine"
    _parent: "SafeTransaction | None"

    async def __aenter__(self) -> "SafeTransaction":
        if self._parent is not None:
            self._inner = await self._parent.savepoint()
            return self._parent
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction()
            await self.begin()
            await self.become(self.engine.actor)
        except BaseException:
            await _to_the_end(self._give_back())
            raise
        self.context = self.engine.current_transaction.set(self)
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> Literal[False]:
        if self._parent is not None:
            await self._end_inner(failed=kind is not None)
            return False
        self.engine.current_transaction.reset(self.context)
        try:
            await _to_the_end(self._end(failed=kind is not None))
        except (asyncpg.InterfaceError, asyncpg.PostgresConnectionError):
            if kind is None:
                raise
        return False

    async def get_connection(self) -> Any:
        self._pool = self.engine.pool_of(self.engine.actor)
        return await (self._pool.acquire() if self._pool else self.engine.get_new_connection())

    async def become(self, actor: Actor) -> None:
        """Act for somebody until the transaction ends or somebody else is named."""
        role = "none" if actor.kind == OWNER.kind else RUNTIME
        await self.connection.fetch(_BECOME, role, *actor.settings())

    async def _end(self, *, failed: bool) -> None:
        try:
            if failed and not self._rolled_back:
                await self.rollback()
            elif not failed and not self._committed and not self._rolled_back:
                await self.commit()
        finally:
            await self._give_back()

    async def _end_inner(self, *, failed: bool) -> None:
        if not failed:
            await self._inner.release()
            return
        with contextlib.suppress(asyncpg.PostgresError, asyncpg.InterfaceError):
            await _to_the_end(self._undo_inner())

    async def _undo_inner(self) -> None:
        await self._inner.rollback_to()
        await self._inner.release()

    async def _give_back(self) -> None:
        if self._pool:
            await self._pool.release(self.connection)
        else:
            await self.connection.close()


class SafePostgresEngine(PostgresEngine):
    """Piccolo's PostgreSQL engine: no connection at import, transactions that cannot leak, and always somebody's.

    fallback    who acts where nobody was named: nobody (the tests' own queries run as the owner)
    owner_pool  connections of the owner, for whoever needs many (tests)
    """

    fallback: Actor = NOBODY
    owner_pool: asyncpg.Pool | None = None

    def use(self, url: str, *, owner_url: str = "") -> None:
        """Point the engine at a database; a composition root calls this once, before the first query.

        url        `?statement_cache_size=0` in it is for a pooler that hands a connection on after each transaction
        owner_url  login that owns the tables, for migrations; without one it is the same login
        """
        self.config = _config(url)
        self.owner_config = _config(owner_url or url)

    async def open(self, *, connections: int = 10, admit: Callable[[Any], Awaitable[None]] | None = None) -> None:
        """Open the pool. Raises OSError or asyncpg errors when the database does not answer.

        admit  looks at every new connection before it is used, and raises to refuse it
        """
        await self.start_connection_pool(min_size=1, max_size=connections, init=admit)

    async def close(self) -> None:
        """Close the pool, if there is one."""
        if self.pool is not None:
            await self.close_connection_pool()

    async def check_version(self) -> None:
        """Ask nothing: the stock engine opens a connection as soon as this module is imported."""

    @property
    def actor(self) -> Actor:
        """Whoever acts in this context."""
        return _acts.get() or self.fallback

    def pool_of(self, actor: Actor) -> asyncpg.Pool | None:
        """Give the connections that serve an actor, if there is a pool of them."""
        return self.owner_pool if actor.kind == OWNER.kind else self.pool

    async def get_new_connection(self) -> Any:
        """Open a connection of its own; raises OSError or asyncpg errors."""
        config = self.owner_config if self.actor.kind == OWNER.kind else self.config
        return await asyncpg.connect(**config)

    def transaction(self, allow_nested: bool = True) -> SafeTransaction:
        return SafeTransaction(self, allow_nested=allow_nested)

    async def _run_in_pool(self, query: str, args: Sequence[Any] | None = None) -> Any:
        """Run a single statement, as somebody: what is outside a transaction gets one of its own."""
        async with self.transaction() as transaction:
            return await transaction.connection.fetch(query, *(args or ()))

    async def _run_in_new_connection(self, query: str, args: Sequence[Any] | None = None) -> Any:
        return await self._run_in_pool(query, args)


def _config(url: str) -> dict[str, Any]:
    """Give what asyncpg takes: its own option is no part of a URL that a server understands."""
    parts = urlsplit(url)
    options = dict(parse_qsl(parts.query))
    size = options.pop(_CACHE, "")
    return {"dsn": parts._replace(query=urlencode(options)).geturl(), _CACHE: int(size)} if size else {"dsn": url}


DB = SafePostgresEngine(config={})


@contextlib.contextmanager
def on_behalf_of(actor: Actor) -> Iterator[None]:
    """Name whoever acts in this context, for the transactions that are opened in it; opens none itself."""
    before = _acts.set(actor)
    try:
        yield
    finally:
        _acts.reset(before)


@contextlib.asynccontextmanager
async def acting(actor: Actor) -> AsyncIterator[None]:
    """Open a transaction for somebody: one operation, all or nothing, within what row-level security lets them see.

    Inside another transaction it is a savepoint; whoever acted before acts again after it.
    """
    outer, former = DB.current_transaction.get(), DB.actor
    with on_behalf_of(actor):
        async with DB.transaction() as transaction:
            if outer is None or actor == former:
                yield
                return
            await transaction.become(actor)
            yield
            await transaction.become(former)


def __getattr__(name: str) -> Any:
    """Make `APP_REGISTRY` when the migrations ask for it: importing it costs half a second that no request needs."""
    if name != "APP_REGISTRY":
        raise AttributeError(name)
    from piccolo.conf.apps import AppRegistry

    return AppRegistry(apps=["helpdesk.piccolo_app", "surveys.piccolo_app", "notifications.piccolo_app"])
