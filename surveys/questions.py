"""What is asked: question sets by category and language, in versions; an answered version stays as it was asked."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from enum import StrEnum

from named_sql import statements
from piccolo_conf import SYSTEM, acting
from surveys.tables import QuestionSet

STANDARD = "standard"  # the set that ships: satisfaction and a comment, in the words of the pages
TEXT_LIMIT, OPTION_LIMIT, OPTIONS = 200, 80, 6  # characters, characters, options of a choice
_SQL = statements(__file__)


class Kind(StrEnum):
    """The questions a set may have, in the order of the page; the rating is always asked."""

    RATING = "rating"  # 1..5
    NPS = "nps"  # 0..10
    EFFORT = "effort"  # 1..7, 7 is easy
    THUMBS = "thumbs"  # 0 or 1
    CHOICE1 = "choice1"  # 1.. as many as there are options
    CHOICE2 = "choice2"
    COMMENT = "comment"


_RANGES = {Kind.RATING: (1, 5), Kind.NPS: (0, 10), Kind.EFFORT: (1, 7), Kind.THUMBS: (0, 1)}


@dataclass(frozen=True, slots=True)
class Item:
    """One question; an empty text means the words that ship."""

    kind: Kind
    text: str = ""
    options: tuple[str, ...] = ()

    @property
    def values(self) -> range:
        """Give the values that may be chosen; none for a comment."""
        if self.kind is Kind.COMMENT:
            return range(0)
        low, high = _RANGES.get(self.kind, (1, len(self.options)))
        return range(low, high + 1)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question set as it is or was asked."""

    name: str
    version: int
    items: tuple[Item, ...]

    def item(self, kind: str) -> Item | None:
        return next((item for item in self.items if item.kind == kind), None)


class WrongQuestions(Exception):
    """A question set that cannot be asked; `fields` names what is wrong by kind."""

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(*fields.values())
        self.fields = dict(fields)


_STANDARD = Asked(STANDARD, 0, (Item(Kind.RATING), Item(Kind.COMMENT)))


async def current(category: str, locale: str) -> Asked:
    """Give what is asked now in a category and language: its newest set, else that for all, else what ships."""
    async with acting(SYSTEM):
        rows = await QuestionSet.raw(_SQL["current_set"], locale, category)
    return _read(rows[0]) if rows else _STANDARD


async def as_asked(name: str, *, category: str, locale: str) -> Asked | None:
    """Give a set by its name if it was made for this category and language; None if it was not."""
    if name == STANDARD:
        return _STANDARD
    async with acting(SYSTEM):
        row = (
            await QuestionSet.select()
            .where(QuestionSet.name == name, QuestionSet.category.is_in(["", category]), QuestionSet.locale == locale)
            .first()
        )
    return _read(row) if row else None


async def by_name(names: Sequence[str]) -> Mapping[str, Asked]:
    """Give sets by their names, as they were asked."""
    async with acting(SYSTEM):
        rows = await QuestionSet.select().where(QuestionSet.name.is_in(list(names))) if names else []
    return {row["name"]: _read(row) for row in rows}


async def newest() -> Mapping[tuple[str, str], Asked]:
    """Give the newest set of every category ("" for all) and language that has one."""
    async with acting(SYSTEM):
        rows = await QuestionSet.raw(_SQL["newest_sets"])
    return {(row["category"], row["locale"]): _read(row) for row in rows}


async def versions() -> Sequence[str]:
    """List the names of all sets that are or were asked, what ships first."""
    async with acting(SYSTEM):
        rows = (
            await QuestionSet.select(QuestionSet.name)
            .order_by(QuestionSet.category)
            .order_by(QuestionSet.locale)
            .order_by(QuestionSet.version)
        )
    return [STANDARD, *(row["name"] for row in rows)]


async def save(category: str, locale: str, items: Sequence[Item], *, now: datetime) -> Asked:
    """Ask something else from now on; joins the caller's transaction. Earlier versions stay as they were asked.

    raises  WrongQuestions
    """
    check(items)
    await QuestionSet.raw(_SQL["one_editor"], f"{category}/{locale}")
    version = 1 + await QuestionSet.count().where(QuestionSet.category == category, QuestionSet.locale == locale)
    name = f"{category or 'all'}/{locale}/{version}"
    text = json.dumps([asdict(item) for item in items], ensure_ascii=False)
    await QuestionSet.insert(
        QuestionSet(name=name, category=category, locale=locale, version=version, questions=text, made_at=now)
    )
    return Asked(name, version, tuple(items))


def check(items: Sequence[Item]) -> None:
    """Refuse what cannot be asked; raises WrongQuestions with message codes."""
    wrong: dict[str, str] = {}
    kinds = [item.kind for item in items]
    if kinds.count(Kind.RATING) != 1 or len(set(kinds)) != len(kinds):
        wrong["rating"] = "error-questions-rating"
    for item in items:
        if len(item.text) > TEXT_LIMIT:
            wrong[item.kind] = "error-questions-text"
        if item.kind in (Kind.CHOICE1, Kind.CHOICE2):
            if not item.text.strip():
                wrong[item.kind] = "error-questions-empty"
            if not 2 <= len(item.options) <= OPTIONS or any(len(option) > OPTION_LIMIT for option in item.options):
                wrong[item.kind] = "error-questions-options"
    if wrong:
        raise WrongQuestions(wrong)


def _read(row: Mapping[str, object]) -> Asked:
    items = [
        Item(Kind(item["kind"]), item["text"], tuple(item["options"])) for item in json.loads(str(row["questions"]))
    ]
    return Asked(str(row["name"]), int(str(row["version"])), tuple(items))
