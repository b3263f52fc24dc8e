"""Search and merging by forms: what is looked for is in no address, and each page shows only its own."""

import re

import pytest

from helpdesk import clock, logs
from helpdesk.audit.tables import AuditEntry
from helpdesk.people.tables import Role
from helpdesk.web.limits import Bucket
from tests.builders import a_ticket, an_assigned_ticket
from tests.helpdesk.web.test_pages import csrf_of, signed_in


async def searched(browser, text, **more):
    csrf = csrf_of(await browser.get("/desk/search"))
    return await browser.post("/desk/search", data={"csrf": csrf, "q": text, **more})


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_box_of_every_desk_page_finds_tickets(browser, language):
    ticket = await a_ticket(now=clock.now(), subject="Zebra lamp")
    await signed_in(browser)
    queue = await browser.get("/desk/tickets", params={"lang": language})
    assert 'method="post" action="/desk/search"' in queue.text
    page = await browser.post("/desk/search", data={"csrf": csrf_of(queue), "q": "zebra"})

    assert page.status_code == 200
    assert f'href="/desk/tickets/{ticket.reference}" data-open' in page.text
    assert 'value="zebra"' in page.text
    assert str(page.url) == "http://desk.test/desk/search"


async def test_nothing_found_says_what_to_try(browser):
    await a_ticket(now=clock.now())
    await signed_in(browser)
    page = await searched(browser, "unwritten")

    assert "Nothing was found." in page.text
    assert 'title="Unassigned"' in page.text
    assert '<span class="count" id="n-all">1</span>' in page.text  # the queues beside it are counted as on every page
    assert "Try fewer or other words." in page.text


async def test_an_address_finds_tickets_and_says_that_it_was_recorded(browser):
    ticket = await a_ticket(now=clock.now())
    await signed_in(browser)
    found, unknown = [await searched(browser, email) for email in ("tessa@customer.test", "nobody@customer.test")]

    assert ticket.reference in found.text
    assert "Nothing was found." in unknown.text
    for page in (found, unknown):
        assert "It is used once and recorded" in page.text
    assert await AuditEntry.count().where(AuditEntry.act == "requester.looked_up") == 2


async def test_guessing_addresses_ends_in_words_and_keeps_what_was_typed(browser, app):
    await signed_in(browser)
    app.state.look_up_limit = Bucket(burst=2, per_minute=1)
    pages = [await searched(browser, f"guess{n}@customer.test") for n in range(3)]

    assert [page.status_code for page in pages] == [200, 200, 429]
    assert "Too many requests in a short time." in pages[-1].text
    assert 'value="guess2@customer.test"' in pages[-1].text
    assert (await searched(browser, "zebra")).status_code == 200  # words are not counted


@pytest.mark.parametrize(
    ("text", "words"),
    [("", "Please fill this in."), ("the of", "nearly every ticket"), ("x" * 201, "at most 12 words")],
)
async def test_a_question_that_asks_nothing_is_answered_in_words(browser, text, words):
    await signed_in(browser)
    page = await searched(browser, text)

    assert page.status_code == 422
    assert words in page.text
    assert "<title>Error: " in page.text


async def test_filters_and_pages_keep_the_question_in_the_form(browser):
    for _ in range(51):
        await a_ticket(now=clock.now(), body="zebra", category="account")
    await a_ticket(now=clock.now(), body="zebra", category="billing")
    await signed_in(browser)
    first = await searched(browser, "zebra", category="account", status="open", team="support", assignee="none")
    cursor = re.search(r'name="cursor" value="([^"]+)"', first.text)[1]
    second = await browser.post(
        "/desk/search", data={"csrf": csrf_of(first), "q": "zebra", "category": "account", "cursor": cursor}
    )

    assert (first.text.count("data-row"), second.text.count("data-row")) == (50, 1)
    assert '<option value="account" selected>' in first.text
    assert "To the newest" in second.text
    assert (await searched(browser, "zebra", category="billing")).text.count("data-row") == 1
    assert (await searched(browser, "zebra", assignee="me")).text.count("data-row") == 0


@pytest.mark.parametrize("role", [Role.MANAGER, Role.OFFICER, Role.ADMIN])
async def test_other_roles_have_no_search(browser, role):
    await signed_in(browser, f"{role}@desk.test", role=role)
    page = await browser.get("/desk/account")

    assert "/desk/search" not in page.text
    assert (await browser.get("/desk/search")).status_code == 403
    assert (await browser.post("/desk/search", data={"csrf": csrf_of(page), "q": "zebra"})).status_code == 403


async def test_what_is_looked_for_is_in_no_log_address_or_header(browser, capsys):
    await signed_in(browser)
    logs.configure()
    secrets = ["canary-question@customer.test", "canaryword"]
    pages = [await searched(browser, text) for text in secrets]
    pages += [await browser.post("/desk/search", data={"csrf": "stale", "q": text}) for text in secrets]
    log = capsys.readouterr()
    seen = log.out + log.err + "".join(f"{page.url} {page.headers}" for page in pages)

    assert "/desk/search" in seen  # the probe sees addresses
    assert [word for word in secrets if word in seen] == []
    refused = "".join(page.text for page in pages[2:])
    assert [word for word in secrets if word in refused] == []


async def test_a_merger_by_forms_shows_both_to_the_agent_and_each_requester_their_own(browser, other_browser):
    agent = await signed_in(browser)
    kept = await an_assigned_ticket(agent, now=clock.now(), subject="First lamp", body="Phone +44 20 7946 0958")
    merged = await a_ticket(
        now=clock.now(), subject="Second lamp", body="Phone +44 20 7946 0111", email="rami@customer.test",
        fields={"domain": "rami.test"},
    )  # fmt: skip
    page = await browser.get(f"/desk/tickets/{merged.reference}")
    csrf = {"csrf": csrf_of(page)}
    wrong = await browser.post(f"/desk/tickets/{merged.reference}/merger", data={"into": "SR-AAAA-AAAA", **csrf})
    assert wrong.status_code == 422
    assert 'value="SR-AAAA-AAAA"' in wrong.text
    assert "There is no such ticket" in wrong.text

    page = await browser.post(f"/desk/tickets/{merged.reference}/merger", data={"into": kept.reference, **csrf})
    assert page.url.path == f"/desk/tickets/{kept.reference}"
    for text in (
        "First lamp",
        "Second lamp",
        f'Merged in: <bdi dir="ltr" class="whole">{merged.reference}</bdi>',
        "rami@customer.test",
    ):
        assert text in page.text, text
    ids = re.findall(r'\sid="([^"]+)"', page.text)
    assert sorted(ids) == sorted(set(ids))  # two phones, and no id twice
    page = await browser.post(
        f"/desk/tickets/{merged.reference}/disclosures",
        data={"placeholder": "phone 1", "purpose": "contact", "reason": "", **csrf},
    )
    assert page.url.path == f"/desk/tickets/{kept.reference}"
    assert [number in page.text for number in ("+44 20 7946 0111", "+44 20 7946 0958")] == [True, False]

    own = {ticket: await other_browser.get(f"/t/{ticket.token}") for ticket in (kept, merged)}
    assert "We are working on this together with another report." in own[merged].text
    assert "Second lamp" in own[merged].text
    for ticket, foreign in ((kept, [merged.reference, "Second lamp"]), (merged, [kept.reference, "First lamp"])):
        assert [word for word in foreign if word in own[ticket].text] == []
    answered = await other_browser.post(f"/t/{merged.token}/replies", data={"body": "One more thing"})
    assert answered.status_code == 200
    page = await browser.get(f"/desk/tickets/{kept.reference}")
    assert "One more thing" in page.text

    page = await browser.post(f"/desk/tickets/{merged.reference}/separation", data=csrf)
    assert page.url.path == f"/desk/tickets/{merged.reference}"
    assert "First lamp" not in page.text
    assert "Second lamp" not in (await browser.get(f"/desk/tickets/{kept.reference}")).text


async def test_a_colleague_s_page_of_a_merger_has_no_byte_of_a_detail(browser, agent):
    from helpdesk.tickets.merge import merge_ticket

    kept = await an_assigned_ticket(agent, now=clock.now())
    merged = await a_ticket(now=clock.now(), email="rami@customer.test", body="Lamp, phone +44 20 7946 0111")
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=clock.now())
    await signed_in(browser, "omar@desk.test", team="billing")
    for reference in (kept.reference, merged.reference):
        page = await browser.get(f"/desk/tickets/{reference}")
        everything = page.text + str(page.headers)
        assert "Lamp" in page.text  # the probe sees the merged text
        assert [value for value in ("20 7946", "rami@", "tessa@", "visitor.test") if value in everything] == []
    assert f'goes on in <bdi dir="ltr" class="whole">{kept.reference}</bdi>' in page.text


async def test_a_merged_ticket_that_was_erased_leaves_the_other_whole(browser):
    from helpdesk.privacy.vault.keys import destroy_key
    from helpdesk.tickets import doors
    from helpdesk.tickets.merge import merge_ticket

    agent = await signed_in(browser)
    kept = await an_assigned_ticket(agent, now=clock.now(), subject="First lamp")
    merged = await a_ticket(now=clock.now(), subject="Second lamp")
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=clock.now())
    assert "Second lamp" in (await browser.get(f"/desk/tickets/{kept.reference}")).text
    await destroy_key((await doors.ticket_of_link(merged.token)).id)
    page = await browser.get(f"/desk/tickets/{kept.reference}")

    assert page.status_code == 200
    assert ["First lamp" in page.text, "Second lamp" in page.text] == [True, False]


async def test_the_same_requester_is_told_where_it_goes_on_but_gets_no_link(browser, agent):
    from helpdesk.tickets.merge import merge_ticket

    kept = await an_assigned_ticket(agent, now=clock.now())
    merged = await a_ticket(now=clock.now())
    await merge_ticket(merged.reference, into=kept.reference, agent=agent, now=clock.now())
    page = await browser.get(f"/t/{merged.token}")

    assert f'This goes on in your request <bdi dir="ltr" class="whole">{kept.reference}</bdi>' in page.text
    assert kept.token not in page.text  # an address was typed, not proven: only mail to it carries the link


@pytest.mark.parametrize("language", ["en", "ar"])
async def test_the_form_for_an_exact_value_asks_what_for_and_gives_the_value_to_nobody(browser, language):
    ticket = await a_ticket(now=clock.now(), body="Call +44 20 7946 0958")
    await signed_in(browser)
    box = await searched(browser, "7946")
    form = await browser.get("/desk/search/exact", params={"lang": language})
    assert ('href="/desk/search/exact"' in box.text, ticket.reference in box.text) == (True, False)
    sent = {"csrf": csrf_of(form), "kind": "phone", "value": "020 7946 0958"}
    unsaid = await browser.post("/desk/search/exact", data={**sent, "purpose": ""})
    found = await browser.post("/desk/search/exact", data={**sent, "purpose": "contact"})

    assert (unsaid.status_code, 'href="#f-purpose"' in unsaid.text, 'value="020 7946 0958"' in unsaid.text) == (
        422,
        True,
        True,
    )
    assert (found.status_code, ticket.reference in found.text, "7946 0958" in found.text) == (200, True, False)
    assert (str(found.url), "location" in found.headers) == ("http://desk.test/desk/search/exact", False)
