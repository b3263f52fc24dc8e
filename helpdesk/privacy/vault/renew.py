"""Change a keyring file, one process at a time, so that a crash leaves the old one or the new one and never half."""

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path

from helpdesk.privacy.vault.keyring import Keyring, KeyringRefused, read_keyring, write_keyring


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Let nobody else change this keyring meanwhile; raises KeyringRefused when somebody does already.

    The lock is on the folder, so that it holds while the file is replaced, and the system drops it with the process.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        _lock(folder)
        yield
    finally:
        os.close(folder)


def _lock(folder: int) -> None:
    try:
        fcntl.flock(folder, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise KeyringRefused("The keys are being rotated by another command; wait for it to end.") from None


def add_master(path: Path) -> Keyring:
    """Add a new master key that is not current yet."""
    ring = read_keyring(path)
    return _put(path, replace(ring, masters={**ring.masters, max(ring.masters) + 1: secrets.token_bytes(32)}))


def make_newest_current(path: Path) -> Keyring:
    """Let the newest master key wrap new keys from now on; the older ones still open theirs."""
    ring = read_keyring(path)
    return ring if ring.current == max(ring.masters) else _put(path, replace(ring, current=max(ring.masters)))


def forget_old_masters(path: Path) -> Keyring:
    """Remove every master key but the current one from the file, and overwrite the bytes that held them.

    Overwriting is a best effort: a disk that writes elsewhere, and every copy of the file, keep the old bytes.
    """
    ring = read_keyring(path)
    with path.open("r+b") as old:
        ring = _put(path, replace(ring, masters={ring.current: ring.masters[ring.current]}))
        _scrub(old.fileno())
    return ring


def _put(path: Path, ring: Keyring) -> Keyring:
    """Replace the file: whole beside it, on the disk, renamed, and the folder on the disk, too; its owner stays."""
    beside, owner = path.with_name(path.name + ".new"), path.stat()
    try:
        _remove(beside)  # what a killed command left
        write_keyring(beside, ring)
        os.chown(beside, owner.st_uid, owner.st_gid)  # root may rotate what the services read
        beside.replace(path)
    except OSError as error:
        raise KeyringRefused(
            f"The keyring {path} cannot be replaced ({type(error).__name__}): its folder must be writable by us, "
            "and the file must not be a mount of its own. Nothing is lost; set it right and give the command again."
        ) from None
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return ring


def _remove(path: Path) -> None:
    with suppress(FileNotFoundError), path.open("r+b") as file:
        _scrub(file.fileno())
        path.unlink()


def _scrub(descriptor: int) -> None:
    size = os.fstat(descriptor).st_size
    os.pwrite(descriptor, secrets.token_bytes(size), 0)
    os.fsync(descriptor)
