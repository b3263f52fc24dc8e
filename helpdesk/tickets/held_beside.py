"""What is held about a requester beside their tickets, for their own copy: requests, surveys, mails, acts, purposes."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from helpdesk.audit.tables import AuditEntry
from helpdesk.people.requesters import lasting_mark
from helpdesk.privacy.erasure.receipts import find_receipt
from helpdesk.privacy.erasure.tables import ErasurePending
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.records import Line, make_records
from helpdesk.privacy.policy.register import read_register
from helpdesk.privacy.subject_requests.limits import limits_of
from helpdesk.privacy.subject_requests.package import progress_of
from helpdesk.privacy.subject_requests.queries import requests_of
from helpdesk.tickets import ticket_rows
from notifications.outbox import deliveries
from surveys.held import has_objected, invitations_of

_ALL = 100_000


async def requests_held(requester: UUID, _: str) -> Sequence[Mapping[str, Any]]:
    """Give what the person asked about their data, this request among it, and the limits that follow from it."""
    limits = await limits_of(requester)
    found = []
    for row in await requests_of(requester):
        progress = await progress_of(row.id)
        found.append(
            {
                "number": row.number,
                "kind": row.kind,
                "way": row.way,
                "state": row.state,
                "proof": row.proof,
                "received_at": row.received_at,
                "proved_at": row.proved_at,
                "due_on": row.due_on,
                "extended_at": row.extended_at,
                "delay": row.delay or None,
                "settled_at": row.settled_at,
                "answer": row.answer or None,
                **{name: said for name, said in row.said.items() if name != "entry"},
                "limited_from": limits[row.id][0] if row.id in limits else None,
                "limited_until": limits[row.id][1] if row.id in limits else None,
                "copy_fetched_at": progress.fetched_at if progress else None,
                "erased": await _erased(row.receipt),
            }
        )
    return found


async def _erased(receipt: str) -> Mapping[str, Any] | None:
    """Give what an erasure that they asked for took, in numbers, and how many requests something keeps for now."""
    found = await find_receipt(receipt) if receipt else None
    return (
        {
            "receipt": found.number,
            "at": found.at,
            "requests": found.tickets,
            "texts": found.messages,
            "details": found.details,
            "stays_for_now": found.waiting,
        }
        if found
        else None
    )


async def erasures_waiting(requester: UUID, _: str) -> Sequence[Mapping[str, Any]]:
    """Give since when the rest of an erasure waits, which goes by itself when what keeps it ends."""
    return (
        await ErasurePending.select(ErasurePending.asked_at, ErasurePending.receipt)
        .where(ErasurePending.requester == requester)
        .order_by(ErasurePending.asked_at)
    )


async def surveys_held(requester: UUID, _: str) -> Mapping[str, Any]:
    """Give that the person was asked for their opinion, never what they answered: no answer leads to anybody."""
    mark = await lasting_mark(requester)
    objects = mark is not None and await has_objected(mark)
    return {"wants_no_surveys": objects, "invitations": await invitations_of(requester)}


async def mails_held(requester: UUID, _: str) -> Sequence[Mapping[str, Any]]:
    """Give which mails were promised to the person and what became of them; their words are kept nowhere."""
    return [
        {"mail": one.kind, "due_at": one.due_at, "outcome": one.outcome or "waiting", "reason": one.reason or None}
        for one in await deliveries(requester, most=_ALL)
    ]


async def acts_held(requester: UUID, _: str) -> Sequence[Mapping[str, Any]]:
    """Give the audit trail about the person, their tickets and their requests: what was done when, by which side."""
    tickets = await ticket_rows.tickets_of_requester(requester)
    about = {
        requester: "",
        **{ticket.id: ticket.reference for ticket in tickets},
        **{row.id: row.number for row in await requests_of(requester)},
    }
    rows = (
        await AuditEntry.select(AuditEntry.act, AuditEntry.actor, AuditEntry.about, AuditEntry.at)
        .where(AuditEntry.about.is_in(list(about)))
        .order_by(AuditEntry.at, AuditEntry.id)
    )
    return [
        {"act": row["act"], "about": about[row["about"]], "at": row["at"], "by": _side(row["actor"], requester)}
        for row in rows
    ]


def _side(actor: UUID | None, requester: UUID) -> str:
    if actor is None:
        return "system"
    return "you" if actor == requester else "staff"


async def why_held(_: UUID, locale: str) -> Mapping[str, Any]:
    """Give why each thing is kept, on which basis, until when, who reads it and who outside receives it."""
    records, register = make_records(policy.in_use(), locale), read_register()
    theirs = {
        entry.place
        for entry in register.entries()
        if "requesters" in register.uses[entry.use].subjects and not entry.place.startswith("mail.")
    }
    return {
        "controller": {"name": records.controller, "address": records.address, "email": records.email},
        "complaints": (policy.in_use().law.authority or policy.in_use().controller.name)[locale],
        "topics": [
            {
                "topic": activity.name,
                "purpose": activity.purpose,
                "basis": activity.basis,
                "kept": [f"{limit[0]}: {limit[1]}" for limit in activity.limits if limit[0]],
            }
            for activity in records.activities[: len(policy.in_use().categories)]
        ],
        "receivers": [
            {"receiver": one.name, "purpose": one.purpose, "country": one.country, "gets": one.fields}
            for one in records.processors
        ],
        "held": _by_part([line for line in records.lines if line.place in theirs]),
    }


def _by_part(lines: Sequence[Line]) -> Sequence[Mapping[str, Any]]:
    """Put the columns together that are kept for the same reasons, for as long and for the same readers."""
    groups: dict[tuple[object, ...], list[Line]] = {}
    for line in lines:
        groups.setdefault((line.part, line.purpose, line.basis, line.until, *line.readers), []).append(line)
    return [
        {
            "part": first.part,
            "holds": list(dict.fromkeys(line.holds for line in alike)),
            "purpose": first.purpose,
            "basis": first.basis,
            "readers": first.readers,
            "until": first.until,
            "is_carried_out": first.is_carried_out,
            "places": [line.place for line in alike],
        }
        for alike in groups.values()
        for first in alike[:1]
    ]
