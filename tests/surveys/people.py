"""Who is asked and what they answer, through the real operations."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from helpdesk import wiring
from surveys.answers import Counter, Given, Outcome, make_link, record
from surveys.group import Group
from surveys.invite import Person, Rules, invite
from surveys.tables import Invitation
from tests.builders import NOON

GROUP = Group(category="technical", team="support", agent=str(uuid4()), locale="en")
AT_ONCE = Rules(delay=timedelta(0))


async def upper(text: str) -> str:
    return text.upper()


async def no_follow_up(about: UUID, now: datetime) -> None:
    pass


COUNTER = Counter(redact=upper, box=wiring.BOX, follow_up=no_follow_up)


async def an_invitation(
    *, to: UUID | None = None, now: datetime = NOON, group: Group = GROUP, rules: Rules = AT_ONCE
) -> tuple[UUID, str]:
    """Ask somebody; gives what about, and their link ("" when they were not asked)."""
    about, person = uuid4(), to or uuid4()
    await invite(about, to=Person(person, person.bytes), group=group, rules=rules, now=now)
    row = await Invitation.select(Invitation.id).where(Invitation.about == about).first()
    return about, await make_link(row["id"], now=now) if row else ""


async def answer(
    token: str, *, rating: int = 4, comment: str = "", now: datetime = NOON, counter: Counter = COUNTER, **more: Any
) -> Outcome | None:
    """Answer by a link; `more` are the other questions' values."""
    values: Mapping[str, int] = {"rating": rating, **more}
    return await record(token, Given(values, comment, "standard"), counter=counter, now=now)


async def answers(ratings: list[int], *, group: Group = GROUP, now: datetime = NOON, comment: str = "") -> list[str]:
    """One person an answer; gives their links."""
    tokens = [(await an_invitation(now=now, group=group))[1] for _ in ratings]
    for place, (token, rating) in enumerate(zip(tokens, ratings, strict=True)):
        await answer(token, rating=rating, comment=comment and f"{comment} {place}", now=now)
    return tokens
