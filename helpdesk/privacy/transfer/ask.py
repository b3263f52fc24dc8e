"""An officer asks that everything still lawfully held be passed on; another officer or an administrator agrees."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pyrage
from pyrage import x25519

from helpdesk.audit.record import record
from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion, Refused
from helpdesk.ids import new_id
from helpdesk.privacy.lawful.words import LINE_LIMIT, line, mistake_of
from helpdesk.privacy.transfer.tables import Transfer
from named_sql import statements
from piccolo_conf import Actor, acting

PATIENCE = timedelta(days=14)  # for another to agree
MAY_DECIDE = ("officer", "admin")
_ONE_AT_A_TIME = 7_234_993  # transfers are rare: while one gets its number, no other does
_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Wish:
    """Which company gets everything, on what legal ground, and the key (age1…) that it is sealed to."""

    successor: str
    ground: str
    recipient: str


async def ask(wish: Wish, *, by: Actor, now: datetime) -> UUID:
    """Ask that the business be passed on; nothing is made before somebody else agrees. Gives its id.

    raises   Refused (no officer), Invalid
    effects  one row, one audit entry
    """
    if by.kind != "officer":
        raise Refused
    wish = _tidy(wish)
    if mistakes := mistakes_in(wish):
        raise Invalid(mistakes)
    transfer = new_id()
    async with acting(by):
        await Transfer.raw("SELECT pg_advisory_xact_lock({})", _ONE_AT_A_TIME)
        newest = await Transfer.raw(_SQL["newest"])
        row = Transfer(
            id=transfer,
            number=newest[0]["n"] + 1,
            successor=wish.successor,
            ground=wish.ground,
            recipient=wish.recipient,
            asked_by=by.id,
            asked_at=now,
            expires_at=now + PATIENCE,
        )
        await Transfer.insert(row)
        await record("transfer.asked", actor=by.id, about=transfer, at=now)
    return transfer


def mistakes_in(wish: Wish) -> dict[str, str]:
    """Say what is wrong with a wish: field -> Fluent message."""
    wish = _tidy(wish)
    mistakes = {name: mistake_of(getattr(wish, name), LINE_LIMIT) for name in ("successor", "ground")}
    try:
        x25519.Recipient.from_str(wish.recipient)
    except pyrage.RecipientError:
        mistakes["recipient"] = "error-transfer-recipient" if wish.recipient else "error-missing"
    return {name: mistake for name, mistake in mistakes.items() if mistake}


def _tidy(wish: Wish) -> Wish:
    return Wish(line(wish.successor), line(wish.ground), wish.recipient.strip())


async def decide(transfer: UUID, *, agree: bool, by: Actor, now: datetime) -> None:
    """Agree to what somebody else asked, or decline it.

    raises   Refused, NotFound, OwnQuestion, DecidedAlready (or its time is over)
    effects  the worker makes the archive, or never will; one audit entry
    """
    if by.kind not in MAY_DECIDE:
        raise Refused
    async with acting(by):
        row = await Transfer.select().where(Transfer.id == transfer).first().lock_rows("UPDATE")
        if row is None:
            raise NotFound
        if row["asked_by"] == by.id:
            raise OwnQuestion
        if row["approved_at"] or row["declined_at"] or row["ended_at"] or row["expires_at"] <= now:
            raise DecidedAlready
        what = "approved" if agree else "declined"
        decided: dict[Any, Any] = {f"{what}_by": by.id, f"{what}_at": now}
        await Transfer.update(decided).where(Transfer.id == transfer)
        await record(f"transfer.{what}", actor=by.id, about=transfer, at=now)
