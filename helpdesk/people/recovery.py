"""Recovery codes: ten that take the place of the authenticator app, each once. Only keyed hashes of them are kept."""

import re
import secrets
from typing import Final
from uuid import UUID

from helpdesk.ids import REFERENCE_ALPHABET, new_id
from helpdesk.people.tables import RecoveryCode
from helpdesk.privacy.vault import keyring

CODES: Final = 10
_LETTERS: Final = 12  # of 25: 55 bits, and the keyring is needed to try any of them
_SEPARATORS = re.compile(r"[\s\-–—]+")


async def new_codes(staff: UUID) -> list[str]:
    """Make ten codes in the place of all before; joins the system's transaction. They are seen only this time."""
    codes = ["".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(_LETTERS)) for _ in range(CODES)]
    await RecoveryCode.delete().where(RecoveryCode.staff == staff)
    await RecoveryCode.insert(*(RecoveryCode(id=new_id(), staff=staff, code_hash=_hash(staff, code)) for code in codes))
    return ["-".join(code[place : place + 4] for place in range(0, _LETTERS, 4)) for code in codes]


async def use_code(staff: UUID, code: str) -> bool:
    """Use a code up; says whether there was one. Of two who give the same one at once only the first has it."""
    used = (
        await RecoveryCode.delete()
        .where(RecoveryCode.staff == staff, RecoveryCode.code_hash == _hash(staff, _plain(code)))
        .returning(RecoveryCode.id)
    )
    return bool(used)


async def count_codes(staff: UUID) -> int:
    """Count the codes that are left; joins the system's transaction."""
    return int(await RecoveryCode.count().where(RecoveryCode.staff == staff))


def is_recovery_code(code: str) -> bool:
    """Say whether somebody gave a recovery code and not one of the app: twelve letters and digits."""
    return len(_plain(code)) == _LETTERS


def _plain(code: str) -> str:
    return _SEPARATORS.sub("", code).upper()


def _hash(staff: UUID, code: str) -> bytes:
    return keyring.in_use().blind_index("recovery code", f"{staff} {code}")
