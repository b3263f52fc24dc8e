"""An agent who sees none of a requester's details can still do the whole job."""

from helpdesk import clock
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.tickets import doors
from helpdesk.tickets.tables import Status, Ticket
from piccolo_conf import SYSTEM, acting
from tests.builders import a_bearer, a_ticket, an_assigned_ticket, send_all

EMAIL, PHONE = "quetzal.kestrel@customer.test", "+44 20 7946 0731"


async def test_a_masked_agent_replies_searches_merges_hands_over_and_closes(browser, agent, colleague, mailbox):
    # reports of abuse show their assignee no address
    one, two = [
        await a_ticket(category="abuse", email=EMAIL, body=f"Spam from this host, call {PHONE}", now=clock.now())
        for _ in range(2)
    ]
    mine, seen = await a_bearer("sara@desk.test"), []

    async def call(path: str, **data: object) -> int:
        response = await browser.post(f"/api/v1/{path}", json=data, headers=mine)
        page = await browser.get(f"/api/v1/tickets/{one.reference}", headers=mine)
        seen.append(response.text + page.text)
        return response.status_code

    assert await call(f"tickets/{one.reference}/assignment", agent="sara@desk.test") == 204
    assert await call("search", q=EMAIL) == 200
    assert {one.reference, two.reference} <= set(seen[-1].replace('"', " ").split())
    assert await call(f"tickets/{two.reference}/merger", into=one.reference) == 204
    assert await call(f"tickets/{one.reference}/replies", body="We took it down.") == 201
    assert await call(f"tickets/{one.reference}/closure", reason="solved") == 204
    assert await call(f"tickets/{one.reference}/reopening") == 204
    assert await call(f"tickets/{one.reference}/assignment", agent="omar@desk.test") == 204
    await send_all(mailbox.url, now=clock.now())

    assert "We received your request" in mailbox.subjects()[0]
    assert {str(mail["To"]) for mail in mailbox.mails} == {EMAIL, "omar@desk.test"}  # and who got the ticket
    assert any("reply" in subject.lower() or "answer" in subject.lower() for subject in mailbox.subjects())
    assert [text for text in seen if EMAIL in text or PHONE in text or "kestrel" in text] == []
    people = await Disclosure.select(Disclosure.name).where(Disclosure.purpose.not_in(["delivery", "recognition"]))
    assert {row["name"] for row in people} <= {"field:domain"}


async def test_an_erased_ticket_leaves_the_one_it_was_merged_into_readable(browser, agent):
    target = await an_assigned_ticket(agent, subject="Goes on")
    other = await a_ticket(subject="Erased words")
    mine = await a_bearer("sara@desk.test")
    into = {"into": target.reference}
    merged = await browser.post(f"/api/v1/tickets/{other.reference}/merger", json=into, headers=mine)
    before = await browser.get(f"/api/v1/tickets/{target.reference}", headers=mine)
    row = await doors.ticket_of_link(other.token)
    async with acting(SYSTEM):
        await destroy_key(row.id)
    after = await browser.get(f"/api/v1/tickets/{target.reference}", headers=mine)
    itself = await browser.get(f"/api/v1/tickets/{other.reference}", headers=mine)

    assert (merged.status_code, before.status_code, after.status_code, itself.status_code) == (204, 200, 200, 410)
    assert ("Erased words" in before.text, "Erased words" in after.text, "Goes on" in after.text) == (True, False, True)
    assert itself.json()["code"] == "error-ticket-erased"
    assert await Ticket.count().where(Ticket.status == Status.OPEN) == 1
