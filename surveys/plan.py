"""Plans what may leave the ballot box: batches of at least five of one group, or of a coarser one after seven days."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from surveys.group import COARSEST, SMALLEST, Group, coarser

PATIENCE = timedelta(days=7)  # then a group that is still too small is merged upwards
LONGEST = timedelta(days=90)  # then what found no company is thrown away unread
RATING = "rating"
_SIZE = 6144  # bytes of a ballot before it is sealed: one size for all, so that no comment shows by its length
_OWN_SET = ("choice1", "choice2")  # what their numbers mean depends on the question set


@dataclass(frozen=True, slots=True)
class Vote:
    """An opened ballot: what was answered and not released yet.

    values   by question: rating 1..5, nps 0..10, effort 1..7, thumbs 0 or 1, choice1 and choice2 1..
    comment  redacted; it is released with the rating
    is_begun whether a part of it was released: then it cannot be changed any more
    """

    group: Group
    put_at: datetime
    values: Mapping[str, int]
    comment: str = field(default="", repr=False)
    is_begun: bool = False

    def packed(self) -> str:
        """Give it as text of one size in UTF-8; the end of a comment that does not fit is left out."""
        comment = self.comment
        while True:
            parts = [*self.group.labels, self.put_at.isoformat(), self.is_begun, dict(self.values), comment]
            text = json.dumps(parts, ensure_ascii=False)
            if (room := _SIZE - len(text.encode())) >= 0:
                return text + " " * room
            comment = comment[: -max(1, -room // 4)]


def unpack(text: str) -> Vote:
    """Read what `Vote.packed` made."""
    *labels, put_at, is_begun, values, comment = json.loads(text)
    return Vote(Group(*labels), datetime.fromisoformat(put_at), values, comment, is_begun)


@dataclass(frozen=True, slots=True)
class Batch:
    """Ballots (by their slots) whose answers to one question leave the box together, under one group."""

    question: str
    group: Group
    slots: Sequence[bytes]


def plan(box: Mapping[bytes, Vote], *, now: datetime, hold: timedelta = timedelta(0)) -> Sequence[Batch]:
    """Choose what leaves the box now.

    hold     how long a ballot is kept at least, so that whoever gave it may change it
    returns  batches of at least five each; a ballot's answer to a question stands in one of them at most
    """
    ripe = {slot: vote for slot, vote in box.items() if vote.put_at + hold <= now}
    questions = sorted({question for vote in ripe.values() for question in vote.values})
    return [
        batch
        for question in questions
        for batch in _of_question(question, {s: v for s, v in ripe.items() if question in v.values}, now)
    ]


def _of_question(question: str, waiting: dict[bytes, Vote], now: datetime) -> Iterable[Batch]:
    highest = 2 if question in _OWN_SET else COARSEST
    for level in range(highest + 1):
        pools: dict[Group, list[bytes]] = defaultdict(list)
        for slot, vote in waiting.items():
            if level == 0 or vote.put_at + PATIENCE <= now:
                pools[coarser(vote.group, level)].append(slot)
        for group, slots in pools.items():
            if len(slots) >= SMALLEST:
                yield Batch(question, group, slots)
                waiting = {slot: vote for slot, vote in waiting.items() if slot not in set(slots)}


def remaining(vote: Vote, released: Iterable[str]) -> Vote | None:
    """Give what stays in the box of a ballot; None when nothing does."""
    gone = set(released)
    values = {question: value for question, value in vote.values.items() if question not in gone}
    comment = "" if RATING in gone else vote.comment
    return Vote(vote.group, vote.put_at, values, comment, is_begun=True) if values else None
