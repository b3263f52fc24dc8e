"""No mail about what is erased goes out after the erasure, also one that a worker had in hand at that moment."""

import asyncio
import contextlib
from dataclasses import replace

import pytest

from helpdesk.tickets import doors
from helpdesk.tickets.erase import erase_requester
from notifications import worker
from notifications.tables import Outbound
from notifications.transport import NotOurs
from notifications.worker import run_once
from piccolo_conf import SYSTEM
from tests.builders import NOON, a_ticket, an_office


async def outcomes() -> list[str | None]:
    rows = await Outbound.select(Outbound.outcome).order_by(Outbound.id)
    return [row["outcome"] for row in rows]


async def erase(ticket) -> None:
    await erase_requester((await doors.ticket_of_link(ticket.token)).requester, actor=SYSTEM, now=NOON)


@pytest.mark.parametrize("moment", ["before it is rendered", "after it is rendered"])
async def test_what_is_erased_while_a_worker_has_its_mail_does_not_go_out(mailbox, moment):
    ticket, other = await a_ticket(), await a_ticket(email="other@customer.test")
    office = an_office(mailbox.url)
    real = office.renderers["ticket_received"]

    async def render(promises):
        if moment.startswith("before"):
            await erase(ticket)
        mails = await real(promises)
        if moment.startswith("after"):
            assert len([mail for mail in mails.values() if mail]) == 2  # both are whole, in the worker's hand
            await erase(ticket)
        return mails

    assert await run_once(replace(office, renderers={**office.renderers, "ticket_received": render})) == 2
    assert [mail["To"] for mail in mailbox.mails] == ["other@customer.test"]
    assert await outcomes() == ["withdrawn", "sent"]
    assert other.reference in str(mailbox.mails[0]["Subject"])


async def test_what_is_erased_while_its_mail_waits_for_a_connection_does_not_go_out():
    ticket = await a_ticket()
    waiting, go_on, said, ours = asyncio.Event(), asyncio.Event(), [], []

    class Waiting:
        async def send(self, _, *, still_ours):
            said.append(still_ours())
            ours.append(still_ours)
            waiting.set()
            await go_on.wait()
            said.append(still_ours())
            raise NotOurs

        async def close(self):
            pass

    stop = asyncio.Event()
    office = replace(an_office("smtp://127.0.0.1:1?tls=none"), transport=Waiting())
    running = asyncio.create_task(worker.run(office, stop=stop))
    await asyncio.wait_for(waiting.wait(), 20)
    await erase(ticket)
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(20):
            while ours[0]():  # noqa: ASYNC110 - until the worker has heard of it
                await asyncio.sleep(0.01)
    go_on.set()
    stop.set()
    await running
    assert said == [True, False]
    assert await outcomes() == ["withdrawn"]
