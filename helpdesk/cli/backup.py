"""Backups and restores."""

from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import progress_of, with_database
from helpdesk.errors import HelpdeskError

if TYPE_CHECKING:
    from helpdesk.backup.seal import Recipient
    from helpdesk.backup.write import Order

_FILE = click.Path(dir_okay=False, path_type=Path)


@main.group(invoke_without_command=True)
@click.option("--to", "place", type=click.Path(path_type=Path), help="Folder, or the beginning of the files' names.")
@click.option("--keys-only", is_flag=True, help="Only the keys and the journal: quick, after every erasure.")
@click.option("--replace-keys", is_flag=True, help="Destroy older archives of keys in the same folder afterwards.")
@click.pass_context
def backup(context: click.Context, place: Path | None, keys_only: bool, replace_keys: bool) -> None:
    """Write content and keys as two archives, each sealed to a key that this machine does not have.

    HELPDESK_BACKUP_RECIPIENT says whose key opens the content, HELPDESK_BACKUP_KEYS_RECIPIENT whose the keys.
    """
    if context.invoked_subcommand is not None:
        return
    if place is None:
        raise click.UsageError("Say where to: --to FOLDER.")
    with_database(partial(_back_up, _order(place, keys_only=keys_only), replace_keys=replace_keys))


def _order(place: Path, *, keys_only: bool) -> "Order":
    from helpdesk import clock
    from helpdesk.backup.write import Order
    from helpdesk.settings import read_settings

    settings = read_settings()
    content_for, keys_for = _recipients(settings.backup_for, settings.backup_keys_for)
    content, keys = _names(place, clock.now())
    return Order(None if keys_only else content, keys, content_for, keys_for, settings.keyring, settings.policy)


async def _back_up(order: "Order", *, replace_keys: bool) -> None:
    from helpdesk import clock
    from helpdesk.backup.last import write_last
    from helpdesk.backup.write import write_backup
    from helpdesk.settings import read_settings

    now = clock.now()
    try:
        with progress_of("Writing") as advance:
            size = await write_backup(order, now=now, told=advance)
    except FileExistsError:
        raise HelpdeskError(f"There is an archive of the name of {order.keys} already; it stays as it is.") from None
    write_last(read_settings().var, keys_only=order.content is None, now=now)
    for path in filter(None, (order.content, order.keys)):
        click.echo(f"Wrote {path}")
    click.echo(
        f"{size / 1e6:.1f} MB, read through again. Copy the archives to two other places, apart from each other."
    )
    if str(order.content_for) == str(order.keys_for):
        click.echo("One key opens both archives. Set HELPDESK_BACKUP_KEYS_RECIPIENT to another to keep them apart.")
    _settle_older(order.keys, replace=replace_keys)


def _recipients(content: str, keys: str) -> "tuple[Recipient, Recipient]":
    from helpdesk.backup.seal import read_recipient

    if not content:
        raise HelpdeskError(
            "Set HELPDESK_BACKUP_RECIPIENT to the key that may open the archives: run `helpdesk backup key FILE` on "
            "another machine, keep FILE there, and take the line that it prints."
        )
    return read_recipient(content), read_recipient(keys or content)


def _names(place: Path, now: datetime) -> tuple[Path, Path]:
    if place.is_dir():
        return place / f"sitr-{now:%Y%m%dT%H%M%SZ}.content.age", place / f"sitr-{now:%Y%m%dT%H%M%SZ}.keys.age"
    if not place.parent.is_dir():
        raise HelpdeskError(f"There is no folder {place.parent}.")
    return place.with_name(f"{place.name}.content.age"), place.with_name(f"{place.name}.keys.age")


def _settle_older(keys: Path, *, replace: bool) -> None:
    """Destroy older archives of keys, or say that they are there: with them what was erased since could come back."""
    older = sorted(path for path in keys.parent.glob("*.keys.age") if path != keys)
    if not older:
        return
    if not replace:
        click.echo(
            f"{len(older)} older archives of keys lie beside it and still open what was erased since: destroy them."
        )
        return
    for path in older:
        path.unlink()
    click.echo(f"{len(older)} older archives of keys were deleted here. Delete their copies elsewhere, too.")


@backup.command("key")
@click.argument("path", metavar="FILE", type=_FILE)
def backup_key(path: Path) -> None:
    """Make a key pair of age: FILE opens archives and stays away from the server; what is printed seals them."""
    from helpdesk.backup.seal import make_identity

    try:
        recipient = make_identity(path)
    except FileExistsError:
        raise HelpdeskError(f"There is a file {path} already; it stays as it is.") from None
    except OSError as error:
        raise HelpdeskError(f"{path} cannot be written ({type(error).__name__}).") from None
    click.echo(recipient)


@backup.command("check")
@click.argument("paths", nargs=-1, required=True, metavar="ARCHIVE…", type=_FILE)
@click.option("--identity", "identities", multiple=True, required=True, type=_FILE, help="File that opens it.")
def backup_check(paths: tuple[Path, ...], identities: tuple[Path, ...]) -> None:
    """Read archives through as a restore would, and change nothing."""
    import asyncio

    from helpdesk.backup.seal import read_identity, read_through

    async def check() -> None:
        keys = [read_identity(path) for path in identities]
        for path in paths:
            header = (await read_through(path, keys)).finish()
            click.echo(f"{path.name}: {header.what} of {header.made_at:%Y-%m-%d %H:%M:%S} UTC, whole")

    asyncio.run(check())


@main.command()
@click.option("--content", required=True, type=_FILE, help="Archive of content.")
@click.option("--keys", required=True, type=_FILE, help="The newest archive of keys.")
@click.option("--identity", "identities", multiple=True, required=True, type=_FILE, help="File that opens them.")
@click.option("--force", is_flag=True, help="Give up what the database holds now; take keys older than the content.")
def restore(content: Path, keys: Path, identities: tuple[Path, ...], force: bool) -> None:
    """Bring a backup back into an empty database; what was erased stays erased. Stop serve and worker first."""
    import asyncio

    from helpdesk import clock
    from helpdesk.backup.commandline import restore_into
    from helpdesk.settings import read_settings

    async def work() -> None:
        done, what = 0, ""
        with progress_of("Restoring") as advance:

            def told(doing: str, size: int) -> None:
                nonlocal done, what
                done, what = (done if doing == what else 0) + size, doing
                advance(done, done)

            for line in await restore_into(
                read_settings(), content, keys, identities, force=force, now=clock.now(), told=told
            ):
                click.echo(line)

    asyncio.run(work())
