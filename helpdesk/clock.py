"""What time it is; operations take `now` as a parameter, so only the edges call this."""

from datetime import UTC, datetime


def now() -> datetime:
    """Give the present moment in UTC."""
    return datetime.now(UTC)
