"""What pages say of requests about data: a row of the queue, one request with its steps and history."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from helpdesk import i18n
from helpdesk.errors import TicketNotFound
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.people.staff import StaffMember, names_of
from helpdesk.privacy.disclosure.ledger import ledger_of
from helpdesk.privacy.policy import policy
from helpdesk.privacy.subject_requests import handle
from helpdesk.privacy.subject_requests.ask import DETAILS, EVERYTHING
from helpdesk.privacy.subject_requests.deadlines import extended_due_on
from helpdesk.privacy.subject_requests.limits import limits_of
from helpdesk.privacy.subject_requests.package import Progress, progress_of
from helpdesk.privacy.subject_requests.queries import Row, history
from helpdesk.privacy.subject_requests.tables import Kind, State
from helpdesk.tickets import access
from helpdesk.tickets.erase import Plan
from helpdesk.tickets.hold import as_told
from helpdesk.tickets.rights import LIMITING, holdings_of, plan_of_request
from helpdesk.web.views import ledger_lines

SOON = 7  # days before the end


def request_view(row: Row, now: datetime) -> dict[str, Any]:
    """Give a request as every page shows it."""
    today = now.date()
    return {
        "number": row.number,
        "kind": "complaint" if row.is_complaint else row.kind,
        "way": row.way,
        "state": row.state,
        "day": row.day(today),
        "days": row.days,
        "due_on": row.due_on,
        "left": row.left(today),
        "is_over": row.is_over,
        "is_late": not row.is_over and row.left(today) < 0,
        "is_soon": not row.is_over and row.left(today) <= SOON,
        "received_at": row.received_at,
        "settled_at": row.settled_at,
        "receipt": row.receipt,
    }


async def queue(open_rows: Sequence[Row], ended: Sequence[Row], *, now: datetime) -> Mapping[str, object]:
    """Give the queue: the open requests, those that ended last, and how many are due."""
    names = await names_of(row.handler for row in open_rows if row.handler)
    rows = []
    for row in open_rows:
        on_hold = row.kind == Kind.ERASURE and bool((await holdings_of(row.subject)).on_hold)
        rows.append(
            {**request_view(row, now), "handler": names.get(row.handler) if row.handler else None, "on_hold": on_hold}
        )
    proved = [row for row in rows if row["state"] != State.UNPROVED]
    return {
        "rows": rows,
        "ended": [request_view(row, now) for row in ended],
        "counts": {
            "open": len(rows),
            "soon": sum(row["is_soon"] and not row["is_late"] for row in proved),
            "late": sum(row["is_late"] for row in proved),
        },
    }


async def one_request(row: Row, officer: StaffMember, locale: str, *, now: datetime) -> dict[str, Any]:
    """Give one request to an officer: who asks, what is held, what is asked, what may be done, what was done."""
    limit = (await limits_of(row.subject)).get(row.id)
    may_act = row.state in handle.IN_HAND
    law = row.rules
    return {
        "request": {**request_view(row, now), "proof": row.proof, "answer": row.answer, "delay": row.delay},
        "said": dict(row.said),
        "locale": row.locale,
        "law": row.law,
        "may_prove": row.state == State.UNPROVED and row.way in ("phone", "letter"),
        "proofs": list(handle.BY_MEANS),
        "may_take": row.state in (State.RECEIVED, *handle.IN_HAND) and row.handler != officer.id,
        "handler": (await names_of([row.handler])).get(row.handler) if row.handler else None,
        "may_act": may_act,
        "may_extend": may_act and row.state == State.RUNNING and law.may_extend and row.left(now.date()) >= 0,
        "extended_to": extended_due_on(row.received_at.date(), law),
        "knows_extension": law.may_extend,
        "complaint": await _complaint(row, locale, now) if row.is_complaint else None,
        "held": await holdings_of(row.subject),
        "copy": copy_state(await progress_of(row.id)),
        "limit": {"since": limit[0], "lifted_at": limit[1]} if limit else None,
        "may_lift": row.kind in LIMITING and limit is not None and limit[1] is None,
        "acts": await _acts(row, locale),
    }


async def _complaint(row: Row, locale: str, now: datetime) -> Mapping[str, Any]:
    try:
        ticket = (await access.face_of(row.said.get("reference", ""))).id
    except TicketNotFound:
        ticket = None
    return await complaint(row, ticket, locale, for_staff=True, now=now)


def plan_view(plan: Plan, *, extent: str = EVERYTHING, reference: str = "") -> Mapping[str, object]:
    """Give the plan of an erasure in numbers, and what stays and why; `reference` of the one ticket it is about."""
    only_details = extent == DETAILS
    goes = [ticket for ticket in plan.goes if ticket.details or not only_details]
    details = sum(ticket.details for ticket in goes) + (0 if only_details else plan.details)
    return {
        "extent": extent,
        "reference": reference,
        "requests": len(goes),
        "texts": sum(ticket.messages for ticket in goes),
        "details": details,
        "whole": sum(ticket.whole for ticket in goes) if only_details else 0,
        "mails": 0 if only_details else plan.total("mails"),
        "open": sum(ticket.is_open for ticket in goes),
        "waits": [
            {"reference": ticket.reference, "kept_by": ticket.kept_by}
            for ticket in plan.waits
            if ticket.details or not only_details
        ],
        "is_empty": not (goes or details),
    }


async def plan_of(row: Row, *, reader: SignedInRequester | None = None, now: datetime) -> Mapping[str, object]:
    """Give the plan of the erasure that a request asks for; to its `reader`, the person, what they may read of it."""
    plan = await plan_of_request(row, now=now)
    if reader is not None:
        plan = await as_told(plan, reader=reader.actor)
    return plan_view(plan, extent=row.extent, reference=row.said.get("reference", ""))


async def complaint(row: Row, ticket: UUID | None, locale: str, *, for_staff: bool, now: datetime) -> Mapping[str, Any]:
    """Give the look that somebody complains of, as the ledger has it; `seen` is None when it is there no more."""
    entries = [entry for entry in await ledger_of(ticket) if str(entry.id) == row.said["entry"]] if ticket else []
    with_names = for_staff or policy.in_use().ledger_names
    lines = await ledger_lines(entries, locale=locale, now=now, with_names=with_names)
    return {"reference": row.said.get("reference", ""), "seen": lines[0] if lines else None}


def copy_state(progress: Progress | None) -> str:
    """Say how far a copy is: "", waiting, ready, fetched, expired."""
    if progress is None:
        return ""
    return "fetched" if progress.state == "ready" and progress.fetched_at else progress.state


def authority(locale: str) -> str:
    """Name whom a complaint goes to."""
    rules = policy.in_use()
    return (rules.law.authority or rules.controller.name)[locale]


async def _acts(row: Row, locale: str) -> list[Mapping[str, object]]:
    acts, words = await history(row.id), i18n.words(locale)
    names = await names_of(actor for _, actor, _ in acts if actor)
    return [
        {
            "what": f"rights-act-{act}" if words.has(f"rights-act-{act}") else "rights-act-other",
            "by": names.get(actor) if actor else None,
            "side": "" if actor in names else ("person" if actor else "system"),
            "at": at,
        }
        for act, actor, at in ((name.removeprefix("rights."), actor, at) for name, actor, at in acts)
    ]
