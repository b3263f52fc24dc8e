"""Keeps a ticket's due time: every change of what it follows from brings the new one along."""

from dataclasses import replace
from datetime import datetime
from typing import Any, TypeAlias

from helpdesk.privacy.policy import policy
from helpdesk.service_times import targets
from helpdesk.service_times.targets import Clock
from helpdesk.tickets.tables import NEVER, Priority, Status
from helpdesk.tickets.ticket_rows import TicketRow

Changes: TypeAlias = dict[Any, Any]  # columns of a ticket, by name, and their new values


def of_new(category: str, *, now: datetime) -> Changes:
    """Give what a new ticket begins with: both of its times run, and it is due."""
    return {"heard_at": now, "solve_from": now, **_due(category, Priority.NORMAL, Clock(now, None, now, 0))}


def changed(ticket: TicketRow, *, now: datetime, **parts: Any) -> Changes:
    """Give changes of a ticket with what follows from them for its times.

    The time to solve stands still while a ticket waits for something, and begins anew when one is reopened; a ticket
    that is closed without a reply counts as answered.
    """
    parts = {**_clock(ticket, parts.get("status", ticket.status), now), **parts}
    after = replace(ticket, **parts)
    if after.is_closed:
        return {**parts, "due_at": NEVER}
    clock = Clock(after.opened_at, after.answered_at, after.solve_from, after.solve_used)
    return {**parts, **_due(after.category, after.priority, clock)}


def _clock(ticket: TicketRow, status: str, now: datetime) -> Changes:
    if status == ticket.status:
        return {}
    if status == Status.OPEN:
        return {"wake_at": None, "solve_from": now, "solve_used": 0 if ticket.is_closed else ticket.solve_used}
    stopped: Changes = {"wake_at": None, "solve_from": None, "solve_used": _used(ticket, now)}
    return {**stopped, "answered_at": ticket.answered_at or now} if status == Status.CLOSED else stopped


def _used(ticket: TicketRow, now: datetime) -> int:
    rules = policy.in_use()
    category = rules.categories.get(ticket.category)
    clock = Clock(ticket.opened_at, ticket.answered_at, ticket.solve_from, ticket.solve_used)
    return targets.used(clock, category, rules, now=now) if category else ticket.solve_used


def _due(category: str, priority: str, clock: Clock) -> Changes:
    rules = policy.in_use()
    known = rules.categories.get(category)
    moment = targets.due(clock, priority, known, rules) if known else None
    return {"due_at": moment or NEVER, "due_rules": targets.version(rules)}
