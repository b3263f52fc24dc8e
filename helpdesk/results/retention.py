"""Comments go after their category's time for texts, with the keys of months that have none left; counts stay."""

from datetime import date, datetime, timedelta

from helpdesk.privacy.policy import policy
from helpdesk.results.vault import destroy_comment_keys
from surveys.retention import categories_with_comments, erase_comments, months_with_comments


async def erase_old_comments(*, now: datetime) -> int:
    """Erase the comments whose time is over; those of merged groups after the shortest time of all; gives how many.

    effects  the keys of past months of which no comment is kept are destroyed
    """
    before = await months_with_comments()
    shortest = min((policy.in_use().retention_of(name).texts_days for name in policy.in_use().categories), default=0)
    gone = 0
    for category in await categories_with_comments():
        days = policy.in_use().retention_of(category).texts_days if category else shortest
        gone += await erase_comments(category, before=(now - timedelta(days=days)).date())
    await destroy_comment_keys({*before, *_past_months(now)})
    return gone


def _past_months(now: datetime) -> list[date]:
    """Give the months that no comment is sealed in any more, ten years back: also what a crash left is destroyed."""
    newest = (now - timedelta(weeks=2)).date()  # a release seals in the month of its week's Monday
    months = newest.year * 12 + newest.month - 1
    return [date(month // 12, month % 12 + 1, 1) for month in range(months - 120, months)]
