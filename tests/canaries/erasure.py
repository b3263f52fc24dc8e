"""After erasure: with every file of the installation and its keyring at hand, no ticket opens any more."""

import asyncio
from collections.abc import Mapping
from uuid import UUID

import asyncpg

from helpdesk.errors import HelpdeskError
from helpdesk.privacy.vault.keyring import read_keyring
from helpdesk.privacy.vault.keys import DataKey
from tests.canaries.desk import Desk
from tests.helpdesk.privacy.vault.test_erasure import candidates, keys_found


async def opened_after_erasure(desk: Desk) -> tuple[int, int, int]:
    """Erase everything, rotate, vacuum; give how many tickets there are, and opened before and after.

    Whoever tries has all files, the keyring, and the ciphertexts as they were before.
    """
    subjects = await _subjects(desk)
    before = await asyncio.to_thread(_opened, desk, subjects)
    await asyncio.to_thread(desk.run, "tests.canaries.erase")
    await asyncio.to_thread(desk.run, "helpdesk", "keys", "rotate")
    await _vacuum(desk)
    return len(subjects), before, await asyncio.to_thread(_opened, desk, subjects)


async def _subjects(desk: Desk) -> Mapping[UUID, bytes]:
    connection = await asyncpg.connect(desk.owner_url)
    try:
        await connection.execute("CHECKPOINT")
        return {row["id"]: row["subject"] for row in await connection.fetch("SELECT id, subject FROM ticket")}
    finally:
        await connection.close()


async def _vacuum(desk: Desk) -> None:
    connection = await asyncpg.connect(desk.owner_url)
    try:
        await connection.execute("VACUUM FULL")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def _opened(desk: Desk, subjects: Mapping[UUID, bytes]) -> int:
    """Count the tickets whose subject opens with any key that can be made of anything on the disk."""
    ring, pieces = read_keyring(desk.folder / "var" / "keyring.json"), candidates(desk.folder)
    return sum(
        any(_opens(DataKey(owner, key), subject) for key in keys_found(pieces, ring, owner))
        for owner, subject in subjects.items()
    )


def _opens(key: DataKey, subject: bytes) -> bool:
    try:
        return bool(key.open(subject, row=key.owner, kind="subject"))
    except HelpdeskError:
        return False
