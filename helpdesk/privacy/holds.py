"""Legal holds: what must not go although its time is over. One person asks, another confirms; lifting is the same."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import DecidedAlready, Invalid, NotFound, OwnQuestion, Refused
from helpdesk.ids import new_id
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.retention.tables import LegalHold
from helpdesk.privacy.vault.keys import DataKey, key_of, keys_of, new_key, store_key
from piccolo_conf import SYSTEM, Actor, acting

REASON_LIMIT = 2000  # characters
MAY_ASK, MAY_DECIDE = ("officer",), ("officer", "admin")
_ONE_AT_A_TIME = 7_234_990  # holds are rare: while one gets its number, no other does
_DUE = (
    "UPDATE legal_hold SET reminded_of = review_on WHERE review_on <= {} AND confirmed_at IS NOT NULL"
    " AND lifted_at IS NULL AND reminded_of IS DISTINCT FROM review_on RETURNING id"
)
_HELD = "SELECT t AS ticket, hold_on(t) AS hold FROM unnest({}::uuid[]) AS t"


@dataclass(frozen=True, slots=True)
class Scope:
    """What a hold covers: whatever is given must all be true of a ticket, also of one that is opened later.

    person    a requester, by id
    tickets   tickets, by id
    from_day  worked on that day or later
    until_day  opened that day or before
    """

    person: UUID | None = None
    tickets: tuple[UUID, ...] = ()
    from_day: date | None = None
    until_day: date | None = None


@dataclass(frozen=True, slots=True)
class Hold:
    """A hold, opened for who answers for privacy."""

    id: UUID
    number: int
    scope: Scope
    reason: str
    lift_reason: str
    is_silent: bool
    review_on: date
    asked_by: UUID
    asked_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None
    declined_by: UUID | None
    declined_at: datetime | None
    lift_asked_by: UUID | None
    lift_asked_at: datetime | None
    lifted_by: UUID | None
    lifted_at: datetime | None

    @property
    def state(self) -> str:
        """Say where it stands: asked, declined, in-force, lifting (somebody asked to lift it), lifted."""
        if self.lifted_at or self.declined_at:
            return "lifted" if self.lifted_at else "declined"
        if self.confirmed_at is None:
            return "asked"
        return "lifting" if self.lift_asked_at else "in-force"


async def held(tickets: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Say which of some tickets are on hold: ticket -> hold. A requester learns of none that is silent."""
    rows = await LegalHold.raw(_HELD, list(set(tickets))) if tickets else []
    return {row["ticket"]: row["hold"] for row in rows if row["hold"]}


async def place(
    scope: Scope, reason: str, *, review_on: date, is_silent: bool = False, by: Actor, now: datetime
) -> UUID:
    """Ask for a hold; it is in force when a second person has confirmed it. Gives its id.

    raises   Refused (no officer), Invalid (`scope` is empty, `until` before its first day, `reason`, `review_on`)
    effects  one hold with a key of its own and a number, one audit entry
    """
    if by.kind not in MAY_ASK or by.id is None:
        raise Refused
    words = _checked(scope, reason, review_on, now=now)
    hold = new_id()
    async with acting(by):
        await LegalHold.raw("SELECT pg_advisory_xact_lock({})", _ONE_AT_A_TIME)
        key = new_key(hold)
        async with acting(SYSTEM):
            await store_key(key, now=now)
        newest = await LegalHold.select(LegalHold.number).order_by(LegalHold.number, ascending=False).first()
        await LegalHold.insert(
            LegalHold(
                id=hold,
                number=1 + (newest["number"] if newest else 0),
                person=scope.person,
                tickets=list(scope.tickets),
                from_day=scope.from_day,
                until_day=scope.until_day,
                reason=key.seal(words, row=hold, kind="reason"),
                is_silent=is_silent,
                review_on=review_on,
                asked_by=by.id,
                asked_at=now,
            )
        )
        await record("hold.asked", actor=by.id, about=hold, at=now)
    return hold


def _checked(scope: Scope, reason: str, review_on: date, *, now: datetime) -> str:
    """Give the reason as it is kept; raises Invalid with everything that is wrong."""
    words, wrong = clean(reason).strip(), {}
    if scope == Scope():
        wrong["scope"] = "error-hold-scope"
    if scope.from_day and scope.until_day and scope.until_day < scope.from_day:
        wrong["until"] = "error-hold-days"
    if not words or len(words) > REASON_LIMIT:
        wrong["reason"] = "error-too-long" if words else "error-missing"
    if review_on <= now.date():
        wrong["review_on"] = "error-hold-review"
    if wrong:
        raise Invalid(wrong)
    return words


async def decide(hold: UUID, *, agree: bool, by: Actor, now: datetime) -> None:
    """Confirm a hold that somebody else asked for, or decline it.

    raises   Refused, NotFound, OwnQuestion, DecidedAlready
    effects  it is in force from now, or never will be; one audit entry
    """
    async with acting(by):
        row = await _locked(hold, by)
        if row["confirmed_at"] or row["declined_at"]:
            raise DecidedAlready
        if agree and row["asked_by"] == by.id:
            raise OwnQuestion
        columns = ("confirmed_by", "confirmed_at") if agree else ("declined_by", "declined_at")
        await _step(hold, dict(zip(columns, (by.id, now), strict=True)))
        await record("hold.confirmed" if agree else "hold.declined", actor=by.id, about=hold, at=now)


async def ask_to_lift(hold: UUID, reason: str, *, by: Actor, now: datetime) -> None:
    """Ask for a hold to be lifted; it stays in force until a second person agrees.

    raises   Refused, NotFound, DecidedAlready (it is not in force, or somebody asked already), Invalid (reason)
    effects  one audit entry
    """
    words = clean(reason).strip()
    if not words or len(words) > REASON_LIMIT:
        raise Invalid({"lift_reason": "error-too-long" if words else "error-missing"})
    async with acting(by):
        row = await _locked(hold, by)
        if row["confirmed_at"] is None or row["lifted_at"] or row["lift_asked_at"]:
            raise DecidedAlready
        sealed = (await key_of(hold)).seal(words, row=hold, kind="lift reason")
        await _step(hold, {"lift_reason": sealed, "lift_asked_by": by.id, "lift_asked_at": now})
        await record("hold.lift_asked", actor=by.id, about=hold, at=now)


async def lift(hold: UUID, *, agree: bool, by: Actor, now: datetime) -> None:
    """Lift a hold that somebody else asked to lift, or keep it.

    raises   Refused, NotFound, OwnQuestion, DecidedAlready (nobody asked, or it is lifted)
    effects  what it held goes with the next run of the retention if its time is over; one audit entry
    """
    async with acting(by):
        row = await _locked(hold, by)
        if row["lifted_at"] or row["lift_asked_at"] is None:
            raise DecidedAlready
        if agree and row["lift_asked_by"] == by.id:
            raise OwnQuestion
        again = {"lift_reason": None, "lift_asked_by": None, "lift_asked_at": None}
        await _step(hold, {"lifted_by": by.id, "lifted_at": now} if agree else again)
        await record("hold.lifted" if agree else "hold.kept", actor=by.id, about=hold, at=now)


async def review(hold: UUID, *, next_on: date, by: Actor, now: datetime) -> None:
    """Write down that a hold was looked at and is still needed; raises Refused, NotFound, DecidedAlready, Invalid.

    effects  its next review is on another day; one audit entry
    """
    if next_on <= now.date():
        raise Invalid({"review_on": "error-hold-review"})
    async with acting(by):
        row = await _locked(hold, by)
        if row["lifted_at"] or row["declined_at"]:
            raise DecidedAlready
        await _step(hold, {"review_on": next_on})
        await record("hold.reviewed", actor=by.id, about=hold, at=now)


async def take_due_for_review(*, now: datetime) -> Sequence[UUID]:
    """Give the holds in force whose day of review has come; each is given once for each such day.

    effects  joins the caller's transaction, as the system
    """
    rows = await LegalHold.raw(_DUE, now.date())
    return [row["id"] for row in rows]


async def _locked(hold: UUID, by: Actor) -> dict[str, Any]:
    if by.kind not in MAY_DECIDE or by.id is None:
        raise Refused
    if not await LegalHold.exists().where(LegalHold.id == hold):
        raise NotFound
    row = await LegalHold.select().where(LegalHold.id == hold).first().lock_rows("NO KEY UPDATE")
    if row is None:  # what is over cannot even be locked: walls.sql
        raise DecidedAlready
    return dict(row)


async def _step(hold: UUID, values: Mapping[str, object]) -> None:
    await LegalHold.update({getattr(LegalHold, name): value for name, value in values.items()}).where(
        LegalHold.id == hold
    )


async def all_holds() -> Sequence[Hold]:
    """List every hold, newest first, with its reasons; the database shows them to officers and administrators."""
    rows = await LegalHold.select().order_by(LegalHold.number, ascending=False)
    keys = await keys_of(row["id"] for row in rows)
    return [_hold(row, keys.get(row["id"])) for row in rows]


async def the_hold(hold: UUID) -> Hold:
    """Give one hold with its reasons; raises NotFound."""
    row = await LegalHold.select().where(LegalHold.id == hold).first()
    if row is None:
        raise NotFound
    return _hold(row, (await keys_of([hold])).get(hold))


_SAME = [name for name in Hold.__dataclass_fields__ if name not in ("scope", "reason", "lift_reason")]


def _hold(row: Mapping[str, Any], key: DataKey | None) -> Hold:
    def words(column: str, kind: str) -> str:
        return key.open_text(row[column], row=row["id"], kind=kind) if key and row[column] else ""

    return Hold(
        **{name: row[name] for name in _SAME},
        scope=Scope(row["person"], tuple(row["tickets"]), row["from_day"], row["until_day"]),
        reason=words("reason", "reason"),
        lift_reason=words("lift_reason", "lift reason"),
    )
