"""Leaves a way out alone that fails again and again: nobody waits for a dead server, one try tells when it is back."""

from collections.abc import Sequence
from datetime import datetime

from named_sql import statements
from notifications.tables import Route

FAILURES = 3  # in a row, in one worker, before a route is left alone

_SQL = statements(__file__)


class Breaker:
    """One worker's view of the routes; what is blocked is shared by all workers through the database."""

    def __init__(self) -> None:
        self._failures: dict[str, int] = {}
        self._known: set[str] = set()  # routes that had a row when we last looked
        self.blocked: list[str] = []
        self.probing: list[str] = []

    async def look(self, *, now: datetime) -> Sequence[str]:
        """See which routes are left alone now; those whose time is over are probed with one promise."""
        rows = await Route.select(Route.name, Route.blocked_until)
        self._known = {row["name"] for row in rows}
        self.blocked = [row["name"] for row in rows if row["blocked_until"] > now]
        self.probing = [row["name"] for row in rows if row["blocked_until"] <= now]
        return self.blocked

    def is_blocked(self, route: str) -> bool:
        return route in self.blocked

    async def failed(self, route: str, *, now: datetime) -> None:
        """Count a failure of a route; after three in a row, or a failed probe, it is left alone for a while."""
        self._failures[route] = self._failures.get(route, 0) + 1
        if route in self.blocked or (self._failures[route] < FAILURES and route not in self._known):
            return
        self.blocked.append(route)
        self._known.add(route)
        await Route.raw(_SQL["block"], route, now, now, now)

    async def worked(self, route: str) -> None:
        """Take a route into use again after it worked."""
        self._failures.pop(route, None)
        if route in self._known:
            self._known.discard(route)
            await Route.delete().where(Route.name == route)
