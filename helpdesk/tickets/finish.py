"""Reply, and close or wait, in one: both happen or neither."""

from dataclasses import replace
from datetime import datetime, timedelta

from helpdesk.people.staff import StaffMember
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.write import Entry, post_reply
from piccolo_conf import acting

WAIT = timedelta(days=7)  # for the requester, until the ticket comes back by itself


async def reply_and_wait(reference: str, entry: Entry, *, agent: StaffMember, now: datetime) -> None:
    """Post a reply and let the ticket wait for its requester, a week at most.

    raises   what post_reply raises
    effects  those of post_reply and postpone_ticket
    """
    async with acting(agent.actor):
        await post_reply(reference, entry, agent=agent, now=now)
        await postpone_ticket(reference, until=(now + WAIT).date(), agent=agent, now=now)


async def reply_and_close(reference: str, entry: Entry, *, agent: StaffMember, now: datetime) -> None:
    """Post a last reply and close the ticket as solved; it cannot be taken back, since closing burns secrets.

    raises   what post_reply raises
    effects  those of post_reply and close_ticket
    """
    async with acting(agent.actor):
        await post_reply(reference, replace(entry, hold=False), agent=agent, now=now)
        await close_ticket(reference, Reason.SOLVED, agent=agent, now=now)
