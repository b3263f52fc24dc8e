"""Start what serves and works; bring the schema up to date; look at the installation."""

import asyncio
import sys

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import with_database


@main.command()
@click.option("--port", default=8000, show_default=True, help="Port of this machine to listen on.")
@click.option("--simulate", default=0, metavar="N", help="Let N requests be made, solved and asked about beforehand.")
def demo(port: int, simulate: int) -> None:
    """Run everything on embedded defaults, with sample tickets."""
    from helpdesk.demo.run import run_demo

    asyncio.run(run_demo(port=port, simulated=simulate))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
@click.option("--workers", default=1, show_default=True, help="Processes that share the port.")
def serve(host: str, port: int, workers: int) -> None:
    """Serve pages and the JSON API."""
    from helpdesk.processes import serve_with

    serve_with(host=host, port=port, workers=workers)


@main.command()
def worker() -> None:
    """Send promised mail."""
    from helpdesk.processes import run_worker

    run_worker()


@main.command()
def migrate() -> None:
    """Bring the database's schema to its newest state."""

    async def nothing() -> None:
        click.echo("The schema is current.")

    with_database(nothing, migrating=True)


@main.command()
def doctor() -> None:
    """Check everything a deployment needs, each with what to do."""
    from helpdesk.doctor import examine

    sys.exit(0 if asyncio.run(examine(click.echo)) else 1)
