"""Mails as they go out: to whom, when, in which language, and never with a private detail."""

import re
from datetime import timedelta
from uuid import uuid4

import msgspec
import pytest

from helpdesk import clock, wiring
from helpdesk.errors import LinkNotFound
from helpdesk.people.requesters import lasting_mark
from helpdesk.people.staff import add_staff, find_by_address, set_password
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.tickets import doors, write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Reason, Ticket
from notifications import outbox
from surveys.answers import Given, object_to_surveys, record
from tests.builders import NOON, a_ticket, after, an_assigned_ticket, promised, send_all
from tests.mailbox import Mailbox

DAY = 24


async def subjects_of_day(mailbox: Mailbox, *days: float) -> list[str]:
    """What arrives some days from now."""
    before = len(mailbox.mails)
    for day in days:
        await send_all(mailbox.url, now=clock.now() + timedelta(days=day))
    return mailbox.subjects()[before:]


async def a_solved_ticket(agent, mailbox: Mailbox) -> str:
    """A solved ticket whose survey was asked; gives the survey's token."""
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=clock.now())
    for hours in (0, 2):  # what happened, and then the question
        await send_all(mailbox.url, now=clock.now() + timedelta(hours=hours))
    return re.search(r"/s/([\w-]+)", mailbox.text_of(-1))[1]


async def test_who_does_not_answer_is_reminded_once_after_five_days(agent, mailbox):
    await a_solved_ticket(agent, mailbox)
    assert await subjects_of_day(mailbox, 1, 2, 3, 4, 5) == []
    assert await subjects_of_day(mailbox, 5.1, 6, 7, 30, 60) == ["How did we do? A reminder"]
    assert mailbox.mails[-1]["List-Unsubscribe"] is not None


async def test_who_answered_is_not_reminded(agent, mailbox):
    token = await a_solved_ticket(agent, mailbox)
    assert await record(token, Given({"rating": 5}), counter=wiring.COUNTER, now=clock.now() + timedelta(days=1))
    assert await subjects_of_day(mailbox, 6) == []


async def test_the_question_stands_in_the_conversation_of_its_request_and_no_header_tells_more(agent, mailbox):
    token = await a_solved_ticket(agent, mailbox)
    (ticket,) = await Ticket.select(Ticket.id, Ticket.reference)
    root, survey = f"<thread.{ticket['id']}@desk.test>", mailbox.mails[-1]
    assert [(mail["In-Reply-To"], mail["References"]) for mail in mailbox.mails] == [
        (root, root)
    ] * 3  # received, closed, asked
    headers = {name: str(value) for name, value in survey.items() if not name.startswith("List-Unsubscribe")}
    assert [name for name, value in headers.items() if token in value or ticket["reference"] in value] == []
    assert str(survey["List-Unsubscribe"]) == f"<http://desk.test/s/{token}/stop>"


async def test_who_objected_is_not_reminded(agent, mailbox, browser):
    token = await a_solved_ticket(agent, mailbox)
    stop = re.fullmatch(r"<http://desk\.test(/s/[\w-]+/stop)>", mailbox.mails[-1]["List-Unsubscribe"])[1]
    assert token in stop
    # As a mail program does it (RFC 8058): a bare POST from anywhere, without cookies.
    pressed = await browser.post(
        stop,
        data={"List-Unsubscribe": "One-Click"},
        headers={"Origin": "https://mail.example", "Sec-Fetch-Site": "cross-site"},
    )
    assert pressed.status_code == 200
    assert await subjects_of_day(mailbox, 6) == []
    assert await object_to_surveys(token, person_of=lasting_mark, now=clock.now()) is True


async def test_an_agent_who_is_given_a_ticket_is_told_and_one_who_takes_it_is_not(agent, mailbox):
    from tests.builders import an_agent

    other = await an_agent("nora@desk.test", name="Nora Saad")
    ticket = await an_assigned_ticket(agent)
    assert await promised() == ["ticket_received"]
    await assign_ticket(ticket.reference, to=other.id, by=agent, now=NOON)
    await send_all(mailbox.url)

    told = mailbox.mails[-1]
    assert (told["To"], told["Subject"]) == ("nora@desk.test", f"Assigned to you ({ticket.reference})")
    assert f"http://desk.test/desk/tickets/{ticket.reference}" in mailbox.text_of(-1)
    assert "Mail bounces" not in mailbox.everything().decode("utf-8", "replace")


async def test_who_has_a_ticket_no_more_is_not_told(agent, mailbox):
    from tests.builders import an_agent

    other = await an_agent("nora@desk.test", name="Nora Saad")
    ticket = await an_assigned_ticket(agent)
    await assign_ticket(ticket.reference, to=other.id, by=agent, now=NOON)
    await assign_ticket(ticket.reference, to=agent.id, taken_from=other.id, by=other, now=NOON)
    await send_all(mailbox.url)
    assert [mail["To"] for mail in mailbox.mails] == ["tessa@customer.test", "sara@desk.test"]


@pytest.mark.parametrize(
    ("locale", "subject"), [("en", "Your access to the support desk"), ("ar", "حسابك في مكتب الدعم")]
)
async def test_a_new_colleague_gets_a_link_that_works_once(mailbox, locale, subject):
    printed = await add_staff(
        "nora@desk.test", name="Nora", role=Role.AGENT, team="", now=NOON, locale=locale, by_mail=True
    )
    await send_all(mailbox.url)
    mailed = re.search(r"/desk/setup/([\w-]{32})", mailbox.text_of(0))[1]
    assert (mailbox.mails[0]["To"], mailbox.subjects(), mailed != printed) == ("nora@desk.test", [subject], True)

    await set_password(mailed, "correct horse battery", now=after(days=2))
    for used in (mailed, printed):
        with pytest.raises(LinkNotFound):
            await set_password(used, "correct horse battery", now=after(days=2))


async def test_without_a_mail_server_nothing_is_promised_and_after_the_password_nothing_is_sent(mailbox):
    await add_staff("a@desk.test", name="A", role=Role.AGENT, team="", now=NOON)
    assert await promised() == []
    token = await add_staff("b@desk.test", name="B", role=Role.AGENT, team="", now=NOON, by_mail=True)
    await set_password(token, "correct horse battery", now=NOON)
    await send_all(mailbox.url)
    assert mailbox.mails == []


async def test_the_alarm_names_nobody_and_goes_to_managers_only(agent, manager, mailbox):
    for to in (manager, agent):
        await outbox.enqueue("disclosure_alarm", about=agent.id, to=to.id, due_at=NOON)
    await send_all(mailbox.url)
    assert [mail["To"] for mail in mailbox.mails] == ["mona@desk.test"]
    assert b"Sara" not in mailbox.everything()


async def test_the_reply_s_text_is_in_the_mail_only_where_the_policy_says_so_and_without_details(agent, mailbox):
    rules = policy.in_use()
    open_category = msgspec.structs.replace(rules.categories["technical"], mail_text=True)
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "technical": open_category}))
    with_text, without = await an_assigned_ticket(agent), await an_assigned_ticket(agent, category="contact")
    for ticket in (with_text, without):
        entry = write.Entry("Please call +44 20 7946 0991.\n\nThe blue <b>wheel</b> turns.")
        await write.post_reply(ticket.reference, entry, agent=agent, now=NOON)
    await send_all(mailbox.url)

    replies = {
        str(mail["Subject"]): mailbox.text_of(place)
        for place, mail in enumerate(mailbox.mails)
        if "reply" in mail["Subject"]
    }
    told = replies[f"A reply to your request ({with_text.reference})"]
    assert "Please call [Phone 2].\n" in told.replace("\r", "")
    assert "The blue <b>wheel</b> turns." in told
    assert "wheel" not in replies[f"A reply to your request ({without.reference})"]
    assert re.search(rb"20.?7946|7946.?0991", mailbox.everything()) is None  # a token may have four of its digits
    assert b"&lt;b&gt;wheel" in mailbox.everything()


async def test_an_unscanned_reply_is_never_in_a_mail(agent, mailbox, monkeypatch):
    rules = policy.in_use()
    open_category = msgspec.structs.replace(rules.categories["technical"], mail_text=True)
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "technical": open_category}))
    ticket = await an_assigned_ticket(agent)

    async def fails(*_: object, **__: object) -> None:
        from helpdesk.privacy.redaction.spans import TextNotScanned

        raise TextNotScanned

    monkeypatch.setattr("helpdesk.tickets.texts.scan", fails)
    await write.post_reply(ticket.reference, write.Entry("zebrawood"), agent=agent, now=NOON)
    await send_all(mailbox.url)
    assert (len(mailbox.mails), b"zebrawood" in mailbox.everything()) == (2, False)


async def test_mail_to_who_was_erased_is_withdrawn(mailbox):
    from helpdesk.privacy.vault.keys import destroy_key

    ticket, other = await a_ticket(), await a_ticket(email="other@customer.test")
    row = await doors.ticket_of_link(ticket.token)
    await destroy_key(row.requester)
    await outbox.enqueue("ticket_reply", about=uuid4(), to=row.requester, due_at=NOON)
    await outbox.enqueue(
        "ticket_reply", about=(await doors.ticket_of_link(other.token)).id, to=row.requester, due_at=NOON
    )
    await send_all(mailbox.url)
    assert [mail["To"] for mail in mailbox.mails] == ["other@customer.test"]


async def test_a_reply_address_stands_in_the_mail_when_answers_by_mail_are_taken(mailbox):
    from dataclasses import replace

    from helpdesk import wiring
    from notifications import reply_address
    from notifications.worker import run_once
    from tests.builders import an_office

    ticket = await a_ticket()
    office = replace(an_office(mailbox.url), renderers=wiring.Renderers("http://desk.test", "reply@in.desk.test").all())
    await run_once(office)
    row = await doors.ticket_of_link(ticket.token)
    claimed = reply_address.read(str(mailbox.mails[0]["Reply-To"]))
    assert claimed.about == row.id
    today = claimed.until - reply_address.LIFE
    assert reply_address.is_genuine(claimed, to=row.requester, seal=wiring.seal_reply_address, today=today)


async def test_an_invited_colleague_is_found(mailbox):
    await add_staff("nora@desk.test", name="Nora", role=Role.AGENT, team="", now=NOON, locale="ar", by_mail=True)
    assert (await find_by_address("nora@desk.test")).name == "Nora"
