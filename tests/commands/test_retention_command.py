"""`helpdesk retention`: a table of what would go, the run itself, a report whose hash stays."""

import asyncio
import re
from datetime import timedelta

from helpdesk import clock
from helpdesk.settings import Settings
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.tables import Reason
from notifications.tables import Outbound
from tests.builders import an_assigned_ticket
from tests.processes import run


async def helpdesk(settings: Settings, *command: str) -> str:
    """What a command of this installation prints; it must succeed."""
    variables = {
        "HELPDESK_DATABASE_URL": settings.database_url,
        "HELPDESK_OWNER_URL": settings.owner_url,
        "HELPDESK_KEYRING": str(settings.keyring),
        "HELPDESK_VAR": str(settings.var),
        "COLUMNS": "100",
    }
    done = await asyncio.to_thread(run, *command, **variables)
    assert (done.returncode, done.stderr) == (0, "")
    return done.stdout


async def test_a_dry_run_changes_nothing_and_the_run_does_what_it_said(settings, agent):
    now = clock.now()
    for days in (200, 400, 10):
        ticket = await an_assigned_ticket(agent, email=f"p{days}@customer.test", now=now - timedelta(days=days + 1))
        await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=now - timedelta(days=days))
    await Outbound.raw(  # what a hold kept that is lifted
        "INSERT INTO held_value (id, owner, digest, ciphertext, sealed_at, set_aside_at)"
        " SELECT gen_random_uuid(), owner, '', '', now(), now() FROM owner_key LIMIT 1"
    )
    month = f"{now - timedelta(days=401):%Y-%m}"
    before = await helpdesk(settings, "retention", "report", "--month", month)
    assert re.search(r"report, survey results included: [0-9a-f]{64}\n", before)

    dry = await helpdesk(settings, "retention", "run", "--dry-run")
    assert [line.split("│")[1:5] for line in dry.splitlines() if "technical" in line] == [
        [" technical ", " texts     ", "     2 ", "              0 "],
        [" technical ", " pseudonym ", "     1 ", "              0 "],
    ]
    assert "Single details that were set aside under a hold: 1 to go, 0 kept." in dry
    assert "Nothing was changed." in dry
    assert len(await Outbound.raw("SELECT 1 FROM held_value")) == 1
    assert await Outbound.raw("SELECT 1 FROM ticket WHERE kept <> 'all'") == []

    real = await helpdesk(settings, "retention", "run")
    assert (
        "0 tickets lost their files, 2 their texts, 1 their person, 0 are deleted; 1 requesters went; a hold keeps 0."
        in real
    )
    assert await Outbound.raw("SELECT 1 FROM held_value") == []
    rows = await Outbound.raw("SELECT kept FROM ticket ORDER BY closed_at")
    assert [row["kept"] for row in rows] == ["figures", "frame", "all"]
    assert await helpdesk(settings, "retention", "report", "--month", month) == before
