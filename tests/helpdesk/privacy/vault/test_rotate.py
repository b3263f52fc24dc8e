"""Rotation: every living key ends under one new master key, the old one is destroyed, and nobody else has to stop."""

import asyncio
import os
from dataclasses import replace
from uuid import uuid4

import asyncpg
import pytest

from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import ValueDamaged, ValueGone
from helpdesk.privacy.vault import commandline, keyring, keys, renew
from helpdesk.privacy.vault.compact import compact_keys
from helpdesk.privacy.vault.keyring import KeyringRefused, read_keyring
from helpdesk.privacy.vault.rotate import keys_by_master, prepare, rotate
from helpdesk.privacy.vault.tables import MasterKey, OwnerKey
from piccolo_conf import DB, OWNER, SYSTEM, acting
from tests.builders import NOON
from tests.helpdesk.privacy.vault.conftest import opened, some_owners


def clock():
    return NOON


async def until(ask, answer) -> None:
    """Wait until a question has this answer."""
    async with asyncio.timeout(20):
        while dict(await ask()) != answer:  # noqa: ASYNC110 - the keyring and the database set no event
            await asyncio.sleep(0.02)


async def acts() -> list[tuple[str, int]]:
    rows = await AuditEntry.select().where(AuditEntry.act.like("master_key.%")).order_by(AuditEntry.id)
    return [(row["act"], row["about"].int) for row in rows]


async def test_every_key_is_under_the_new_master_key_and_the_old_one_is_gone(ring_file):
    owners = await some_owners(7)
    before = read_keyring(ring_file)
    wrapped = {row["owner"]: row["wrapped"] for row in await OwnerKey.select()}
    steps: list[int] = []
    done = await rotate(ring_file, now=clock, advance=steps.append)

    after = read_keyring(ring_file)
    assert (done.version, done.rewrapped, done.destroyed, sum(steps)) == (2, 7, (1,), 7)
    assert (after.current, set(after.masters), after.lookup) == (2, {2}, before.lookup)
    assert after.masters[2] != before.masters[1]
    assert await keys_by_master() == {2: 8}  # the owners and the installation's mark
    assert all(wrapped[row["owner"]] != row["wrapped"] for row in await OwnerKey.select())
    assert await opened(owners) == owners
    assert await acts() == [("master_key.made", 2), ("master_key.retired", 1), ("master_key.destroyed", 1)]
    assert list(ring_file.parent.iterdir()) == [ring_file]
    assert ring_file.stat().st_mode & 0o777 == 0o600

    keyring.use(before)  # a copy of the old keyring opens nothing any more
    with pytest.raises(KeyringRefused, match="does not belong"):
        await keys.check_keyring(now=NOON)
    with pytest.raises(KeyringRefused, match="no master key 2"):
        await keys.keys_of(owners)


async def test_it_can_be_rotated_again_and_again(ring_file):
    owners = await some_owners(3)
    assert [(await rotate(ring_file, now=clock)).version for _ in range(3)] == [2, 3, 4]
    assert await keys_by_master() == {4: 4}
    assert await opened(owners) == owners


async def test_erased_owners_do_not_come_back(ring_file):
    owners = await some_owners(2)
    gone = next(iter(owners))
    await keys.destroy_key(gone)
    await rotate(ring_file, now=clock)

    with pytest.raises(ValueGone):
        await keys.key_of(gone)
    assert await opened(owners) == {**owners, gone: ""}


async def test_a_key_that_is_being_stored_under_the_old_master_key_is_not_left_behind(ring_file):
    """The intake wraps by the old key, stays in its transaction while the keys rotate, and commits last."""
    key, wrapped, commit = keys.new_key(uuid4()), asyncio.Event(), asyncio.Event()

    async def intake() -> None:
        async with DB.transaction():
            await keys.store_key(key, now=NOON)
            wrapped.set()
            await commit.wait()

    storing = asyncio.create_task(intake())
    await wrapped.wait()
    rotating = asyncio.create_task(rotate(ring_file, now=clock))
    await until(keys_by_master, {1: 0, 2: 1})  # the mark is re-wrapped; what is being stored is not seen
    await asyncio.sleep(0.3)
    assert not rotating.done()
    assert set(read_keyring(ring_file).masters) == {1, 2}  # the old one is still there for it
    commit.set()
    await storing
    await rotating

    assert await keys.key_of(key.owner) == key
    assert set(read_keyring(ring_file).masters) == {2}


async def test_an_erasure_that_is_under_way_is_waited_for_and_stays_an_erasure(ring_file):
    owners = await some_owners(3)
    gone, deleted, commit = next(iter(owners)), asyncio.Event(), asyncio.Event()

    async def erase() -> None:
        async with acting(SYSTEM):
            await keys.destroy_key(gone)
            deleted.set()
            await commit.wait()

    erasing = asyncio.create_task(erase())
    await deleted.wait()
    rotating = asyncio.create_task(rotate(ring_file, now=clock))
    await until(keys_by_master, {1: 1, 2: 3})
    await asyncio.sleep(0.3)
    assert (rotating.done(), await keys_by_master()) == (False, {1: 1, 2: 3})
    commit.set()
    await erasing
    assert (await rotating).rewrapped == 2
    assert await opened(owners) == {**owners, gone: ""}


async def test_the_runtime_role_cannot_make_or_bring_back_a_version(ring_file, agent):
    await rotate(ring_file, now=clock)
    async with acting(SYSTEM):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with DB.transaction():
                await MasterKey.insert(MasterKey(version=1, made_at=NOON))
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with DB.transaction():
                await MasterKey.update({MasterKey.version: 1}).where(MasterKey.version == 2)
    async with acting(agent.actor):
        await MasterKey.delete(force=True)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with DB.transaction():
                await keys.store_key(keys.new_key(uuid4()), now=NOON)
    assert set(await keys_by_master()) == {2}


async def test_a_keyring_that_cannot_be_replaced_stops_the_rotation_with_what_to_do(ring_file, monkeypatch):
    owners = await some_owners(2)

    def busy(*_: object) -> None:
        raise OSError(16, "Device or resource busy")

    with monkeypatch.context() as mounted:
        mounted.setattr(os, "replace", busy)
        with pytest.raises(KeyringRefused, match="must not be a mount"):
            await rotate(ring_file, now=clock)
    assert set(read_keyring(ring_file).masters) == {1}
    await rotate(ring_file, now=clock)
    assert list(ring_file.parent.iterdir()) == [ring_file]
    assert await opened(owners) == owners


async def test_nothing_can_be_wrapped_by_a_destroyed_master_key(ring_file):
    """A process that kept the old keyring, whatever it does, stores nothing that would be lost."""
    stale = read_keyring(ring_file)
    await rotate(ring_file, now=clock)
    keyring.use(stale)
    with pytest.raises(KeyringRefused, match="newest keyring"):
        await keys.store_key(keys.new_key(uuid4()), now=NOON)
    keyring.use_file(ring_file)

    with pytest.raises(asyncpg.ForeignKeyViolationError):
        await OwnerKey.insert(OwnerKey(owner=uuid4(), wrapped=bytes(61), master=1, made_at=NOON))
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await MasterKey.delete().where(MasterKey.version == 2)
    assert await keys_by_master() == {2: 1}


async def test_a_rotation_that_ends_between_the_look_at_the_keyring_and_the_insert_costs_one_more_look(
    ring_file, monkeypatch
):
    stale = [read_keyring(ring_file)]
    await rotate(ring_file, now=clock)
    fresh = keyring.in_use
    monkeypatch.setattr(keyring, "in_use", lambda: stale.pop() if stale else fresh())
    key = keys.new_key(uuid4())
    await keys.store_key(key, now=NOON)

    assert await keys.key_of(key.owner) == key


async def test_a_key_that_is_re_wrapped_between_its_row_and_the_keyring_opens(ring_file, monkeypatch):
    owners = await some_owners(2)
    select = OwnerKey.select
    rotated: list[object] = []

    class Slow:
        """The rows as they were, given after a whole rotation went by."""

        def __init__(self, query):
            self.query = query

        def where(self, *conditions):
            self.query = self.query.where(*conditions)
            return self

        def __await__(self):
            return self.rows().__await__()

        async def rows(self):
            rows = await self.query
            monkeypatch.setattr(OwnerKey, "select", select)
            rotated.append(await rotate(ring_file, now=clock))
            return rows

    monkeypatch.setattr(OwnerKey, "select", lambda *columns: Slow(select(*columns)))
    assert set(await keys.keys_of(owners)) == set(owners)
    assert len(rotated) == 1


async def test_only_one_rotation_runs_on_a_keyring(ring_file):
    with renew.alone(ring_file), pytest.raises(KeyringRefused, match="by another command"):
        await rotate(ring_file, now=clock)
    assert set(read_keyring(ring_file).masters) == {1}
    await rotate(ring_file, now=clock)  # the lock is given back


async def test_another_machine_with_its_own_new_master_key_is_refused(ring_file, tmp_path):
    other = tmp_path / "other" / "keyring.json"
    keyring.write_keyring(other, read_keyring(ring_file))
    owners = await some_owners(2)
    await rotate(ring_file, now=clock)

    keyring.use_file(other)
    with pytest.raises(KeyringRefused, match="made by another machine"):
        await rotate(other, now=clock)
    keyring.use_file(ring_file)
    assert await opened(owners) == owners


async def test_a_prepared_master_key_is_used_only_when_the_rotation_is_told_to(ring_file, tmp_path):
    owners = await some_owners(2)
    assert (prepare(ring_file), prepare(ring_file)) == (2, 2)
    assert await commandline.describe_keys(ring_file) == [
        "master key 1 (current): 3 keys",
        "master key 2: 0 keys",
        "Master key 2 is prepared. Copy the keyring to every machine, then run `helpdesk keys rotate`.",
        "The keyring fits the database.",
    ]
    copied = tmp_path / "elsewhere" / "keyring.json"
    keyring.write_keyring(copied, read_keyring(ring_file))
    await rotate(ring_file, now=clock)

    keyring.use_file(copied)  # the other machine opens everything and stores nothing under the old key
    assert await opened(owners) == owners
    with pytest.raises(KeyringRefused):
        await some_owners(1)
    assert (await rotate(copied, now=clock)).destroyed == (1,)
    assert read_keyring(copied) == read_keyring(ring_file)


async def test_the_owner_of_the_keyring_file_stays(ring_file):
    if os.geteuid() != 0:
        pytest.skip("only root can give a file away")
    os.chown(ring_file, 65534, 65534)
    await rotate(ring_file, now=clock)
    assert (ring_file.stat().st_uid, ring_file.stat().st_gid) == (65534, 65534)


async def test_the_old_master_key_is_overwritten_in_the_file_that_had_it(ring_file):
    old = read_keyring(ring_file)
    renew.add_master(ring_file)
    renew.make_newest_current(ring_file)
    with ring_file.open("rb") as kept:
        assert b'"1"' in kept.read()
        renew.forget_old_masters(ring_file)
        kept.seek(0)
        assert b'"1"' not in kept.read()
    assert set(read_keyring(ring_file).masters) == {2}
    assert read_keyring(ring_file).lookup == old.lookup


async def test_damaged_keys_keep_the_old_master_key_until_somebody_decides(ring_file):
    owners = await some_owners(4)
    hurt, *others = owners
    row = await OwnerKey.select().where(OwnerKey.owner == hurt).first()
    broken = row["wrapped"][:-1] + bytes([row["wrapped"][-1] ^ 1])
    await OwnerKey.update({OwnerKey.wrapped: broken}).where(OwnerKey.owner == hurt)

    with pytest.raises(KeyringRefused, match="1 wrapped keys are damaged"):
        await rotate(ring_file, now=clock)
    assert await keys_by_master() == {1: 1, 2: 4}
    assert set(read_keyring(ring_file).masters) == {1, 2}
    assert await commandline.describe_keys(ring_file) == [
        "master key 1: 1 key",
        "master key 2 (current): 4 keys",
        "A rotation is unfinished: 1 key to re-wrap. Run `helpdesk keys rotate`; it goes on where it was.",
        "The keyring fits the database.",
    ]
    assert await commandline.keys_to_rewrap(ring_file) == 1
    with pytest.raises(ValueDamaged):
        await keys.key_of(hurt)

    await OwnerKey.update({OwnerKey.wrapped: row["wrapped"]}).where(OwnerKey.owner == hurt)  # from a backup
    assert (await rotate(ring_file, now=clock)).destroyed == (1,)
    assert await opened(owners) == owners

    await OwnerKey.update({OwnerKey.wrapped: broken}).where(OwnerKey.owner == hurt)
    assert (await rotate(ring_file, now=clock, give_up_damaged=True)).destroyed == (2,)
    assert await opened(owners) == {**owners, hurt: ""}
    told = await AuditEntry.select(AuditEntry.act).where(AuditEntry.about == hurt).order_by(AuditEntry.id)
    assert [entry["act"] for entry in told] == ["owner_key.damaged", "owner_key.given_up"]
    assert await opened({owner: owners[owner] for owner in others}) == {owner: owners[owner] for owner in others}


async def test_a_key_under_an_unknown_master_key_stops_the_rotation_and_nothing_is_lost(ring_file):
    owners = await some_owners(2)
    whole = read_keyring(ring_file)
    await rotate(ring_file, now=clock)
    async with DB.transaction():
        await MasterKey.insert(MasterKey(version=1, made_at=NOON))
        stray = keys.new_key(uuid4())
        wrapped = await whole.wrap(1, stray.key, bound_to=keys.wrapping(stray.owner, 1))
        await OwnerKey.insert(OwnerKey(owner=stray.owner, wrapped=wrapped, master=1, made_at=NOON))

    with pytest.raises(KeyringRefused, match="no master key 1"):
        await rotate(ring_file, now=clock)
    assert await opened(owners) == owners
    renewed = read_keyring(ring_file)
    ring_file.unlink()
    keyring.write_keyring(ring_file, replace(renewed, masters={**renewed.masters, 1: whole.masters[1]}))
    await rotate(ring_file, now=clock)
    assert await keys.key_of(stray.owner) == stray


async def test_keys_from_before_there_were_rotations_are_taken_over(ring_file):
    from migrations.helpdesk import helpdesk_0004_master_keys as migration

    owners = await some_owners(2)
    with pytest.raises(ZeroDivisionError):
        async with acting(OWNER):
            for statement in (*migration.DOWN, *migration.UP):
                await MasterKey.raw(statement)
            versions = await MasterKey.select(MasterKey.version)
            assert await OwnerKey.count() == 3
            raise ZeroDivisionError  # leave everything as it was
    assert versions == [{"version": 1}]
    assert await opened(owners) == owners


async def test_the_table_is_compacted_where_the_rights_allow(ring_file, monkeypatch):
    assert await compact_keys() is True
    monkeypatch.setattr(DB, "owner_config", DB.config)  # no HELPDESK_OWNER_URL: the login owns nothing
    assert await compact_keys() is False


async def test_a_busy_table_is_left_as_it_is(ring_file, monkeypatch):
    monkeypatch.setattr("helpdesk.privacy.vault.compact._TRIES", 1)
    async with DB.transaction():
        await OwnerKey.count()
        assert await compact_keys() is False


async def test_the_command_says_what_it_did(ring_file):
    await some_owners(1)
    said = await commandline.rotate_keys(ring_file, advance=lambda _: None, give_up_damaged=False)
    assert said[:3] == [
        "Master key 2 wraps every key: 1 key re-wrapped.",
        f"Master key 1 is destroyed in {ring_file}.",
        "The table of wrapped keys is compacted.",
    ]
    assert "master key 2 (current): 2 keys" in await commandline.describe_keys(ring_file)
