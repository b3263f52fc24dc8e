"""Correct a wrong value at every place where a requester's details are sealed; the wrong one is destroyed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.people import addresses
from helpdesk.people.staff import get_staff
from helpdesk.people.tables import Requester
from helpdesk.privacy.disclosure.disclose import RECOGNITION, Viewer, disclose_for_assignment, open_values_for_system
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.subject_requests.limits import is_limited
from helpdesk.privacy.vault.keys import DataKey, keys_of
from helpdesk.privacy.vault.values import ValueFace, faces, replace
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.exact import KINDS
from helpdesk.tickets.index import index_values_anew
from helpdesk.tickets.lexemes import fold
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import SYSTEM, acting

_NATIONAL = 9  # digits of a telephone number without country and trunk codes, at least


@dataclass(frozen=True, slots=True)
class Place:
    """Where a wrong value is sealed: in a ticket, or with the person themselves ("")."""

    reference: str
    name: str
    kind: str


async def places_of(requester: UUID, wrong: str) -> Sequence[Place]:
    """Find where a value is sealed; nobody sees it by that.

    effects  each of the person's details is counted as recognised by the system
    """
    async with acting(SYSTEM):
        tickets = {ticket.id: ticket for ticket in await ticket_rows.tickets_of_requester(requester)}
        found = await _matching(requester, tickets, wrong)
    return [_place(face, tickets) for face in found]


async def rectify(requester: UUID, *, wrong: str, right: str, by: UUID, now: datetime) -> Sequence[Place]:
    """Put the right value in the place of the wrong one, wherever it is sealed for this person; gives the places.

    raises   Invalid (right: missing, no address, or one that is somebody else's)
    effects  the wrong values are destroyed and whoever had one open has it no more; the assignee of an open ticket sees
             the right one where the category grants it; a person is found by their new address, a ticket by its new
             domain; one audit entry for each ticket and one for the person
    """
    right = " ".join(clean(right).split())
    if not right:
        raise Invalid({"right": "error-missing"})
    async with acting(SYSTEM):
        tickets = {ticket.id: ticket for ticket in await ticket_rows.tickets_of_requester(requester)}
        found = await _matching(requester, tickets, wrong)
        keys = await keys_of(face.owner for face in found)
        await _check(requester, found, right)
        replaced = [face for face in found if await _replace(face, right, requester, keys, now)]
        for ticket in tickets.values():
            await follow(ticket, [face for face in replaced if face.owner in (ticket.id, requester)], now)
        for owner in dict.fromkeys(face.owner for face in replaced):
            await record("detail.rectified", actor=by, about=owner, at=now)
    return [_place(face, tickets) for face in replaced]


async def _matching(requester: UUID, tickets: Mapping[UUID, TicketRow], wrong: str) -> Sequence[ValueFace]:
    values = [face for face in await faces([requester, *tickets]) if not face.is_gone and not face.is_secret]
    opened = await open_values_for_system({face.id: face.owner for face in values}, purpose=RECOGNITION)
    return [face for face in values if _same(face.kind, opened.get(face.id, ""), wrong)]


def _same(kind: str, one: str, other: str) -> bool:
    """Say whether two values are one: case, spaces, dashes and the script of digits are no difference.

    Of telephone numbers the last nine digits count: with and without the country's code they are one.
    """
    both = [_comparable(text) for text in (one, other)]
    if kind == "phone":
        both = [text[-_NATIONAL:] for text in both]
    return both[0] == both[1] != ""


def _comparable(text: str) -> str:
    return "".join(letter for letter in fold(text) if letter.isalnum() or letter == "@")


async def _check(requester: UUID, found: Sequence[ValueFace], right: str) -> None:
    if not any(face.owner == requester and face.kind == "email" for face in found):
        return
    if not addresses.is_address(right):
        raise Invalid({"right": "error-email"})
    taken = Requester.exists().where(Requester.email_hash == addresses.blind_index(right), Requester.id != requester)
    if await taken:
        raise Invalid({"right": "error-email-taken"})


async def _replace(
    face: ValueFace, right: str, requester: UUID, keys: Mapping[UUID, DataKey], now: datetime
) -> UUID | None:
    if face.owner not in keys:
        return None
    value = addresses.normalise(right) if face.kind == "email" else right
    done = await replace(keys[face.owner], face, value, now=now)
    if done and face.owner == requester and face.kind == "email":
        await Requester.update({Requester.email_hash: addresses.blind_index(right)}).where(Requester.id == requester)
    return done


async def follow(ticket: TicketRow, replaced: Sequence[ValueFace], now: datetime) -> None:
    """Let a ticket's assignee and its look-ups have the new values; joins the system's transaction."""
    if any(face.owner == ticket.id and face.kind in KINDS for face in replaced):
        await index_values_anew(ticket.id)
    names = {face.name for face in replaced} & {f"field:{name}" for name in ticket.rules.at_once}
    if not names or ticket.is_closed or ticket.assignee is None or await is_limited(ticket.requester):
        return
    agent = await get_staff(ticket.assignee)
    if agent is not None:
        values = [face for face in await faces([ticket.id, ticket.requester]) if face.name in names]
        to = Viewer(agent.id, agent.team or ticket.team)
        await disclose_for_assignment(values, to=to, about=ticket.id, now=now)


def _place(face: ValueFace, tickets: Mapping[UUID, TicketRow]) -> Place:
    reference = tickets[face.owner].reference if face.owner in tickets else ""
    return Place(reference, face.name, face.kind)
