"""Says in words until when something is due: "in 38 min · 11:00", "2 h late"."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from helpdesk import i18n
from helpdesk.tickets.queries import SOON
from helpdesk.tickets.tables import NEVER


def due_view(due_at: datetime, locale: str, *, now: datetime) -> Mapping[str, object] | None:
    """Give a due time as pages show it: its words, and "late", "soon" or "later"; None when nothing is due."""
    if due_at >= NEVER:
        return None
    left = due_at - now
    state = "late" if left < timedelta() else "soon" if left <= SOON else "later"
    words = i18n.words(locale).plain(f"due-{_unit(left)}", n=_number(left))
    return {"words": words, "state": state, "at": due_at, "is_today": due_at.date() == now.date()}


def _unit(left: timedelta) -> str:
    unit = "minutes" if abs(left) < timedelta(minutes=90) else "hours" if abs(left) < timedelta(hours=36) else "days"
    return f"late-{unit}" if left < timedelta() else unit


def _number(left: timedelta) -> int:
    size = {"minutes": 60, "hours": 3600, "days": 86_400}[_unit(left).removeprefix("late-")]
    return max(1, round(abs(left).total_seconds() / size))
