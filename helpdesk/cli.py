"""The command line: the commands of the public interface. Imports come late, so that help is quick."""

import asyncio
import json
import sys
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime
from pathlib import Path
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
        except RuntimeError as error:
            click.echo(f"helpdesk: {error}", err=True)
            sys.exit(1)


@click.group(cls=_Commands)
@click.version_option(package_name="sitr", message="%(version)s")
def main() -> None:
    """Sitr: a support desk that knows only what it needs."""


def _with_database(work: Callable[[], Awaitable[object]], *, migrating: bool = False) -> None:
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


@main.group()
def mail() -> None:
    """Promised mail."""


@mail.command("status")
def mail_status() -> None:
    """Say what waits, what was not delivered, and whether the mail server takes any."""
    from helpdesk import clock
    from notifications.outbox import figures

    async def show() -> None:
        counted = await figures(now=clock.now())
        click.echo(f"waiting {counted.waiting}, undelivered {counted.failed}, quarantined {counted.quarantined}")
        for name, since in counted.blocked.items():
            click.echo(f"{name} fails since {since:%Y-%m-%d %H:%M} UTC")

    _with_database(show)


@mail.command("retry")
def mail_retry() -> None:
    """Promise again what was quarantined because it could not be rendered."""
    from helpdesk import clock
    from notifications.outbox import retry_quarantined

    async def retry() -> None:
        click.echo(f"{await retry_quarantined(now=clock.now())} promised again")

    _with_database(retry)


@main.group()
def webhook() -> None:
    """Calls to the processors that the policy names with an address."""


@webhook.command("test")
@click.argument("name")
def webhook_test(name: str) -> None:
    """Show exactly what is sent to a processor, made of an invented ticket; nothing is sent."""
    from helpdesk.webhook_test import shown

    _with_policy_and_keyring(lambda: click.echo(shown(name)))


@webhook.command("secret")
@click.argument("name")
def webhook_secret(name: str) -> None:
    """Print the secret with which a processor checks our signatures."""
    import base64

    from helpdesk import wiring
    from helpdesk.tickets.webhooks import processor_to_test

    def show() -> None:
        processor_to_test(name)
        click.echo(f"whsec_{base64.b64encode(wiring.webhook_secret(name)).decode()}")

    _with_policy_and_keyring(show)


@webhook.command("log")
@click.argument("name")
def webhook_log(name: str) -> None:
    """List the calls of the last month to a processor: when, what happened, how it ended; never a body."""
    from helpdesk.tickets.webhooks import recipient
    from notifications.outbox import deliveries

    async def show() -> None:
        for call in await deliveries(recipient(name)):
            outcome = call.outcome or "waiting"
            click.echo(f"{call.due_at:%Y-%m-%d %H:%M} {call.kind} {outcome} {call.reason} attempts={call.attempts}")

    _with_database(show)


def _with_policy_and_keyring(work: Callable[[], None]) -> None:
    from helpdesk.privacy.policy import policy as rules
    from helpdesk.privacy.vault import keyring
    from helpdesk.settings import read_settings

    settings = read_settings()
    rules.use(rules.read_policy(settings.policy))
    keyring.use(keyring.read_keyring(settings.keyring))
    work()


@main.command()
def migrate() -> None:
    """Bring the database's schema to its newest state."""

    async def nothing() -> None:
        click.echo("The schema is current.")

    _with_database(nothing, migrating=True)


@main.command()
def doctor() -> None:
    """Check everything a deployment needs, each with what to do."""
    from helpdesk.doctor import examine

    sys.exit(0 if asyncio.run(examine(click.echo)) else 1)


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

    _with_database(add)


@staff.command("deactivate")
@click.argument("email")
def staff_deactivate(email: str) -> None:
    """Let a person in no more: sessions, tokens and everything they had open end at once."""
    from helpdesk import clock
    from helpdesk.errors import NotFound
    from helpdesk.people.staff import deactivate, find_by_address

    async def leave() -> None:
        member = await find_by_address(email)
        if member is None:
            raise NotFound
        await deactivate(member.id, now=clock.now())

    _with_database(leave)


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

    _with_database(add)


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

    _with_database(show)


@keys.command("check")
def keys_check() -> None:
    """Open every wrapped key, and say which are damaged; it changes nothing."""
    from helpdesk.privacy.vault.commandline import check_keys

    async def check() -> None:
        with _progress("Opening keys") as advance:
            said = await check_keys(advance=advance)
        click.echo("\n".join(said))

    _with_database(check)


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
        with _progress("Re-wrapping keys", total=await keys_to_rewrap(path)) as advance:
            said = await rotate_keys(path, advance=advance, give_up_damaged=give_up_damaged)
        click.echo("\n".join(said))

    _with_database(work)


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

    with _progress("Redacting") as advance:
        for line in sys.stdin:
            click.echo(redact_line(line, lang=lang))
            advance()


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
        with _progress("Indexing") as advance:

            def told(count: int) -> None:
                nonlocal done
                done += count
                for _ in range(count):
                    advance()

            await (reindex_all if again else reindex)(told=told)
        click.echo(f"{done} tickets indexed; every ticket can be found.")

    _with_database(run)


@main.command()
@click.argument("path", type=click.Path(exists=True, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Give the counts as JSON.")
def scan(path: Path, as_json: bool) -> None:
    """Count what private details an mbox, a CSV or a folder of texts holds; values are never shown."""
    from helpdesk.privacy.redaction.desk_scan import Seen, scan_path

    seen = Seen()
    with _progress("Reading") as advance:
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

    _with_database(count)


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
        with _progress_of("Verifying") as advance:
            report = await verify(signer=trail.signer, since=begin, kept=marks, advance=advance)
        said = [commandline.as_json(report, marks)] if as_json else commandline.lines(report, marks)
        click.echo("\n".join(said))
        if report.findings:
            sys.exit(1)

    _with_database(look)


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

    _with_database(seal)


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

    _with_database(export)


@contextmanager
def _progress_of(what: str) -> Iterator[Callable[[int, int], None]]:
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
def _progress(what: str, *, total: int | None = None) -> Iterator[Callable[..., None]]:
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
