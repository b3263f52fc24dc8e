"""Search and merging by the JSON API."""

from helpdesk.people.tables import Role
from helpdesk.web.limits import Bucket
from tests.builders import a_bearer, a_member, a_ticket, after, an_agent, an_assigned_ticket


async def test_search_finds_page_by_page(browser):
    await an_agent()
    sara = await a_bearer("sara@desk.test")
    made = [(await a_ticket(body="zebra", now=after(minutes=n))).reference for n in range(3)]
    first = (await browser.post("/api/v1/search", json={"q": "Zebras", "limit": 2}, headers=sara)).json()
    rest = {"q": "zebra", "limit": 2, "cursor": first["next_cursor"]}
    second = (await browser.post("/api/v1/search", json=rest, headers=sara)).json()

    assert [ticket["reference"] for ticket in first["tickets"] + second["tickets"]] == made[::-1]
    assert second["next_cursor"] is None
    assert set(first["tickets"][0]) == {
        "reference", "subject", "category", "team", "locale", "status", "opened_at", "active_at", "assignee",
        "sealed_details", "erased",
    }  # fmt: skip


async def test_search_filters(browser, agent):
    mine = await an_assigned_ticket(agent, body="zebra")
    free = await a_ticket(body="zebra", category="billing")
    sara = await a_bearer("sara@desk.test")

    async def found(**more):
        answer = await browser.post("/api/v1/search", json={"q": "zebra", **more}, headers=sara)
        return [ticket["reference"] for ticket in answer.json()["tickets"]]

    assert await found(assignee="sara@desk.test") == [mine.reference]
    assert await found(assignee="none") == [free.reference]
    assert await found(category="billing") == await found(team="billing") == [free.reference]
    assert await found(status="closed") == []


async def test_wrong_questions_are_problems_and_nobody_else_asks(browser):
    await an_agent()
    await a_member("lina@desk.test", name="Lina", role=Role.OFFICER)
    sara, lina = [await a_bearer(email) for email in ("sara@desk.test", "lina@desk.test")]
    for wrong in (
        {"q": ""},
        {"q": "the"},
        {"q": "x", "limit": 0},
        {"q": "zebra", "cursor": "x"},
        {},
        {"q": "a", "b": 1},
    ):
        assert (await browser.post("/api/v1/search", json=wrong, headers=sara)).status_code in (400, 422), wrong
    assert (await browser.post("/api/v1/search", json={"q": "zebra", "status": "x"}, headers=sara)).status_code in (
        400,
        422,
    )
    assert (await browser.post("/api/v1/search", json={"q": "zebra"}, headers=lina)).status_code == 403
    assert (await browser.post("/api/v1/search", json={"q": "zebra"})).status_code == 401
    assert (await browser.get("/api/v1/search?q=zebra", headers=sara)).status_code == 405


async def test_pages_and_api_share_one_limit_of_look_ups(browser, app, agent):
    app.state.look_up_limit = Bucket(burst=2, per_minute=1)
    sara = await a_bearer("sara@desk.test")
    answers = [
        await browser.post("/api/v1/search", json={"q": f"guess{n}@customer.test"}, headers=sara) for n in range(3)
    ]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert answers[-1].headers["retry-after"]
    assert "guess2" not in answers[-1].text


async def test_a_merger_by_api(browser, agent, colleague):
    kept = await an_assigned_ticket(agent)
    merged = await a_ticket(email="rami@customer.test", body="Phone +44 20 7946 0111")
    sara, omar = await a_bearer("sara@desk.test"), await a_bearer("omar@desk.test")
    place = f"/api/v1/tickets/{merged.reference}/merger"
    wrong = await browser.post(place, json={"into": "SR-AAAA-AAAA"}, headers=sara)
    assert (wrong.status_code, wrong.json()["errors"][0]["code"]) == (422, "error-merge-unknown")
    assert (await browser.post(place, json={"into": kept.reference})).status_code == 401
    assert (await browser.post(place, json={"into": kept.reference}, headers=omar)).status_code == 422
    assert (await browser.post(place, json={"into": kept.reference}, headers=sara)).status_code == 204

    mine = (await browser.get(f"/api/v1/tickets/{kept.reference}", headers=sara)).json()
    assert [other["reference"] for other in mine["merged"]] == [merged.reference]
    values = {detail["placeholder"]: detail["value"] for detail in mine["merged"][0]["details"]}
    assert values == {"field:email": "rami@customer.test", "field:domain": "visitor.test", "⟦phone 1⟧": None}
    theirs = await browser.get(f"/api/v1/tickets/{kept.reference}", headers=omar)
    assert [value for value in ("rami@", "tessa@", "visitor.test", "20 7946") if value in theirs.text] == []
    other = (await browser.get(f"/api/v1/tickets/{merged.reference}", headers=sara)).json()
    assert (other["status"], other["close_reason"], other["merged_into"]) == ("closed", "duplicate", kept.reference)

    again = await browser.post(f"/api/v1/tickets/{merged.reference}/reopening", headers=sara)
    assert again.status_code == 204
    assert (await browser.get(f"/api/v1/tickets/{kept.reference}", headers=sara)).json()["merged"] == []
