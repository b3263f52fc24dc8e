"""Write down an authority's demand: who asks on what ground, what exactly of whom, and until when it is kept quiet."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, Refused
from helpdesk.ids import new_id
from helpdesk.privacy.lawful.tables import LawfulGag, LawfulRequest
from helpdesk.privacy.lawful.words import LINE_LIMIT, REASON_LIMIT, Words, line, mistake_of
from helpdesk.privacy.vault.keys import DataKey, new_key, store_key
from piccolo_conf import SYSTEM, Actor, acting

PATIENCE = timedelta(days=14)  # for others to agree, and then for the release
LONGEST_GAG = timedelta(days=366)
_ONE_AT_A_TIME = 7_234_992  # demands are rare: while one gets its number, no other does


@dataclass(frozen=True, slots=True)
class Scope:
    """What is asked for, of whom.

    person     a requester, by id; `tickets`: tickets, by id; one of the two
    from_day   what was written that day or later; `until_day`: that day or before
    kinds      kinds of details that are opened; `named`: "SR-7K3M-9QXD phone 1", shown to be the person's own
    with_texts the redacted words; `with_notes`: the internal ones, too
    """

    person: UUID | None = None
    tickets: tuple[UUID, ...] = ()
    from_day: date | None = None
    until_day: date | None = None
    kinds: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    with_texts: bool = False
    with_notes: bool = False


@dataclass(frozen=True, slots=True)
class Gag:
    """Until which day, that one included, the person is not told, and why."""

    until: date
    reason: str = field(repr=False)


async def demand(words: Words, scope: Scope, gag: Gag | None, *, approvals: int, by: Actor, now: datetime) -> UUID:
    """Write a demand down; gives its id.

    approvals  how many others must agree
    raises     Refused (no officer), Invalid
    effects    one demand with a key of its own, a gag that waits with it, one audit entry
    """
    if by.kind != "officer":
        raise Refused
    words = Words(*(line(text) for text in (words.authority, words.basis, words.document, words.remark)))
    if mistakes := mistakes_in(words, scope, gag, now=now):
        raise Invalid(mistakes)
    key = new_key(new_id())
    async with acting(by):
        async with acting(SYSTEM):
            await store_key(key, now=now)
        await LawfulRequest.insert(await _row(key, words, scope, approvals=approvals, by=by, now=now))
        if gag:
            await add_gag(key, gag, by=by, now=now)
        await record("lawful.asked", actor=by.id, about=key.owner, at=now)
    return key.owner


def mistakes_in(words: Words, scope: Scope, gag: Gag | None, *, now: datetime) -> dict[str, str]:
    """Say what is wrong with a demand besides whom it names: field -> Fluent message."""
    mistakes = {name: mistake_of(line(getattr(words, name)), LINE_LIMIT) for name in ("authority", "basis", "document")}
    if len(words.remark) > REASON_LIMIT:
        mistakes["remark"] = "error-too-long"
    if not (scope.kinds or scope.with_texts):
        mistakes["kinds"] = "error-lawful-nothing"
    if scope.from_day and scope.until_day and scope.until_day < scope.from_day:
        mistakes["until_day"] = "error-lawful-days"
    if gag:
        mistakes |= gag_mistakes(gag, now=now)
    return {name: mistake for name, mistake in mistakes.items() if mistake}


def gag_mistakes(gag: Gag, *, now: datetime) -> dict[str, str]:
    """Say what is wrong with a gag: it has a day to come, a year off at most, and a reason."""
    is_dated = now.date() <= gag.until <= (now + LONGEST_GAG).date()
    return {
        "gag_until": "" if is_dated else "error-lawful-gag-day",
        "gag_reason": mistake_of(line(gag.reason), REASON_LIMIT),
    }


async def _row(key: DataKey, words: Words, scope: Scope, *, approvals: int, by: Actor, now: datetime) -> LawfulRequest:
    await LawfulRequest.raw("SELECT pg_advisory_xact_lock({})", _ONE_AT_A_TIME)
    newest = await LawfulRequest.raw("SELECT coalesce(max(number), 0) AS n FROM lawful_request")
    return LawfulRequest(
        id=key.owner,
        number=newest[0]["n"] + 1,
        person=scope.person,
        tickets=list(scope.tickets),
        from_day=scope.from_day,
        until_day=scope.until_day,
        kinds=list(scope.kinds),
        named=list(scope.named),
        with_texts=scope.with_texts,
        with_notes=scope.with_notes,
        words=words.sealed(key),
        approvals=approvals,
        asked_by=by.id,
        asked_at=now,
        expires_at=now + PATIENCE,
    )


async def add_gag(key: DataKey, gag: Gag, *, by: Actor, now: datetime) -> UUID:
    """Write down a gag that somebody else has to agree to; joins the caller's transaction. Gives its id."""
    row = new_id()
    reason = key.seal(line(gag.reason), row=row, kind="gag")
    await LawfulGag.insert(
        LawfulGag(id=row, request=key.owner, until=gag.until, reason=reason, asked_by=by.id, asked_at=now)
    )
    return row
