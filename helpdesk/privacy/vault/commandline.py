"""What `helpdesk keys` says and does: how the master keys stand, and their rotation."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from helpdesk import clock
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.check import check_wrapped_keys
from helpdesk.privacy.vault.compact import compact_keys
from helpdesk.privacy.vault.rotate import Advance, keys_by_master, prepare, rotate


async def describe_keys(path: Path) -> list[str]:
    """Say, a line each, which master keys there are, what they wrap, and whether a rotation is unfinished."""
    ring, wraps = keyring.read_keyring(path), await keys_by_master()
    lines = [
        f"master key {version}{' (current)' if version == ring.current else ''}: {_keys(wraps.get(version, 0))}"
        for version in sorted({*ring.masters, *wraps})
    ]
    return [*lines, *_unfinished(ring, wraps), "The keyring fits the database."]


def _unfinished(ring: keyring.Keyring, wraps: Mapping[int, int]) -> Iterator[str]:
    if len(ring.masters) == 1:
        return
    if ring.current < max(ring.masters):
        newest = max(ring.masters)
        yield f"Master key {newest} is prepared. Copy the keyring to every machine, then run `helpdesk keys rotate`."
        return
    waiting = sum(count for version, count in wraps.items() if version != ring.current)
    yield f"A rotation is unfinished: {_keys(waiting)} to re-wrap. Run `helpdesk keys rotate`; it goes on where it was."


async def keys_to_rewrap(path: Path) -> int:
    """Count what a rotation has before it, for the progress bar."""
    ring, wraps = keyring.read_keyring(path), await keys_by_master()
    done = wraps.get(ring.current, 0) if len(ring.masters) > 1 else 0
    return sum(wraps.values()) - done


async def check_keys(*, advance: Advance) -> list[str]:
    """Open every wrapped key; say, a line each, what was found. Raises KeyringRefused when some are damaged."""
    checked = await check_wrapped_keys(now=clock.now(), advance=advance)
    if checked.damaged:
        raise keyring.KeyringRefused(
            f"{len(checked.damaged)} of {_keys(checked.count)} are damaged; audit entries owner_key.damaged say whose. "
            "Put their rows of owner_key back from a backup that the keyring fits; all others open."
        )
    return [f"{_keys(checked.count)} opened: none is damaged."]


def prepare_rotation(path: Path) -> str:
    """Make the next master key without using it; say what to do then."""
    version = prepare(path)
    return (
        f"Master key {version} is in {path} and not in use yet. Copy the file to every machine that runs Sitr, "
        "then run `helpdesk keys rotate` on one of them, and copy the file again."
    )


async def rotate_keys(path: Path, *, advance: Advance, give_up_damaged: bool) -> list[str]:
    """Rotate and compact; say, a line each, what was done. Raises KeyringRefused."""
    done = await rotate(path, now=clock.now, advance=advance, give_up_damaged=give_up_damaged)
    gone = ", ".join(str(version) for version in done.destroyed)
    is_compact = await compact_keys()
    return [
        f"Master key {done.version} wraps every key: {_keys(done.rewrapped)} re-wrapped.",
        f"Master key {gone} is destroyed in {path}.",
        "The table of wrapped keys is compacted."
        if is_compact
        else "The table of wrapped keys was not compacted (it was busy, or HELPDESK_OWNER_URL is not set): run "
        "`VACUUM (FULL) owner_key` as its owner. What stays in its file opens with destroyed master keys only.",
        "Backups and copies of the keyring from before today need the destroyed key: make a new backup, copy the "
        "keyring to a safe place, and destroy the old copies. What was erased stays erased once they are gone.",
    ]


def _keys(count: int) -> str:
    return f"{count} key" if count == 1 else f"{count} keys"
