"""Fill tables from an archive, block by block."""

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import Any

from helpdesk.backup.contents import KEYS, LEFT_OUT
from helpdesk.backup.records import DATA, TABLE, TABLE_END, ArchiveRefused, Reader, TableHead, decoded
from helpdesk.backup.seal import Identity, opened


async def load(connection: Any, path: Path, identities: Sequence[Identity], *, told: Callable[[int], object]) -> None:
    """Copy an archive's rows into their tables, in the caller's transaction.

    told    is called with the number of bytes of each block
    raises  ArchiveRefused when the archive is torn, or names a table that its kind has not
    """
    reader = Reader()
    records = _records(path, identities, reader, told)
    async for kind, content in records:
        if kind == TABLE:
            await _load_table(connection, decoded(content, TableHead), records, reader)
    reader.finish()


async def _load_table(
    connection: Any, head: TableHead, records: AsyncIterator[tuple[bytes, bytes]], reader: Reader
) -> None:
    is_of_keys = reader.header is not None and reader.header.what == "keys"
    if (head.name in KEYS) != is_of_keys or head.name in LEFT_OUT:
        raise ArchiveRefused("This archive holds a table that has no place in it. Nothing was changed.")
    await connection.copy_to_table(head.name, columns=head.columns, source=_rows(records), format="binary")


async def _rows(records: AsyncIterator[tuple[bytes, bytes]]) -> AsyncIterator[bytes]:
    async for kind, content in records:
        if kind == TABLE_END:
            return
        if kind != DATA:
            raise ArchiveRefused("This archive is torn or garbled. Use another copy of it.")
        yield content


async def _records(
    path: Path, identities: Sequence[Identity], reader: Reader, told: Callable[[int], object]
) -> AsyncIterator[tuple[bytes, bytes]]:
    async for block in opened(path, identities):
        for record in reader.feed(block):
            yield record
        told(len(block))
