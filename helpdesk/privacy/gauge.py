"""The privacy gauge: how much was hidden, how little of it anybody needed; counts only, small ones withheld."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from helpdesk.privacy.disclosure.tables import Disclosure
from named_sql import statements
from piccolo_conf import SYSTEM, acting
from surveys.group import SMALLEST

# Asked for and not given: a second person said no, the hour's number was used up, or whoever asked had no right to it.
REFUSED = ("detail.declined", "detail.quota_reached", "disclosure.refused", "glass.declined")
OPENED = ("ticket.opened",)
_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Gauge:
    """What may be said of a period; None where the number is so small that it could tell of a person.

    tickets      requests that were opened
    hidden       details hidden in what people wrote; what a form asked for is not among them
    shown        those of them that anybody ever saw, until today
    never_shown  the share 0..1 that nobody ever saw
    openings     openings of details for a purpose, by purpose, most first
    opened       all of them
    per_100      openings a hundred requests
    refused      openings that were asked for and refused
    """

    tickets: int
    hidden: int | None
    shown: int | None
    never_shown: float | None
    openings: Mapping[str, int | None]
    opened: int | None
    per_100: float | None
    refused: int | None


async def gauge(*, since: datetime, until: datetime) -> Gauge:
    """Take the gauge of a period, `until` not included.

    effects  none; reads as the system and gives counts, so that who reads it needs no sight of any request
    """
    async with acting(SYSTEM):
        details: Mapping[str, Any] = (await Disclosure.raw(_SQL["hidden"], since, until))[0]
        purposes: Sequence[Mapping[str, Any]] = await Disclosure.raw(_SQL["openings_by_purpose"], since, until)
        tickets, refused = [await _count(acts, since, until) for acts in (OPENED, REFUSED)]
    openings, opened = withhold({row["purpose"]: row["n"] for row in purposes})
    hidden, shown = _details(**details)
    return Gauge(
        tickets=tickets,
        hidden=hidden,
        shown=shown,
        never_shown=1 - shown / hidden if hidden and shown is not None else None,
        openings=openings,
        opened=opened,
        per_100=100 * opened / tickets if opened is not None and tickets >= SMALLEST else None,
        refused=None if 0 < refused < SMALLEST else refused,
    )


async def _count(acts: Sequence[str], since: datetime, until: datetime) -> int:
    return int((await Disclosure.raw(_SQL["acts"], list(acts), since, until))[0]["n"])


def _details(*, hidden: int, hidden_in: int, shown: int, shown_in: int) -> tuple[int | None, int | None]:
    """Withhold what was hidden or shown in fewer than five requests, and in all but fewer than five."""
    if 0 < hidden_in < SMALLEST:
        return None, None
    is_telling = 0 < shown_in < SMALLEST or 0 < hidden - shown < SMALLEST
    return hidden, None if is_telling else shown


def withhold(counts: Mapping[str, int]) -> tuple[Mapping[str, int | None], int | None]:
    """Withhold counts under five, and the next smallest until those withheld are two and five at least.

    returns  the counts, and their total; None when it would give a withheld one away
    """
    small = {name for name, count in counts.items() if count < SMALLEST}
    rest = sorted((name for name in counts if name not in small), key=lambda name: counts[name])
    while small and rest and not _is_crowd(counts, small):
        small.add(rest.pop(0))
    total = sum(counts.values()) if not small or _is_crowd(counts, small) else None
    return {name: None if name in small else count for name, count in counts.items()}, total


def _is_crowd(counts: Mapping[str, int], small: set[str]) -> bool:
    return len(small) >= 2 and sum(counts[name] for name in small) >= SMALLEST
