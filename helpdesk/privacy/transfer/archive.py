"""The archive inside the seal: a tar that is written as it comes, and its manifest at the end (docs/transfer.md)."""

import hashlib
import tarfile
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

import msgspec

SCHEMA: Final = "sitr/transfer/1"
MANIFEST: Final = "manifest.json"


def in_lines(things: Iterable[Mapping[str, Any]]) -> bytes:
    """Give JSON lines (UTF-8), one for each thing."""
    return b"".join(msgspec.json.encode(thing) + b"\n" for thing in things)


@dataclass(slots=True)
class Archive:
    """A tar that is being written; of each file only its name, size and hash stay in memory."""

    write: Callable[[bytes], Awaitable[None]]
    made_at: datetime
    files: list[Mapping[str, Any]] = field(default_factory=list)

    async def add(self, name: str, content: bytes) -> None:
        """Write one file."""
        await self._put(name, content)
        self.files.append({"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()})

    async def finish(self, about: Mapping[str, Any]) -> bytes:
        """Write the manifest, what is said besides the files first; gives its SHA-256 (32 bytes)."""
        manifest = msgspec.json.format(msgspec.json.encode({"schema": SCHEMA, **about, "files": self.files}))
        await self._put(MANIFEST, manifest)
        await self.write(bytes(2 * tarfile.BLOCKSIZE))
        return hashlib.sha256(manifest).digest()

    async def _put(self, name: str, content: bytes) -> None:
        head = tarfile.TarInfo(name)
        head.size, head.mode, head.mtime = len(content), 0o600, int(self.made_at.timestamp())
        await self.write(head.tobuf(format=tarfile.USTAR_FORMAT))
        await self.write(content + bytes(-len(content) % tarfile.BLOCKSIZE))
