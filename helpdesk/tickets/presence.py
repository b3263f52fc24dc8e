"""Who has a ticket on the screen and who writes in it, so that two people do not do the same work."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from helpdesk.errors import Invalid
from helpdesk.ids import new_id
from helpdesk.people.staff import StaffMember, names_of
from helpdesk.tickets import access
from helpdesk.tickets.tables import Presence
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import SYSTEM, acting

LOOKING, WRITING = timedelta(seconds=60), timedelta(seconds=5)
STATES = ("looking", "writing", "gone")


@dataclass(frozen=True, slots=True)
class Present:
    """A colleague at a ticket."""

    name: str
    writes: bool


async def say_present(
    reference: str, state: str, *, agent: StaffMember, said_at: datetime | None = None, now: datetime
) -> None:
    """Say that an agent looks at a ticket (for a minute), writes in it (for five seconds), or is gone.

    said_at  when the page said it: what it said before it said that it is gone is not believed when it is heard later
    raises   TicketNotFound, TicketErased, Invalid
    effects  one row for each agent and ticket, and whoever has the ticket on the screen is told
    """
    if state not in STATES:
        raise Invalid({"state": "error-field"})
    said_at = min(said_at or now, now)
    async with acting(agent.actor):
        ticket = await access.ticket_to_read(reference, viewer=agent)
        row = Presence(id=new_id(), ticket=ticket.id, staff=agent.id, seen_until=now + LOOKING)
        changed = [Presence.seen_until]
        if state == "writing":
            row.writes_until = now + WRITING
        if state == "gone":
            row.seen_until = said_at
        if state != "looking":
            changed.append(Presence.writes_until)
        still_there_or_come_back = (Presence.seen_until > now) | (Presence.seen_until < said_at)
        await Presence.insert(row).on_conflict(
            target=(Presence.ticket, Presence.staff),
            action="DO UPDATE",
            values=changed,
            where=still_there_or_come_back,
        )


async def present_at(ticket: TicketRow, *, viewer: StaffMember, now: datetime) -> Sequence[Present]:
    """List the colleagues at a ticket, who writes first; the caller reads as the viewer."""
    return (await _present([ticket.id], viewer, now)).get(ticket.id, [])


async def present_anywhere(*, viewer: StaffMember, now: datetime) -> Mapping[str, Sequence[Present]]:
    """List the colleagues at each ticket that the viewer may read, by its reference."""
    async with acting(viewer.actor):
        found = await _present(None, viewer, now)
        tickets = await access.tickets_to_read(list(found), viewer=viewer)
        return {ticket.reference: found[ticket.id] for ticket in tickets.values()}


async def forget_absent(*, now: datetime) -> None:
    """Forget who looked at what, a minute after they went: for so long what they had said before is not believed."""
    async with acting(SYSTEM):
        await Presence.delete().where(Presence.seen_until <= now - LOOKING)


async def _present(
    tickets: Collection[UUID] | None, viewer: StaffMember, now: datetime
) -> Mapping[UUID, Sequence[Present]]:
    rows = Presence.select(Presence.ticket, Presence.staff, Presence.writes_until).where(
        Presence.seen_until > now, Presence.staff != viewer.id
    )
    here = await (rows if tickets is None else rows.where(Presence.ticket.is_in(list(tickets))))
    names = await names_of(row["staff"] for row in here)
    found: defaultdict[UUID, list[Present]] = defaultdict(list)
    for row in here:
        writes = row["writes_until"] is not None and row["writes_until"] > now
        found[row["ticket"]].append(Present(names.get(row["staff"], ""), writes))
    return {ticket: sorted(there, key=lambda one: (not one.writes, one.name)) for ticket, there in found.items()}
