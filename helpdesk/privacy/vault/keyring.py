"""The keyring: the file with the master keys. Whoever has it and the database can read everything; guard it apart."""

import base64
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpdesk.errors import HelpdeskError
from helpdesk.logs import log
from helpdesk.privacy.vault import blob
from helpdesk.privacy.vault.masters import MasterKeys


class KeyringRefused(HelpdeskError):
    """The keyring cannot be used; the start is refused with a sentence that says what to do."""

    status = 503
    code = "error-keyring"


@dataclass(frozen=True, slots=True)
class Keyring:
    """Master keys (32 bytes each) by version, and the root of the look-up keys (32 bytes), as a file held them."""

    current: int
    masters: Mapping[int, bytes] = field(repr=False)
    lookup: bytes = field(repr=False)

    @property
    def versions(self) -> Collection[int]:
        """Versions that can unwrap."""
        return self.masters.keys()

    async def wrap(self, version: int, key: bytes, *, bound_to: bytes) -> bytes:
        """Encrypt a data key under a master key, bound to its place."""
        return blob.encrypt(self.masters[version], key, bound_to=bound_to)

    async def unwrap(self, version: int, wrapped: bytes, *, bound_to: bytes) -> bytes:
        """Decrypt what `wrap` made; raises ValueDamaged."""
        return blob.decrypt(self.masters[version], wrapped, bound_to=bound_to)

    def blind_index(self, purpose: str, value: str) -> bytes:
        """Give the keyed hash (32 bytes) a value is looked up by; every purpose has a key of its own (RFC 5869)."""
        key = HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose.encode()).derive(self.lookup)
        return hmac.digest(key, value.encode("utf-8", "surrogatepass"), hashlib.sha256)

    def signing_key(self) -> Ed25519PrivateKey:
        """Give the key that signs the audit trail (RFC 8032); it stays the same when master keys are rotated."""
        seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sitr/audit/signing/1").derive(self.lookup)
        return Ed25519PrivateKey.from_private_bytes(seed)


class _File(msgspec.Struct, forbid_unknown_fields=True):
    current: int
    masters: dict[str, str]
    lookup: str


def make_keyring() -> Keyring:
    """Make a new keyring with one master key."""
    return Keyring(current=1, masters={1: secrets.token_bytes(32)}, lookup=secrets.token_bytes(32))


def write_keyring(path: Path, keyring: Keyring) -> None:
    """Write a new keyring file that only its owner can read; raises FileExistsError rather than overwrite one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    masters = {str(version): base64.b64encode(key).decode() for version, key in keyring.masters.items()}
    content = _File(current=keyring.current, masters=masters, lookup=base64.b64encode(keyring.lookup).decode())
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(msgspec.json.format(msgspec.json.encode(content)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


def read_keyring(path: Path) -> Keyring:
    """Read the keyring file; raises KeyringRefused, with what to do, when it is missing, open to others or damaged."""
    stamp = _stamp(path)
    try:
        return _read(path)
    except KeyringRefused:
        if stamp == _stamp(path):
            raise
        return _read(path)  # a rotation replaced it under our eyes, and overwrote what we were reading


def _read(path: Path) -> Keyring:
    if not path.exists():
        raise KeyringRefused(
            f"There is no keyring at {path}. Run `helpdesk keys init` for a new installation, or set HELPDESK_KEYRING "
            "to the file that belongs to this database."
        )
    if path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        raise KeyringRefused(f"The keyring {path} can be read by others. Run `chmod 600` on it.")
    try:
        file = msgspec.json.decode(path.read_bytes(), type=_File)
        masters = {int(version): base64.b64decode(key, validate=True) for version, key in file.masters.items()}
        keyring = Keyring(current=file.current, masters=masters, lookup=base64.b64decode(file.lookup, validate=True))
    except ValueError:
        raise _damaged(path) from None  # the cause would quote key material
    except OSError as error:
        raise KeyringRefused(f"The keyring {path} cannot be read ({type(error).__name__}).") from None
    if keyring.current not in masters or any(len(key) != 32 for key in (*masters.values(), keyring.lookup)):
        raise _damaged(path)
    return keyring


def _damaged(path: Path) -> KeyringRefused:
    return KeyringRefused(f"The keyring {path} is damaged. Put back the copy that you keep apart from the database.")


class _FollowedFile:
    """A keyring file and what it held when it was last read: a rotation changes it while this process runs.

    When it vanishes or is damaged, what is in memory goes on: taking requests must not depend on a disk.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp = _stamp(path)  # before reading: a change in between is read once more
        self._ring = read_keyring(path)

    def ring(self) -> Keyring:
        """Give what the file holds now; one look at its inode and times, some 2 µs."""
        stamp = _stamp(self._path)
        if stamp != self._stamp:
            self._stamp = stamp
            self._read_again()
        return self._ring

    def _read_again(self) -> None:
        try:
            ring = read_keyring(self._path)
        except KeyringRefused:
            log("keyring.unreadable", outcome="going on with the keys in memory")
            return
        if not hmac.compare_digest(ring.lookup, self._ring.lookup):
            log("keyring.foreign", outcome="going on with the keys in memory")
            return
        self._ring = ring


def _stamp(path: Path) -> tuple[int, ...] | None:
    try:
        seen = path.stat()
    except OSError:
        return None
    return (seen.st_dev, seen.st_ino, seen.st_mtime_ns, seen.st_ctime_ns, seen.st_size)


_in_use: MasterKeys | _FollowedFile | None = None


def use(keys: MasterKeys) -> None:
    """Take master keys into use; a composition root calls this (or `use_file`) once, before the first operation."""
    global _in_use
    _in_use = keys


def use_file(path: Path) -> None:
    """Take a keyring file into use and follow its changes from now on; raises KeyringRefused."""
    global _in_use
    _in_use = _FollowedFile(path)


def in_use() -> MasterKeys:
    """Give the master keys in use, as they are now; raises KeyringRefused when a root forgot to take some."""
    if _in_use is None:
        raise KeyringRefused("No keyring is in use.")
    return _in_use.ring() if isinstance(_in_use, _FollowedFile) else _in_use
