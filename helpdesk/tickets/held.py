"""What tickets hold about a requester, for their own copy: their details opened, all others left as placeholders."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from helpdesk.errors import ValueGone
from helpdesk.privacy.disclosure.disclose import OWN_COPY, open_values_for_system
from helpdesk.privacy.disclosure.ledger import LedgerEntry, ledger_of, system_uses
from helpdesk.privacy.lawful.told import told_about
from helpdesk.privacy.redaction.redact import PLACEHOLDER
from helpdesk.privacy.transfer.told import passed_on
from helpdesk.privacy.vault.values import ValueFace, faces
from helpdesk.tickets import mergers, ticket_rows
from helpdesk.tickets.break_glass import glasses_about
from helpdesk.tickets.held_files import attachments_held
from helpdesk.tickets.held_until import held_until, kept_by_law
from helpdesk.tickets.look_up import look_ups_that_found
from helpdesk.tickets.tables import Acceptance, Assignment, Closure
from helpdesk.tickets.tags import names_of_tags
from helpdesk.tickets.threads import ThreadMessage, subject_of, thread
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import Actor, acting


async def tickets_held(requester: UUID, _: str) -> Sequence[Mapping[str, Any]]:
    """Give every ticket of a requester; joins the system's transaction.

    What they wrote or entered themselves is theirs: those details are opened. What only staff wrote stays hidden, as it
    may be somebody else's; so do secrets, which are for the assignee and are destroyed at closing.

    effects  one disclosure into their own copy for each detail
    """
    return [await _ticket(ticket) for ticket in await ticket_rows.tickets_of_requester(requester)]


async def _ticket(ticket: TicketRow) -> Mapping[str, Any]:
    terms, accepted = await ticket_rows.terms_of(ticket.id)
    facts = {
        "reference": ticket.reference,
        "category": ticket.category,
        "team": ticket.team,
        "status": ticket.status,
        "language": ticket.locale,
        "opened_at": ticket.opened_at,
        "active_at": ticket.active_at,
        "closed_at": ticket.closed_at,
        "terms_version": terms,
        "terms_accepted_at": accepted,
        "accepted": await Acceptance.select(Acceptance.kind, Acceptance.number, Acceptance.locale, Acceptance.at)
        .where(Acceptance.ticket == ticket.id)
        .order_by(Acceptance.kind),
        "priority": ticket.priority,
        "tags": [name for tag, name in (await names_of_tags()).items() if tag in ticket.tags],
        "sleeps_until": ticket.wake_at,
        **await held_until(ticket),
    }
    try:
        texts, subject = await thread(ticket, with_notes=True), await subject_of(ticket)
    except ValueGone:  # erased: when it came and went is all that is left
        return {**facts, "erased": True}
    values = await faces([ticket.id])
    aside = await kept_by_law(ticket, values, is_told=bool(facts["held_longer"]))
    own = await _opened(ticket, values, _placeholders(subject, texts))
    return {
        **facts,
        "subject": _filled(subject, own),
        "messages": [_message(message, own) for message in texts],
        "attachments": await attachments_held(ticket, texts),
        "details": [_detail(face, own, aside) for face in dict.fromkeys([*values, *aside.values()])],
        "handled": await _handled(ticket),
        "closings": await Closure.select(Closure.number, Closure.reason, Closure.closed_at)
        .where(Closure.ticket == ticket.id)
        .order_by(Closure.number),
        "goes_on_in": await _told(ticket),
        **await _looks(ticket),
        "used_by_the_system": await _uses(ticket),
    }


async def _looks(ticket: TicketRow) -> Mapping[str, Any]:
    """Give who saw or received what, read as the requester: of what a gag keeps from them the copy says nothing."""
    async with acting(Actor("requester", id=ticket.requester)):
        return {
            "seen": [_sight(entry) for entry in await ledger_of(ticket.id)],
            "looked_up": [
                {"kind": search.kind, "team": search.team, "purpose": search.purpose, "at": search.at}
                for search in await look_ups_that_found(ticket.id)
            ],
            "let_in": await _let_in(ticket),
            "given_to_authorities": [
                {
                    "authority": told.authority,
                    "basis": told.basis,
                    "document": told.document,
                    "at": told.at,
                    "details": [*told.details],
                    "texts": told.messages,
                }
                for told in await told_about(ticket.id)
            ],
            "passed_on": [
                {
                    "successor": told.successor,
                    "basis": told.ground,
                    "at": told.at,
                    "details": [*told.details],
                    "texts": told.messages,
                }
                for told in await passed_on(ticket.id)
            ],
        }


def _placeholders(subject: str, texts: Sequence[ThreadMessage]) -> set[str]:
    """Name the details that stand in what the requester wrote."""
    own = "\n".join([subject, *(message.text for message in texts if message.author_id is None)])
    return {f"{found['kind']} {found['number']}" for found in PLACEHOLDER.finditer(own)}


async def _opened(ticket: TicketRow, values: Sequence[ValueFace], written: set[str]) -> Mapping[str, str]:
    theirs = {face.id: face.name for face in values if not face.is_gone and (face.number == 0 or face.name in written)}
    opened = await open_values_for_system(dict.fromkeys(theirs, ticket.id), purpose=OWN_COPY)
    return {theirs[value]: text for value, text in opened.items()}


def _filled(text: str, own: Mapping[str, str]) -> str:
    return PLACEHOLDER.sub(lambda found: own.get(f"{found['kind']} {found['number']}", found[0]), text)


def _message(message: ThreadMessage, own: Mapping[str, str]) -> Mapping[str, Any]:
    return {"written_by": message.kind, "at": message.posted_at, "text": _filled(message.text, own)}


def _detail(face: ValueFace, own: Mapping[str, str], kept: Collection[UUID]) -> Mapping[str, Any]:
    hidden = "destroyed" if face.is_gone else "secret" if face.is_secret else "hidden"
    value = own.get(face.name) if face.id not in kept else None
    return {
        "name": face.name,
        "kind": face.kind,
        "state": "kept-by-law" if face.id in kept else "yours" if face.name in own else hidden,
        "value": value,
        "destroyed_at": face.destroyed_at if face.id not in kept else None,
    }


async def _handled(ticket: TicketRow) -> Sequence[Mapping[str, Any]]:
    """Say when somebody of the team had it; who stays out of the copy."""
    rows = (
        await Assignment.select(Assignment.began_at, Assignment.ended_at)
        .where(Assignment.ticket == ticket.id)
        .order_by(Assignment.began_at)
    )
    return [{"team": ticket.team, "from": row["began_at"], "until": row["ended_at"]} for row in rows]


async def _told(ticket: TicketRow) -> str | None:
    merger = await mergers.merger_of(ticket)
    return merger.told or None if merger else None


def _sight(entry: LedgerEntry) -> Mapping[str, Any]:
    return {
        "detail": entry.name,
        "kind": entry.kind,
        "team": entry.team,
        "purpose": entry.purpose,
        "reason": entry.reason or None,
        "from": entry.at,
        "until": entry.ended_at or entry.until,
        "second_person": entry.agreed_by is not None,
    }


async def _let_in(ticket: TicketRow) -> Sequence[Mapping[str, Any]]:
    return [
        {"team": glass.role, "reason": glass.reason, "from": glass.decided_at, "until": glass.expires_at}
        for glass in await glasses_about(ticket.face)
        if glass.decision == "approved"
    ]


async def _uses(ticket: TicketRow) -> Sequence[Mapping[str, Any]]:
    return [
        {"detail": use.name, "kind": use.kind, "purpose": use.purpose, "times": use.times, "last_at": use.last_at}
        for use in await system_uses(ticket.id, ticket.requester)
    ]
