"""Files of a thread: which there are, and one of them opened for who may read its message."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from helpdesk.errors import FileSealed, NotFound, ValueGone
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.disclosure.disclose import own_file_key, shown_file_key
from helpdesk.privacy.files.kinds import SENT_AS, FileKind
from helpdesk.privacy.policy.shapes import FILE
from helpdesk.privacy.vault.keys import DataKey, key_of
from helpdesk.tickets import access, doors
from helpdesk.tickets.attachment_tables import Attachment
from helpdesk.tickets.doors import Door
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import acting


@dataclass(frozen=True, slots=True)
class FileFace:
    """What may be said of a file without opening it; a file has no name.

    removed    what was said in it besides what it shows: "location", "details" or ""
    details    names of the sealed details of a redacted text
    is_gone    its time was over
    """

    id: UUID
    message: UUID
    number: int
    kind: FileKind
    size: int
    removed: str
    is_sealed: bool
    details: Sequence[str]
    is_gone: bool

    @property
    def value(self) -> str:
        """Give the name of the sealed value that opens it."""
        return f"{FILE} {self.number}"


@dataclass(frozen=True, slots=True)
class Download:
    """A file as somebody gets it: a name made of the ticket's reference, its media type, its bytes."""

    name: str
    media_type: str
    content: bytes

    def __repr__(self) -> str:
        return f"Download({self.name})"


async def files_of(tickets: Collection[UUID]) -> Mapping[UUID, Sequence[FileFace]]:
    """List the files of some tickets that whoever acts may know of, by message, in the order they came."""
    found: dict[UUID, list[FileFace]] = {}
    rows = await Attachment.raw(
        "SELECT id, message, number, kind, size, removed, is_sealed, details, content IS NULL AS is_gone"
        " FROM ticket_attachment WHERE ticket = ANY({}) ORDER BY ticket, number",
        list(tickets),
    )
    for row in rows:
        face = FileFace(**{**row, "kind": FileKind(row["kind"])})
        found.setdefault(face.message, []).append(face)
    return found


async def download(reference: str, number: int, *, agent: StaffMember, now: datetime) -> Download:
    """Open a file for an agent who may read its ticket; a sealed one only while they have it open.

    raises  TicketNotFound, TicketErased, NotFound, ValueGone (its time was over), FileSealed (nothing runs)
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_read(reference, viewer=agent)
        row = await _row(ticket, number)
        key = await shown_file_key(agent.id, number, about=ticket.id, now=now) if row["is_sealed"] else None
        return await _opened(ticket, row, key)


async def download_own(door: Door, number: int) -> Download:
    """Open a file to the requester: what was sent to them, or, right after signing in, what they sent themselves.

    raises  LinkNotFound, TicketNotFound, TicketErased, NotFound, ValueGone, FileSealed (no fresh session)
    """
    async with acting(door.actor):
        ticket = await doors.ticket_through(door)
        row = await _row(ticket, number)
        return await _opened(ticket, row, await own_file_key(row["id"]) if row["is_sealed"] else None)


async def _row(ticket: TicketRow, number: int) -> Mapping[str, Any]:
    row: Mapping[str, Any] | None = (
        await Attachment.select().where(Attachment.ticket == ticket.id, Attachment.number == number).first()
    )
    if row is None:
        raise NotFound
    if row["content"] is None:
        raise ValueGone
    return row


async def _opened(ticket: TicketRow, row: Mapping[str, Any], own: DataKey | None) -> Download:
    if row["is_sealed"] and own is None:
        raise FileSealed
    media_type, ending = SENT_AS[FileKind(row["kind"])]
    opened = (own or await key_of(ticket.id)).open_bytes(row["content"], row=row["id"], kind=FILE)
    return Download(f"{ticket.reference}-{row['number']}.{ending}", media_type, opened)
