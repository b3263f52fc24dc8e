"""What of notices is read: by everybody what they say, by those who send them how far that is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from helpdesk.errors import NotFound
from helpdesk.notices.aim import reach
from helpdesk.notices.send import KIND
from helpdesk.notices.tables import Dispatch, Notice, Way
from helpdesk.people.staff import StaffMember
from notifications import outbox
from piccolo_conf import acting

CURRENT = timedelta(days=30)  # how long a notice without an end counts as current
MOST = 100  # notices on a page
FEW = 5  # of a domain so few are not counted on a page


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """A notice as it reads in one language."""

    id: UUID
    kind: str
    title: str
    text: str
    begins_at: datetime | None
    ends_at: datetime | None
    published_at: datetime | None

    def is_current(self, now: datetime) -> bool:
        """Say whether it is still of interest: until its end, or a month from its beginning."""
        began = self.begins_at or self.published_at or now
        return (self.ends_at or began + CURRENT) > now


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the sending is. `reach` before it began; both None when of a domain so few that it would tell.

    state  draft, sending, sent, stopped
    """

    state: str
    aim: str
    category: str
    reach: int | None = None
    promised: int | None = None
    waiting: int = 0
    sent: int = 0
    undelivered: int = 0
    withdrawn: int = 0


async def published(locale: str) -> Sequence[NoticeRow]:
    """List the notices that everybody may read, newest first, in a language."""
    query = Notice.select(*_columns(locale)).where(Notice.published_at.is_not_null())
    rows = await query.order_by(Notice.published_at, ascending=False).limit(MOST)
    return [NoticeRow(**row) for row in rows]


async def all_notices(locale: str, *, viewer: StaffMember) -> Sequence[NoticeRow]:
    """List notices and drafts for those who send them, newest first."""
    async with acting(viewer.actor):
        rows = await Notice.select(*_columns(locale)).order_by(Notice.made_at, ascending=False).limit(MOST)
    return [NoticeRow(**row) for row in rows]


async def notice_of(notice: UUID, *, viewer: StaffMember) -> tuple[Mapping[str, NoticeRow], Progress]:
    """Give a notice in both languages and how far its sending is; raises NotFound."""
    async with acting(viewer.actor):
        dispatch = await Dispatch.select().where(Dispatch.notice == notice).first()
        if dispatch is None:
            raise NotFound
        found = {locale: await Notice.select(*_columns(locale)).where(Notice.id == notice) for locale in ("en", "ar")}
        progress = await _progress(notice, dispatch)
    return {locale: NoticeRow(**rows[0]) for locale, rows in found.items()}, progress


async def _progress(notice: UUID, dispatch: Mapping[str, Any]) -> Progress:
    aim: dict[str, Any] = {"aim": dispatch["aim"], "category": dispatch["category"]}
    if dispatch["began_at"] is None:
        return Progress("draft", **aim, reach=await reach(notice))
    outcomes = await outbox.tally(notice, kind=KIND)
    is_over = dispatch["finished_at"] is not None and not outcomes.get("", 0)
    state = "stopped" if dispatch["stopped_at"] else "sent" if is_over else "sending"
    promised = dispatch["promised"]
    if aim["aim"] == Way.DOMAIN and promised < FEW:
        return Progress(state, **aim)
    return Progress(
        state,
        **aim,
        promised=promised,
        waiting=outcomes.get("", 0),
        sent=outcomes.get("sent", 0),
        undelivered=outcomes.get("failed", 0) + outcomes.get("quarantined", 0),
        withdrawn=outcomes.get("withdrawn", 0),
    )


def _columns(locale: str) -> list[Any]:
    words = {"title": getattr(Notice, f"title_{locale}"), "text": getattr(Notice, f"text_{locale}")}
    return [
        words[field.name].as_alias(field.name) if field.name in words else getattr(Notice, field.name)
        for field in fields(NoticeRow)
    ]
