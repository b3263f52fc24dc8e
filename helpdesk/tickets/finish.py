"""Reply, and close or wait, and what a macro does besides, in one: all of it happens or nothing."""

from dataclasses import replace
from datetime import datetime, timedelta

from helpdesk.people.staff import StaffMember
from helpdesk.tickets import access
from helpdesk.tickets.change import parts_now
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.effects import NOTHING, Effects, have_effects
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.tables import Message, Reason
from helpdesk.tickets.undo import Change, Parts, remember
from helpdesk.tickets.write import Entry, post_reply
from piccolo_conf import acting

WAIT = timedelta(days=7)  # for the requester, until the ticket comes back by itself


async def reply_with(
    reference: str, entry: Entry, effects: Effects = NOTHING, *, then: str, agent: StaffMember, now: datetime
) -> None:
    """Post a reply and do to the ticket what a macro does besides its text.

    then     "wait" for the requester, a week at most; "close" as solved; or "" for neither
    raises   what post_reply raises, and what the effects do
    effects  theirs; whoever takes the reply back takes all of it back, but for a closing, which burns secrets; a form
             sent twice does it once
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_work(reference, agent=agent)
        if entry.form_key and await Message.exists().where(Message.form_key == entry.form_key):
            return
        entry = replace(entry, hold=entry.hold and then != "close")
        message = await post_reply(reference, entry, agent=agent, now=now)
        if then == "wait":
            await postpone_ticket(reference, until=(now + WAIT).date(), agent=agent, now=now)
        await have_effects(reference, effects, closing=then == "close", agent=agent, now=now)
        if then == "close":
            await close_ticket(reference, Reason.SOLVED, agent=agent, now=now)
        elif entry.hold and effects != NOTHING:
            change = Change(ticket.id, Parts.of(ticket), await parts_now(ticket.id))
            await remember("macro", [change], agent=agent, now=now, message=message)
