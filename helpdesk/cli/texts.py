"""The policy file, and redaction of texts from outside."""

import json
import sys
from pathlib import Path

import click

from helpdesk.cli.group import main
from helpdesk.cli.running import progress, with_database


@main.group()
def policy() -> None:
    """The policy file."""


@policy.command("check")
@click.argument("path", required=False, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Give the mistakes as JSON.")
def policy_check(path: Path | None, as_json: bool) -> None:
    """Check a policy file (the configured one without PATH) and explain every mistake with its line and remedy."""
    from helpdesk.privacy.policy.commandline import check_file
    from helpdesk.settings import read_settings

    said, is_right = check_file(path or read_settings().policy, as_json=as_json)
    click.echo(said, err=not is_right and not as_json)
    sys.exit(0 if is_right else 1)


@policy.command("publish")
@click.option("--dry-run", is_flag=True, help="Say what would change, and publish nothing.")
@click.option("--yes", is_flag=True, help="Do not ask.")
def policy_publish(dry_run: bool, yes: bool) -> None:
    """Publish what differs of terms and privacy notice as versions, and have customers told by mail."""
    from helpdesk import clock
    from helpdesk.privacy.policy.described import described
    from helpdesk.privacy.policy.publish import proposals, publish
    from helpdesk.web.portal.privacy_notice import policy_texts
    from piccolo_conf import SYSTEM

    async def run() -> None:
        found = await proposals(policy_texts())
        click.echo("\n".join(line for proposal in found for line in described(proposal)) or "Nothing differs.")
        if found and not dry_run and (yes or click.confirm("Publish this, for good, and tell customers by mail?")):
            done = await publish(policy_texts(), by=SYSTEM, now=clock.now())
            click.echo(f"Published: {', '.join(f'{proposal.kind} {proposal.number}' for proposal in done)}.")

    with_database(run)


@main.command()
@click.option("--lang", default="auto", type=click.Choice(["en", "ar", "auto"]))
@click.option("--json", "as_json", is_flag=True, help="Give text and findings as JSON.")
@click.option("--jsonl", is_flag=True, help='One object {"text","lang"?,"known"?} a line in, one a line out.')
@click.option("--explain", is_flag=True, help="Say of each finding where it stands and which rule found it.")
def redact(lang: str, as_json: bool, jsonl: bool, explain: bool) -> None:
    """Hide private details: text in, redacted text out."""
    from helpdesk.privacy.redaction.commandline import as_object, explained, plain

    if jsonl:
        _redact_lines(lang)
        return
    text = sys.stdin.read()
    if explain:
        click.echo(explained(text, lang=lang))
        return
    click.echo(as_object(text, lang=lang) if as_json else plain(text, lang=lang), nl=as_json)


def _redact_lines(lang: str) -> None:
    """Redact line by line; on a terminal say every now and then how far it is."""
    from helpdesk.privacy.redaction.commandline import redact_line

    with progress("Redacting") as advance:
        for line in sys.stdin:
            click.echo(redact_line(line, lang=lang))
            advance()


@main.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Give the counts as JSON.")
def scan(path: Path, as_json: bool) -> None:
    """Count what private details an mbox, a CSV or a folder of texts holds; values are never shown."""
    from helpdesk.privacy.redaction.desk_scan import Seen, scan_path

    seen = Seen()
    with progress("Reading") as advance:
        for seen in scan_path(path):  # noqa: B007 - the last one is what is told
            advance()
    if as_json:
        counts = {
            "texts": seen.texts,
            "with_details": seen.with_details,
            "unread": seen.unread,
            "kinds": dict(seen.kinds),
        }
        click.echo(json.dumps(counts))
        return
    click.echo(
        f"{seen.texts} texts, {seen.with_details} of them with private details, {seen.unread} parts not readable."
    )
    for kind, count in seen.kinds.most_common():
        click.echo(f"{count:>8}  {kind}")
