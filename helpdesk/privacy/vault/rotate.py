"""Rotate the master key while everything runs: make a new one, re-wrap every living key, destroy the old one.

Each step is whole on the disk before the next begins, and what is done is seen in the keyring and in the rows, so a
rotation that was killed goes on where it was when the command is given again (docs/adr/0010-rotation.md).
"""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import TypeAlias
from uuid import UUID

import asyncpg

from helpdesk.audit.record import record
from helpdesk.errors import ValueDamaged
from helpdesk.privacy.vault import keyring, renew
from helpdesk.privacy.vault.keyring import KeyringRefused
from helpdesk.privacy.vault.keys import PROBE, foreign_version, unwrap, wrapping
from helpdesk.privacy.vault.tables import MasterKey, OwnerKey
from named_sql import statements
from piccolo_conf import SYSTEM, acting

BATCH = 200  # keys in one transaction: some 10 ms
Advance: TypeAlias = Callable[[int], object]
_SQL = statements(__file__)


@dataclass(slots=True)
class Rotated:
    """What a rotation did: `version` wraps every living key now; keys of `damaged` owners do not open."""

    version: int
    rewrapped: int = 0
    destroyed: tuple[int, ...] = ()
    damaged: set[UUID] = field(default_factory=set)


def prepare(path: Path) -> int:
    """Make the next master key, to be copied to other machines before it is used; give its version.

    A rotation that is under way has one already, and keeps it. Raises KeyringRefused when one runs.
    """
    with renew.alone(path):
        return _prepared(path)


def _prepared(path: Path) -> int:
    ring = keyring.read_keyring(path)
    return max((ring if len(ring.masters) > 1 else renew.add_master(path)).masters)


async def rotate(
    path: Path, *, now: Callable[[], datetime], advance: Advance = lambda _: None, give_up_damaged: bool = False
) -> Rotated:
    """Make a new master key current, put every living key under it and destroy the older ones; many transactions.

    advance  is told how many keys were re-wrapped each time some were
    raises   KeyringRefused when another rotation runs or when keys are damaged: the old master key stays
    effects  the keyring file changes; audit entries say made, retired, destroyed, and which keys are damaged
    """
    with renew.alone(path):
        done = Rotated(_prepared(path))
        await introduce(done.version, now=now())
        renew.make_newest_current(path)
        is_retired = False
        while not is_retired:
            await rewrap(done, advance=advance)
            if done.damaged:
                await _settle_damaged(done, give_up=give_up_damaged, now=now())
            is_retired = await retire(done.version, now=now())
        done.destroyed = await _destroy(path, now=now())
    return done


async def introduce(version: int, *, now: datetime) -> None:
    """Let a new master key wrap, and put the installation's mark under it, so that no other keyring fits any more.

    raises   KeyringRefused when another machine made this version, or a newer one
    effects  an audit entry when it was new
    """
    async with acting(SYSTEM):
        if not (await MasterKey.raw(_SQL["allow"], version, now))[0]["may_wrap"]:
            raise foreign_version(version + 1)
        mark = await OwnerKey.select().where(OwnerKey.owner == PROBE).lock_rows("UPDATE").first()
        ring = keyring.in_use()
        if mark is None or mark["master"] not in ring.versions:
            raise foreign_version(mark["master"] if mark else version)
        try:
            key = await unwrap(ring, owner=PROBE, wrapped=mark["wrapped"], master=mark["master"])
        except ValueDamaged:
            raise KeyringRefused(f"Master key {version} was made by another machine. Copy its keyring here.") from None
        if mark["master"] != version:
            wrapped = await ring.wrap(version, key, bound_to=wrapping(PROBE, version))
            await MasterKey.raw(_SQL["rewrap"], version, [PROBE], [wrapped])
            await record("master_key.made", actor=None, about=UUID(int=version), at=now)


async def rewrap(done: Rotated, *, advance: Advance) -> None:
    """Put every key that an older master key wraps under the new one, batch by batch; damaged ones stay as they are."""
    while True:
        after: UUID | None = PROBE
        while after is not None:
            after, moved = await _rewrap_batch(after, done)
            done.rewrapped += moved
            advance(moved)
        async with acting(SYSTEM):
            left = await OwnerKey.count().where(OwnerKey.master < done.version)
        if left <= len(done.damaged):
            return
        await asyncio.sleep(0.05)  # somebody holds a row; it comes in the next round


async def _rewrap_batch(after: UUID, done: Rotated) -> tuple[UUID | None, int]:
    async with acting(SYSTEM):
        rows = await OwnerKey.raw(_SQL["old_keys"], after, done.version, BATCH)
        ring, anew = keyring.in_use(), {}
        for row in rows:
            if row["master"] not in ring.versions:
                raise foreign_version(row["master"])
            try:
                key = await unwrap(ring, **row)
            except ValueDamaged:
                done.damaged.add(row["owner"])
                continue
            anew[row["owner"]] = await ring.wrap(done.version, key, bound_to=wrapping(row["owner"], done.version))
        if anew:
            await OwnerKey.raw(_SQL["rewrap"], done.version, list(anew), list(anew.values()))
    return (rows[-1]["owner"] if rows else None), len(anew)


async def retire(version: int, *, now: datetime) -> bool:
    """Take the right to wrap from every older master key; False while a key is under one.

    The DELETE waits for transactions that are storing a key under an older version, and the foreign key counts again,
    under this lock and past every row-level policy: so no key can be left behind.
    """
    try:
        async with acting(SYSTEM):
            await MasterKey.raw("SET LOCAL lock_timeout = '5s'")
            gone = await MasterKey.delete().where(MasterKey.version < version).returning(MasterKey.version)
            for row in gone:
                await record("master_key.retired", actor=None, about=UUID(int=row["version"]), at=now)
    except (asyncpg.IntegrityConstraintViolationError, asyncpg.LockNotAvailableError):
        return False
    return True


async def _settle_damaged(done: Rotated, *, give_up: bool, now: datetime) -> None:
    """Write down which keys are damaged; then refuse to go on, or delete them, since nothing opens them here."""
    async with acting(SYSTEM):
        for owner in done.damaged:
            await record("owner_key.given_up" if give_up else "owner_key.damaged", actor=None, about=owner, at=now)
        if give_up:
            await OwnerKey.delete().where(OwnerKey.owner.is_in(list(done.damaged)))
    if not give_up:
        raise KeyringRefused(
            f"{len(done.damaged)} wrapped keys are damaged (audit entries owner_key.damaged say whose); all others are "
            "re-wrapped. Put their rows back from a backup and run `helpdesk keys rotate` again, or add "
            "--give-up-damaged: what they sealed is lost then. The old master key stays until this is settled."
        )
    done.damaged.clear()


async def _destroy(path: Path, *, now: datetime) -> tuple[int, ...]:
    had = set(keyring.read_keyring(path).masters)
    old = tuple(sorted(had - set(renew.forget_old_masters(path).masters)))
    async with acting(SYSTEM):
        for version in old:
            await record("master_key.destroyed", actor=None, about=UUID(int=version), at=now)
    return old


async def keys_by_master() -> Mapping[int, int]:
    """Count the keys that each version of the master key wraps."""
    async with acting(SYSTEM):
        return {row["version"]: row["keys"] for row in await MasterKey.raw(_SQL["count_by_master"])}
