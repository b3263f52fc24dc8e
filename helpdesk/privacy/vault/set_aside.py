"""Details that went while a hold was on their owner: the database sets them aside, and they go when it is lifted."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.privacy.vault.tables import HeldValue
from helpdesk.privacy.vault.values import ValueFace
from piccolo_conf import SYSTEM, acting

_FACE = (HeldValue.id, HeldValue.owner, HeldValue.name, HeldValue.kind, HeldValue.number)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many details a hold keeps that are destroyed for everybody else."""

    hold: UUID
    number: int
    details: int


async def faces_set_aside(owners: Iterable[UUID]) -> Sequence[ValueFace]:
    """List what a hold keeps of some owners' details, oldest first, as the system; nobody opens them by that."""
    rows = await HeldValue.select(*_FACE).where(HeldValue.owner.is_in(list(set(owners)))).order_by(HeldValue.id)
    return [ValueFace(**row, openings=0, destroyed_at=None) for row in rows]


async def marks_set_aside(owner: UUID) -> Mapping[UUID, tuple[bytes, datetime]]:
    """Give the keyed hash of each detail of an owner that is set aside, and when it was sealed; as the system."""
    rows = await HeldValue.select(HeldValue.id, HeldValue.digest, HeldValue.sealed_at).where(HeldValue.owner == owner)
    return {row["id"]: (row["digest"], row["sealed_at"]) for row in rows}


async def forget_set_aside() -> int:
    """Destroy what no hold keeps any more; gives how many there were."""
    async with acting(SYSTEM):
        return int((await HeldValue.raw("SELECT forget_set_aside() AS done"))[0]["done"])


async def count_set_aside() -> tuple[int, int]:
    """Count what the next run destroys, and what a hold still keeps; as the system."""
    rows = await HeldValue.raw("SELECT going, kept FROM set_aside_counts()")
    return rows[0]["going"], rows[0]["kept"]


async def sizes_set_aside() -> Sequence[Kept]:
    """Count what each hold in force keeps of what went, for the caller's actor; nothing for who reads of no hold."""
    return [Kept(**row) for row in await HeldValue.raw("SELECT hold, number, details FROM set_aside_sizes()")]
