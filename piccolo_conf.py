"""The database that the three packages share: one safe engine and the list of Piccolo apps. Imports nothing of ours."""

import asyncio
import contextlib
from collections.abc import Coroutine
from types import TracebackType
from typing import Any, Literal

import asyncpg
from piccolo.engine.postgres import PostgresEngine, PostgresTransaction


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

    async def __aenter__(self) -> PostgresTransaction:
        if self._parent is not None:
            self._inner = await self._parent.savepoint()
            return self._parent
        self.connection = await self.get_connection()
        try:
            self.transaction = self.connection.transaction()
            await self.begin()
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
        if self.engine.pool:
            await self.engine.pool.release(self.connection)
        else:
            await self.connection.close()


class SafePostgresEngine(PostgresEngine):
    """Piccolo's PostgreSQL engine without a connection at import and with transactions that cannot leak."""

    def use(self, url: str) -> None:
        """Point the engine at a database; a composition root calls this once, before the first query."""
        self.config = {"dsn": url}

    async def open(self, *, connections: int = 10) -> None:
        """Open the pool. Raises OSError or asyncpg errors when the database does not answer."""
        await self.start_connection_pool(min_size=1, max_size=connections)

    async def close(self) -> None:
        """Close the pool, if there is one."""
        if self.pool is not None:
            await self.close_connection_pool()

    async def check_version(self) -> None:
        """Ask nothing: the stock engine opens a connection as soon as this module is imported."""

    def transaction(self, allow_nested: bool = True) -> SafeTransaction:
        return SafeTransaction(self, allow_nested=allow_nested)


DB = SafePostgresEngine(config={})


def __getattr__(name: str) -> Any:
    """Make `APP_REGISTRY` when the migrations ask for it: importing it costs half a second that no request needs."""
    if name != "APP_REGISTRY":
        raise AttributeError(name)
    from piccolo.conf.apps import AppRegistry

    return AppRegistry(apps=["helpdesk.piccolo_app", "surveys.piccolo_app", "notifications.piccolo_app"])
