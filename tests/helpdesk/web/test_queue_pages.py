"""The queue by forms and links: filters, saved ones, many tickets at once; the managers' pages beside it."""

import html
import re
from datetime import timedelta

import pytest

from helpdesk import clock
from helpdesk.audit.tables import AuditEntry
from helpdesk.people.tables import Role
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.tickets import doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.desk_tables import SavedFilter, Tag
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.tables import Priority, Ticket
from helpdesk.tickets.tag import tag_ticket
from helpdesk.tickets.tags import list_tag
from tests.builders import a_member, a_ticket, after, an_agent, an_assigned_ticket
from tests.helpdesk.web.test_pages import csrf_of, signed_in

ROW = re.compile(r'href="/desk/tickets/(SR-\w{4}-\w{4})" data-open')


def bare(page):
    """A page's words: without markup, and without the marks round numbers."""
    return re.sub(r"<[^>]+>|[\u2068\u2069]", "", page.text)


async def shown(browser, query=""):
    return ROW.findall((await browser.get(f"/desk/tickets{query}")).text)


async def changed(browser, tickets, verb, wish, **more):
    page = await browser.get("/desk/tickets")
    fields = {"csrf": csrf_of(page), "verb": verb, f"to_{verb}": wish, "view": "unassigned", **more}
    return await browser.post("/desk/tickets/changes", data={**fields, "reference": [one.reference for one in tickets]})


async def row_of(ticket):
    return await doors.ticket_of_link(ticket.token)


async def three():
    return [await a_ticket(now=clock.now(), email=f"r{number}@customer.test") for number in range(3)]


@pytest.mark.parametrize(("language", "words"), [("en", "2 tickets were assigned."), ("ar", "سُلّمت تذكرتان.")])
async def test_chosen_tickets_are_changed_at_once_and_taken_back(browser, language, words):
    sara, tickets = await signed_in(browser), await three()
    await browser.get(f"/desk/tickets?lang={language}")
    page = await changed(browser, tickets[:2], "assign", "me")
    assert [(await row_of(ticket)).assignee for ticket in tickets] == [sara.id, sara.id, None]
    assert words in bare(page)
    form = re.search(r'action="([^"]+)" data-undo', page.text)[1]
    page = await browser.post(form, data={"csrf": csrf_of(page), "next": "/desk/tickets?view=unassigned"})
    assert [(await row_of(ticket)).assignee for ticket in tickets] == [None] * 3
    assert len(ROW.findall(page.text)) == 3


async def test_a_ticket_s_page_leads_to_what_is_due_before_and_after_it_in_its_own_queue(browser):
    sara = await signed_in(browser)
    omar = await an_agent("omar@desk.test", name="Omar Naji")
    mine, theirs, free = [], [], []
    for number in range(9):
        ticket = await a_ticket(now=after(minutes=number), email=f"r{number}@customer.test")
        (mine, theirs, free)[number % 3].append(ticket.reference)
        for holds, agent in ((mine, sara), (theirs, omar)):
            if ticket.reference in holds:
                await assign_ticket(ticket.reference, to=agent.id, by=agent, now=after(minutes=number))
    for queue in (mine, free):
        for before, here, behind in zip([None, *queue], queue, [*queue[1:], None], strict=False):
            page = (await browser.get(f"/desk/tickets/{here}")).text
            found = [
                re.findall(rf'href="/desk/tickets/([^"]+)" {side}>', page) for side in ("data-previous", "data-next")
            ]
            assert found == [[one] if one else [] for one in (before, behind)]


async def test_what_was_not_changed_is_named_with_its_reason(browser):
    await signed_in(browser, team="support")
    omar = await an_agent("omar@desk.test", name="Omar Naji", team="billing")
    tickets = [*await three(), await an_assigned_ticket(omar, now=clock.now(), category="billing")]
    page = await changed(browser, tickets, "priority", "high")
    told = bare(page)

    assert "3 tickets were changed. 1 was not:" in told
    assert f"{tickets[3].reference} Somebody else has this ticket." in told
    assert "data-undo" in page.text
    assert (await row_of(tickets[3])).priority == "normal"


@pytest.mark.parametrize(
    ("verb", "wish", "state"),
    [("status", "wait-3", "pending"), ("status", "close-spam", "closed"), ("status", "close-x", "open"), ("status", "wait-x", "open")],
)  # fmt: skip
async def test_status_of_many_changes_for_known_words_only(browser, verb, wish, state):
    sara = await signed_in(browser)
    ticket = await an_assigned_ticket(sara, now=clock.now())
    page = await changed(browser, [ticket], verb, wish)
    assert (await row_of(ticket)).status == state
    assert page.status_code == (422 if state == "open" else 200)
    assert ("data-undo" in page.text) == (state == "pending")  # nobody takes a closing back


@pytest.mark.parametrize(
    ("verb", "wish"), [("", ""), ("tag", "x"), ("assign", "x"), ("priority", "x"), ("erase", "all")]
)
async def test_an_unknown_change_is_refused(browser, verb, wish):
    await signed_in(browser)
    ticket = await a_ticket(now=clock.now())
    page = await browser.get("/desk/tickets")
    form = {"csrf": csrf_of(page), "verb": verb, "reference": ticket.reference}
    assert (await browser.post("/desk/tickets/changes", data=form)).status_code == 422
    page = await browser.get("/desk/tickets")
    if verb in ("tag", "assign", "priority"):
        answer = await browser.post("/desk/tickets/changes", data={**form, "csrf": csrf_of(page), f"to_{verb}": wish})
        assert answer.status_code == 422


async def test_filters_are_links_and_keep_to_lists(browser):
    await signed_in(browser)
    arabic = await a_ticket(now=clock.now(), locale="ar")
    english = await a_ticket(now=clock.now(), email="rami@customer.test")
    assert await shown(browser, "?view=unassigned&locale=ar") == [arabic.reference]
    assert sorted(await shown(browser, "?locale=<script>")) == sorted([arabic.reference, english.reference])
    page = await browser.get("/desk/tickets?view=all&priority=urgent")
    assert "No ticket matches." in page.text
    assert 'href="/desk/tickets?view=all"' in page.text  # take the filter off
    page = await browser.get("/desk/tickets?view=all&locale=ar&sort=activity&q=secret")
    language = re.search(r'href="([^"]+)lang=ar"', page.text)[1]
    assert sorted(language.removesuffix("&amp;").split("?")[1].split("&amp;")) == [
        "locale=ar",
        "sort=activity",
        "view=all",
    ]


NEXT = re.compile(r'<a class="btn" href="(/desk/tickets\?[^"]*cursor=[^"]+)">')


async def test_fifty_tickets_are_a_page_and_a_new_one_moves_no_row_of_the_next(browser):
    await signed_in(browser)
    made = [
        (await a_ticket(now=after(minutes=number), email=f"r{number}@customer.test")).reference for number in range(51)
    ]
    rest = {}
    for sort, first, last in (("activity", made[:0:-1], made[0]), ("due", made[:50], made[50])):
        page = await browser.get(f"/desk/tickets?view=all&sort={sort}")
        assert (ROW.findall(page.text), len(first)) == (first, 50)
        (rest[sort],) = [html.unescape(link) for link in NEXT.findall(page.text)]
        page = await browser.get(rest[sort])
        assert (ROW.findall(page.text), NEXT.findall(page.text)) == ([last], [])
        assert f'<a class="btn" href="/desk/tickets?view=all&amp;sort={sort}">To the first' in page.text
    newest = (await a_ticket(now=after(minutes=99), email="new@customer.test")).reference
    soonest = (await a_ticket(now=after(minutes=-99), email="soon@customer.test")).reference
    for sort, rows in (("activity", [made[0], soonest]), ("due", [made[50], newest])):
        assert ROW.findall((await browser.get(rest[sort])).text) == rows
    assert await shown(browser, "?view=all&sort=activity") == [newest, *made[:1:-1]]
    assert await shown(browser, "?view=all&sort=due") == [soonest, *made[:49]]


COUNT = re.compile(r'<span class="(count(?: count--hot)?)" id="n-([^"]+)"([^>]*)>(.*?)</span>')


async def test_the_numbers_beside_the_queues_are_told_and_nothing_else(browser, other_browser):
    await signed_in(browser)
    ticket = await a_ticket(now=clock.now(), subject="Zebrawood", locale="ar")
    await Ticket.update({Ticket.due_at: clock.now() + timedelta(hours=1)}).where(Ticket.reference == ticket.reference)
    page = await browser.get("/desk/tickets?view=all&locale=ar")
    form = {"csrf": csrf_of(page), "view": "all", "locale": "ar", "name": "Arabic"}
    await browser.post("/desk/filters", data=form)
    saved = (await SavedFilter.select(SavedFilter.id).first())["id"]
    cold, hot = "count", "count count--hot"
    beside = {
        "mine": (cold, "0"), "unassigned": (cold, "1"), "team": (cold, "1"), "due": (hot, "1"), "waiting": (cold, "0"),
        "all": (cold, "1"), "approvals": (cold, "0"), str(saved): (cold, "1"),
    }  # fmt: skip
    for address in ("/desk/tickets", "/desk/queues/live?lang=ar", "/desk/queues/live?lang=en"):
        part = (await browser.get(address)).text
        assert {place: (style, n) for style, place, _, n in COUNT.findall(part)} == beside
        if "live" in address:
            assert {re.sub('"[^"]+"', "", more) for _, _, more, _ in COUNT.findall(part)} == {" hx-nonce= hx-swap-oob="}
            assert COUNT.sub("", part).split() == []
    await signed_in(other_browser, "mona@desk.test", Role.MANAGER)
    assert (await other_browser.get("/desk/queues/live")).status_code == 403


async def test_a_filter_is_saved_counted_opened_and_removed(browser):
    await signed_in(browser)
    await a_ticket(now=clock.now(), locale="ar")
    page = await browser.get("/desk/tickets?view=all&locale=ar")
    form = {"csrf": csrf_of(page), "view": "all", "locale": "ar", "name": "Arabic"}
    page = await browser.post("/desk/filters", data=form)
    open_one = (
        r'href="/desk/tickets\?view=all&amp;locale=ar" aria-current="page" title="Arabic">.*?class="count"[^>]*>(\d+)<'
    )
    assert re.findall(open_one, page.text, re.DOTALL) == ["1"]
    again = await browser.post("/desk/filters", data={**form, "csrf": csrf_of(page)})
    assert (again.status_code, "There is one with this name already." in again.text) == (422, True)
    removal = re.search(r'action="(/desk/filters/[^"]+/removal)"', page.text)[1]
    await browser.post(removal, data={"csrf": csrf_of(page)})
    assert await SavedFilter.count() == 0


async def test_an_empty_queue_teaches_and_names_what_is_due_next(browser):
    sara = await signed_in(browser)
    page = await browser.get("/desk/tickets")
    assert "Nothing is waiting." in page.text
    assert "New tickets appear here" in page.text
    ticket = await an_assigned_ticket(sara, now=clock.now())
    page = await browser.get("/desk/tickets")
    assert "Next due:" in page.text
    assert ticket.reference in page.text


async def test_a_row_counts_as_sealed_what_its_ticket_counts(browser):
    await signed_in(browser)
    ticket = await a_ticket(now=clock.now(), body="My phone is +44 20 7946 0958, my password is Sesame#44.")
    told = [
        re.findall(r"(\d+) details sealed", bare(await browser.get(address)))
        for address in ("/desk/tickets", f"/desk/tickets/{ticket.reference}")
    ]
    held = await SealedValue.count().where(SealedValue.owner == (await row_of(ticket)).id)
    assert (told, held > 2) == ([[str(held)]] * 2, True)  # two of the text, and what the form asked for


async def test_news_are_told_as_a_number_with_a_link(browser):
    await signed_in(browser)
    page = await browser.get("/desk/tickets")
    address = re.search(r'hx-get="(/desk/tickets/newer[^"]+)"', page.text)[1].replace("&amp;", "&")
    part = await browser.get(address)
    assert "<a " not in part.text
    await a_ticket(now=clock.now())
    part = await browser.get(address)
    assert "1 ticket has news." in bare(part)
    assert "<html" not in part.text


async def test_managers_keep_the_list_of_tags(browser):
    await signed_in(browser, "mona@desk.test", Role.MANAGER)
    page = await browser.get("/manage/tags")
    assert "There is no tag yet." in page.text
    page = await browser.post("/manage/tags", data={"csrf": csrf_of(page), "name": "payout"})
    (tag,) = await Tag.select(Tag.id, Tag.name)
    assert tag["name"] == "payout"
    refused = await browser.post("/manage/tags", data={"csrf": csrf_of(page), "name": "tessa@customer.test"})
    assert (refused.status_code, "holds a private detail" in refused.text) == (422, True)
    for fields in ({"name": "payouts"}, {"act": "retire"}, {"act": "back"}):
        page = await browser.post(f"/manage/tags/{tag['id']}", data={"csrf": csrf_of(page), **fields})
    acts = [
        row["act"]
        for row in await AuditEntry.select(AuditEntry.act).where(AuditEntry.about == tag["id"]).order_by(AuditEntry.id)
    ]
    assert acts == ["tag.listed", "tag.renamed", "tag.retired", "tag.brought_back"]


async def test_managers_share_filters_and_read_service_times(browser, other_browser):
    await signed_in(browser, "mona@desk.test", Role.MANAGER)
    page = await browser.get("/manage/filters")
    form = {"csrf": csrf_of(page), "name": "Arabic", "view": "all", "locale": "ar"}
    page = await browser.post("/manage/filters", data=form)
    assert "Arabic" in page.text
    await signed_in(other_browser)
    assert 'title="Arabic"' in (await other_browser.get("/desk/tickets")).text
    removal = re.search(r'action="(/manage/filters/[^"]+/removal)"', page.text)[1]
    await browser.post(removal, data={"csrf": csrf_of(page)})
    assert 'title="Arabic"' not in (await other_browser.get("/desk/tickets")).text

    for language, words in (("en", ("Friday", "Nobody works", "4 hours")), ("ar", ("الجمعة", "لا عمل"))):
        page = await browser.get("/manage/service-times", params={"lang": language})
        assert [word in bare(page) for word in ("Africa/Cairo", "09:00-17:00", *words)] == [True] * (len(words) + 2)


async def test_search_takes_the_same_filters(browser):
    sara = await signed_in(browser, team="support")
    mona = await a_member("mona@desk.test", name="Mona", role=Role.MANAGER)
    tag = await list_tag("payout", by=mona, now=clock.now())
    tagged, other = [
        await a_ticket(now=clock.now(), subject="Zebra lamp", email=f"r{number}@customer.test", locale=locale)
        for number, locale in enumerate(("ar", "en"))
    ]
    await tag_ticket(tagged.reference, tag, agent=sara, now=clock.now())
    await prioritise_ticket(tagged.reference, Priority.HIGH, agent=sara, now=clock.now())
    form = await browser.get("/desk/search")
    for fields, found in (
        ({}, {tagged, other}), ({"tag": str(tag)}, {tagged}), ({"priority": "high"}, {tagged}), ({"locale": "en"}, {other}),
        ({"status": "pending"}, set()),
    ):  # fmt: skip
        page = await browser.post("/desk/search", data={"csrf": csrf_of(form), "q": "zebra", **fields})
        assert set(ROW.findall(page.text)) == {ticket.reference for ticket in found}
