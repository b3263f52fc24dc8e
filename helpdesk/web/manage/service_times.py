"""Working hours and targets as the policy has them, and how many tickets are late; for managers to read."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from babel.dates import get_day_names
from litestar import Response, get

from helpdesk import clock, i18n
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import PRIORITIES, WEEKDAYS, Calendar, Category
from helpdesk.tickets.lateness import Lateness, lateness
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.manage.rules import policy_file
from helpdesk.web.responses import locale_of, page

PLACE = "/manage/service-times"


@get(PLACE)
async def show(request: AnyRequest) -> Response[str]:
    """Show calendars, targets and lateness."""
    manager, now = await session.manager(request), clock.now()
    found = {one.category: one for one in await lateness(reader=manager, now=now)}
    rules, locale = policy.in_use(), locale_of(request)
    context = {
        **policy_file(request),
        "place": PLACE,
        "calendars": [_calendar(calendar, locale, now.date()) for calendar in rules.calendars.values()],
        "priorities": list(reversed(PRIORITIES)),
        "categories": [_category(one, found.get(slug), locale) for slug, one in rules.categories.items()],
    }
    return page(request, "manage/service_times.html", context)


def _calendar(calendar: Calendar, locale: str, today: date) -> Mapping[str, object]:
    names = get_day_names(locale=locale)
    return {
        "name": calendar.name[locale],
        "zone": calendar.zone,
        "days": [
            {"name": names[number], "hours": [] if day in calendar.weekend else calendar.days.get(day, calendar.hours)}
            for number, day in enumerate(WEEKDAYS)
        ],
        "holidays": [day for day in sorted(calendar.holidays) if day >= today - timedelta(days=31)],
    }


def _category(category: Category, found: Lateness | None, locale: str) -> Mapping[str, object]:
    return {
        "name": category.name[locale],
        "standing": found.standing if found else 0,
        "waiting": found.waiting if found else 0,
        "late": found.late if found else 0,
        "targets": _targets(category, locale),
    }


def _targets(category: Category, locale: str) -> Sequence[Mapping[str, str]]:
    """Give response and solution time of each priority in words, the most urgent first."""
    if category.targets is None:
        return []
    none = i18n.words(locale).plain("due-nothing")

    def say(minutes: int | None) -> str:
        """Say it in hours at most: a working day has no fixed length."""
        if minutes is None:
            return none
        unit, number = ("hours", round(minutes / 60)) if minutes >= 120 else ("minutes", minutes)
        return i18n.words(locale).plain(f"length-{unit}", n=number)

    return [
        {
            "priority": priority,
            "response": say(category.targets.response.get(priority)),
            "solve": say(category.targets.solve.get(priority)),
        }
        for priority in reversed(PRIORITIES)
    ]
