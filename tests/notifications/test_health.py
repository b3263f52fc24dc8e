"""What whoever operates the desk sees of its mail: what waits, what failed, and which way out fails since when."""

import re
from datetime import timedelta
from uuid import UUID

import httpx

from helpdesk import clock
from tests.notifications.offices import a_promise, an_office, work

MAIL = re.compile(r"^helpdesk_(mail_\w+) (\d+)$", re.MULTILINE)


async def figures_of(browser: httpx.AsyncClient) -> tuple[dict[str, object], dict[str, int]]:
    """What /readyz and /metrics say of mail, but how late the oldest is."""
    ready, metrics = (await browser.get("/readyz")).json(), (await browser.get("/metrics")).text
    counted = {name: int(value) for name, value in MAIL.findall(metrics) if "late" not in name}
    return {name: value for name, value in ready.items() if name[:4] == "mail" and "late" not in name}, counted


async def test_a_mail_server_that_is_away_shows_and_what_is_late_failed_or_cannot_be_made(browser, mailbox):
    began = clock.now()
    for _ in range(4):
        await a_promise(due=began - timedelta(minutes=10))
    assert (await browser.get("/readyz")).json()["mail_late_seconds"] >= 600
    await mailbox.close()
    office = an_office(mailbox.url, now=began)
    await work(office)
    ready, counted = await figures_of(browser)
    assert ready == {
        "mail_waiting": 4, "mail_quarantined": 0, "mail_routes_failing": {"smtp": f"{began:%Y-%m-%dT%H:%M:%SZ}"},
    }  # fmt: skip
    assert counted == {"mail_waiting": 4, "mail_undelivered": 0, "mail_quarantined": 0, "mail_routes_failing": 1}

    await mailbox.open()
    await a_promise("poison", due=began)
    mailbox.answers = ["554 5.7.1 no"]
    office = an_office(mailbox.url, poison=poison)
    await work(office, *(began + timedelta(minutes=20 * n) for n in range(1, 5)))
    await office.transport.close()
    ready, counted = await figures_of(browser)
    assert ready == {"mail_waiting": 0, "mail_quarantined": 1, "mail_routes_failing": {}}
    assert counted == {"mail_waiting": 0, "mail_undelivered": 1, "mail_quarantined": 1, "mail_routes_failing": 0}


async def poison(about: UUID, recipient: UUID) -> None:
    raise RuntimeError
