"""Checkpoints kept outside the database: the proof against a chain that was cut back, or rewritten with the keyring."""

import os
from datetime import datetime
from pathlib import Path

import msgspec

from helpdesk.audit.format import Checkpoint
from helpdesk.audit.signer import Signer
from helpdesk.errors import HelpdeskError

_FORMAT = "sitr audit checkpoint 1"


class BadCheckpoint(HelpdeskError):
    """This file is not a checkpoint of the audit trail that this installation signed."""

    code = "error-audit-checkpoint"


class _File(msgspec.Struct):
    format: str
    number: int
    size: int
    hash: str
    at: datetime
    key_id: str
    public_key: str
    signature: str


def to_text(point: Checkpoint, *, signer: Signer) -> str:
    """Give a checkpoint as JSON, with the public key for whoever checks it without this program."""
    file = _File(
        format=_FORMAT,
        number=point.number,
        size=point.size,
        hash=point.hash.hex(),
        at=point.at,
        key_id=point.key_id,
        public_key=signer.public.hex(),
        signature=point.signature.hex(),
    )
    return msgspec.json.format(msgspec.json.encode(file)).decode() + "\n"


def read(path: Path, *, signer: Signer) -> Checkpoint:
    """Read a kept checkpoint; raises BadCheckpoint when it is damaged or signed by another key."""
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        hash_, signature = bytes.fromhex(file.hash), bytes.fromhex(file.signature)
    except (OSError, ValueError):
        raise BadCheckpoint(f"{path} cannot be read as a checkpoint of the audit trail.") from None
    point = Checkpoint(file.number, file.size, hash_, file.at, file.key_id, signature)
    if file.format != _FORMAT or file.at.tzinfo is None or not signer.is_ours(point):
        raise BadCheckpoint(f"{path} was not signed by this installation (key {signer.key_id}), or was changed since.")
    return point


def read_if_there(path: Path, *, signer: Signer) -> Checkpoint | None:
    """Read a kept checkpoint, None when there is none; raises BadCheckpoint."""
    return read(path, signer=signer) if path.exists() else None


def keep(path: Path, point: Checkpoint, *, signer: Signer) -> None:
    """Replace the kept checkpoint, whole or not at all; one that is as new stays."""
    there = read_if_there(path, signer=signer)
    if there is not None and there.size >= point.size:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    with beside.open("w", encoding="utf-8") as file:
        file.write(to_text(point, signer=signer))
        file.flush()
        os.fsync(file.fileno())
    beside.replace(path)
