"""Reply and close in one: both happen or neither."""

from dataclasses import replace
from datetime import datetime

from helpdesk.people.staff import StaffMember
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.write import Entry, post_reply
from piccolo_conf import acting


async def reply_and_close(reference: str, entry: Entry, *, agent: StaffMember, now: datetime) -> None:
    """Post a last reply and close the ticket as solved; it cannot be taken back, since closing burns secrets.

    raises   what post_reply raises
    effects  those of post_reply and close_ticket
    """
    async with acting(agent.actor):
        await post_reply(reference, replace(entry, hold=False), agent=agent, now=now)
        await close_ticket(reference, Reason.SOLVED, agent=agent, now=now)
