"""Rate limits without memory of addresses: a token bucket per keyed hash of the caller."""

import math
import time
from collections import OrderedDict
from collections.abc import Callable

from helpdesk.errors import TooMany
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.vault import keyring
from helpdesk.web.forms import AnyRequest

_HOUR = 3600.0
_CALLERS = 10_000  # remembered at once; the one not seen longest is forgotten first


class Bucket:
    """Lets a caller act `burst` times at once and then `per_minute`; lives in the memory of one process."""

    def __init__(self, *, burst: int, per_minute: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._burst, self._rate, self._clock = burst, per_minute / 60, clock
        self._callers: OrderedDict[bytes, tuple[float, float]] = OrderedDict()

    def take(self, caller: str) -> None:
        """Count one act of a caller; raises TooMany when the bucket is empty."""
        key, now = _key(caller), self._clock()
        left, since = self._callers.pop(key, (float(self._burst), now))
        left = min(self._burst, left + (now - since) * self._rate)
        self._callers[key] = (left - 1 if left >= 1 else left, now)
        while len(self._callers) > _CALLERS:
            self._callers.popitem(last=False)
        if left < 1:
            raise TooMany(math.ceil((1 - left) / self._rate))


class Brake:
    """Slows down who fails again and again: nothing for `free` failures, then a wait that doubles up to `longest`.

    longest  seconds; who did not fail for an hour begins anew
    """

    def __init__(self, *, free: int, longest: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._free, self._longest, self._clock = free, longest, clock
        self._failed: OrderedDict[bytes, tuple[int, float]] = OrderedDict()  # how often, and when last

    def wait(self, who: str) -> float:
        """Give the seconds until the next try may be made."""
        times, last = self._failed.get(_key(who), (0, 0.0))
        if times < self._free:
            return 0.0
        return max(0.0, last + min(self._longest, 2.0 ** min(times - self._free, 30)) - self._clock())

    def failed(self, who: str) -> None:
        """Count a failure."""
        key, now = _key(who), self._clock()
        times, last = self._failed.pop(key, (0, now))
        self._failed[key] = (times + 1 if now - last < _HOUR else 1, now)
        while len(self._failed) > _CALLERS:
            self._failed.popitem(last=False)

    def passed(self, who: str) -> None:
        """Forget the failures of who succeeded."""
        self._failed.pop(_key(who), None)


class SignInBrakes:
    """Rate limits of the sign-in that lock nobody out.

    A browser that fails for one address waits longer and longer, and so does one that tries many addresses. An address
    that fails from everywhere is answered later and later, up to eight seconds, but always answered: the right password
    from another browser comes in. Unknown addresses are treated the same.
    """

    def __init__(self, *, free: int = 5, clock: Callable[[], float] = time.monotonic) -> None:
        self._pair = Brake(free=free, longest=15 * 60, clock=clock)
        self._client = Brake(free=4 * free, longest=5 * 60, clock=clock)
        self._address = Brake(free=4 * free, longest=8, clock=clock)

    def check(self, client: str, address: str) -> float:
        """Give the seconds to hold the answer back; raises TooMany while this browser has to wait."""
        wait = max(self._pair.wait(f"{client} {address}"), self._client.wait(client))
        if wait > 0:
            raise TooMany(math.ceil(wait))
        return self._address.wait(address)

    def failed(self, client: str, address: str) -> None:
        self._pair.failed(f"{client} {address}")
        self._client.failed(client)
        self._address.failed(address)

    def passed(self, client: str, address: str) -> None:
        """Forget this browser's failures for this address; those of others stay."""
        self._pair.passed(f"{client} {address}")


def _key(who: str) -> bytes:
    return keyring.in_use().blind_index("rate limit", who)


def caller(request: AnyRequest) -> str:
    """Name the caller by network address; behind a proxy the server has put the right one there."""
    return request.client.host if request.client else ""


def look_ups(request: AnyRequest) -> Callable[[StaffMember], None]:
    """Give what counts an agent's look-ups by private values; pages and API draw from the same bucket."""
    bucket: Bucket = request.app.state.look_up_limit
    return lambda member: bucket.take(str(member.id))
