"""Others agree to a demand or decline it; gags are extended by two persons and end by themselves."""

from datetime import datetime
from typing import Any
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion, Refused
from helpdesk.ids import new_id
from helpdesk.privacy.lawful.demand import PATIENCE, Gag, add_gag, gag_mistakes
from helpdesk.privacy.lawful.tables import LawfulDecision, LawfulGag, LawfulPackage, LawfulRequest
from helpdesk.privacy.lawful.words import REASON_LIMIT, keys_of_demands, line, mistake_of
from named_sql import statements
from piccolo_conf import SYSTEM, Actor, acting

APPROVED, DECLINED = "approved", "declined"
MAY_DECIDE = ("officer", "admin")
_SQL = statements(__file__)


async def decide(request: UUID, *, agree: bool, reason: str, by: Actor, now: datetime) -> None:
    """Agree to somebody else's demand, or decline it with a reason.

    raises   Refused, NotFound, OwnQuestion, DecidedAlready (by whom acts, or it is over), Invalid (no reason)
    effects  one decision, one audit entry; the last that is needed approves the demand and its gag with it
    """
    if by.kind not in MAY_DECIDE:
        raise Refused
    async with acting(by):
        row = await _waiting(request, by=by, now=now)
        words = line(reason)
        if not agree and (mistake := mistake_of(words, REASON_LIMIT)):
            raise Invalid({"reason": mistake})
        await _note(request, APPROVED if agree else DECLINED, words, by=by, now=now)
        said_yes = await LawfulDecision.count().where(
            LawfulDecision.request == request, LawfulDecision.decision == APPROVED
        )
        if not agree or said_yes >= row["approvals"]:
            await _settle(request, agree=agree, by=by, now=now)
        await record(f"lawful.{APPROVED if agree else DECLINED}", actor=by.id, about=request, at=now)


async def _waiting(request: UUID, *, by: Actor, now: datetime) -> dict[str, Any]:
    """Lock a demand that waits for others."""
    row: dict[str, Any] | None = (
        await LawfulRequest.select().where(LawfulRequest.id == request).first().lock_rows("UPDATE")
    )
    if row is None:
        raise NotFound
    if row["asked_by"] == by.id:
        raise OwnQuestion
    if row["approved_at"] or row["declined_at"] or row["expires_at"] <= now:
        raise DecidedAlready
    return row


async def _note(request: UUID, decision: str, words: str, *, by: Actor, now: datetime) -> None:
    mine = new_id()
    key = (await keys_of_demands([request]))[request]
    reason = key.seal(words, row=mine, kind="decision") if words else None
    made = await LawfulDecision.insert(
        LawfulDecision(id=mine, request=request, by=by.id, decision=decision, reason=reason, at=now)
    ).on_conflict(target=(LawfulDecision.request, LawfulDecision.by), action="DO NOTHING")
    if not made:
        raise DecidedAlready


async def _settle(request: UUID, *, agree: bool, by: Actor, now: datetime) -> None:
    settled: dict[Any, Any] = {LawfulRequest.approved_at: now, LawfulRequest.expires_at: now + PATIENCE}
    await LawfulRequest.update(settled if agree else {LawfulRequest.declined_at: now}).where(
        LawfulRequest.id == request
    )
    waiting = LawfulGag.select(LawfulGag.id).where(LawfulGag.request == request, LawfulGag.decision.is_null())
    for gag in await waiting:
        await _decide_gag(gag["id"], agree=agree, by=by, now=now)


async def ask_for_gag(request: UUID, gag: Gag, *, by: Actor, now: datetime) -> UUID:
    """Ask that a person be told later; somebody else has to agree. Gives the gag's id.

    raises   Refused (no officer), NotFound, DecidedAlready (declined, or the person was told already), Invalid
    effects  one gag that counts for nothing yet, one audit entry
    """
    if by.kind != "officer":
        raise Refused
    if mistakes := {name: mistake for name, mistake in gag_mistakes(gag, now=now).items() if mistake}:
        raise Invalid(mistakes)
    async with acting(by):
        row = await LawfulRequest.select().where(LawfulRequest.id == request).first().lock_rows("UPDATE")
        if row is None:
            raise NotFound
        if row["declined_at"] or row["told_at"]:
            raise DecidedAlready
        key = (await keys_of_demands([request]))[request]
        made = await add_gag(key, gag, by=by, now=now)
        await record("lawful.gag_asked", actor=by.id, about=request, at=now)
    return made


async def decide_gag(gag: UUID, *, agree: bool, by: Actor, now: datetime) -> None:
    """Agree that a person be told later, or decline; raises Refused, NotFound, OwnQuestion, DecidedAlready."""
    if by.kind not in MAY_DECIDE:
        raise Refused
    async with acting(by):
        row = await LawfulGag.select(LawfulGag.request, LawfulGag.asked_by).where(LawfulGag.id == gag).first()
        if row is None:
            raise NotFound
        if row["asked_by"] == by.id:
            raise OwnQuestion
        told = await LawfulRequest.exists().where(
            LawfulRequest.id == row["request"], LawfulRequest.told_at.is_not_null()
        )
        if told or not await _decide_gag(gag, agree=agree, by=by, now=now):
            raise DecidedAlready
        await record(f"lawful.gag_{APPROVED if agree else DECLINED}", actor=by.id, about=row["request"], at=now)


async def _decide_gag(gag: UUID, *, agree: bool, by: Actor, now: datetime) -> bool:
    """Decide a gag, if nobody did and it is not one's own; gives whether this was the decision that counts."""
    decided: dict[Any, Any] = {
        LawfulGag.decision: APPROVED if agree else DECLINED,
        LawfulGag.decided_by: by.id,
        LawfulGag.decided_at: now,
    }
    waits = (LawfulGag.id == gag) & LawfulGag.decision.is_null() & (LawfulGag.asked_by != by.id)
    return bool(await LawfulGag.update(decided).where(waits).returning(LawfulGag.id))


async def tell_those_due(*, now: datetime) -> None:
    """Let the persons read of what was given about them, where no gag holds that any more; takes old packages away.

    effects  one audit entry a demand; the ledger of the person's tickets shows it from now on
    """
    async with acting(SYSTEM):
        for row in await LawfulRequest.raw(_SQL["tell"], now, now.date()):
            await record("lawful.told", actor=None, about=row["id"], at=now)
        await LawfulPackage.update({LawfulPackage.content: None}).where(
            LawfulPackage.expires_at <= now, LawfulPackage.content.is_not_null()
        )
