"""The bytes of everything encrypted: version, nonce, AES-256-GCM ciphertext and tag (FORMAT.md)."""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpdesk.errors import ValueDamaged

_VERSION = b"\x01"
_NONCE = 12
OVERHEAD = 1 + _NONCE + 16  # bytes that a blob is longer than its content


def encrypt(key: bytes, content: bytes, *, bound_to: bytes) -> bytes:
    """Encrypt under a 32-byte key and a fresh random nonce, so that it opens only where it is bound to."""
    nonce = secrets.token_bytes(_NONCE)
    return _VERSION + nonce + AESGCM(key).encrypt(nonce, content, bound_to)


def decrypt(key: bytes, blob: bytes, *, bound_to: bytes) -> bytes:
    """Decrypt what `encrypt` made; raises ValueDamaged when a bit, the key or the place is another."""
    if blob[:1] != _VERSION or len(blob) < OVERHEAD:
        raise ValueDamaged
    try:
        return AESGCM(key).decrypt(blob[1 : 1 + _NONCE], blob[1 + _NONCE :], bound_to)
    except InvalidTag:
        raise ValueDamaged from None
