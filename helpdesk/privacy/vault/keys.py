"""Data keys: one per owner, wrapped by a master key. Destroying one erases everything sealed under it."""

import hashlib
import hmac
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpdesk.errors import ValueGone
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.tables import OwnerKey
from piccolo_conf import SYSTEM, acting

_FORMAT = b"\x01"
_NONCE = 12
# An installation's own key, under an owner of its own: opening it at the start proves that the keyring fits.
_PROBE = UUID(int=0)


@dataclass(frozen=True, slots=True)
class DataKey:
    """An opened data key (32 bytes); it lives as long as one operation."""

    owner: UUID
    key: bytes = field(repr=False)

    def seal(self, text: str, *, row: UUID, kind: str) -> bytes:
        """Encrypt text so that it opens only as this row and kind of this owner (FORMAT.md)."""
        return _encrypt(self.key, text.encode(), bound_to=_binding(self.owner, row, kind))

    def open(self, blob: bytes, *, row: UUID, kind: str) -> str:
        """Decrypt what `seal` made; raises ValueGone when it was moved, changed or sealed under another key."""
        return _decrypt(self.key, blob, bound_to=_binding(self.owner, row, kind)).decode()

    def digest(self, kind: str, same: str) -> bytes:
        """Give a keyed hash (16 bytes) by which equal values of this owner are recognised."""
        return hmac.digest(self.key, f"{kind}\0{same}".encode("utf-8", "surrogatepass"), hashlib.sha256)[:16]


def new_key(owner: UUID) -> DataKey:
    """Make a data key in memory; `store_key` puts it into the caller's transaction."""
    return DataKey(owner, secrets.token_bytes(32))


async def store_key(key: DataKey, *, now: datetime) -> None:
    """Wrap a new data key by the current master key and store it."""
    ring = keyring.in_use()
    wrapped = _encrypt(ring.masters[ring.current], key.key, bound_to=_wrapping(key.owner, ring.current))
    await OwnerKey.insert(OwnerKey(owner=key.owner, wrapped=wrapped, master=ring.current, made_at=now))


async def key_of(owner: UUID) -> DataKey:
    """Open the data key of one owner; raises ValueGone when it was destroyed."""
    try:
        return (await keys_of([owner]))[owner]
    except KeyError:
        raise ValueGone from None


async def keys_of(owners: Iterable[UUID]) -> Mapping[UUID, DataKey]:
    """Open the data keys of several owners in one query; destroyed ones are missing from the answer."""
    wanted = list(set(owners))
    if not wanted:
        return {}
    rows = await OwnerKey.select(OwnerKey.owner, OwnerKey.wrapped, OwnerKey.master).where(OwnerKey.owner.is_in(wanted))
    return {row["owner"]: _unwrap(row["owner"], row["wrapped"], row["master"]) for row in rows}


async def destroy_key(owner: UUID) -> None:
    """Erase everything sealed under an owner's key, for good."""
    await OwnerKey.delete().where(OwnerKey.owner == owner)


async def check_keyring(*, now: datetime) -> None:
    """Refuse a keyring that does not belong to this database; the first start leaves the mark that later ones check.

    raises  KeyringRefused with what to do
    """
    async with acting(SYSTEM):
        if not await OwnerKey.exists().where(OwnerKey.owner == _PROBE):
            digest = keyring.in_use().blind_index("keyring check", "sitr")
            await store_key(DataKey(_PROBE, digest), now=now)
        try:
            mark = await key_of(_PROBE)
        except ValueGone:
            raise _foreign() from None
    if not hmac.compare_digest(mark.key, keyring.in_use().blind_index("keyring check", "sitr")):
        raise _foreign()


def _foreign() -> keyring.KeyringRefused:
    return keyring.KeyringRefused(
        "This keyring does not belong to this database: what is stored could not be opened. Set HELPDESK_KEYRING to "
        "the file that was in use when the database was made. Nothing was changed."
    )


def _unwrap(owner: UUID, wrapped: bytes, master: int) -> DataKey:
    key = keyring.in_use().masters.get(master)
    if key is None:
        raise ValueGone
    return DataKey(owner, _decrypt(key, wrapped, bound_to=_wrapping(owner, master)))


def _encrypt(key: bytes, content: bytes, *, bound_to: bytes) -> bytes:
    nonce = secrets.token_bytes(_NONCE)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, content, bound_to)


def _decrypt(key: bytes, blob: bytes, *, bound_to: bytes) -> bytes:
    if blob[:1] != _FORMAT:
        raise ValueGone
    try:
        return AESGCM(key).decrypt(blob[1 : 1 + _NONCE], blob[1 + _NONCE :], bound_to)
    except InvalidTag:
        raise ValueGone from None


def _binding(owner: UUID, row: UUID, kind: str) -> bytes:
    return b"sitr/value/1" + owner.bytes + row.bytes + kind.encode()


def _wrapping(owner: UUID, master: int) -> bytes:
    return b"sitr/key/1" + owner.bytes + master.to_bytes(2)
