"""The bytes that are hashed, proved and signed; FORMAT.md says them in words."""

import hashlib
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

ORIGIN = bytes(32)  # what the first link follows

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_NOBODY = bytes(17)


class Entry(NamedTuple):
    """One act, as it is hashed."""

    id: UUID
    act: str
    actor: UUID | None
    about: UUID
    at: datetime


class Link(NamedTuple):
    """The place of one entry: digest, hash (32 bytes each) and proof (16 bytes)."""

    position: int
    entry: UUID
    digest: bytes
    hash: bytes
    proof: bytes


class Checkpoint(NamedTuple):
    """What is signed: that at a time the chain had this size and this head (32 bytes)."""

    number: int
    size: int
    hash: bytes
    at: datetime
    key_id: str
    signature: bytes


def digest(entry: Entry) -> bytes:
    """Give the SHA-256 of an entry."""
    actor = _NOBODY if entry.actor is None else b"\x01" + entry.actor.bytes
    parts = b"sitr/audit/entry/1" + entry.id.bytes + _moment(entry.at) + actor + entry.about.bytes
    return hashlib.sha256(parts + entry.act.encode("utf-8", "surrogatepass")).digest()


def link_hash(previous: bytes, position: int, entry_digest: bytes) -> bytes:
    """Give the hash that ties an entry to everything before it."""
    return hashlib.sha256(b"sitr/audit/link/1" + previous + position.to_bytes(8) + entry_digest).digest()


def to_prove(position: int, entry_digest: bytes, hash_: bytes) -> bytes:
    """Give what the proof of one link is made over."""
    return b"sitr/audit/proof/1" + position.to_bytes(8) + entry_digest + hash_


def to_sign(number: int, size: int, hash_: bytes, at: datetime) -> bytes:
    """Give what the signature of a checkpoint is made over."""
    return b"sitr/audit/checkpoint/1" + number.to_bytes(8) + size.to_bytes(8) + _moment(at) + hash_


def _moment(at: datetime) -> bytes:
    return ((at - _EPOCH) // _MICROSECOND).to_bytes(8, signed=True)
