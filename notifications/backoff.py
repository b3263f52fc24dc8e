"""How long to wait before the next attempt."""

import random
from datetime import timedelta

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=5), timedelta(hours=1)


def wait(attempts: int) -> timedelta:
    """Give the time to the next attempt: doubling from 5 seconds to an hour, with jitter against crowds."""
    longest = min(FIRST_WAIT * float(2 ** min(attempts - 1, 20)), LONGEST_WAIT)
    return longest * random.uniform(0.5, 1)  # noqa: S311 - spreads load, keeps no secret
