"""Mails a second from the outbox to a sink, rendering included, beside bare aiosmtplib in the same run. `make bench-mail`.

And how long a mail of an idle system takes from the commit of its promise to the server, woken and only found.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID, uuid4

import aiosmtplib
import uvloop
from sink import Sink as Receiver

from helpdesk import clock, embedded, wiring
from helpdesk.privacy.vault import keyring
from helpdesk.settings import read_settings
from helpdesk.tickets import doors
from helpdesk.tickets.submit import NewTicket, submit_ticket
from notifications.mail import Letterhead, Mail, to_letter
from notifications.outbox import CHANNEL, enqueue
from notifications.tables import Outbound
from piccolo_conf import DB, OWNER, SYSTEM, acting, on_behalf_of

HERE = Path(__file__).parent
QUEUED, PEOPLE = int(os.environ.get("QUEUED", "10000")), int(os.environ.get("PEOPLE", "500"))
ALONE = 50  # mails that are sent one after the other


class Sink:
    """The sink, in a process of its own."""

    def __init__(self) -> None:
        command = [sys.executable, str(HERE / "sink.py")]
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def counts(self) -> tuple[int, int]:
        self.process.stdin.write("\n")
        self.process.stdin.flush()
        total, distinct = self.process.stdout.readline().split()
        return int(total), int(distinct)


async def prepare() -> list[tuple[UUID, UUID]]:
    """Open real tickets; gives each with its requester."""
    made = []
    for number in range(PEOPLE):
        new = NewTicket(
            category="technical", email=f"person{number}@customer.test", subject="Mail bounces", body="Since Monday.",
            locale="ar" if number % 2 else "en", terms_version="1", fields={"domain": "visitor.test"},
        )  # fmt: skip
        submitted = await submit_ticket(new, now=clock.now())
        with on_behalf_of(doors.link_holder(submitted.token)):
            ticket = await doors.ticket_of_link(submitted.token)
        made.append((ticket.id, ticket.requester))
    with on_behalf_of(OWNER):
        await Outbound.raw("DELETE FROM outbound")
    return made


async def queue(tickets: list[tuple[UUID, UUID]]) -> None:
    """Promise ten thousand mails, and nothing else."""
    with on_behalf_of(OWNER):
        await Outbound.raw("TRUNCATE outbound")
    await queue_of(tickets, QUEUED)
    with on_behalf_of(OWNER):
        await Outbound.raw("ANALYZE outbound")


async def queue_of(tickets: list[tuple[UUID, UUID]], count: int) -> int:
    """Promise so many mails about some tickets; gives how many."""
    with on_behalf_of(OWNER):
        await Outbound.raw(
            "INSERT INTO outbound (id, kind, about, recipient, due_at, promised_at)"
            " SELECT gen_random_uuid(), 'ticket_reply', t.about, t.recipient, now(), now()"
            " FROM generate_series(1, {}) n"
            " JOIN unnest({}::uuid[], {}::uuid[]) WITH ORDINALITY AS t (about, recipient, place) ON t.place = n % {} + 1",
            count, [about for about, _ in tickets], [to for _, to in tickets], len(tickets),
        )  # fmt: skip
        await Outbound.raw("SELECT pg_notify({}, '')", CHANNEL)
    return count


async def bare(port: int, connections: int) -> float:
    """Send as many mails of the same size with aiosmtplib alone, each built beforehand; gives mails a second."""
    office = wiring.office(read_settings(), smtp_url=f"smtp://127.0.0.1:{port}?tls=none")
    words = wiring.mail_words(
        "ticket_reply", "en", {"reference": "SR-7K3M-9QXD", "url": "http://desk.test/t/" + "x" * 32, "words": []}
    )
    mail = Mail("person@customer.test", words.subject, words.text, words.html, "en")
    head = Letterhead("desk@desk.test", "http://desk.test")
    letter = to_letter(mail, promise=UUID(int=1), head=head, now=office.now())

    async def send(count: int) -> None:
        client = aiosmtplib.SMTP(
            hostname="127.0.0.1", port=port, use_tls=False, start_tls=False, local_hostname="bench"
        )
        await client.connect()
        for _ in range(count):
            await client.sendmail(letter.sender, [letter.to], letter.content)
        await client.quit()

    began = time.perf_counter()
    await asyncio.gather(*(send(QUEUED // connections) for _ in range(connections)))
    return QUEUED / (time.perf_counter() - began)


async def waits(tickets: list[tuple[UUID, UUID]], *, is_told: bool) -> list[float]:
    """Promise one mail after the other to an idle worker; gives the ms from each commit to the server, sorted.

    is_told  whether the commit wakes the worker; else only its next look finds the promise
    """
    arrived: asyncio.Queue[float] = asyncio.Queue()

    def kept(*_: object) -> bool:
        arrived.put_nowait(time.perf_counter())
        return True

    server = await asyncio.get_running_loop().create_server(lambda: Receiver(kept), "127.0.0.1", 0)
    worker = one_worker(server.sockets[0].getsockname()[1])
    await asyncio.to_thread(worker.stdout.readline)
    await asyncio.sleep(2)
    took = []
    for about, recipient in (tickets * ALONE)[:ALONE]:
        await asyncio.sleep(random.uniform(0.6, 1.1))  # idle, and at any point between two looks
        now = clock.now()
        async with acting(SYSTEM):
            if is_told:
                await enqueue("ticket_reply", about=about, to=recipient, due_at=now)
            else:
                row = {
                    "kind": "ticket_reply",
                    "about": about,
                    "recipient": recipient,
                    "due_at": now,
                    "promised_at": now,
                }
                await Outbound.insert(Outbound(id=uuid4(), **row))
            began = time.perf_counter()
        took.append((await arrived.get() - began) * 1000)
    worker.terminate()
    await asyncio.to_thread(worker.wait)
    server.close()
    return sorted(took)


def one_worker(port: int) -> subprocess.Popen[str]:
    """Start a worker that sends until it is told to stop."""
    command = [sys.executable, str(HERE / "work.py"), f"smtp://127.0.0.1:{port}?tls=none", "60", "until-stopped"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def ours(port: int, workers: int, connections: int = 4) -> tuple[float, list[list[str]]]:
    """Let workers empty the outbox; gives mails a second, and of each worker CPU seconds and memory at half and end."""
    command = [
        sys.executable,
        str(HERE / "work.py"),
        f"smtp://127.0.0.1:{port}?tls=none&connections={connections}",
        "60",
        "until-done",
    ]
    began, sent = 0.0, 0.0
    children = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(workers)]
    for child in children:
        child.stdout.readline()
        began = began or time.time()
    said = [child.stdout.readline().split() for child in children]
    for child in children:
        child.wait()
    sent = max(float(words[3]) for words in said)
    return QUEUED / (sent - began), said


async def main() -> None:
    with tempfile.TemporaryDirectory(prefix="bench-mail") as folder:
        var = Path(folder)
        os.environ |= {"HELPDESK_VAR": folder, "HELPDESK_KEYRING": str(var / "keyring.json")}
        os.environ["HELPDESK_DATABASE_URL"], os.environ["HELPDESK_OWNER_URL"] = embedded.start(var / "postgres")
        keyring.write_keyring(var / "keyring.json", keyring.make_keyring())
        wiring.take_into_use(read_settings())
        await wiring.open_database(migrating=True)
        tickets, sink, figures = await prepare(), Sink(), {}
        for name, connections in (("bare, one connection", 1), ("bare, four connections", 4)):
            figures[name] = round(await bare(sink.port, connections))
        for workers, connections in ((1, 1), (1, 4), (4, 4)):
            name = f"ours, {workers} worker{'s' * (workers > 1)}" + ", one connection" * (connections == 1)
            await queue(tickets)
            before = sink.counts()
            rate, said = await asyncio.to_thread(ours, sink.port, workers, connections)
            total, distinct = (now - then for now, then in zip(sink.counts(), before, strict=True))
            figures[name] = round(rate)
            figures[f"{name}: received, distinct"] = [total, distinct]
            figures[f"{name}: CPU s, MiB at half, MiB at end"] = [words[:3] for words in said]
        figures["bare again, one connection"] = round(await bare(sink.port, 1))
        best = max(figures["bare, one connection"], figures["bare again, one connection"])
        figures["ratio of one worker to bare"] = round(figures["ours, 1 worker"] / best, 2)
        figures["ratio of one worker with one connection to bare with one"] = round(
            figures["ours, 1 worker, one connection"] / best, 2
        )
        for name, is_told in (("woken", True), ("only found", False)):
            took = await waits(tickets, is_told=is_told)
            places = len(took) // 2, len(took) * 95 // 100, -1
            figures[f"idle, {name}: ms from commit to the server, p50, p95, longest of {ALONE}"] = [
                round(took[place]) for place in places
            ]
        print(json.dumps(figures, indent=2))
        sink.process.terminate()
        await DB.close()


if __name__ == "__main__":
    uvloop.run(main())
