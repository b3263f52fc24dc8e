"""Identifiers: row keys, ticket references and unguessable tokens."""

import hashlib
import secrets
from uuid import UUID

from piccolo.columns.defaults.uuid import UUID4
from uuid_utils.compat import uuid7

# No 0/O, 1/I/L, 2/Z, 5/S, 8/B: what is read out on the phone or copied from paper cannot be mistaken.
REFERENCE_ALPHABET = "34679ACDEFGHJKMNPQRTUVWXY"
REFERENCE = rf"[SP]R-[{REFERENCE_ALPHABET}]{{4}}-[{REFERENCE_ALPHABET}]{{4}}"  # of a ticket or a request about data


class UUIDv7(UUID4):
    """A column default: a time-ordered key made in Python (RFC 9562, section 5.7), not in the database."""

    @property
    def postgres(self) -> str:
        return "null"

    @property
    def cockroach(self) -> str:
        return "null"

    @property
    def sqlite(self) -> str:
        return "null"

    def python(self) -> UUID:
        return uuid7()


def new_id() -> UUID:
    """Make a time-ordered row key (RFC 9562, section 5.7)."""
    return uuid7()


def new_reference(prefix: str = "SR") -> str:
    """Make a ticket reference such as `SR-7K3M-9QXD`: 25^8 possibilities, no sequence, no look-alike letters."""
    letters = [secrets.choice(REFERENCE_ALPHABET) for _ in range(8)]
    return f"{prefix}-{''.join(letters[:4])}-{''.join(letters[4:])}"


def new_token() -> str:
    """Make an unguessable token: 192 bits, 32 letters that fit a URL."""
    return secrets.token_urlsafe(24)


def token_hash(token: str) -> bytes:
    """Give what the database keeps of a token: its SHA-256 (32 bytes). The token itself has enough entropy for that."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
