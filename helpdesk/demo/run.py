"""`helpdesk demo`: database, keyring, schema, mail sink, sample tickets, web and worker in one process."""

import asyncio
import logging
from dataclasses import replace

import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

from helpdesk import clock, wiring
from helpdesk.app import create_app
from helpdesk.backup.seal import sealing
from helpdesk.demo import letters, play, simulate
from helpdesk.demo.pages import FRAME_POLICY, routes
from helpdesk.demo.people import ACCOUNTS, PASSWORD, add_accounts
from helpdesk.demo.sink import Sink
from helpdesk.logs import configure
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.keyring import make_keyring, write_keyring
from helpdesk.processes import listen
from helpdesk.serve import serve
from helpdesk.settings import Settings, read_settings
from helpdesk.worker import stop_on_signal, work
from piccolo_conf import DB

_HOST = "127.0.0.1"
_EASY = policy.SignIn(second_factor=[])  # to walk in with a password alone; anybody may set a second factor up


async def run_demo(*, port: int, simulated: int = 0) -> None:
    """Run everything until it is told to stop; what an earlier run left is kept."""
    say = Console(highlight=False, soft_wrap=True)
    listening = listen(_HOST, port, alone=True)
    settings = replace(read_settings(), base_url=f"http://{_HOST}:{port}")
    await _prepare(settings, say)
    if simulated:
        await _simulate(simulated, say)
    sink = Sink()
    office = wiring.office(settings, smtp_url=await sink.open())
    office = replace(office, limits=replace(office.limits, strangers=None))  # nobody's mailbox is to be spared here
    stop = stop_on_signal()
    _tell(say, settings)
    configure(level=logging.WARNING)
    try:
        async with asyncio.TaskGroup() as both:
            both.create_task(
                serve(
                    create_app(settings, more=[*routes(sink), *letters.routes(settings.base_url, FRAME_POLICY)]),
                    listening=listening,
                    stop=stop,
                )
            )
            transfers = wiring.transfers(settings, sealing=sealing)
            both.create_task(work(office, trail=wiring.trail(settings), transfers=transfers, stop=stop))
    finally:
        await sink.close()
        await DB.close()


async def _prepare(settings: Settings, say: Console) -> None:
    say.print(f"Starting on embedded PostgreSQL; data in {settings.var}")
    if not settings.keyring.exists():
        write_keyring(settings.keyring, make_keyring())
    await asyncio.to_thread(wiring.take_into_use, settings)
    policy.use(msgspec.structs.replace(policy.in_use(), survey_delay_minutes=0, sign_in=_EASY))
    await wiring.open_database(migrating=True)
    if await add_accounts(now=clock.now()):
        await _play(say)


async def _play(say: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=say) as progress:
        task = progress.add_task("Sample tickets through the intake", total=play.count())
        async for done in play.play(now=clock.now()):
            progress.update(task, completed=done)


async def _simulate(count: int, say: Console) -> None:
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=say) as progress:
        task = progress.add_task("Requests made, solved and asked about", total=count)
        async for done in simulate.simulate(count, now=clock.now()):
            progress.update(task, completed=done)


def _tell(say: Console, settings: Settings) -> None:
    say.print(f"\n  Portal (customers)    {settings.base_url}/")
    say.print(f"  Desk (agents)         {settings.base_url}/desk")
    say.print(f"  Results (managers)    {settings.base_url}/results")
    say.print(f"  Mail of this demo     {settings.base_url}/dev/mail")
    say.print(f"  Every kind of mail    {settings.base_url}/dev/mails")
    say.print(f"\n  Log-ins, all with the password: {PASSWORD}")
    for account in ACCOUNTS:
        say.print(f"  {account.role:<8}  {account.email:<20}  {account.name}")
    say.print("\n  No log-in of the demo needs a second factor; set one up at /desk/account to see it.")
    say.print("  For the JSON API: helpdesk token add --staff sara@desk.example")
    say.print("\nStop with Ctrl+C; the data stays.")
