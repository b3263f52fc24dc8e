"""Comments for managers: redacted before they were stored, by month, in random order, joined to no answer."""

from collections.abc import Sequence
from datetime import date

from helpdesk.people.staff import StaffMember
from helpdesk.results.csat import Report, sealed_comments
from helpdesk.results.vault import open_comments


async def comments_of(report: Report, *, reader: StaffMember) -> Sequence[tuple[date, str]]:
    """Give the months and texts of a report's comments, newest month first."""
    return await open_comments(await sealed_comments(report, reader=reader))
