"""The ledger: every opening has exactly one entry, whatever happens; what it says of length; what it takes along."""

import contextlib
import csv
import io
import random
from datetime import timedelta

import msgspec
import pytest

from helpdesk.errors import HelpdeskError
from helpdesk.privacy.disclosure.disclose import shown_to
from helpdesk.privacy.disclosure.ledger import ledger_of, system_uses
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access, doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket, reopen_ticket
from helpdesk.tickets.reveal import end_reveal, extend_reveal, reveal
from helpdesk.tickets.tables import Reason
from helpdesk.web.ledger import whole_ledger
from helpdesk.web.views import duration
from tests.builders import NOON, a_ticket, after, an_agent, an_assigned_ticket, send_all

NAMES = ("phone 1", "phone 2", "password 1", "field:email")
TEXT = "Call +44 20 7946 0958 or +44 20 7946 0111, my password is Sesame#44."


class World:
    """One ticket, two agents, a clock; and a second book in which every value that left is written down."""

    def __init__(self, dice: random.Random, ticket, agents) -> None:
        self.dice, self.ticket, self.agents, self.now = dice, ticket, agents, NOON
        self.opened: set = set()  # ids of what was opened on purpose
        self.seen: set = set()  # ids under which any value ever reached anybody

    async def step(self) -> None:
        self.now += timedelta(minutes=self.dice.choice([0, 1, 7, 16]))
        act = self.dice.choice([self.reveal, self.reveal, self.reveal, self.extend, self.hide, self.assign, self.close])
        with contextlib.suppress(HelpdeskError):
            await act(self.dice.choice(self.agents))
        for agent in self.agents:
            async with access.seen_by(agent):
                row = await doors.ticket_of_link(self.ticket.token)
                if row.assignee == agent.id and not row.is_closed:
                    shown = await shown_to(agent.id, about=row.id, now=self.now)
                    self.seen |= {one.disclosure for one in shown.values()}

    async def reveal(self, agent) -> None:
        shown = await reveal(self.ticket.reference, self.dice.choice(NAMES), purpose="work", agent=agent, now=self.now)
        self.opened.add(shown.disclosure)

    async def extend(self, agent) -> None:
        if self.opened:
            await extend_reveal(self.ticket.reference, self.any_opened(), agent=agent, now=self.now)

    async def hide(self, agent) -> None:
        if self.opened:
            await end_reveal(self.ticket.reference, self.any_opened(), agent=agent, now=self.now)

    def any_opened(self):
        return self.dice.choice(sorted(self.opened))

    async def assign(self, agent) -> None:
        row = await doors.ticket_of_link(self.ticket.token)
        await assign_ticket(self.ticket.reference, to=agent.id, taken_from=row.assignee, by=agent, now=self.now)

    async def close(self, agent) -> None:
        row = await doors.ticket_of_link(self.ticket.token)
        if row.is_closed:
            await reopen_ticket(self.ticket.reference, agent=agent, now=self.now)
        else:
            await close_ticket(self.ticket.reference, Reason.SOLVED, agent=agent, now=self.now)


@pytest.mark.parametrize("seed", range(12))
async def test_every_opening_has_exactly_one_entry_whatever_happens(agent, colleague, seed):
    world = World(random.Random(seed), await a_ticket(body=TEXT), (agent, colleague))
    for _ in range(30):
        await world.step()
    row = await doors.ticket_of_link(world.ticket.token)
    entries = await ledger_of(row.id)

    ids = [entry.id for entry in entries]
    assert len(ids) == len(set(ids))
    on_purpose = {entry.id for entry in entries if entry.purpose != "assigned"}
    assert on_purpose <= world.opened <= set(ids)
    assert world.seen <= set(ids)
    assert await Disclosure.count().where(Disclosure.about == row.id, Disclosure.purpose.is_in(["work"])) == len(
        on_purpose
    )
    later = world.now + timedelta(days=1)
    for entry in entries:
        if entry.until:
            assert entry.end(later) is not None
            assert timedelta(0) <= entry.length(later) <= timedelta(minutes=45)


async def test_the_length_is_said_as_it_was(agent):
    ticket = await an_assigned_ticket(agent, body=TEXT)
    first = await reveal(ticket.reference, "phone 1", purpose="work", agent=agent, now=NOON)
    second = await reveal(ticket.reference, "phone 2", purpose="work", agent=agent, now=NOON)
    await end_reveal(ticket.reference, first.disclosure, agent=agent, now=after(minutes=2))
    await extend_reveal(ticket.reference, second.disclosure, agent=agent, now=after(minutes=14))

    assert await lengths(ticket, "en") == [
        ("field:email", "for as long as the request is theirs", None),
        ("field:domain", "for as long as the request is theirs", None),
        ("phone 1", "closed early after 2 minutes", None),
        ("phone 2", "for 30 minutes", after(minutes=30)),
    ]
    assert [length for _, length, _ in await lengths(ticket, "ar")][2:] == ["أُخفي مبكرًا بعد دقيقتين", "لمدة 30 دقيقة"]


async def lengths(ticket, locale, *, now=after(hours=2)):
    async with doors.seen_through(ticket.token):
        row = await doors.ticket_of_link(ticket.token)
        ledgers = await whole_ledger(row.face, locale=locale, now=now, for_staff=False)
    plain = str.maketrans("", "", "\u2068\u2069")
    return [(line["placeholder"], line["length"].translate(plain), line["extended_to"]) for line in ledgers["ledger"]]


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(10, "less than a minute"), (60, "1 minute"), (7140, "119 minutes"), (7200, "2 hours"), (200_000, "2 days")],
)
def test_a_time_is_said_in_the_largest_unit_that_fits(seconds, words):
    assert duration(seconds, "en").translate(str.maketrans("", "", "\u2068\u2069")) == words


async def test_what_only_the_system_used_is_counted_apart(agent, mailbox):
    ticket = await an_assigned_ticket(agent, name="Tessa Lind")
    await send_all(mailbox.url)
    await close_ticket(ticket.reference, Reason.SPAM, agent=agent, now=NOON)
    async with doors.seen_through(ticket.token):
        row = await doors.ticket_of_link(ticket.token)
        uses = await system_uses(row.id, row.requester)
        entries = await ledger_of(row.id)

    assert [(use.name, use.purpose, use.times) for use in uses] == [("field:email", "delivery", 1)]
    assert {entry.purpose for entry in entries} == {"assigned"}


async def test_the_page_and_the_files_say_the_same_in_both_languages(browser, agent, mailbox):
    ticket = await an_assigned_ticket(agent, body=TEXT)
    await send_all(mailbox.url)
    await reveal(ticket.reference, "phone 1", purpose="other", reason="=cmd|' /C calc'!A0", agent=agent, now=NOON)
    page = await browser.get(f"/t/{ticket.token}")
    assert f'href="/t/{ticket.token}/ledger.csv"' in page.text
    assert "Used by the system, seen by nobody:" in page.text
    for language, head, detail, team in (
        ("en", "Detail", "Phone 1", "Support team"),
        ("ar", "البيان", "الهاتف 1", "فريق الدعم"),
    ):
        table = await browser.get(f"/t/{ticket.token}/ledger.csv", params={"lang": language})
        facts = await browser.get(f"/t/{ticket.token}/ledger.json", params={"lang": language})
        assert table.content.startswith(b"\xef\xbb\xbf")
        assert "attachment" in table.headers["content-disposition"]
        rows = list(csv.reader(io.StringIO(table.content.decode("utf-8-sig"))))
        assert rows[0][0] == head
        assert [row[:2] for row in rows[1:]][2] == [detail, team]
        assert not [cell for row in rows for cell in row if cell.startswith("=")]
        assert len(rows) == 1 + 4  # what the assignee sees, the phone, the system's mail
        assert [row["name"] if "name" in row else row["placeholder"] for row in facts.json()["seen"]] == [
            "field:email", "field:domain", "phone 1",
        ]  # fmt: skip
        assert [list(row.values()) for row in facts.json()["rows"]] == [
            [cell.removeprefix("'") for cell in row] for row in rows[1:]
        ]
        for answer in (page, table, facts):
            assert [word for word in ("Sara", "7946", "Sesame", "tessa@") if word in answer.text] == []


async def test_the_agent_s_name_is_told_only_where_the_policy_says_so(browser, agent):
    ticket = await an_assigned_ticket(agent)
    token = {"Authorization": f"Bearer {ticket.token}"}
    places = (f"/t/{ticket.token}", f"/t/{ticket.token}/ledger.csv", f"/t/{ticket.token}/ledger.json")
    for told in (False, True):
        policy.use(msgspec.structs.replace(policy.in_use(), ledger_names=told))
        answers = [await browser.get(place) for place in places]
        answers.append(await browser.get(f"/api/v1/tickets/{ticket.reference}/ledger", headers=token))
        assert ["Sara Haddad" in answer.text for answer in answers] == [told] * 4


async def test_one_s_link_takes_no_other_s_ledger_along(browser, agent):
    await an_assigned_ticket(agent)
    other = await an_agent("omar@desk.test", name="Omar")
    assert other
    for path in ("ledger.csv", "ledger.json"):
        assert (await browser.get(f"/t/wrong/{path}")).status_code == 404
