"""Promised mail, and calls to processors."""

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import with_database, with_policy_and_keyring


@main.group()
def mail() -> None:
    """Promised mail."""


@mail.command("status")
def mail_status() -> None:
    """Say what waits, what was not delivered, and whether the mail server takes any."""
    from helpdesk import clock
    from notifications.outbox import figures

    async def show() -> None:
        counted = await figures(now=clock.now())
        click.echo(f"waiting {counted.waiting}, undelivered {counted.failed}, quarantined {counted.quarantined}")
        for name, since in counted.blocked.items():
            click.echo(f"{name} fails since {since:%Y-%m-%d %H:%M} UTC")

    with_database(show)


@mail.command("retry")
def mail_retry() -> None:
    """Promise again what was quarantined because it could not be rendered."""
    from helpdesk import clock
    from notifications.outbox import retry_quarantined

    async def retry() -> None:
        click.echo(f"{await retry_quarantined(now=clock.now())} promised again")

    with_database(retry)


@main.group()
def webhook() -> None:
    """Calls to the processors that the policy names with an address."""


@webhook.command("test")
@click.argument("name")
def webhook_test(name: str) -> None:
    """Show exactly what is sent to a processor, made of an invented ticket; nothing is sent."""
    from helpdesk.webhook_test import shown

    with_policy_and_keyring(lambda: click.echo(shown(name)))


@webhook.command("secret")
@click.argument("name")
def webhook_secret(name: str) -> None:
    """Print the secret with which a processor checks our signatures."""
    import base64

    from helpdesk import wiring
    from helpdesk.tickets.webhooks import processor_to_test

    def show() -> None:
        processor_to_test(name)
        click.echo(f"whsec_{base64.b64encode(wiring.webhook_secret(name)).decode()}")

    with_policy_and_keyring(show)


@webhook.command("log")
@click.argument("name")
def webhook_log(name: str) -> None:
    """List the calls of the last month to a processor: when, what happened, how it ended; never a body."""
    from helpdesk.tickets.webhooks import processor_to_test, recipient
    from notifications.outbox import deliveries

    async def show() -> None:
        calls = await deliveries(recipient(name))
        if not calls:  # one that the policy names no more may have been called in this month
            processor_to_test(name)
        for call in calls:
            outcome = call.outcome or "waiting"
            click.echo(f"{call.due_at:%Y-%m-%d %H:%M} {call.kind} {outcome} {call.reason} attempts={call.attempts}")

    with_database(show)
