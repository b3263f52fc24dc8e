"""The JSON API: the same operations, problem details for every failure, and the same refusals as the pages."""

import httpx
import pytest

from helpdesk.people.tables import Role
from helpdesk.tickets.tables import Ticket
from tests.builders import a_bearer, a_member, an_agent

NEW = {
    "category": "technical",
    "email": "tessa@customer.test",
    "locale": "en",
    "subject": "Mail bounces",
    "body": "Phone +44 20 7946 0958, card 4111 1111 1111 1111",
    "fields": {"domain": "visitor.test"},
    "terms_version": "1",
}


async def test_the_whole_flow_by_api(browser: httpx.AsyncClient, agent, colleague, manager):
    created = await browser.post("/api/v1/tickets", json=NEW)
    assert created.status_code == 201
    reference, link = created.json()["reference"], created.json()["ticket_url"]
    place = f"/api/v1/tickets/{reference}"
    sara, omar, mona = [await a_bearer(email) for email in ("sara@desk.test", "omar@desk.test", "mona@desk.test")]

    queue = await browser.get("/api/v1/tickets?view=unassigned", headers=sara)
    assert [ticket["reference"] for ticket in queue.json()["tickets"]] == [reference]
    assert (
        await browser.post(f"{place}/assignment", json={"agent": "sara@desk.test"}, headers=sara)
    ).status_code == 204
    taken = await browser.post(f"{place}/assignment", json={"agent": "omar@desk.test"}, headers=omar)
    assert (taken.status_code, taken.json()["code"]) == (409, "error-ticket-taken")

    mine = (await browser.get(place, headers=sara)).json()
    assert {detail["placeholder"]: detail["value"] for detail in mine["details"]} == {
        "field:email": "tessa@customer.test",
        "field:domain": "visitor.test",
        "⟦phone 1⟧": None,
        "⟦card 1⟧": None,
    }
    assert mine["messages"][0]["body"] == "Phone ⟦phone 1⟧, card ⟦card 1⟧"
    theirs = await browser.get(place, headers=omar)
    assert theirs.status_code == 200
    assert [value for value in ("tessa@", "visitor.test", "20 7946", "4111") if value in theirs.text] == []
    assert (await browser.get(place, headers=mona)).status_code == 404

    opened = await browser.post(
        f"{place}/disclosures", json={"placeholder": "⟦phone 1⟧", "purpose": "contact"}, headers=sara
    )
    assert (opened.status_code, opened.json()["value"]) == (201, "+44 20 7946 0958")
    refused = await browser.post(
        f"{place}/disclosures", json={"placeholder": "⟦phone 1⟧", "purpose": "contact"}, headers=omar
    )
    assert refused.status_code == 409
    assert (await browser.post(f"{place}/replies", json={"body": "On it"}, headers=sara)).status_code == 201
    assert (await browser.post(f"{place}/notes", json={"body": "SPF"}, headers=omar)).status_code == 201

    staff_ledger = (await browser.get(f"{place}/ledger", headers=sara)).json()
    assert [(entry["placeholder"], entry["purpose"], entry["agent"]) for entry in staff_ledger] == [
        ("field:email", "assigned", "Sara Haddad"),
        ("field:domain", "assigned", "Sara Haddad"),
        ("⟦phone 1⟧", "contact", "Sara Haddad"),
    ]
    own = await browser.get(f"{place}/ledger", headers={"Authorization": f"Bearer {link.rpartition('/')[2]}"})
    assert [(entry["placeholder"], entry["team"], entry["agent"]) for entry in own.json()][-1] == (
        "⟦phone 1⟧",
        "support",
        None,
    )

    assert (await browser.post(f"{place}/closure", json={"reason": "solved"}, headers=sara)).status_code == 204
    assert (await browser.post(f"{place}/reopening", headers=sara)).status_code == 204
    assert (await browser.get("/api/v1/results/csat?by=category", headers=mona)).json()["groups"] == []
    assert (await browser.get("/api/v1/results/csat", headers=sara)).status_code == 403


@pytest.mark.parametrize(
    ("change", "field", "code"),
    [
        ({"category": "weather"}, "category", "error-unknown-category"),
        ({"email": "nobody"}, "email", "error-email"),
        ({"terms_version": ""}, "terms_version", "error-terms-missing"),
        ({"body": ""}, "body", "error-missing"),
        ({"body": "x" * 20_001}, "body", "error-too-long"),
        ({"fields": {"domain": "a.test", "shoe": "44"}}, "shoe", "error-unknown-field"),
    ],
)
async def test_mistakes_are_problem_details_in_the_readers_language(browser, change, field, code):
    for language, word in (("en", "Some of this"), ("ar", "بعض البيانات")):
        answer = await browser.post("/api/v1/tickets", json={**NEW, **change}, headers={"accept-language": language})
        problem = answer.json()
        assert answer.status_code == 422
        assert answer.headers["content-type"].startswith("application/problem+json")
        assert (problem["type"], problem["title"], problem["status"]) == ("about:blank", "Unprocessable Entity", 422)
        assert problem["detail"].startswith(word)
        assert [(error["field"], error["code"]) for error in problem["errors"]] == [(field, code)]
    assert await Ticket.count() == 0


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"{", 400),
        (b"[]", 422),
        (b'{"category": 7}', 422),
        (b"\xff", 400),
        (b'{"email": "canary-x7q2@b.test", "zzz": 1}', 422),
    ],
)
async def test_a_body_that_is_no_ticket_is_refused_without_echo(browser, content, status):
    answer = await browser.post("/api/v1/tickets", content=content, headers={"content-type": "application/json"})

    assert answer.status_code == status
    assert "canary" not in answer.text
    assert "zzz" not in answer.text


async def test_missing_and_unknown_fields_are_told_apart(browser):
    without = {name: value for name, value in NEW.items() if name != "email"}
    answers = [await browser.post("/api/v1/tickets", json=body) for body in (without, {**NEW, "extra": 1})]

    assert [[(e["field"], e["code"]) for e in answer.json()["errors"]] for answer in answers] == [
        [("email", "error-missing")],
        [("request", "error-unknown-field")],
    ]


async def test_outdated_terms_are_a_conflict(browser):
    answer = await browser.post("/api/v1/tickets", json={**NEW, "terms_version": "0"})

    assert (answer.status_code, answer.json()["code"]) == (409, "error-terms-changed")


async def test_a_repeat_with_the_same_key_makes_one_ticket(browser):
    key = {"Idempotency-Key": "0190b6c2-7d2f-7000-8000-000000000002"}
    first, second = [(await browser.post("/api/v1/tickets", json=NEW, headers=key)).json() for _ in range(2)]

    assert first["reference"] == second["reference"]
    assert second["ticket_url"] == ""


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/tickets"),
        ("GET", "/tickets/SR-AAAA-AAAA"),
        ("POST", "/tickets/SR-AAAA-AAAA/assignment"),
        ("POST", "/tickets/SR-AAAA-AAAA/replies"),
        ("POST", "/tickets/SR-AAAA-AAAA/notes"),
        ("POST", "/tickets/SR-AAAA-AAAA/closure"),
        ("POST", "/tickets/SR-AAAA-AAAA/reopening"),
        ("POST", "/tickets/SR-AAAA-AAAA/disclosures"),
        ("GET", "/tickets/SR-AAAA-AAAA/ledger"),
        ("GET", "/results/csat"),
    ],
)
async def test_without_a_right_token_nothing_is_done(browser, method, path):
    bodies = {
        "assignment": {"agent": None},
        "replies": {"body": "x"},
        "notes": {"body": "x"},
        "closure": {"reason": "solved"},
        "disclosures": {"placeholder": "x", "purpose": "x"},
    }
    body = bodies.get(path.rpartition("/")[2])
    for headers in ({}, {"Authorization": "Bearer wrong"}, {"Authorization": "Basic eDp5"}):
        answer = await browser.request(method, f"/api/v1{path}", json=body, headers=headers)
        assert answer.status_code in (401, 404) if "wrong" in str(headers) else answer.status_code == 401


async def test_an_unknown_ticket_and_one_that_is_not_yours_look_the_same(browser):
    await a_member("lina@desk.test", name="Lina", role=Role.OFFICER)
    officer = await a_bearer("lina@desk.test")
    reference = (await browser.post("/api/v1/tickets", json=NEW)).json()["reference"]
    answers = [await browser.get(f"/api/v1/tickets/{ref}", headers=officer) for ref in (reference, "SR-AAAA-AAAA")]

    assert answers[0].json() == answers[1].json()
    assert (await browser.get(f"/api/v1/tickets/{reference}/ledger", headers=officer)).status_code == 200


async def test_one_requesters_token_opens_no_other_ledger(browser):
    first, second = [(await browser.post("/api/v1/tickets", json=NEW)).json() for _ in range(2)]
    token = {"Authorization": f"Bearer {first['ticket_url'].rpartition('/')[2]}"}

    assert (await browser.get(f"/api/v1/tickets/{first['reference']}/ledger", headers=token)).status_code == 200
    assert (await browser.get(f"/api/v1/tickets/{second['reference']}/ledger", headers=token)).status_code == 404


async def test_queues_are_read_page_by_page(browser):
    await an_agent()
    sara = await a_bearer("sara@desk.test")
    references = [(await browser.post("/api/v1/tickets", json=NEW)).json()["reference"] for _ in range(5)]
    found, cursor = [], ""
    for _ in range(3):
        page = (
            await browser.get("/api/v1/tickets", params={"view": "all", "limit": 2, "cursor": cursor}, headers=sara)
        ).json()
        found += [ticket["reference"] for ticket in page["tickets"]]
        cursor = page["next_cursor"]
    assert found == references[::-1]
    assert cursor is None
    for wrong in ({"view": "x"}, {"limit": 0}, {"limit": 101}, {"cursor": "x"}, {"limit": "many"}):
        assert (await browser.get("/api/v1/tickets", params=wrong, headers=sara)).status_code == 422


async def test_the_schema_describes_every_route(browser):
    schema = (await browser.get("/api")).json()

    assert {path for path in schema["paths"] if path.startswith("/api/v1")} == {
        "/api/v1/tickets",
        "/api/v1/tickets/{reference}",
        "/api/v1/tickets/{reference}/attachments/{number}",
        "/api/v1/tickets/{reference}/assignment",
        "/api/v1/tickets/{reference}/replies",
        "/api/v1/tickets/{reference}/notes",
        "/api/v1/tickets/{reference}/closure",
        "/api/v1/tickets/{reference}/reopening",
        "/api/v1/tickets/{reference}/merger",
        "/api/v1/tickets/{reference}/disclosures",
        "/api/v1/tickets/{reference}/disclosures/{disclosure}/extension",
        "/api/v1/tickets/{reference}/disclosure-requests",
        "/api/v1/disclosure-requests",
        "/api/v1/disclosure-requests/{question}/decision",
        "/api/v1/tickets/{reference}/ledger",
        "/api/v1/tickets/{reference}/acceptance",
        "/api/v1/schema/ticket",
        "/api/v1/results/csat",
        "/api/v1/search",
    }


async def test_anyone_may_ask_but_not_without_end(browser, app):
    from helpdesk.web.limits import Bucket

    app.state.ticket_limit = Bucket(burst=3, per_minute=1)
    answers = [await browser.post("/api/v1/tickets", json=NEW) for _ in range(4)]

    assert [answer.status_code for answer in answers] == [201, 201, 201, 429]
    assert int(answers[-1].headers["retry-after"]) <= 60
