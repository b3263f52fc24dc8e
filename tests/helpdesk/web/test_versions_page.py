"""The officer's page of terms and notice: what would change is shown and confirmed; the mails can be stopped."""

import re

import msgspec
import pytest
from click.testing import CliRunner

from helpdesk.cli import main
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.publish import publish_first
from helpdesk.privacy.policy.versions import history, terms_in_force
from helpdesk.web.portal.privacy_notice import policy_texts
from notifications.tables import Outbound
from tests.builders import NOON, PASSWORD, a_member, a_ticket

PLACE = "/privacy/versions"


@pytest.fixture(autouse=True)
async def published(schema):
    await Outbound.raw("TRUNCATE policy_version, policy_change, ticket_acceptance")
    await publish_first(policy_texts(), now=NOON)


async def sign_in(browser, role: Role) -> None:
    await a_member(f"{role}@desk.test", name="Lina Omar", role=role, password=True)
    await browser.post("/desk/sign-in", data={"email": f"{role}@desk.test", "password": PASSWORD})


def csrf(page: str) -> dict[str, str]:
    return {"csrf": re.search(r'name="csrf" value="([^"]+)"', page)[1]}


async def test_an_officer_reads_confirms_publishes_and_stops(browser):
    await a_ticket()
    await sign_in(browser, Role.OFFICER)
    page = (await browser.get(PLACE)).text
    assert "There is nothing to publish" in page
    rules = policy.in_use()
    policy.use(msgspec.structs.replace(rules, disclosure_minutes=25))
    page = (await browser.get(PLACE)).text
    assert "25" in page
    assert page[page.index("<main") :].count("<details") == 2

    refused = await browser.post(PLACE, data=csrf(page))
    assert (refused.status_code, 'href="#f-confirm"' in refused.text) == (422, True)
    done = await browser.post(PLACE, data={**csrf(page), "confirm": "yes"})
    assert "Being told" in done.text
    assert [version.number for version in await history("notice", "en")] == ["2", "1"]
    stop = re.search(r'action="(/privacy/versions/tellings/[^"]+/stop)"', done.text)[1]
    assert "Stopped" in (await browser.post(stop, data=csrf(done.text))).text


async def test_a_form_of_another_session_publishes_nothing(browser):
    await sign_in(browser, Role.OFFICER)
    policy.use(msgspec.structs.replace(policy.in_use(), disclosure_minutes=25))
    assert (await browser.post(PLACE, data={"csrf": "wrong", "confirm": "yes"})).status_code == 403
    assert len(await history("notice", "en")) == 1


async def test_terms_that_kept_their_number_are_refused_with_what_to_do(browser):
    await Outbound.raw("UPDATE policy_version SET text = 'x', sha256 = sha256('x') WHERE kind = 'terms'")
    await sign_in(browser, Role.OFFICER)
    page = await browser.get(PLACE)
    assert (page.status_code, "Give them a number of their own" in page.text) == (200, True)


@pytest.mark.parametrize("role", [Role.AGENT, Role.MANAGER, Role.ADMIN])
async def test_nobody_else_publishes(browser, role):
    await sign_in(browser, role)
    assert (await browser.get(PLACE)).status_code == 403
    assert (await browser.post(PLACE, data={"confirm": "yes"})).status_code == 403


def test_the_command_has_a_dry_run():
    said = CliRunner().invoke(main, ["policy", "publish", "--help"]).output
    assert "--dry-run" in said


async def test_a_policy_without_changes_keeps_the_terms(browser):
    assert await terms_in_force() == policy.in_use().terms
