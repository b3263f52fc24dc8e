"""The only ways by which a requester comes to a ticket. "Not there" and "not yours" are the same error."""

from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field

from piccolo.columns.combination import And

from helpdesk.errors import LinkNotFound, TicketNotFound
from helpdesk.ids import token_hash
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.tickets.tables import Ticket
from helpdesk.tickets.ticket_rows import TicketRow, find, whole
from piccolo_conf import Actor, acting


@dataclass(frozen=True, slots=True)
class Door:
    """How a requester comes to a ticket of theirs: by its private link, or signed in and by its number."""

    actor: Actor
    token: str = field(default="", repr=False)
    reference: str = ""


def by_link(token: str) -> Door:
    """Give the door that a private link opens."""
    return Door(link_holder(token), token=token)


def by_number(reference: str, person: SignedInRequester) -> Door:
    """Give the door to a ticket of somebody who signed in."""
    return Door(person.actor, reference=reference.upper())


def link_holder(token: str) -> Actor:
    """Give whom the database sees acting when somebody holds a requester's private link."""
    return Actor("requester", link=token_hash(token))


def seen_as(actor: Actor) -> AbstractAsyncContextManager[None]:
    """Read as a signed-in requester: within it the database shows what is theirs and nothing else."""
    return acting(actor)


def seen_through(token: str) -> AbstractAsyncContextManager[None]:
    """Read as whoever holds a requester's private link: within it the database shows that one ticket."""
    return acting(link_holder(token))


def seen_from(door: Door) -> AbstractAsyncContextManager[None]:
    """Read as who stands at a door: within it the database shows what is theirs and nothing else."""
    return acting(door.actor)


async def ticket_of_link(token: str, *, lock: bool = False) -> TicketRow:
    """Give the ticket that a requester's private link opens; raises LinkNotFound, TicketErased."""
    ticket = await find(Ticket.link_hash == token_hash(token), lock=lock)
    if ticket is None:
        raise LinkNotFound
    return whole(ticket)


async def ticket_through(door: Door, *, lock: bool = False) -> TicketRow:
    """Give the ticket behind a door, as its requester; raises LinkNotFound, TicketNotFound, TicketErased."""
    if door.token:
        return await ticket_of_link(door.token, lock=lock)
    ticket = await find(And(Ticket.reference == door.reference, Ticket.requester == door.actor.id), lock=lock)
    if ticket is None:
        raise TicketNotFound
    return whole(ticket)


async def ticket_of_own_link(reference: str, token: str) -> TicketRow:
    """Give the ticket of a requester who names it and holds its link; raises TicketNotFound, TicketErased."""
    ticket = await find(Ticket.link_hash == token_hash(token))
    if ticket is None or ticket.reference != reference.upper():
        raise TicketNotFound
    return whole(ticket)
