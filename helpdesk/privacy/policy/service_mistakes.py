"""Finds what does not fit together in working hours, and in the targets that are counted in them."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from helpdesk.privacy.policy.entries import out_of_range, twice, unknown
from helpdesk.privacy.policy.form import Mistake, shown, suggest
from helpdesk.privacy.policy.places import Path
from helpdesk.privacy.policy.shapes import PRIORITIES, WEEKDAYS, Calendar, Category, Policy

LONGEST = 366 * 24 * 60  # minutes of working time
_HOURS = re.compile(r"([01]\d|2[0-4]):([0-5]\d)-([01]\d|2[0-4]):([0-5]\d)")


def of_calendar(name: str, calendar: Calendar) -> Iterator[Mistake]:
    """Find the mistakes in a calendar."""
    path: Path = ("calendars", name)
    if not _is_zone(calendar.zone):
        what = f'There is no time zone "{shown(calendar.zone)}".'
        yield Mistake((*path, "zone"), what, 'Write a name of the IANA list such as "Africa/Cairo".')
    yield from unknown((*path, "weekend"), calendar.weekend, WEEKDAYS, "which is no day of the week")
    yield from twice((*path, "weekend"), calendar.weekend)
    yield from unknown((*path, "days"), list(calendar.days), WEEKDAYS, "which is no day of the week", numbered=False)
    for day in calendar.days:
        if day in calendar.weekend:
            what = f'"{shown(day)}" has hours of its own, but is in the weekend.'
            yield Mistake((*path, "days", day), what, "Take it out of one of the two.")
    yield from _of_hours((*path, "hours"), calendar.hours)
    for day, hours in calendar.days.items():
        yield from _of_hours((*path, "days", day), hours)
    if not any(calendar.days.get(day, calendar.hours) for day in WEEKDAYS if day not in calendar.weekend):
        yield Mistake(path, "Nobody ever works in this calendar.", "Give at least one weekday some hours.")


def _of_hours(path: Path, hours: Sequence[str]) -> Iterator[Mistake]:
    spans = [minutes_of(text) for text in hours]
    for number, span in enumerate(spans):
        if span is None:
            what = f'"{shown(hours[number])}" is no time from and to.'
            yield Mistake((*path, number), what, 'Write "09:00-17:00"; a day ends at 24:00.')
    for number, (earlier, later) in enumerate(pairwise(spans), 1):
        if earlier and later and later[0] < earlier[1]:
            what = f'"{shown(hours[number])}" begins before the hours before it end.'
            yield Mistake((*path, number), what, "Write the hours of a day in their order.")


def minutes_of(hours: str) -> tuple[int, int] | None:
    """Read "09:00-17:00" as minutes of the day; None when it is no time from and to."""
    match = _HOURS.fullmatch(hours)
    if match is None:
        return None
    begin, end = (int(match[group]) * 60 + int(match[group + 1]) for group in (1, 3))
    return (begin, end) if begin < end <= 24 * 60 else None


def of_targets(policy: Policy, category: Category, path: Path) -> Iterator[Mistake]:
    """Find the mistakes in a category's targets."""
    targets, place = category.targets, (*path, "targets")
    if targets is None:
        return
    if targets.calendar not in policy.calendars:
        what = f'calendar "{shown(targets.calendar)}" is not among [calendars].'
        remedy = suggest(targets.calendar, policy.calendars, "Add it there, or take one of")
        yield Mistake((*place, "calendar"), what, remedy, beside=("calendars",))
    for name, minutes in (("response", targets.response), ("solve", targets.solve)):
        yield from unknown((*place, name), list(minutes), PRIORITIES, "which is no priority", numbered=False)
        for priority, number in minutes.items():
            yield from out_of_range((*place, name, priority), number, 1, LONGEST)


def _is_zone(name: str) -> bool:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True
