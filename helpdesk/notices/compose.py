"""Compose a notice: checked for private details since everybody will read it, kept as a draft, changed, discarded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, NotFound, NoticeHoldsDetails
from helpdesk.ids import new_id
from helpdesk.notices.aim import Aim
from helpdesk.notices.tables import Dispatch, Notice, NoticeKind
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean, first_come
from helpdesk.privacy.redaction.scan import scan
from helpdesk.privacy.redaction.spans import Kind, TextNotScanned
from piccolo_conf import acting

TITLE_LIMIT = 120  # characters
TEXT_LIMIT = 4_000
WORDS = ("title_en", "text_en", "title_ar", "text_ar")


@dataclass(frozen=True, slots=True)
class Draft:
    """A notice as it was typed.

    begins, ends  UTC as 2026-11-25T10:00, or ""
    """

    kind: str = ""
    title_en: str = ""
    text_en: str = ""
    title_ar: str = ""
    text_ar: str = ""
    begins: str = ""
    ends: str = ""
    aim: Aim = field(default_factory=Aim)


async def compose_notice(draft: Draft, *, by: StaffMember, now: datetime) -> UUID:
    """Keep a notice as a draft and give its id; raises Invalid, NoticeHoldsDetails.

    effects  nobody but managers and officers sees it; one audit entry
    """
    columns, notice = await check(draft), new_id()
    async with acting(by.actor):
        await Notice.insert(Notice(id=notice, made_at=now, **columns))
        await Dispatch.insert(Dispatch(notice=notice, **draft.aim.kept()))
        await record("notice.composed", actor=by.id, about=notice, at=now)
    return notice


async def revise_notice(notice: UUID, draft: Draft, *, by: StaffMember, now: datetime) -> None:
    """Change a draft; raises Invalid, NoticeHoldsDetails, NotFound when it is none or was published."""
    columns = await check(draft)
    async with acting(by.actor):
        await draft_to_change(notice)
        await Notice.update(columns).where(Notice.id == notice)
        await Dispatch.update(draft.aim.kept()).where(Dispatch.notice == notice)
        await record("notice.revised", actor=by.id, about=notice, at=now)


async def discard_notice(notice: UUID, *, by: StaffMember, now: datetime) -> None:
    """Throw a draft away; raises NotFound when it is none or was published."""
    async with acting(by.actor):
        await draft_to_change(notice)
        await Notice.delete().where(Notice.id == notice)
        await record("notice.discarded", actor=by.id, about=notice, at=now)


async def draft_to_change(notice: UUID) -> None:
    """Lock a draft; raises NotFound when it is none or was published. Joins the caller's transaction."""
    is_draft = (Notice.id == notice) & Notice.published_at.is_null()
    if not await Notice.select(Notice.id).where(is_draft).first().lock_rows("UPDATE"):
        raise NotFound


async def check(draft: Draft) -> dict[Any, Any]:
    """Clean a draft and give its columns; raises Invalid with every mistake, then NoticeHoldsDetails."""
    words = {name: _cleaned(name, getattr(draft, name)) for name in WORDS}
    mistakes = {name: mistake for name, text in words.items() if (mistake := _mistake_of(name, text))}
    if draft.kind not in list(NoticeKind):
        mistakes["kind"] = "error-notice-kind"
    times: dict[str, datetime | None] = {}
    for name, typed in (("begins", draft.begins), ("ends", draft.ends)):
        try:
            times[name] = _moment(typed)
        except ValueError:
            mistakes[name] = "error-notice-time"
    begins, ends = times.get("begins"), times.get("ends")
    if begins and ends and ends <= begins:
        mistakes["ends"] = "error-notice-ends"
    if mistakes := {**mistakes, **draft.aim.mistakes()}:
        raise Invalid(mistakes)
    if found := await private_details(words):
        raise NoticeHoldsDetails(found)
    return {"kind": draft.kind, **words, "begins_at": begins, "ends_at": ends}


async def private_details(words: Mapping[str, str]) -> Mapping[str, list[str]]:
    """Say which kinds of private details stand in which field; a text that cannot be scanned counts as one."""
    found: dict[str, list[str]] = {}
    for name, text in words.items():
        try:
            redacted = await scan(text, lang=name[-2:], own=policy.in_use().own_rules, number=first_come())
            kinds = sorted({str(finding.kind) for finding in redacted.findings})
        except TextNotScanned:
            kinds = [str(Kind.TEXT)]
        if kinds:
            found[name] = kinds
    return found


def _cleaned(name: str, text: str) -> str:
    return " ".join(clean(text).split()) if name.startswith("title") else clean(text).strip()


def _mistake_of(name: str, text: str) -> str:
    if not any(letter.isalnum() for letter in text):
        return "error-missing"
    return "error-too-long" if len(text) > (TITLE_LIMIT if name.startswith("title") else TEXT_LIMIT) else ""


def _moment(typed: str) -> datetime | None:
    """Read a moment in UTC; raises ValueError."""
    moment = datetime.fromisoformat(typed) if typed.strip() else None
    if moment and (moment.tzinfo or not 2000 <= moment.year <= 2200):
        raise ValueError
    return moment.replace(tzinfo=UTC) if moment else None
