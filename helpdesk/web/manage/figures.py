"""Managers' figures besides the survey: how much there is to do, and how little of what is hidden was needed."""

from collections.abc import Mapping
from datetime import timedelta

from litestar import Response, get

from helpdesk import clock
from helpdesk.privacy.gauge import gauge
from helpdesk.tickets.queries import SOON
from helpdesk.tickets.workload import TeamLoad, workload
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.responses import locale_of, page
from helpdesk.web.views import duration, purpose_name, team_name

WEEK = timedelta(days=7)


@get("/manage/workload")
async def show_workload(request: AnyRequest) -> Response[str]:
    """Show what there is today by team and by hour, never by person."""
    viewer, locale = await session.manager(request), locale_of(request)
    load = await workload(viewer, soon=SOON, now=clock.now())
    context = {
        "open": load.open,
        "new": load.new,
        "soon": load.soon,
        "late": load.late,
        "teams": [_team(team, locale) for team in load.teams],
        "hours": [{"hour": f"{hour:02}:00", "new": new} for hour, new in enumerate(load.by_hour)],
        "most": max(*load.by_hour, 1),
        "place": "/manage/workload",
    }
    return page(request, "manage/workload.html", context)


def _team(team: TeamLoad, locale: str) -> Mapping[str, object]:
    return {
        "name": team_name(team.team, locale),
        "open": team.open,
        "unassigned": team.unassigned,
        "new": team.new,
        "soon": team.soon,
        "late": team.late,
        "first_reply": duration(team.first_reply, locale) if team.first_reply is not None else "",
    }


@get("/manage/privacy")
async def show_privacy(request: AnyRequest) -> Response[str]:
    """Show the privacy gauge of the last seven days beside the seven before: counts, small ones withheld."""
    await session.manager(request)
    now, locale = clock.now(), locale_of(request)
    week, before = await gauge(since=now - WEEK, until=now), await gauge(since=now - 2 * WEEK, until=now - WEEK)
    context = {
        "gauge": week,
        "openings": [{"name": purpose_name(name, locale), "n": n} for name, n in week.openings.items()],
        "before": before,
        "place": "/manage/privacy",
    }
    return page(request, "manage/privacy.html", context)
