"""Requests about one's own data: asked, proved, timed, handled, and what each kind does at once."""

import re
from datetime import date, timedelta

import msgspec
import pytest

from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import Invalid, LinkNotFound, NotFound, NotYetPossible, ProcessingLimited
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.policy import policy
from helpdesk.privacy.subject_requests import handle
from helpdesk.privacy.subject_requests.ask import LINK_LIFE, Wish, forget_unproved, make_link
from helpdesk.privacy.subject_requests.limits import is_limited
from helpdesk.privacy.subject_requests.queries import request_named
from helpdesk.privacy.subject_requests.remind import remind
from helpdesk.privacy.subject_requests.tables import Kind, Proof, RequestLink, State, SubjectRequest
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.tickets import doors, rights
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.rectify import places_of, rectify
from helpdesk.tickets.reveal import reveal
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.write import Entry, post_answer, post_note, post_reply
from piccolo_conf import SYSTEM, Actor, acting
from surveys.tables import Invitation, Objection
from tests.builders import NOON, a_ticket, after, an_agent, an_assigned_ticket, promised, send_all
from tests.rights import TESSA, a_person, a_wish, an_officer, the_request


async def acts() -> list[str]:
    return (
        await AuditEntry.select(AuditEntry.act)
        .where(AuditEntry.act.like("rights.%"))
        .order_by(AuditEntry.id)
        .output(as_list=True)
    )


async def in_hand(kind: Kind, **said: str) -> tuple[str, Actor]:
    """A request that an officer has taken; gives its number and the officer."""
    await a_ticket()
    lina, asked = await an_officer(), await a_wish(kind, **said)
    await handle.take(asked.number, by=lina.actor, now=NOON)
    return asked.number, lina.actor


async def test_who_is_signed_in_asks_and_is_told_until_when(mailbox):
    await a_ticket()
    asked = await a_wish(Kind.RESTRICTION)
    row = await the_request(asked.number)

    assert (row.state, row.proof, row.due_on) == ("received", "sign_in", date(2026, 4, 2))
    assert asked.number.startswith("PR-")
    await send_all(mailbox.url)
    assert mailbox.subjects()[1:] == [f"We received your data request ({asked.number})"]
    assert "by \u20682 Apr 2026\u2069 at the latest" in mailbox.text_of(-1)
    assert f"http://desk.test/me/rights/{asked.number}" in mailbox.text_of(-1)
    assert await acts() == ["rights.asked"]


async def test_one_open_request_of_a_kind_is_enough_but_corrections_are_each_their_own():
    await a_ticket()
    first, again = await a_wish(Kind.ACCESS), await a_wish(Kind.ACCESS)
    assert (first.number, again.is_new) == (again.number, False)
    corrections = [await a_wish(Kind.RECTIFICATION, wrong="1", right=right) for right in ("2", "3")]
    assert len({asked.number for asked in corrections}) == 2


@pytest.mark.parametrize(
    ("kind", "said", "wrong"),
    [
        (Kind.RECTIFICATION, {"wrong": "x"}, {"right": "error-missing"}),
        (
            Kind.RECTIFICATION,
            {"wrong": " ", "right": "x" * 2001},
            {"wrong": "error-missing", "right": "error-too-long"},
        ),
        (Kind.OBJECTION, {}, {"words": "error-missing"}),
    ],
)
async def test_what_a_request_needs_must_be_said(kind, said, wrong):
    await a_ticket()
    with pytest.raises(Invalid) as refused:
        await a_wish(kind, **said)
    assert refused.value.fields == wrong
    assert await SubjectRequest.count() == 0


async def test_nobody_else_sees_it_and_what_was_said_is_ciphertext(agent, manager):
    await a_ticket()
    await a_ticket(email="other@customer.test")
    asked = await a_wish(Kind.RECTIFICATION, wrong="zebrawood one", right="zebrawood two")
    other = Actor("requester", id=await a_person("other@customer.test"))
    for actor in (other, agent.actor, manager.actor, Actor("admin", id=agent.id), Actor("")):
        with pytest.raises(NotFound):
            async with acting(actor):
                await request_named(asked.number)
    row = (await SubjectRequest.select())[0]
    assert b"zebrawood" not in row["words"]
    assert (await the_request(asked.number)).said == {"wrong": "zebrawood one", "right": "zebrawood two"}


async def test_a_mailed_link_proves_it_once_and_only_then_does_anything_happen(mailbox):
    await a_ticket()
    await rights.ask_by_address(" Tessa@Customer.test ", Kind.RESTRICTION, "ar", now=NOON)
    person = await a_person()
    assert (await is_limited(person), await acts()) == (False, ["rights.asked"])
    await send_all(mailbox.url)
    token = mailbox.text_of(-1).partition("/rights/confirm/")[2].split()[0]
    assert mailbox.subjects()[-1] == "أكّد طلبك عن بياناتك"

    asked = await rights.confirm(token, {}, now=after(days=2))
    row = await the_request(asked.number)
    assert (row.state, row.proof, row.due_on) == ("received", "mailed_link", date(2026, 4, 4))
    assert await is_limited(person)
    with pytest.raises(LinkNotFound):
        await rights.confirm(token, {}, now=after(days=2))


async def test_a_link_asks_for_the_words_that_a_request_needs():
    await a_ticket()
    await rights.ask_by_address(TESSA, Kind.OBJECTION, "en", now=NOON)
    async with acting(SYSTEM):
        token = await make_link((await SubjectRequest.select())[0]["id"], now=NOON)
    with pytest.raises(Invalid):
        await rights.confirm(token, {}, now=NOON)
    asked = await rights.confirm(token, {"words": "no statistics"}, now=NOON)
    assert (await the_request(asked.number)).said == {"words": "no statistics"}


async def test_a_stranger_s_address_leaves_nothing_but_a_promise_to_nobody(mailbox):
    await rights.ask_by_address("stranger@nowhere.test", Kind.ACCESS, "en", now=NOON)
    assert (await SubjectRequest.count(), await promised()) == (0, ["subject_request_confirm"])
    await send_all(mailbox.url)
    assert (mailbox.mails, await promised()) == ([], [])


async def test_what_nobody_confirms_is_forgotten_after_a_week():
    await a_ticket()
    await rights.ask_by_address(TESSA, Kind.ACCESS, "en", now=NOON)
    assert await forget_unproved(now=NOON + LINK_LIFE - timedelta(seconds=1)) == 0
    assert await forget_unproved(now=NOON + LINK_LIFE) == 1
    assert (await SubjectRequest.count(), await RequestLink.count()) == (0, 0)


async def test_an_officer_writes_down_a_letter_and_by_which_means_it_is_known_who_asks():
    await a_ticket()
    lina = await an_officer()
    with pytest.raises(Invalid) as refused:
        await rights.ask_for("nobody@nowhere.test", a_letter(), proof=Proof.NONE, by=lina, now=NOON)
    assert refused.value.fields == {"email": "error-nothing-held"}
    asked = await rights.ask_for(TESSA, a_letter(), proof=Proof.NONE, by=lina, now=NOON)
    with pytest.raises(NotYetPossible):
        await handle.take(asked.number, by=lina.actor, now=NOON)
    with pytest.raises(Invalid):
        await rights.prove(asked.number, Proof.SIGN_IN, by=lina, now=NOON)
    await rights.prove(asked.number, Proof.CALLED_BACK, by=lina, now=after(days=3))

    row = await the_request(asked.number)
    assert (row.state, row.proof, row.way, row.due_on) == ("received", "called_back", "letter", date(2026, 4, 2))
    assert await is_limited(row.subject)
    assert await promised() == ["ticket_received", "subject_request_received"]


def a_letter() -> Wish:
    from uuid import UUID

    return Wish(UUID(int=0), Kind.RESTRICTION, "ar", {}, "letter")


async def test_an_officer_takes_it_puts_it_off_once_with_a_reason_and_answers(mailbox):
    number, lina = await in_hand(Kind.RESTRICTION)
    with pytest.raises(Invalid):
        await handle.extend(number, " ", by=lina, now=after(days=20))
    await handle.extend(number, "Three archives have to be read.", by=lina, now=after(days=20))
    row = await the_request(number)
    assert (row.state, row.due_on, row.delay) == ("extended", date(2026, 6, 2), "Three archives have to be read.")
    with pytest.raises(NotYetPossible):
        await handle.extend(number, "Again", by=lina, now=after(days=21))
    await handle.settle(number, State.ANSWERED, "It is done.", by=lina, now=after(days=40))
    with pytest.raises(NotYetPossible):
        await handle.settle(number, State.REFUSED, "No.", by=lina, now=after(days=41))

    row = await the_request(number)
    assert (row.state, row.answer, row.is_over) == ("answered", "It is done.", True)
    await send_all(mailbox.url, now=after(days=41))
    assert mailbox.subjects()[1:] == [
        f"We received your data request ({number})",
        f"News on your data request ({number})",
        f"Your data request is answered ({number})",
    ]
    assert b"archives" not in mailbox.everything()
    assert await acts() == ["rights.asked", "rights.taken", "rights.extended", "rights.answered"]


async def test_an_extension_comes_too_late_after_the_last_day_and_egypt_knows_none():
    number, lina = await in_hand(Kind.ACCESS)
    with pytest.raises(NotYetPossible):
        await handle.extend(number, "Late", by=lina, now=after(days=40))
    rules = policy.in_use()
    policy.use(msgspec.structs.replace(rules, law=policy.Law(profile="eg")))
    asked = await a_wish(Kind.RESTRICTION)
    await handle.take(asked.number, by=lina, now=NOON)
    assert (await the_request(asked.number)).due_on == date(2026, 3, 10)  # Monday, and six working days
    with pytest.raises(NotYetPossible):
        await handle.extend(asked.number, "Long", by=lina, now=NOON)


async def test_a_refusal_needs_its_reason():
    number, lina = await in_hand(Kind.OBJECTION, words="x")
    with pytest.raises(Invalid):
        await handle.settle(number, State.REFUSED, "", by=lina, now=NOON)
    await handle.settle(number, State.REFUSED, "A law wants it.", by=lina, now=NOON)
    assert (await the_request(number)).state == "refused"


async def test_officers_are_reminded_once_before_the_end_and_once_after_it(mailbox):
    await a_ticket()
    lina = await an_officer()
    await send_all(mailbox.url)
    await a_wish(Kind.RESTRICTION)
    days = [n for n in range(45) if await remind([lina.id], now=after(days=n))]
    assert days == [24, 32]  # due on day 31
    await send_all(mailbox.url, now=after(days=45))
    assert mailbox.subjects()[-2:] == ["A data request is due"] * 2
    assert mailbox.mails[-1]["To"] == "lina@desk.test"
    assert re.search(rb"PR-\w{4}-", mailbox.mails[-1].as_bytes()) is None


async def test_an_objection_to_surveys_takes_effect_at_once(agent, mailbox):
    ticket = await an_assigned_ticket(agent)
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    asked = await a_wish(Kind.SURVEY_OBJECTION)

    assert (await the_request(asked.number)).state == "answered"
    assert (await Objection.count(), await Invitation.count().where(Invitation.cancelled_at.is_null())) == (1, 0)
    await send_all(mailbox.url, now=after(days=10))
    assert [subject for subject in mailbox.subjects() if "How did" in subject] == []
    again = await an_assigned_ticket(agent)
    await close_ticket(again.reference, Reason.SOLVED, agent=agent, now=after(days=60))
    assert "survey_invitation" not in await promised()


@pytest.mark.parametrize("kind", [Kind.RESTRICTION, Kind.OBJECTION])
async def test_data_that_may_not_be_used_is_neither_shown_nor_written_about(agent, kind):
    ticket = await an_assigned_ticket(agent)
    row = await doors.ticket_of_link(ticket.token)
    await reveal(ticket.reference, "phone 1", purpose="work", agent=agent, now=NOON)
    asked = await a_wish(kind, words="not for this")
    async with acting(agent.actor):
        assert await shown_to(agent.id, about=row.id, now=NOON) == {}
    for act in (
        reveal(ticket.reference, "phone 1", purpose="work", agent=agent, now=NOON),
        post_reply(ticket.reference, Entry("Hello"), agent=agent, now=NOON),
        post_note(ticket.reference, Entry("Hm"), agent=agent, now=NOON),
    ):
        with pytest.raises(ProcessingLimited):
            await act
    await post_answer(ticket.token, Entry("Still here"), now=NOON)  # they may write themselves
    other = await an_agent("nora@desk.test", name="Nora Saad")
    await assign_ticket(ticket.reference, to=other.id, taken_from=agent.id, by=agent, now=NOON)
    async with acting(other.actor):
        assert await shown_to(other.id, about=row.id, now=NOON) == {}

    lina = await an_officer()
    await rights.lift(await the_request(asked.number), by=lina.actor, now=after(days=1))
    async with acting(other.actor):
        assert sorted(await shown_to(other.id, about=row.id, now=after(days=1))) == ["field:domain", "field:email"]
    await post_reply(ticket.reference, Entry("Hello"), agent=other, now=after(days=1))
    assert "subject_request_changed" in await promised()
    assert (await acts())[-1] == "rights.limit_lifted"


async def test_the_second_wall_keeps_restricted_values_shut(agent):
    import asyncpg

    ticket = await an_assigned_ticket(agent)
    row = await doors.ticket_of_link(ticket.token)
    await a_wish(Kind.RESTRICTION)
    value = (await SealedValue.select(SealedValue.id).where(SealedValue.name == "phone 1"))[0]["id"]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting(agent.actor):
            await Disclosure.raw(
                "SELECT disclose_value(gen_random_uuid(), {}, {}, 'support', 'work', NULL, {}, {})",
                value, row.id, NOON, after(minutes=5),
            )  # fmt: skip


async def test_a_correction_goes_to_every_place_and_the_wrong_value_is_gone(agent):
    first = await an_assigned_ticket(agent)
    second = await an_assigned_ticket(agent, body="Call ٠٢٠ ٧٩٤٦ ٠٩٥٨ or +44 20 7946 0958.")
    await a_ticket(email="other@customer.test")  # has the same phone number
    person = await a_person()
    await reveal(first.reference, "phone 1", purpose="work", agent=agent, now=NOON)

    places = await places_of(person, "+44-20 7946 0958")
    assert sorted(place.reference for place in places) == sorted([first.reference, second.reference])
    done = await rectify(person, wrong="+442079460958", right="+44 20 7946 0111", by=agent.id, now=NOON)
    assert len(done) == 2
    gone = await SealedValue.select().where(SealedValue.name.like("replaced:%"))
    assert [(row["ciphertext"], row["destroyed_at"]) for row in gone] == [(None, NOON)] * 2
    row = await doors.ticket_of_link(first.token)
    async with acting(agent.actor):
        assert "phone 1" not in await shown_to(agent.id, about=row.id, now=NOON)
    shown = await reveal(first.reference, "phone 1", purpose="work", agent=agent, now=NOON)
    assert shown.value == "+44 20 7946 0111"
    other = await a_person("other@customer.test")
    assert len(await places_of(other, "+44 20 7946 0958")) == 1


async def test_a_corrected_address_is_the_one_that_mail_goes_to_and_that_finds_the_person(agent, mailbox):
    ticket = await an_assigned_ticket(agent)
    await a_ticket(email="other@customer.test")
    person = await a_person()
    for right, code in (
        ("no address", "error-email"),
        ("other@customer.test", "error-email-taken"),
        ("", "error-missing"),
    ):
        with pytest.raises(Invalid) as refused:
            await rectify(person, wrong=TESSA, right=right, by=agent.id, now=NOON)
        assert refused.value.fields == {"right": code}
    await rectify(person, wrong=TESSA, right="Tessa@New.test", by=agent.id, now=NOON)

    assert await a_person("tessa@new.test") == person
    row = await doors.ticket_of_link(ticket.token)
    async with acting(agent.actor):
        assert (await shown_to(agent.id, about=row.id, now=NOON))["field:email"].value == "tessa@new.test"
    await send_all(mailbox.url)
    assert mailbox.mails[0]["To"] == "tessa@new.test"


async def test_a_corrected_domain_is_found_and_the_wrong_one_no_more(agent):
    ticket = await an_assigned_ticket(agent)
    await rectify(await a_person(), wrong="visitor.test", right="visitors.test", by=agent.id, now=NOON)
    found = {domain: await rows_of(domain, agent) for domain in ("visitor.test", "visitors.test")}
    assert found == {"visitor.test": [], "visitors.test": [ticket.reference]}


async def rows_of(domain: str, agent) -> list[str]:
    from helpdesk.tickets.index import domain_hash
    from helpdesk.tickets.tables import LookUp

    rows = await LookUp.select(LookUp.ticket.reference).where(LookUp.hash == domain_hash(domain))
    return [row["ticket.reference"] for row in rows]


async def test_who_was_erased_has_no_words_left_in_the_queue():
    number, _ = await in_hand(Kind.RECTIFICATION, wrong="a", right="b")
    person = await a_person()
    async with acting(SYSTEM):
        await destroy_key(person)
    row = await the_request(number)
    assert (row.said, row.number) == ({}, number)
