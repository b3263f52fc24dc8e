"""What the vault needs of whoever holds the master keys: today the keyring file, later a key service (KMS)."""

from collections.abc import Collection
from typing import Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey


class MasterKeys(Protocol):
    """Wraps and unwraps data keys; the master keys themselves never pass this door.

    Wrapping may ask another machine, so it is awaited. Look-ups happen on every request, so `blind_index` answers from
    memory. `current`, `versions` may change between two calls when the keys are rotated.
    """

    @property
    def current(self) -> int:
        """Version (1..32767) that wraps new keys."""

    @property
    def versions(self) -> Collection[int]:
        """Versions that can unwrap."""

    async def wrap(self, version: int, key: bytes, *, bound_to: bytes) -> bytes:
        """Encrypt a data key under one of `versions`, bound to its place."""

    async def unwrap(self, version: int, wrapped: bytes, *, bound_to: bytes) -> bytes:
        """Decrypt what `wrap` made; raises ValueDamaged when a bit or the place is another."""

    def blind_index(self, purpose: str, value: str) -> bytes:
        """Give the keyed hash (32 bytes) a value is looked up by; the same in every version."""

    def signing_key(self) -> Ed25519PrivateKey:
        """Give the key that signs the audit trail (RFC 8032); the same in every version."""
