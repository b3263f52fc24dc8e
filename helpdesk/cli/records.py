"""What is kept: the search index, scores from elsewhere."""

from pathlib import Path

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import progress, with_database


@main.group()
def search() -> None:
    """What tickets are found by."""


@search.command("reindex")
@click.option("--again", is_flag=True, help="Index every ticket anew, not only those that the index lacks.")
def search_reindex(again: bool) -> None:
    """Make tickets findable that are not in the index yet; stopped in between, the next run goes on."""
    from helpdesk.tickets.index import reindex, reindex_all

    done = 0

    async def run() -> None:
        nonlocal done
        with progress("Indexing") as advance:

            def told(count: int) -> None:
                nonlocal done
                done += count
                for _ in range(count):
                    advance()

            await (reindex_all if again else reindex)(told=told)
        click.echo(f"{done} tickets indexed; every ticket can be found.")

    with_database(run)


@main.group()
def results() -> None:
    """What customers answered to the survey."""


@results.command("import")
@click.argument("path", type=click.Path(exists=True, dir_okay=False, path_type=Path))
def results_import(path: Path) -> None:
    """Count past scores from a CSV file; a file that is imported twice is counted twice.

    The first line names the columns: date, rating, and any of category, team, agent, locale, nps, effort, thumbs.
    """
    from helpdesk.results.scores import read_scores
    from helpdesk.wiring import BOX
    from surveys.imports import import_votes

    async def count() -> None:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            votes = await read_scores(lines)
        done = await import_votes(votes, box=BOX)
        click.echo(f"{done.counted} answers were counted; {done.left_out} found no group of five and were left out.")

    with_database(count)
