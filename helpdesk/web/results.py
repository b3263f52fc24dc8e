"""The managers' page: satisfaction by week, category, team, agent, language or question version; exports as shown."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get

from helpdesk import clock, i18n
from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember, agents, names_of
from helpdesk.privacy.policy import policy
from helpdesk.results import shown
from helpdesk.results.chart import line_svg, meter_svg
from helpdesk.results.comments import CommentPage, comments_of
from helpdesk.results.csat import Report, csat
from helpdesk.results.figures import Figures
from helpdesk.web import prose, session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page
from surveys.questions import STANDARD, versions
from surveys.results import By, Window, monday_of

_WEEKS = 12  # shown when nothing is chosen
_LONGEST = timedelta(days=5 * 366)
_FILTERS = ("category", "team", "agent", "locale", "version")
_OTHERS = ("nps", "effort", "thumbs")


@get("/results")
async def show(request: AnyRequest) -> Response[str]:
    """Show the results of a window of weeks; wrong filters are said and the usual window is shown."""
    reader = await session.manager(request)
    locale, errors = locale_of(request), []
    try:
        report = await _report(request, reader)
    except Invalid as error:
        words = i18n.words(locale)
        errors = [{"field": "", "message": words.plain(code)} for code in set(error.fields.values())]
        first, last, grouping = read_window("", "", "", today=clock.now().date())
        report = await csat(since=first, until=last, by=grouping, reader=reader)
    said, more_errors = await _comments(request, report, reader, locale)
    errors += more_errors
    is_print = request.query_params.get("print") == "1"
    context = {
        **_asked(report, locale),
        "filters": await _filters(report, locale),
        "layout": f"layouts/{'print' if is_print else 'results'}.html",
        "is_print": is_print,
        "total": report.total,
        "changes": _changes(report, locale),
        "has_any": bool(report.groups),
        "groups": await _group_views(report, locale),
        "chart": _chart(report, locale),
        "weeks": [_week_view(week, locale) for week in report.weeks],
        "others": _others(report, locale),
        "comments": [
            {"month": i18n.month(month, locale), "text": prose.prose(text, {}, locale)} for month, text in said.comments
        ],
        "next_comments": said.next_cursor,
        "first_comments": not request.query_params.get("comments"),
        "errors": errors,
    }
    return page(request, "results/show.html", context, status=422 if errors else 200)


async def _comments(
    request: AnyRequest, report: Report, reader: StaffMember, locale: str
) -> tuple[CommentPage, list[dict[str, str]]]:
    """Read the page of comments that was asked for; a cursor that is not ours gives the first one, and says so."""
    cursor = request.query_params.get("comments", "")
    try:
        return await comments_of(report, reader=reader, cursor=cursor), []
    except Invalid as error:
        words = i18n.words(locale)
        told = [{"field": "", "message": words.plain(code)} for code in set(error.fields.values())]
        return await comments_of(report, reader=reader), told


@get("/results/as-shown.csv")
async def as_csv(request: AnyRequest) -> Response[bytes]:
    """Give what the page shows as a table for spreadsheets; raises Invalid."""
    report = await _report(request, await session.manager(request))
    names = await group_names(report, locale_of(request))
    return _file(shown.as_csv(report, names), report, "csv", "text/csv; charset=utf-8")


@get("/results/as-shown.json")
async def as_json(request: AnyRequest) -> Response[bytes]:
    """Give what the page shows for programs; raises Invalid."""
    report = await _report(request, await session.manager(request))
    names = await group_names(report, locale_of(request))
    return _file(shown.as_json(report, names), report, "json", "application/json")


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


async def _report(request: AnyRequest, reader: StaffMember) -> Report:
    query = request.query_params
    asked = [query.get(name, "") for name in ("from", "to", "by")]
    first, last, grouping = read_window(*asked, today=clock.now().date())
    only = Window(first, last, **{name: query.get(name, "")[:100] for name in _FILTERS})
    return await csat(since=first, until=last, by=grouping, reader=reader, only=only)


def _file(content: bytes, report: Report, ending: str, kind: str) -> Response[bytes]:
    name = f"survey_{report.since}_{report.until}_as-shown.{ending}"
    return Response(content, media_type=kind, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def _asked(report: Report, locale: str) -> Mapping[str, object]:
    """Give the form's choices, and the same as a query for the links to the exports."""
    window = report.window
    chosen = {name: getattr(window, name) for name in _FILTERS if getattr(window, name)}
    parts = {"from": window.since.isoformat(), "to": window.until.isoformat(), "by": str(report.by), **chosen}
    return {
        "since": parts["from"],
        "until": parts["to"],
        "since_day": i18n.day(window.since, locale),
        "until_day": i18n.day(window.until, locale),
        "by": parts["by"],
        "groupings": [str(choice) for choice in By],
        "query": urlencode(parts),
    }


async def _filters(report: Report, locale: str) -> list[Mapping[str, object]]:
    """Give the choices of every filter with what is chosen; a choice that is no longer offered stays chosen."""
    rules, words = policy.in_use(), i18n.words(locale)
    choices: Mapping[str, Mapping[str, str]] = {
        "category": {name: category.name[locale] for name, category in rules.categories.items()},
        "team": {name: team.name[locale] for name, team in rules.teams.items()},
        "agent": {str(agent.id): agent.name for agent in await agents()},
        "locale": {name: words.plain(f"language-{name}") for name in i18n.LOCALES},
        "version": {name: _group_name(name, By.VERSION, locale) for name in await versions()},
    }
    return [await _filter(name, getattr(report.window, name), choices[name]) for name in _FILTERS]


async def _filter(name: str, chosen: str, choices: Mapping[str, str]) -> Mapping[str, object]:
    offered = dict(choices)
    if chosen and chosen not in offered:
        offered[chosen] = await _name_of_agent(chosen) if name == "agent" else chosen
    options = [{"value": value, "label": label} for value, label in offered.items()]
    return {"name": name, "chosen": chosen, "label": offered.get(chosen, ""), "options": options}


async def _name_of_agent(agent: str) -> str:
    """Name somebody who is no agent any more; what is no id stays as it is."""
    try:
        staff = UUID(agent)
    except ValueError:
        return agent
    return (await names_of([staff])).get(staff, agent)


def _changes(report: Report, locale: str) -> Mapping[str, str]:
    """Say how the tiles differ from the weeks before."""
    words = i18n.words(locale)
    found = {}
    for name in ("satisfied", "mean", "nps", "effort", "thumbs"):
        now = getattr(report.total, name) if report.total else None
        before = getattr(report.before, name) if report.before else None
        found[name] = words.plain("before-none") if now is None or before is None else _change(now, before, name, words)
    return found


def _change(now: float, before: float, name: str, words: i18n.Words) -> str:
    if name in ("satisfied", "thumbs", "nps"):
        scale = 1 if name == "nps" else 100
        points = round(scale * now) - round(scale * before)
        by = words.plain("points", n=abs(points))
        changed: float = points
    else:
        changed = round(round(now, 2) - round(before, 2), 2)
        by = f"{abs(changed):.2f}"
    if not changed:
        return words.plain("before-same")
    return words.plain("before-up" if changed > 0 else "before-down", by=by)


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
            "interval": _interval(group, locale),
            "mean": group.mean,
            "ratings": group.ratings,
            "response": group.response,
            "meter": meter_svg(group.ratings, is_rtl=is_rtl) if group.ratings else "",
        }
        for group in report.groups
    ]


def _interval(group: Figures, locale: str) -> str:
    if group.interval is None:
        return ""
    low, high = (i18n.percent(share) for share in group.interval)
    return i18n.words(locale).plain("interval", low=low, high=high)


async def group_names(report: Report, locale: str) -> Mapping[str, str]:
    """Name the groups of a report in a language."""
    groups = [group.group for group in report.groups]
    merged = {"": i18n.words(locale).plain("group-merged")}
    if report.by is By.AGENT:
        names = await names_of(UUID(group) for group in groups if group)
        return {**{group: names.get(UUID(group), group) for group in groups if group}, **merged}
    return {**{group: _group_name(group, report.by, locale) for group in groups if group}, **merged}


def _group_name(group: str, by: By, locale: str) -> str:
    rules = policy.in_use()
    if by is By.PERIOD:
        return i18n.day(date.fromisoformat(group), locale)
    if by is By.CATEGORY and group in rules.categories:
        return rules.categories[group].name[locale]
    if by is By.TEAM and group in rules.teams:
        return rules.teams[group].name[locale]
    words = i18n.words(locale)
    if by is By.VERSION and group == STANDARD:
        return words.plain("version-standard")
    return words.plain(f"language-{group}") if by is By.LOCALE and words.has(f"language-{group}") else group


def _week_view(week: Figures, locale: str) -> Mapping[str, object]:
    day = i18n.day(date.fromisoformat(week.group), locale)
    return {"label": day, "answers": week.answers, "satisfied": week.satisfied, "hidden": week.hidden}


def _others(report: Report, locale: str) -> Sequence[Mapping[str, object]]:
    """Give the distributions of the other questions; those of a manager's own choice by version only."""
    found = (report.total.others if report.total else None) or {}
    words = i18n.words(locale)
    return [
        {
            "label": words.plain(f"questions-kind-{question}"),
            "answers": sum(values.values()),
            "pairs": [words.plain("distribution-pair", value=value, n=n) for value, n in sorted(values.items())],
        }
        for question, values in sorted(found.items())
        if question in _OTHERS or report.window.version
    ]


def _chart(report: Report, locale: str) -> object:
    """Draw the weeks of the window, those without a shown number as gaps; nothing when no week may be shown."""
    shares = {week.group: week.satisfied for week in report.weeks if not week.hidden}
    if not shares:
        return None
    days = [report.since + timedelta(weeks=n) for n in range((report.until - report.since).days // 7 + 1)]
    words = i18n.words(locale)
    return line_svg(
        [(i18n.day(day, locale), shares.get(day.isoformat())) for day in days],
        is_rtl=i18n.direction(locale) == "rtl",
        title=words.plain("chart-title"),
        description=words.plain("chart-description"),
    )
