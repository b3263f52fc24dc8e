"""What stands in an open archive: a header, tables as binary COPY, files, an end (docs/backup.md)."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, TypeAlias, TypeVar

import msgspec

from helpdesk.errors import HelpdeskError

MAGIC = b"sitr backup 1\n"
HEADER, TABLE, DATA, TABLE_END, FILE, END = b"H", b"T", b"D", b"E", b"F", b"Z"
LONGEST = 1 << 24  # bytes in one record
What: TypeAlias = Literal["content", "keys"]
_Shape = TypeVar("_Shape", bound=msgspec.Struct)
_HEAD = 5  # bytes before a record's content: its kind, its length (big endian)


class ArchiveRefused(HelpdeskError):
    """This archive cannot be used; nothing was changed."""

    status = 422
    code = "error-archive"


class Header(msgspec.Struct, frozen=True):
    """What an archive is.

    what          "content" or "keys"
    installation  the same in every archive of one installation, and in none of another
    migrations    app -> the newest migration that had run
    """

    what: What
    made_at: datetime
    installation: str
    migrations: dict[str, str]
    version: str


class TableHead(msgspec.Struct, frozen=True):
    """The table whose rows follow."""

    name: str
    columns: list[str]


class FileHead(msgspec.Struct, frozen=True):
    """A small file: the keyring, the policy."""

    name: str
    content: bytes


class End(msgspec.Struct, frozen=True):
    """The last record: how many came before it, and the SHA-256 of all their bytes."""

    records: int
    digest: str


@dataclass(slots=True)
class Writer:
    """Makes the bytes of records, and remembers what the end has to say of them."""

    count: int = 0
    _hash: "hashlib._Hash" = field(default_factory=lambda: hashlib.sha256(MAGIC))

    def record(self, kind: bytes, content: bytes | msgspec.Struct) -> bytes:
        """Give one record."""
        body = msgspec.json.encode(content) if isinstance(content, msgspec.Struct) else bytes(content)
        made = kind + len(body).to_bytes(4) + body
        self._hash.update(made)
        self.count += 1
        return made

    def end(self) -> bytes:
        """Give the last record."""
        return self.record(END, End(self.count, self._hash.hexdigest()))


@dataclass(slots=True)
class Reader:
    """Takes an archive's bytes apart as they come, in pieces of any size; refuses what does not hold together."""

    is_whole: bool = False
    header: Header | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    _count: int = 0
    _rest: bytearray = field(default_factory=bytearray)
    _hash: "hashlib._Hash" = field(default_factory=lambda: hashlib.sha256(MAGIC))
    _is_begun: bool = False

    def feed(self, piece: bytes) -> Iterator[tuple[bytes, bytes]]:
        """Give the records that a piece completes, as kind and content; raises ArchiveRefused."""
        self._rest += piece
        if not self._is_begun:
            if len(self._rest) < len(MAGIC):
                return
            if not self._rest.startswith(MAGIC):
                raise ArchiveRefused(
                    "This is no archive of `helpdesk backup`, or of a version that this one cannot read."
                )
            del self._rest[: len(MAGIC)]
            self._is_begun = True
        while (record := self._next()) is not None:
            yield record

    def finish(self) -> Header:
        """Say that nothing more comes; gives the header, raises ArchiveRefused when something is missing."""
        if not self.is_whole or self._rest or self.header is None:
            raise _torn()
        return self.header

    def _next(self) -> tuple[bytes, bytes] | None:
        if len(self._rest) < _HEAD:
            return None
        kind, length = bytes(self._rest[:1]), int.from_bytes(self._rest[1:_HEAD])
        if self.is_whole or length > LONGEST or kind not in (HEADER, TABLE, DATA, TABLE_END, FILE, END):
            raise _torn()
        if len(self._rest) < _HEAD + length:
            return None
        made = bytes(self._rest[: _HEAD + length])
        del self._rest[: _HEAD + length]
        self._take(kind, made)
        return kind, made[_HEAD:]

    def _take(self, kind: bytes, made: bytes) -> None:
        if (kind == HEADER) != (self._count == 0):
            raise _torn()
        if kind == HEADER:
            self.header = decoded(made[_HEAD:], Header)
        if kind == FILE:
            file = decoded(made[_HEAD:], FileHead)
            self.files[file.name] = file.content
        if kind == END:
            self.is_whole = decoded(made[_HEAD:], End) == End(self._count, self._hash.hexdigest())
            if not self.is_whole:
                raise _torn()
        self._hash.update(made)
        self._count += 1


def decoded(content: bytes, shape: type[_Shape]) -> _Shape:
    """Read a record's content; raises ArchiveRefused."""
    try:
        return msgspec.json.decode(content, type=shape)
    except msgspec.DecodeError:
        raise _torn() from None


def _torn() -> ArchiveRefused:
    return ArchiveRefused("This archive is torn or garbled. Nothing was changed; use another copy of it.")
