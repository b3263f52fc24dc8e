"""Search: words over keyed hashes, exact look-ups that are counted and written down, and only what one may read."""

import itertools

import asyncpg
import msgspec
import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import Invalid, Refused, TooMany
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Requester, Role
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.keys import destroy_key
from helpdesk.tickets import doors, readers, ticket_rows, write
from helpdesk.tickets.index import reindex, reindex_all
from helpdesk.tickets.readers import may_read, readable_by
from helpdesk.tickets.search import Question, Shape, search
from helpdesk.tickets.tables import LookUp, Status, Ticket, WordIndex
from piccolo_conf import NOBODY, SYSTEM, acting
from tests.builders import NOON, a_member, a_ticket, after, an_assigned_ticket


def free(_: StaffMember) -> None:
    """A limit that lets everything through."""


async def found(text: str, *, by: StaffMember, **more) -> list[str]:
    answer = await search(Question(text, **more), viewer=by, count=free, now=NOON)
    return [row.reference for row in answer.page.rows]


async def look_ups() -> list[tuple[str, object, object]]:
    rows = await AuditEntry.select().where(AuditEntry.act.like("%looked_up")).order_by(AuditEntry.id)
    return [(row["act"], row["actor"], row["about"]) for row in rows]


def policy_where(category: str, text_for: str) -> None:
    rules = policy.in_use()
    strict = msgspec.structs.replace(rules.categories[category], text_for=text_for)
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, category: strict}))


async def test_words_of_subject_text_answer_reply_and_note_find_a_ticket(agent):
    ticket = await an_assigned_ticket(agent, subject="Glimmering lamp", body="The zebra page shows PAY-402.")
    await a_ticket(subject="Other", body="Nothing alike")
    await write.post_answer(ticket.token, write.Entry("It is a walnut now"), now=NOON)
    await write.post_reply(ticket.reference, write.Entry("Try tangerines"), agent=agent, now=NOON)
    await write.post_note(ticket.reference, write.Entry("Ask the saffron people"), agent=agent, now=NOON)

    for words in ("lamps", "zebra", "pay-402", "Walnuts", "tangerine", "saffron", "zebra saffron glimmer"):
        assert await found(words, by=agent) == [ticket.reference], words
    for words in ("zebra missing", "pay-403", "saffro"):
        assert await found(words, by=agent) == [], words


async def test_arabic_is_found_however_it_is_typed(agent):
    ticket = await a_ticket(locale="ar", subject="مشكلة في الفاتورة", body="ظهر الخطأ ٤٠٢ عند الدفع")

    for words in ("فاتوره", "مُشكلة الفاتـورة", "خطا 402", "والفاتورة"):
        assert await found(words, by=agent) == [ticket.reference], words


async def test_hidden_details_are_not_found_by_words(agent):
    await a_ticket(body="My phone is +44 20 7946 0958 and my password is Sesame#44.")

    for words in ("7946", "0958", "sesame"):
        assert await found(words, by=agent) == [], words


async def test_the_newest_activity_comes_first_and_pages_lose_nothing(agent):
    made = [(await a_ticket(body="zebra", now=after(minutes=n))).reference for n in range(5)]
    pages, cursor = [], ""
    while True:
        answer = await search(Question("zebra", cursor=cursor, limit=2), viewer=agent, count=free, now=NOON)
        pages += [row.reference for row in answer.page.rows]
        cursor = answer.page.next_cursor or ""
        if not cursor:
            break

    assert pages == made[::-1]


async def test_filters_narrow_what_is_found(agent, colleague):
    mine = await an_assigned_ticket(agent, body="zebra")
    other = await a_ticket(body="zebra", category="billing", now=after(minutes=1))
    both = [other.reference, mine.reference]

    assert await found("zebra", by=agent) == both
    assert await found("zebra", by=agent, assignee=agent.id) == [mine.reference]
    assert await found("zebra", by=agent, assignee="none") == [other.reference]
    assert await found("zebra", by=agent, category="billing") == [other.reference]
    assert await found("zebra", by=agent, team="support") == [mine.reference]
    assert await found("zebra", by=agent, status=Status.CLOSED) == []
    assert await found("zebra", by=agent, status=Status.OPEN) == both


@pytest.mark.parametrize("typed", ["{0}", "{1}", " {0} ", "\u2068{0}\u2069", "{2}"])
async def test_a_reference_finds_its_ticket_however_it_is_copied(agent, typed):
    reference = (await a_ticket()).reference
    await a_ticket()
    question = typed.format(reference, reference.lower(), reference.replace("-", " "))

    assert await found(question, by=agent) == [reference]


async def test_an_address_finds_its_requesters_tickets_and_is_written_down_without_itself(agent):
    first = await a_ticket(email="Tessa@Customer.test")
    second = await a_ticket(email="tessa@customer.test", now=after(minutes=1))
    await a_ticket(email="tess@customer.test", body="tessa@customer.test wrote")
    answer = await search(Question("TESSA@customer.test"), viewer=agent, count=free, now=NOON)

    assert answer.shape is Shape.ADDRESS
    assert [row.reference for row in answer.page.rows] == [second.reference, first.reference]
    requester = (await doors.ticket_of_link(first.token)).requester
    assert await look_ups() == [("requester.looked_up", agent.id, requester)]


async def test_unknown_and_unreadable_look_the_same(agent, colleague):
    policy_where("technical", "team")
    ticket = await a_ticket(email="tessa@customer.test", body="zebra", fields={"domain": "visitor.test"})
    questions = ["tessa@customer.test", "visitor.test", "zebra", ticket.reference]
    nothing = ["nobody@customer.test", "unknown.test", "unicorn", "SR-AAAA-AAAA"]

    assert [await found(question, by=agent) for question in questions] == [[ticket.reference]] * 4
    for hidden, unknown in zip(questions, nothing, strict=True):
        answers = [await search(Question(text), viewer=colleague, count=free, now=NOON) for text in (hidden, unknown)]
        assert answers[0] == answers[1]


async def test_a_domain_finds_tickets_by_the_sealed_field_and_by_the_text(agent):
    sealed = await a_ticket(fields={"domain": "www.Visitor.test"}, body="words")
    written = await a_ticket(fields={"domain": "else.test"}, body="see mail.visitor.test", now=after(minutes=1))

    assert await found("visitor.test", by=agent) == [written.reference, sealed.reference]
    assert await found("else.test", by=agent) == [written.reference]
    assert await found("visitor.tes", by=agent) == []
    assert [act for act, _, _ in await look_ups()] == ["domain.looked_up"] * 3


async def test_both_spellings_of_an_international_domain_are_one(agent):
    ticket = await a_ticket(fields={"domain": "مثال.مصر"}, body="words")

    assert await found("xn--mgbh0fb.xn--wgbh1c", by=agent) == [ticket.reference]


async def test_every_look_up_is_counted_and_words_are_not(agent):
    counted = []
    for text in ("a@b.test", "b.test", "zebra", "SR-AAAA-AAAA"):
        await search(Question(text), viewer=agent, count=counted.append, now=NOON)
    assert counted == [agent, agent]

    def spent(_: StaffMember) -> None:
        raise TooMany

    # neither a refused look-up nor one with a made-up cursor tells anything
    cursor = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    for more in ({}, {"cursor": cursor}):
        with pytest.raises(TooMany):
            await search(Question("a@b.test", **more), viewer=agent, count=spent, now=NOON)
    assert len(await look_ups()) == 2


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "error-missing"),
        (" \u200f ", "error-missing"),
        ("the of and", "error-search-common"),
        ("x" * 201, "error-search-long"),
        (" ".join(f"word{n}" for n in range(13)), "error-search-long"),
    ],
)
async def test_a_question_that_asks_nothing_is_refused_in_words(agent, text, code):
    with pytest.raises(Invalid) as refused:
        await found(text, by=agent)
    assert refused.value.fields == {"q": code}


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER, Role.ADMIN])
async def test_other_roles_find_nothing(role):
    await a_ticket(body="zebra")
    member = await a_member(f"{role}@desk.test", name="X", role=role)
    for text in ("zebra", "tessa@customer.test"):
        with pytest.raises(Refused):
            await found(text, by=member)
    assert await look_ups() == []


async def test_the_condition_of_lists_says_what_may_read_says(agent):
    for number, (category, text_for) in enumerate(
        itertools.product(("technical", "billing"), ("desk", "team", "assignee"))
    ):
        policy.use(policy.read_policy())
        policy_where(category, text_for)
        people = [
            agent,
            StaffMember(agent.id, "X", Role.AGENT, ""),
            StaffMember(agent.id, "X", Role.AGENT, "billing"),
            StaffMember(agent.id, "X", Role.MANAGER, "support"),
        ]
        stranger = await a_member(f"n{number}@desk.test", name="N", role=Role.AGENT)
        for assignee in (None, agent, stranger):
            ticket = await a_ticket(category=category)
            row = await doors.ticket_of_link(ticket.token)
            await Ticket.update({Ticket.assignee: assignee.id if assignee else None}).where(Ticket.id == row.id)
        for viewer in people:
            rows = [ticket_rows.TicketRow(**row) for row in await Ticket.select(*ticket_rows.COLUMNS)]
            listed = await Ticket.select(Ticket.id).where(readable_by(viewer)).output(as_list=True)
            assert set(listed) == {row.id for row in rows if may_read(viewer, row)}


async def test_reindexing_makes_the_same_index_and_goes_on_where_it_stopped(agent, monkeypatch):
    ticket = await an_assigned_ticket(agent, body="zebra", fields={"domain": "visitor.test"})
    await write.post_note(ticket.reference, write.Entry("saffron"), agent=agent, now=NOON)
    for _ in range(3):
        await a_ticket(body="lamp")
    before = [(row["ticket"], set(row["words"]), set(row["note_words"])) for row in await WordIndex.select()]
    await WordIndex.delete(force=True)
    await LookUp.delete(force=True)
    assert await found("zebra", by=agent) == []

    monkeypatch.setattr("helpdesk.tickets.index.BATCH", 2)

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await reindex(told=stop)
    assert await WordIndex.count() == 2
    told = []
    await reindex(told=told.append)
    await reindex(told=told.append)

    assert told == [2]
    again = [(row["ticket"], set(row["words"]), set(row["note_words"])) for row in await WordIndex.select()]
    assert sorted(again, key=str) == sorted(before, key=str)
    assert await found("zebra saffron", by=agent) == [ticket.reference]
    assert await found("visitor.test", by=agent, status=Status.OPEN, assignee=agent.id) == [ticket.reference]
    await reindex_all(told=told.append)
    assert told == [2, 2, 2]


async def test_an_erased_ticket_is_found_by_nothing(agent):
    ticket = await a_ticket(body="zebra", fields={"domain": "visitor.test"})
    row = await doors.ticket_of_link(ticket.token)
    assert await found("zebra", by=agent) == [ticket.reference]
    await destroy_key(row.id)
    assert (await WordIndex.count(), await LookUp.count()) == (0, 0)
    await reindex(told=lambda _: None)

    assert await found("zebra", by=agent) == await found("visitor.test", by=agent) == []
    assert await LookUp.count() == 0
    assert [index["words"] for index in await WordIndex.select()] == [[]]
    await Ticket.delete().where(Ticket.id == row.id)
    assert await WordIndex.count() == 0


async def test_a_question_and_a_plain_word_are_in_no_table(agent, capsys):
    ticket = await a_ticket(body="zebralight here", fields={"domain": "hidden-canary.test"})
    questions = ["zebralight", "canary-question@customer.test", "hidden-canary.test", "unfoundword"]
    for question in questions:
        await search(Question(question), viewer=agent, count=free, now=clock.now())
    await Requester.raw("ANALYZE")
    names = await Requester.raw("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    everything = ""
    for name in names:
        everything += str(await Requester.raw(f'SELECT t::text AS row FROM "{name["tablename"]}" t'))
    everything += str(await Requester.raw("SELECT s::text AS row FROM pg_stats s WHERE schemaname = 'public'"))

    assert ticket.reference in everything  # the probe sees rows
    assert [word for word in [*questions, "zebra", "canary"] if word in everything] == []
    assert [word for word in questions if word in repr(Question(word)) + str(capsys.readouterr())] == []


async def test_the_database_itself_shows_words_to_agents_and_lookups_with_their_tickets(agent, colleague):
    policy_where("technical", "team")
    async with acting(SYSTEM):
        await readers.keep_category_rules()
    try:
        ticket = await a_ticket(body="zebra")
        counts = {}
        actors = {
            "agent": agent.actor,
            "colleague": colleague.actor,
            "requester": doors.link_holder(ticket.token),
            "stranger": doors.link_holder("x" * 32),
            "nobody": NOBODY,
        }
        for name, actor in actors.items():
            async with acting(actor):
                words = await WordIndex.raw("SELECT count(*) AS n FROM ticket_words")
                counts[name] = (words[0]["n"], await WordIndex.count(), await LookUp.count())
        assert counts == {
            "agent": (1, 1, 1),
            "colleague": (1, 0, 0),  # hashes only: every search is joined with the ticket, which is not theirs to see
            "requester": (0, 1, 0),
            "stranger": (0, 0, 0),
            "nobody": (0, 0, 0),
        }
        assert await found("zebra", by=colleague) == []
        row = await doors.ticket_of_link(ticket.token)
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(NOBODY):
                await WordIndex.insert(WordIndex(ticket=row.id))
    finally:
        policy.use(policy.read_policy())
        async with acting(SYSTEM):
            await readers.keep_category_rules()
