"""Publish a notice and promise its mails: the worker does a batch at a time and goes on wherever it was."""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from helpdesk.audit.record import record
from helpdesk.ids import new_id
from helpdesk.notices.compose import draft_to_change
from helpdesk.notices.tables import Dispatch, Notice, Recipient
from helpdesk.people.staff import StaffMember
from named_sql import statements
from notifications import outbox
from piccolo_conf import SYSTEM, acting

KIND = "service_notice"
BATCH = 100  # promises in one transaction
PAUSE = 2.0  # seconds between looks for something to send
KEPT = timedelta(days=30)  # who was told, after the sending
_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)
_SQL = statements(__file__)
_log = logging.getLogger(__name__)


async def send_notice(notice: UUID, *, by: StaffMember, now: datetime) -> None:
    """Publish a draft and begin to send it; raises NotFound when it is none or was published already.

    effects  everybody can read it on /notices; the worker promises the mails; one audit entry
    """
    async with acting(by.actor):
        await draft_to_change(notice)
        await Notice.update({Notice.published_at: now}).where(Notice.id == notice)
        await Dispatch.update({Dispatch.began_at: now}).where(Dispatch.notice == notice)
        await record("notice.sent", actor=by.id, about=notice, at=now)


async def run(*, now: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Promise the mails of published notices until `stop` is set; a database that is away is waited for."""
    while not stop.is_set():
        try:
            while not stop.is_set() and await promise_batch(now=now()):
                pass
            await forget_recipients(now=now())
        except _AWAY:
            _log.warning("notices cannot reach the database; trying again")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), PAUSE)


async def promise_batch(*, now: datetime, most: int = BATCH) -> bool:
    """Promise a mail to the next requesters of a notice that is being sent; says whether there was such a notice.

    effects  one promise and one row a requester, never a second one; after the last of them the notice is finished and
             the hash of its domain forgotten. Several workers share the notices, not a notice.
    """
    async with acting(SYSTEM):
        rows = await Dispatch.raw(_SQL["to_send"])
        if not rows:
            return False
        notice: UUID = rows[0]["notice"]
        people = await Dispatch.raw(_SQL["next_recipients"], notice, most)
        for person in people:
            await outbox.enqueue(KIND, about=notice, to=person["requester"], due_at=now)
        if people:
            await Recipient.insert(*(Recipient(id=new_id(), notice=notice, **person) for person in people))
        done: dict[Any, Any] = {Dispatch.finished_at: now, Dispatch.domain_hash: None} if len(people) < most else {}
        await Dispatch.update({Dispatch.promised: Dispatch.promised + len(people), **done}).where(
            Dispatch.notice == notice
        )
    return True


async def forget_recipients(*, now: datetime) -> None:
    """Forget who was told of notices that were finished a month ago."""
    async with acting(SYSTEM):
        await Recipient.raw(_SQL["forget_recipients"], now - KEPT)
