"""What a ticket's readers are told of what authorities were given of it; while a gag runs, nothing."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.privacy.lawful.tables import LawfulGiven, LawfulRequest
from helpdesk.privacy.lawful.words import Words, keys_of_demands
from piccolo_conf import SYSTEM, acting


@dataclass(frozen=True, slots=True)
class Told:
    """To whom something was given, on what ground, when, and what: names of details, a number of messages."""

    authority: str
    basis: str
    document: str
    at: datetime
    details: Sequence[str]
    messages: int


async def told_about(ticket: UUID) -> Sequence[Told]:
    """List what authorities were given of a ticket and its person may know of, oldest first.

    Joins the reader's transaction; the database shows nobody but officers what nobody was told of yet, and here it is
    left out for them, too: this is what the person reads.
    """
    given = await LawfulGiven.select().where(LawfulGiven.ticket == ticket).order_by(LawfulGiven.at)
    if not given:
        return []
    async with acting(SYSTEM):
        rows = await LawfulRequest.select(LawfulRequest.id, LawfulRequest.words).where(
            LawfulRequest.id.is_in([row["request"] for row in given]), LawfulRequest.told_at.is_not_null()
        )
    keys, words = await keys_of_demands([row["id"] for row in rows]), {row["id"]: row["words"] for row in rows}
    return [
        Told(opened.authority, opened.basis, opened.document, row["at"], row["details"], row["messages"])
        for row in given
        if row["request"] in words
        for opened in [Words.opened(keys.get(row["request"]), words[row["request"]])]
    ]
