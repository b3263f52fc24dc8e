"""Let a ticket wait until a day, out of the queues; it comes back by itself, or when its requester writes."""

from datetime import UTC, date, datetime, time, timedelta

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.service_times import working
from helpdesk.tickets import access
from helpdesk.tickets.due import changed
from helpdesk.tickets.tables import Status, Ticket
from helpdesk.tickets.webhooks import announce
from piccolo_conf import acting

LONGEST = timedelta(days=366)
_MORNING = time(6, tzinfo=UTC)  # where a category has no working hours


async def postpone_ticket(reference: str, *, until: date, agent: StaffMember, now: datetime) -> None:
    """Let a ticket wait until work begins on a day.

    raises   TicketNotFound, TicketErased, TicketClosed, TicketTaken, Invalid (a day that is over or too far off)
    effects  the time to solve stands still, one audit entry, one announcement
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_sort(reference, agent=agent)
        moment = beginning_of(until, ticket.category)
        if not now < moment <= now + LONGEST:
            raise Invalid({"until": "error-wake-day"})
        parts = changed(ticket, now=now, status=Status.PENDING, wake_at=moment, active_at=now)
        await Ticket.update(parts).where(Ticket.id == ticket.id)
        await record("ticket.postponed", actor=agent.id, about=ticket.id, at=now)
        await announce("ticket.postponed", ticket.id, now=now)


def beginning_of(day: date, category: str) -> datetime:
    """Give the moment at which work on a category begins on a day, or on the next one on which somebody works."""
    rules = policy.in_use()
    known = rules.categories.get(category)
    if known is None or known.targets is None:
        return datetime.combine(day, _MORNING)
    work = working.read(rules.calendars[known.targets.calendar])
    return working.after(datetime.combine(day, time(), work.zone).astimezone(UTC), 0, work)
