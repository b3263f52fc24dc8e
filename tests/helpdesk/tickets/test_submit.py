"""Opening a ticket: what is hidden, what is stored, what is refused."""

import asyncio
from uuid import uuid4

import pytest

from helpdesk.errors import Invalid, TermsChanged
from helpdesk.privacy.redaction.spans import TextNotScanned
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import doors, texts
from helpdesk.tickets.submit import submit_ticket
from helpdesk.tickets.tables import Ticket
from tests.builders import NOON, a_request, a_ticket, promised, subject_and_first_message


async def test_findings_become_placeholders_and_one_mail_is_promised():
    ticket = await a_ticket()

    assert await subject_and_first_message(ticket) == (
        "Mail bounces",
        "Hello, my phone is ⟦phone 1⟧ and my password is ⟦password 1⟧. The page shows PAY-402.",
    )
    assert await promised() == ["ticket_received"]


async def test_each_finding_and_field_is_sealed_once():
    ticket = await a_ticket(body="Write to max@mail.test, yes MAX@mail.test, or call +44 20 7946 0958.")
    row = await doors.ticket_of_link(ticket.token)

    assert [face.name for face in await faces([row.id])] == ["field:domain", "email 1", "phone 1"]
    assert [face.name for face in await faces([row.requester])] == ["field:email"]


async def test_the_requesters_own_name_and_address_are_hidden_wherever_they_stand():
    ticket = await a_ticket(
        name="Tessa Visitor",
        subject="Tessa's mail",
        body="VISITOR here, reach me at TESSA@customer.test. Greetings, tessa",
    )

    assert await subject_and_first_message(ticket) == (
        "⟦name 1⟧'s mail",
        "⟦name 2⟧ here, reach me at ⟦email 1⟧. Greetings, ⟦name 1⟧",
    )


async def test_an_arabic_ticket_with_arabic_digits_is_hidden_too():
    ticket = await a_ticket(
        locale="ar",
        subject="الموقع متوقف",
        body="مرحبًا، رقمي ٠١٠٠ ٥٥٥ ٠١٩٩ وكلمة المرور هي Nour@2024 وآيبان GB29 NWBK 6016 1331 9268 19",
    )

    assert (await subject_and_first_message(ticket))[1] == (
        "مرحبًا، رقمي ⟦phone 1⟧ وكلمة المرور هي ⟦password 1⟧ وآيبان ⟦iban 1⟧"
    )


async def test_a_forged_placeholder_is_folded():
    ticket = await a_ticket(body="look: ⟦email 7⟧")

    assert (await subject_and_first_message(ticket))[1] == "look: [email 7]"


async def test_a_text_that_cannot_be_scanned_is_sealed_whole(monkeypatch):
    async def fail(*_, **__):
        raise TextNotScanned

    monkeypatch.setattr(texts, "scan", fail)
    ticket = await a_ticket(subject="a", body="b")
    row = await doors.ticket_of_link(ticket.token)

    assert await subject_and_first_message(ticket) == ("⟦text 1⟧", "⟦text 2⟧")
    assert [face.name for face in await faces([row.id])] == ["field:domain", "text 1", "text 2"]


@pytest.mark.parametrize(
    ("changes", "mistakes"),
    [
        ({"category": "weather"}, {"category": "error-unknown-category"}),
        ({"email": ""}, {"email": "error-missing"}),
        ({"email": "tessa at home"}, {"email": "error-email"}),
        ({"email": "a@b.test\nBcc: x@y.test"}, {"email": "error-email"}),
        ({"subject": " \u200e "}, {"subject": "error-missing"}),
        ({"subject": "x" * 201}, {"subject": "error-too-long"}),
        ({"body": ""}, {"body": "error-missing"}),
        ({"body": "x" * 20_001}, {"body": "error-too-long"}),
        ({"fields": {}}, {"domain": "error-missing"}),
        ({"fields": {"domain": "not a domain"}}, {"domain": "error-domain"}),
        ({"fields": {"domain": "a.test", "shoe_size": "44"}}, {"shoe_size": "error-unknown-field"}),
        ({"locale": "fr"}, {"locale": "error-unknown-locale"}),
        ({"terms_version": ""}, {"terms_version": "error-terms-missing"}),
    ],
)
async def test_what_is_wrong_is_said_and_nothing_is_stored(changes, mistakes):
    with pytest.raises(Invalid) as refused:
        await submit_ticket(a_request(**changes), now=NOON)

    assert refused.value.fields == mistakes
    assert await Ticket.count() == 0


async def test_terms_that_are_not_in_force_any_more_are_said():
    with pytest.raises(TermsChanged):
        await submit_ticket(a_request(terms_version="0"), now=NOON)

    assert await Ticket.count() == 0


async def test_a_form_sent_twenty_times_at_once_opens_one_ticket():
    key = uuid4()
    results = await asyncio.gather(*(submit_ticket(a_request(form_key=key), now=NOON) for _ in range(20)))

    assert len({result.reference for result in results}) == 1
    assert sorted(bool(result.token) for result in results) == [False] * 19 + [True]
    assert await Ticket.count() == 1


async def test_one_person_with_two_tickets_is_one_requester():
    first, second = await a_ticket(), await a_ticket(email=" Tessa@Customer.test ")

    rows = [await doors.ticket_of_link(ticket.token) for ticket in (first, second)]
    assert rows[0].requester == rows[1].requester


async def test_twenty_first_tickets_of_one_person_at_once_make_one_requester():
    results = await asyncio.gather(*(submit_ticket(a_request(), now=NOON) for _ in range(20)))

    assert len({(await doors.ticket_of_link(result.token)).requester for result in results}) == 1
