"""Sealed values: keep a detail under its owner's key, number it, find it, destroy it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.ids import new_id
from helpdesk.privacy.redaction.spans import SECRETS
from helpdesk.privacy.vault.keys import DataKey
from helpdesk.privacy.vault.tables import SealedValue

OPENINGS = 3  # of what opens a door by itself, which is destroyed when the work is done; walls.sql counts
REPLACED = "replaced:"  # begins the name of a value that was corrected (replace_value in walls.sql)
# What is kept no longer than work goes on, although it opens as often as its purpose needs it.
SHORT_LIVED = frozenset({"diagnostics"})


@dataclass(frozen=True, slots=True)
class ValueFace:
    """What may be said of a sealed value without opening it."""

    id: UUID
    owner: UUID
    name: str
    kind: str
    number: int
    openings: int
    destroyed_at: datetime | None

    @property
    def is_gone(self) -> bool:
        return self.destroyed_at is not None

    @property
    def is_secret(self) -> bool:
        return self.kind in SECRETS

    @property
    def openings_left(self) -> int | None:
        """Give how often a secret opens yet; None for what is no secret."""
        return max(0, OPENINGS - self.openings) if self.is_secret else None


_FACE = tuple(getattr(SealedValue, name) for name in ValueFace.__dataclass_fields__)


class Numbers:
    """Counts placeholders for one owner: the same value gets the same number, a new one the next of its kind.

    Made from what the owner has sealed already, so numbers go on over all texts of a ticket.
    """

    def __init__(self, key: DataKey, known: Mapping[tuple[str, bytes], int] | None = None) -> None:
        self._key = key
        self._numbers = dict(known or {})

    def __call__(self, kind: str, same: str) -> int:
        place = (str(kind), self._key.digest(kind, same))
        if place not in self._numbers:
            taken = [number for (other, _), number in self._numbers.items() if other == place[0]]
            self._numbers[place] = max(taken, default=0) + 1
        return self._numbers[place]

    def digest_of(self, kind: str, number: int) -> bytes:
        """Give the keyed hash of the value that got a number here."""
        return next(digest for (of, digest), taken in self._numbers.items() if (of, taken) == (str(kind), number))


async def numbers_of(key: DataKey) -> Numbers:
    """Give the counter of an owner that goes on from what is sealed."""
    rows = await SealedValue.select(SealedValue.kind, SealedValue.digest, SealedValue.number).where(
        SealedValue.owner == key.owner, SealedValue.number > 0
    )
    return Numbers(key, {(row["kind"], row["digest"]): row["number"] for row in rows})


async def seal_field(key: DataKey, name: str, kind: str, value: str, *, now: datetime) -> None:
    """Seal what a form asked for; nothing is stored for an empty value or for a field that is sealed already."""
    if value:
        await _store(key, f"field:{name}", kind, 0, value, key.digest(kind, value), now=now)


async def seal_finding(key: DataKey, kind: str, number: int, value: str, digest: bytes, *, now: datetime) -> None:
    """Seal one finding; a value that the owner has sealed already stays as it is."""
    await _store(key, f"{kind} {number}", kind, number, value, digest, now=now)


async def _store(key: DataKey, name: str, kind: str, number: int, value: str, digest: bytes, *, now: datetime) -> None:
    row = new_id()
    ciphertext = key.seal(value, row=row, kind=kind)
    await SealedValue.insert(
        SealedValue(
            id=row,
            owner=key.owner,
            name=name,
            kind=str(kind),
            number=number,
            digest=digest,
            ciphertext=ciphertext,
            sealed_at=now,
        )
    ).on_conflict(target=(SealedValue.owner, SealedValue.name), action="DO NOTHING")


async def faces(owners: Iterable[UUID]) -> Sequence[ValueFace]:
    """List what is sealed for some owners, oldest first, without opening anything; not what a correction replaced."""
    rows = (
        await SealedValue.select(*_FACE)
        .where(SealedValue.owner.is_in(list(set(owners))), SealedValue.name.not_like(f"{REPLACED}%"))
        .order_by(SealedValue.id)
    )
    return [ValueFace(**row) for row in rows]


async def replace(key: DataKey, face: ValueFace, value: str, *, now: datetime) -> UUID | None:
    """Put a corrected value in the place of a wrong one, which is destroyed; joins the system's transaction.

    returns  the new value's id, None when the old one was destroyed already
    effects  texts refer to the new value by the same placeholder; whoever had the old one open has it no more
    """
    row, digest = new_id(), key.digest(face.kind, value)
    sealed = key.seal(value, row=row, kind=face.kind)
    done = await SealedValue.raw("SELECT replace_value({}, {}, {}, {}, {}) AS done", face.id, row, digest, sealed, now)
    return row if done[0]["done"] else None


async def marks_of(owner: UUID) -> Mapping[UUID, tuple[bytes, datetime]]:
    """Give the keyed hash of each of an owner's values and when it was sealed, by its id."""
    rows = await SealedValue.select(SealedValue.id, SealedValue.digest, SealedValue.sealed_at).where(
        SealedValue.owner == owner
    )
    return {row["id"]: (row["digest"], row["sealed_at"]) for row in rows}


async def burn_secrets(owner: UUID, *, now: datetime) -> None:
    """Destroy an owner's passwords, keys, tokens, codes and what is short-lived besides; their placeholders stay."""
    await SealedValue.update({SealedValue.ciphertext: None, SealedValue.destroyed_at: now}).where(
        SealedValue.owner == owner,
        SealedValue.kind.is_in([str(kind) for kind in SECRETS | SHORT_LIVED]),
        SealedValue.destroyed_at.is_null(),
    )


async def destroy_older(kind: str, *, than: datetime, now: datetime) -> int:
    """Destroy the values of a kind that were sealed before a moment; gives how many. Joins the transaction."""
    gone = (
        await SealedValue.update({SealedValue.ciphertext: None, SealedValue.destroyed_at: now})
        .where(SealedValue.kind == kind, SealedValue.sealed_at < than, SealedValue.destroyed_at.is_null())
        .returning(SealedValue.id)
    )
    return len(gone)
