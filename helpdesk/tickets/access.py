"""The only way from a reference, a link or an id to a ticket. "Not there" and "not yours" are the same error."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, TypeAlias
from uuid import UUID

from piccolo.columns.combination import And, Or, Where, WhereRaw
from piccolo.querystring import QueryString

from helpdesk.errors import LinkNotFound, NotAssigned, TicketClosed, TicketErased, TicketNotFound, TicketTaken
from helpdesk.ids import token_hash
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Requester, Role
from helpdesk.privacy.policy import policy
from helpdesk.tickets.tables import NEVER, CategoryRule, Closure, Merger, Priority, Status, Ticket
from piccolo_conf import Actor, acting

Condition: TypeAlias = Where | WhereRaw | And | Or


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
    is_erased: bool = False  # its key was destroyed: nothing of it can be read any more
    wake_at: datetime | None = None
    priority: str = Priority.NORMAL
    tags: Sequence[UUID] = ()
    heard_at: datetime | None = None
    answered_at: datetime | None = None
    solve_from: datetime | None = None
    solve_used: int = 0
    due_at: datetime = NEVER

    @property
    def is_closed(self) -> bool:
        return self.status == Status.CLOSED

    @property
    def is_pending(self) -> bool:
        return self.status == Status.PENDING

    @property
    def rules(self) -> policy.Category:
        return policy.in_use().categories[self.category]

    @property
    def face(self) -> "TicketFace":
        return TicketFace(self.id, self.reference, self.requester, self.category, self.team, self.status)


@dataclass(frozen=True, slots=True)
class TicketFace:
    """What may be said of a ticket to who may not read it: no word of what was written."""

    id: UUID
    reference: str
    requester: UUID
    category: str
    team: str
    status: str


_ERASED = QueryString("NOT EXISTS (SELECT FROM owner_key k WHERE k.owner = ticket.id) AS is_erased")
COLUMNS = (*(getattr(Ticket, name) for name in TicketRow.__dataclass_fields__ if name != "is_erased"), _ERASED)
# Who writes in a ticket holds it against other writers, and not against rows that merely name it (who looked, who is
# there): those are made before their foreign key asks for the ticket, so that a stronger lock would end in a deadlock.
_WRITING: Final = "NO KEY UPDATE"


async def ticket_to_read(reference: str, *, viewer: StaffMember, lock: bool = False) -> TicketRow:
    """Give a ticket whose redacted text this person may read; raises TicketNotFound, TicketErased."""
    ticket = await find_to_read(reference, viewer=viewer, lock=lock)
    if ticket is None:
        raise TicketNotFound
    return _whole(ticket)


async def find_to_read(reference: str, *, viewer: StaffMember, lock: bool = False) -> TicketRow | None:
    """Give a ticket whose redacted text this person may read, or None."""
    ticket = await _find(Ticket.reference == reference.upper(), lock=lock)
    return ticket if ticket and may_read(viewer, ticket) else None


async def ticket_to_work(reference: str, *, agent: StaffMember) -> TicketRow:
    """Lock an open ticket that is assigned to this agent; raises as ticket_to_read, NotAssigned, TicketClosed."""
    ticket = await ticket_to_read(reference, viewer=agent, lock=True)
    if ticket.assignee != agent.id:
        raise TicketTaken if ticket.assignee else NotAssigned
    if ticket.is_closed:
        raise TicketClosed
    return ticket


async def ticket_to_sort(reference: str, *, agent: StaffMember) -> TicketRow:
    """Lock a ticket that this agent may put in order: it is theirs, nobody's, or of their own team.

    raises   TicketNotFound, TicketErased, TicketClosed, TicketTaken
    """
    ticket = await ticket_to_read(reference, viewer=agent, lock=True)
    if ticket.is_closed:
        raise TicketClosed
    if ticket.assignee not in (None, agent.id) and agent.team not in ("", ticket.team):
        raise TicketTaken
    return ticket


async def ticket_to_open(reference: str, *, agent: StaffMember) -> TicketRow:
    """Lock a ticket whose details this agent may open: as `ticket_to_work`, or merged into an open one of theirs."""
    ticket = await ticket_to_read(reference, viewer=agent, lock=True)
    if ticket.assignee != agent.id:
        raise TicketTaken if ticket.assignee else NotAssigned
    if ticket.is_closed and not await is_worked_on(ticket):
        raise TicketClosed
    return ticket


async def ticket_of_ledger(reference: str, *, viewer: StaffMember) -> "TicketFace":
    """Give the face of a ticket whose ledger this person may read: its readers, and officers; raises TicketNotFound."""
    if viewer.role is Role.OFFICER:
        return await face_of(reference)
    return (await ticket_to_read(reference, viewer=viewer)).face


async def ticket_behind_glass(reference: str) -> TicketRow:
    """Give a ticket that an officer or administrator was let into by a second person; raises TicketNotFound.

    The database knows whom and until when (walls.sql): to whoever acts without that, no ticket is there.
    """
    ticket = await _find(Ticket.reference == reference.upper())
    if ticket is None:
        raise TicketNotFound
    return _whole(ticket)


async def tickets_to_read(tickets: Sequence[UUID], *, viewer: StaffMember) -> Mapping[UUID, TicketRow]:
    """Give those of some tickets whose redacted text this person may read."""
    rows = await Ticket.select(*COLUMNS).where(Ticket.id.is_in(list(set(tickets)))) if tickets else []
    found = [TicketRow(**row) for row in rows]
    return {ticket.id: ticket for ticket in found if may_read(viewer, ticket)}


async def faces_of(tickets: Sequence[UUID]) -> Mapping[UUID, "TicketFace"]:
    """Give the faces of some tickets to who answers for privacy; the database gives them to nobody else."""
    rows = await Ticket.raw("SELECT * FROM ticket_faces({}, NULL)", list(set(tickets)))
    return {row["id"]: TicketFace(**row) for row in rows}


async def face_of(reference: str) -> "TicketFace":
    """Give the face of one ticket to who answers for privacy; raises TicketNotFound."""
    rows = await Ticket.raw("SELECT * FROM ticket_faces(NULL, {})", reference.upper())
    if not rows:
        raise TicketNotFound
    return TicketFace(**rows[0])


def seen_by(viewer: StaffMember) -> AbstractAsyncContextManager[None]:
    """Read as a staff member: within it the database shows what they may see and nothing else."""
    return acting(viewer.actor)


def seen_as(actor: Actor) -> AbstractAsyncContextManager[None]:
    """Read as a signed-in requester: within it the database shows what is theirs and nothing else."""
    return acting(actor)


def seen_through(token: str) -> AbstractAsyncContextManager[None]:
    """Read as whoever holds a requester's private link: within it the database shows that one ticket."""
    return acting(link_holder(token))


def link_holder(token: str) -> Actor:
    """Give whom the database sees acting when somebody holds a requester's private link."""
    return Actor("requester", link=token_hash(token))


async def ticket_of_link(token: str, *, lock: bool = False) -> TicketRow:
    """Give the ticket that a requester's private link opens; raises LinkNotFound, TicketErased."""
    ticket = await _find(Ticket.link_hash == token_hash(token), lock=lock)
    if ticket is None:
        raise LinkNotFound
    return _whole(ticket)


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


def seen_from(door: Door) -> AbstractAsyncContextManager[None]:
    """Read as who stands at a door: within it the database shows what is theirs and nothing else."""
    return acting(door.actor)


async def ticket_through(door: Door, *, lock: bool = False) -> TicketRow:
    """Give the ticket behind a door, as its requester; raises LinkNotFound, TicketNotFound, TicketErased."""
    if door.token:
        return await ticket_of_link(door.token, lock=lock)
    ticket = await _find(And(Ticket.reference == door.reference, Ticket.requester == door.actor.id), lock=lock)
    if ticket is None:
        raise TicketNotFound
    return _whole(ticket)


async def ticket_of_own_link(reference: str, token: str) -> TicketRow:
    """Give the ticket of a requester who names it and holds its link; raises TicketNotFound, TicketErased."""
    ticket = await _find(Ticket.link_hash == token_hash(token))
    if ticket is None or ticket.reference != reference.upper():
        raise TicketNotFound
    return _whole(ticket)


async def ticket_of_closure(closure: UUID) -> TicketRow | None:
    """Lock the ticket of a closing, for what its own requester wishes; None when it is gone."""
    row = await Closure.select(Closure.ticket).where(Closure.id == closure).first()
    return await _find(Ticket.id == row["ticket"], lock=True) if row else None


async def tickets_of_requester(requester: UUID, *, lock: bool = False) -> Sequence[TicketRow]:
    """List a requester's tickets, oldest first, for the system's own work; locked, none is opened or written in."""
    if lock:  # with the requester, whose row the intake takes before it makes a ticket
        await Requester.select(Requester.id).where(Requester.id == requester).lock_rows("UPDATE")
    query = Ticket.select(*COLUMNS).where(Ticket.requester == requester).order_by(Ticket.id)
    return [TicketRow(**row) for row in await (query.lock_rows("UPDATE") if lock else query)]


async def terms_of(ticket: UUID) -> tuple[str, datetime]:
    """Give which version of the terms a ticket's requester accepted, and when."""
    row = await Ticket.select(Ticket.terms_version, Ticket.terms_accepted_at).where(Ticket.id == ticket).first()
    assert row is not None
    return row["terms_version"], row["terms_accepted_at"]


async def may_be_asked_about(ticket: UUID) -> bool:
    """Say whether a ticket's requester agreed to be asked how it went."""
    return await Ticket.exists().where(Ticket.id == ticket, Ticket.survey_agreed.eq(True))


async def tickets_by_id(tickets: Collection[UUID], *, lock: bool = False) -> Sequence[TicketRow]:
    """List some tickets, oldest first, for the system's own work; those that are gone are missing."""
    if not tickets:
        return []
    query = Ticket.select(*COLUMNS).where(Ticket.id.is_in(list(tickets))).order_by(Ticket.id)
    return [TicketRow(**row) for row in await (query.lock_rows("UPDATE") if lock else query)]


async def ticket_by_reference(reference: str) -> TicketRow | None:
    """Give a ticket by its reference, for the system's own work."""
    return await _find(Ticket.reference == reference.upper())


async def closures_of(tickets: Collection[UUID]) -> Mapping[UUID, UUID]:
    """Give the closings of some tickets: closing -> ticket."""
    rows = (
        await Closure.select(Closure.id, Closure.ticket).where(Closure.ticket.is_in(list(tickets))) if tickets else []
    )
    return {row["id"]: row["ticket"] for row in rows}


async def keep_category_rules() -> None:
    """Tell the database what the policy says of each category, for its own row-level security (walls.sql).

    effects  one row a category; one that the policy no longer has is for its assignee only
    """
    for slug, category in policy.in_use().categories.items():
        await CategoryRule.raw(
            "INSERT INTO category_rule (category, text_for, at_once, two_person, never) VALUES ({}, {}, {}, {}, {})"
            " ON CONFLICT (category) DO UPDATE SET text_for = excluded.text_for, at_once = excluded.at_once,"
            " two_person = excluded.two_person, never = excluded.never"
            " WHERE (category_rule.text_for, category_rule.at_once, category_rule.two_person, category_rule.never)"
            " IS DISTINCT FROM (excluded.text_for, excluded.at_once, excluded.two_person, excluded.never)",
            slug,
            category.text_for,
            [f"field:{name}" for name in category.at_once],
            category.two_person,
            category.never,
        )
    await CategoryRule.update({CategoryRule.text_for: "assignee"}).where(
        CategoryRule.category.not_in(list(policy.in_use().categories))
    )


@dataclass(frozen=True, slots=True)
class MergerRow:
    """Where a merged ticket goes on: `told` is what its requester may read of it, `settled_at` when it was closed."""

    ticket: UUID
    target: UUID
    told: str
    merged_at: datetime
    settled_at: datetime | None


async def merger_of(ticket: TicketRow) -> MergerRow | None:
    """Say where a ticket that was merged into another goes on."""
    columns = (getattr(Merger, name) for name in MergerRow.__dataclass_fields__)
    row = await Merger.select(*columns).where(Merger.ticket == ticket.id).first()
    return MergerRow(**row) if row else None


async def is_worked_on(ticket: TicketRow) -> bool:
    """Say whether a closed ticket goes on in another that is open."""
    merger = await merger_of(ticket) if ticket.is_closed else None
    return merger is not None and merger.settled_at is None


async def target_of(merger: MergerRow, *, viewer: StaffMember) -> TicketRow | None:
    """Give the ticket that another was merged into, if this person may read it."""
    target = await _find(Ticket.id == merger.target)
    return target if target and may_read(viewer, target) else None


async def merged_to_read(ticket: TicketRow, *, viewer: StaffMember) -> Sequence[TicketRow]:
    """List the tickets that were merged into one and whose redacted text this person may read; not erased ones."""
    return [merged for merged in await merged_into(ticket) if may_read(viewer, merged) and not merged.is_erased]


async def merged_into(ticket: TicketRow, *, lock: bool = False) -> Sequence[TicketRow]:
    """List the tickets that were merged into one, oldest first; lock them only after that one."""
    if lock and (merged := await _merged_into(ticket.id)):
        await Ticket.select(Ticket.id).where(Ticket.id.is_in(merged)).order_by(Ticket.id).lock_rows("UPDATE")
    merged = await _merged_into(ticket.id)  # after locking: one that was separated while we waited is none of ours
    return await tickets_by_id(merged)


async def _merged_into(ticket: UUID) -> list[UUID]:
    """Ask for the ids alone: below row policies, a subquery would be compared with every ticket that there is."""
    found: list[UUID] = await Merger.select(Merger.ticket).where(Merger.target == ticket).output(as_list=True)
    return found


def may_read(viewer: StaffMember, ticket: TicketRow) -> bool:
    """Say whether the policy lets this person read a ticket's redacted text. Only agents ever do."""
    if viewer.role is not Role.AGENT:
        return False
    return {
        "desk": True,
        "team": viewer.team in ("", ticket.team) or ticket.assignee == viewer.id,
        "assignee": ticket.assignee in (None, viewer.id) and viewer.team in ("", ticket.team),
    }[ticket.rules.text_for]


def _whole(ticket: TicketRow) -> TicketRow:
    """Let a ticket through that can be read; only who might have read it learns that it was erased."""
    if ticket.is_erased:
        raise TicketErased
    return ticket


def readable_by(viewer: StaffMember) -> Condition:
    """Give `may_read` as a condition of a query, for lists and searches."""
    rules = policy.in_use().categories
    slugs = {scope: [slug for slug, rule in rules.items() if rule.text_for == scope] for scope in _SCOPES}
    if viewer.role is not Role.AGENT:
        return Ticket.category.is_in([""])
    mine = Ticket.assignee == viewer.id
    condition: Condition = Ticket.category.is_in([*slugs["desk"], *([] if viewer.team else slugs["team"]), ""])
    if viewer.team and slugs["team"]:
        condition = Or(condition, And(Ticket.category.is_in(slugs["team"]), Or(Ticket.team == viewer.team, mine)))
    if slugs["assignee"]:
        free = And(Ticket.category.is_in(slugs["assignee"]), Or(Ticket.assignee.is_null(), mine))
        condition = Or(condition, And(free, Ticket.team == viewer.team) if viewer.team else free)
    return condition


_SCOPES = ("desk", "team", "assignee")


async def tickets_to_restore(tickets: Sequence[UUID]) -> Sequence[TicketRow]:
    """Lock tickets by id in their order, for the system's own work; those that are gone are missing."""
    query = Ticket.select(*COLUMNS).where(Ticket.id.is_in(list(tickets))).order_by(Ticket.id).lock_rows(_WRITING)
    return [TicketRow(**row) for row in await query] if tickets else []


async def _find(condition: Condition, *, lock: bool = False) -> TicketRow | None:
    query = Ticket.select(*COLUMNS).where(condition).first()
    row = await (query.lock_rows(_WRITING) if lock else query)
    return TicketRow(**row) if row else None
