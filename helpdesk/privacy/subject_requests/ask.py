"""A person asks about their own data: signed in, by a mailed link, or by phone or letter through an officer."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, LinkNotFound
from helpdesk.ids import new_id, new_reference, new_token, token_hash
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.subject_requests.deadlines import LAWS, due_on
from helpdesk.privacy.subject_requests.tables import Kind, Proof, RequestLink, State, SubjectRequest
from helpdesk.privacy.vault.keys import key_of
from notifications import outbox
from piccolo_conf import SYSTEM, Actor, acting

LINK_LIFE = timedelta(days=7)
WORDS_LIMIT = 2000  # characters of each thing that is said
SAID = ("words", "wrong", "right")
EVERYTHING, DETAILS = EXTENTS = ("everything", "details")
NEEDED = {Kind.RECTIFICATION: ("wrong", "right"), Kind.OBJECTION: ("words",)}
_REPEATABLE = (Kind.RECTIFICATION, Kind.OBJECTION)  # of others one that is open is enough
OPEN = [State.UNPROVED, State.RECEIVED, State.RUNNING, State.EXTENDED]


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody asks, and in which language; `said` has their own words, of which a correction needs two.

    extent     how much is to be erased: one of EXTENTS, "" for everything
    reference  the one ticket that it is about, "" for all of theirs
    entry      the look in that ticket's ledger which they complain of, by its id
    """

    subject: UUID
    kind: Kind
    locale: str
    said: Mapping[str, str] = field(default_factory=dict, repr=False)
    way: str = "portal"
    extent: str = ""
    reference: str = ""
    entry: str = ""

    @property
    def about(self) -> Mapping[str, str]:
        """Give what it is about, as it is kept beside their words."""
        about = {"extent": self.extent, "reference": self.reference, "entry": self.entry}
        return {name: value for name, value in about.items() if value}


@dataclass(frozen=True, slots=True)
class Asked:
    """The request that was made, or the one of its kind that is open already."""

    id: UUID
    number: str
    is_new: bool


async def ask(wish: Wish, *, by: Actor, proof: Proof, now: datetime) -> Asked:
    """Ask for something about one's own data; joins a transaction that may be open.

    proof    by what it is known who asks; without one the request waits for its mailed link
    raises   Invalid (wrong, right, words), ValueGone when the person was erased
    effects  one request, one audit entry, one promised mail; none of them when one of its kind is open already
    """
    # a link asks for them when it is opened
    said = {} if wish.way == "link" else {**checked_words(wish.kind, wish.said), **wish.about}
    async with acting(by):
        await SubjectRequest.raw("SELECT pg_advisory_xact_lock(hashtextextended({}, 0))", f"rights {wish.subject}")
        if wish.kind not in _REPEATABLE and (earlier := await _open_one(wish)):
            return earlier
        request = await _store(wish, said, proof, now)
        await record("rights.asked", actor=by.id or wish.subject, about=request.id, at=now)
        mail = "subject_request_received" if proof else "subject_request_confirm"
        await outbox.enqueue(mail, about=request.id, to=wish.subject, due_at=now)
    return request


async def make_link(request: UUID, *, now: datetime) -> str:
    """Make a link that proves a request; gives its token. Joins the system's transaction."""
    token = new_token()
    await RequestLink.insert(RequestLink(token_hash=token_hash(token), request=request, expires_at=now + LINK_LIFE))
    return token


async def kind_of_link(token: str, *, now: datetime) -> str:
    """Say what a live link confirms; looking uses nothing up. Raises LinkNotFound."""
    async with acting(SYSTEM):
        rows = await RequestLink.select(RequestLink.request.kind).where(
            RequestLink.token_hash == token_hash(token),
            RequestLink.expires_at > now,
            RequestLink.request.state == State.UNPROVED,
        )
    if not rows:
        raise LinkNotFound
    return str(rows[0]["request.kind"])


async def confirm(token: str, said: Mapping[str, str], *, now: datetime) -> Asked:
    """Prove a request by its mailed link, which ends by that.

    said     the person's own words, where the request needs some
    raises   LinkNotFound (unknown, used, too old, or the request is no longer waiting), Invalid (wrong, right, words)
    effects  the request is received and its time runs: from now when it came by the link, else from when it was told
             to an officer; one audit entry, one promised mail
    """
    async with acting(SYSTEM):
        used = (
            await RequestLink.delete()
            .where(RequestLink.token_hash == token_hash(token), RequestLink.expires_at > now)
            .returning(RequestLink.request)
        )
        if not used:
            raise LinkNotFound
        request: UUID = used[0]["request"]
        waiting = (SubjectRequest.id == request) & (SubjectRequest.state == State.UNPROVED)
        row = await SubjectRequest.select().where(waiting).first().lock_rows("UPDATE")
        if row is None:
            raise LinkNotFound
        words = await _words(row, said)
        due = row["due_on"] if row["way"] != "link" else due_on(now.date(), LAWS[row["law"]])
        await SubjectRequest.update(
            {
                SubjectRequest.words: words,
                SubjectRequest.state: State.RECEIVED,
                SubjectRequest.proof: Proof.MAILED_LINK,
                SubjectRequest.proved_at: now,
                SubjectRequest.due_on: due,
            }
        ).where(SubjectRequest.id == request)
        await RequestLink.delete().where(RequestLink.request == request)
        await record("rights.confirmed", actor=row["subject"], about=request, at=now)
        await outbox.enqueue("subject_request_received", about=request, to=row["subject"], due_at=now)
    return Asked(request, row["number"], is_new=True)


async def forget_unproved(*, now: datetime) -> int:
    """Forget what nobody confirmed in its time, when it came by the link; gives how many there were."""
    async with acting(SYSTEM):
        await RequestLink.delete().where(RequestLink.expires_at <= now)
        gone = (
            await SubjectRequest.delete()
            .where(
                SubjectRequest.state == State.UNPROVED,
                SubjectRequest.way == "link",
                SubjectRequest.received_at <= now - LINK_LIFE,
            )
            .returning(SubjectRequest.id)
        )
    return len(gone)


async def _words(row: Mapping[str, Any], said: Mapping[str, str]) -> bytes | None:
    """Seal what is said with the link; what an officer wrote down stays."""
    if row["words"]:
        return bytes(row["words"])
    checked = checked_words(Kind(row["kind"]), said)
    key = await key_of(row["subject"])
    return key.seal(msgspec.json.encode(checked).decode(), row=row["id"], kind="request") if checked else None


def checked_words(kind: Kind, typed: Mapping[str, str]) -> Mapping[str, str]:
    """Clean what a person says with a request of a kind; raises Invalid (wrong, right, words)."""
    said = {name: " ".join(clean(typed.get(name, "")).split()) for name in SAID}
    mistakes = {name: "error-missing" for name in NEEDED.get(kind, ()) if not said[name]}
    mistakes |= {name: "error-too-long" for name, text in said.items() if len(text) > WORDS_LIMIT}
    if mistakes:
        raise Invalid(mistakes)
    return {name: text for name, text in said.items() if text}


async def _open_one(wish: Wish) -> Asked | None:
    """Give the open request for the same: of erasures the one that is about as much."""
    rows = (
        await SubjectRequest.select(SubjectRequest.id, SubjectRequest.number, SubjectRequest.words)
        .where(
            SubjectRequest.subject == wish.subject, SubjectRequest.kind == wish.kind, SubjectRequest.state.is_in(OPEN)
        )
        .order_by(SubjectRequest.received_at)
    )
    for row in rows:
        if wish.kind is not Kind.ERASURE or await _about(wish.subject, row) == {"extent": EVERYTHING, **wish.about}:
            return Asked(row["id"], row["number"], is_new=False)
    return None


async def _about(subject: UUID, row: Mapping[str, Any]) -> Mapping[str, str]:
    async with acting(SYSTEM):
        key = await key_of(subject)
    said = key.open_text(row["words"], row=row["id"], kind="request") if row["words"] else "{}"
    found = msgspec.json.decode(said, type=dict[str, str]) if said.startswith("{") else {}
    return {"extent": EVERYTHING, **{name: found[name] for name in ("extent", "reference") if name in found}}


async def _store(wish: Wish, said: Mapping[str, str], proof: Proof, now: datetime) -> Asked:
    request, number, law = new_id(), new_reference("PR"), policy.in_use().law.profile
    async with acting(SYSTEM):  # an officer may read the key only once there is a request
        key = await key_of(wish.subject)
    words = key.seal(msgspec.json.encode(said).decode(), row=request, kind="request") if said else None
    await SubjectRequest.insert(
        SubjectRequest(
            id=request,
            number=number,
            subject=wish.subject,
            kind=wish.kind,
            way=wish.way,
            locale=wish.locale,
            law=law,
            state=State.RECEIVED if proof else State.UNPROVED,
            proof=proof,
            words=words,
            received_at=now,
            proved_at=now if proof else None,
            due_on=due_on(now.date(), LAWS[law]),
        )
    )
    return Asked(request, number, is_new=True)
