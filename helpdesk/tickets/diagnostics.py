"""Diagnostics that a requester added to a ticket: sealed as a field of their own, destroyed at closing or by age."""

from datetime import datetime, timedelta
from typing import Final

from helpdesk.privacy.vault.keys import DataKey
from helpdesk.privacy.vault.values import SHORT_LIVED, destroy_older, seal_field
from piccolo_conf import SYSTEM, acting

KIND: Final = "diagnostics"
LIFE: Final = timedelta(days=14)
assert KIND in SHORT_LIVED


async def seal_diagnostics(text: str, key: DataKey, *, now: datetime) -> None:
    """Seal what the requester agreed to add; "" is nothing. Joins the caller's transaction."""
    await seal_field(key, KIND, KIND, text, now=now)


async def forget_old_diagnostics(*, now: datetime) -> int:
    """Destroy diagnostics older than 14 days, whatever became of their tickets; gives how many there were."""
    async with acting(SYSTEM):
        return await destroy_older(KIND, than=now - LIFE, now=now)
