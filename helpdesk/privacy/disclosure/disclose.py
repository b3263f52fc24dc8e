"""Show a sealed value to one person for a purpose. The database writes the row and gives the value in one statement."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import asyncpg
from piccolo.columns.combination import And, Or

from helpdesk.errors import OpenedTooOften, SecondPersonNeeded, ValueDamaged, ValueGone
from helpdesk.ids import new_id
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.policy.shapes import FILE
from helpdesk.privacy.vault.keys import DataKey, keys_of
from helpdesk.privacy.vault.values import ValueFace
from named_sql import statements
from piccolo_conf import DB, SYSTEM, acting

ASSIGNED = "assigned"
DELIVERY, RECOGNITION = "delivery", "recognition"  # the system's own: no person sees anything
OWN_COPY = "own-copy"  # the system's, too: into the copy of their data that a person asked for
TRANSFER = "transfer"  # the system's, too: into the archive that the successor of the business gets
SYSTEM_S = (DELIVERY, RECOGNITION, OWN_COPY, TRANSFER)
LAWFUL = "lawful"  # an officer's, for an authority, while others' consent to the demand runs
BREAK_GLASS = "break-glass"  # an officer's or administrator's, while a second person's consent runs
_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Viewer:
    """The person who sees: staff id and the team they belong to at that moment."""

    staff: UUID
    team: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A value that is open to one person; `until` is None as long as the assignment lasts.

    extended  how often it got more time
    since     when it was opened
    """

    disclosure: UUID
    value: str
    until: datetime | None
    extended: int = 0
    since: datetime | None = None

    @property
    def length(self) -> timedelta:
        """Give for how long it was opened, without the time that was added."""
        return (self.until - self.since) / (self.extended + 1) if self.until and self.since else timedelta()


async def disclose(
    face: ValueFace, *, to: Viewer, about: DataKey, purpose: str, reason: str, now: datetime, until: datetime
) -> Shown:
    """Open one sealed value for whoever acts, until a time.

    about    the ticket's key: its owner is the ticket, and the reason is sealed under it
    raises   ValueGone when it was destroyed, ValueDamaged, OpenedTooOften for a secret, SecondPersonNeeded when the
             policy asks for one and none agreed; then nothing was written either
    effects  one disclosure
    """
    disclosure = new_id()
    sealed = about.seal(reason, row=disclosure, kind="reason") if reason else None
    try:
        async with DB.transaction():
            rows = await Disclosure.raw(
                _SQL["disclose"], disclosure, face.id, about.owner, to.team, purpose, sealed, now, until
            )
    except asyncpg.ProgramLimitExceededError:
        raise OpenedTooOften from None
    except asyncpg.ObjectNotInPrerequisiteStateError:
        raise SecondPersonNeeded from None
    opened = await _opened([(face.id, face.owner, face.kind, rows[0]["ciphertext"])])
    if face.id not in opened:
        raise ValueGone if rows[0]["ciphertext"] is None else ValueDamaged
    return Shown(disclosure, _for_eyes(face.kind, opened[face.id]), until, since=now)


async def disclose_lawfully(face: ValueFace, *, by: Viewer, about: UUID, now: datetime) -> tuple[UUID, str]:
    """Open one sealed value for an authority's demand; gives the disclosure's id and the value. It is over at once.

    raises   ValueGone when it was destroyed, ValueDamaged; asyncpg.InsufficientPrivilegeError when no approved demand
             of whoever acts covers it
    effects  one disclosure, which its requester reads of no earlier than of the demand
    """
    disclosure = new_id()
    rows = await Disclosure.raw(_SQL["disclose"], disclosure, face.id, about, by.team, LAWFUL, None, now, now)
    async with acting(SYSTEM):
        opened = await _opened([(face.id, face.owner, face.kind, rows[0]["ciphertext"])])
    if face.id not in opened:
        raise ValueGone if rows[0]["ciphertext"] is None else ValueDamaged
    return disclosure, opened[face.id]


async def disclose_for_assignment(values: Iterable[ValueFace], *, to: Viewer, about: UUID, now: datetime) -> None:
    """Write down that a new assignee sees, from now on, the details that the case needs."""
    rows = [_row(face, to, about, now) for face in values]
    if rows:
        await Disclosure.insert(*rows)


async def end_disclosures(
    *, about: UUID, now: datetime, only: UUID | None = None, staff: UUID | None = None, for_a_while: bool = False
) -> Sequence[UUID]:
    """End what is open about a ticket: all of it, one disclosure, or what one person has open; gives what ended.

    for_a_while  only what was opened for a time, not what comes with the assignment

    Nobody sees those values from now on. What ended by itself before keeps its own end.
    """
    where = And(Disclosure.about == about, Disclosure.ended_at.is_null())
    if only:
        where = And(where, Disclosure.id == only)
    if staff:
        where = And(where, Disclosure.staff == staff)
    if for_a_while:
        where = And(where, Disclosure.expires_at.is_not_null())
    running = Or(Disclosure.expires_at > now, Disclosure.expires_at.is_null())
    ended = await Disclosure.update({Disclosure.ended_at: now}).where(And(where, running)).returning(Disclosure.id)
    return [row["id"] for row in ended]


async def end_all_of(staff: UUID, *, now: datetime, with_assigned: bool = False) -> Sequence[UUID]:
    """End what one person has open for a while, everywhere; gives what each was about.

    with_assigned  also what they see at once of their tickets
    """
    async with acting(SYSTEM):
        running = And(Disclosure.staff == staff, Disclosure.ended_at.is_null())
        for_a_while = Disclosure.expires_at > now
        where = And(running, Or(for_a_while, Disclosure.expires_at.is_null()) if with_assigned else for_a_while)
        ended = await Disclosure.update({Disclosure.ended_at: now}).where(where).returning(Disclosure.about)
    return [row["about"] for row in ended]


async def shown_to(staff: UUID, *, about: UUID, now: datetime) -> Mapping[str, Shown]:
    """Open again what whoever acts may see of a ticket right now: value name -> value. Each has its row already."""
    try:
        async with DB.transaction():
            rows = await Disclosure.raw(_SQL["shown"], now, about, staff, now)
    except asyncpg.InsufficientPrivilegeError:  # one of them was ended while we read: it is not among them any more
        rows = await Disclosure.raw(_SQL["shown"], now, about, staff, now)
    opened = await _opened([(row["value"], row["owner"], row["kind"], row["ciphertext"]) for row in rows])
    return {row["name"]: _shown(row, opened[row["value"]]) for row in rows if row["value"] in opened}


def _shown(row: Mapping[str, Any], value: str) -> Shown:
    return Shown(row["id"], _for_eyes(row["kind"], value), row["expires_at"], row["extended"], row["opened_at"])


def _for_eyes(kind: str, value: str) -> str:
    """Give what may be shown of an opened value: of a file nothing, since what is sealed is the key that opens it."""
    return "" if kind == FILE else value


async def shown_file_key(staff: UUID, number: int, *, about: UUID, now: datetime) -> DataKey | None:
    """Give the key of a sealed file of a ticket that whoever acts has open right now; None when nothing runs."""
    rows = await Disclosure.raw(_SQL["shown_file"], now, about, staff, f"{FILE} {number}", now)
    opened = await _opened([(row["value"], row["owner"], row["kind"], row["ciphertext"]) for row in rows])
    return next((DataKey(about, bytes.fromhex(value)) for value in opened.values()), None)


async def own_file_key(attachment: UUID) -> DataKey | None:
    """Give the key of a sealed file to the requester whose ticket it is; no disclosure, since nobody else sees it.

    The database says of which file and in which session (own_file_key() in walls.sql); None otherwise.
    """
    rows = await Disclosure.raw("SELECT * FROM own_file_key({})", attachment)
    opened = await _opened([(row["id"], row["owner"], row["kind"], row["ciphertext"]) for row in rows])
    return next((DataKey(row["owner"], bytes.fromhex(opened[row["id"]])) for row in rows if row["id"] in opened), None)


async def open_for_system(owner: UUID, name: str, *, purpose: str, about: UUID) -> str:
    """Open what a form asked of an owner without showing it to anybody; "" when there is none any more.

    purpose  DELIVERY (mail to whom it belongs) or RECOGNITION (finding it in texts)
    effects  one disclosure for each value, owner and purpose, which counts how often; as the system, whoever acts
    """
    async with acting(SYSTEM):
        rows = await Disclosure.raw(_SQL["open_for_system"], new_id(), about, purpose, owner, f"field:{name}")
        opened = await _opened([(row["id"], owner, row["kind"], row["ciphertext"]) for row in rows])
    return next(iter(opened.values()), "")


async def open_each_for_system(owners: Mapping[UUID, UUID], name: str, *, purpose: str) -> Mapping[UUID, str]:
    """Do as `open_for_system` for several at once: `about` -> owner in, `about` -> value out.

    The rows are locked in one order, so that two workers that open the same ones wait and never deadlock.
    """
    ids = [new_id() for _ in owners]
    async with acting(SYSTEM):
        rows = await Disclosure.raw(
            _SQL["open_each_for_system"], ids, list(owners), list(owners.values()), f"field:{name}", purpose
        )
        opened = await _opened([(row["id"], row["owner"], row["kind"], row["ciphertext"]) for row in rows])
    return {row["about"]: opened[row["id"]] for row in rows if row["id"] in opened}


async def open_own(ticket: UUID) -> Mapping[str, str]:
    """Open what somebody's own ticket seals to themselves, right after they signed in: value name -> value.

    The database gives it to nobody else (own_values() in walls.sql). It is no disclosure: nobody else sees anything.
    """
    rows = await Disclosure.raw("SELECT * FROM own_values({})", ticket)
    opened = await _opened([(row["id"], row["owner"], row["kind"], row["ciphertext"]) for row in rows])
    return {row["name"]: opened[row["id"]] for row in rows if row["id"] in opened}


async def open_own_person() -> Mapping[str, str]:
    """Open the name and address of whoever signed in to themselves: field -> value; no disclosure either."""
    rows = await Disclosure.raw("SELECT * FROM own_person()")
    opened = await _opened([(row["id"], row["owner"], row["kind"], row["ciphertext"]) for row in rows])
    return {row["name"].removeprefix("field:"): opened[row["id"]] for row in rows if row["id"] in opened}


async def open_values_for_system(values: Mapping[UUID, UUID], *, purpose: str) -> Mapping[UUID, str]:
    """Open sealed values without showing them to anybody: value -> what that is about in, value -> text out.

    returns  nothing for a secret, and for what is destroyed or damaged
    effects  as `open_for_system`; into somebody's own copy a disclosure for each value and copy
    """
    ids = [new_id() for _ in values]
    async with acting(SYSTEM):
        rows = await Disclosure.raw(_SQL["open_values_for_system"], ids, list(values), list(values.values()), purpose)
        return await _opened([(row["id"], row["owner"], row["kind"], row["ciphertext"]) for row in rows])


async def _opened(values: Sequence[tuple[UUID, UUID, str, bytes | None]]) -> Mapping[UUID, str]:
    """Decrypt ciphertexts, each given as value, owner, kind, bytes; destroyed and damaged ones are missing."""
    there = [(value, owner, kind, blob) for value, owner, kind, blob in values if blob is not None]
    keys = await keys_of(owner for _, owner, _, _ in there)
    opened = {
        value: keys[owner].open_whole(blob, row=value, kind=kind) for value, owner, kind, blob in there if owner in keys
    }
    return {value: text for value, text in opened.items() if text is not None}


def _row(face: ValueFace, to: Viewer, about: UUID, now: datetime) -> Any:
    return Disclosure(
        id=new_id(),
        value=face.id,
        about=about,
        staff=to.staff,
        team=to.team,
        name=face.name,
        kind=face.kind,
        number=face.number,
        purpose=ASSIGNED,
        opened_at=now,
    )
