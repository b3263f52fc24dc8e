"""How long a ticket is kept: when each part goes, and that a hold keeps it, where that may be said."""

from collections.abc import Mapping

from helpdesk.privacy.holds import held
from helpdesk.privacy.policy import policy
from helpdesk.privacy.retention.stages import STAGES, days_of
from helpdesk.tickets.retain import kept_until
from helpdesk.tickets.ticket_rows import TicketRow


async def kept_view(ticket: TicketRow) -> Mapping[str, object]:
    """Give what `desk/tickets/_kept.html` shows to staff; the caller reads as whoever looks.

    held   a hold is on it, a silent one as well
    ends   stage and moment for each part of a closed ticket; of an open one stage and days after its closing
    """
    ends = {end.stage: end.at for end in kept_until(ticket)}
    return {
        "held": bool(await held([ticket.id])),
        "ends": [{"stage": stage, "at": ends.get(stage), "days": days_of(ticket.category, stage)} for stage in STAGES],
    }


async def tells_of_hold(ticket: TicketRow) -> bool:
    """Say whether its requester reads that a law keeps their ticket longer; the caller reads as that requester.

    The policy says whether to tell; of a silent hold the database tells them nothing.
    """
    return policy.in_use().tell_of_holds and bool(await held([ticket.id]))
