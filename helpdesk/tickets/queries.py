"""What pages and the API read: a queue, a thread, counts. Every read takes its viewer; nothing here opens a detail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from piccolo.columns.combination import Where, WhereRaw
from piccolo.querystring import QueryString

from helpdesk.people.staff import StaffMember, names_of
from helpdesk.privacy.disclosure.consent import count_waiting
from helpdesk.privacy.vault.keys import DataKey, key_of, keys_of
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.tickets import access
from helpdesk.tickets.access import TicketRow
from helpdesk.tickets.cursor import read_cursor, write_cursor
from helpdesk.tickets.tables import Audience, Closure, Message, Status, Ticket

_IS_OUT = WhereRaw("(visible_at IS NULL OR visible_at <= now())")  # nobody may take it back any more
COUNT_LIMIT = 1000  # a queue's number is counted up to here, so that it costs the same however long the queue is


class View(StrEnum):
    UNASSIGNED = "unassigned"
    MINE = "mine"
    TEAM = "team"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One ticket in a queue: its redacted subject and how many details it hides."""

    reference: str
    subject: str
    category: str
    team: str
    locale: str
    status: str
    opened_at: datetime
    active_at: datetime
    assignee: str | None
    is_mine: bool
    sealed_count: int


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Up to `limit` rows, newest activity first, and the cursor of the next page."""

    rows: Sequence[QueueRow]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class ThreadMessage:
    """One entry of a thread, redacted; `author` is "" for the requester.

    visible_at  when the requester gets it, None when they had it at once
    """

    id: UUID
    author_id: UUID | None
    author: str
    audience: str
    text: str
    sealed: int
    is_unscanned: bool
    posted_at: datetime
    direction: str = "auto"
    visible_at: datetime | None = None

    @property
    def kind(self) -> str:
        if self.author_id is None:
            return "requester"
        return "reply" if self.audience == Audience.EVERYONE else "note"


async def queue_page(
    view: View, *, viewer: StaffMember, status: Status = Status.OPEN, cursor: str = "", limit: int = 50
) -> QueuePage:
    """Read one page of a queue; raises Invalid for a cursor that is not ours."""
    return await page_of([Ticket.status == status, *_filters(view, viewer)], viewer=viewer, cursor=cursor, limit=limit)


async def page_of(conditions: Sequence[access.Condition], *, viewer: StaffMember, cursor: str, limit: int) -> QueuePage:
    """Read one page of the tickets that meet all conditions and that the viewer may read; raises Invalid (cursor)."""
    query = (
        Ticket.select(
            Ticket.id,
            Ticket.reference,
            Ticket.category,
            Ticket.team,
            Ticket.locale,
            Ticket.status,
            Ticket.assignee,
            Ticket.subject,
            Ticket.opened_at,
            Ticket.active_at,
        )
        .where(access.readable_by(viewer), *conditions)
        .order_by(Ticket.active_at, Ticket.id, ascending=False)
        .limit(limit + 1)
    )
    if cursor:
        query = query.where(QueryString("({}, {}) < ({}, {})", Ticket.active_at, Ticket.id, *read_cursor(cursor)))
    found = await query
    rows = found[:limit]
    more = write_cursor(rows[-1]["active_at"], rows[-1]["id"]) if len(found) > limit else None
    return QueuePage(await _rows(rows, viewer), more)


async def queue_counts(*, viewer: StaffMember) -> Mapping[str, int]:
    """Count the open tickets of each queue, up to 1,000, and the questions that wait for a second person."""
    return {
        view: len(
            await Ticket.select(Ticket.id)
            .where(Ticket.status == Status.OPEN, access.readable_by(viewer), *_filters(view, viewer))
            .limit(COUNT_LIMIT)
            .output(as_list=True)
        )
        for view in View
    } | {"approvals": await count_waiting(not_by=viewer.id)}


async def neighbours(ticket: TicketRow, view: View, *, viewer: StaffMember) -> tuple[str | None, str | None]:
    """Give the references of the open tickets before and after one in a queue."""
    here = (Ticket.active_at, Ticket.id, ticket.active_at, ticket.id)
    found = []
    for order, ascending in ((">", True), ("<", False)):
        row = (
            await Ticket.select(Ticket.reference)
            .where(Ticket.status != Status.CLOSED, access.readable_by(viewer), *_filters(view, viewer))
            .where(QueryString(f"({{}}, {{}}) {order} ({{}}, {{}})", *here))
            .order_by(Ticket.active_at, Ticket.id, ascending=ascending)
            .first()
        )
        found.append(row["reference"] if row else None)
    return found[0], found[1]


def _filters(view: View, viewer: StaffMember) -> list[Where]:
    """Say what a queue holds for this viewer."""
    if view is View.UNASSIGNED:
        return [Ticket.assignee.is_null()]
    if view is View.MINE:
        return [Ticket.assignee == viewer.id]
    return [Ticket.team == viewer.team] if view is View.TEAM and viewer.team else []


async def _rows(rows: Sequence[Mapping[str, object]], viewer: StaffMember) -> Sequence[QueueRow]:
    keys = await keys_of(_id(row["id"]) for row in rows)
    names = await names_of(_id(row["assignee"]) for row in rows if row["assignee"])
    sealed = await _sealed_counts([_id(row["id"]) for row in rows])
    return [_row(row, keys[_id(row["id"])], names, sealed, viewer) for row in rows if row["id"] in keys]


def _row(
    row: Mapping[str, object], key: DataKey, names: Mapping[UUID, str], sealed: Mapping[UUID, int], viewer: StaffMember
) -> QueueRow:
    subject, assignee = row["subject"], row["assignee"]
    assert isinstance(subject, bytes)
    return QueueRow(
        **{name: row[name] for name in _PLAIN},  # type: ignore[arg-type]
        subject=key.open_text(subject, row=key.owner, kind="subject"),
        assignee=names.get(_id(assignee)) if assignee else None,
        is_mine=assignee == viewer.id,
        sealed_count=sealed.get(key.owner, 0),
    )


_PLAIN = ("reference", "category", "team", "locale", "status", "opened_at", "active_at")


def _id(value: object) -> UUID:
    assert isinstance(value, UUID)
    return value


async def _sealed_counts(tickets: Sequence[UUID]) -> Mapping[UUID, int]:
    rows = await SealedValue.raw(
        "SELECT owner, count(*) AS n FROM sealed_value WHERE owner = ANY({}) AND number > 0 GROUP BY owner", tickets
    )
    return {row["owner"]: row["n"] for row in rows}


async def subject_of(ticket: TicketRow) -> str:
    """Open a ticket's redacted subject."""
    return (await key_of(ticket.id)).open_text(ticket.subject, row=ticket.id, kind="subject")


async def thread(ticket: TicketRow, *, with_notes: bool) -> Sequence[ThreadMessage]:
    """Read a ticket's thread, oldest first; the requester's side is read without notes."""
    query = Message.select().where(Message.ticket == ticket.id).order_by(Message.posted_at, Message.id)
    if not with_notes:
        query = query.where(Message.audience == Audience.EVERYONE, _IS_OUT)
    rows, key = await query, await key_of(ticket.id)
    names = await names_of(row["author"] for row in rows if row["author"])
    return [
        ThreadMessage(
            id=row["id"],
            author_id=row["author"],
            author=names.get(row["author"], ""),
            audience=row["audience"],
            text=key.open_text(row["body"], row=row["id"], kind="body"),
            sealed=row["sealed"],
            is_unscanned=row["is_unscanned"],
            posted_at=row["posted_at"],
            direction=row["direction"],
            visible_at=row["visible_at"],
        )
        for row in rows
    ]


async def last_reply(ticket: TicketRow) -> tuple[str, str]:
    """Give the last reply to the requester: its redacted text, "" when none may be read, and its direction."""
    row = (
        await Message.select(Message.id, Message.body, Message.is_unscanned, Message.direction)
        .where(
            Message.ticket == ticket.id, Message.author.is_not_null(), Message.audience == Audience.EVERYONE, _IS_OUT
        )
        .order_by(Message.posted_at, Message.id, ascending=False)
        .first()
    )
    if row is None or row["is_unscanned"]:
        return "", "auto"
    return (await key_of(ticket.id)).open(row["body"], row=row["id"], kind="body"), row["direction"]


async def close_reason(ticket: TicketRow) -> str | None:
    """Say why a closed ticket was closed the last time."""
    if not ticket.is_closed:
        return None
    row = (
        await Closure.select(Closure.reason)
        .where(Closure.ticket == ticket.id)
        .order_by(Closure.number, ascending=False)
        .first()
    )
    return row["reason"] if row else None


async def replied_since(ticket: TicketRow, moment: datetime) -> bool:
    """Say whether staff replied in a ticket at a moment or after it."""
    return bool(
        await Message.exists().where(
            Message.ticket == ticket.id,
            Message.audience == Audience.EVERYONE,
            Message.author.is_not_null(),
            Message.posted_at >= moment,
        )
    )


async def last_answer(ticket: TicketRow) -> datetime | None:
    """Say when the requester last wrote, for a form that wants to know whether it is stale."""
    row = (
        await Message.select(Message.posted_at)
        .where(Message.ticket == ticket.id, Message.author.is_null())
        .order_by(Message.posted_at, ascending=False)
        .first()
    )
    return row["posted_at"] if row else None
