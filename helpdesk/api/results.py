"""Satisfaction for managers."""

from dataclasses import asdict

from litestar import get
from litestar.params import FromQuery

from helpdesk import clock
from helpdesk.api import schema
from helpdesk.api.caller import staff
from helpdesk.errors import Refused
from helpdesk.people.tables import Role
from helpdesk.results.csat import csat
from helpdesk.results.figures import Figures
from helpdesk.web.forms import AnyRequest
from helpdesk.web.results import read_window


@get("/results/csat")
async def read_csat(request: AnyRequest, to: FromQuery[str] = "", by: FromQuery[str] = "period") -> schema.CsatOut:
    """Read satisfaction in a window (`from`, `to`: days) by period, category, team, agent, locale or version."""
    member = await staff(request)
    if member.role is not Role.MANAGER:
        raise Refused
    since = request.query_params.get("from", "")
    first, last, grouping = read_window(since, to, by, today=clock.now().date())
    report = await csat(since=first, until=last, by=grouping, reader=member)
    return schema.CsatOut(
        report.since.isoformat(),
        report.until.isoformat(),
        str(report.by),
        _figures(report.total) if report.total else None,
        [_figures(group) for group in report.groups],
    )


def _figures(figures: Figures) -> schema.CsatGroup:
    values = asdict(figures)
    values["response_rate"] = values.pop("response")
    values["ratings"] = list(figures.ratings) if figures.ratings else None
    values["interval"] = list(figures.interval) if figures.interval else None
    values.pop("others")
    return schema.CsatGroup(**values)
