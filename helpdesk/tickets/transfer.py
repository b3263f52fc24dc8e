"""What goes with the business of one person: who they are and their tickets, details opened; and what stays closed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from uuid import UUID

from helpdesk.people.requesters import frame_of, lasting_mark
from helpdesk.privacy import holds
from helpdesk.privacy.disclosure.disclose import TRANSFER, open_values_for_system
from helpdesk.privacy.erasure.tables import ErasurePending
from helpdesk.privacy.policy.shapes import FILE
from helpdesk.privacy.redaction.redact import PLACEHOLDER
from helpdesk.privacy.retention.stages import STAGES, days_of, ends
from helpdesk.privacy.subject_requests.limits import limit_since
from helpdesk.privacy.subject_requests.queries import requests_of
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.privacy.transfer.make import Share
from helpdesk.privacy.vault.values import ValueFace, faces
from helpdesk.tickets import mergers, ticket_rows
from helpdesk.tickets.download import files_of
from helpdesk.tickets.held_files import content_of, path_of
from helpdesk.tickets.tables import Acceptance
from helpdesk.tickets.tags import names_of_tags
from helpdesk.tickets.threads import subject_of, thread
from helpdesk.tickets.ticket_rows import TicketRow
from surveys.held import has_objected


@dataclass(frozen=True, slots=True)
class _Around:
    """What is asked once for all tickets of a person."""

    on_hold: Mapping[UUID, UUID]
    is_being_erased: bool  # what is still there of them, only a hold or a law keeps
    tags: Mapping[UUID, str]
    now: datetime


async def gather(requester: UUID, now: datetime) -> Share:
    """Give what of a person goes to the successor; joins the system's transaction.

    Erased is gone; what is past its time goes nowhere; what only a hold keeps is named and stays closed, and so do
    secrets and the kinds that the policy opens for nobody.

    effects  one disclosure into the archive for each detail
    """
    share, tickets = Share(), await ticket_rows.tickets_of_requester(requester)
    around = _Around(
        await holds.held([ticket.id for ticket in tickets]),
        await ErasurePending.exists().where(ErasurePending.requester == requester),
        await names_of_tags() if tickets else {},
        now,
    )
    for ticket in tickets:
        await _add(share, ticket, around)
    if not share.tickets:
        share.left_out["person-without-request"] += 1
    elif all(ticket.get("held") for ticket in share.tickets):
        share.person = {"requester": requester, "held": True}
        share.left_out["person-held"] += 1
    else:
        share.person = await _person(requester, share)
    return share


async def _add(share: Share, ticket: TicketRow, around: _Around) -> None:
    if ticket.is_erased:
        share.left_out["ticket-erased"] += 1
        return
    frame = {"requester": ticket.requester, "reference": ticket.reference, "category": ticket.category}
    if around.is_being_erased or await _is_over(ticket, around.now):
        is_held = ticket.id in around.on_hold
        share.left_out["ticket-held" if is_held else "ticket-over"] += 1
        if is_held:
            share.tickets.append({**frame, "held": True})
            share.given[ticket.id] = ([], 0)
        return
    values = await faces([ticket.id])
    closed = {face.name: why for face in values if (why := _why_closed(face, ticket.rules.never))}
    share.left_out.update(f"detail-{why}" for why in closed.values())
    opened = await _opened(values, closed, about=ticket.id)
    share.details += len(opened)
    keys = {name: opened.pop(name) for name in list(opened) if name.startswith(f"{FILE} ")}
    line = await _line(ticket, values, opened, around)
    share.tickets.append({**frame, **line, "files": await _files(share, ticket, keys)})
    share.given[ticket.id] = ([*opened, *keys], len(line["messages"]))


async def _files(share: Share, ticket: TicketRow, keys: Mapping[str, str]) -> list[Mapping[str, Any]]:
    """Let the files of a ticket go along that are not gone and that are no kind which opens for nobody."""
    files = [file for some in (await files_of([ticket.id])).values() for file in some if not file.is_gone]
    going = [file for file in files if not file.is_sealed or file.value in keys]
    for file in going:
        share.files[path_of(ticket, file)] = partial(content_of, ticket.id, file, keys.get(file.value, ""))
    return [{"number": file.number, "kind": file.kind, "file": path_of(ticket, file)} for file in going]


async def _is_over(ticket: TicketRow, now: datetime) -> bool:
    """Say whether a ticket's texts should be gone: its time is over and it goes on in no other ticket."""
    if ticket.closed_at is None:
        return False
    merger = await mergers.merger_of(ticket)
    if merger and merger.settled_at is None:
        return False
    begins = max(ticket.closed_at, merger.settled_at) if merger and merger.settled_at else ticket.closed_at
    return begins + timedelta(days=days_of(ticket.category, "texts")) <= now


def _why_closed(face: ValueFace, never: Sequence[str]) -> str:
    """Say why a detail stays closed: secret, destroyed, never (the policy opens it for nobody); "" when it goes."""
    rules = {"secret": face.is_secret, "destroyed": face.is_gone, "never": face.kind in never}
    return next((why for why, applies in rules.items() if applies), "")


async def _opened(values: Sequence[ValueFace], closed: Mapping[str, str], *, about: UUID) -> dict[str, str]:
    names = {face.id: face.name for face in values if face.name not in closed}
    opened = await open_values_for_system(dict.fromkeys(names, about), purpose=TRANSFER)
    return {names[value]: text for value, text in opened.items()}


async def _line(
    ticket: TicketRow, values: Sequence[ValueFace], opened: Mapping[str, str], around: _Around
) -> dict[str, Any]:
    def filled(text: str) -> str:
        return PLACEHOLDER.sub(lambda found: opened.get(f"{found['kind']} {found['number']}", found[0]), text)

    terms, accepted = await ticket_rows.terms_of(ticket.id)
    return {
        "held": False,
        "on_hold": ticket.id in around.on_hold,
        "team": ticket.team,
        "status": ticket.status,
        "language": ticket.locale,
        "priority": ticket.priority,
        "tags": [name for tag, name in around.tags.items() if tag in ticket.tags],
        "opened_at": ticket.opened_at,
        "active_at": ticket.active_at,
        "closed_at": ticket.closed_at,
        "terms_version": terms,
        "terms_accepted_at": accepted,
        "accepted": await Acceptance.select(Acceptance.kind, Acceptance.number, Acceptance.locale, Acceptance.at)
        .where(Acceptance.ticket == ticket.id)
        .order_by(Acceptance.kind),
        "basis": ticket.rules.basis,
        "kept": _kept(ticket),
        "subject": filled(await subject_of(ticket)),
        "messages": [
            {"written_by": message.kind, "at": message.posted_at, "text": filled(message.text)}
            for message in await thread(ticket, with_notes=True)
        ],
        "details": [_detail(face, opened.get(face.name), ticket.rules.never) for face in values if face.kind != FILE],
    }


def _kept(ticket: TicketRow) -> Mapping[str, Any]:
    """Say how long still: a time for each stage of a closed ticket, days from the closing for one that is not."""
    if ticket.closed_at is None:
        return {f"{stage}_days_from_closing": days_of(ticket.category, stage) for stage in STAGES}
    return {f"{end.stage}_until": end.at for end in ends(ticket.category, ticket.closed_at)}


def _detail(face: ValueFace, value: str | None, never: Sequence[str]) -> Mapping[str, Any]:
    return {"name": face.name, "kind": face.kind, "value": value, "left_closed": _why_closed(face, never) or None}


async def _person(requester: UUID, share: Share) -> Mapping[str, Any]:
    known_since, language = await frame_of(requester)
    values = await faces([requester])
    closed = {face.name: why for face in values if (why := _why_closed(face, ()))}
    share.left_out.update(f"detail-{why}" for why in closed.values())
    opened = await _opened(values, closed, about=requester)
    share.details += len(opened)
    for ticket, (details, messages) in share.given.items():  # each ticket's ledger tells of them, too
        share.given[ticket] = ([*opened, *details], messages)
    mark = await lasting_mark(requester)
    requests = await requests_of(requester)
    return {
        "requester": requester,
        "held": False,
        "known_since": known_since,
        "language": language,
        **{name.removeprefix("field:"): text for name, text in opened.items()},
        "restricted_since": await limit_since(requester),
        "objects_to_surveys": mark is not None and await has_objected(mark),
        "objects": any(row.kind == Kind.OBJECTION for row in requests),
        "requests_about_data": [
            {
                "number": row.number,
                "kind": row.kind,
                "state": row.state,
                "received_at": row.received_at,
                "due_on": row.due_on,
                "settled_at": row.settled_at,
            }
            for row in requests
        ],
    }
