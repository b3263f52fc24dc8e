"""The report of a month: tickets, first replies, survey results. Retention changes no number of it; its hash shows."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from helpdesk.results.csat import report_of
from helpdesk.results.shown import as_data
from named_sql import statements
from piccolo_conf import Actor, acting
from surveys.results import By, Window
from surveys.tables import Count

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class MonthReport:
    """What is counted of a month.

    tickets  a mapping for each group: what (opened or closed), category, team, reason of the closing, tickets; of those
             opened: replied, seconds until the first reply added up, how many within an hour, four, a day, three days
    survey   the results as managers see them, small groups hidden, by category and by team
    """

    month: date
    tickets: Sequence[Mapping[str, Any]]
    survey: Mapping[str, Any]

    @property
    def fingerprint(self) -> str:
        """Give the SHA-256 of the whole report in hexadecimal."""
        whole = {"month": self.month.isoformat(), "tickets": self.tickets, "survey": self.survey}
        return hashlib.sha256(json.dumps(whole, sort_keys=True).encode()).hexdigest()


async def monthly_report(month: date, *, actor: Actor) -> MonthReport:
    """Count a month, named by any of its days, as somebody: the database shows figures to managers and the system."""
    first = month.replace(day=1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    async with acting(actor):
        rows = await Count.raw(_SQL["month_figures"], first)
        survey = {str(by): as_data(await report_of(Window(first, last), by=by, actor=actor)) for by in _BY}
    return MonthReport(first, rows, survey)


_BY = (By.CATEGORY, By.TEAM)
