"""The keys of the chain: one proves links, one signs checkpoints. Both come from the keyring, not from the database."""

import hashlib
import hmac
from datetime import datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from helpdesk.audit.format import Checkpoint, to_prove, to_sign


class Signer:
    """Signs and recognises what this installation signed."""

    def __init__(self, private: Ed25519PrivateKey) -> None:
        self._private = private
        self._proving = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"sitr/audit/proof/1").derive(
            private.private_bytes_raw()
        )
        self.public = private.public_key().public_bytes_raw()
        self.key_id = hashlib.sha256(self.public).digest()[:8].hex()

    def prove(self, position: int, digest: bytes, hash_: bytes) -> bytes:
        """Give the proof (16 bytes) that this installation put this digest and hash at this position."""
        return hmac.digest(self._proving, to_prove(position, digest, hash_), "sha256")[:16]

    def sign(self, *, number: int, size: int, hash_: bytes, at: datetime) -> Checkpoint:
        """Make a checkpoint."""
        signature = self._private.sign(to_sign(number, size, hash_, at))
        return Checkpoint(number, size, hash_, at, self.key_id, signature)

    def is_ours(self, point: Checkpoint) -> bool:
        """Whether this installation's key made the checkpoint, and it reads as it was signed."""
        try:
            statement = to_sign(point.number, point.size, point.hash, point.at)
            self._private.public_key().verify(point.signature, statement)
        except (InvalidSignature, OverflowError, TypeError):  # numbers and types that only others write
            return False
        return point.key_id == self.key_id
