"""Counts working time: of a calendar with a zone, hours, a weekend and holidays. Pure; every moment is in UTC."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from helpdesk.privacy.policy.service_mistakes import minutes_of
from helpdesk.privacy.policy.shapes import WEEKDAYS, Calendar

_DAY = timedelta(days=1)
_FAR = 20 * 366  # days; no target of a policy reaches so far


@dataclass(frozen=True, slots=True)
class WorkingTime:
    """A calendar, read: for each weekday from Monday on its hours as minutes from and to."""

    zone: ZoneInfo
    week: tuple[tuple[tuple[int, int], ...], ...]
    holidays: frozenset[date]


def read(calendar: Calendar) -> WorkingTime:
    """Read a calendar that the policy's check has let through."""
    week = tuple(
        () if day in calendar.weekend else _minutes(calendar.days.get(day, calendar.hours)) for day in WEEKDAYS
    )
    return WorkingTime(ZoneInfo(calendar.zone), week, frozenset(calendar.holidays))


def _minutes(hours: list[str]) -> tuple[tuple[int, int], ...]:
    return tuple(span for text in hours if (span := minutes_of(text)))


def after(start: datetime, seconds: int, work: WorkingTime) -> datetime:
    """Give the moment at which so many seconds of working time are over; raises OverflowError when that is never."""
    left, day = timedelta(seconds=seconds), start.astimezone(work.zone).date()
    for _ in range(_FAR):
        for begin, end in spans(day, work):
            begin = max(begin, start)
            if begin <= end and begin + left <= end:
                return begin + left
            left -= max(end - begin, timedelta())
        day += _DAY
    raise OverflowError


def between(start: datetime, end: datetime, work: WorkingTime) -> int:
    """Count the seconds of working time from one moment to another; 0 when the other is earlier."""
    day, last = start.astimezone(work.zone).date(), end.astimezone(work.zone).date()
    worked = timedelta()
    while day <= last:
        for begin, finish in spans(day, work):
            worked += max(min(finish, end) - max(begin, start), timedelta())
        day += _DAY
    return int(worked.total_seconds())


def spans(day: date, work: WorkingTime) -> Iterator[tuple[datetime, datetime]]:
    """Give the working hours of a day in their order; a day on which clocks change is an hour shorter or longer."""
    if day not in work.holidays:
        for begin, end in work.week[day.weekday()]:
            yield _moment(day, begin, work.zone), _moment(day, end, work.zone)


def _moment(day: date, minute: int, zone: ZoneInfo) -> datetime:
    """Give a time of a day in UTC; one that clocks jump over is the moment at which they jump."""
    local = datetime.combine(day, time(), zone) + timedelta(minutes=minute)
    moment = local.astimezone(UTC)
    if moment.astimezone(zone).replace(tzinfo=None) == local.replace(tzinfo=None):
        return moment
    early = local.replace(fold=1).astimezone(UTC)  # before the jump, as `moment` is after it
    while moment - early > timedelta(minutes=1):
        middle = early + (moment - early) / 2
        if middle.astimezone(zone).utcoffset() == early.astimezone(zone).utcoffset():
            early = middle
        else:
            moment = middle
    return moment.replace(second=0, microsecond=0)
