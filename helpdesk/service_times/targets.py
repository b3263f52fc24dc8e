"""Says until when a request is to be answered or solved: pure functions of its clock, the targets and a calendar."""

import zlib
from dataclasses import dataclass
from datetime import datetime

import msgspec

from helpdesk.privacy.policy.policy import Category, Policy
from helpdesk.service_times import working


@dataclass(frozen=True, slots=True)
class Clock:
    """What has run of a request's times.

    answered_at  the first reply, or the first closing; after it only the time to solve runs
    solve_from   since when the time to solve runs; None while it stands still
    solve_used   seconds of working time that ran before that
    """

    opened_at: datetime
    answered_at: datetime | None
    solve_from: datetime | None
    solve_used: int


def due(clock: Clock, priority: str, category: Category, policy: Policy) -> datetime | None:
    """Give the moment of the next target, None without one. A time that is over already is over when it runs again."""
    if category.targets is None:
        return None
    work = working.read(policy.calendars[category.targets.calendar])
    response, solve = category.targets.response.get(priority), category.targets.solve.get(priority)
    moments = []
    if response and clock.answered_at is None:
        moments.append(working.after(clock.opened_at, response * 60, work))
    if solve and clock.solve_from:
        left = max(0, solve * 60 - clock.solve_used)
        moments.append(working.after(clock.solve_from, left, work) if left else clock.solve_from)
    return min(moments, default=None)


def used(clock: Clock, category: Category, policy: Policy, *, now: datetime) -> int:
    """Count the seconds of working time that the time to solve has run by now."""
    if category.targets is None or clock.solve_from is None:
        return clock.solve_used
    work = working.read(policy.calendars[category.targets.calendar])
    return clock.solve_used + working.between(clock.solve_from, now, work)


def version(policy: Policy) -> int:
    """Give a number that changes when the policy's targets or calendars do."""
    rules = {slug: category.targets for slug, category in policy.categories.items()}
    return zlib.crc32(msgspec.json.encode((rules, policy.calendars))) & 0x7FFF_FFFF
