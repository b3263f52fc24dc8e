"""What goes over the stream of changes: names of tickets, and no word of anybody; who may not read one is told none."""

import asyncio
import re
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace

import httpx
import pytest

from helpdesk import clock
from helpdesk.app import create_app
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.tickets.presence import say_present
from helpdesk.tickets.tables import Presence
from helpdesk.tickets.write import Entry, post_answer, post_note
from tests.authorisation.world import strict_policy, use_policy
from tests.browser import a_port, served
from tests.builders import PASSWORD, a_member, an_assigned_ticket
from tests.helpdesk.web.test_pages import csrf_of, signed_in


@pytest.fixture
async def strictly():
    """The policy with one category whose text only the assignee reads."""
    await use_policy(strict_policy())
    yield
    await use_policy(policy.read_policy())


@asynccontextmanager
async def listening(base: str, email: str) -> AsyncIterator[AsyncIterator[str]]:
    """Somebody's stream, line by line, once it hears."""
    async with httpx.AsyncClient(base_url=base, follow_redirects=True, timeout=60) as client:
        await client.post("/desk/sign-in", data={"email": email, "password": PASSWORD})
        async with client.stream("GET", "/desk/live") as answer:
            assert answer.status_code == 200
            lines = answer.aiter_lines()
            assert await anext(lines) == ": open"
            yield lines


async def told_until(lines: AsyncIterator[str], last: set[str]) -> set[str]:
    """Every event up to when all of `last` were told, as "event data"; what is neither an event nor its data is told, too."""
    found, event = set(), ""
    async with asyncio.timeout(60):
        while not found >= last:
            line = await anext(lines)
            if line.startswith("event: "):
                event = line.removeprefix("event: ")
            elif line.strip() not in ("", "data:", ": still here"):
                found.add(f"{event} {line.removeprefix('data: ')}")
    return found


async def test_names_of_tickets_go_over_the_stream_and_nothing_else(schema, strictly):
    sara = await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)
    await a_member("omar@desk.test", name="Omar Naji", role=Role.AGENT, team="billing", password=True)
    ticket, hidden = [await an_assigned_ticket(sara, now=clock.now(), category=one) for one in ("technical", "account")]
    port = a_port()
    base = f"http://127.0.0.1:{port.getsockname()[1]}"
    app = create_app(replace(schema, base_url=base))
    async with served(app, port), AsyncExitStack() as streams:
        hers, his = [await streams.enter_async_context(listening(base, f"{one}@desk.test")) for one in ("sara", "omar")]
        await asyncio.wait_for(app.state.feed._hears.wait(), 60)  # however slowly this machine connects
        for one in (hidden, ticket):
            await say_present(one.reference, "writing", agent=sara, now=clock.now())
            await post_answer(one.token, Entry("Call +44 20 7946 0444, Zebrawood"), now=clock.now())
            await post_note(one.reference, Entry("Between us"), agent=sara, now=clock.now())
        wanted = {f"{kind}-changed {one.reference}" for kind in ("ticket", "presence") for one in (ticket, hidden)}
        allowed = wanted | {"queue-changed *"}
        assert await told_until(hers, allowed) == allowed
        his_own = {one for one in allowed if hidden.reference not in one}
        assert await told_until(his, his_own) == his_own


async def test_what_a_page_said_before_it_was_gone_is_not_believed_when_it_is_heard_later(browser):
    sara = await signed_in(browser)
    ticket = await an_assigned_ticket(sara, now=clock.now())
    page = await browser.get(f"/desk/tickets/{ticket.reference}")
    opened = int(re.search(r'data-now="(\d{13})"', page.text)[1])
    for state, said, there in (("gone", opened - 1, 0), ("looking", opened - 2, 0), ("looking", opened, 1)):
        form = {"csrf": csrf_of(page), "state": state, "said": str(said)}
        assert (await browser.post(f"/desk/tickets/{ticket.reference}/presence", data=form)).status_code == 204
        assert await Presence.count().where(Presence.seen_until > clock.now()) == there
