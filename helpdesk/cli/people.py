"""Staff and API tokens."""

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import with_database


@main.group()
def staff() -> None:
    """People who work here."""


@staff.command("add")
@click.argument("email")
@click.option("--name", required=True)
@click.option("--role", required=True, type=click.Choice(["agent", "manager", "officer", "admin"]))
@click.option("--team", default="", help="A team of the policy; without one an agent serves all teams.")
@click.option("--language", default="en", type=click.Choice(["en", "ar"]), help="The language of mail to this person.")
def staff_add(email: str, name: str, role: str, team: str, language: str) -> None:
    """Add a person; prints a one-time link to choose a password, and mails one when there is a mail server."""
    from helpdesk import clock
    from helpdesk.people.staff import add_staff
    from helpdesk.people.tables import Role
    from helpdesk.settings import read_settings

    async def add() -> None:
        settings = read_settings()
        token = await add_staff(
            email,
            name=name,
            role=Role(role),
            team=team,
            now=clock.now(),
            locale=language,
            by_mail=bool(settings.smtp_url),
        )
        click.echo(f"{settings.base_url}/desk/setup/{token}")

    with_database(add)


@staff.command("deactivate")
@click.argument("email")
def staff_deactivate(email: str) -> None:
    """Let a person in no more: sessions, tokens and sights end at once, their open tickets go back to the queue."""
    from helpdesk import clock
    from helpdesk.errors import NotFound
    from helpdesk.people.staff import find_by_address
    from helpdesk.tickets.leave import deactivate_by_operator

    async def leave() -> None:
        member = await find_by_address(email)
        if member is None:
            raise NotFound
        await deactivate_by_operator(member.id, now=clock.now())

    with_database(leave)


@staff.command("reset-second-factor")
@click.argument("email")
def staff_reset_second_factor(email: str) -> None:
    """Take away the second factor of a person who lost it: their sessions end, and they set up a new one."""
    from helpdesk import clock
    from helpdesk.errors import NotFound
    from helpdesk.people.second_factor import reset_factor
    from helpdesk.people.staff import find_by_address

    async def reset() -> None:
        member = await find_by_address(email)
        if member is None:
            raise NotFound
        await reset_factor(member.id, now=clock.now())

    with_database(reset)


@main.group()
def token() -> None:
    """Tokens for the JSON API."""


@token.command("add")
@click.option("--staff", "email", required=True, help="Address of the person whose rights it carries.")
@click.option("--name", default="", help="What it is for.")
def token_add(email: str, name: str) -> None:
    """Make an API token; it is printed once."""
    from helpdesk import clock
    from helpdesk.people.staff import add_token

    async def add() -> None:
        click.echo(await add_token(email, name=name, now=clock.now()))

    with_database(add)
