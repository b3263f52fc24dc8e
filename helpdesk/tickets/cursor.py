"""Where a list goes on: the last row's time and id, written so that it fits into an address."""

import base64
import binascii
from datetime import UTC, datetime, timedelta
from uuid import UUID

from helpdesk.errors import Invalid

_EPOCH, _TICK = datetime.fromtimestamp(0, UTC), timedelta(microseconds=1)


def write_cursor(active_at: datetime, ticket: UUID) -> str:
    """Give the cursor of what follows a row."""
    raw = ((active_at - _EPOCH) // _TICK).to_bytes(8) + ticket.bytes
    return base64.urlsafe_b64encode(raw).decode()


def read_cursor(cursor: str) -> tuple[datetime, UUID]:
    """Give the row that a cursor follows; raises Invalid for one that is not ours."""
    try:
        raw = base64.urlsafe_b64decode(cursor)
        microseconds = int.from_bytes(raw[:8])
        seconds, rest = divmod(microseconds, 1_000_000)
        return datetime.fromtimestamp(seconds, UTC).replace(microsecond=rest), UUID(bytes=raw[8:])
    except (binascii.Error, ValueError, OverflowError, OSError):
        raise Invalid({"cursor": "error-cursor"}) from None
