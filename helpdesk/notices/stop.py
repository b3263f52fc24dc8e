"""Stop the sending of a notice: what is not sent yet is taken back, what was sent is not."""

from datetime import datetime
from typing import Any
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import NotFound
from helpdesk.notices.send import KIND
from helpdesk.notices.tables import Dispatch
from helpdesk.people.staff import StaffMember
from notifications import outbox
from piccolo_conf import acting


async def stop_notice(notice: UUID, *, by: StaffMember, now: datetime) -> int:
    """Take back the mails of a notice that are not sent yet and give how many; raises NotFound when none is sent.

    effects  nothing more is promised; the notice stays on the public page; one audit entry. A mail that is on its way
             at this moment arrives.
    """
    async with acting(by.actor):
        runs = (Dispatch.notice == notice) & Dispatch.began_at.is_not_null() & Dispatch.stopped_at.is_null()
        row = await Dispatch.select(Dispatch.finished_at).where(runs).first().lock_rows("UPDATE")  # waits for a batch
        if row is None:
            raise NotFound
        ended: dict[Any, Any] = {Dispatch.finished_at: row["finished_at"] or now, Dispatch.domain_hash: None}
        await Dispatch.update({Dispatch.stopped_at: now, **ended}).where(Dispatch.notice == notice)
        withdrawn = await outbox.withdraw(notice, kind=KIND, now=now)
        await record("notice.stopped", actor=by.id, about=notice, at=now)
    return withdrawn
