"""What the register promises of the policy is what the product does: a flag that is wrong either way fails here."""

import httpx
import msgspec

from helpdesk.errors import HelpdeskError
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.register import read_register
from helpdesk.tickets import write
from helpdesk.tickets.reveal import reveal
from tests.builders import NOON, an_assigned_ticket, send_all
from tests.mailbox import Mailbox

PROMISES = read_register().promises


def with_technical(**parts: object) -> None:
    rules = policy.in_use()
    technical = msgspec.structs.replace(rules.categories["technical"], **{"opens": {}, "two_person": [], **parts})
    policy.use(msgspec.structs.replace(rules, categories={**rules.categories, "technical": technical}))


async def opens(agent, *, purpose: str) -> bool:
    ticket = await an_assigned_ticket(agent)
    try:
        return bool(await reveal(ticket.reference, "phone 1", purpose=purpose, agent=agent, now=NOON))
    except HelpdeskError:
        return False


async def test_a_detail_opens_without_further_rules(agent):
    with_technical()
    assert await opens(agent, purpose="contact")


async def test_two_people_are_promised_as_far_as_they_are_needed(agent):
    with_technical(two_person=["phone"])
    assert await opens(agent, purpose="contact") != PROMISES.two_person


async def test_purposes_of_a_kind_are_promised_as_far_as_they_bind(agent):
    with_technical(opens={"phone": ["work"]})
    assert await opens(agent, purpose="work")
    assert await opens(agent, purpose="contact") != PROMISES.purposes_by_kind


async def test_a_reply_s_text_in_mail_is_promised_as_far_as_it_is_sent(agent, mailbox: Mailbox):
    with_technical(mail_text=True)
    ticket = await an_assigned_ticket(agent)
    await write.post_reply(ticket.reference, write.Entry("Turn the blue wheel."), agent=agent, now=NOON)
    await send_all(mailbox.url)

    assert len(mailbox.mails) == 2
    assert (b"blue wheel" in mailbox.everything()) == PROMISES.mail_text


async def test_the_agent_s_name_is_promised_as_far_as_the_ledger_has_it(agent, browser: httpx.AsyncClient):
    ticket = await an_assigned_ticket(agent)
    for is_named in (False, True):
        policy.use(msgspec.structs.replace(policy.in_use(), ledger_names=is_named))
        page = await browser.get(f"/t/{ticket.token}")
        assert page.status_code == 200
        assert ("Sara" in page.text) == (is_named and PROMISES.ledger_names)
