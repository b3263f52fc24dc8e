"""Closing, reopening and closing at once asks once; a wish to be contacted opens the ticket and tells no answer."""

import asyncio
import re
from contextlib import suppress
from datetime import timedelta

from helpdesk import clock
from helpdesk.errors import HelpdeskError
from helpdesk.tickets import doors
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.tables import Reason, Ticket
from helpdesk.tickets.threads import thread
from notifications.tables import Outbound
from surveys.answers import make_link
from surveys.retention import erase_recipient
from surveys.tables import Invitation, Link
from tests.builders import NOON, a_ticket, an_assigned_ticket, send_all


async def test_closing_and_reopening_at_once_leaves_one_effective_invitation_for_the_last_closing(agent):
    ticket = await an_assigned_ticket(agent)

    async def close() -> None:
        with suppress(HelpdeskError):
            await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)

    async def reopen() -> None:
        with suppress(HelpdeskError):
            await reopen_ticket(ticket.reference, agent=agent, now=NOON)

    for _ in range(3):
        await asyncio.gather(*(act() for _ in range(8) for act in (close, reopen)))
    await close()

    rows = await Ticket.raw(
        "SELECT c.id, i.cancelled_at IS NULL AS is_effective FROM ticket_closure c"
        " LEFT JOIN survey_invitation i ON i.about = c.id ORDER BY c.number"
    )
    assert len(rows) > 1
    assert [row["is_effective"] for row in rows if row["is_effective"]] == [True]
    last = (await Invitation.select(Invitation.about).where(Invitation.cancelled_at.is_null()).first())["about"]
    assert last == rows[-1]["id"]
    waiting = await Outbound.count().where(Outbound.kind == "survey_invitation", Outbound.settled_at.is_null())
    assert waiting == 1


async def test_one_reminder_comes_after_five_days_and_none_to_who_answered(agent, mailbox, browser):
    today = clock.now()
    quiet = await an_assigned_ticket(agent)
    prompt = await an_assigned_ticket(agent, email="prompt@customer.test")
    for ticket in (quiet, prompt):
        await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=today)
    await send_all(mailbox.url, now=today + timedelta(hours=2))
    row = await Invitation.select(Invitation.id).order_by(Invitation.id, ascending=False).first()
    await Invitation.update({Invitation.answered_week: today.date()}).where(Invitation.id == row["id"])
    await send_all(mailbox.url, now=today + timedelta(days=5, hours=2))
    await send_all(mailbox.url, now=today + timedelta(days=40))

    subjects = mailbox.subjects()
    assert subjects.count("How did we do?") == 2
    assert subjects.count("How did we do? A reminder") == 1


async def test_whose_contact_is_wished_sees_the_ticket_open_again_and_no_answer(agent, browser):
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=clock.now())
    link = await make_link((await Invitation.select(Invitation.id).first())["id"], now=clock.now())
    await browser.post(f"/s/{link}", data={"rating": "1", "comment": "Terrible"})
    assert [row["status"] for row in await Ticket.select(Ticket.status)] == ["closed"]
    await browser.post(f"/s/{link}", data={"rating": "2", "comment": "Terrible", "follow_up": "1"})

    row = await doors.ticket_of_link(ticket.token)
    assert (row.status, row.assignee) == ("open", agent.id)
    said = [message.text for message in await thread(row, with_notes=True)]
    assert re.search("would like to be contacted", said[-1])
    assert "Terrible" not in "".join(said)
    await browser.post(f"/s/{link}", data={"rating": "2", "follow_up": "1"})
    assert len(await thread(row, with_notes=True)) == len(said)


async def test_an_erased_requester_s_invitations_vanish_with_their_links(agent):
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    row = await Invitation.select(Invitation.id, Invitation.recipient).first()
    await make_link(row["id"], now=NOON)

    assert await erase_recipient(row["recipient"]) == 1
    assert (await Invitation.count(), await Link.count()) == (0, 0)


async def test_an_objection_holds_for_a_new_requester_with_the_same_address(agent, browser):
    first = await an_assigned_ticket(agent)
    await close_ticket(first.reference, Reason.SOLVED, agent=agent, now=clock.now())
    link = await make_link((await Invitation.select(Invitation.id).first())["id"], now=clock.now())
    await browser.post(f"/s/{link}/stop")
    recipient = (await Ticket.select(Ticket.requester).first())["requester"]
    await erase_recipient(recipient)
    await Ticket.raw("TRUNCATE requester CASCADE")  # as if they had been erased
    second = await an_assigned_ticket(agent)
    await close_ticket(second.reference, Reason.SOLVED, agent=agent, now=clock.now())
    other = await an_assigned_ticket(agent, email="other@customer.test")
    await close_ticket(other.reference, Reason.SOLVED, agent=agent, now=clock.now())

    rows = await Ticket.raw("SELECT recipient FROM survey_invitation")
    theirs = await doors.ticket_of_link(other.token)
    assert [row["recipient"] for row in rows] == [theirs.requester]
    assert await a_ticket()
