"""A mail to a requester that finally failed: the ticket's page says so, to whom may see it and to nobody else."""

import re

import httpx
import msgspec
import pytest

from helpdesk import clock
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import Both, Processor
from helpdesk.tickets.assign import assign_ticket
from notifications.tables import Outbound
from tests.builders import PASSWORD, a_member, a_ticket, an_agent, send_all

SAID = {
    (
        "en",
        "unreachable",
    ): "The mail to the customer could not be delivered: there is no such address. No more mail is sent to it.",
    ("en", "refused"): "The mail to the customer could not be delivered: their mail server refused it.",
    ("ar", "unreachable"): "تعذّر تسليم الرسالة إلى العميل: لا وجود لهذا العنوان، ولن تُرسل إليه رسائل أخرى.",
    ("ar", "refused"): "تعذّر تسليم الرسالة إلى العميل: رفضها خادم بريده.",
}


def alerts(page: httpx.Response) -> list[str]:
    """What the page warns of, without the time."""
    found = re.findall(r'<div class="alert" role="status"><p>(.*?)</p></div>', page.text, re.DOTALL)
    return [re.sub(r"<time.*?</time>", "", text).strip() for text in found]


async def signed_in(browser: httpx.AsyncClient, email: str, *, team: str) -> httpx.AsyncClient:
    await a_member(email, name="Sara", role=Role.AGENT, team=team, password=True)
    await browser.post("/desk/sign-in", data={"email": email, "password": PASSWORD})
    return browser


def for_the_team_alone(category: str) -> None:
    rules = policy.in_use()
    strict = msgspec.structs.replace(rules.categories[category], text_for="team")
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, category: strict}))


@pytest.mark.parametrize(("answer", "reason"), [("550 5.1.1 no such user", "unreachable"), ("554 5.7.1 no", "refused")])
async def test_the_page_tells_who_may_see_the_ticket(browser, other_browser, mailbox, answer, reason):
    for_the_team_alone("billing")
    ticket = await a_ticket(category="billing", now=clock.now())
    place = f"/desk/tickets/{ticket.reference}"
    sara = await signed_in(browser, "sara@desk.test", team="billing")
    omar = await signed_in(other_browser, "omar@desk.test", team="support")
    assert alerts(await sara.get(place)) == []

    mailbox.answers = [answer]
    await send_all(mailbox.url, now=clock.now())
    for language in ("en", "ar"):
        page = await sara.get(place, params={"lang": language})
        assert (language, alerts(page)) == (language, [SAID[language, reason]])
        assert "tessa@customer.test" not in page.text
        refused = await omar.get(place, params={"lang": language})
        assert (refused.status_code, alerts(refused)) == (404, [])
        assert SAID[language, reason] not in refused.text


async def test_what_failed_to_reach_somebody_else_is_not_said_of_the_customer(browser, mailbox):
    partner = Processor(
        name=Both("Partner", "شريك"), purpose=Both("Statistics", "إحصاءات"), fields=["reference"],
        events=["ticket.opened"], url="https://127.0.0.1/hook",
    )  # fmt: skip
    policy.use(msgspec.structs.replace(policy.in_use(), processors={"partner": partner}))
    ticket = await a_ticket(now=clock.now())
    await send_all(mailbox.url, now=clock.now())
    nora, zoe = await an_agent("nora@desk.test", name="Nora"), await an_agent("zoe@desk.test", name="Zoe")
    mailbox.answers = ["550 5.1.1 no such user"]
    await assign_ticket(ticket.reference, to=zoe.id, by=nora, now=clock.now())
    await send_all(mailbox.url, now=clock.now())
    rows = await Outbound.select(Outbound.kind, Outbound.outcome).order_by(Outbound.kind)
    assert [(row["kind"], row["outcome"]) for row in rows] == [
        ("ticket_assigned", "failed"), ("ticket_received", "sent"), ("webhook/ticket.opened", "failed"),
    ]  # fmt: skip

    sara = await signed_in(browser, "sara@desk.test", team="support")
    page = await sara.get(f"/desk/tickets/{ticket.reference}")
    assert (page.status_code, alerts(page)) == (200, [])
