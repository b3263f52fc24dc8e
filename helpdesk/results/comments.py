"""Comments for managers: redacted before they were stored, by month, in random order, joined to no answer."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember
from helpdesk.results.csat import COMMENTS, Report, sealed_comments
from helpdesk.results.vault import open_comments


@dataclass(frozen=True, slots=True)
class CommentPage:
    """Months and texts of some comments, and the cursor of those after them; None on the last page."""

    comments: Sequence[tuple[date, str]]
    next_cursor: str | None


async def comments_of(report: Report, *, reader: StaffMember, cursor: str = "") -> CommentPage:
    """Give one page of a report's comments, newest month first; raises Invalid for a cursor that is not ours."""
    found = await sealed_comments(report, reader=reader, after=_read(cursor) if cursor else None)
    shown = found[:COMMENTS]
    last = shown[-1] if len(found) > COMMENTS else None
    opened = await open_comments((comment.month, comment.words) for comment in shown)
    return CommentPage(opened, f"{last.month:%Y-%m-%d}.{last.id}" if last else None)


def _read(cursor: str) -> tuple[date, UUID]:
    month, _, last = cursor.partition(".")
    try:
        return date.fromisoformat(month), UUID(last)
    except ValueError:
        raise Invalid({"comments": "error-comments-cursor"}) from None
