"""The ledger: who saw which detail, when, why and until when; read by the requester and by staff."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.privacy.disclosure.disclose import DELIVERY, RECOGNITION
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.vault.keys import DataKey


@dataclass(frozen=True, slots=True)
class LedgerEntry:
    """One sight of one detail; `ended_at` is when it ended or will end, None while the assignment lasts."""

    id: UUID
    name: str
    kind: str
    number: int
    staff: UUID
    team: str
    purpose: str
    reason: str
    at: datetime
    until: datetime | None
    ended_at: datetime | None


async def ledger(key: DataKey) -> Sequence[LedgerEntry]:
    """List every look at a ticket's details, oldest first; `key` is the ticket's, it opens the reasons."""
    rows = (
        await Disclosure.select()
        .where(Disclosure.about == key.owner, Disclosure.purpose.not_in([DELIVERY, RECOGNITION]))
        .order_by(Disclosure.id)
    )
    return [
        LedgerEntry(
            id=row["id"],
            name=row["name"],
            kind=row["kind"],
            number=row["number"],
            staff=row["staff"],
            team=row["team"],
            purpose=row["purpose"],
            reason=key.open_text(row["reason"], row=row["id"], kind="reason") if row["reason"] else "",
            at=row["opened_at"],
            until=row["expires_at"],
            ended_at=row["ended_at"],
        )
        for row in rows
    ]
