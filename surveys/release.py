"""Empties the ballot box: whole batches, shuffled, each in a transaction that names nothing but the box."""

import asyncio
import contextlib
import logging
import time
from collections import Counter as Tally
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from uuid import UUID, uuid4, uuid5

import asyncpg

from named_sql import statements
from piccolo_conf import SYSTEM, acting
from surveys.box import Box
from surveys.group import Group, monday
from surveys.plan import LONGEST, RATING, Batch, Vote, plan, remaining, unpack
from surveys.tables import Answer, Ballot, Comment, Count, Invitation

INVITED = "invited"
_VALUES = 11  # 0..10
PAUSE = 20.0  # seconds between two looks into the box; longer when it is so full that a look takes long
_CELLS = UUID("0d0a2f0e-8d5c-4d4c-9a39-4f2f6a1c7b11")
_SQL = statements(__file__)
_log = logging.getLogger(__name__)
_AWAY = (OSError, asyncpg.PostgresError, asyncpg.InterfaceError)


async def run(box: Box, *, hold: Callable[[], timedelta], now: Callable[[], datetime], stop: asyncio.Event) -> None:
    """Release what is ready, again and again until `stop` is set; a database that is away is waited for."""
    while not stop.is_set():
        began = time.monotonic()
        try:
            await release(box, hold=hold(), now=now())
            await count_invitations(now=now())
        except _AWAY:
            _log.warning("the ballot box cannot be reached; trying again")
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), max(PAUSE, 20 * (time.monotonic() - began)))


async def release(box: Box, *, now: datetime, hold: timedelta = timedelta(0)) -> int:
    """Release every batch that is ready, all in one transaction; gives how many answers left the box.

    effects  answers, comments and counts of the week of the release; the ballots are gone, or sealed anew without what
             was released; keys of past weeks that no ballot needs are destroyed
    """
    async with acting(SYSTEM):
        if not (await Ballot.raw(_SQL["alone"]))[0]["is_alone"]:
            return 0
        opened = await _opened(box)
        batches = plan(opened, now=now, hold=hold)
        await store(batches, opened, box, monday(now))
        await _cut(batches, opened, box, now)
        await _forget_keys(box, now)
    return sum(len(batch.slots) for batch in batches)


async def _opened(box: Box) -> dict[bytes, Vote]:
    rows = await Ballot.select().lock_rows("UPDATE")
    weeks: dict[date, dict[bytes, bytes]] = defaultdict(dict)
    for row in rows:
        weeks[row["week"]][row["slot"]] = row["sealed"]
    return {
        slot: unpack(text) for week, sealed in weeks.items() for slot, text in (await box.open(week, sealed)).items()
    }


async def store(batches: Sequence[Batch], opened: Mapping[bytes, Vote], box: Box, week: date) -> None:
    """Write what leaves the box in the order of random keys: no order says whose it was. Joins the transaction."""
    answers = [_answer(batch, opened[slot].values[batch.question], week) for batch in batches for slot in batch.slots]
    comments = [
        (batch.group, opened[slot].comment)
        for batch in batches
        for slot in batch.slots
        if batch.question == RATING and opened[slot].comment
    ]
    if answers:
        await Answer.insert(*sorted(answers, key=lambda answer: str(answer.id)))
        await add_counts(Tally((week, _group(a).labels, a.question, a.value) for a in answers))
    if comments:
        rows = [await _comment(group, words, box, week.replace(day=1)) for group, words in comments]
        await Comment.insert(*sorted(rows, key=lambda row: str(row.id)))


def _answer(batch: Batch, value: int, week: date) -> Answer:
    group = batch.group
    return Answer(
        id=uuid4(),
        question=batch.question,
        value=value,
        week=week,
        category=group.category,
        team=group.team,
        agent=group.agent,
        locale=group.locale,
        asked=group.asked,
    )


def _group(answer: Answer) -> Group:
    return Group(answer.category, answer.team, answer.agent, answer.locale, answer.asked)


async def _comment(group: Group, words: str, box: Box, month: date) -> Comment:
    return Comment(
        id=uuid4(),
        words=await box.seal_comment(month, words),
        month=month,
        category=group.category,
        team=group.team,
        agent=group.agent,
        locale=group.locale,
    )


async def add_counts(found: Mapping[tuple[date, tuple[str, ...], str, int], int]) -> None:
    """Add to the counts that results are read from; joins the transaction."""
    if not found:
        return
    cells: dict[tuple[date, tuple[str, ...], str], list[int]] = {}
    for (week, labels, question, value), number in found.items():
        cells.setdefault((week, labels, question), [0] * _VALUES)[value] += number
    rows = sorted(
        (_cell(week, labels, question), week, *labels, question, *values)
        for (week, labels, question), values in cells.items()
    )
    await Count.raw(_SQL["add_counts"], *(list(column) for column in zip(*rows, strict=True)))


def _cell(week: date, labels: Iterable[str], question: str) -> UUID:
    return uuid5(_CELLS, "\0".join((week.isoformat(), *labels, question)))


async def _cut(batches: Sequence[Batch], opened: Mapping[bytes, Vote], box: Box, now: datetime) -> None:
    """Take out of the box what was released, and unread what found no company in 90 days."""
    released: dict[bytes, set[str]] = defaultdict(set)
    for batch in batches:
        for slot in batch.slots:
            released[slot].add(batch.question)
    left = {slot: remaining(opened[slot], gone) for slot, gone in released.items()}
    old = {slot for slot, vote in opened.items() if vote.put_at + LONGEST <= now}
    gone = sorted({slot for slot, vote in left.items() if vote is None} | old)
    if gone:
        await Ballot.delete().where(Ballot.slot.is_in(gone))
    for slot, vote in sorted(left.items()):
        if vote is not None and slot not in old:
            week = monday(now)
            await Ballot.update({Ballot.sealed: await box.seal(week, slot, vote.packed()), Ballot.week: week}).where(
                Ballot.slot == slot
            )


async def _forget_keys(box: Box, now: datetime) -> None:
    """Destroy the keys of weeks that are over and that no ballot is sealed under."""
    this = monday(now)
    rows = await Ballot.select(Ballot.week).distinct()
    needed = {row["week"] for row in rows}
    for back in range(1, LONGEST // timedelta(weeks=1) + 2):
        if (week := this - timedelta(weeks=back)) not in needed:
            await box.forget(week)


async def count_invitations(*, now: datetime) -> int:
    """Count the invitations that came due and were not taken back, for the response rate; gives how many.

    It has a transaction of its own: the one that releases answers names no invitation.
    """
    async with acting(SYSTEM):
        rows = await Invitation.raw(_SQL["count_invitations"], now)
        await add_counts(
            Tally(
                (monday(row["due_at"]), (row["category"], row["team"], row["agent"], row["locale"], ""), INVITED, 0)
                for row in rows
            )
        )
    return len(rows)
