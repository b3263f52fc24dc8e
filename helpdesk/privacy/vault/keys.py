"""Data keys: one per owner, wrapped by a master key. Destroying one erases everything sealed under it."""

import contextlib
import hashlib
import hmac
import secrets
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

import asyncpg

from helpdesk.errors import ValueDamaged, ValueGone
from helpdesk.logs import log
from helpdesk.privacy.vault import blob, keyring
from helpdesk.privacy.vault.masters import MasterKeys
from helpdesk.privacy.vault.tables import OwnerKey
from named_sql import statements
from piccolo_conf import SYSTEM, acting

# An installation's own key, under an owner of its own: opening it at the start proves that the keyring fits.
PROBE = UUID(int=0)
DAMAGED = "⟦damaged 1⟧"
_SQL = statements(__file__)
_LOOKS = 3  # how often a key is looked at again when its master key went between the look and the opening


@dataclass(frozen=True, slots=True)
class DataKey:
    """An opened data key (32 bytes); it lives as long as one operation."""

    owner: UUID
    key: bytes = field(repr=False)

    def seal(self, text: str, *, row: UUID, kind: str) -> bytes:
        """Encrypt text so that it opens only as this row and kind of this owner (FORMAT.md)."""
        return self.seal_bytes(text.encode(), row=row, kind=kind)

    def open(self, sealed: bytes, *, row: UUID, kind: str) -> str:
        """Decrypt what `seal` made.

        raises   ValueDamaged when it was moved, changed or sealed under another key
        effects  then a log line with the kind
        """
        return self.open_bytes(sealed, row=row, kind=kind).decode()

    def seal_bytes(self, content: bytes, *, row: UUID, kind: str) -> bytes:
        """Encrypt bytes as `seal` does text."""
        return blob.encrypt(self.key, content, bound_to=_binding(self.owner, row, kind))

    def open_bytes(self, sealed: bytes, *, row: UUID, kind: str) -> bytes:
        """Decrypt what `seal_bytes` made; raises and does what `open` does."""
        try:
            return blob.decrypt(self.key, sealed, bound_to=_binding(self.owner, row, kind))
        except ValueDamaged:
            log("vault.damaged", kind=kind)
            raise

    def open_whole(self, sealed: bytes, *, row: UUID, kind: str) -> str | None:
        """Decrypt like `open`, for lists: None for what is damaged, so that everything beside it is shown."""
        try:
            return self.open(sealed, row=row, kind=kind)
        except ValueDamaged:
            return None

    def open_text(self, sealed: bytes, *, row: UUID, kind: str) -> str:
        """Decrypt like `open`, for pages: a placeholder stands for what is damaged."""
        opened = self.open_whole(sealed, row=row, kind=kind)
        return DAMAGED if opened is None else opened

    def digest(self, kind: str, same: str) -> bytes:
        """Give a keyed hash (16 bytes) by which equal values of this owner are recognised."""
        return hmac.digest(self.key, f"{kind}\0{same}".encode("utf-8", "surrogatepass"), hashlib.sha256)[:16]


def new_key(owner: UUID) -> DataKey:
    """Make a data key in memory; `store_key` puts it into the caller's transaction."""
    return DataKey(owner, secrets.token_bytes(32))


async def store_key(key: DataKey, *, now: datetime) -> None:
    """Wrap a new data key by the current master key and store it.

    raises  KeyringRefused when the keyring's current master key was destroyed in this database
    """
    for _ in range(_LOOKS):
        ring = keyring.in_use()
        master = ring.current
        wrapped = await ring.wrap(master, key.key, bound_to=wrapping(key.owner, master))
        if await OwnerKey.raw(_SQL["store"], key.owner, wrapped, master, now, master, now):
            return  # else: a rotation ended between our look at the keyring and the insert
    raise keyring.KeyringRefused(
        f"Master key {master} was destroyed by a rotation. Set HELPDESK_KEYRING to the newest keyring."
    )


async def key_of(owner: UUID) -> DataKey:
    """Open the data key of one owner; raises ValueGone when it was destroyed, ValueDamaged when it does not open."""
    whole, damaged = await _opened([owner])
    if owner in damaged:
        raise ValueDamaged
    if owner not in whole:
        raise ValueGone
    return whole[owner]


async def keys_of(owners: Iterable[UUID]) -> Mapping[UUID, DataKey]:
    """Open the data keys of several owners in one query; destroyed and damaged ones are missing from the answer.

    raises  KeyringRefused when a key is wrapped by a master key that this keyring does not have
    """
    wanted = list(set(owners))
    return (await _opened(wanted))[0] if wanted else {}


async def _opened(wanted: Collection[UUID]) -> tuple[dict[UUID, DataKey], set[UUID]]:
    """Open keys; gives the whole ones, and the owners of the damaged ones."""
    whole: dict[UUID, DataKey] = {}
    damaged: set[UUID] = set()
    for _ in range(_LOOKS):
        rows = await OwnerKey.select(OwnerKey.owner, OwnerKey.wrapped, OwnerKey.master).where(
            OwnerKey.owner.is_in(list(wanted))
        )
        ring = keyring.in_use()  # after the rows: a new version is in the keyring before it is in a row
        for row in (row for row in rows if row["master"] in ring.versions):
            try:
                whole[row["owner"]] = DataKey(row["owner"], await unwrap(ring, **row))
            except ValueDamaged:
                damaged.add(row["owner"])
        wanted = [row["owner"] for row in rows if row["master"] not in ring.versions]
        if not wanted:  # else: a rotation ended between the rows and the keyring, or this keyring is an old one
            return whole, damaged
    raise foreign_version(max(row["master"] for row in rows))


async def unwrap(ring: MasterKeys, *, owner: UUID, wrapped: bytes, master: int) -> bytes:
    """Give the bytes of a wrapped key.

    raises   ValueDamaged when a bit or the owner is another
    effects  then a log line
    """
    try:
        return await ring.unwrap(master, wrapped, bound_to=wrapping(owner, master))
    except ValueDamaged:
        log("vault.damaged", kind="wrapped key", version=master)
        raise


def foreign_version(master: int) -> keyring.KeyringRefused:
    """Say that a key is wrapped by a master key that this keyring does not have."""
    return keyring.KeyringRefused(
        f"This keyring has no master key {master}. Copy the keyring from where the keys were rotated."
    )


async def destroy_key(owner: UUID) -> None:
    """Erase everything sealed under an owner's key, for good."""
    await OwnerKey.delete().where(OwnerKey.owner == owner)


async def owners_after(after: UUID, *, limit: int) -> Sequence[UUID]:
    """List the next owners that have a key, in order, for the system's own work."""
    rows = await OwnerKey.select(OwnerKey.owner).where(OwnerKey.owner > after).order_by(OwnerKey.owner).limit(limit)
    return [row["owner"] for row in rows]


async def check_keyring(*, now: datetime) -> None:
    """Refuse a keyring that does not belong to this database; the first start leaves the mark that later ones check.

    raises  KeyringRefused with what to do
    """
    with contextlib.suppress(asyncpg.UniqueViolationError):  # another process started first at the same moment
        await _leave_mark(now)
    async with acting(SYSTEM):
        try:
            mark = await key_of(PROBE)
        except (ValueGone, keyring.KeyringRefused):
            raise _foreign() from None
    if not hmac.compare_digest(mark.key, keyring.in_use().blind_index("keyring check", "sitr")):
        raise _foreign()


async def _leave_mark(now: datetime) -> None:
    """Store a key made of this keyring, where none is."""
    async with acting(SYSTEM):
        if not await OwnerKey.exists().where(OwnerKey.owner == PROBE):
            await store_key(DataKey(PROBE, keyring.in_use().blind_index("keyring check", "sitr")), now=now)


def _foreign() -> keyring.KeyringRefused:
    return keyring.KeyringRefused(
        "This keyring does not belong to this database: what is stored could not be opened. Set HELPDESK_KEYRING to "
        "the file that was in use when the database was made. Nothing was changed."
    )


def _binding(owner: UUID, row: UUID, kind: str) -> bytes:
    return b"sitr/value/1" + owner.bytes + row.bytes + kind.encode()


def wrapping(owner: UUID, master: int) -> bytes:
    """Give the associated data of a wrapped key: it opens only for this owner and under this version."""
    return b"sitr/key/1" + owner.bytes + master.to_bytes(2)
