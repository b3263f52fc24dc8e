"""Shows what a processor would be told, byte by byte, of a ticket that does not exist."""

from datetime import UTC, datetime
from uuid import UUID

from helpdesk import wiring
from helpdesk.tickets.access import TicketRow
from helpdesk.tickets.webhooks import payload, processor_to_test
from notifications.webhooks import Call, signed_headers

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
        call = Call(processor.url, payload(event, ticket, processor, at=_NOW), wiring.webhook_secret(name))
        headers = signed_headers(call, promise=_NOBODY, now=_NOW)
        lines = [f"POST {processor.url}", *(f"{key}: {value}" for key, value in headers.items())]
        calls.append("\n".join([*lines, "", call.body.decode()]))
    return "\n\n".join(calls)
