"""How long a ticket is kept, for its own page: when each part goes, and that a hold keeps it where that may be said."""

from collections.abc import Mapping

from helpdesk.privacy.holds import held
from helpdesk.privacy.policy import policy
from helpdesk.privacy.retention.stages import STAGES, days_of
from helpdesk.tickets.access import TicketRow
from helpdesk.tickets.retain import kept_until


async def kept_view(ticket: TicketRow, *, for_staff: bool) -> Mapping[str, object]:
    """Give what `layouts/_kept.html` shows; the caller reads as whoever looks.

    held   a hold is on it: staff always read so; the requester where the policy says so, and never of a silent one
    ends   stage and moment for each part of a closed ticket; of an open one stage and days after its closing
    """
    is_held = bool(await held([ticket.id])) and (for_staff or policy.in_use().tell_of_holds)
    ends = {end.stage: end.at for end in kept_until(ticket)}
    return {
        "held": is_held,
        "for_staff": for_staff,
        "ends": [{"stage": stage, "at": ends.get(stage), "days": days_of(ticket.category, stage)} for stage in STAGES],
    }
