"""What was written in a ticket, read with its key: subject, thread, who wrote last; nothing here opens a detail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from helpdesk.people.staff import names_of
from helpdesk.privacy.vault.keys import key_of
from helpdesk.tickets.tables import Audience, Closure, Message
from helpdesk.tickets.ticket_rows import TicketRow

_IS_OUT = WhereRaw("(visible_at IS NULL OR visible_at <= now())")  # nobody may take it back any more


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
