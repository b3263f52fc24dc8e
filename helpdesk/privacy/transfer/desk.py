"""What officers and administrators read of business transfers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.errors import NotFound
from helpdesk.privacy.transfer.tables import Transfer


@dataclass(frozen=True, slots=True)
class Passing:
    """One transfer as who answers for privacy sees it."""

    id: UUID
    number: int
    successor: str
    ground: str
    recipient: str
    asked_by: UUID
    asked_at: datetime
    expires_at: datetime
    approved_by: UUID | None
    approved_at: datetime | None
    declined_by: UUID | None
    declined_at: datetime | None
    persons_done: int
    persons: int
    tickets: int
    details: int
    left_out: int
    ready_at: datetime | None
    manifest: bytes | None
    sha256: bytes | None
    size: int
    fetched_at: datetime | None
    ended_at: datetime | None

    def state(self, now: datetime) -> str:
        """Say where it stands: waiting, lapsed, declined, making, ready or ended."""
        if self.declined_at or self.ended_at:
            return "declined" if self.declined_at else "ended"
        if self.approved_at is None:
            return "lapsed" if self.expires_at <= now else "waiting"
        if self.ready_at is None:
            return "making"
        return "ended" if self.expires_at <= now else "ready"


_COLUMNS = tuple(getattr(Transfer, name) for name in Passing.__dataclass_fields__)


async def transfers(*, most: int = 100) -> Sequence[Passing]:
    """List transfers, newest first; joins the reader's transaction, to whom the database shows them or none."""
    rows = await Transfer.select(*_COLUMNS).order_by(Transfer.number, ascending=False).limit(most)
    return [Passing(**row) for row in rows]


async def transfer_of(transfer: UUID) -> Passing:
    """Give one transfer; joins the reader's transaction. Raises NotFound."""
    row = await Transfer.select(*_COLUMNS).where(Transfer.id == transfer).first()
    if row is None:
        raise NotFound
    return Passing(**row)


async def count_waiting(*, not_by: UUID, now: datetime) -> int:
    """Count what waits for somebody else than who asked; joins the reader's transaction."""
    return sum(one.state(now) == "waiting" and one.asked_by != not_by for one in await transfers())
