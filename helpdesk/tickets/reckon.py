"""Reckons due times anew when the policy's targets have changed: the worker's, a portion at a time."""

from datetime import datetime

from helpdesk.privacy.policy import policy
from helpdesk.service_times import targets
from helpdesk.tickets import batches
from helpdesk.tickets.due import changed
from helpdesk.tickets.tables import Ticket
from piccolo_conf import SYSTEM, acting

_PORTION = 100  # tickets in one transaction


async def reckon_due_times(*, now: datetime) -> int:
    """Bring the due times of tickets that are not closed up to the policy in use; gives how many were reckoned."""
    done, portion = 0, _PORTION
    while portion == _PORTION:
        portion = await _reckon_some(targets.version(policy.in_use()), now=now)
        done += portion
    return done


async def _reckon_some(version: int, *, now: datetime) -> int:
    async with acting(SYSTEM):
        tickets = await batches.tickets_to_reckon(version, limit=_PORTION)
        for ticket in tickets:
            await Ticket.update(changed(ticket, now=now)).where(Ticket.id == ticket.id)
    return len(tickets)
