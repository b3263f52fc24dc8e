"""Managing the desk: who may do what with whom, what becomes of tickets and sights, what the pages say."""

import asyncio
import re
from uuid import UUID

import httpx
import pytest

from helpdesk import clock
from helpdesk.errors import LastAdministrator
from helpdesk.people.appoint import let_go
from helpdesk.people.sessions import form_token
from helpdesk.people.staff import StaffMember, find_by_address
from helpdesk.people.tables import ApiToken, Role, Staff
from helpdesk.privacy.disclosure.tables import Disclosure
from helpdesk.tickets import doors
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Reason
from helpdesk.tickets.workload import own_workload, workload
from helpdesk.tickets.write import Entry, post_reply
from helpdesk.web.desk.due_words import SOON
from notifications.tables import Outbound
from tests.builders import NOON, PASSWORD, a_bearer, a_member, a_ticket, after, an_assigned_ticket, promised, send_all


def csrf(browser: httpx.AsyncClient) -> str:
    return form_token([cookie.value for cookie in browser.cookies.jar if cookie.name == "session"][-1])


async def give(browser: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    return await browser.post(path, data={"csrf": csrf(browser), **fields})


async def signed_in(browser: httpx.AsyncClient, role: Role, email: str = "boss@desk.test") -> StaffMember:
    member = await a_member(email, name="Boss", role=role, password=True)
    await browser.post("/desk/sign-in", data={"email": email, "password": PASSWORD})
    return member


def plain(page: httpx.Response) -> str:
    return re.sub(r"</?bdi[^>]*>", "", page.text)


@pytest.mark.parametrize("role", [Role.MANAGER, Role.ADMIN])
async def test_somebody_is_invited_by_mail_and_chooses_a_password(browser, other_browser, mailbox, role):
    await signed_in(browser, role)
    wish = {"email": "nadia@desk.test", "name": "Nadia Saad", "role": "agent", "team": "support", "locale": "ar"}
    page = await give(browser, "/manage/people", **wish)
    assert "The invitation is on its way" in page.text
    assert "Nadia Saad" in page.text
    assert "Invited" in page.text
    await send_all(mailbox.url, now=clock.now())

    assert mailbox.mails[0]["To"] == "nadia@desk.test"
    link = re.search(r"http://desk\.test(/desk/setup/\S+)", mailbox.text_of(0))
    assert link is not None
    chosen = {"password": "four words of rain", "again": "four words of rain"}
    assert (await other_browser.post(link[1], data=chosen)).url.path == "/desk/sign-in"
    inside = await other_browser.post(
        "/desk/sign-in", data={"email": "nadia@desk.test", "password": chosen["password"]}
    )
    assert inside.url.path == "/desk/tickets"
    assert "Active" in (await browser.get("/manage/people")).text


async def test_an_invitation_that_has_ended_is_sent_again(browser, mailbox):
    await signed_in(browser, Role.ADMIN)
    wish = {"email": "nadia@desk.test", "name": "Nadia", "role": "agent", "team": "", "locale": "en"}
    await give(browser, "/manage/people", **wish)
    nadia = await find_by_address("nadia@desk.test")
    await give(browser, f"/manage/people/{nadia.id}/invitation")
    assert await promised() == ["staff_invitation"]  # in the place of the first
    await send_all(mailbox.url, now=clock.now())
    assert len(mailbox.mails) == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"email": "nobody"}, "Enter an e-mail address"),
        ({"email": "boss@desk.test"}, "Somebody has this address already"),
        ({"name": " "}, "Please fill this in"),
        ({"team": "pirates"}, "Choose one of the teams"),
        ({"role": "king"}, "Choose one of the roles"),
    ],
)
async def test_an_invitation_that_is_wrong_says_so_and_keeps_what_was_typed(browser, wrong, said):
    await signed_in(browser, Role.ADMIN)
    wish = {"email": "nadia@desk.test", "name": "Nadia", "role": "agent", "team": "", "locale": "en"}
    page = await give(browser, "/manage/people", **{**wish, **wrong})

    assert (page.status_code, said in page.text) == (422, True)
    assert page.text.count("<title>Error:") == 1
    assert ("Nadia" in page.text) or "name" in wrong
    assert await promised() == []


async def test_a_manager_changes_agents_and_nobody_else(browser):
    boss = await signed_in(browser, Role.MANAGER)
    agent = await a_member("sara@desk.test", name="Sara", role=Role.AGENT)
    others = [await a_member(f"{role}@desk.test", name=str(role), role=role) for role in Role if role is not Role.AGENT]
    for role in ("manager", "officer", "admin"):
        wish = {"email": "x@desk.test", "name": "X", "role": role, "team": "", "locale": "en"}
        assert (await give(browser, "/manage/people", **wish)).status_code == 403
        assert (await give(browser, f"/manage/people/{agent.id}/appointment", role=role, team="")).status_code == 403
    for other in others:
        assert (await browser.get(f"/manage/people/{other.id}/deactivation")).status_code == 403
        for act, fields in (
            ("appointment", {"role": "agent", "team": ""}),
            ("deactivation", {}),
            ("sessions/end", {}),
            ("invitation", {}),
            ("reactivation", {}),
        ):
            assert (await give(browser, f"/manage/people/{other.id}/{act}", **fields)).status_code == 403
    assert await find_by_address("x@desk.test") is None
    assert (
        await give(browser, f"/manage/people/{agent.id}/appointment", role="agent", team="billing")
    ).status_code == 200
    assert (await find_by_address("sara@desk.test")).team == "billing"
    assert (await find_by_address("boss@desk.test")).role is boss.role


async def test_nobody_changes_their_own_role_or_deactivates_themselves(browser):
    boss = await signed_in(browser, Role.ADMIN)
    await a_member("ada@desk.test", name="Ada", role=Role.ADMIN)
    for act, fields in (("appointment", {"role": "agent", "team": ""}), ("deactivation", {})):
        page = await give(browser, f"/manage/people/{boss.id}/{act}", **fields)
        assert (page.status_code, "own role" in page.text) == (403, True)
    assert (await find_by_address("boss@desk.test")).role is Role.ADMIN
    shown = await browser.get(f"/manage/people/{boss.id}")
    assert ("appointment" in shown.text, "deactivation" in shown.text) == (False, False)


async def test_of_two_administrators_who_deactivate_each_other_at_once_one_stays():
    ada, adam = [await a_member(f"{name}@desk.test", name=name, role=Role.ADMIN) for name in ("ada", "adam")]
    tries = await asyncio.gather(
        let_go(ada.id, by=adam, now=NOON), let_go(adam.id, by=ada, now=NOON), return_exceptions=True
    )
    left = await Staff.count().where(Staff.role == Role.ADMIN, Staff.deactivated_at.is_null())
    assert left == 1
    assert sorted(type(outcome).__name__ for outcome in tries) == ["LastAdministrator", "NoneType"]


async def test_the_last_administrator_stays(browser):
    await signed_in(browser, Role.ADMIN)
    ada = await a_member("ada@desk.test", name="Ada", role=Role.ADMIN)
    boss = await find_by_address("boss@desk.test")
    await Staff.update({Staff.deactivated_at: NOON}).where(Staff.id == ada.id)
    with pytest.raises(LastAdministrator):
        await let_go(boss.id, by=ada, now=NOON)


async def test_letting_somebody_go_passes_their_tickets_on_and_ends_what_they_see(browser, agent, colleague):
    boss = await signed_in(browser, Role.MANAGER)
    await a_bearer("sara@desk.test")
    tickets = [await an_assigned_ticket(agent) for _ in range(2)]
    closed = await an_assigned_ticket(agent)
    await close_ticket(closed.reference, Reason.SOLVED, agent=agent, now=NOON)
    asked = await browser.get(f"/manage/people/{agent.id}/deactivation")
    assert "2 open tickets" in plain(asked)
    assert await Disclosure.count().where(Disclosure.staff == agent.id, Disclosure.ended_at.is_null()) > 0

    page = await give(browser, f"/manage/people/{agent.id}/deactivation", heir=str(colleague.id))
    assert "Deactivated" in page.text
    assert {(await doors.ticket_of_link(ticket.token)).assignee for ticket in tickets} == {colleague.id}
    assert (await doors.ticket_of_link(closed.token)).assignee == agent.id  # what is done stays as it was
    assert await Disclosure.count().where(Disclosure.staff == agent.id, Disclosure.ended_at.is_null()) == 0
    assert await Disclosure.count().where(Disclosure.staff == colleague.id, Disclosure.ended_at.is_null()) > 0
    assert await ApiToken.count() == 0
    assert await find_by_address("sara@desk.test") is None
    said = await Outbound.raw("SELECT act FROM audit_entry WHERE actor = {} ORDER BY id", boss.id)
    assert [row["act"] for row in said if row["act"] not in ("staff.signed_in", "staff.password_set")] == [
        "ticket.assigned", "ticket.assigned", "staff.let_go",
    ]  # fmt: skip
    assert (await give(browser, f"/manage/people/{agent.id}/deactivation")).status_code == 404


async def test_without_a_colleague_tickets_go_back_to_the_queue(browser, agent):
    await signed_in(browser, Role.ADMIN)
    ticket = await an_assigned_ticket(agent)
    for heir in (str(agent.id), str(UUID(int=7))):
        page = await give(browser, f"/manage/people/{agent.id}/deactivation", heir=heir)
        assert page.status_code == 422
    await give(browser, f"/manage/people/{agent.id}/deactivation", heir="")
    assert (await doors.ticket_of_link(ticket.token)).assignee is None


async def test_who_is_no_agent_any_more_gives_tickets_back(browser, agent):
    await signed_in(browser, Role.ADMIN)
    ticket = await an_assigned_ticket(agent)
    await give(browser, f"/manage/people/{agent.id}/appointment", role="manager", team="")

    assert (await find_by_address("sara@desk.test")).role is Role.MANAGER
    assert (await doors.ticket_of_link(ticket.token)).assignee is None
    assert await Disclosure.count().where(Disclosure.staff == agent.id, Disclosure.ended_at.is_null()) == 0


async def test_somebody_is_taken_back_with_a_new_password(browser, other_browser, mailbox):
    await signed_in(browser, Role.ADMIN)
    nora = await a_member("nora@desk.test", name="Nora", role=Role.AGENT, password=True)
    await give(browser, f"/manage/people/{nora.id}/deactivation")
    page = await give(browser, f"/manage/people/{nora.id}/reactivation")
    assert "Taken back" in page.text
    old = await other_browser.post("/desk/sign-in", data={"email": "nora@desk.test", "password": PASSWORD})
    assert old.status_code == 401
    await send_all(mailbox.url, now=clock.now())
    assert [mail["To"] for mail in mailbox.mails] == ["nora@desk.test"]


async def test_signing_somebody_out_everywhere(browser, other_browser):
    nora = await a_member("nora@desk.test", name="Nora", role=Role.AGENT, password=True)
    await other_browser.post("/desk/sign-in", data={"email": "nora@desk.test", "password": PASSWORD})
    await signed_in(browser, Role.MANAGER)
    assert "Signed in in 1 browser" in plain(await browser.get(f"/manage/people/{nora.id}"))
    page = await give(browser, f"/manage/people/{nora.id}/sessions/end")
    assert "Signed out everywhere" in page.text
    assert (await other_browser.get("/desk/tickets")).url.path == "/desk/sign-in"


async def test_no_page_of_managing_holds_an_address_or_a_word_of_a_ticket(browser, agent):
    await signed_in(browser, Role.MANAGER)
    await an_assigned_ticket(agent, subject="Zebrawood", now=clock.now())
    for path in ("", "/people", f"/people/{agent.id}", "/teams", "/categories", "/workload", "/privacy"):
        page = await browser.get(f"/manage{path}")
        assert page.status_code == 200
        assert "sara@desk.test" not in page.text
        assert "ebrawood" not in page.text
    assert "Sara Haddad" in (await browser.get("/manage/teams")).text  # the probe sees words
    assert "Sara Haddad" not in (await browser.get("/manage/workload")).text


async def test_workload_counts_by_team_and_hour_and_only_for_managers(agent, manager, colleague):
    await a_ticket(now=after(hours=-30))
    for hour in (-3, -3, -1):
        ticket = await an_assigned_ticket(agent, now=after(hours=hour))
    await post_reply(ticket.reference, Entry("Hello"), agent=agent, now=after(minutes=-30))
    await a_ticket(now=after(hours=-2), category="billing")
    load = await workload(manager, soon=SOON, now=NOON)
    lines = {team.team: (team.open, team.unassigned, team.new, team.late, team.first_reply) for team in load.teams}

    assert lines == {
        "support": (4, 1, 3, 1, 1800.0),
        "billing": (1, 1, 1, 0, None),
        "trust": (0, 0, 0, 0, None),
    }
    assert (load.open, load.new, load.late) == (5, 4, 1)
    assert load.soon > 0
    assert [(hour, n) for hour, n in enumerate(load.by_hour) if n] == [(9, 2), (10, 1), (11, 1)]
    for nobody in (agent, await a_member("ada@desk.test", name="Ada", role=Role.ADMIN)):
        assert (await workload(nobody, soon=SOON, now=NOON)).open == 0
    own = await own_workload(agent, now=NOON)
    assert (own.open, own.closed, own.replies) == (3, 0, 1)
    other = await own_workload(colleague, now=NOON)
    assert (other.open, other.closed, other.replies) == (0, 0, 0)
    assert await own_workload(manager, now=NOON) is None


@pytest.mark.parametrize("role", [Role.AGENT, Role.OFFICER])
async def test_agents_and_officers_have_nothing_to_do_here(browser, role):
    await signed_in(browser, role)
    for path in ("", "/people", "/people/new", "/teams", "/categories", "/workload", "/privacy"):
        assert (await browser.get(f"/manage{path}")).status_code == 403


async def test_each_role_is_shown_the_places_it_may_go_to(browser, other_browser):
    await signed_in(browser, Role.MANAGER)
    await signed_in(other_browser, Role.ADMIN, "ada@desk.test")
    for who in (browser, other_browser):
        home = await who.get("/manage")
        for path in set(re.findall(r'class="topic" href="([^"]+)"', home.text)):
            assert (path, (await who.get(path)).status_code) == (path, 200)
    assert "/manage/workload" not in (await other_browser.get("/manage")).text
