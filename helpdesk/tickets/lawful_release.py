"""Make the sealed package of an approved demand: open what it covers, mask the rest, write down what was given."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from typing import Any, TypeAlias
from uuid import UUID

import msgspec

from helpdesk.audit.record import record
from helpdesk.errors import DecidedAlready, NotFound, Refused, ValueGone
from helpdesk.ids import new_id
from helpdesk.people.addresses import normalise
from helpdesk.people.requesters import what_is_known
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.disclose import Viewer, disclose_lawfully
from helpdesk.privacy.lawful.demand import Scope
from helpdesk.privacy.lawful.desk import Case, case_of
from helpdesk.privacy.lawful.package import Sealed, keep_package, seal_package
from helpdesk.privacy.lawful.tables import LawfulGiven, LawfulOpening, LawfulRequest
from helpdesk.privacy.policy.shapes import FILE
from helpdesk.privacy.redaction.normalise import fold_arabic
from helpdesk.privacy.vault.keys import DataKey, key_of
from helpdesk.privacy.vault.set_aside import faces_set_aside, marks_set_aside
from helpdesk.privacy.vault.values import ValueFace, faces, marks_of
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.lawful import MOST
from helpdesk.tickets.threads import subject_of, thread
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import SYSTEM, acting

ToHtml: TypeAlias = Callable[[Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class Own:
    """What is known of whose the values of a ticket are: the person's own hashes, and each value's with its time."""

    digests: Collection[bytes]
    marks: Mapping[UUID, tuple[bytes, datetime]]


@dataclass(frozen=True, slots=True)
class _Part:
    """What of one ticket goes into the package, and what of it stays closed, with the reason."""

    content: Mapping[str, Any]
    masked: Sequence[Mapping[str, str]]
    details: Sequence[str]
    messages: int


async def release(request: UUID, *, to_html: ToHtml, by: StaffMember, now: datetime) -> Sealed:
    """Make the package of an approved demand; its passphrase is shown now and never again.

    raises   Refused (no officer), NotFound (not theirs), DecidedAlready (not approved, over, or released)
    effects  one disclosure for each detail that is opened, written before it is; what was given, by name; the package,
             to be fetched once; one audit entry. The person reads of it from now on, or when the gag has ended.
    """
    if by.role is not Role.OFFICER:
        raise Refused
    async with acting(by.actor):
        case = await case_of(request, lock=True)
        if case.asked_by != by.id:
            raise NotFound
        if case.state(now) != "approved":
            raise DecidedAlready
        parts = [(ticket, await _part(ticket, case, by=by, now=now)) for ticket in await _tickets(case)]
        for ticket, part in parts:
            await _note_given(request, ticket, part, now=now)
        sealed = await seal_package(_files(case, parts, to_html), _about(case, parts, now))
        await keep_package(request, sealed, now=now)
        quiet = case.quiet_until is not None and case.quiet_until >= now.date()
        done: dict[Any, Any] = {LawfulRequest.released_at: now, LawfulRequest.told_at: None if quiet else now}
        await LawfulRequest.update(done).where(LawfulRequest.id == request)
        await record("lawful.released", actor=by.id, about=request, at=now)
    return sealed


async def _tickets(case: Case) -> Sequence[TicketRow]:
    """Give the tickets that a demand covers and that were worked on in its time."""
    async with acting(SYSTEM):
        found = (
            await ticket_rows.tickets_of_requester(case.scope.person)
            if case.scope.person
            else await ticket_rows.tickets_by_id(case.scope.tickets)
        )
    return [
        ticket
        for ticket in found
        if _in_time(case.scope, ticket.active_at, ending=False) and _in_time(case.scope, ticket.opened_at, begin=False)
    ][:MOST]


def _in_time(scope: Scope, moment: datetime, *, begin: bool = True, ending: bool = True) -> bool:
    """Say whether a moment is within the days of a demand, or on the asked side of its begin or end."""
    if begin is ending is True:
        return _in_time(scope, moment, ending=False) and _in_time(scope, moment, begin=False)
    if begin:
        return scope.from_day is None or moment >= datetime.combine(scope.from_day, time(), UTC)
    return scope.until_day is None or moment < datetime.combine(scope.until_day + timedelta(days=1), time(), UTC)


async def _part(ticket: TicketRow, case: Case, *, by: StaffMember, now: datetime) -> _Part:
    facts = {"reference": ticket.reference, "category": ticket.category, "status": ticket.status}
    times = {name: _iso(getattr(ticket, name)) for name in ("opened_at", "closed_at")}
    if ticket.is_erased:
        return _Part({**facts, **times, "erased": True, "subject": "", "messages": [], "details": []}, [], [], 0)
    async with acting(SYSTEM):
        key = await key_of(ticket.id)
        aside = await faces_set_aside([ticket.id, ticket.requester])
        kept = {face.id for face in aside}
        values = [*(face for face in await faces([ticket.id, ticket.requester]) if face.id not in kept), *aside]
        own = Own(await _own(ticket, key), {**await marks_of(ticket.id), **await marks_set_aside(ticket.id)})
        subject = await subject_of(ticket) if case.scope.with_texts else ""
        messages = await _messages(ticket, case.scope) if case.scope.with_texts else []
    reasons = {face: _why_masked(face, ticket, case, own) for face in values}
    details, opened = [], []
    for face, reason in reasons.items():
        if not reason:
            value = await _open(face, ticket, case, by, now)
            mark = {"set_aside": True} if face.id in kept else {}
            details.append({"name": _shown_name(face), "kind": face.kind, "value": value, **mark})
            opened.append(face.name)
    masked = [
        {"request": ticket.reference, "detail": _shown_name(face), "why": why} for face, why in reasons.items() if why
    ]
    content = {**facts, **times, "erased": False, "subject": subject, "messages": messages, "details": details}
    return _Part(content, masked, opened, len(messages))


async def _own(ticket: TicketRow, key: DataKey) -> set[bytes]:
    """Give the keyed hashes by which the requester's own address and name are recognised in this ticket's texts."""
    known = await what_is_known(ticket.requester)
    found = {key.digest("email", normalise(known.email))} if known.email else set()
    if known.name:
        found |= {key.digest("name", text) for text in (known.name, known.name.lower(), fold_arabic(known.name))}
    return found


def _why_masked(face: ValueFace, ticket: TicketRow, case: Case, own: Own) -> str:
    """Say why a detail stays closed: gone, secret, file, not-asked, never, other-time, others; "" when it is opened."""
    digest, sealed_at = own.marks.get(face.id, (b"", None))
    named = f"{ticket.reference} {face.name}" in case.scope.named
    rules = {
        "gone": face.is_gone,
        "secret": face.is_secret,
        "file": face.kind == FILE,
        "not-asked": face.kind not in case.scope.kinds,
        "never": face.kind in ticket.rules.never and case.approvals < 2,
        "other-time": sealed_at is not None and face.number > 0 and not _in_time(case.scope, sealed_at),
        "others": face.number > 0 and digest not in own.digests and not named,
    }
    return next((why for why, applies in rules.items() if applies), "")


async def _open(face: ValueFace, ticket: TicketRow, case: Case, by: StaffMember, now: datetime) -> str:
    try:
        disclosure, value = await disclose_lawfully(face, by=Viewer(by.id, str(by.role)), about=ticket.id, now=now)
    except ValueGone:
        return ""
    await LawfulOpening.insert(LawfulOpening(disclosure=disclosure, request=case.id))
    return value


async def _messages(ticket: TicketRow, scope: Scope) -> list[dict[str, Any]]:
    """Give the redacted texts of the time that was asked for; staff are named by their team only."""
    return [
        {
            "from": "requester" if message.author_id is None else ticket.team,
            "internal": message.kind == "note",
            "at": _iso(message.posted_at),
            "text": message.text,
        }
        for message in await thread(ticket, with_notes=scope.with_notes)
        if _in_time(scope, message.posted_at)
    ]


async def _note_given(request: UUID, ticket: TicketRow, part: _Part, *, now: datetime) -> None:
    row = LawfulGiven(
        id=new_id(), request=request, ticket=ticket.id, details=list(part.details), messages=part.messages, at=now
    )
    await LawfulGiven.insert(row)


def _files(case: Case, parts: Sequence[tuple[TicketRow, _Part]], to_html: ToHtml) -> dict[str, bytes]:
    contents = [part.content for _, part in parts]
    masked = [one for _, part in parts for one in part.masked]
    files = {"package.html": to_html({"case": case, "tickets": contents, "masked": masked}).encode()}
    for content in contents:
        files[f"requests/{content['reference']}.json"] = msgspec.json.format(msgspec.json.encode(content))
    return files


def _about(case: Case, parts: Sequence[tuple[TicketRow, _Part]], now: datetime) -> Mapping[str, Any]:
    return {
        "number": f"D-{case.number}",
        "authority": case.words.authority,
        "legal_basis": case.words.basis,
        "document": case.words.document,
        "made_at": _iso(now),
        "agreed_to_by": len([one for one in case.decisions if one.decision == "approved"]),
        "scope": {
            "requests": [ticket.reference for ticket, _ in parts],
            "all_of_one_person": case.scope.person is not None,
            "from": case.scope.from_day,
            "until": case.scope.until_day,
            "kinds_of_details": case.scope.kinds,
            "texts": case.scope.with_texts,
            "internal_notes": case.scope.with_notes,
        },
        "masked": [one for _, part in parts for one in part.masked],
    }


def _shown_name(face: ValueFace) -> str:
    return face.name.removeprefix("field:")


def _iso(moment: datetime | None) -> str | None:
    return f"{moment:%Y-%m-%dT%H:%M:%SZ}" if moment else None
