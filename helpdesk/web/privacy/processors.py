"""The register of processors: who outside gets what and why, until when, and how often something went there."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

import msgspec
from litestar import Response, get, post
from litestar.enums import MediaType

from helpdesk import clock
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.processor_export import as_table, hand_out
from helpdesk.privacy.policy.records import recipient as named
from helpdesk.tickets.webhooks import recipient
from helpdesk.web import session
from helpdesk.web.forms import AnyRequest
from helpdesk.web.privacy.register import file
from helpdesk.web.responses import locale_of, page
from helpdesk.web.session import read_staff_form
from notifications.outbox import Counts, counts_of

SOON = timedelta(days=60)


@get("/privacy/processors")
async def show(request: AnyRequest) -> Response[str]:
    """Show the processors of the policy in the reader's language."""
    await session.officer(request)
    return page(request, "privacy/processors.html", {"rows": await _rows(request), "place": "/privacy/processors"})


@post("/privacy/processors/exports", status_code=200)
async def export(request: AnyRequest) -> Response[bytes]:
    """Give the register as a file, JSON or else CSV; that it was taken is written down."""
    officer, locale = await session.officer(request), locale_of(request)
    typed = await read_staff_form(request, allowed={"format"})
    register = await hand_out(locale, by=officer.actor, now=clock.now())
    if typed.get("format") == "json":
        return file(msgspec.json.format(msgspec.json.encode(register), indent=2), MediaType.JSON, "processors.json")
    return file(as_table(register, locale), "text/csv; charset=utf-8", "processors.csv")


async def _rows(request: AnyRequest) -> Sequence[Mapping[str, object]]:
    rules, today = policy.in_use(), clock.now().date()
    counts = await counts_of([recipient(name) for name in rules.processors])
    return [
        {
            "shown": named(rules, processor, locale_of(request)),
            "events": processor.events,
            "is_called": bool(processor.url),
            "contract": _contract(processor.contract_until, today),
            "counts": counts.get(recipient(name), Counts()),
        }
        for name, processor in rules.processors.items()
    ]


def ending_soon(now: datetime) -> Sequence[str]:
    """Name the processors whose contract has ended or ends within 60 days."""
    found = policy.in_use().processors.items()
    return [name for name, processor in found if _contract(processor.contract_until, now.date()) in ("over", "soon")]


def _contract(until: date | None, today: date) -> str:
    """Say how a contract stands: open, running, soon over, or over."""
    if until is None:
        return "open"
    if until < today:
        return "over"
    return "soon" if until - today <= SOON else "running"
