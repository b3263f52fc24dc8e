"""What pages and the API read: a queue, a thread, counts. Every read takes its viewer; nothing here opens a detail."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from uuid import UUID

from piccolo.columns.combination import WhereRaw
from piccolo.querystring import QueryString

from helpdesk.people.staff import StaffMember, names_of
from helpdesk.privacy.disclosure.consent import count_waiting
from helpdesk.privacy.vault.keys import DataKey, keys_of
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.tickets import readers
from helpdesk.tickets.cursor import read_cursor, write_cursor
from helpdesk.tickets.seen import seen_times
from helpdesk.tickets.tables import Status, Ticket
from helpdesk.tickets.ticket_rows import Condition, TicketRow

SOON = timedelta(hours=4)  # what is due within it stands in a queue of its own
COUNT_LIMIT = 300  # a queue's number is counted up to here, so that it costs the same however long the queue is


class View(StrEnum):
    UNASSIGNED = "unassigned"
    MINE = "mine"
    TEAM = "team"
    DUE = "due"  # open, and due within some hours or late
    WAITING = "waiting"
    ALL = "all"  # open and waiting
    CLOSED = "closed"


class Sort(StrEnum):
    DUE = "due"  # what is due first
    ACTIVITY = "activity"  # what happened last


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
    priority: str
    due_at: datetime
    wake_at: datetime | None
    tags: Sequence[UUID]
    is_unread: bool  # its requester wrote since the viewer last looked
    is_erased: bool = False  # nothing of it can be read any more; `subject` is "" then


@dataclass(frozen=True, slots=True)
class QueuePage:
    """Up to `limit` rows in their order, and the cursor of the next page."""

    rows: Sequence[QueueRow]
    next_cursor: str | None


async def queue_page(view: View, *, viewer: StaffMember, cursor: str = "", limit: int = 50) -> QueuePage:
    """Read one page of a queue, newest activity first; raises Invalid for a cursor that is not ours."""
    return await page_of(in_queue(view, viewer), viewer=viewer, cursor=cursor, limit=limit)


async def page_of(
    conditions: Sequence[Condition],
    *,
    viewer: StaffMember,
    cursor: str,
    limit: int,
    sort: Sort = Sort.ACTIVITY,
) -> QueuePage:
    """Read one page of the tickets that meet all conditions and that the viewer may read; raises Invalid (cursor)."""
    column = Ticket.due_at if sort is Sort.DUE else Ticket.active_at
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
            Ticket.priority,
            Ticket.due_at,
            Ticket.wake_at,
            Ticket.tags,
            Ticket.heard_at,
        )
        .where(readers.readable_by(viewer), *conditions)
        .order_by(column, Ticket.id, ascending=sort is Sort.DUE)
        .limit(limit + 1)
    )
    if cursor:
        follows = "({}, {}) > ({}, {})" if sort is Sort.DUE else "({}, {}) < ({}, {})"
        query = query.where(QueryString(follows, column, Ticket.id, *read_cursor(cursor)))
    found = await query
    rows = found[:limit]
    more = write_cursor(rows[-1][column._meta.name], rows[-1]["id"]) if len(found) > limit else None
    return QueuePage(await _rows(rows, viewer), more)


async def queue_counts(*, viewer: StaffMember) -> Mapping[str, int]:
    """Count the tickets of each queue but the closed, up to 300, and the questions that wait for a second person."""
    counted = [view for view in View if view is not View.CLOSED]
    queues = {str(view): in_queue(view, viewer) for view in counted}
    counts = await count_each(queues, viewer=viewer, by_due_time=True)
    return {**counts, "approvals": await count_waiting(not_by=viewer.id)}


async def neighbours(ticket: TicketRow, view: View, *, viewer: StaffMember) -> tuple[str | None, str | None]:
    """Give the references of the open tickets before and after one in a queue by due time."""
    here = (Ticket.due_at, Ticket.id, ticket.due_at, ticket.id)
    found = []
    for order, ascending in (("<", False), (">", True)):
        row = (
            await Ticket.select(Ticket.reference)
            .where(readers.readable_by(viewer), *in_queue(view, viewer))
            .where(QueryString(f"({{}}, {{}}) {order} ({{}}, {{}})", *here))
            .order_by(Ticket.due_at, Ticket.id, ascending=ascending)
            .first()
        )
        found.append(row["reference"] if row else None)
    return found[0], found[1]


async def count_each(
    wanted: Mapping[str, Sequence[Condition]],
    *,
    viewer: StaffMember,
    most: int = COUNT_LIMIT,
    by_due_time: bool = False,
) -> Mapping[str, int]:
    """Count what meets each list of conditions, as `page_of` would list it, up to a number; in one query.

    by_due_time  count in the order of the queues' indexes, for what is not closed: without an order the planner may
                 begin to read the whole table, since it will stop early
    """
    if not wanted:
        return {}
    values: list[object] = []
    for name, conditions in wanted.items():
        query = Ticket.select(Ticket.id).where(readers.readable_by(viewer), *conditions).limit(most)
        query = query.order_by(Ticket.due_at, Ticket.id) if by_due_time else query
        values += [name, query.querystrings[0]]
    statement = " UNION ALL ".join(["SELECT {}::text AS name, count(*) AS n FROM ({}) AS found"] * len(wanted))
    return {row["name"]: int(row["n"]) for row in await Ticket.raw(statement, *values)}


def in_queue(view: View, viewer: StaffMember) -> list[Condition]:
    """Say what a queue holds for this viewer."""
    return [*standing(view), *_filters(view, viewer)]


def standing(view: View) -> list[Condition]:
    """Say in which states the tickets of a queue are; "not closed" is said so that its indexes serve."""
    if view is View.CLOSED:
        return [Ticket.status == Status.CLOSED]
    own = {View.WAITING: [Ticket.status == Status.PENDING], View.ALL: []}
    return [Ticket.closed_at.is_null(), *own.get(view, [Ticket.status == Status.OPEN])]


def _filters(view: View, viewer: StaffMember) -> list[Condition]:
    """Say whose tickets a queue holds, and until when they are due."""
    if view is View.UNASSIGNED:
        return [Ticket.assignee.is_null()]
    if view is View.MINE:
        return [Ticket.assignee == viewer.id]
    if view is View.DUE:
        return [due_within(SOON)]
    return [Ticket.team == viewer.team] if view is View.TEAM and viewer.team else []


def due_within(time: timedelta) -> Condition:
    """Say that a ticket is due within a time from now, or late."""
    return WhereRaw("ticket.due_at <= now() + {}::interval", time)


async def _rows(rows: Sequence[Mapping[str, object]], viewer: StaffMember) -> Sequence[QueueRow]:
    keys = await keys_of(_id(row["id"]) for row in rows)
    names = await names_of(_id(row["assignee"]) for row in rows if row["assignee"])
    sealed = await _sealed_counts([_id(row["id"]) for row in rows])
    seen = await seen_times([_id(row["id"]) for row in rows], by=viewer.id)
    return [_row(row, keys.get(_id(row["id"])), names, sealed, seen, viewer) for row in rows]


def _row(
    row: Mapping[str, object],
    key: DataKey | None,
    names: Mapping[UUID, str],
    sealed: Mapping[UUID, int],
    seen: Mapping[UUID, datetime],
    viewer: StaffMember,
) -> QueueRow:
    subject, assignee, ticket = row["subject"], row["assignee"], _id(row["id"])
    heard_at, seen_at = row["heard_at"], seen.get(ticket)
    assert isinstance(subject, bytes)
    return QueueRow(
        **{name: row[name] for name in _PLAIN},  # type: ignore[arg-type]
        subject=key.open_text(subject, row=ticket, kind="subject") if key and subject else "",
        is_unread=isinstance(heard_at, datetime) and (seen_at is None or seen_at < heard_at),
        assignee=names.get(_id(assignee)) if assignee else None,
        is_mine=assignee == viewer.id,
        sealed_count=sealed.get(ticket, 0) if key else 0,
        is_erased=key is None or not subject,
    )


_PLAIN = (
    "reference", "category", "team", "locale", "status", "opened_at", "active_at", "priority", "due_at", "wake_at",
    "tags",
)  # fmt: skip


def _id(value: object) -> UUID:
    assert isinstance(value, UUID)
    return value


async def _sealed_counts(tickets: Sequence[UUID]) -> Mapping[UUID, int]:
    """Count what is sealed of some tickets, in texts and fields; what their requesters left is of no one ticket."""
    rows = await SealedValue.raw(
        "SELECT owner, count(*) AS n FROM sealed_value WHERE owner = ANY({}) AND destroyed_at IS NULL GROUP BY owner",
        tickets,
    )
    return {row["owner"]: row["n"] for row in rows}
