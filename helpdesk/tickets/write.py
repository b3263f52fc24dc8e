"""Go on in a thread: an agent's reply, an internal note, the requester's answer."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from piccolo.columns.combination import And

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, RepliedMeanwhile, TicketClosed
from helpdesk.ids import new_id
from helpdesk.people.requesters import what_is_known
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.files.clean import CleanFile
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.subject_requests.limits import refuse_limited
from helpdesk.privacy.vault.keys import key_of
from helpdesk.privacy.vault.values import numbers_of
from helpdesk.tickets import access, doors, drafts, mergers, ticket_rows
from helpdesk.tickets.attach import hide_files, store_files
from helpdesk.tickets.doors import Door
from helpdesk.tickets.drafts import Writing
from helpdesk.tickets.due import Changes, changed
from helpdesk.tickets.index import add_to_index
from helpdesk.tickets.seen import mark_seen
from helpdesk.tickets.submit import BODY_LIMIT, has_words
from helpdesk.tickets.tables import Audience, Message, Ticket
from helpdesk.tickets.texts import direction_told, hide, seal_body, store_details
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.wake import wake
from helpdesk.tickets.webhooks import announce
from notifications import outbox
from piccolo_conf import SYSTEM, acting

# The requester gets nothing of a reply for so long; its writer may take it back until shortly before.
HOLD, UNDO = timedelta(seconds=10), timedelta(seconds=8)


@dataclass(frozen=True, slots=True)
class Entry:
    """What goes into a thread: text of 1..20 000 characters, and the key of the form that it came by.

    direction  ltr or rtl, when the browser told it
    hold       keep a reply from the requester for a moment, in which its writer may take it back
    files      what goes with it, cleaned
    seen       the newest entry on the page it was written on; None asks nobody about what came after it
    """

    body: str
    form_key: UUID | None = None
    direction: str = "auto"
    hold: bool = False
    seen: UUID | None = None
    files: tuple[CleanFile, ...] = ()

    def __repr__(self) -> str:
        return "Entry(…)"


async def post_reply(reference: str, entry: Entry, *, agent: StaffMember, now: datetime) -> UUID:
    """Post the assigned agent's public reply and promise its mail; gives the message's id.

    raises   Invalid, TicketNotFound, NotAssigned, TicketTaken, TicketClosed, RepliedMeanwhile (somebody else did),
             ProcessingLimited
    effects  one message with its sealed details, one audit entry, one promised mail; the draft is forgotten, at once
             or when the reply can no longer be taken back; a form sent twice does it once
    """
    checked(entry.body)
    async with acting(agent.actor):
        ticket = await access.ticket_to_work(reference, agent=agent)
        await refuse_limited(ticket.requester)
        await _refuse_overtaken(ticket, entry, agent)
        message, is_new = await _append(ticket, entry, author=agent.id, audience=Audience.EVERYONE, now=now)
        if is_new:
            due = now + HOLD if entry.hold else now
            await record("ticket.replied", actor=agent.id, about=ticket.id, at=now)
            await outbox.enqueue("ticket_reply", about=ticket.id, to=ticket.requester, due_at=due)
            await announce("ticket.replied", ticket.id, now=due)
            writing = Writing("reply", entry.body if entry.hold else "", entry.direction)
            await drafts.keep(ticket, await key_of(ticket.id), writing, agent=agent, now=now, message=message)
    return message


async def _refuse_overtaken(ticket: TicketRow, entry: Entry, agent: StaffMember) -> None:
    """Ask once when a colleague replied after the page was loaded; the ticket's row is locked."""
    if entry.seen is None or (entry.form_key and await Message.exists().where(Message.form_key == entry.form_key)):
        return
    theirs = And(Message.author.is_not_null(), Message.author != agent.id)
    of_everyone = And(Message.ticket == ticket.id, Message.audience == Audience.EVERYONE)
    if await Message.exists().where(of_everyone, theirs, Message.id > entry.seen):
        raise RepliedMeanwhile


async def post_note(reference: str, entry: Entry, *, agent: StaffMember, now: datetime) -> UUID:
    """Post an internal note that the requester never sees; gives the message's id.

    raises   Invalid, TicketNotFound, TicketClosed, ProcessingLimited
    effects  one message with its sealed details, one audit entry; the draft is forgotten
    """
    checked(entry.body)
    async with acting(agent.actor):
        ticket = await access.ticket_to_read(reference, viewer=agent, lock=True)
        _refuse_closed(ticket)
        await refuse_limited(ticket.requester)
        entry = replace(entry, hold=False)
        message, is_new = await _append(ticket, entry, author=agent.id, audience=Audience.AGENTS, now=now)
        if is_new:
            await drafts.drop(ticket.id, "note", agent=agent)
            await record("ticket.noted", actor=agent.id, about=ticket.id, at=now)
    return message


async def post_answer(token: str, entry: Entry, *, now: datetime) -> UUID:
    """Do as `answer` by a private link."""
    return await answer(doors.by_link(token), entry, now=now)


async def answer(door: Door, entry: Entry, *, now: datetime) -> UUID:
    """Post the requester's answer; gives the message's id.

    raises   Invalid, LinkNotFound, TicketNotFound, TicketClosed
    effects  one message with its sealed details, one audit entry; where the ticket goes on in another, that moves up
    """
    checked(entry.body)
    async with acting(door.actor):
        await _move_target_up(await doors.ticket_through(door), now=now)
        ticket = await doors.ticket_through(door, lock=True)
        if not await mergers.is_worked_on(ticket):
            _refuse_closed(ticket)
        return await add_answer(ticket, entry, now=now)


async def add_answer(ticket: TicketRow, entry: Entry, *, now: datetime) -> UUID:
    """Add the requester's words to a locked ticket; gives the message's id. Joins the caller's transaction.

    raises   Invalid
    effects  as `answer`
    """
    message, is_new = await _append(ticket, entry, author=None, audience=Audience.EVERYONE, now=now)
    if is_new:
        await record("ticket.answered", actor=ticket.requester, about=ticket.id, at=now)
    return message


async def post_wish(ticket: TicketRow, text: str, *, now: datetime) -> None:
    """Post a fixed sentence in the name of a locked ticket's requester; joins the caller's transaction."""
    await _append(ticket, Entry(text), author=None, audience=Audience.EVERYONE, now=now)


async def _move_target_up(ticket: TicketRow, *, now: datetime) -> None:
    """Show agents that something happened in a merged ticket; first of all, since locks go from target to merged."""
    merger = await mergers.merger_of(ticket)
    if merger is not None and merger.settled_at is None:
        async with acting(SYSTEM):
            for target in await ticket_rows.tickets_to_restore([merger.target]):
                await _move_up(target, None, Audience.EVERYONE, now=now)


def checked(text: str) -> str:
    """Clean what was typed; raises Invalid when nothing is left or it is longer than 20 000 characters."""
    body = clean(text).strip()
    if not has_words(body):
        raise Invalid({"body": "error-missing"})
    if len(body) > BODY_LIMIT:
        raise Invalid({"body": "error-too-long"})
    return body


def _refuse_closed(ticket: TicketRow) -> None:
    if ticket.is_closed:
        raise TicketClosed


async def _append(
    ticket: TicketRow, entry: Entry, *, author: UUID | None, audience: Audience, now: datetime
) -> tuple[UUID, bool]:
    """Hide, seal and store one message; gives its id and whether it is new. The ticket's row is locked."""
    form_key = entry.form_key
    if form_key and (earlier := await Message.select(Message.id).where(Message.form_key == form_key).first()):
        return earlier["id"], False
    key = await key_of(ticket.id)
    numbers = await numbers_of(key)
    known = await what_is_known(ticket.requester)
    hidden = await hide(checked(entry.body), known=known, numbers=numbers, locale="auto")
    files = await hide_files(entry.files, known=known, numbers=numbers)
    message = new_id()
    await Message.insert(
        Message(
            id=message,
            ticket=ticket.id,
            author=author,
            audience=audience,
            body=seal_body(hidden, key, message),
            sealed=len(hidden.sealed),
            is_unscanned=hidden.is_unscanned,
            direction=direction_told(entry.direction),
            visible_at=now + HOLD if entry.hold else None,
            form_key=form_key,
            posted_at=now,
        )
    )
    await store_details(hidden, key, numbers, now=now)
    await store_files(files, message, key, numbers, now=now)
    await add_to_index(ticket.id, hidden.text, audience=audience)
    await _move_up(ticket, author, audience, now=now)
    return message, True


async def _move_up(ticket: TicketRow, author: UUID | None, audience: Audience, *, now: datetime) -> None:
    """Let a ticket rise; its requester's words wake it, the first reply ends the time to answer."""
    if author is not None:
        await mark_seen(ticket.id, author, now=now)
    elif ticket.is_pending:
        await wake(ticket, by=ticket.requester, now=now)
    changes: Changes = {"active_at": now} if author else {"active_at": now, "heard_at": now}
    if author and audience is Audience.EVERYONE and ticket.answered_at is None:
        changes |= changed(ticket, now=now, answered_at=now)
    await Ticket.update(changes).where(Ticket.id == ticket.id)
