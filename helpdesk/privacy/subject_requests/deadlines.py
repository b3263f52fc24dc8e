"""Until when a request about one's data must be answered, by the law that the policy names.

source  EU: Regulation (EU) 2016/679, article 12(3): one month from receipt, two further months with reasons within the
        first; periods of months end on the day of the same number, or on the last day of a month that lacks it:
        Regulation (EEC, Euratom) 1182/71, article 3(2)(c); read at dataprotection.ie/en/individuals/know-your-rights.
        Egypt: Law 151/2020, article 10(3): six working days, silence counts as refusal; the law names no longer time;
        complaints under article 33; read at youm7.com (story 4913483) and innfrad.com (2391467).
        Saudi Arabia: Implementing Regulation of the PDPL, article 3(1)(a): 30 days, 30 more with reasons told in
        advance; read at ksapdpl.com. All read 25 November 2026.
"""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final


@dataclass(frozen=True, slots=True)
class Law:
    """How long an answer may take: months, days or working days; `more_…` is what an extension adds, 0 for none.

    rest    days of the week on which nobody works: 0 is Monday
    remind  days before the end on which officers are reminded
    """

    months: int = 0
    days: int = 0
    working_days: int = 0
    more_months: int = 0
    more_days: int = 0
    rest: frozenset[int] = frozenset()
    remind: int = 7

    @property
    def may_extend(self) -> bool:
        return bool(self.more_months or self.more_days)


LAWS: Final[Mapping[str, Law]] = {
    "eu": Law(months=1, more_months=2),
    "eg": Law(working_days=6, rest=frozenset({4, 5}), remind=2),
    "sa": Law(days=30, more_days=30),
}


def due_on(received: date, law: Law) -> date:
    """Give the last day on which an answer is in time; the day of receipt is not counted."""
    if law.working_days:
        return _working_days_after(received, law)
    return _months_after(received, law.months) + timedelta(days=law.days)


def extended_due_on(received: date, law: Law) -> date:
    """Give the last day after an extension: both periods counted from the day of receipt."""
    return _months_after(received, law.months + law.more_months) + timedelta(days=law.days + law.more_days)


def remind_on(due: date, law: Law) -> date:
    """Give the day on which officers are reminded."""
    return due - timedelta(days=law.remind)


def _months_after(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def _working_days_after(day: date, law: Law) -> date:
    left = law.working_days
    while left:
        day += timedelta(days=1)
        left -= day.weekday() not in law.rest
    return day
