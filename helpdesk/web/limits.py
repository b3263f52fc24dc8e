"""Rate limits without memory of addresses: a token bucket per keyed hash of the caller."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from helpdesk.errors import TooMany
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.vault import keyring
from helpdesk.web.forms import AnyRequest

_CALLERS = 10_000  # remembered at once; the one not seen longest is forgotten first


class Bucket:
    """Lets a caller act `burst` times at once and then `per_minute`; lives in the memory of one process."""

    def __init__(self, *, burst: int, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, per_minute / 60, clock
        self._callers: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> None:
        """Count one act of a caller; raises TooMany when the bucket is empty."""
        key, now = keyring.in_use().blind_index("rate limit", caller), self._clock()
        left, since = self._callers.pop(key, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._rate)
        self._callers[key] = (left - 1 if left >= 1 else left, now)
        while len(self._callers) > _CALLERS:
            self._callers.popitem(last=False)
        if left < 1:
            raise TooMany(math.ceil((1 - left) / self._rate))


def caller(request: AnyRequest) -> str:
    """Name the caller by network address; behind a proxy the server has put the right one there."""
    return request.client.host if request.client else ""


def look_ups(request: AnyRequest) -> Callable[[StaffMember], None]:
    """Give what counts an agent's look-ups by private values; pages and API draw from the same bucket."""
    bucket: Bucket = request.app.state.look_up_limit
    return lambda member: bucket.take(str(member.id))
