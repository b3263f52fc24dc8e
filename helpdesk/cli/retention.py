"""What goes when its time is over."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import progress, with_database

if TYPE_CHECKING:
    from helpdesk.results.monthly import MonthReport
    from helpdesk.tickets.retain import Due

_HEADS = ("Category", "Stage", "To go", "Kept by a hold")


@main.group()
def retention() -> None:
    """What goes when its time is over."""


@retention.command("run")
@click.option("--dry-run", is_flag=True, help="Say what would go, and change nothing.")
def retention_run(dry_run: bool) -> None:
    """Delete what the policy no longer keeps: files, then texts, then the link to the person, then the rest.

    Holds are respected. The worker does this every hour. Killed in between, the next run goes on where
    this one was.
    """
    from helpdesk import clock
    from helpdesk.privacy.vault.set_aside import count_set_aside
    from helpdesk.tickets.retain import due, retain
    from piccolo_conf import SYSTEM, acting

    async def run() -> None:
        async with acting(SYSTEM):
            found, (going, kept) = await due(now=clock.now()), await count_set_aside()
        _show(found)
        click.echo(f"Single details that were set aside under a hold: {going} to go, {kept} kept.")
        if dry_run:
            click.echo("Nothing was changed.")
            return
        with progress("Deleting", total=sum(one.tickets for one in found)) as advance:
            done = await retain(now=clock.now(), told=advance)
        if done is None:
            click.echo("Another run is at work; this one did nothing.")
            return
        click.echo(
            f"{done.attachments} tickets lost their files, {done.texts} their texts, {done.pseudonym} their person, "
            f"{done.rest} are deleted; {done.people} requesters went; a hold keeps {done.held}."
        )

    with_database(run)


def _show(found: Sequence["Due"]) -> None:
    """Print what would go, a line for each stage of a category."""
    from rich.console import Console
    from rich.table import Table

    table = Table(*_HEADS[:2])
    for head in _HEADS[2:]:
        table.add_column(head, justify="right")
    for one in found:
        table.add_row(one.category, one.stage, str(one.tickets), str(one.held))
    table.add_section()
    table.add_row("", "all", str(sum(one.tickets for one in found)), str(sum(one.held for one in found)))
    Console().print(table)


@retention.command("report")
@click.option("--month", type=click.DateTime(["%Y-%m"]), required=True, help="Such as 2026-03.")
def retention_report(month: datetime) -> None:
    """Count a month's tickets and first replies; the hash over all of it stays as it is whatever retention deletes."""
    from helpdesk.results.monthly import monthly_report
    from piccolo_conf import SYSTEM

    async def run() -> None:
        _print_month(await monthly_report(month.date(), actor=SYSTEM))

    with_database(run)


def _print_month(report: "MonthReport") -> None:
    from rich.console import Console
    from rich.table import Table

    table = Table("", "Category", "Team", "Reason", title=f"{report.month:%Y-%m}", title_justify="left")
    for head in ("Tickets", "Replied", "Within 4 h"):
        table.add_column(head, justify="right")
    for row in report.tickets:
        numbers = (row["tickets"], *((row["replied"], row["in_four_hours"]) if row["what"] == "opened" else ("", "")))
        table.add_row(row["what"], row["category"], row["team"], row["reason"], *map(str, numbers))
    Console().print(table)
    click.echo(f"Hash of the report, survey results included: {report.fingerprint}")
