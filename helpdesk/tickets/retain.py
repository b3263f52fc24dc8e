"""What goes when its time is over: stage by stage, in small batches, whatever a hold does not keep."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.privacy.policy import policy
from helpdesk.privacy.retention import runs
from helpdesk.privacy.retention.runs import Counts
from helpdesk.privacy.retention.stages import STAGES, End, days_of, ends
from helpdesk.privacy.vault.set_aside import forget_set_aside
from helpdesk.tickets.tables import CategoryRule
from helpdesk.tickets.ticket_rows import TicketRow
from named_sql import statements
from piccolo_conf import SYSTEM, acting

BATCH = 500  # tickets in one transaction
WEEKS = 12  # of the forecast
_SQL = statements(__file__)
_NEVER = (datetime(1, 1, 1, tzinfo=UTC), UUID(int=0))


@dataclass(frozen=True, slots=True)
class Due:
    """How many tickets of a category reach a stage in a week from now; week 0 is over already."""

    stage: str
    category: str
    week: int
    tickets: int
    held: int


def _quiet(done: int) -> None:
    """Tell nobody."""


@dataclass(slots=True)
class _Sweep:
    """One run at work: who is told how far it is, how many tickets a batch takes, what was done."""

    run: UUID
    told: Callable[[int], object]
    batch: int
    now: datetime
    counts: Counts = field(default_factory=Counts)


async def retain(*, now: datetime, told: Callable[[int], object] = _quiet, batch: int = BATCH) -> Counts | None:
    """Bring every ticket whose time is over to the stage it should be at; None when another run is at work.

    told     is called with how many tickets each batch brought to a stage
    raises   what the database raises; the run is written down as failed then
    effects  one transaction a batch: texts, keys and rows go, whatever no hold keeps; a row for the run, an audit entry
             for each stage of it; what was set aside for a hold that is lifted goes, too. Killed in between, the next
             run goes on where this one was
    """
    async with runs.alone() as is_alone:
        if not is_alone:
            return None
        sweep = _Sweep(await runs.begin(now=now), told, batch, now)
        try:
            await _retain(sweep)
        except BaseException as error:
            await runs.end(sweep.run, "failed" if isinstance(error, Exception) else "stopped", now=now)
            raise
        await runs.end(sweep.run, "done", now=now)
    return sweep.counts


async def _retain(sweep: _Sweep) -> None:
    for category in await _categories():
        for stage in STAGES:
            await _stage(sweep, category, stage)
    async with acting(SYSTEM):
        for stage in STAGES:
            if getattr(sweep.counts, stage):
                await record(f"retention.{stage}", actor=None, about=sweep.run, at=sweep.now)
        if await forget_set_aside():
            await record("retention.set_aside", actor=None, about=sweep.run, at=sweep.now)
        longest = max(days_of(category, "rest") for category in policy.in_use().categories)
        await CategoryRule.raw(_SQL["forget_alarms"], sweep.now - timedelta(days=longest))


async def _categories() -> Sequence[str]:
    """Give every category that tickets can be of, also those that the policy lost."""
    async with acting(SYSTEM):
        rows = await CategoryRule.select(CategoryRule.category).order_by(CategoryRule.category)
    return [row["category"] for row in rows]


async def _stage(sweep: _Sweep, category: str, stage: str) -> None:
    """Bring a category's tickets to a stage, oldest closing first, a batch in a transaction."""
    before, at = sweep.now - timedelta(days=days_of(category, stage)), _NEVER
    while True:
        async with acting(SYSTEM):
            row = (await CategoryRule.raw(_SQL["retain_batch"], stage, category, before, *at, sweep.batch, sweep.now))[
                0
            ]
            counts = sweep.counts
            setattr(counts, stage, getattr(counts, stage) + row["done"])
            counts.people += row["people"]
            counts.held += row["held"]
            if row["done"] or row["held"]:
                await runs.note(sweep.run, counts)
        if row["done"]:
            sweep.told(row["done"])
        if row["looked"] < sweep.batch:
            return
        at = (row["last_at"], row["last_id"])


async def due(*, now: datetime, weeks: int = 0) -> Sequence[Due]:
    """Count what a run would do now (week 0) and what falls due in each of so many weeks; as whoever acts may count.

    A ticket that is due for several stages is counted at each, as a run brings it through all of them.
    """
    rules = await CategoryRule.select(CategoryRule.category).order_by(CategoryRule.category)
    return [
        Due(stage, rule["category"], row["week"], row["due"], row["held"])
        for rule in rules
        for stage in STAGES
        for row in await CategoryRule.raw(
            _SQL["retention_due"], stage, rule["category"], days_of(rule["category"], stage), now, weeks
        )
    ]


async def oldest_kept() -> datetime | None:
    """Say when the oldest ticket was closed of which texts are kept."""
    found: datetime | None = (await CategoryRule.raw(_SQL["oldest_kept"]))[0]["at"]
    return found


def kept_until(ticket: TicketRow) -> Sequence[End]:
    """Say when the parts of a closed ticket go; nothing for an open one, whose clock begins when it is closed."""
    return ends(ticket.category, ticket.closed_at) if ticket.closed_at else ()
