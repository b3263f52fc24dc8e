"""A key service (KMS) instead of the keyring: whoever holds the master keys never shows them, and all works the same."""

import asyncio
import hashlib
import hmac
import secrets

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from helpdesk.privacy.vault import blob, keyring, keys
from helpdesk.privacy.vault.masters import MasterKeys
from helpdesk.privacy.vault.rotate import Rotated, introduce, keys_by_master, retire, rewrap
from helpdesk.privacy.vault.tables import MasterKey, OwnerKey
from tests.builders import NOON, TEXT, a_ticket
from tests.helpdesk.privacy.vault.conftest import opened, some_owners
from tests.helpdesk.privacy.vault.rotator import words_of


class StandInService:
    """Another machine: answers after a moment, shows no key, can be told to make a new version current."""

    def __init__(self) -> None:
        masters = {1: secrets.token_bytes(32)}
        lookup = secrets.token_bytes(32)
        self.current, self.asked = 1, 0

        async def answer(act, version, content, bound_to):
            self.asked += 1
            await asyncio.sleep(0)
            return act(masters[version], content, bound_to=bound_to)

        self._answer = answer
        self._versions = masters.keys
        self._make = lambda version: masters.__setitem__(version, secrets.token_bytes(32))
        self._destroy = masters.pop
        self._hash = lambda purpose, value: hmac.digest(lookup, f"{purpose}\0{value}".encode(), hashlib.sha256)

    @property
    def versions(self):
        return self._versions()

    async def wrap(self, version: int, key: bytes, *, bound_to: bytes) -> bytes:
        return await self._answer(blob.encrypt, version, key, bound_to)

    async def unwrap(self, version: int, wrapped: bytes, *, bound_to: bytes) -> bytes:
        return await self._answer(blob.decrypt, version, wrapped, bound_to)

    def blind_index(self, purpose: str, value: str) -> bytes:
        return self._hash(purpose, value)

    def signing_key(self) -> Ed25519PrivateKey:
        return Ed25519PrivateKey.from_private_bytes(self._hash("signing", ""))

    def renew(self) -> None:
        self._make(self.current + 1)
        self.current += 1

    def forget(self, version: int) -> None:
        self._destroy(version)


@pytest.fixture
async def service(schema):
    kms = StandInService()
    as_master_keys: MasterKeys = kms
    await OwnerKey.delete(force=True)
    await MasterKey.delete(force=True)
    keyring.use(as_master_keys)
    await keys.check_keyring(now=NOON)
    yield kms
    keyring.use_file(schema.keyring)


async def test_tickets_are_opened_read_and_found_again(service, browser):
    ticket = await a_ticket()
    again = await a_ticket(body="Something else")  # the requester is found by the keyed hash of the address

    assert "⟦phone 1⟧" in await words_of(ticket.token)
    assert (await browser.get(f"/t/{again.token}")).status_code == 200
    assert (await browser.get("/readyz")).status_code == 200
    assert await OwnerKey.count() == 4  # two tickets, one requester, the mark
    assert TEXT not in await words_of(ticket.token)


async def test_its_keys_rotate_through_the_same_steps(service):
    owners = await some_owners(5)
    service.renew()
    await some_owners(1)  # whoever asks it gets the new version at once
    done = Rotated(service.current)
    await introduce(2, now=NOON)
    await rewrap(done, advance=lambda _: None)
    assert await retire(2, now=NOON) is True
    service.forget(1)

    assert done.rewrapped == 5
    assert await keys_by_master() == {2: 7}
    assert await opened(owners) == owners


async def test_a_page_asks_for_its_own_key_only(service, browser):
    await some_owners(3)
    ticket = await a_ticket()
    before = service.asked
    await browser.get(f"/t/{ticket.token}")
    assert service.asked - before <= 4
