"""Past scores from elsewhere, counted as the ballot box counts: in batches of at least five, smaller groups merged."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from piccolo_conf import SYSTEM, acting
from surveys.box import Box
from surveys.group import monday
from surveys.plan import PATIENCE, Vote, plan, remaining
from surveys.release import store


@dataclass(frozen=True, slots=True)
class Imported:
    """How many answers were counted, and how many found no company at all and were left out."""

    counted: int
    left_out: int


async def import_votes(votes: Sequence[Vote], *, box: Box) -> Imported:
    """Count past answers by the week they were given in; what a week leaves over goes on to the next.

    effects  answers and counts, all or none; comments are not taken over
    """
    weeks: dict[date, list[Vote]] = {}
    for vote in votes:
        weeks.setdefault(monday(vote.put_at), []).append(vote)
    waiting: dict[bytes, Vote] = {}
    counted = number = 0
    async with acting(SYSTEM):
        for week in sorted(weeks):
            for vote in weeks[week]:
                waiting[number.to_bytes(8)] = vote
                number += 1
            latest = max(vote.put_at for vote in waiting.values())
            batches = plan(waiting, now=latest + PATIENCE + timedelta(days=1))
            await store(batches, waiting, box, week)
            counted += sum(len(batch.slots) for batch in batches)
            for slot in {slot for batch in batches for slot in batch.slots}:
                gone = [batch.question for batch in batches if slot in set(batch.slots)]
                left = remaining(waiting.pop(slot), gone)
                waiting |= {slot: left} if left else {}
    return Imported(counted, sum(len(vote.values) for vote in waiting.values()))
