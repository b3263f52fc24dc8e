"""The quota of openings: past it nothing opens, it is written down, and managers are told once an hour."""

import math
from datetime import datetime

from helpdesk import i18n
from helpdesk.audit.record import record
from helpdesk.errors import QuotaReached
from helpdesk.people.staff import StaffMember, members
from helpdesk.people.tables import Role
from helpdesk.privacy.disclosure.quota import free_again, is_first_alarm
from helpdesk.privacy.policy import policy
from helpdesk.tickets.ticket_rows import TicketRow
from notifications import outbox
from piccolo_conf import SYSTEM, acting


async def quota_reached(ticket: TicketRow, agent: StaffMember, *, now: datetime) -> QuotaReached | None:
    """Say whether an agent opened as many details this hour as one may; joins the caller's transaction.

    returns  what to raise when the transaction is over, None while they may open one more
    effects  at the quota one audit entry and, the first time within an hour, a promised mail to every active manager
    """
    quota = policy.in_use().disclosure_quota
    free_at = await free_again(agent.id, quota=quota, now=now)
    if free_at is None:
        return None
    await record("detail.quota_reached", actor=agent.id, about=ticket.id, at=now)
    if await is_first_alarm(agent.id, openings=quota, now=now):
        async with acting(SYSTEM):
            for manager in await members(Role.MANAGER):
                await outbox.enqueue("disclosure_alarm", about=agent.id, to=manager.id, due_at=now)
    return QuotaReached(math.ceil((free_at - now).total_seconds()), i18n.clock_time(free_at))
