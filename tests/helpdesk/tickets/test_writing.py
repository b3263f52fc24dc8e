"""Drafts, replies that are held and taken back, replies that crossed, macros, presence, what is told live."""

import contextlib
from datetime import timedelta

import asyncpg
import pytest

from helpdesk import clock
from helpdesk.errors import Invalid, RepliedMeanwhile, SentAlready, TicketNotFound, TicketTaken
from helpdesk.ids import new_id, token_hash
from helpdesk.people.sessions import sign_in, sign_out
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.tickets import access, doors, drafts
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.drafts import Writing
from helpdesk.tickets.finish import reply_with
from helpdesk.tickets.live import Feed, names_for
from helpdesk.tickets.macros import VARIABLES, delete_macro, macros, macros_for, save_macro
from helpdesk.tickets.presence import forget_absent, present_anywhere, present_at, say_present
from helpdesk.tickets.reveal import lengths, reveal
from helpdesk.tickets.tables import Message, Presence, ReplyDraft
from helpdesk.tickets.take_back import take_back
from helpdesk.tickets.threads import thread
from helpdesk.tickets.write import HOLD, Entry, post_answer, post_note, post_reply
from notifications.tables import Outbound
from piccolo_conf import SYSTEM, Actor, acting
from tests.authorisation.world import strict_policy, use_policy
from tests.builders import NOON, PASSWORD, a_member, an_assigned_ticket, promised

IBAN = "GB29 NWBK 6016 1331 9268 19"


async def kept_of(ticket, agent) -> dict[str, str]:
    async with access.seen_by(agent):
        row = await access.ticket_to_read(ticket.reference, viewer=agent)
        return {mode: draft.body for mode, draft in (await drafts.drafts_of(row, agent=agent)).items()}


async def read_by_requester(ticket) -> list[str]:
    async with doors.seen_through(ticket.token):
        row = await doors.ticket_of_link(ticket.token)
        return [message.text for message in await thread(row, with_notes=False)]


async def save(ticket, agent, body: str, mode: str = "reply", **more) -> bool:
    return await drafts.save_draft(ticket.reference, Writing(mode, body, **more), agent=agent, now=clock.now())


async def test_a_draft_is_kept_for_each_mode_and_seen_by_its_writer_only(agent, colleague):
    ticket = await an_assigned_ticket(agent)
    await save(ticket, agent, "first")
    await save(ticket, agent, f"Your account {IBAN}")
    await save(ticket, agent, "between us", "note")

    assert await kept_of(ticket, agent) == {"reply": f"Your account {IBAN}", "note": "between us"}
    assert await kept_of(ticket, colleague) == {}
    rows = await ReplyDraft.select(ReplyDraft.body)
    assert len(rows) == 2
    assert not any(b"NWBK" in row["body"] or b"between" in row["body"] for row in rows)
    async with acting(colleague.actor):  # the second wall alone
        assert await ReplyDraft.count() == 0
    await save(ticket, agent, " ", "note")
    assert await kept_of(ticket, agent) == {"reply": f"Your account {IBAN}"}
    with pytest.raises(Invalid):
        await save(ticket, agent, "x", "shout")


async def test_a_draft_goes_with_sending_and_with_the_ticket_s_key(agent):
    ticket, other = await an_assigned_ticket(agent), await an_assigned_ticket(agent)
    form = new_id()
    await save(ticket, agent, "soon", form_key=form)
    await save(ticket, agent, "inside", "note")
    await post_reply(ticket.reference, Entry("soon", form), agent=agent, now=clock.now())
    await post_note(ticket.reference, Entry("inside"), agent=agent, now=clock.now())
    assert await ReplyDraft.count() == 0
    assert await save(ticket, agent, "soon", form_key=form) is False  # a late autosave of what was sent
    assert await ReplyDraft.count() == 0

    await save(other, agent, "waits")
    row = await doors.ticket_of_link(other.token)
    async with acting(SYSTEM):
        await destroy_key(row.id)
    assert await ReplyDraft.count() == 0


async def test_a_held_reply_reaches_nobody_and_is_a_draft_again_when_it_is_taken_back(agent):
    ticket, now = await an_assigned_ticket(agent, now=clock.now()), clock.now()
    before = await promised()
    words = f"Paid to {IBAN}"
    message = await post_reply(ticket.reference, Entry(words, hold=True), agent=agent, now=now)
    waiting = await Outbound.select(Outbound.due_at).where(Outbound.kind == "ticket_reply")

    assert [row["due_at"] for row in waiting] == [now + HOLD]
    assert len(await read_by_requester(ticket)) == 1
    assert await kept_of(ticket, agent) == {}
    await take_back(ticket.reference, message, agent=agent, now=clock.now())
    await take_back(ticket.reference, message, agent=agent, now=clock.now())  # pressed twice
    assert await promised() == before
    assert await Message.count().where(Message.id == message) == 0
    assert await kept_of(ticket, agent) == {"reply": words}
    assert len(await read_by_requester(ticket)) == 1


async def test_a_ticket_that_waits_after_a_reply_is_open_and_due_again_when_it_is_taken_back(agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    due = (await doors.ticket_of_link(ticket.token)).due_at
    await reply_with(ticket.reference, Entry("Soon", hold=True), then="wait", agent=agent, now=clock.now())
    row = await doors.ticket_of_link(ticket.token)
    assert (row.status, row.answered_at is None) == ("pending", False)
    message = (await thread(row, with_notes=True))[-1].id
    await take_back(ticket.reference, message, agent=agent, now=clock.now())
    row = await doors.ticket_of_link(ticket.token)
    assert (row.status, row.answered_at, row.due_at) == ("open", None, due)


async def test_what_the_requester_has_is_not_taken_back_and_nobody_takes_back_another_s(agent, colleague):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    out = await post_reply(ticket.reference, Entry("Hello"), agent=agent, now=clock.now())
    with pytest.raises(SentAlready):
        await take_back(ticket.reference, out, agent=agent, now=clock.now())
    assert len(await read_by_requester(ticket)) == 2

    held = await post_reply(ticket.reference, Entry("Hello again", hold=True), agent=agent, now=clock.now())
    await assign_ticket(ticket.reference, to=colleague.id, taken_from=agent.id, by=colleague, now=clock.now())
    with pytest.raises(SentAlready):
        await take_back(ticket.reference, held, agent=colleague, now=clock.now())
    for actor in (colleague.actor, Actor("requester", link=token_hash(ticket.token))):
        async with acting(actor):
            assert (await Message.raw("SELECT take_back_reply({}) AS due", held))[0]["due"] is None
    assert await Message.count().where(Message.id == held) == 1


async def test_an_earlier_reply_s_mail_stays_promised_when_a_later_one_is_taken_back(agent):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    await post_reply(ticket.reference, Entry("First"), agent=agent, now=clock.now())
    before = await promised()
    held = await post_reply(ticket.reference, Entry("Second", hold=True), agent=agent, now=clock.now())
    await take_back(ticket.reference, held, agent=agent, now=clock.now())
    assert (await promised(), before.count("ticket_reply")) == (before, 1)


async def test_what_was_sent_is_forgotten_as_a_draft_after_a_minute(agent):
    ticket, now = await an_assigned_ticket(agent, now=clock.now()), clock.now()
    await post_reply(ticket.reference, Entry("Hello", hold=True), agent=agent, now=now)
    await drafts.forget_sent(now=now + timedelta(seconds=30))
    assert await ReplyDraft.count() == 1
    await save(ticket, agent, "not sent", "note")
    await drafts.forget_sent(now=now + timedelta(minutes=5))
    assert await kept_of(ticket, agent) == {"note": "not sent"}
    assert await ReplyDraft.count() == 1


async def test_replies_that_cross_are_asked_about_once(agent, colleague):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    row = await doors.ticket_of_link(ticket.token)
    seen = (await thread(row, with_notes=True))[-1].id
    await post_answer(ticket.token, Entry("Any news?"), now=clock.now())
    mine = await post_reply(ticket.reference, Entry("Soon", seen=seen), agent=agent, now=clock.now())  # by nobody else
    assert mine
    await assign_ticket(ticket.reference, to=colleague.id, taken_from=agent.id, by=colleague, now=clock.now())
    form = new_id()
    with pytest.raises(RepliedMeanwhile):
        await post_reply(ticket.reference, Entry("Now", form, seen=seen), agent=colleague, now=clock.now())
    sent = [await post_reply(ticket.reference, Entry("Now", form), agent=colleague, now=clock.now())]
    sent += [await post_reply(ticket.reference, Entry("Now", form, seen=seen), agent=colleague, now=clock.now())]
    assert sent[0] == sent[1]  # sent twice, asked once


async def test_a_reply_that_closes_does_both_or_neither(agent, colleague):
    ticket = await an_assigned_ticket(agent, now=clock.now())
    with pytest.raises(TicketTaken):
        await reply_with(ticket.reference, Entry("Done"), then="close", agent=colleague, now=clock.now())
    assert len(await read_by_requester(ticket)) == 1
    await reply_with(ticket.reference, Entry("Done", hold=True), then="close", agent=agent, now=clock.now())
    assert len(await read_by_requester(ticket)) == 2
    assert (await doors.ticket_of_link(ticket.token)).is_closed


async def test_a_detail_opens_for_the_chosen_time_up_to_the_policy_s(agent):
    ticket, now = await an_assigned_ticket(agent), clock.now()
    assert lengths() == [30, 60, 300, 900]
    for wrong in (0, 31, 3600):
        with pytest.raises(Invalid):
            await reveal(ticket.reference, "phone 1", purpose="contact", seconds=wrong, agent=agent, now=now)
    shown = await reveal(ticket.reference, "phone 1", purpose="contact", seconds=30, agent=agent, now=now)
    assert shown.until == now + timedelta(seconds=30)


TEXTS = {
    "name_en": "Hello",
    "name_ar": "ترحيب",
    "body_en": "We look into {{ reference }}.",
    "body_ar": "ننظر في {{reference}}.",
}


async def test_macros_are_filled_in_for_a_ticket_and_hold_no_private_detail(agent, manager):
    ticket = await an_assigned_ticket(agent, locale="ar")
    row = await doors.ticket_of_link(ticket.token)
    macro = await save_macro(None, TEXTS, manager=manager, now=clock.now())
    ready = await macros_for(row, agent=agent, locale="en", now=clock.now())
    assert [(one.name, one.text) for one in ready] == [("Hello", f"ننظر في {ticket.reference}.")]
    for wrong in ({"body_en": ""}, {"body_en": "{{ phone }}"}, {"body_en": f"Pay to {IBAN}"}, {"name_en": "x" * 81}):
        with pytest.raises(Invalid) as refused:
            await save_macro(macro, {**TEXTS, **wrong}, manager=manager, now=clock.now())
        assert set(refused.value.fields) == set(wrong)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):  # the second wall lets managers write
        await save_macro(None, TEXTS, manager=agent, now=clock.now())
    assert len(await macros(viewer=agent)) == 1
    await delete_macro(macro, manager=manager, now=clock.now())
    assert await macros(viewer=agent) == []


@pytest.mark.parametrize("locale", ["en", "ar"])
async def test_every_variable_of_a_macro_is_filled_in_the_requester_s_language(agent, manager, locale):
    body = " | ".join(f"{{{{ {name} }}}}" for name in VARIABLES)
    texts = {**TEXTS, "body_en": f"Hello: {body}", "body_ar": f"أهلًا: {body}"}
    await save_macro(None, texts, manager=manager, now=NOON)
    ticket = await an_assigned_ticket(agent, locale=locale)
    row = await doors.ticket_of_link(ticket.token)
    told = {"en": ["Hello", "Technical problem", "Support team", "3 Mar 2026", "as soon as we can"],
            "ar": ["أهلًا", "مشكلة تقنية", "فريق الدعم", "3 مارس 2026", "في أقرب وقت ممكن"]}[locale]  # fmt: skip
    greeting, category, team, day, soon = told
    for interface, name in (("en", "Hello"), ("ar", "ترحيب")):
        for now, due in ((NOON, day), (NOON + timedelta(days=2), soon)):
            (ready,) = await macros_for(row, agent=agent, locale=interface, now=now)
            assert (ready.name, ready.text) == (
                name,
                f"{greeting}: {ticket.reference} | {category} | {team} | Sara Haddad | {due}",
            )


@pytest.fixture
async def strictly():
    """The policy with one category whose text only the assignee reads."""
    await use_policy(strict_policy())
    yield
    await use_policy(policy.read_policy())


async def test_presence_is_told_to_who_may_read_the_ticket_and_goes_by_itself(agent, colleague, manager, strictly):
    ticket, now = await an_assigned_ticket(agent), clock.now()
    hidden = await an_assigned_ticket(agent, category="account")
    row = await doors.ticket_of_link(ticket.token)
    for one in (ticket, hidden):
        await say_present(one.reference, "writing", agent=agent, now=now)

    async def at(seconds: float, viewer=colleague):
        async with access.seen_by(viewer):
            found = await present_at(row, viewer=viewer, now=now + timedelta(seconds=seconds))
        return [(one.name, one.writes) for one in found]

    assert [await at(0), await at(6), await at(61)] == [[("Sara Haddad", True)], [("Sara Haddad", False)], []]
    assert await at(0, agent) == []  # not oneself
    assert set(await present_anywhere(viewer=colleague, now=now)) == {ticket.reference}
    for nobody in (manager, colleague):
        with pytest.raises(TicketNotFound):
            await say_present(hidden.reference, "looking", agent=nobody, now=now)
    async with acting(manager.actor):  # the second wall alone
        assert await Presence.count() == 0
    for one in (ticket, hidden):
        await say_present(one.reference, "gone", agent=agent, now=now)
    assert await at(0) == []
    await say_present(
        ticket.reference, "looking", agent=agent, said_at=now + timedelta(seconds=1), now=now + timedelta(seconds=2)
    )
    assert await at(2) == [("Sara Haddad", False)]  # who comes back is there
    await forget_absent(now=now + timedelta(minutes=1))
    assert await at(3) == [("Sara Haddad", False)]
    await forget_absent(now=now + timedelta(minutes=3))
    assert await Presence.count() == 0


@pytest.mark.parametrize("late", ["looking", "writing"])
async def test_what_a_page_said_before_it_was_gone_brings_nobody_back(agent, colleague, late):
    ticket = await an_assigned_ticket(agent)
    row = await doors.ticket_of_link(ticket.token)
    moment = [NOON + timedelta(seconds=number) for number in range(4)]
    await say_present(ticket.reference, "gone", agent=agent, said_at=moment[1], now=moment[2])
    await say_present(ticket.reference, late, agent=agent, said_at=moment[0], now=moment[3])  # it was on its way
    async with access.seen_by(colleague):
        assert await present_at(row, viewer=colleague, now=moment[3]) == []
    await say_present(ticket.reference, late, agent=agent, said_at=moment[2], now=moment[3])
    async with access.seen_by(colleague):
        assert len(await present_at(row, viewer=colleague, now=moment[3])) == 1


async def test_changes_are_told_by_name_to_who_may_read_them(agent, colleague, strictly):
    feed = Feed()
    async with feed.stream(agent.id) as stream:
        ticket = await an_assigned_ticket(agent)
        hidden = await an_assigned_ticket(agent, category="account")
        wanted = {f"ticket {(await doors.ticket_of_link(one.token)).id}" for one in (ticket, hidden)}
        told = set()
        while not told >= wanted:
            changes = await stream.changes(seconds=20)
            assert changes, told
            told |= set(changes)
        assert told == wanted
        assert await names_for(told, viewer=agent) == {
            "ticket": sorted([ticket.reference, hidden.reference]),
            "presence": [],
        }
        assert await names_for(told, viewer=colleague) == {"ticket": [ticket.reference], "presence": []}
        feed.close()
        assert await stream.changes(seconds=20) is None
    async with feed.stream(agent.id) as late:
        assert await late.changes(seconds=20) is None


async def test_the_end_of_a_session_is_told_and_the_oldest_of_many_streams_ends(schema):
    await a_member("lina@desk.test", name="Lina Aziz", role=Role.AGENT, password=True)
    token = await sign_in("lina@desk.test", PASSWORD, now=clock.now())
    feed, somebody = Feed(), new_id()
    async with feed.stream(somebody) as stream:
        await sign_out(token, now=clock.now())
        assert await stream.changes(seconds=20) == {"session"}
        async with contextlib.AsyncExitStack() as many:
            for _ in range(12):
                await many.enter_async_context(feed.stream(somebody))
            assert await stream.changes(seconds=20) is None
