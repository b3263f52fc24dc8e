"""Receipts of erasures."""

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import with_database
from helpdesk.errors import HelpdeskError, TicketNotFound


@main.group()
def erasure() -> None:
    """What was erased: receipts that name nobody."""


@erasure.command("check")
@click.argument("number")
@click.argument("reference", required=False)
def erasure_check(number: str, reference: str | None) -> None:
    """Say what a receipt's NUMBER proves; with the REFERENCE of a request, whether that was erased under it."""
    with_database(lambda: _check(number, reference))


async def _check(number: str, reference: str | None) -> None:
    from helpdesk.privacy.erasure.receipts import are_details_proven, find_receipt, is_proven
    from helpdesk.tickets.access import face_of
    from piccolo_conf import SYSTEM, acting

    async with acting(SYSTEM):
        receipt = await find_receipt(number)
        if receipt is None:
            raise HelpdeskError("There is no receipt of this number.")
        click.echo(
            f"{receipt.number}: erased on {receipt.at:%Y-%m-%d %H:%M} UTC: requests {receipt.tickets}, "
            f"texts {receipt.messages}, details {receipt.details}, survey invitations {receipt.invitations}, "
            f"unsent mails {receipt.mails}; requests that waited: {receipt.waiting}."
        )
        if reference is None:
            return
        try:
            ticket = (await face_of(reference)).id
            was, details = await is_proven(number, ticket), await are_details_proven(number, ticket)
        except TicketNotFound:
            raise HelpdeskError("There is no request of this reference any more.") from None
        if details:
            click.echo(f"The hidden details of {reference.upper()} were erased under this number; its texts stayed.")
        else:
            click.echo(f"{reference.upper()} was {'' if was else 'not '}erased under this number.")
