"""A keyring of the test's own, and owners whose values must open whatever happens to the master keys."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from helpdesk.privacy.disclosure.disclose import DELIVERY, open_for_system
from helpdesk.privacy.vault import keyring, keys
from helpdesk.privacy.vault.tables import MasterKey, OwnerKey
from helpdesk.privacy.vault.values import seal_field
from helpdesk.settings import Settings
from piccolo_conf import SYSTEM, acting
from tests.builders import NOON


@pytest.fixture
async def ring_file(schema: Settings, tmp_path: Path) -> AsyncIterator[Path]:
    """A new keyring in use, fitting the (empty) database; the run's own one comes back afterwards."""
    path = tmp_path / "keys" / "keyring.json"
    keyring.write_keyring(path, keyring.make_keyring())
    keyring.use_file(path)
    await OwnerKey.delete(force=True)  # the mark that the run's own keyring left
    await MasterKey.delete(force=True)
    await keys.check_keyring(now=NOON)
    yield path
    keyring.use_file(schema.keyring)


async def some_owners(count: int) -> dict[UUID, str]:
    """Make owners with a sealed value each: owner -> value."""
    sealed = {uuid4(): f"value {number}" for number in range(count)}
    for owner, value in sealed.items():
        async with acting(SYSTEM):
            key = keys.new_key(owner)
            await keys.store_key(key, now=NOON)
            await seal_field(key, "name", "name", value, now=NOON)
    return sealed


async def opened(owners: dict[UUID, str]) -> dict[UUID, str]:
    """Open the value of every owner; "" where it does not open."""
    async with acting(SYSTEM):
        return {owner: await open_for_system(owner, "name", purpose=DELIVERY, about=owner) for owner in owners}
