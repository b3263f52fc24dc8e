"""Attach cleaned files to a message: texts are redacted like messages, everything else is sealed whole."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from helpdesk.ids import new_id
from helpdesk.privacy.files.clean import CleanFile
from helpdesk.privacy.files.kinds import FileKind
from helpdesk.privacy.policy.shapes import FILE
from helpdesk.privacy.redaction.spans import Kind, Known
from helpdesk.privacy.vault.keys import DataKey, new_key
from helpdesk.privacy.vault.values import Numbers, seal_finding
from helpdesk.tickets.attachment_tables import Attachment
from helpdesk.tickets.texts import Hidden, hide, store_details
from named_sql import statements

READ: Final = 200_000  # letters of a text that are looked through; a longer one is sealed whole
MOST_DETAILS: Final = 100  # a text with more of them is a list of people, and sealed whole
_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class ReadyFile:
    """A cleaned file; a text that could be scanned is `hidden`, anything else will be sealed whole."""

    file: CleanFile
    hidden: Hidden | None = None

    def __repr__(self) -> str:
        return f"ReadyFile({self.file.kind})"


async def hide_files(
    files: Sequence[CleanFile], *, known: Known, numbers: Callable[[Kind, str], int]
) -> Sequence[ReadyFile]:
    """Take the private details out of the texts among some files, as `hide` does with messages."""
    return [ReadyFile(file, await _hide(file, known, numbers)) for file in files]


async def _hide(file: CleanFile, known: Known, numbers: Callable[[Kind, str], int]) -> Hidden | None:
    if file.kind is not FileKind.TEXT:
        return None
    text = file.content.decode()
    hidden = await hide(text, known=known, numbers=numbers) if len(text) <= READ else None
    return None if hidden is None or hidden.is_unscanned or len(hidden.sealed) > MOST_DETAILS else hidden


async def store_files(
    files: Sequence[ReadyFile], message: UUID, key: DataKey, numbers: Numbers, *, now: datetime
) -> None:
    """Store the files of a new message of a locked ticket; joins the caller's transaction.

    effects  a row a file; for a sealed one its key as the value "file N", for a text the details that it hides
    """
    if not files:
        return
    first = (await Attachment.raw(_SQL["next_file_number"], key.owner, key.owner))[0]["number"]
    for number, ready in enumerate(files, first):
        row, details = new_id(), [f"{one.kind} {one.number}" for one in ready.hidden.sealed] if ready.hidden else []
        content = await _seal(ready, row, number, key, numbers, now=now)
        await Attachment.insert(
            Attachment(
                id=row,
                ticket=key.owner,
                message=message,
                number=number,
                kind=ready.file.kind,
                size=len(ready.hidden.text.encode() if ready.hidden else ready.file.content),
                removed=ready.file.removed,
                is_sealed=ready.hidden is None,
                details=details,
                content=content,
                stored_at=now,
            )
        )


async def _seal(ready: ReadyFile, row: UUID, number: int, key: DataKey, numbers: Numbers, *, now: datetime) -> bytes:
    """Encrypt a file: a redacted text under the ticket's key, any other under one of its own that is a sealed value."""
    if ready.hidden:
        await store_details(ready.hidden, key, numbers, now=now)
        return key.seal_bytes(ready.hidden.text.encode(), row=row, kind=FILE)
    own = new_key(key.owner)
    written = own.key.hex()
    await seal_finding(key, FILE, number, written, key.digest(FILE, written), now=now)
    return own.seal_bytes(ready.file.content, row=row, kind=FILE)
