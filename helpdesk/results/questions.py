"""Managers decide what is asked: read a form's questions, keep them as a new version."""

from collections.abc import Mapping
from datetime import datetime

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember
from piccolo_conf import acting
from surveys import questions
from surveys.questions import Asked, Item, Kind, WrongQuestions

CHOICES = (Kind.CHOICE1, Kind.CHOICE2)
FIELDS = frozenset(
    {*(f"on-{kind}" for kind in Kind), *(f"text-{kind}" for kind in Kind), *(f"options-{kind}" for kind in CHOICES)}
)


def read_items(form: Mapping[str, str]) -> list[Item]:
    """Read the questions of a form; raises Invalid with what is wrong by field."""
    items = []
    for kind in Kind:
        if kind is Kind.RATING or form.get(f"on-{kind}"):
            lines = form.get(f"options-{kind}", "").splitlines() if kind in CHOICES else []
            options = tuple(line.strip() for line in lines if line.strip())
            items.append(Item(kind, " ".join(form.get(f"text-{kind}", "").split()), options))
    try:
        questions.check(items)
    except WrongQuestions as error:
        raise Invalid({f"text-{kind}": code for kind, code in error.fields.items()}) from None
    return items


async def save_questions(category: str, locale: str, items: list[Item], *, by: StaffMember, now: datetime) -> Asked:
    """Ask something else from now on in a category ("" for all) and language.

    effects  one more version; earlier ones stay as they were asked; one audit entry
    """
    async with acting(by.actor):
        saved = await questions.save(category, locale, items, now=now)
        await record("survey.questions_saved", actor=by.id, about=by.id, at=now)
    return saved
