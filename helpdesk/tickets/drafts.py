"""What an agent is writing, kept on the server: sealed under the ticket's key, seen by its writer only."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from piccolo.columns.combination import And

from helpdesk.errors import Invalid
from helpdesk.ids import new_id
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.vault.keys import DataKey, key_of
from helpdesk.tickets import access
from helpdesk.tickets.submit import BODY_LIMIT
from helpdesk.tickets.tables import Message, ReplyDraft
from helpdesk.tickets.texts import direction_told
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import SYSTEM, acting

MODES = ("reply", "note")
KEPT = timedelta(minutes=1)  # after sending, for who takes it back


@dataclass(frozen=True, slots=True)
class Writing:
    """What is typed into a composer: `mode` reply or note, the text as it is, its direction, the form's key."""

    mode: str
    body: str
    direction: str = "auto"
    form_key: UUID | None = None

    def __repr__(self) -> str:
        return f"Writing({self.mode})"


@dataclass(frozen=True, slots=True)
class Kept:
    """A draft as its writer gets it back."""

    body: str
    direction: str
    saved_at: datetime

    def __repr__(self) -> str:
        return "Kept(…)"


async def save_draft(reference: str, writing: Writing, *, agent: StaffMember, now: datetime) -> bool:
    """Keep what an agent has typed so far; an empty text is kept nowhere. Gives whether something is kept.

    raises   TicketNotFound, TicketErased, Invalid (mode, length)
    effects  one draft for each agent, ticket and mode; none for a form that was sent meanwhile
    """
    body = checked(writing)
    async with acting(agent.actor):
        ticket = await access.ticket_to_read(reference, viewer=agent, lock=True)  # before the draft, as sending does
        if writing.form_key and await Message.exists().where(Message.form_key == writing.form_key):
            return False
        await keep(ticket, await key_of(ticket.id), writing, agent=agent, now=now)
    return bool(body.strip())


async def add_to_draft(reference: str, writing: Writing, more: str, *, agent: StaffMember, now: datetime) -> None:
    """Keep what an agent has typed with something put behind it; raises and does what `save_draft` does."""
    body = "\n\n".join(part for part in (writing.body.rstrip(), more) if part)
    await save_draft(reference, Writing(writing.mode, body, writing.direction), agent=agent, now=now)


async def keep(
    ticket: TicketRow,
    key: DataKey,
    writing: Writing,
    *,
    agent: StaffMember,
    now: datetime,
    message: UUID | None = None,
) -> None:
    """Put a draft in the place of the one there was; joins the caller's transaction.

    message  what it was just sent as: nobody is shown it then, unless they take the message back
    """
    await ReplyDraft.delete().where(_own(ticket.id, agent.id), ReplyDraft.mode == writing.mode)
    if not writing.body.strip():
        return
    draft = new_id()
    await ReplyDraft.insert(
        ReplyDraft(
            id=draft,
            ticket=ticket.id,
            staff=agent.id,
            mode=writing.mode,
            body=key.seal(writing.body, row=draft, kind="draft"),
            direction=direction_told(writing.direction),
            saved_at=now,
            message=message,
        )
    )


async def drop(ticket: UUID, mode: str, *, agent: StaffMember) -> None:
    """Forget a draft that was sent; joins the caller's transaction."""
    await ReplyDraft.delete().where(_own(ticket, agent.id), ReplyDraft.mode == mode)


async def give_back(message: UUID) -> None:
    """Show its writer again what was sent as a message that is taken back; joins the caller's transaction."""
    await ReplyDraft.update({ReplyDraft.message: None}, force=True).where(ReplyDraft.message == message)


async def drafts_of(ticket: TicketRow, *, agent: StaffMember) -> Mapping[str, Kept]:
    """Open an agent's own drafts on a ticket, by mode; the caller reads as that agent."""
    rows = await ReplyDraft.select().where(_own(ticket.id, agent.id), ReplyDraft.message.is_null())
    if not rows:
        return {}
    key = await key_of(ticket.id)
    opened = {row["mode"]: (row, key.open_whole(row["body"], row=row["id"], kind="draft")) for row in rows}
    return {
        mode: Kept(body, row["direction"], row["saved_at"]) for mode, (row, body) in opened.items() if body is not None
    }


async def forget_sent(*, now: datetime) -> None:
    """Forget the drafts of what was sent a minute ago."""
    async with acting(SYSTEM):
        await ReplyDraft.delete().where(ReplyDraft.message.is_not_null(), ReplyDraft.saved_at < now - KEPT)


def checked(writing: Writing) -> str:
    """Give a draft's text; raises Invalid (mode, length)."""
    if writing.mode not in MODES:
        raise Invalid({"mode": "error-field"})
    if len(clean(writing.body)) > BODY_LIMIT:
        raise Invalid({"body": "error-too-long"})
    return writing.body


def _own(ticket: UUID, staff: UUID) -> And:
    return And(ReplyDraft.ticket == ticket, ReplyDraft.staff == staff)
