"""Signs mail for its domain (DKIM: RFC 6376, RFC 8463), relaxed/relaxed, with RSA or Ed25519 keys."""

import base64
import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

Key = RSAPrivateKey | Ed25519PrivateKey

# What is signed if it is there; RFC 8058 (section 4) wants both List-Unsubscribe fields in.
_SIGNED = (
    "from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references", "mime-version",
    "content-type", "content-language", "auto-submitted", "list-unsubscribe", "list-unsubscribe-post",
)  # fmt: skip
_FIELD = re.compile(rb"(?ms)^([!-9;-~]+):(.*?)(?=\r\n[^ \t]|\Z)")
_WEAKEST = 2048  # bits


def read_keys(files: Mapping[str, Path]) -> Mapping[str, Key]:
    """Read private keys (PEM) by selector; raises OSError, or ValueError with what to do."""
    return {selector: _read_key(selector, path.read_bytes()) for selector, path in files.items()}


def _read_key(selector: str, pem: bytes) -> Key:
    try:
        key = load_pem_private_key(pem, password=None)
    except (ValueError, TypeError):
        raise ValueError(f"The DKIM key of selector {selector} is no unencrypted private key in PEM format.") from None
    if (isinstance(key, RSAPrivateKey) and key.key_size >= _WEAKEST) or isinstance(key, Ed25519PrivateKey):
        return key
    raise ValueError(f"The DKIM key of selector {selector} must be RSA of {_WEAKEST} bits or more, or Ed25519.")


def signer(domain: str, keys: Mapping[str, Key]) -> Callable[[bytes], bytes]:
    """Give the function that makes a message's signature fields, one for each key."""

    def sign(message: bytes) -> bytes:
        head, _, body = message.partition(b"\r\n\r\n")
        fields = [(name.decode("ascii").lower(), value) for name, value in _FIELD.findall(head)]
        digest = base64.b64encode(hashlib.sha256(_relaxed_body(body)).digest()).decode()
        return b"".join(_signature(fields, digest, domain, selector, key) for selector, key in keys.items())

    return sign


def _signature(fields: Sequence[tuple[str, bytes]], digest: str, domain: str, selector: str, key: Key) -> bytes:
    """Make one field (RFC 6376, section 3.7). `from` stands once more than there is, so that none can be added."""
    there = [(name, value) for wanted in _SIGNED for name, value in fields if name == wanted]
    names = ":".join([*(name for name, _ in there), "from"])
    algorithm = "rsa-sha256" if isinstance(key, RSAPrivateKey) else "ed25519-sha256"
    value = f"v=1; a={algorithm}; c=relaxed/relaxed; d={domain}; s={selector};\r\n h={names};\r\n bh={digest};\r\n b="
    signed = b"".join(_relaxed(name, content) for name, content in there)
    signed += _relaxed("dkim-signature", value.encode())[:-2]
    text = base64.b64encode(_sign(key, signed)).decode()
    folded = "\r\n ".join(text[place : place + 72] for place in range(0, len(text), 72))
    return f"DKIM-Signature: {value}{folded}\r\n".encode()


def _sign(key: Key, signed: bytes) -> bytes:
    if isinstance(key, RSAPrivateKey):
        return key.sign(signed, PKCS1v15(), SHA256())
    return key.sign(hashlib.sha256(signed).digest())  # RFC 8463, section 3


def _relaxed(name: str, value: bytes) -> bytes:
    """Bring a field into its relaxed form (RFC 6376, section 3.4.2)."""
    return name.encode() + b":" + re.sub(rb"[ \t]+", b" ", value.replace(b"\r\n", b"")).strip() + b"\r\n"


def _relaxed_body(body: bytes) -> bytes:
    """Bring a body into its relaxed form (RFC 6376, section 3.4.4)."""
    body = re.sub(rb"[ \t]+", b" ", re.sub(rb"[ \t]+(?=\r\n)", b"", body))
    body = body.rstrip(b"\r\n")
    return body + b"\r\n" if body else b""
