"""The only way from a reference, a link or an id to a ticket. "Not there" and "not yours" are the same error."""

from collections.abc import Collection, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from piccolo.columns.combination import Where

from helpdesk.errors import LinkNotFound, NotAssigned, TicketClosed, TicketNotFound, TicketTaken
from helpdesk.ids import token_hash
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.tickets.tables import CategoryRule, Status, Ticket
from piccolo_conf import Actor, acting


@dataclass(frozen=True, slots=True)
class TicketRow:
    """A ticket as the database has it: nothing in it is readable without the ticket's key."""

    id: UUID
    reference: str
    requester: UUID
    category: str
    team: str
    locale: str
    status: str
    assignee: UUID | None
    subject: bytes
    link: bytes
    opened_at: datetime
    active_at: datetime
    closed_at: datetime | None

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def rules(self) -> policy.Category:
        return policy.in_use().categories[self.category]


COLUMNS = tuple(getattr(Ticket, name) for name in TicketRow.__dataclass_fields__)


async def ticket_to_read(reference: str, *, viewer: StaffMember, lock: bool = False) -> TicketRow:
    """Give a ticket whose redacted text this person may read; raises TicketNotFound."""
    ticket = await _find(Ticket.reference == reference.upper(), lock=lock)
    if ticket is None or not may_read(viewer, ticket):
        raise TicketNotFound
    return ticket


async def ticket_to_work(reference: str, *, agent: StaffMember) -> TicketRow:
    """Lock an open ticket that is assigned to this agent; raises TicketNotFound, NotAssigned, TicketClosed."""
    ticket = await ticket_to_read(reference, viewer=agent, lock=True)
    if ticket.assignee != agent.id:
        raise TicketTaken if ticket.assignee else NotAssigned
    if ticket.is_closed:
        raise TicketClosed
    return ticket


async def ticket_of_ledger(reference: str, *, viewer: StaffMember) -> TicketRow:
    """Give a ticket whose ledger this person may read: its readers, and officers; raises TicketNotFound."""
    ticket = await _find(Ticket.reference == reference.upper())
    if ticket is None or not (viewer.role is Role.OFFICER or may_read(viewer, ticket)):
        raise TicketNotFound
    return ticket


def seen_by(viewer: StaffMember) -> AbstractAsyncContextManager[None]:
    """Read as a staff member: within it the database shows what they may see and nothing else."""
    return acting(viewer.actor)


def seen_through(token: str) -> AbstractAsyncContextManager[None]:
    """Read as whoever holds a requester's private link: within it the database shows that one ticket."""
    return acting(link_holder(token))


def link_holder(token: str) -> Actor:
    """Give whom the database sees acting when somebody holds a requester's private link."""
    return Actor("requester", link=token_hash(token))


async def ticket_of_link(token: str, *, lock: bool = False) -> TicketRow:
    """Give the ticket that a requester's private link opens; raises LinkNotFound."""
    ticket = await _find(Ticket.link_hash == token_hash(token), lock=lock)
    if ticket is None:
        raise LinkNotFound
    return ticket


async def ticket_of_own_link(reference: str, token: str) -> TicketRow:
    """Give the ticket of a requester who names it and holds its link; raises TicketNotFound."""
    ticket = await _find(Ticket.link_hash == token_hash(token))
    if ticket is None or ticket.reference != reference.upper():
        raise TicketNotFound
    return ticket


async def tickets_to_mail(tickets: Collection[UUID]) -> Mapping[UUID, TicketRow]:
    """Give tickets to the renderer of mails about them, in one query; those that are gone are missing."""
    rows = await Ticket.select(*COLUMNS).where(Ticket.id.is_in(list(tickets))) if tickets else []
    return {row["id"]: TicketRow(**row) for row in rows}


async def keep_category_rules() -> None:
    """Tell the database what the policy says of each category, for its own row-level security (walls.sql).

    effects  one row a category; one that the policy no longer has is for its assignee only
    """
    for slug, category in policy.in_use().categories.items():
        await CategoryRule.raw(
            "INSERT INTO category_rule (category, text_for) VALUES ({}, {})"
            " ON CONFLICT (category) DO UPDATE SET text_for = excluded.text_for"
            " WHERE category_rule.text_for <> excluded.text_for",
            slug,
            category.text_for,
        )
    await CategoryRule.update({CategoryRule.text_for: "assignee"}).where(
        CategoryRule.category.not_in(list(policy.in_use().categories))
    )


def may_read(viewer: StaffMember, ticket: TicketRow) -> bool:
    """Say whether the policy lets this person read a ticket's redacted text. Only agents ever do."""
    if viewer.role is not Role.AGENT:
        return False
    return {
        "desk": True,
        "team": viewer.team in ("", ticket.team) or ticket.assignee == viewer.id,
        "assignee": ticket.assignee in (None, viewer.id) and viewer.team in ("", ticket.team),
    }[ticket.rules.text_for]


async def _find(condition: Where, *, lock: bool = False) -> TicketRow | None:
    query = Ticket.select(*COLUMNS).where(condition).first()
    row = await (query.lock_rows("UPDATE") if lock else query)
    return TicketRow(**row) if row else None
