"""What answers are counted by, and how a group that stays too small is merged into a coarser one."""

from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta

SMALLEST = 5  # answers that are released together; nothing shown is about fewer


@dataclass(frozen=True, slots=True)
class Group:
    """The labels of an answer; "" where it was merged with others.

    asked  the question set as it was asked, such as "technical/en/3"
    """

    category: str
    team: str
    agent: str
    locale: str
    asked: str = ""

    @property
    def labels(self) -> tuple[str, str, str, str, str]:
        return (self.category, self.team, self.agent, self.locale, self.asked)


LABELS = tuple(field.name for field in fields(Group))
_MERGED = (("agent",), ("agent", "team"), ("agent", "team", "category", "asked"), LABELS)
COARSEST = len(_MERGED)


def coarser(group: Group, level: int) -> Group:
    """Take labels away: level 0 none, 1 the agent, 2 the team, 3 the category with its questions, 4 all."""
    return replace(group, **dict.fromkeys(_MERGED[level - 1], "")) if level else group


def monday(moment: datetime) -> date:
    """Give the Monday of a moment's week: the only time that is kept."""
    return moment.date() - timedelta(days=moment.weekday())
