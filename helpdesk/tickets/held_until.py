"""How long what a ticket holds is still kept, and what a law keeps longer, for its requester's own copy."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from helpdesk.privacy.retention.stages import STAGES, days_of, ends
from helpdesk.privacy.vault.set_aside import faces_set_aside
from helpdesk.privacy.vault.values import ValueFace
from helpdesk.tickets import mergers
from helpdesk.tickets.hold import told_of_holds
from helpdesk.tickets.ticket_rows import TicketRow, kept_of
from piccolo_conf import Actor

# What is still to go of a ticket by where it stands (`ticket.kept`).
_AHEAD = {"all": STAGES, "frame": STAGES[-2:], "figures": STAGES[-1:]}


async def held_until(ticket: TicketRow) -> Mapping[str, Any]:
    """Say when each part of a ticket goes that is still there; joins the system's transaction.

    returns  `ends`: of an open one days after its closing alone; `held_longer`: True when a hold
             keeps it that may be told, else None: that nothing is kept longer is not said, as one may be silent
    """
    ahead, closed = _AHEAD[await kept_of(ticket.id)], await _closed(ticket)
    at = {end.stage: end.at for end in ends(ticket.category, closed)} if closed else {}
    told = await told_of_holds([ticket.id], reader=Actor("requester", id=ticket.requester))
    return {
        "ends": [
            {"stage": stage, "ends_at": at.get(stage), "days_after_closing": days_of(ticket.category, stage)}
            for stage in ahead
        ],
        "held_longer": True if ticket.id in told else None,
    }


async def _closed(ticket: TicketRow) -> datetime | None:
    """Give the closing that the time counts from: of a merged ticket the one of where it goes on, if that is later."""
    merger = await mergers.merger_of(ticket)
    if ticket.closed_at is None or merger is None:
        return ticket.closed_at
    return max(ticket.closed_at, merger.settled_at) if merger.settled_at else None


async def kept_by_law(ticket: TicketRow, details: Sequence[ValueFace], *, is_told: bool) -> Mapping[UUID, ValueFace]:
    """Give the details of a ticket and its requester that are locked away for a hold that may be told, by id.

    details  what the ticket has by now: one that is destroyed for everybody keeps its place among them
    """
    aside = await faces_set_aside([ticket.id, ticket.requester]) if is_told else []
    there = {face.id: face for face in details}
    return {face.id: there.get(face.id, face) for face in aside}
