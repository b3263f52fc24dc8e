"""Addresses that take an answer by mail: they say what it is about, prove for whom we made them, and expire."""

import base64
import binascii
import hmac
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TypeAlias
from uuid import UUID

Seal: TypeAlias = Callable[[bytes], bytes]  # content in, its keyed hash (at least 16 bytes) out

LIFE = timedelta(days=90)
_EPOCH = date(2020, 1, 1)
_MAC = 16  # bytes: nobody guesses 128 bits
_LENGTH = 16 + 2 + _MAC


@dataclass(frozen=True, slots=True)
class Claimed:
    """What an address says; it is worth nothing until `is_genuine` has agreed."""

    about: UUID
    until: date
    proof: bytes


def make(base: str, *, about: UUID, to: UUID, seal: Seal, until: date) -> str:
    """Make the address for a person's answers about something: `reply@in.example.com` -> `reply+…@in.example.com`.

    The part before the @ has at most 64 letters and does not mind its case (RFC 5321, section 4.5.3.1.1).
    """
    local, _, domain = base.rpartition("@")
    content = about.bytes + (until - _EPOCH).days.to_bytes(2)
    proof = seal(_bound(content, to))[:_MAC]
    return f"{local}+{base64.b32encode(content + proof).decode().rstrip('=').lower()}@{domain}"


def read(address: str) -> Claimed | None:
    """Read what an address says; None when it is none of ours."""
    _, plus, token = address.rpartition("@")[0].rpartition("+")
    try:
        raw = base64.b32decode(token.upper() + "=" * (-len(token) % 8)) if plus and len(token) < 64 else b""
    except (binascii.Error, ValueError):
        return None
    if len(raw) != _LENGTH:
        return None
    until = _EPOCH + timedelta(days=int.from_bytes(raw[16:18]))
    return Claimed(UUID(bytes=raw[:16]), until, raw[18:])


def is_genuine(claimed: Claimed, *, to: UUID, seal: Seal, today: date) -> bool:
    """Say whether we made an address for this person and it has not expired."""
    content = claimed.about.bytes + (claimed.until - _EPOCH).days.to_bytes(2)
    fits = hmac.compare_digest(seal(_bound(content, to))[:_MAC], claimed.proof)
    return fits and today <= claimed.until


def _bound(content: bytes, to: UUID) -> bytes:
    return b"reply address 1" + content + to.bytes
