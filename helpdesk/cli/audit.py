"""The audit trail."""

import sys
from datetime import UTC, datetime
from pathlib import Path

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import progress_of, with_database
from helpdesk.errors import HelpdeskError


@main.group()
def audit() -> None:
    """The audit trail's chain."""


@audit.command("verify")
@click.option(
    "--since", type=click.DateTime(["%Y-%m-%d", "%Y-%m-%dT%H:%M:%S"]), help="Begin here (UTC), not at the origin."
)
@click.option("--checkpoint", "files", multiple=True, type=click.Path(exists=True, path_type=Path), help="Kept apart.")
@click.option("--json", "as_json", is_flag=True, help="Give the report as JSON.")
def audit_verify(since: datetime | None, files: tuple[Path, ...], as_json: bool) -> None:
    """Find what was changed, removed, put in, reordered, cut off or signed by others; exit code 1 if anything was."""
    from helpdesk import wiring
    from helpdesk.audit import commandline
    from helpdesk.audit.verify import verify
    from helpdesk.settings import read_settings

    async def look() -> None:
        trail = wiring.trail(read_settings())
        marks = commandline.marks(files, own=trail.kept, signer=trail.signer)
        begin = since.replace(tzinfo=UTC) if since else None
        with progress_of("Verifying") as advance:
            report = await verify(signer=trail.signer, since=begin, kept=marks, advance=advance)
        said = [commandline.as_json(report, marks)] if as_json else commandline.lines(report, marks)
        click.echo("\n".join(said))
        if report.findings:
            sys.exit(1)

    with_database(look)


@audit.command("seal")
@click.option(
    "--despite-fault", is_flag=True, help="Go on behind a fault that you have looked into; it stays on record."
)
def audit_seal(despite_fault: bool) -> None:
    """Chain and sign what waits, now; the worker does so every second."""
    from helpdesk import wiring
    from helpdesk.audit.queries import newest_checkpoint, unsealed
    from helpdesk.audit.sequencer import Memory, chain_waiting, go_on_despite
    from helpdesk.settings import read_settings
    from piccolo_conf import SYSTEM, acting

    async def seal() -> None:
        trail = wiring.trail(read_settings())
        if despite_fault:
            await go_on_despite(trail)
        memory = Memory(trail)
        await chain_waiting(trail, memory)
        await memory.write()
        async with acting(SYSTEM):
            point, waiting = await newest_checkpoint(), await unsealed()
        click.echo(f"{point.size if point else 0} entries are chained and signed, {waiting.count} wait.")

    with_database(seal)


@audit.command("export")
@click.argument("path", required=False, type=click.Path(path_type=Path))
def audit_export(path: Path | None) -> None:
    """Write the newest signed checkpoint, to be kept apart from this system; without PATH, to standard output."""
    from helpdesk import wiring
    from helpdesk.audit import kept
    from helpdesk.audit.queries import newest_checkpoint
    from helpdesk.settings import read_settings
    from piccolo_conf import SYSTEM, acting

    async def export() -> None:
        trail = wiring.trail(read_settings())
        async with acting(SYSTEM):
            signer, point = trail.signer, await newest_checkpoint()
        if point is None or not signer.is_ours(point):
            raise HelpdeskError("There is no checkpoint that this installation signed. Run `helpdesk audit seal`.")
        for known in (kept.read_if_there(file, signer=signer) for file in (trail.kept, path) if file is not None):
            if known is not None and known.size > point.size:
                raise HelpdeskError("A newer checkpoint is kept already: the chain was cut back. Nothing was written.")
        if path is None:
            click.echo(kept.to_text(point, signer=signer), nl=False)
            return
        kept.keep(path, point, signer=signer)
        click.echo(f"{path} holds position {point.size}, signed {point.at:%Y-%m-%d %H:%M:%S} UTC. Keep it apart.")

    with_database(export)
