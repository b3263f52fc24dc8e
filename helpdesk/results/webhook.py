"""Tells processors of the policy's register once a day what the managers' page shows: in all and by category.

Small groups are hidden as there; nothing is about a person, and nothing is grouped or filtered by agent.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from uuid import UUID, uuid5

import msgspec

from helpdesk.privacy.policy.shapes import DAILY
from helpdesk.results import shown
from helpdesk.results.csat import Report, report_of
from helpdesk.tickets.webhooks import Secret, recipient, told
from named_sql import statements
from notifications import outbox
from notifications.claim import Promise
from notifications.render import Parcel, Renderer
from notifications.tables import Outbound
from notifications.webhooks import Call
from piccolo_conf import SYSTEM, acting
from surveys.results import By, Window, monday_of

KIND = f"webhook/{DAILY}"
WEEKS = 12  # as the page shows when nothing is chosen
_DAYS = UUID("7c1f6a52-0f0e-4f3b-9d0e-2a6b8c1d5e90")
_SQL = statements(__file__)


async def announce_day(*, now: datetime) -> int:
    """Promise every processor that the policy names for it the day before's results, once a day (UTC); gives how many.

    effects  at most one promise a day and processor, however many workers try
    """
    about = uuid5(_DAYS, _day(now).isoformat())
    names = {recipient(name): name for name, _ in told(DAILY, now)}
    if not names:
        return 0
    async with acting(SYSTEM):
        await Outbound.raw(_SQL["one_teller"])
        rows = await Outbound.select(Outbound.recipient).where(Outbound.kind == KIND, Outbound.about == about)
        new = names.keys() - {row["recipient"] for row in rows}
        for to in new:
            await outbox.enqueue(KIND, about=about, to=to, due_at=now, route=f"webhook:{names[to]}")
    return len(new)


def renderer(*, secret: Secret, now: Callable[[], datetime]) -> Renderer:
    """Give the renderer of the day's calls; none when the contract has ended."""

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Parcel | None]:
        running = {recipient(name): (name, processor.url) for name, processor in told(DAILY, now())}
        calls: dict[UUID, Parcel | None] = {}
        for promise in promises:
            if promise.recipient in running:
                name, url = running[promise.recipient]
                day = _day(promise.promised_at)
                body = payload(await _read(day), day=day, at=promise.promised_at)
                calls[promise.id] = Call(url, body, secret(name))
        return calls

    return render


def payload(report: Report, *, day: date, at: datetime) -> bytes:
    """Give the body of a call: the day, the window and the figures as they are shown."""
    return msgspec.json.encode({"type": DAILY, "timestamp": at, "data": {"day": day, **shown.as_data(report)}})


def window_of(day: date) -> Window:
    """Give the twelve weeks that end with a day's week."""
    return Window(monday_of(day - timedelta(weeks=WEEKS - 1)), day)


async def _read(day: date) -> Report:
    return await report_of(window_of(day), by=By.CATEGORY, actor=SYSTEM)


def _day(now: datetime) -> date:
    """Give the day before, in UTC."""
    return now.astimezone(UTC).date() - timedelta(days=1)
