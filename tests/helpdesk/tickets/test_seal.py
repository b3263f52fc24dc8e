"""Sealing by hand: everywhere in the message, the same chip for the same value, out of the search, for good."""

import asyncpg
import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import Invalid, NotFound, TicketErased, TicketNotFound
from helpdesk.ids import new_id
from helpdesk.people.tables import Requester, Role
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.tickets import doors
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.seal import seal_by_hand
from helpdesk.tickets.tables import Message
from helpdesk.tickets.threads import thread
from helpdesk.tickets.write import Entry, post_answer, post_note
from piccolo_conf import Actor, acting
from tests.builders import NOON, an_agent, an_assigned_ticket
from tests.helpdesk.tickets.test_look_up import found as looked_up
from tests.helpdesk.tickets.test_search import found, policy_where
from tests.helpdesk.web.test_pages import csrf_of, signed_in

BODY = "The zebrafish longs for Quokka House.\nAsk quokka  house, not the quokkahouse. Call +44 20 7946 0958."


async def texts(ticket) -> list[str]:
    return [entry.text for entry in await thread(await doors.ticket_of_link(ticket.token), with_notes=True)]


async def first(ticket):
    return (await thread(await doors.ticket_of_link(ticket.token), with_notes=True))[0].id


async def seal(ticket, words: str, *, by, kind: str = "address", message=None, reason: str = "missed") -> int:
    place = message or await first(ticket)
    return await seal_by_hand(ticket.reference, place, words, kind=kind, reason=reason, agent=by, now=NOON)


async def test_words_are_sealed_wherever_they_stand_and_find_the_ticket_no_more(agent):
    ticket = await an_assigned_ticket(agent, body=BODY)
    assert await found("quokka", by=agent) == [ticket.reference]
    assert await seal(ticket, "Quokka House", by=agent) == 2

    assert await texts(ticket) == [
        "The zebrafish longs for ⟦address 1⟧.\nAsk ⟦address 1⟧, not the quokkahouse. Call ⟦phone 1⟧."
    ]
    assert await found("quokka", by=agent) == []
    assert await found("zebrafish", by=agent) == [ticket.reference]
    shown = await reveal(ticket.reference, "address 1", purpose="work", agent=agent, now=NOON)
    assert shown.value == "Quokka House"
    row = await doors.ticket_of_link(ticket.token)
    acts = await AuditEntry.select().where(AuditEntry.act.like("message.sealed%"))
    assert [(act["act"], act["actor"], act["about"]) for act in acts] == [("message.sealed_missed", agent.id, row.id)]
    everything = ""
    for name in await Requester.raw("SELECT tablename FROM pg_tables WHERE schemaname = 'public'"):
        everything += str(await Requester.raw(f'SELECT t::text AS row FROM "{name["tablename"]}" t'))
    assert (ticket.reference in everything, "uokka house" in everything.lower()) == (True, False)


async def test_the_same_value_has_the_same_chip_in_other_messages_and_is_found_by_who_has_it(agent):
    ticket = await an_assigned_ticket(agent, body="My number: +44 20 7946 0958")
    await post_answer(ticket.token, Entry("I said zero two zero"), now=NOON)
    await post_note(ticket.reference, Entry("Heard: seven nine"), agent=agent, now=NOON)
    row = await doors.ticket_of_link(ticket.token)
    message, note = [entry.id for entry in await thread(row, with_notes=True)][1:]
    await seal(ticket, "zero two zero", by=agent, kind="name", message=message)
    await seal(ticket, "seven nine", by=agent, kind="text", message=note, reason="third-party")
    await post_answer(ticket.token, Entry("Zero Two Zero again"), now=NOON)
    last = (await thread(row, with_notes=True))[-1].id
    await seal(ticket, "Zero Two Zero", by=agent, kind="name", message=last)

    assert (await texts(ticket))[1:] == ["I said ⟦name 1⟧", "Heard: ⟦text 1⟧", "⟦name 1⟧ again"]
    assert await SealedValue.count().where(SealedValue.name == "name 1") == 1
    await post_answer(ticket.token, Entry("id ABC-98765-Z"), now=NOON)
    last = (await thread(row, with_notes=True))[-1].id
    await seal(ticket, "ABC-98765-Z", by=agent, kind="national-id", message=last)
    assert await looked_up("national-id", "abc98765z", by=agent) == [ticket.reference]


@pytest.mark.parametrize("words", ["a", "nowhere", "phone 1", "⟦phone 1⟧", "x" * 501])
async def test_what_does_not_stand_there_seals_nothing(agent, words):
    ticket = await an_assigned_ticket(agent, body=BODY)
    before = await texts(ticket)
    with pytest.raises(Invalid):
        await seal(ticket, words, by=agent)
    assert await texts(ticket) == before


async def test_a_short_word_is_sealed_only_as_a_word_and_lists_are_kept_to(agent):
    ticket = await an_assigned_ticket(agent, body="An ox needs oxygen")
    assert await seal(ticket, "OX", by=agent, kind="name") == 1
    assert await texts(ticket) == ["An ⟦name 1⟧ needs oxygen"]
    for wrong in ({"kind": "token"}, {"kind": "x"}, {"reason": ""}, {"reason": "because"}):
        with pytest.raises(Invalid):
            await seal(ticket, "oxygen", by=agent, **wrong)


async def test_only_who_may_read_it_seals_and_nothing_of_an_erased_one(agent, colleague):
    policy_where("technical", "team")
    ticket, other = await an_assigned_ticket(agent, body=BODY), await an_assigned_ticket(agent, email="b@customer.test")
    place = await first(ticket)
    with pytest.raises(TicketNotFound):
        await seal(ticket, "zebrafish", by=colleague, message=place)
    for message in (new_id(), await first(other)):
        with pytest.raises(NotFound):
            await seal(ticket, "zebrafish", by=agent, message=message)
    statement = "UPDATE ticket_message SET body = body WHERE id = {} RETURNING id"
    for actor in (doors.link_holder(ticket.token), Actor("manager", id=agent.id), Actor("officer", id=agent.id)):
        async with acting(actor):
            assert await Message.raw(statement, place) == []
    async with acting(agent.actor):
        assert len(await Message.raw(statement, place)) == 1
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(agent.actor):
                await Message.raw("UPDATE ticket_message SET posted_at = now() WHERE id = {}", place)
    row = await doors.ticket_of_link(ticket.token)
    await destroy_key(row.id)
    with pytest.raises(TicketErased):
        await seal(ticket, "zebrafish", by=agent, message=place)


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_page_warns_keeps_what_was_typed_and_both_sides_see_the_chip(browser, language):
    agent = await signed_in(browser, team="support")
    ticket = await an_assigned_ticket(agent, body=BODY, locale=language, now=clock.now())
    message = await first(ticket)
    shown = await browser.get(f"/desk/tickets/{ticket.reference}", params={"lang": language})
    place = f"/desk/tickets/{ticket.reference}/messages/{message}/sealing"
    assert f'href="{place}"' in shown.text
    sent = {"csrf": csrf_of(shown), "words": "Quokka House", "kind": "address", "reason": "missed"}
    asked = await browser.post(place, data=sent)  # selected, not confirmed
    assert (asked.status_code, ">Quokka House</textarea>" in asked.text) == (200, True)
    assert {"en": "Nobody takes this back", "ar": "لا رجوع عن هذا"}[language] in asked.text
    assert "Quokka House" in (await texts(ticket))[0]
    wrong = await browser.post(place, data={**sent, "reason": "", "sure": "yes"})
    assert (wrong.status_code, 'href="#f-reason"' in wrong.text) == (422, True)
    done = await browser.post(place, data={**sent, "sure": "yes"})
    own = await browser.get(f"/t/{ticket.token}", params={"lang": language})
    for page in (done, own):
        assert (page.status_code, "Quokka House" in page.text, "zebrafish" in page.text) == (200, False, True)


async def test_other_roles_seal_nothing(browser):
    agent = await an_agent("omar@desk.test", name="Omar")
    ticket = await an_assigned_ticket(agent, body=BODY, now=clock.now())
    await signed_in(browser, "mona@desk.test", Role.MANAGER)
    place = f"/desk/tickets/{ticket.reference}/messages/{await first(ticket)}/sealing"
    sent = {"csrf": csrf_of(await browser.get("/desk/account")), "words": "zebrafish", "sure": "yes"}
    assert [(await browser.get(place)).status_code, (await browser.post(place, data=sent)).status_code] == [403, 403]
