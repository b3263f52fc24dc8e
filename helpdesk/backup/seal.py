"""Seals a stream to age recipients and opens it again, in a thread, with a flat memory; and tries what it wrote."""

import asyncio
import contextlib
import os
import queue
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pyrage
from pyrage import x25519

from helpdesk.backup.records import ArchiveRefused, Reader

Identity: TypeAlias = x25519.Identity
Recipient: TypeAlias = x25519.Recipient
_BLOCK = 1 << 20  # bytes that pass between the threads at once
_AHEAD = 8  # blocks in between
_LOOK = 0.2  # seconds between looks whether the other side is still there


class Broken(Exception):
    """The other side of a stream has given up."""


class _Pipe:
    """Blocks on their way from one thread to another; whoever gives up says so, and the other stops."""

    def __init__(self) -> None:
        self._blocks: queue.Queue[bytes] = queue.Queue(_AHEAD)
        self._broken = threading.Event()

    def put(self, block: bytes) -> None:
        while not self._broken.is_set():
            with contextlib.suppress(queue.Full):
                self._blocks.put(block, timeout=_LOOK)
                return
        raise Broken

    def get(self) -> bytes:
        while True:
            with contextlib.suppress(queue.Empty):
                return self._blocks.get(timeout=_LOOK)
            if self._broken.is_set():
                raise Broken

    def break_off(self) -> None:
        self._broken.set()


class _Source:
    """What pyrage reads: the blocks of a pipe until an empty one comes."""

    def __init__(self, pipe: _Pipe) -> None:
        self._pipe, self._rest, self._ended = pipe, memoryview(b""), False

    def read(self, size: int) -> bytes:
        if not self._rest and not self._ended:
            self._rest = memoryview(self._pipe.get())
            self._ended = not self._rest
        piece, self._rest = self._rest[:size], self._rest[size:]
        return bytes(piece)


class _Sink:
    """What pyrage writes: blocks into a pipe."""

    def __init__(self, pipe: _Pipe) -> None:
        self._pipe, self._block = pipe, bytearray()

    def write(self, piece: bytes) -> int:
        self._block += piece
        if len(self._block) >= _BLOCK:
            self.flush()
        return len(piece)

    def flush(self) -> None:
        if self._block:
            self._pipe.put(bytes(self._block))
            self._block.clear()


class Outlet:
    """Takes the bytes that are to be sealed."""

    def __init__(self, pipe: _Pipe) -> None:
        self._pipe, self._block = pipe, bytearray()
        self.size = 0

    async def write(self, piece: bytes) -> None:
        """Seal some bytes; raises Broken when the file cannot be written."""
        self._block += piece
        self.size += len(piece)
        if len(self._block) >= _BLOCK:
            await self._hand_on()

    async def finish(self) -> None:
        """Say that nothing more comes."""
        if self._block:
            await self._hand_on()
        await asyncio.to_thread(self._pipe.put, b"")

    async def _hand_on(self) -> None:
        block = bytes(self._block)
        self._block.clear()
        await asyncio.to_thread(self._pipe.put, block)


@contextlib.asynccontextmanager
async def sealing(path: Path, recipients: Sequence[Recipient]) -> AsyncIterator[Outlet]:
    """Write a new file (mode 0600) that only the recipients' identities open; on the disk when this ends.

    raises   OSError when it cannot be written, FileExistsError when it is there
    effects  when anything fails, the file is gone again
    """
    pipe = _Pipe()
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    work = asyncio.create_task(asyncio.to_thread(_seal, descriptor, pipe, recipients))
    outlet = Outlet(pipe)
    try:
        with contextlib.suppress(Broken):  # then the file could not be written, and `work` says why
            yield outlet
            await outlet.finish()
        await work
    except BaseException:
        pipe.break_off()
        with contextlib.suppress(Exception):
            await work
        await asyncio.to_thread(path.unlink, missing_ok=True)
        raise


def _seal(descriptor: int, pipe: _Pipe, recipients: Sequence[Recipient]) -> None:
    with os.fdopen(descriptor, "wb") as file:
        try:
            pyrage.encrypt_io(_Source(pipe), file, recipients)
            file.flush()
            os.fsync(file.fileno())
        except BaseException:
            pipe.break_off()
            raise


async def opened(path: Path, identities: Sequence[Identity]) -> AsyncIterator[bytes]:
    """Give the plain bytes of a sealed file, in blocks; raises ArchiveRefused when it is torn, garbled or another's."""
    pipe = _Pipe()
    work = asyncio.create_task(asyncio.to_thread(_open, path, pipe, identities))
    try:
        while block := await asyncio.to_thread(_next_of, pipe):
            yield block
        await work
    finally:
        pipe.break_off()
        with contextlib.suppress(Exception):
            await work


def _next_of(pipe: _Pipe) -> bytes:
    try:
        return pipe.get()
    except Broken:
        return b""


def _open(path: Path, pipe: _Pipe, identities: Sequence[Identity]) -> None:
    sink = _Sink(pipe)
    try:
        with path.open("rb") as file:
            os.posix_fadvise(file.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)  # what the disk has, not what memory has
            pyrage.decrypt_io(file, sink, identities)
        sink.flush()
        pipe.put(b"")
    except (pyrage.DecryptError, OSError) as error:
        pipe.break_off()
        raise _refusal(path, error) from None
    except BaseException:
        pipe.break_off()
        raise


def _refusal(path: Path, error: Exception) -> ArchiveRefused:
    if isinstance(error, FileNotFoundError | PermissionError | IsADirectoryError):
        return ArchiveRefused(f"{path} cannot be read ({type(error).__name__}).")
    if "No matching keys" in str(error):
        return ArchiveRefused(f"{path.name} is sealed to another key: none of the identities given opens it.")
    return ArchiveRefused(
        f"{path.name} is torn or garbled, or no archive. Nothing was changed; use another copy of it."
    )


async def read_through(
    path: Path, identities: Sequence[Identity], *, told: Callable[[int], object] = lambda _: None
) -> Reader:
    """Read a whole archive as a restore would, and keep only its header and its files; raises ArchiveRefused.

    told  is called with the number of bytes of each block
    """
    reader = Reader()
    async for block in opened(path, identities):
        for _ in reader.feed(block):
            pass
        told(len(block))
    reader.finish()
    return reader


def read_recipient(text: str) -> Recipient:
    """Read a recipient, `age1…`; raises ArchiveRefused with what to do."""
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError:
        raise ArchiveRefused("A recipient looks like age1…; `helpdesk backup key FILE` makes one.") from None


def read_identity(path: Path) -> Identity:
    """Read the file that `helpdesk backup key` or `age-keygen` made; raises ArchiveRefused."""
    try:
        lines = path.read_text("ascii").splitlines()
        return x25519.Identity.from_str(next(line.strip() for line in lines if line.startswith("AGE-SECRET-KEY-")))
    except (OSError, UnicodeDecodeError, StopIteration, pyrage.IdentityError):
        raise ArchiveRefused(f"{path} is no identity file of age; `helpdesk backup key FILE` makes one.") from None


def make_identity(path: Path) -> str:
    """Make an identity, in the form of age-keygen, mode 0600; gives its recipient. Raises FileExistsError."""
    identity = x25519.Identity.generate()
    recipient = str(identity.to_public())
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        file.write(f"# public key: {recipient}\n{identity}\n")
    return recipient
