"""The keyring: the file with the master keys. Whoever has it and the database can read everything; guard it apart."""

import base64
import hashlib
import hmac
import os
import secrets
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpdesk.errors import HelpdeskError


class KeyringRefused(HelpdeskError):
    """The keyring cannot be used; the start is refused with a sentence that says what to do."""

    status = 503
    code = "error-keyring"


@dataclass(frozen=True, slots=True)
class Keyring:
    """Master keys (32 bytes each) by version, and the root of the look-up keys (32 bytes)."""

    current: int
    masters: Mapping[int, bytes] = field(repr=False)
    lookup: bytes = field(repr=False)

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
    if keyring.current not in masters or any(len(key) != 32 for key in (*masters.values(), keyring.lookup)):
        raise _damaged(path)
    return keyring


def _damaged(path: Path) -> KeyringRefused:
    return KeyringRefused(f"The keyring {path} is damaged. Put back the copy that you keep apart from the database.")


_in_use: Keyring | None = None


def use(keyring: Keyring) -> None:
    """Take a keyring into use; a composition root calls this once, before the first operation."""
    global _in_use
    _in_use = keyring


def in_use() -> Keyring:
    """Give the keyring in use; raises KeyringRefused when a root forgot to take one."""
    if _in_use is None:
        raise KeyringRefused("No keyring is in use.")
    return _in_use
