"""The command `helpdesk`: says what went wrong and what to do in one sentence, without a traceback."""

import sys
from typing import NoReturn

import click

from helpdesk.errors import HelpdeskError, Invalid


def _say_and_stop(error: HelpdeskError) -> NoReturn:
    text = str(error) or error.sentence
    if isinstance(error, Invalid):
        from helpdesk import i18n

        text = " ".join(f"{field}: {i18n.words('en').plain(code)}" for field, code in error.fields.items())
    click.echo(f"helpdesk: {text}", err=True)
    sys.exit(1)


class _Commands(click.Group):
    """Says what went wrong and what to do in one sentence, without a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except HelpdeskError as error:
            _say_and_stop(error)
        except click.exceptions.Exit:  # a RuntimeError by which --help ends
            raise
        except RuntimeError as error:
            click.echo(f"helpdesk: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Commands)
@click.version_option(package_name="sitr", message="%(version)s")
def main() -> None:
    """Sitr: a support desk that knows only what it needs."""
