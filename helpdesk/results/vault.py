"""The keys of survey answers: ballots are sealed by the week, comments by the month; old ones are destroyed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID, uuid5

import asyncpg

from helpdesk import clock
from helpdesk.errors import ValueGone
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.keys import DataKey, destroy_key, key_of, keys_of, new_key, store_key
from piccolo_conf import SYSTEM, acting
from surveys.retention import months_with_comments

_COMMENTS = UUID("5e9d7a3c-7e55-4f0e-9d41-b1a3c6c1a7f0")
_BALLOTS = UUID("b1a3c6c1-3c7e-4f0e-9d41-7e555e9d7a2b")


async def seal_comment(month: date, text: str) -> bytes:
    """Seal a redacted comment under the key of its month."""
    owner = _month(month)
    return (await _key_for(owner)).seal(text, row=owner, kind="comment")


async def open_comments(sealed: Iterable[tuple[date, bytes]]) -> Sequence[tuple[date, str]]:
    """Open comments in their order; those whose month's key is destroyed are left out."""
    wanted = [(month, words) for month, words in sealed]
    async with acting(SYSTEM):
        keys = await keys_of(_month(month) for month, _ in wanted)
    opened = [
        (month, keys[_month(month)].open_whole(words, row=_month(month), kind="comment"))
        for month, words in wanted
        if _month(month) in keys
    ]
    return [(month, text) for month, text in opened if text is not None]


def _month(month: date) -> UUID:
    return uuid5(_COMMENTS, f"{month:%Y-%m}")


async def seal_ballot(week: date, slot: bytes, text: str) -> bytes:
    """Seal a ballot under the key of its week."""
    return (await _key_for(_week(week))).seal(text, row=UUID(bytes=slot[:16]), kind="ballot")


async def open_ballots(week: date, sealed: Mapping[bytes, bytes]) -> Mapping[bytes, str]:
    """Open the ballots of a week; those that do not open, or whose week's key is destroyed, are left out."""
    async with acting(SYSTEM):
        keys = await keys_of([_week(week)])
    if not keys:
        return {}
    key = keys[_week(week)]
    opened = {slot: key.open_whole(b, row=UUID(bytes=slot[:16]), kind="ballot") for slot, b in sealed.items()}
    return {slot: text for slot, text in opened.items() if text is not None}


async def forget_week(week: date) -> None:
    """Destroy the key of a week: what backups and logs of writes still hold of its ballots is lost."""
    await destroy_key(_week(week))


def _week(week: date) -> UUID:
    return uuid5(_BALLOTS, week.isoformat())


def slot(invitation: UUID) -> bytes:
    """Give the slot of an invitation's ballot: without the keyring nobody gets from one to the other."""
    return keyring.in_use().blind_index("survey ballot", str(invitation))


async def _key_for(owner: UUID) -> DataKey:
    """Give an owner's key, made when there is none; of several makers at once one wins and all get its key."""
    async with acting(SYSTEM):
        try:
            return await key_of(owner)
        except ValueGone:
            key = new_key(owner)
        try:
            async with acting(SYSTEM):
                await store_key(key, now=clock.now())
        except asyncpg.UniqueViolationError:
            return await key_of(owner)
    return key


async def destroy_comment_keys(months: Iterable[date]) -> None:
    """Destroy the keys of months of which no comment is kept."""
    gone = set(months) - await months_with_comments()
    async with acting(SYSTEM):
        for month in gone:
            await destroy_key(_month(month))
