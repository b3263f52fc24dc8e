"""Whole stories through pages, mail server and database: what a person would do, and what must not happen meanwhile."""

import asyncio
import re
from dataclasses import replace

import httpx
import pytest

from helpdesk import clock, wiring
from helpdesk.people.tables import Role
from helpdesk.tickets.tables import Ticket
from notifications import backoff, worker
from surveys.release import count_invitations, release
from surveys.tables import Answer, Ballot
from tests.builders import PASSWORD, a_member, an_office
from tests.mailbox import Mailbox

REQUEST = {
    "email": "tessa@customer.test",
    "domain": "visitor.test",
    "subject": "Mail bounces",
    "terms_version": "1",
    "accept_terms": "yes",
    "action": "send",
    "body": "My phone is +44 20 7946 0958, password is Sesame#44.",
}


class Staff:
    """A staff member at their browser."""

    def __init__(self, browser: httpx.AsyncClient) -> None:
        self.browser = browser

    async def sign_in(self, email: str, role: Role = Role.AGENT) -> "Staff":
        await a_member(email, name=email.partition("@")[0].title(), role=role, password=True)
        await self.browser.post("/desk/sign-in", data={"email": email, "password": PASSWORD})
        return self

    async def do(self, reference: str, act: str, **form: str) -> httpx.Response:
        page = await self.browser.get(f"/desk/tickets/{reference}")
        csrf = re.search(r'name="csrf" value="(\w+)"', page.text)[1]
        return await self.browser.post(f"/desk/tickets/{reference}/{act}", data={**form, "csrf": csrf})


async def send_mail(url: str) -> None:
    office = replace(an_office(url), now=clock.now)
    while await worker.run_once(office):
        pass
    await office.transport.close()


async def ask(browser: httpx.AsyncClient, topic: str = "technical", **changes: str) -> tuple[str, str]:
    page = await browser.post(f"/new/{topic}", data={**REQUEST, **changes})
    assert page.status_code == 201, page.text
    return re.search(r"SR-\w{4}-\w{4}", page.text)[0], re.search(r'href="http://desk.test(/t/[^"]+)"', page.text)[1]


async def solve(agent: Staff, reference: str) -> None:
    await agent.do(reference, "assignment", agent="me")
    await agent.do(reference, "replies", body="It is solved.")
    await agent.do(reference, "closure", reason="solved")


def no_delay() -> None:
    import msgspec

    from helpdesk.privacy.policy import policy

    policy.use(msgspec.structs.replace(policy.in_use(), survey_delay_minutes=0))


@pytest.fixture(autouse=True)
def surveys_at_once(database) -> None:
    no_delay()


async def test_a_ticket_from_the_portal_to_the_managers_page(browser, other_browser, app, mailbox: Mailbox):
    visitor = browser
    sara = await Staff(other_browser).sign_in("sara@desk.test")
    for place in range(5):
        reference, link = await ask(visitor, email=f"guest{place}@customer.test")
        await sara.do(reference, "assignment", agent="me")
        page = await sara.do(reference, "disclosures", placeholder="phone 1", purpose="contact", reason="")
        assert "+44 20 7946 0958" in page.text
        await sara.do(reference, "replies", body="It is solved.")
        own = await visitor.get(link)
        assert "It is solved." in own.text
        assert "Support team saw" in re.sub(r"<[^>]+>", "", own.text)
        await sara.do(reference, "closure", reason="solved")
    await send_mail(mailbox.url)

    invitations = [place for place, subject in enumerate(mailbox.subjects()) if subject == "How did we do?"]
    assert len(invitations) == 5
    assert len(mailbox.mails) == 20  # received, reply, closed, survey
    for place, rating in zip(invitations, (5, 5, 4, 4, 2), strict=True):
        survey = re.search(rf"http://desk\.test(/s/\S+\?rating={rating})", mailbox.text_of(place))[1]
        assert f'value="{rating}" required checked' in (await visitor.get(survey)).text
        await visitor.post(survey.partition("?")[0], data={"rating": str(rating), "comment": ""})

    await release(wiring.BOX, now=clock.now())
    await count_invitations(now=clock.now())

    transport = httpx.ASGITransport(app, raise_app_exceptions=False)
    async with httpx.AsyncClient(transport=transport, base_url="http://desk.test", follow_redirects=True) as third:
        await Staff(third).sign_in("mona@desk.test", Role.MANAGER)
        results = await third.get("/results?by=category")
    plain = re.sub(r"<[^>]+>|\s+", " ", results.text)
    assert re.search(r"Technical problem\s+5\s+80%\s+4\.00\s+100%", plain)


async def test_the_same_in_arabic(browser, other_browser, mailbox: Mailbox):
    await browser.get("/", params={"lang": "ar"})
    page = await browser.post(
        "/new/technical",
        data={**REQUEST, "subject": "البريد يرجع", "body": "رقمي ٠١٠٠ ٥٥٥ ٠١٩٩ والباسورد هو Nour@2024 يا جماعة"},
    )
    reference = re.search(r"SR-\w{4}-\w{4}", page.text)[0]
    link = re.search(r'href="http://desk.test(/t/[^"]+)"', page.text)[1]
    assert "أُرسل طلبك" in page.text

    sara = await Staff(other_browser).sign_in("sara@desk.test")
    await other_browser.get("/desk/tickets", params={"lang": "ar"})
    page = await sara.do(reference, "assignment", agent="me")
    assert '<html lang="ar" dir="rtl">' in page.text
    page = await sara.do(reference, "disclosures", placeholder="phone 1", purpose="other", reason="للتأكد من الرقم")
    assert "٠١٠٠ ٥٥٥ ٠١٩٩" in page.text
    own = re.sub(r"<[^>]+>", "", (await browser.get(link)).text)
    assert "اطّلع فريق الدعم على: الهاتف 1" in own
    assert "للتأكد من الرقم" in own
    await sara.do(reference, "closure", reason="solved")
    await send_mail(mailbox.url)

    assert sorted(mailbox.subjects()) == sorted(
        [f"استلمنا طلبك ({reference})", f"أُغلق طلبك ({reference})", "كيف كانت خدمتنا؟"]
    )
    survey = mailbox.found(r"http://desk\.test(/s/\S+)\?rating=5")[1]
    page = await browser.post(survey, data={"rating": "٥"})
    assert "شكرًا لك" in page.text
    assert await Ballot.count() == 1


async def test_mail_waits_while_the_server_is_down_and_arrives_once(browser, mailbox: Mailbox, monkeypatch):
    monkeypatch.setattr(worker, "POLL", 0.2)
    monkeypatch.setattr(backoff, "FIRST_WAIT", backoff.FIRST_WAIT / 20)
    await mailbox.close()
    stop = asyncio.Event()
    office = replace(an_office(mailbox.url), now=clock.now)
    running = asyncio.create_task(worker.run(office, stop=stop))
    reference, _ = await ask(browser)
    await asyncio.sleep(1.0)
    assert mailbox.mails == []

    await mailbox.open()
    for _ in range(100):
        if mailbox.mails:
            break
        await asyncio.sleep(0.1)
    await asyncio.sleep(0.5)
    stop.set()
    await running
    assert mailbox.subjects() == [f"We received your request ({reference})"]


async def test_two_agents_reach_for_one_ticket_and_one_gets_it(browser, other_browser):
    reference, _ = await ask(browser)
    sara = await Staff(browser).sign_in("sara@desk.test")
    omar = await Staff(other_browser).sign_in("omar@desk.test")
    pages = await asyncio.gather(*(one.do(reference, "assignment", agent="me") for one in (sara, omar)))

    assert sorted(page.status_code for page in pages) == [200, 409]
    won, lost = sorted(pages, key=lambda page: page.status_code)
    assert "tessa@customer.test" in won.text
    assert "Somebody else has this ticket." in lost.text
    assert "tessa@customer.test" not in lost.text
    assert [row["assignee"] is None for row in await Ticket.select(Ticket.assignee)] == [False]


async def test_a_survey_answered_twice_counts_once(browser, other_browser, mailbox: Mailbox):
    sara = await Staff(other_browser).sign_in("sara@desk.test")
    reference, _ = await ask(browser)
    await solve(sara, reference)
    await send_mail(mailbox.url)
    survey = mailbox.found(r"http://desk\.test(/s/\S+)\?rating=5")[1]
    pages = [await browser.post(survey, data={"rating": rating}) for rating in ("5", "1")]

    assert ["earlier answer was replaced" in page.text for page in pages] == [False, True]
    assert (await Ballot.count(), await Answer.count()) == (1, 0)
