"""The vault: opens for its owner, row and kind only; refuses a foreign keyring; destroyed is destroyed."""

import asyncio
from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpdesk import clock
from helpdesk.errors import ValueGone
from helpdesk.privacy.disclosure.disclose import DELIVERY, open_for_system
from helpdesk.privacy.vault import keyring, keys
from helpdesk.privacy.vault.keyring import KeyringRefused
from helpdesk.privacy.vault.tables import OwnerKey, SealedValue
from helpdesk.privacy.vault.values import burn_secrets, faces, seal_field, seal_finding
from tests.builders import NOON


async def a_key() -> keys.DataKey:
    key = keys.new_key(uuid4())
    await keys.store_key(key, now=NOON)
    return key


@given(st.text(max_size=300))
def test_what_is_sealed_opens_again(text):
    key, row = keys.new_key(uuid4()), uuid4()
    try:
        blob = key.seal(text, row=row, kind="body")
    except UnicodeEncodeError:
        return  # lone surrogates are cleaned away before
    assert key.open(blob, row=row, kind="body") == text
    assert len(blob) == len(text.encode()) + 29


def test_a_blob_opens_nowhere_else():
    key, row = keys.new_key(uuid4()), uuid4()
    blob = key.seal("secret", row=row, kind="email")
    moved = replace(key, owner=uuid4())
    flipped = blob[:-1] + bytes([blob[-1] ^ 1])
    for attempt in (
        lambda: key.open(blob, row=uuid4(), kind="email"),
        lambda: key.open(blob, row=row, kind="phone"),
        lambda: moved.open(blob, row=row, kind="email"),
        lambda: keys.new_key(key.owner).open(blob, row=row, kind="email"),
        lambda: key.open(flipped, row=row, kind="email"),
        lambda: key.open(b"\x02" + blob[1:], row=row, kind="email"),
        lambda: key.open(b"", row=row, kind="email"),
    ):
        with pytest.raises(ValueGone):
            attempt()


def test_two_seals_of_one_text_differ():
    key, row = keys.new_key(uuid4()), uuid4()
    assert key.seal("x", row=row, kind="body") != key.seal("x", row=row, kind="body")


def test_keys_do_not_print():
    key = keys.new_key(uuid4())
    assert "key=" not in repr(key)
    assert "masters" not in repr(keyring.make_keyring())


async def opened(owner):
    return await open_for_system(owner, "email", purpose=DELIVERY, about=owner)


async def test_a_key_survives_the_database_and_its_destruction_erases_everything_under_it():
    key = await a_key()
    await seal_field(key, "email", "email", "max@customer.test", now=NOON)
    assert await keys.key_of(key.owner) == key
    assert await opened(key.owner) == "max@customer.test"

    await keys.destroy_key(key.owner)
    with pytest.raises(ValueGone):
        await keys.key_of(key.owner)
    assert await opened(key.owner) == ""
    assert await SealedValue.count() == 1  # the row is still there, and says nothing


async def test_a_wrapped_key_of_one_owner_is_none_of_another():
    first, second = await a_key(), await a_key()
    row = await OwnerKey.select(OwnerKey.wrapped).where(OwnerKey.owner == first.owner).first()
    await OwnerKey.update({OwnerKey.wrapped: row["wrapped"]}).where(OwnerKey.owner == second.owner)

    with pytest.raises(ValueGone):
        await keys.key_of(second.owner)


async def test_only_secrets_burn():
    key = await a_key()
    for kind in ("password", "token", "phone"):
        await seal_finding(key, kind, 1, f"{kind} value", key.digest(kind, kind), now=NOON)
    await burn_secrets(key.owner, now=NOON)

    assert {face.name: face.is_gone for face in await faces([key.owner])} == {
        "password 1": True,
        "token 1": True,
        "phone 1": False,
    }
    rows = await SealedValue.select(SealedValue.name).where(SealedValue.ciphertext.is_not_null())
    assert [row["name"] for row in rows] == ["phone 1"]


async def test_the_blind_index_needs_the_keyring():
    ring = keyring.make_keyring()
    same = ring.blind_index("person", "max@customer.test")

    assert ring.blind_index("person", "max@customer.test") == same
    assert ring.blind_index("limit", "max@customer.test") != same
    assert keyring.make_keyring().blind_index("person", "max@customer.test") != same


def test_a_keyring_file_is_for_its_owner_only_and_never_overwritten(tmp_path):
    ring, path = keyring.make_keyring(), tmp_path / "deep" / "keyring.json"
    keyring.write_keyring(path, ring)

    assert path.stat().st_mode & 0o777 == 0o600
    assert keyring.read_keyring(path) == ring
    with pytest.raises(FileExistsError):
        keyring.write_keyring(path, keyring.make_keyring())
    path.chmod(0o640)
    with pytest.raises(KeyringRefused, match="chmod 600"):
        keyring.read_keyring(path)


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        "[]",
        '{"current":1,"masters":{"1":"c2hvcnQ="},"lookup":"c2hvcnQ="}',
        '{"current":2,"masters":{"x":"!"},"lookup":""}',
    ],
)
def test_a_damaged_keyring_is_refused_without_quoting_it(tmp_path, content):
    path = tmp_path / "keyring.json"
    path.write_text(content)
    path.chmod(0o600)
    with pytest.raises(KeyringRefused, match="damaged") as refused:
        keyring.read_keyring(path)
    assert "c2hvcnQ" not in str(refused.value)


def test_a_missing_keyring_says_what_to_do(tmp_path):
    with pytest.raises(KeyringRefused, match="helpdesk keys init"):
        keyring.read_keyring(tmp_path / "none.json")


async def test_processes_that_start_for_the_first_time_at_once_leave_one_mark(monkeypatch):
    met, store = asyncio.Barrier(3), keys.store_key

    async def store_together(*key, now):
        await met.wait()  # each has seen that there is no mark yet
        await store(*key, now=now)

    await OwnerKey.delete().where(OwnerKey.owner == keys.PROBE)
    monkeypatch.setattr(keys, "store_key", store_together)
    await asyncio.gather(*(asyncio.create_task(keys.check_keyring(now=clock.now())) for _ in range(3)))
    assert await OwnerKey.count().where(OwnerKey.owner == keys.PROBE) == 1


async def test_a_foreign_keyring_is_refused_and_the_own_one_is_not():
    own = keyring.in_use()
    await keys.check_keyring(now=clock.now())
    await keys.check_keyring(now=clock.now())
    foreign = keyring.make_keyring()
    for wrong in (
        foreign,
        replace(own, lookup=foreign.lookup),
        replace(own, current=2, masters={2: foreign.masters[1]}),
    ):
        keyring.use(wrong)
        try:
            with pytest.raises(KeyringRefused, match="does not belong"):
                await keys.check_keyring(now=clock.now())
        finally:
            keyring.use(own)
