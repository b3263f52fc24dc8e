"""Shows what a processor would be told, byte by byte, of a ticket and of results that do not exist."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

from helpdesk import wiring
from helpdesk.privacy.policy.shapes import DAILY
from helpdesk.results import webhook as results
from helpdesk.results.csat import report_made_of
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.webhooks import payload, processor_to_test
from notifications.webhooks import Call, signed_headers
from surveys.results import By, Found, GroupCount

_NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
_NOBODY = UUID("01890b6c-2d2f-7000-8000-000000000001")


def shown(name: str) -> str:
    """Give the calls to a processor, one for each of its events; raises NotFound."""
    processor = processor_to_test(name)
    values = dict.fromkeys(TicketRow.__dataclass_fields__) | {
        "id": _NOBODY, "requester": _NOBODY, "reference": "SR-7K3M-9QXD", "category": "technical", "team": "support",
        "locale": "en", "status": "open", "subject": b"", "link": b"", "is_erased": False, "opened_at": _NOW,
        "active_at": _NOW,
    }  # fmt: skip
    ticket = TicketRow(**values)  # type: ignore[arg-type]
    calls = []
    for event in processor.events:
        body = _results() if event == DAILY else payload(event, ticket, processor, at=_NOW)
        call = Call(processor.url, body, wiring.webhook_secret(name))
        headers = signed_headers(call, promise=_NOBODY, now=_NOW)
        lines = [f"POST {processor.url}", *(f"{key}: {value}" for key, value in headers.items())]
        calls.append("\n".join([*lines, "", call.body.decode()]))
    return "\n\n".join(calls)


def _results() -> bytes:
    """Give the call of a day on which one category is too small to be shown, and hides another one with it."""
    day = _NOW.date() - timedelta(days=1)
    groups = [
        GroupCount("technical", (1, 0, 2, 5, 12), invited=50),
        GroupCount("billing", (0, 1, 1, 4, 6), invited=30),
        GroupCount("domain", (0, 0, 1, 1, 1), invited=9),
    ]
    whole = GroupCount("", (1, 1, 4, 10, 19), invited=89)
    found = Found(whole, [], groups)
    report = report_made_of(found, GroupCount("", (0, 0, 0, 0, 0)), results.window_of(day), By.CATEGORY)
    return results.payload(report, day=day, at=_NOW)
