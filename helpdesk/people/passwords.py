"""Passwords: argon2id, made and checked in a thread so that the event loop goes on."""

import asyncio
import unicodedata
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from helpdesk.errors import Invalid

SHORTEST, LONGEST = 12, 256  # characters
_HASHER: Final = PasswordHasher()  # RFC 9106, second recommended option: 64 MiB, three passes
_AT_ONCE = asyncio.Semaphore(2)  # each takes 64 MiB and a core
# Checked when nobody has the address, so that the answer takes as long as for somebody who exists: of a random word
# that nobody kept. It stands here made, since every command would wait for it.
_NOBODY: Final = "$argon2id$v=19$m=65536,t=3,p=4$MXUdLxkBm6JJO8nmim4vxA$vf8baDjoCDF3T6ECkTLggIo5FdVuiHQ7s6gg1tS5Uf8"


async def hash_password(password: str) -> str:
    """Give the argon2id hash of a password of 12..256 characters; raises Invalid."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise Invalid({"password": "error-password-length"})
    async with _AT_ONCE:
        return await asyncio.to_thread(_HASHER.hash, _plain(password))


async def is_right(password: str, hashed: str | None) -> bool:
    """Say whether a password fits its hash; takes as long when there is no hash."""
    async with _AT_ONCE:
        fits = await asyncio.to_thread(_verify, hashed or _NOBODY, _plain(password[:LONGEST]))
    return fits and hashed is not None


def _verify(hashed: str, password: str) -> bool:
    try:
        return _HASHER.verify(hashed, password)
    except VerificationError:
        return False


def _plain(password: str) -> str:
    """Make one password of what different keyboards send (RFC 8265, section 4.2)."""
    return unicodedata.normalize("NFC", password)
