"""What an agent sees of a ticket that was erased: that it came and went, and who saw which kind of detail."""

from collections.abc import Mapping

from helpdesk import clock
from helpdesk.errors import TicketNotFound
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import access
from helpdesk.tickets.queries import queue_counts
from helpdesk.tickets.threads import close_reason
from helpdesk.web.forms import AnyRequest
from helpdesk.web.ledger import whole_ledger
from helpdesk.web.responses import locale_of
from helpdesk.web.views import chips


async def erased_page(request: AnyRequest, reference: str, agent: StaffMember) -> Mapping[str, object]:
    """Gather what is left of an erased ticket; the caller reads as that agent. Raises TicketNotFound."""
    ticket = await access.find_to_read(reference, viewer=agent)
    if ticket is None:
        raise TicketNotFound
    locale, rules = locale_of(request), policy.in_use()
    return {
        "ticket": {
            "reference": ticket.reference,
            "category_name": ticket.rules.name[locale],
            "team": rules.teams[ticket.team].name[locale],
            "locale": ticket.locale,
            "opened_at": ticket.opened_at,
            "closed_at": ticket.closed_at,
            "close_reason": await close_reason(ticket),
        },
        "chips": chips(await faces([ticket.id]), shown={}, rules=None, locale=locale),
        **await whole_ledger(ticket.face, locale=locale, now=clock.now(), for_staff=True),
        "counts": await queue_counts(viewer=agent),
    }
