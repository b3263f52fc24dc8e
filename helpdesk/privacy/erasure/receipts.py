"""Receipts of erasures: a number, a time, counts; provable later without saying who."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.ids import REFERENCE_ALPHABET
from helpdesk.privacy.erasure.journal import details_mark_of, mark_of
from helpdesk.privacy.erasure.tables import ErasureJournal, ErasureReceipt


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was erased, in numbers.

    waiting  requests that a hold or a law keeps for now; they go when it ends
    """

    number: str
    at: datetime
    tickets: int
    messages: int
    details: int
    invitations: int
    mails: int
    waiting: int


def new_number() -> str:
    """Make a receipt's number such as `E-7K3M-9QXD`: no sequence, no look-alike letters."""
    letters = "".join(secrets.choice(REFERENCE_ALPHABET) for _ in range(8))
    return f"E-{letters[:4]}-{letters[4:]}"


async def keep_receipt(receipt: Receipt) -> None:
    """Keep a receipt; joins the caller's transaction."""
    await ErasureReceipt.insert(ErasureReceipt(**{name: getattr(receipt, name) for name in _FIELDS}))


async def find_receipt(number: str) -> Receipt | None:
    """Give a receipt by its number, to whoever the database shows it (officers, the system)."""
    row = await ErasureReceipt.select().where(ErasureReceipt.number == number.strip().upper()).first()
    return Receipt(**row) if row else None


async def is_proven(number: str, owner: UUID) -> bool:
    """Say whether an owner was erased under a receipt's number: whoever brings both proves it, nobody else can ask."""
    return await _is_under(number, mark_of(owner))


async def are_details_proven(number: str, owner: UUID) -> bool:
    """Say whether an owner's details were erased under a receipt's number, while its texts stayed."""
    time = 1
    while await ErasureJournal.exists().where(ErasureJournal.mark == details_mark_of(owner, time)):
        if await _is_under(number, details_mark_of(owner, time)):
            return True
        time += 1
    return False


async def _is_under(number: str, mark: bytes) -> bool:
    return await ErasureJournal.exists().where(
        ErasureJournal.mark == mark, ErasureJournal.receipt == number.strip().upper()
    )


_FIELDS = tuple(Receipt.__dataclass_fields__)
