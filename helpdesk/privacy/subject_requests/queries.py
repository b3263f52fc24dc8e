"""What pages read of requests about one's own data: the officers' queue, one request, a person's own."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import NotFound
from helpdesk.privacy.subject_requests.ask import EVERYTHING, OPEN
from helpdesk.privacy.subject_requests.deadlines import LAWS, Law
from helpdesk.privacy.subject_requests.tables import Kind, State, SubjectRequest
from helpdesk.privacy.vault.keys import DataKey, keys_of


@dataclass(frozen=True, slots=True)
class Row:
    """One request as whoever acts may see it; words are empty when its person was erased."""

    id: UUID
    number: str
    subject: UUID
    kind: str
    way: str
    locale: str
    law: str
    state: str
    proof: str
    handler: UUID | None
    receipt: str
    received_at: datetime
    proved_at: datetime | None
    due_on: date
    taken_at: datetime | None
    extended_at: datetime | None
    settled_at: datetime | None
    said: Mapping[str, str] = field(default_factory=dict, repr=False)
    answer: str = field(default="", repr=False)
    delay: str = field(default="", repr=False)

    @property
    def extent(self) -> str:
        """Give how much an erasure is to take: one of EXTENTS."""
        return self.said.get("extent", EVERYTHING)

    @property
    def is_complaint(self) -> bool:
        """Say whether somebody complains of one look at a detail: nothing is limited by that."""
        return self.kind == Kind.OBJECTION and "entry" in self.said

    @property
    def is_over(self) -> bool:
        return self.settled_at is not None

    @property
    def rules(self) -> Law:
        return LAWS[self.law]

    def day(self, today: date) -> int:
        """Give which day of its time it is, the day of receipt being 0."""
        return (today - self.received_at.date()).days

    @property
    def days(self) -> int:
        """Give how many days its time has."""
        return (self.due_on - self.received_at.date()).days

    def left(self, today: date) -> int:
        """Give how many days are left; negative when it is late."""
        return (self.due_on - today).days


_PLAIN = tuple(name for name in Row.__dataclass_fields__ if name not in ("said", "answer", "delay"))


async def open_requests() -> Sequence[Row]:
    """List the requests that are not over, the most urgent first; what nobody confirmed yet comes last."""
    rows = await SubjectRequest.select().where(SubjectRequest.state.is_in(OPEN)).order_by(SubjectRequest.due_on)
    found = await _rows(rows)
    return sorted(found, key=lambda row: (row.state == State.UNPROVED, row.due_on, row.received_at))


async def last_settled(most: int = 20) -> Sequence[Row]:
    """List the requests that ended last, newest first."""
    return await _rows(
        await SubjectRequest.select()
        .where(SubjectRequest.settled_at.is_not_null())
        .order_by(SubjectRequest.settled_at, ascending=False)
        .limit(most)
    )


async def requests_of(subject: UUID) -> Sequence[Row]:
    """List a person's requests, newest first, to whoever may see them."""
    return await _rows(
        await SubjectRequest.select()
        .where(SubjectRequest.subject == subject)
        .order_by(SubjectRequest.received_at, ascending=False)
    )


async def request_named(number: str) -> Row:
    """Give one request that whoever acts may see; raises NotFound."""
    found = await _rows(await SubjectRequest.select().where(SubjectRequest.number == number.upper()))
    if not found:
        raise NotFound
    return found[0]


async def requests_with(ids: Sequence[UUID]) -> Mapping[UUID, Row]:
    """Give some requests by id, for the mails about them."""
    rows = await SubjectRequest.select().where(SubjectRequest.id.is_in(list(ids))) if ids else []
    return {row.id: row for row in await _rows(rows)}


async def history(request: UUID) -> Sequence[tuple[str, UUID | None, datetime]]:
    """List what was done about a request, by whom and when, oldest first; for officers."""
    rows = (
        await AuditEntry.select(AuditEntry.act, AuditEntry.actor, AuditEntry.at)
        .where(AuditEntry.about == request)
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    return [(row["act"], row["actor"], row["at"]) for row in rows]


async def _rows(rows: Sequence[Mapping[str, Any]]) -> list[Row]:
    keys = await keys_of(row["subject"] for row in rows)
    return [_row(row, keys.get(row["subject"])) for row in rows]


def _row(row: Mapping[str, Any], key: DataKey | None) -> Row:
    def opened(name: str, kind: str) -> str:
        return key.open_text(row[name], row=row["id"], kind=kind) if key and row[name] else ""

    said = opened("words", "request")
    return Row(
        **{name: row[name] for name in _PLAIN},
        said=msgspec.json.decode(said, type=dict[str, str]) if said.startswith("{") else {},
        answer=opened("answer", "answer"),
        delay=opened("delay", "delay"),
    )
