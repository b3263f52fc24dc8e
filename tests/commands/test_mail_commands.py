"""`helpdesk mail` and `helpdesk webhook`: what waits and failed, what a processor is told; never a body or an address."""

import asyncio
import base64
import hashlib
import hmac
import json
from datetime import datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from helpdesk.cli import main
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault import keyring
from helpdesk.settings import Settings
from notifications import outbox
from notifications.breaker import Breaker
from notifications.tables import Outbound
from tests.builders import NOON, a_ticket, after
from tests.commands.test_commands import said
from tests.processes import ROOT, run

PARTNER = """
[processors.partner]
name = { en = "Partner", ar = "شريك" }
purpose = { en = "Statistics", ar = "إحصاءات" }
fields = ["reference", "status"]
events = ["ticket.opened"]
url = "https://partner.test/hook"
"""
NOBODY = "The policy has no processor of this name with a url, so none is called. It has: partner."


@pytest.fixture
def installation(settings: Settings, tmp_path: Path) -> dict[str, str]:
    """The tests' installation, with a policy that names a processor who is called."""
    shipped = (ROOT / "helpdesk" / "privacy" / "policy" / "default.toml").read_text("utf-8")
    (tmp_path / "policy.toml").write_text(shipped + PARTNER, "utf-8")
    return {
        "HELPDESK_DATABASE_URL": settings.database_url,
        "HELPDESK_OWNER_URL": settings.owner_url,
        "HELPDESK_KEYRING": str(settings.keyring),
        "HELPDESK_VAR": str(settings.var),
        "HELPDESK_POLICY": str(tmp_path / "policy.toml"),
    }


def asked(installation: dict[str, str], *command: str) -> Result:
    """Run a command that asks no database."""
    return CliRunner(env=installation).invoke(main, command)


@pytest.mark.parametrize("command", ["test", "secret"])
def test_a_processor_that_the_policy_does_not_call_is_refused_with_those_it_calls(installation, monkeypatch, command):
    monkeypatch.setattr(keyring, "_in_use", keyring._in_use)
    for name in ("nobody", "mail"):  # the second is in the policy, without an address
        done = asked(installation, "webhook", command, name)
        assert (done.exit_code, done.stdout, done.stderr) == (1, "", f"helpdesk: {NOBODY}\n")


def test_what_is_shown_of_a_call_is_verified_with_the_secret_that_is_printed(installation, monkeypatch):
    monkeypatch.setattr(keyring, "_in_use", keyring._in_use)
    shown, secret = (asked(installation, "webhook", command, "partner") for command in ("test", "secret"))
    assert (shown.exit_code, secret.exit_code, shown.stderr, secret.stderr) == (0, 0, "", "")
    head, _, body = shown.stdout.removesuffix("\n").partition("\n\n")
    first, *lines = head.splitlines()
    headers = dict(line.split(": ", 1) for line in lines)
    assert first == "POST https://partner.test/hook"
    assert json.loads(body) == {
        "type": "ticket.opened",
        "timestamp": "2026-03-02T12:00:00Z",
        "data": {"reference": "SR-7K3M-9QXD", "status": "open"},
    }
    prefix, _, key = secret.stdout.strip().partition("_")
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.{body}".encode()
    signature = base64.b64encode(hmac.digest(base64.b64decode(key), signed, hashlib.sha256)).decode()
    assert (prefix, headers["webhook-signature"]) == ("whsec", f"v1,{signature}")


async def settled(kind: str, due: datetime, outcome: str, reason: str) -> None:
    """Let one promise have come to an end that is none."""
    ended = {Outbound.outcome: outcome, Outbound.reason: reason, Outbound.settled_at: due, Outbound.attempts: 3}
    await Outbound.update(ended).where(Outbound.kind == kind, Outbound.due_at == due)


async def test_an_operator_sees_what_became_of_mail_and_calls_and_repairs_what_could_not_be_made(installation):
    policy.use(policy.read_policy(Path(installation["HELPDESK_POLICY"])))
    await a_ticket(now=NOON)
    await a_ticket(now=after(minutes=1), email="zed@customer.test")
    await settled("ticket_received", NOON, "quarantined", "fault")
    await settled("webhook/ticket.opened", NOON, "failed", "refused")
    breaker = Breaker()
    for _ in range(3):
        await breaker.failed("webhook:partner", now=after(days=3650))  # until the machine's clock comes there

    status, log, nobody = await asyncio.gather(
        *(
            asyncio.to_thread(run, *command, **installation)
            for command in (("mail", "status"), ("webhook", "log", "partner"), ("webhook", "log", "nobody"))
        )
    )
    assert (status.returncode, said(status)) == (0, "")
    assert status.stdout == (
        "waiting 2, undelivered 1, quarantined 1\nwebhook:partner fails since 2036-02-28 12:00 UTC\n"
    )
    assert (log.returncode, said(log)) == (0, "")
    assert log.stdout == (
        "2026-03-02 12:01 webhook/ticket.opened waiting  attempts=0\n"
        "2026-03-02 12:00 webhook/ticket.opened failed refused attempts=3\n"
    )
    assert (nobody.returncode, nobody.stdout, said(nobody)) == (1, "", f"helpdesk: {NOBODY}")

    again = await asyncio.to_thread(run, "mail", "retry", **installation)
    assert (again.returncode, again.stdout, said(again)) == (0, "1 promised again\n", "")
    figures = await outbox.figures(now=NOON)
    assert (figures.waiting, figures.failed, figures.quarantined) == (3, 1, 0)
