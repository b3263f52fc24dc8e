"""Comments go after their category's time for texts, with the keys of months that have none left; counts stay."""

from datetime import datetime, timedelta

from helpdesk.privacy.policy import policy
from helpdesk.results.vault import destroy_comment_keys
from surveys.retention import categories_with_comments, erase_comments, months_with_comments


async def erase_old_comments(*, now: datetime) -> int:
    """Erase the comments whose time is over; those of merged groups after the shortest time of all; gives how many."""
    before = await months_with_comments()
    shortest = min((policy.in_use().retention_of(name).texts_days for name in policy.in_use().categories), default=0)
    gone = 0
    for category in await categories_with_comments():
        days = policy.in_use().retention_of(category).texts_days if category else shortest
        gone += await erase_comments(category, before=(now - timedelta(days=days)).date())
    await destroy_comment_keys(before)
    return gone
