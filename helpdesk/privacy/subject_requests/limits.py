"""Data that may be kept and not used: begins at once when its person asks, ends with notice to them."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import NotFound, ProcessingLimited
from helpdesk.privacy.subject_requests.tables import ProcessingLimit
from notifications import outbox
from piccolo_conf import Actor, acting


async def begin(request: UUID, subject: UUID, *, now: datetime) -> None:
    """Let somebody's data be kept only; joins the caller's transaction."""
    await ProcessingLimit.insert(ProcessingLimit(request=request, subject=subject, since=now))


async def lift(request: UUID, *, by: Actor, now: datetime) -> UUID:
    """Let data be used again; gives whose it is. Joins a transaction that may be open.

    raises   NotFound (none runs)
    effects  one audit entry, one promised mail to the person when somebody else lifted it
    """
    async with acting(by):
        lifted = (
            await ProcessingLimit.update({ProcessingLimit.lifted_at: now, ProcessingLimit.lifted_by: by.id})
            .where(ProcessingLimit.request == request, ProcessingLimit.lifted_at.is_null())
            .returning(ProcessingLimit.subject)
        )
        if not lifted:
            raise NotFound
        subject: UUID = lifted[0]["subject"]
        await record("rights.limit_lifted", actor=by.id, about=request, at=now)
        if by.id != subject:
            await outbox.enqueue("subject_request_changed", about=request, to=subject, due_at=now)
    return subject


async def is_limited(subject: UUID) -> bool:
    """Say whether somebody's data may be kept and not used."""
    rows = await ProcessingLimit.raw("SELECT is_limited({}) AS limited", subject)
    return bool(rows[0]["limited"])


async def refuse_limited(subject: UUID) -> None:
    """Raise ProcessingLimited when somebody's data may be kept and not used."""
    if await is_limited(subject):
        raise ProcessingLimited


async def limit_since(subject: UUID) -> datetime | None:
    """Say since when somebody's data may not be used, to who may see their tickets; None when it may."""
    row = (
        await ProcessingLimit.select(ProcessingLimit.since)
        .where(ProcessingLimit.subject == subject, ProcessingLimit.lifted_at.is_null())
        .order_by(ProcessingLimit.since)
        .first()
    )
    return row["since"] if row else None


async def limits_of(subject: UUID) -> Mapping[UUID, tuple[datetime, datetime | None]]:
    """Give the limits that a person's requests began: request -> from, until (None while it runs)."""
    rows = await ProcessingLimit.select().where(ProcessingLimit.subject == subject)
    return {row["request"]: (row["since"], row["lifted_at"]) for row in rows}


async def runs(request: UUID) -> bool:
    """Say whether the limit that a request began still runs."""
    return await ProcessingLimit.exists().where(ProcessingLimit.request == request, ProcessingLimit.lifted_at.is_null())
