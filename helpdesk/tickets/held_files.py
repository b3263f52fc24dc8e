"""The files of a requester's tickets, for their own copy and for whoever the business passes on to."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from helpdesk.privacy.disclosure.disclose import OWN_COPY, open_values_for_system
from helpdesk.privacy.files.kinds import SENT_AS, FileKind
from helpdesk.privacy.policy.shapes import FILE
from helpdesk.privacy.redaction.redact import PLACEHOLDER
from helpdesk.privacy.vault.keys import DataKey, key_of
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.attachment_tables import Attachment
from helpdesk.tickets.download import FileFace, files_of
from helpdesk.tickets.threads import ThreadMessage, thread
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import SYSTEM, acting

FOLDER: Final = "files"


def path_of(ticket: TicketRow, file: FileFace) -> str:
    """Give where a file lies in a copy or an archive; it is named after its ticket, since it has no name."""
    return f"{FOLDER}/{ticket.reference}-{file.number}.{SENT_AS[file.kind][1]}"


async def attachments_held(ticket: TicketRow, texts: Sequence[ThreadMessage]) -> Sequence[Mapping[str, Any]]:
    """Say which files a ticket has, for its requester's copy, and where each is; joins the caller's transaction.

    A file of an internal note that is sealed whole is left out: nothing in it can be masked that is somebody else's.
    """
    files = await files_of([ticket.id])
    return [
        {
            "number": file.number,
            "format": "plain-text" if file.kind is FileKind.TEXT else file.kind,
            "bytes": file.size,
            "written_by": message.kind,
            "at": message.posted_at,
            "state": _state(file, message),
            "file": path_of(ticket, file) if _state(file, message) == "included" else None,
        }
        for message in texts
        for file in files.get(message.id, ())
    ]


def _state(file: FileFace, message: ThreadMessage) -> str:
    if file.is_gone:
        return "deleted"
    return "internal" if file.is_sealed and message.kind == "note" else "included"


async def files_held(requester: UUID) -> Mapping[str, bytes]:
    """Give the files of a requester for their own copy: path -> bytes; joins the system's transaction.

    effects  one disclosure into their own copy for each that was sealed, and for each detail of a text of theirs
    """
    found: dict[str, bytes] = {}
    for ticket in await ticket_rows.tickets_of_requester(requester):
        if ticket.is_erased:
            continue
        files = await files_of([ticket.id])
        for message in await thread(ticket, with_notes=True) if files else ():
            for file in files.get(message.id, ()):
                if _state(file, message) == "included":
                    found[path_of(ticket, file)] = await _for_copy(ticket, file, mine=message.kind == "requester")
    return found


async def _for_copy(ticket: TicketRow, file: FileFace, *, mine: bool) -> bytes:
    """Open one file; a text that they wrote themselves has its details put back in, but secrets."""
    wanted = {file.value} if file.is_sealed else {*file.details} if mine else set()
    values = {face.id: face.name for face in await faces([ticket.id]) if face.name in wanted and not face.is_gone}
    opened = await open_values_for_system(dict.fromkeys(values, ticket.id), purpose=OWN_COPY)
    named = {values[value]: text for value, text in opened.items()}
    content = await content_of(ticket.id, file, named.get(file.value, ""))
    if file.is_sealed or not named:
        return content
    return PLACEHOLDER.sub(lambda hit: named.get(f"{hit['kind']} {hit['number']}", hit[0]), content.decode()).encode()


async def content_of(ticket: UUID, file: FileFace, written_key: str) -> bytes:
    """Open the content of a file for the system: by its own key where it is sealed, else by its ticket's."""
    async with acting(SYSTEM):
        row = await Attachment.select(Attachment.content).where(Attachment.id == file.id).first()
        key = DataKey(ticket, bytes.fromhex(written_key)) if file.is_sealed else await key_of(ticket)
    assert row is not None
    return key.open_bytes(row["content"], row=file.id, kind=FILE)
