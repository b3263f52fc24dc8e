"""What an erasure would do: what goes, in numbers, and what stays and which law or hold says so."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from uuid import UUID

from helpdesk.privacy.holds import held
from helpdesk.privacy.policy import policy
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.tables import Message
from helpdesk.tickets.ticket_rows import TicketRow
from named_sql import statements
from notifications import outbox
from piccolo_conf import SYSTEM, acting
from surveys.retention import invitations_about

HOLD, LAW = "hold", "law"
# What no erasure takes away, and why: each is a message `erasure-stays-…` in both languages.
STAYS = ("frame", "ledger", "audit", "statistics", "mail", "suppression", "receipt")
_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class TicketPlan:
    """What one request holds, in numbers.

    whole    texts that could not be scanned, so that each is one hidden detail
    words    keyed hashes that a search finds it by
    kept_by  "" when it goes at once, else "hold" or "law"
    hold     the hold that keeps it; of a silent one the requester is told nothing (`helpdesk.privacy.holds`)
    until    until when a law keeps it; None when it says no day
    """

    ticket: UUID
    reference: str
    category: str
    is_open: bool
    messages: int
    details: int
    whole: int
    words: int
    invitations: int
    mails: int
    kept_by: str = ""
    hold: UUID | None = None
    until: datetime | None = None


@dataclass(frozen=True, slots=True)
class Plan:
    """What erasing a requester would do.

    goes     requests that go at once
    waits    requests that a hold or a law keeps for now; they go when it ends
    details  of the person: address and name; 0 when they stay with what waits
    stays    what is never erased: ids of messages `erasure-stays-…`
    """

    requester: UUID
    goes: Sequence[TicketPlan]
    waits: Sequence[TicketPlan]
    details: int
    stays: Sequence[str] = STAYS

    def total(self, what: str) -> int:
        """Add up one number ("messages", "details", "whole", "words", "invitations", "mails") of what goes."""
        return sum(int(getattr(ticket, what)) for ticket in self.goes) + (self.details if what == "details" else 0)


async def plan_erasure(requester: UUID, *, only: UUID | None = None, now: datetime) -> Plan:
    """Say what erasing a requester, or one ticket of theirs, would do; changes nothing.

    raises  PolicyRefused when no policy is in use
    """
    async with acting(SYSTEM):
        tickets = await ticket_rows.tickets_of_requester(requester)
        if only is None:
            return await plan_of(requester, tickets, now=now)
        plan = await plan_of(requester, [ticket for ticket in tickets if ticket.id == only], now=now)
    return replace(plan, details=0)  # the person stays


async def plan_of(requester: UUID, tickets: Sequence[TicketRow], *, now: datetime) -> Plan:
    """Plan the erasure of a requester and some of their tickets; joins the caller's transaction."""
    living = [ticket for ticket in tickets if not ticket.is_erased]
    plans = await ticket_plans(living, now=now)
    waits = [plan for plan in plans if plan.kept_by]
    details = 0 if waits else (await _counts([requester]))[requester]["details"]
    return Plan(requester, [plan for plan in plans if not plan.kept_by], waits, details)


async def ticket_plans(tickets: Sequence[TicketRow], *, now: datetime) -> Sequence[TicketPlan]:
    """Count what some tickets hold, and say of each what keeps it."""
    ids = [ticket.id for ticket in tickets]
    counts, holds = await _counts(ids), await held(ids)
    invitations, mails = await _promises(ids)
    return [
        _plan(ticket, counts[ticket.id], (invitations[ticket.id], mails[ticket.id]), _keeper(ticket, holds, now=now))
        for ticket in tickets
    ]


def _plan(
    ticket: TicketRow, counts: Mapping[str, int], promised: tuple[int, int], keeper: tuple[str, datetime | UUID | None]
) -> TicketPlan:
    kept_by, by = keeper
    return TicketPlan(
        ticket=ticket.id,
        reference=ticket.reference,
        category=ticket.category,
        is_open=not ticket.is_closed,
        messages=counts["messages"],
        details=counts["details"],
        whole=counts["whole"],
        words=counts["words"],
        invitations=promised[0],
        mails=promised[1],
        kept_by=kept_by,
        hold=by if isinstance(by, UUID) else None,
        until=by if isinstance(by, datetime) else None,
    )


def _keeper(ticket: TicketRow, holds: Mapping[UUID, UUID], *, now: datetime) -> tuple[str, datetime | UUID | None]:
    """Say what keeps a ticket: a hold, or a category that is kept because a law says so, until its last limit."""
    if ticket.id in holds:
        return HOLD, holds[ticket.id]
    rules = policy.in_use().categories.get(ticket.category)
    if rules is None or rules.basis != "legal-obligation":
        return "", None
    until = ticket.closed_at + timedelta(days=rules.retention.rest_days) if ticket.closed_at else None
    return ("", None) if until and until <= now else (LAW, until)


async def _counts(owners: Sequence[UUID]) -> Mapping[UUID, dict[str, int]]:
    rows = await Message.raw(_SQL["erasure_counts"], list(owners))
    return {row["owner"]: {name: row[name] for name in ("messages", "details", "whole", "words")} for row in rows}


async def _promises(tickets: Sequence[UUID]) -> tuple[Counter[UUID], Counter[UUID]]:
    """Count the invitations and the waiting mails of some tickets: ticket -> how many."""
    closures = await ticket_rows.closures_of(tickets)
    of = {invitation: closures[about] for invitation, about in (await invitations_about(list(closures))).items()}
    waiting = await outbox.waiting_about([*tickets, *of])
    mails: Counter[UUID] = Counter()
    for about, count in waiting.items():
        mails[of.get(about, about)] += count
    return Counter(of.values()), mails
