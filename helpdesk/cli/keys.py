"""The keyring."""

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import progress, with_database
from helpdesk.errors import HelpdeskError


@main.group()
def keys() -> None:
    """The keyring."""


@keys.command("init")
def keys_init() -> None:
    """Make a new keyring for a new installation; an existing one is never overwritten."""
    from helpdesk.privacy.vault.keyring import make_keyring, write_keyring
    from helpdesk.settings import read_settings

    path = read_settings().keyring
    try:
        write_keyring(path, make_keyring())
    except FileExistsError:
        raise HelpdeskError(f"There is a keyring at {path} already; it stays as it is.") from None
    click.echo(f"Made {path}. Keep a copy apart from the database: without it nothing stored can be read.")


@keys.command("status")
def keys_status() -> None:
    """Say which master keys there are, what they wrap, and that they fit the database."""
    from helpdesk.privacy.vault.commandline import describe_keys
    from helpdesk.settings import read_settings

    async def show() -> None:
        for line in await describe_keys(read_settings().keyring):
            click.echo(line)

    with_database(show)


@keys.command("check")
def keys_check() -> None:
    """Open every wrapped key, and say which are damaged; it changes nothing."""
    from helpdesk.privacy.vault.commandline import check_keys

    async def check() -> None:
        with progress("Opening keys") as advance:
            said = await check_keys(advance=advance)
        click.echo("\n".join(said))

    with_database(check)


@keys.command("rotate")
@click.option("--prepare", "only_prepare", is_flag=True, help="Make the next master key and do not use it yet.")
@click.option("--give-up-damaged", is_flag=True, help="Delete wrapped keys that do not open; what they sealed is lost.")
def keys_rotate(only_prepare: bool, give_up_damaged: bool) -> None:
    """Make a new master key, re-wrap every key by it and destroy the old one, while everything runs.

    When it was interrupted, give the command again: it goes on where it was. Where several machines have a copy of the
    keyring, use --prepare first.
    """
    from helpdesk.privacy.vault.commandline import keys_to_rewrap, prepare_rotation, rotate_keys
    from helpdesk.settings import read_settings

    path = read_settings().keyring

    async def work() -> None:
        if only_prepare:
            click.echo(prepare_rotation(path))
            return
        with progress("Re-wrapping keys", total=await keys_to_rewrap(path)) as advance:
            said = await rotate_keys(path, advance=advance, give_up_damaged=give_up_damaged)
        click.echo("\n".join(said))

    with_database(work)
