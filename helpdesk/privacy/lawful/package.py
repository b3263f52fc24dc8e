"""The sealed package: files, a manifest with the hash of each, and age encryption to a passphrase that is not kept."""

import asyncio
import hashlib
import io
import secrets
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
import pyrage.passphrase

from helpdesk.audit.record import record
from helpdesk.errors import NotFound
from helpdesk.ids import REFERENCE_ALPHABET
from helpdesk.privacy.lawful.tables import LawfulPackage, LawfulRequest
from piccolo_conf import Actor, acting

LIFE = timedelta(days=7)
_GROUPS, _LETTERS = 8, 4  # 25 letters: 148 bits


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package and what opens it; the passphrase is shown once and kept nowhere."""

    content: bytes = field(repr=False)
    passphrase: str = field(repr=False)
    manifest: bytes

    @property
    def sha256(self) -> bytes:
        return hashlib.sha256(self.content).digest()


async def seal_package(files: Mapping[str, bytes], about: Mapping[str, Any]) -> Sealed:
    """Put files and their manifest into a zip archive and seal it (age, scrypt) to a new passphrase.

    about  what the manifest says besides the files
    """
    listed = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in files.items()
    ]
    manifest = msgspec.json.format(msgspec.json.encode({"format": "sitr package 1", **about, "files": listed}))
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(_GROUPS * _LETTERS))
    passphrase = "-".join(letters[place : place + _LETTERS] for place in range(0, len(letters), _LETTERS))
    archive = zipped({"manifest.json": manifest, **files})
    content: bytes = await asyncio.to_thread(pyrage.passphrase.encrypt, archive, passphrase)
    return Sealed(content, passphrase, hashlib.sha256(manifest).digest())


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Give a zip archive of some files."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return buffer.getvalue()


async def keep_package(request: UUID, sealed: Sealed, *, now: datetime) -> None:
    """Keep a package until it is fetched, for seven days at the longest; joins the caller's transaction."""
    await LawfulPackage.insert(
        LawfulPackage(
            request=request,
            content=sealed.content,
            manifest=sealed.manifest,
            sha256=sealed.sha256,
            made_at=now,
            expires_at=now + LIFE,
        )
    )


async def fetch_package(request: UUID, *, by: Actor, now: datetime) -> tuple[int, bytes]:
    """Hand a package out, once, to the officer who asked for it; gives the demand's number and the bytes.

    raises   NotFound (not theirs, fetched already, or its time is over)
    effects  the bytes are kept no longer; one audit entry
    """
    async with acting(by):
        row = (
            await LawfulPackage.select(LawfulPackage.content)
            .where(
                LawfulPackage.request == request,
                LawfulPackage.content.is_not_null(),
                LawfulPackage.expires_at > now,
            )
            .first()
            .lock_rows("UPDATE")
        )
        if row is None:
            raise NotFound
        gone: dict[Any, Any] = {LawfulPackage.content: None, LawfulPackage.fetched_at: now}
        await LawfulPackage.update(gone).where(LawfulPackage.request == request)
        numbers = await LawfulRequest.select(LawfulRequest.number).where(LawfulRequest.id == request)
        await record("lawful.fetched", actor=by.id, about=request, at=now)
    return numbers[0]["number"], row["content"]
