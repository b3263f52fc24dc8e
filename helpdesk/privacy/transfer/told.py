"""What a ticket's readers are told of its having been passed on with the business."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.privacy.transfer.tables import Given, Transfer
from piccolo_conf import SYSTEM, acting


@dataclass(frozen=True, slots=True)
class PassedOn:
    """To which company something was passed, on what ground, when, and what: names of details, a number of messages."""

    successor: str
    ground: str
    at: datetime
    details: Sequence[str]
    messages: int


async def passed_on(ticket: UUID) -> Sequence[PassedOn]:
    """List what of a ticket was passed on with the business, oldest first; nothing before the archive was fetched.

    Joins the reader's transaction, to whom the database shows what is theirs.
    """
    given = await Given.select().where(Given.ticket == ticket)
    if not given:
        return []
    async with acting(SYSTEM):
        rows = (
            await Transfer.select(Transfer.id, Transfer.successor, Transfer.ground, Transfer.fetched_at)
            .where(Transfer.id.is_in([row["transfer"] for row in given]), Transfer.fetched_at.is_not_null())
            .order_by(Transfer.fetched_at)
        )
    by_transfer = {row["transfer"]: row for row in given}
    return [
        PassedOn(row["successor"], row["ground"], row["fetched_at"], what["details"], what["messages"])
        for row in rows
        for what in [by_transfer[row["id"]]]
    ]
