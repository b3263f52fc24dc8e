"""What changed, told to everybody who has a page open: names of tickets only, each to those who may read it.

PostgreSQL says what changed (walls.sql, channel "live"); one connection a process listens while anybody looks.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator, Collection, Mapping
from contextvars import Context
from dataclasses import dataclass, field
from uuid import UUID

from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access
from notifications.deliver import AWAY
from piccolo_conf import DB

CHANNEL = "live"
EVERYTHING = "everything"  # the connection was away: whatever happened meanwhile was not heard
AT_ONCE = 12  # streams of one person; the oldest makes room
AGAIN = 2.0  # seconds between tries to listen
READY = 5.0  # seconds that a new stream waits for the connection that listens
_log = logging.getLogger(__name__)


@dataclass(eq=False, slots=True)
class Stream:
    """One open page: what changed since it was last told."""

    staff: UUID
    pending: set[str] = field(default_factory=set)
    awake: asyncio.Event = field(default_factory=asyncio.Event)
    ended: bool = False

    async def changes(self, *, seconds: float) -> Collection[str] | None:
        """Wait for changes at most so long; gives their names, none when there were none, None when it ended."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self.awake.wait(), seconds)
        if self.ended:
            return None
        self.awake.clear()
        told, self.pending = self.pending, set()
        return told

    def tell(self, name: str) -> None:
        self.pending.add(name)
        self.awake.set()

    def end(self) -> None:
        self.ended = True
        self.awake.set()


class Feed:
    """The streams of one process, and the one connection that listens for all of them."""

    def __init__(self) -> None:
        self._streams: list[Stream] = []
        self._listening: asyncio.Task[None] | None = None
        self._hears = asyncio.Event()
        self._closed = False

    @contextlib.asynccontextmanager
    async def stream(self, staff: UUID) -> AsyncIterator[Stream]:
        """Open a stream of somebody that hears from now on; of more than twelve of theirs the oldest ends."""
        opened = Stream(staff)
        theirs = [one for one in self._streams if one.staff == staff]
        for oldest in theirs[: max(0, len(theirs) + 1 - AT_ONCE)]:
            oldest.end()
        self._streams.append(opened)
        if self._closed:
            opened.end()
        elif self._listening is None:
            self._hears = asyncio.Event()
            self._listening = asyncio.create_task(self._listen(self._hears), context=Context())
        try:
            if not self._closed:  # while the database is away it hears nothing, and is told so later
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._hears.wait(), READY)
            yield opened
        finally:
            self._streams.remove(opened)
            if not self._streams and self._listening:
                self._listening.cancel()
                self._listening = None

    def close(self) -> None:
        """End all streams, and every new one at once: the process is about to stop."""
        self._closed = True
        for stream in self._streams:
            stream.end()

    def tell(self, name: str) -> None:
        """Tell all streams of a change."""
        for stream in self._streams:
            stream.tell(name)

    async def _listen(self, hears: asyncio.Event) -> None:
        was_away = False
        while True:
            lost = asyncio.Event()
            try:
                connection = await DB.get_new_connection()
                try:
                    connection.add_termination_listener(lambda *_, lost=lost: lost.set())
                    await connection.add_listener(CHANNEL, lambda _c, _p, _n, name: self.tell(name))
                    hears.set()
                    if was_away:
                        self.tell(EVERYTHING)
                    await lost.wait()
                finally:
                    hears.clear()
                    await connection.close(timeout=1)
            except AWAY:
                _log.warning("changes cannot be heard: the database is away; trying again")
            was_away = True
            await asyncio.sleep(AGAIN)


async def names_for(changes: Collection[str], *, viewer: StaffMember) -> Mapping[str, list[str]]:
    """Give what a viewer is told of changes: the references of tickets they may read, by what happened to them.

    returns  "ticket" and "presence" -> references
    """
    parts = [change.partition(" ") for change in changes]
    ids = {(kind, UUID(ticket)) for kind, _, ticket in parts if kind in ("ticket", "presence") and ticket}
    async with access.seen_by(viewer):
        readable = await access.tickets_to_read([ticket for _, ticket in ids], viewer=viewer)
    found: dict[str, list[str]] = {"ticket": [], "presence": []}
    for kind, ticket in ids:
        if ticket in readable:
            found[kind].append(readable[ticket].reference)
    return {kind: sorted(references) for kind, references in found.items()}
