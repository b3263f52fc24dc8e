"""What sorts a ticket, as its page shows it and lets it be changed: status, people, team, priority, tags, due time."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.tickets.tables import Priority
from helpdesk.tickets.tags import TagRow, all_tags
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.web.desk.due_words import due_view

DAYS = (1, 3, 7)  # what a ticket is postponed by with one button


async def properties_view(
    ticket: TicketRow, colleagues: Sequence[StaffMember], agent: StaffMember, locale: str, *, now: datetime
) -> Mapping[str, object]:
    """Give a ticket's properties and what this agent may make of them; the caller reads as that agent."""
    tags, rules = await all_tags(), policy.in_use()
    may_sort = not ticket.is_closed and (ticket.assignee in (None, agent.id) or agent.team in ("", ticket.team))
    return {
        "status": ticket.status,
        "wake_at": ticket.wake_at,
        "priority": ticket.priority,
        "priorities": [str(priority) for priority in Priority],
        "team": ticket.team,
        "teams": [{"id": slug, "name": team.name[locale]} for slug, team in rules.teams.items()],
        "tags": _tag_views([tag for tag in tags if tag.id in ticket.tags]),
        "more_tags": _tag_views([tag for tag in tags if tag.id not in ticket.tags and not tag.is_retired]),
        "due": due_view(ticket.due_at, locale, now=now),
        "is_answered": ticket.answered_at is not None,
        "may_sort": may_sort,
        "may_give": not ticket.is_closed and ticket.assignee in (None, agent.id),
        "people": [
            {"id": str(person.id), "name": person.name}
            for person in colleagues
            if person.id not in (ticket.assignee, agent.id)
        ],
        "days": DAYS,
        "tomorrow": f"{now.date() + timedelta(days=1):%Y-%m-%d}",
    }


def _tag_views(tags: Sequence[TagRow]) -> Sequence[Mapping[str, str]]:
    return [{"id": str(tag.id), "name": tag.name} for tag in tags]
