"""Satisfaction for managers: by week and by group, compared with the weeks before, small groups hidden.

Every count is a sum of batches that left the ballot box together, each of at least five answers to a question under one
set of labels. So is every difference of two pages, filters, exports or days: none is about fewer than five people.
`small_cells` stands behind that as a second fence (docs/adr/0018-ballot-box.md).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from uuid import UUID

from helpdesk.people.staff import StaffMember
from helpdesk.results.figures import Figures, figures_of
from helpdesk.results.small_cells import Cell, suppress
from piccolo_conf import Actor, acting
from surveys.group import SMALLEST
from surveys.results import By, Found, GroupCount, SealedComment, Window, comments, count_all, counts

COMMENTS = 20  # shown on a page


@dataclass(frozen=True, slots=True)
class Report:
    """One page of results; `total` is None when it would give a hidden group away, `before` when there is none."""

    window: Window
    by: By
    total: Figures | None
    groups: Sequence[Figures]
    weeks: Sequence[Figures]
    before: Figures | None

    @property
    def since(self) -> date:
        return self.window.since

    @property
    def until(self) -> date:
        return self.window.until


async def csat(*, since: date, until: date, by: By, reader: StaffMember, only: Window | None = None) -> Report:
    """Read the results of a window of whole weeks by one grouping; the database shows counts to managers only.

    only  labels that the answers must have; its weeks do not matter
    """
    window = replace(only or Window(since, until), since=since, until=until)
    return await report_of(window, by=by, actor=reader.actor)


async def report_of(window: Window, *, by: By, actor: Actor) -> Report:
    """Read the results of a window as somebody; the database shows counts to managers and the system only."""
    async with acting(actor):
        found = await counts(window, by=by)
        earlier = await count_all(window.before)
    return report_made_of(found, earlier, window, by)


def report_made_of(found: Found, earlier: GroupCount, window: Window, by: By) -> Report:
    """Make a report of what was counted in a window and in the weeks before: small groups are hidden."""
    shown, weeks = suppress(_answered(found.groups)), suppress(_answered(found.weeks))
    has_total = shown.has_total and found.whole.answers >= SMALLEST
    return Report(
        window,
        by,
        figures_of(found.whole) if has_total else None,
        [_figures(cell) for cell in shown.cells],
        [_figures(cell) for cell in weeks.cells],
        figures_of(earlier) if earlier.answers >= SMALLEST else None,
    )


async def sealed_comments(
    report: Report, *, reader: StaffMember, after: tuple[date, UUID] | None
) -> Sequence[SealedComment]:
    """Give one page of the comments of a report's months, and one more: sealed, newest month first, in random order."""
    if report.total is None:
        return []
    async with acting(reader.actor):
        return await comments(report.window, limit=COMMENTS + 1, after=after)


def _answered(groups: Iterable[GroupCount]) -> list[GroupCount]:
    return [group for group in groups if group.answers]


def _figures(cell: Cell) -> Figures:
    return Figures(cell.count.group, hidden=str(cell.hidden)) if cell.hidden else figures_of(cell.count)
