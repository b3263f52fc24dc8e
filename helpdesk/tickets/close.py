"""Close a ticket and reopen it. Closing ends every sight of its details, burns its secrets and promises the survey."""

from datetime import datetime, timedelta
from uuid import UUID

import surveys.invite
from helpdesk.audit.record import record
from helpdesk.errors import TicketOpen
from helpdesk.ids import new_id
from helpdesk.people.requesters import lasting_mark
from helpdesk.people.staff import StaffMember, get_staff
from helpdesk.privacy.disclosure.consent import withdraw
from helpdesk.privacy.disclosure.disclose import end_disclosures
from helpdesk.privacy.policy import policy
from helpdesk.privacy.subject_requests.limits import is_limited
from helpdesk.privacy.vault.values import burn_secrets
from helpdesk.tickets import access, ticket_rows
from helpdesk.tickets.assign import show_what_is_needed
from helpdesk.tickets.due import changed
from helpdesk.tickets.follow import leave_merger, settle_merged, unsettle_merged
from helpdesk.tickets.tables import Closure, Reason, Status, Ticket
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.webhooks import announce
from notifications import outbox
from piccolo_conf import acting
from surveys.group import Group


async def close_ticket(reference: str, reason: Reason, *, agent: StaffMember, now: datetime) -> None:
    """Close the agent's own ticket.

    raises   TicketNotFound, NotAssigned, TicketTaken, TicketClosed
    effects  one closure, disclosures ended, secrets destroyed, one audit entry; one promised mail unless it is spam,
             and a survey invitation when it was solved and the category asks for one; what was merged into it ends, too
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_work(reference, agent=agent)
        closure = await store_closure(ticket, reason, agent.id, now=now)
        await end_work(ticket, reason, now=now)
        await record("ticket.closed", actor=agent.id, about=ticket.id, at=now)
        if reason is Reason.SOLVED:
            await ask_how_it_went(ticket, closure, agent.id, now=now)


async def end_work(ticket: TicketRow, reason: Reason, *, now: datetime) -> None:
    """End what a closed ticket had open, whoever closed it, and tell of it; joins the caller's transaction.

    effects  disclosures ended, secrets destroyed, one promised mail unless it is spam; what was merged into it ends
    """
    await end_disclosures(about=ticket.id, now=now)
    await withdraw(ticket.id, now=now)
    await burn_secrets(ticket.id, now=now)
    await settle_merged(ticket, reason, now=now)
    await announce("ticket.closed", ticket.id, now=now)
    if reason is not Reason.SPAM:
        await outbox.enqueue("ticket_closed", about=ticket.id, to=ticket.requester, due_at=now)


async def reopen_ticket(reference: str, *, agent: StaffMember, now: datetime) -> None:
    """Open a closed ticket again; its assignee keeps it.

    raises   TicketNotFound, TicketOpen
    effects  an unanswered survey invitation is withdrawn, the assignee's needed details are disclosed anew, one audit
             entry; a merged ticket is on its own again, what was merged into this one goes on with it
    """
    async with acting(agent.actor):
        ticket = await access.ticket_to_read(reference, viewer=agent, lock=True)
        if not ticket.is_closed:
            raise TicketOpen
        await leave_merger(ticket, by=agent.id, now=now)
        await open_again(ticket, now=now)
        await record("ticket.reopened", actor=agent.id, about=ticket.id, at=now)
        await announce("ticket.reopened", ticket.id, now=now)


async def open_again(ticket: TicketRow, *, now: datetime) -> None:
    """Open a closed ticket's row again, whoever asked for it; joins the caller's transaction.

    effects  an unanswered survey invitation is withdrawn, the assignee's needed details are disclosed anew
    """
    await Ticket.update(changed(ticket, now=now, status=Status.OPEN, closed_at=None, active_at=now)).where(
        Ticket.id == ticket.id
    )
    await _withdraw_closing(ticket, now=now)
    await _show_again(ticket, now=now)


async def store_closure(ticket: TicketRow, reason: Reason, agent: UUID | None, *, now: datetime) -> UUID:
    """Close a ticket's row and write down why; joins the caller's transaction and does nothing else.

    agent  who closes it; None for its requester
    """
    closure = new_id()
    number = 1 + await Closure.count().where(Closure.ticket == ticket.id)
    await Closure.insert(
        Closure(id=closure, ticket=ticket.id, number=number, reason=reason, agent=agent, closed_at=now)
    )
    await Ticket.update(changed(ticket, now=now, status=Status.CLOSED, closed_at=now, active_at=now)).where(
        Ticket.id == ticket.id
    )
    return closure


async def ask_how_it_went(ticket: TicketRow, closure: UUID, agent: UUID | None, *, now: datetime) -> None:
    """Promise the survey of a solved ticket where its category asks for one, and its requester agreed if need be."""
    if not ticket.rules.survey or await is_limited(ticket.requester):
        return  # of data that may only be kept, asking would be a use
    if policy.in_use().asks_first and not await ticket_rows.may_be_asked_about(ticket.id):
        return
    group = Group(category=ticket.category, team=ticket.team, agent=str(agent or ""), locale=ticket.locale)
    person = surveys.invite.Person(ticket.requester, await lasting_mark(ticket.requester))
    await surveys.invite.invite(closure, to=person, group=group, rules=_survey_rules(ticket.category), now=now)


def _survey_rules(category: str) -> surveys.invite.Rules:
    rules = policy.in_use()
    days = (rules.survey_reminder_days, rules.survey_days, rules.survey_pause_days)
    remind, life, pause = (timedelta(days=number) for number in days)
    return surveys.invite.Rules(rules.survey_delay_of(category), remind, life, pause)


async def _withdraw_closing(ticket: TicketRow, *, now: datetime) -> None:
    await outbox.withdraw(ticket.id, kind="ticket_closed", now=now)
    closures = await Closure.select(Closure.id).where(Closure.ticket == ticket.id)
    for closure in closures:
        await surveys.invite.cancel(closure["id"], now=now)


async def _show_again(ticket: TicketRow, *, now: datetime) -> None:
    assignee = await get_staff(ticket.assignee) if ticket.assignee else None
    if assignee is not None:
        await show_what_is_needed(ticket, assignee, now=now)
    await unsettle_merged(ticket, assignee, now=now)
