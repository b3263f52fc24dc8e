"""Files of a thread: sealed whole or redacted, read by whoever reads their message, gone when their time is over."""

import re
from datetime import timedelta
from typing import Any
from uuid import UUID

import asyncpg
import pytest

from helpdesk import clock
from helpdesk.errors import FileSealed, NotFound, SentAlready, TicketErased, TicketNotFound, ValueGone
from helpdesk.ids import new_id, token_hash
from helpdesk.people.requester_sessions import SignedInRequester
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import RequesterSession, Role
from helpdesk.privacy.disclosure.ledger import ledger_of
from helpdesk.privacy.files.clean import CleanFile, RawFile, clean_files
from helpdesk.privacy.files.kinds import FileKind
from helpdesk.privacy.holds import Scope, decide, place
from helpdesk.tickets import access, doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.attach import MOST_DETAILS, READ
from helpdesk.tickets.break_glass import ask, open_value
from helpdesk.tickets.break_glass import decide as let_in
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.download import Download, download, download_own, files_of
from helpdesk.tickets.erase import erase_ticket
from helpdesk.tickets.merge import merge_ticket
from helpdesk.tickets.retain import due, retain
from helpdesk.tickets.reveal import end_reveal, reveal
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.take_back import take_back
from helpdesk.tickets.write import Entry, answer, post_note, post_reply
from notifications.tables import Outbound
from piccolo_conf import SYSTEM, acting
from tests.builders import NOON, ATicket, a_member, a_ticket, an_assigned_ticket
from tests.files import a_pdf, a_photo

PHONE = "+44 20 7946 0977"


def a_text(words: str) -> CleanFile:
    return CleanFile(FileKind.TEXT, words.encode())


async def a_clean(*contents: bytes) -> tuple[CleanFile, ...]:
    return await clean_files([RawFile(content) for content in contents])


async def rows(statement: str, *values: Any) -> list[list[Any]]:
    return [[*row.values()] for row in await Outbound.raw(statement, *values)]


async def id_of(ticket: ATicket) -> UUID:
    return (await rows("SELECT id FROM ticket WHERE reference = {}", ticket.reference))[0][0]


async def signed_in(ticket: ATicket, *, minutes_ago: int = 0) -> SignedInRequester:
    """The ticket's requester with a session; the database looks at the real clock."""
    row, now = await doors.ticket_of_link(ticket.token), clock.now()
    opened = now - timedelta(minutes=minutes_ago)
    session = RequesterSession(
        id=new_id(), token_hash=token_hash(str(new_id())), requester=row.requester, opened_at=opened,
        expires_at=now + timedelta(hours=1),
    )  # fmt: skip
    await RequesterSession.insert(session)
    return SignedInRequester(row.requester, "en", opened)


async def opened(ticket: ATicket, number: int, agent: StaffMember) -> Download:
    await reveal(ticket.reference, f"file {number}", purpose="work", agent=agent, now=NOON)
    return await download(ticket.reference, number, agent=agent, now=NOON)


async def test_a_photo_is_sealed_whole_and_opens_for_a_purpose_that_the_customer_reads(agent, colleague):
    photo = a_photo()
    ticket = await an_assigned_ticket(agent, files=await a_clean(photo))

    with pytest.raises(FileSealed):
        await download(ticket.reference, 1, agent=agent, now=NOON)
    file = await opened(ticket, 1, agent)

    assert (file.name, file.media_type) == (f"{ticket.reference}-1.jpg", "image/jpeg")
    assert (await a_clean(photo))[0].content == file.content
    looks = await ledger_of(await id_of(ticket))
    assert [(look.name, look.purpose, look.staff) for look in looks if look.kind == "file"] == [
        ("file 1", "work", agent.id)
    ]
    with pytest.raises(FileSealed):
        await download(ticket.reference, 1, agent=colleague, now=NOON)
    await end_reveal(ticket.reference, looks[-1].id, agent=agent, now=NOON + timedelta(minutes=1))
    with pytest.raises(FileSealed):
        await download(ticket.reference, 1, agent=agent, now=NOON + timedelta(minutes=1))


async def test_the_key_of_a_file_is_shown_to_nobody(agent):
    ticket = await an_assigned_ticket(agent, files=await a_clean(a_photo()))
    shown = await reveal(ticket.reference, "file 1", purpose="work", agent=agent, now=NOON)
    again = await reveal(ticket.reference, "file 1", purpose="work", agent=agent, now=NOON)
    assert (shown.value, again.value) == ("", "")


async def test_a_text_is_stored_redacted_and_its_details_open_like_those_of_a_message(agent):
    ticket = await an_assigned_ticket(agent, files=(a_text(f"call {PHONE}\n402 at /wp-login"),))

    file = await download(ticket.reference, 1, agent=agent, now=NOON)
    phone = re.search(r"⟦phone \d⟧", file.content.decode())

    assert (phone is not None, file.name, PHONE in file.content.decode()) == (True, f"{ticket.reference}-1.txt", False)
    assert "402 at /wp-login" in file.content.decode()
    assert phone is not None
    shown = await reveal(ticket.reference, phone[0], purpose="contact", agent=agent, now=NOON)
    assert shown.value == PHONE
    details = await rows("SELECT details, is_sealed, removed FROM ticket_attachment")
    assert details == [[[phone[0].strip("⟦⟧")], False, ""]]


@pytest.mark.parametrize(
    "words",
    ["x " * (READ // 2 + 1), "\n".join(f"a{n}@customer.test" for n in range(MOST_DETAILS + 1))],
    ids=["long", "list"],
)
async def test_a_text_that_is_too_long_or_a_list_of_people_is_sealed_whole(agent, words):
    ticket = await an_assigned_ticket(agent, files=(a_text(words),))

    with pytest.raises(FileSealed):
        await download(ticket.reference, 1, agent=agent, now=NOON)
    assert (await opened(ticket, 1, agent)).content.decode() == words


async def test_a_requester_gets_what_was_sent_to_them_by_link_and_their_own_files_only_right_after_signing_in(agent):
    ticket = await an_assigned_ticket(agent, files=await a_clean(a_photo(), b"plain words"))
    entry = Entry("See the page", files=await a_clean(a_pdf()))
    await post_reply(ticket.reference, entry, agent=agent, now=NOON)
    link = doors.by_link(ticket.token)

    assert (await download_own(link, 2)).content == b"plain words"
    assert (await download_own(link, 3)).name == f"{ticket.reference}-3.pdf"
    with pytest.raises(FileSealed):
        await download_own(link, 1)
    with pytest.raises(FileSealed):
        await download_own(doors.by_number(ticket.reference, await signed_in(ticket, minutes_ago=16)), 1)
    fresh = doors.by_number(ticket.reference, await signed_in(ticket))
    assert (await download_own(fresh, 1)).media_type == "image/jpeg"
    assert [look.kind for look in await ledger_of(await id_of(ticket)) if look.kind == "file"] == []


async def test_a_stranger_gets_no_file_by_any_number(agent):
    ticket = await an_assigned_ticket(agent, files=await a_clean(a_photo(), b"plain words"))
    other = await a_ticket(email="other@customer.test")

    for number in (1, 2):
        with pytest.raises(NotFound):
            await download_own(doors.by_link(other.token), number)
        with pytest.raises(TicketNotFound):
            await download_own(doors.by_number(ticket.reference, await signed_in(other)), number)
    with pytest.raises(NotFound):
        await download_own(doors.by_link(ticket.token), 3)


async def test_files_of_a_note_and_of_a_held_reply_are_seen_by_no_requester(agent):
    ticket = await an_assigned_ticket(agent)
    one = await id_of(ticket)
    await post_note(ticket.reference, Entry("Look", files=await a_clean(b"our words")), agent=agent, now=NOON)
    held = Entry("Wait", hold=True, files=await a_clean(b"held words"))
    await post_reply(ticket.reference, held, agent=agent, now=clock.now())

    async with doors.seen_through(ticket.token):
        assert dict(await files_of([one])) == {}
    for number in (1, 2):
        with pytest.raises(NotFound):
            await download_own(doors.by_link(ticket.token), number)
    async with access.seen_by(agent):
        assert sum(map(len, (await files_of([one])).values())) == 2


async def test_a_reply_that_is_taken_back_takes_its_files_and_no_number_comes_twice(agent):
    ticket = await an_assigned_ticket(agent)
    now = clock.now()
    files = await a_clean(a_photo())
    message = await post_reply(ticket.reference, Entry("Oh", hold=True, files=files), agent=agent, now=now)
    assert await rows("SELECT count(*) FROM ticket_attachment") == [[1]]

    await take_back(ticket.reference, message, agent=agent, now=now)

    assert await rows("SELECT count(*) FROM ticket_attachment") == [[0]]
    values = "SELECT name, ciphertext IS NULL FROM sealed_value WHERE kind = 'file' ORDER BY name"
    assert await rows(values) == [["file 1", True]]
    again = await post_reply(ticket.reference, Entry("Better", files=files), agent=agent, now=now)
    assert await rows(values) == [["file 1", True], ["file 2", False]]
    with pytest.raises(SentAlready):
        await take_back(ticket.reference, again, agent=agent, now=now)
    assert await rows("SELECT number FROM ticket_attachment") == [[2]]


async def test_a_form_that_comes_twice_attaches_once(agent):
    ticket = await a_ticket()
    entry = Entry("Here", new_id(), files=await a_clean(b"a log"))
    for _ in range(2):
        await answer(doors.by_link(ticket.token), entry, now=NOON)
    assert await rows("SELECT number FROM ticket_attachment") == [[1]]


async def test_nobody_else_opens_a_file_not_even_behind_the_glass(agent, colleague):
    ticket = await an_assigned_ticket(agent, files=await a_clean(a_photo()))
    await reveal(ticket.reference, "file 1", purpose="work", agent=agent, now=NOON)
    with pytest.raises(FileSealed):
        await download(ticket.reference, 1, agent=colleague, now=NOON)
    officers = [await a_member(f"{name}@desk.test", name=name, role=Role.OFFICER) for name in ("lina", "noor")]
    question = await ask(ticket.reference, reason="Safety", by=officers[0], now=clock.now())
    await let_in(question, agree=True, by=officers[1], now=clock.now())
    assert (await open_value(ticket.reference, "phone 1", by=officers[0], now=clock.now())).value
    from helpdesk.errors import NeverOpened

    with pytest.raises(NeverOpened):
        await open_value(ticket.reference, "file 1", by=officers[0], now=clock.now())
    value = (await rows("SELECT id FROM sealed_value WHERE name = 'file 1'"))[0][0]
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting(officers[0].actor):
            await Outbound.raw(
                "SELECT disclose_value({}, {}, {}, '', 'break-glass', NULL, now(), now())",
                new_id(), value, await id_of(ticket),
            )  # fmt: skip


async def test_after_handing_over_the_new_assignee_opens_the_file_and_the_old_one_does_not(agent):
    ticket = await an_assigned_ticket(agent, files=await a_clean(a_photo()))
    await opened(ticket, 1, agent)
    heba = await a_member("heba@desk.test", name="Heba Said", role=Role.AGENT, team="support")
    await assign_ticket(ticket.reference, to=heba.id, by=agent, now=NOON)

    with pytest.raises(FileSealed):
        await download(ticket.reference, 1, agent=agent, now=NOON)
    assert (await opened(ticket, 1, heba)).media_type == "image/jpeg"


async def test_the_agent_of_the_other_ticket_opens_the_files_of_a_merged_one(agent):
    files = await a_clean(a_photo())
    target = await an_assigned_ticket(agent)
    merged = await an_assigned_ticket(agent, email="other@customer.test", files=files)
    await merge_ticket(merged.reference, into=target.reference, agent=agent, now=NOON)

    assert (await opened(merged, 1, agent)).name == f"{merged.reference}-1.jpg"
    with pytest.raises(NotFound):
        await download(target.reference, 1, agent=agent, now=NOON)
    with pytest.raises(NotFound):
        await download_own(doors.by_link(target.token), 1)


async def test_an_erased_ticket_has_no_file(agent):
    ticket = await an_assigned_ticket(agent, files=await a_clean(a_photo(), b"words"))
    await erase_ticket(await id_of(ticket), actor=SYSTEM, now=NOON)

    with pytest.raises(TicketErased):
        await download(ticket.reference, 1, agent=agent, now=NOON)
    assert await rows("SELECT count(*) FROM ticket_attachment") == [[0]]
    assert await rows("SELECT count(*) FROM sealed_value WHERE kind = 'file' AND ciphertext IS NOT NULL") == [[0]]


async def test_files_go_before_the_texts_do_and_a_hold_keeps_them(agent):
    tickets = [await an_assigned_ticket(agent, files=await a_clean(a_photo(), b"words")) for _ in range(2)]
    for ticket in [*tickets, plain := await an_assigned_ticket(agent)]:
        await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=NOON)
    officers = [await a_member(f"{name}@desk.test", name=name, role=Role.OFFICER) for name in ("lina", "noor")]
    scope = Scope(tickets=(await id_of(tickets[1]),))
    hold = await place(scope, "A court", review_on=(NOON + timedelta(900)).date(), by=officers[0].actor, now=NOON)
    await decide(hold, agree=True, by=officers[1].actor, now=NOON)
    late = NOON + timedelta(days=30, minutes=1)
    async with acting(SYSTEM):
        forecast = [(one.stage, one.tickets, one.held) for one in await due(now=late) if one.tickets or one.held]
    assert forecast == [("attachments", 1, 1)]

    before = await retain(now=late - timedelta(minutes=2))
    done = await retain(now=late)

    assert before is not None
    assert done is not None
    assert (before.attachments, done.attachments, done.texts, done.held) == (0, 1, 0, 1)
    for number in (1, 2):
        with pytest.raises(ValueGone):
            await download(tickets[0].reference, number, agent=agent, now=late)
    assert (await download(tickets[1].reference, 2, agent=agent, now=late)).content == b"words"
    gone = "SELECT name FROM sealed_value WHERE kind = 'file' AND ciphertext IS NULL AND owner = {}"
    assert await rows(gone, await id_of(tickets[0])) == [["file 1"]]
    async with access.seen_by(agent):
        (faces,) = (await files_of([await id_of(tickets[0])])).values()
        assert [face.is_gone for face in faces] == [True, True]
    assert (await doors.ticket_of_link(plain.token)).reference == plain.reference
    again = await retain(now=late)
    assert again is not None
    assert (again.attachments, again.held) == (0, 1)
