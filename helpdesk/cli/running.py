"""What commands share: a database to work on, a bar that says how far they are."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext


def with_database(work: Callable[[], Awaitable[object]], *, migrating: bool = False) -> None:
    """Run something on the configured database."""
    from helpdesk import wiring
    from helpdesk.settings import read_settings
    from piccolo_conf import DB

    wiring.take_into_use(read_settings())

    async def run() -> None:
        await wiring.open_database(migrating=migrating)
        try:
            await work()
        finally:
            await DB.close()

    asyncio.run(run())


def with_policy_and_keyring(work: Callable[[], None]) -> None:
    from helpdesk.privacy.policy import policy as rules
    from helpdesk.privacy.vault import keyring
    from helpdesk.settings import read_settings

    settings = read_settings()
    rules.use(rules.read_policy(settings.policy))
    keyring.use(keyring.read_keyring(settings.keyring))
    work()


@contextmanager
def progress_of(what: str) -> Iterator[Callable[[int, int], None]]:
    """Show on standard error how far something is and how long it will take, where somebody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Progress(*columns, console=console, transient=True)
    with bar if console.is_terminal else nullcontext():
        task = bar.add_task(what, total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


@contextmanager
def progress(what: str, *, total: int | None = None) -> Iterator[Callable[..., None]]:
    """Show on standard error how many are done, where somebody looks."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    console = Console(stderr=True)
    counts = (MofNCompleteColumn(), TimeRemainingColumn()) if total else (TextColumn("{task.completed}"),)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), *([BarColumn()] if total else []), *counts)
    bar = Progress(*columns, console=console, transient=True)
    with bar if console.is_terminal else nullcontext():
        task = bar.add_task(what, total=total)
        yield lambda count=1: bar.advance(task, count)
