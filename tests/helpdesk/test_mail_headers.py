"""The heads of real mails: those of one ticket form a thread, and nothing that a person typed stands in one."""

from collections import defaultdict
from email.header import decode_header, make_header

import msgspec
import pytest

from helpdesk.errors import Invalid
from helpdesk.notices.compose import Draft, compose_notice
from helpdesk.notices.send import promise_batch, send_notice
from helpdesk.people.staff import add_staff
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.tickets import write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Reason
from tests.builders import NOON, a_ticket, after, an_agent, an_assigned_ticket, promised, send_all

# What somebody types who wants a field of their own in a mail's head.
TYPED = "Zebra\r\nBcc: zebra\rX-Zebra: 1\nX-Zebra: 2\u2028X-Zebra: 3\r\n\r\nzebra"
NAME = "Quagga\r\nBcc: quagga"  # known names are hidden in texts
FIELDS = {
    "From", "To", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "MIME-Version", "Content-Type",
    "Content-Language", "Auto-Submitted", "X-Auto-Response-Suppress", "Precedence",
}  # fmt: skip


def texts_in_mail_too() -> None:
    """Let the policy put replies into mails, so that what is typed comes as near to a head as it can."""
    rules = policy.in_use()
    categories = {name: msgspec.structs.replace(one, mail_text=True) for name, one in rules.categories.items()}
    policy.use(msgspec.structs.replace(rules, categories=categories))


async def test_the_mails_of_a_ticket_are_one_thread_and_those_of_another_are_not_in_it(agent, mailbox):
    tickets = [await an_assigned_ticket(agent, now=after(minutes=n)) for n in range(2)]  # the same person's
    for n, ticket in enumerate(tickets):
        await write.post_reply(ticket.reference, write.Entry("Turn it."), agent=agent, now=after(minutes=5 + n))
    await close_ticket(tickets[0].reference, Reason.DUPLICATE, agent=agent, now=after(minutes=9))
    await send_all(mailbox.url, now=after(minutes=20))

    threads = defaultdict(set)
    for mail in mailbox.mails:
        assert mail["In-Reply-To"] == mail["References"]
        threads[str(mail["References"])].add(str(mail["Subject"]))
    first, second = (ticket.reference for ticket in tickets)
    said = ("We received your request", "A reply to your request", "Your request was closed")
    of_both = [{f"{words} ({first})" for words in said}, {f"{words} ({second})" for words in said[:2]}]
    assert sorted(threads.values(), key=len, reverse=True) == of_both
    assert len({mail["Message-ID"] for mail in mailbox.mails}) == len(mailbox.mails) == 5


@pytest.mark.parametrize("locale", ["en", "ar"])
async def test_what_people_type_is_in_the_head_of_no_mail_and_adds_nothing_to_one(agent, manager, mailbox, locale):
    texts_in_mail_too()
    other = await an_agent("nora@desk.test", name=TYPED)
    await add_staff("zoe@desk.test", name=TYPED, role=Role.AGENT, team="", now=NOON, locale=locale, by_mail=True)
    ticket = await a_ticket(subject=TYPED, body=TYPED, name=NAME, locale=locale, category="contact", fields={})
    await assign_ticket(ticket.reference, to=other.id, by=agent, now=NOON)
    await write.post_reply(ticket.reference, write.Entry(TYPED), agent=other, now=NOON)
    words = dict.fromkeys(("title_en", "text_en", "title_ar", "text_ar"), TYPED)
    notice = await compose_notice(Draft(kind="outage", **words), by=manager, now=NOON)
    await send_notice(notice, by=manager, now=NOON)
    while await promise_batch(now=NOON):
        pass
    kinds = await promised()
    await send_all(mailbox.url, now=after(hours=1))

    assert sorted(kinds) == [
        "service_notice", "staff_invitation", "ticket_assigned", "ticket_received", "ticket_reply",
    ]  # fmt: skip
    assert len(mailbox.mails) == len(kinds)
    assert {name for mail in mailbox.mails for name in mail} == FIELDS
    assert [len(mail.keys()) - len(set(mail.keys())) for mail in mailbox.mails] == [0] * len(kinds)
    heads = [str(make_header(decode_header(str(value)))) for mail in mailbox.mails for value in mail.values()]
    assert [head for head in heads if "zebra" in head.lower() or "quagga" in head.lower()] == []
    told = [place for place in range(len(kinds)) if "Zebra" in mailbox.text_of(place)]
    assert len(told) == 2  # it did come into the bodies of the notice and of the reply


@pytest.mark.parametrize("address", ["tessa@customer.test\r\nBcc: zebra@evil.test", "tessa@customer.test\nX: 1", "a\r@b.test"])  # fmt: skip
async def test_an_address_with_a_line_end_is_refused_before_anything_is_promised(address):
    with pytest.raises(Invalid) as wrong:
        await a_ticket(email=address)
    assert wrong.value.fields == {"email": "error-email"}
    with pytest.raises(Invalid) as wrong:
        await add_staff(address, name="Zoe", role=Role.AGENT, team="", now=NOON, by_mail=True)
    assert wrong.value.fields == {"email": "error-email"}
    assert await promised() == []
