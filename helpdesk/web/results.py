"""The managers' page: satisfaction by week, category, team, agent or language; small groups hidden."""

from collections.abc import Mapping
from datetime import date, timedelta
from uuid import UUID

from litestar import Response, get
from litestar.params import FromQuery

from helpdesk import clock, i18n
from helpdesk.errors import Invalid
from helpdesk.people.staff import names_of
from helpdesk.privacy.policy import policy
from helpdesk.results.chart import line_svg, meter_svg
from helpdesk.results.csat import Figures, Report, csat
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page
from surveys.results import By, monday_of

_WEEKS = 12  # shown when nothing is chosen
_LONGEST = timedelta(days=5 * 366)


@get("/results")
async def show(request: AnyRequest, by: FromQuery[str] = "") -> Response[str]:
    """Show the results of a window of weeks; wrong filters are said and the usual window is shown."""
    reader = await session.manager(request)
    locale, errors = locale_of(request), []
    query = request.query_params
    try:
        window = read_window(query.get("from", ""), query.get("to", ""), by, today=clock.now().date())
    except Invalid as error:
        words = i18n.words(locale)
        errors = [{"field": "", "message": words.plain(code)} for code in set(error.fields.values())]
        window = read_window("", "", "", today=clock.now().date())
    since_day, until_day, grouping = window
    report = await csat(since=since_day, until=until_day, by=grouping, reader=reader)
    weeks = report
    if grouping is not By.PERIOD:
        weeks = await csat(since=since_day, until=until_day, by=By.PERIOD, reader=reader)
    context = {
        "since": since_day.isoformat(),
        "until": until_day.isoformat(),
        "by": str(grouping),
        "groupings": [str(choice) for choice in By],
        "total": report.total,
        "has_any": bool(report.groups),
        "groups": await _group_views(report, locale),
        "chart": _chart(weeks, locale),
        "errors": errors,
    }
    return page(request, "results/show.html", context, status=422 if errors else 200)


def read_window(since: str, until: str, by: str, *, today: date) -> tuple[date, date, By]:
    """Read the filters; raises Invalid with what is wrong. Without any, the last twelve weeks by category."""
    try:
        last = date.fromisoformat(until) if until else today
        first = date.fromisoformat(since) if since else last - timedelta(weeks=_WEEKS - 1)
    except (ValueError, OverflowError):
        raise Invalid({"from": "error-date"}) from None
    if not timedelta(0) <= last - first <= _LONGEST:
        raise Invalid({"from": "error-date"})
    if by and by not in list(By):
        raise Invalid({"by": "error-unknown-grouping"})
    return monday_of(first), last, By(by) if by else By.CATEGORY


async def _group_views(report: Report, locale: str) -> list[Mapping[str, object]]:
    names = await group_names(report, locale)
    is_rtl = i18n.direction(locale) == "rtl"
    return [
        {
            "group": group.group,
            "label": names[group.group],
            "answers": group.answers,
            "hidden": group.hidden,
            "satisfied": group.satisfied,
            "mean": group.mean,
            "ratings": group.ratings,
            "response": group.response,
            "meter": meter_svg(group.ratings, is_rtl=is_rtl) if group.ratings else "",
        }
        for group in report.groups
    ]


async def group_names(report: Report, locale: str) -> Mapping[str, str]:
    """Name the groups of a report in a language."""
    groups = [group.group for group in report.groups]
    if report.by is By.AGENT:
        names = await names_of(UUID(group) for group in groups if group)
        return {group: names.get(UUID(group), group) if group else group for group in groups}
    return {group: _group_name(group, report.by, locale) for group in groups}


def _group_name(group: str, by: By, locale: str) -> str:
    rules = policy.in_use()
    if by is By.PERIOD:
        return i18n.day(date.fromisoformat(group), locale)
    if by is By.CATEGORY and group in rules.categories:
        return rules.categories[group].name[locale]
    if by is By.TEAM and group in rules.teams:
        return rules.teams[group].name[locale]
    words = i18n.words(locale)
    return words.plain(f"language-{group}") if by is By.LOCALE and words.has(f"language-{group}") else group


def _chart(weeks: Report, locale: str) -> object:
    """Draw the weeks of the window, those without a shown number as gaps; nothing when no week may be shown."""
    shown: dict[str, Figures] = {week.group: week for week in weeks.groups if not week.hidden}
    if not shown:
        return None
    days = [weeks.since + timedelta(weeks=n) for n in range((weeks.until - weeks.since).days // 7 + 1)]
    points = [
        (i18n.day(day, locale), shown[day.isoformat()].satisfied if day.isoformat() in shown else None) for day in days
    ]
    words = i18n.words(locale)
    return line_svg(
        points,
        is_rtl=i18n.direction(locale) == "rtl",
        title=words.plain("chart-title"),
        description=words.plain("chart-description"),
    )
