"""What becomes of a request: taken in hand, put off with a reason, answered, refused with a reason, withdrawn."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from piccolo.columns.combination import Where

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, NotFound, NotYetPossible
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.subject_requests.deadlines import LAWS, extended_due_on
from helpdesk.privacy.subject_requests.tables import Proof, RequestLink, State, SubjectRequest
from helpdesk.privacy.vault.keys import key_of
from notifications import outbox
from piccolo_conf import SYSTEM, Actor, acting

ANSWER_LIMIT = 4000  # characters
IN_HAND = (State.RUNNING, State.EXTENDED)
BY_MEANS = (Proof.CALLED_BACK, Proof.KNOWN_REQUESTS, Proof.IN_PERSON)  # what an officer may name; nothing is kept of it


async def prove(number: str, proof: Proof, *, by: Actor, now: datetime) -> None:
    """Write down by which means an officer knows who asks, for a request by phone or letter; no document is kept.

    raises   NotFound, NotYetPossible (it is proved), Invalid (no such means)
    effects  the request is received, its links end, one audit entry, one promised mail
    """
    if proof not in BY_MEANS:
        raise Invalid({"proof": "error-missing"})
    async with acting(by):
        row = await _locked(number, State.UNPROVED)
        if row["way"] not in ("phone", "letter"):
            raise NotYetPossible
        await _change(row, {"state": State.RECEIVED, "proof": proof, "proved_at": now})
        async with acting(SYSTEM):
            await RequestLink.delete().where(RequestLink.request == row["id"])
            await outbox.withdraw(row["id"], kind="subject_request_confirm", now=now)
        await record("rights.proved", actor=by.id, about=row["id"], at=now)
        await outbox.enqueue("subject_request_received", about=row["id"], to=row["subject"], due_at=now)


async def take(number: str, *, by: Actor, now: datetime) -> None:
    """Take a request in hand, also from a colleague; raises NotFound, NotYetPossible (it is not proved, or over)."""
    async with acting(by):
        row = await _locked(number, State.RECEIVED, *IN_HAND)
        state = State.RUNNING if row["state"] == State.RECEIVED else row["state"]
        await _change(row, {"state": state, "handler": by.id, "taken_at": row["taken_at"] or now})
        await record("rights.taken", actor=by.id, about=row["id"], at=now)


async def extend(number: str, reason: str, *, by: Actor, now: datetime) -> None:
    """Put a request off once, by what the law allows, and tell the person why.

    raises   NotFound, NotYetPossible (not in hand, put off before, its time is over, or the law allows none), Invalid
    effects  one audit entry, one promised mail
    """
    words = _checked("reason", reason)
    async with acting(by):
        row = await _locked(number, State.RUNNING)
        law = LAWS[row["law"]]
        if not law.may_extend or now.date() > row["due_on"]:
            raise NotYetPossible
        sealed = (await key_of(row["subject"])).seal(words, row=row["id"], kind="delay")
        due = extended_due_on(row["received_at"].date(), law)
        changes = {"state": State.EXTENDED, "delay": sealed, "extended_at": now, "due_on": due, "reminded_on": None}
        await _change(row, changes)
        await record("rights.extended", actor=by.id, about=row["id"], at=now)
        await outbox.enqueue("subject_request_changed", about=row["id"], to=row["subject"], due_at=now)


async def settle(number: str, state: State, words: str, *, by: Actor, now: datetime) -> None:
    """Answer a request, or refuse it with the reason; the person reads it on its page.

    raises   NotFound, NotYetPossible (not in hand), Invalid (words)
    effects  one audit entry, one promised mail
    """
    if state not in (State.ANSWERED, State.REFUSED):
        raise Invalid({"answer": "error-missing"})
    answer = _checked("answer", words)
    async with acting(by):
        row = await _locked(number, *IN_HAND)
        sealed = (await key_of(row["subject"])).seal(answer, row=row["id"], kind="answer")
        await _change(row, {"state": state, "answer": sealed, "settled_at": now})
        await record(f"rights.{state}", actor=by.id, about=row["id"], at=now)
        await outbox.enqueue("subject_request_answered", about=row["id"], to=row["subject"], due_at=now)


async def settle_by_itself(request: UUID, *, now: datetime) -> None:
    """Close a request whose wish was carried out at once; joins the caller's transaction.

    effects  one audit entry, one promised mail instead of the one that it was received
    """
    async with acting(SYSTEM):
        row = await SubjectRequest.select().where(SubjectRequest.id == request).first().lock_rows("UPDATE")
        assert row is not None
        if row["state"] not in (State.ANSWERED, State.REFUSED, State.WITHDRAWN):
            await _change(row, {"state": State.ANSWERED, "settled_at": now})
            await outbox.withdraw(request, kind="subject_request_received", now=now)
            await record("rights.answered", actor=row["subject"], about=request, at=now)
            await outbox.enqueue("subject_request_answered", about=request, to=row["subject"], due_at=now)


async def settle_erased(request: UUID, receipt: str, *, by: UUID | None, now: datetime) -> None:
    """Close an erasure with the number of its proof, and whatever else the person asked; joins the transaction.

    effects  one audit entry; nobody is left to write to
    """
    async with acting(SYSTEM):
        row = await SubjectRequest.select().where(SubjectRequest.id == request).first().lock_rows("UPDATE")
        assert row is not None
        await _change(row, {"state": State.ANSWERED, "settled_at": now, "receipt": receipt})
        await SubjectRequest.update({SubjectRequest.state: State.WITHDRAWN, SubjectRequest.settled_at: now}).where(
            SubjectRequest.subject == row["subject"], SubjectRequest.settled_at.is_null()
        )
        await record("rights.answered", actor=by, about=request, at=now)


async def note_receipt(request: UUID, receipt: str) -> None:
    """Write the number of an erasure's proof on its request; joins the system's transaction."""
    await SubjectRequest.update({SubjectRequest.receipt: receipt}).where(SubjectRequest.id == request)


async def withdraw(number: str, *, by: Actor, now: datetime) -> None:
    """Take one's own request back; raises NotFound, NotYetPossible (it is over)."""
    async with acting(by):
        row = await _locked(number, State.UNPROVED, State.RECEIVED, *IN_HAND)
        await _change(row, {"state": State.WITHDRAWN, "settled_at": now})
        await record("rights.withdrawn", actor=by.id, about=row["id"], at=now)


async def _locked(number: str, *states: State) -> Mapping[str, Any]:
    rows = await SubjectRequest.select().where(_named(number)).lock_rows("UPDATE")
    if not rows:
        raise NotFound
    if rows[0]["state"] not in states:
        raise NotYetPossible
    found: Mapping[str, Any] = rows[0]
    return found


def _named(number: str) -> Where:
    return SubjectRequest.number == number.upper()


async def _change(row: Mapping[str, Any], changes: Mapping[str, Any]) -> None:
    values = {getattr(SubjectRequest, name): value for name, value in changes.items()}
    await SubjectRequest.update(values).where(SubjectRequest.id == row["id"])


def _checked(name: str, text: str) -> str:
    words = clean(text).strip()
    if not words:
        raise Invalid({name: "error-missing"})
    if len(words) > ANSWER_LIMIT:
        raise Invalid({name: "error-too-long"})
    return words
