"""Holds and retention in the browser: two officers, what an agent and a requester read, numbers that agree with the run."""

import re
from datetime import timedelta
from uuid import UUID

import httpx
import msgspec
import pytest

from helpdesk import clock, i18n
from helpdesk.people.staff import get_staff
from helpdesk.people.tables import Role
from helpdesk.privacy import holds
from helpdesk.privacy.policy import policy
from helpdesk.privacy.retention import runs
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.privacy.vault.set_aside import sizes_set_aside
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.retain import retain
from helpdesk.tickets.tables import Reason
from notifications.tables import Outbound
from piccolo_conf import Actor, acting
from tests.builders import PASSWORD, a_member, an_assigned_ticket
from tests.helpdesk.privacy.vault.test_set_aside import a_hold
from tests.rights import a_session, a_wish

FORM = {"references": "", "email": "", "since": "", "until": "", "reason": "Court of Amman", "review_on": "2126-01-01"}


async def sign_in(browser: httpx.AsyncClient, name: str, role: Role) -> dict[str, str]:
    await a_member(f"{name}@desk.test", name=name.title(), role=role, team="support", password=True)
    await browser.post("/desk/sign-in", data={"email": f"{name}@desk.test", "password": PASSWORD})
    page = await browser.get("/desk/account")
    return {"csrf": re.search(r'name="csrf" value="([^"]+)"', page.text)[1]}


def words(page: httpx.Response) -> str:
    """What stands on a page, without its tags."""
    return " ".join(re.sub(r"</?[a-z][^>]*>", "", page.text).split())


async def test_two_officers_place_and_lift_a_hold(browser, other_browser, agent):
    ticket = await an_assigned_ticket(agent)
    lina, noor = await sign_in(browser, "lina", Role.OFFICER), await sign_in(other_browser, "noor", Role.OFFICER)
    assert "No legal hold is active." in (await browser.get("/privacy/holds")).text
    made = await browser.post("/privacy/holds/new", data={**FORM, **lina, "references": ticket.reference.lower()})
    place = made.url.path
    assert ticket.reference in made.text
    assert "A second person has to decide" in made.text
    refused = await browser.post(f"{place}/decision", data={**lina, "decision": "approved"})
    assert refused.status_code == 403
    confirmed = await other_browser.post(f"{place}/decision", data={**noor, "decision": "approved"})
    assert "Confirmed by" in confirmed.text
    listed = await browser.get("/privacy/holds")
    assert "H-1" in listed.text
    assert "Covers 1 request now" in listed.text

    asked = await browser.post(f"{place}/lifting", data={**lina, "lift_reason": ""})
    assert asked.status_code == 422
    await browser.post(f"{place}/lifting", data={**lina, "lift_reason": "Case closed"})
    kept = await other_browser.post(f"{place}/lifting/decision", data={**noor, "decision": "declined"})
    assert "Ask to lift it" in kept.text
    reviewed = await other_browser.post(f"{place}/review", data={**noor, "review_on": "2127-05-05"})
    assert "5 May 2127" in reviewed.text
    await other_browser.post(f"{place}/lifting", data={**noor, "lift_reason": "Case closed"})
    lifted = await browser.post(f"{place}/lifting/decision", data={**lina, "decision": "approved"})
    assert "Lifted by" in lifted.text


async def test_what_is_wrong_is_said_beside_what_was_typed(browser):
    lina = await sign_in(browser, "lina", Role.OFFICER)
    tries = [
        ({}, "Say what to hold"),
        ({"references": "SR-3333-4444"}, "There is no request with one of these numbers."),
        ({"email": "nobody@customer.test"}, "Nobody with this address has sent a request."),
        ({"since": "yesterday"}, "Worked on from this day: Choose a day such as"),
        ({"since": "2026-02-02", "until": "2026-02-01"}, "This day is before the first one."),
        ({"since": "2026-02-02", "review_on": "2026-01-01"}, "Choose a day ahead of today."),
        ({"since": "2026-02-02", "reason": ""}, "Reason: Please fill this in."),
    ]
    for typed, said in tries:
        page = await browser.post("/privacy/holds/new", data={**FORM, **lina, **typed})
        assert (typed, page.status_code, said in page.text) == (typed, 422, True)
        assert 'value="2126-01-01"' in page.text or "review_on" in typed
    assert await Outbound.raw("SELECT 1 FROM legal_hold") == []


@pytest.mark.parametrize(("silent", "tells", "read"), [("", True, True), ("yes", True, False), ("", False, False)])
async def test_a_requester_reads_what_is_lawful_to_say_and_an_agent_that_there_is_a_hold(
    browser, other_browser, silent, tells, read
):
    policy.use(msgspec.structs.replace(policy.in_use(), tell_of_holds=tells))
    sara = await sign_in(other_browser, "sara", Role.AGENT)
    agent = (await Outbound.raw("SELECT id FROM staff"))[0]["id"]
    ticket = await an_assigned_ticket(await get_staff(agent))
    assert sara
    lina = await sign_in(browser, "lina", Role.OFFICER)
    made = await browser.post(
        "/privacy/holds/new",
        data={**FORM, **lina, "email": "tessa@customer.test", **({"is_silent": silent} if silent else {})},
    )
    said, staff_said = "kept longer because the law says so", "Legal hold: nothing of this goes"
    mine = f"/desk/tickets/{ticket.reference}"
    assert staff_said not in (await other_browser.get(mine)).text  # nobody confirmed it
    second = await a_member("noor@desk.test", name="Noor", role=Role.OFFICER)
    await holds.decide(UUID(made.url.path.rpartition("/")[2]), agree=True, by=second.actor, now=clock.now())
    page = await browser.get(f"/t/{ticket.token}")
    assert (said in page.text, "Amman" in page.text) == (read, False)
    desk = await other_browser.get(mine)
    assert (staff_said in desk.text, "Amman" in desk.text) == (True, False)

    asked = await a_wish(Kind.ERASURE, now=clock.now())
    browser.cookies.set("me", await a_session(now=clock.now()))
    for plan in ("/me/rights/new/erasure", f"/me/rights/{asked.number}"):
        shown = words(await browser.get(plan))
        assert (plan, "because a legal hold keeps it" in shown, "because a law says that it is kept" in shown) == (
            plan, read, not read,
        )  # fmt: skip


async def test_an_agent_s_page_says_until_when_each_part_is_kept(browser):
    await sign_in(browser, "sara", Role.AGENT)
    sara = await get_staff((await Outbound.raw("SELECT id FROM staff"))[0]["id"])
    ticket = await an_assigned_ticket(sara)
    mine = f"/desk/tickets/{ticket.reference}"
    assert "180 days after it is closed" in words(await browser.get(mine))
    await close_ticket(ticket.reference, Reason.SOLVED, agent=sara, now=clock.now())
    page = await browser.get(mine)
    ends = [i18n.day(clock.now() + timedelta(days=days), "en") for days in (180, 365, 730)]
    assert [end in page.text for end in ends] == [True] * 3


async def test_the_forecast_agrees_with_the_run_and_says_when_something_is_wrong(browser, agent):
    now = clock.now()
    for days, email in ((181, "a"), (366, "b"), (731, "c"), (170, "d")):
        ticket = await an_assigned_ticket(agent, email=f"{email}@customer.test", now=now - timedelta(days=days + 1))
        await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=now - timedelta(days=days))
    await sign_in(browser, "mona", Role.MANAGER)
    before = await browser.get("/privacy/retention")
    assert "No run has ended for three hours." in before.text
    totals = re.findall(r'<bdi dir="ltr">(\d+)</bdi>', re.search(r"<tfoot>.*?</tfoot>", before.text, re.S)[0])
    assert totals == ["0", "3", "2", "1", "0"]
    done = await retain(now=now)
    assert [str(n) for n in (done.attachments, done.texts, done.pseudonym, done.rest, done.held)] == totals

    after = await browser.get("/privacy/retention")
    assert "6 steps" in words(after)
    assert 'role="alert"' not in after.text
    totals = re.findall(r'<bdi dir="ltr">(\d+)</bdi>', re.search(r"<tfoot>.*?</tfoot>", after.text, re.S)[0])
    assert totals == ["0", "0", "0", "0", "0"]
    ahead = re.findall(r"<th scope=\"row\">[^\n]*?</tr>", after.text)
    weeks = [re.findall(r'<bdi dir="ltr">(\d+)</bdi>', row) for row in ahead][7:19]
    assert weeks[1] == ["0", "1", "0", "0"]  # the one of 170 days ago

    await runs.end(await runs.begin(now=now), "failed", now=now)
    assert "The last run failed." in (await browser.get("/privacy/retention")).text


@pytest.mark.parametrize(
    ("language", "kept", "none"),
    [("en", "keeps 1 detail", "No hold keeps a detail"), ("ar", "يُبقي بيانًا واحدًا", "لا يُبقي أي تعليق بيانًا")],
)
async def test_officers_read_how_many_details_each_hold_keeps_and_nobody_else_does(
    browser, other_browser, agent, language, kept, none
):
    held, beside = await an_assigned_ticket(agent), await an_assigned_ticket(agent, email="rami@customer.test")
    await sign_in(browser, "lina", Role.OFFICER)
    await sign_in(other_browser, "mona", Role.MANAGER)
    assert none in (await browser.get(f"/privacy/retention?lang={language}")).text
    first = {row["reference"]: row["id"] for row in await Outbound.raw("SELECT reference, id FROM ticket")}
    await a_hold(tickets=(first[held.reference],))
    await a_hold(tickets=(first[beside.reference],))  # its ticket is not closed: it keeps nothing yet
    await close_ticket(held.reference, Reason.SOLVED, agent=agent, now=clock.now())  # its password is burnt
    page = await browser.get(f"/privacy/retention?lang={language}")
    assert re.findall(r">H-(\d)</bdi></a>: ([^<]*)</li>", page.text) == [("1", kept)]
    managers = await other_browser.get(f"/privacy/retention?lang={language}")
    assert (managers.status_code, kept in managers.text, "H-1" in managers.text) == (200, False, False)
    async with acting(Actor("manager")):  # the second wall alone
        assert await sizes_set_aside() == []
