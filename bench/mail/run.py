"""Mails a second from the outbox to a sink, rendering included, beside bare aiosmtplib in the same run. `make bench-mail`."""

import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from uuid import UUID

import aiosmtplib
import uvloop

from helpdesk import clock, embedded, wiring
from helpdesk.privacy.vault import keyring
from helpdesk.settings import read_settings
from helpdesk.tickets import doors
from helpdesk.tickets.submit import NewTicket, submit_ticket
from notifications.mail import Letterhead, Mail, to_letter
from notifications.outbox import CHANNEL
from notifications.tables import Outbound
from piccolo_conf import DB, OWNER, on_behalf_of

HERE = Path(__file__).parent
QUEUED, PEOPLE = int(os.environ.get("QUEUED", "10000")), int(os.environ.get("PEOPLE", "500"))


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


def ours(port: int, workers: int) -> tuple[float, list[list[str]]]:
    """Let workers empty the outbox; gives mails a second, and of each worker CPU seconds and memory at half and end."""
    command = [
        sys.executable,
        str(HERE / "work.py"),
        f"smtp://127.0.0.1:{port}?tls=none&connections=4",
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
        for workers in (1, 4):
            await queue(tickets)
            before = sink.counts()
            rate, said = await asyncio.to_thread(ours, sink.port, workers)
            total, distinct = (now - then for now, then in zip(sink.counts(), before, strict=True))
            figures[f"ours, {workers} worker{'s' * (workers > 1)}"] = round(rate)
            figures[f"ours, {workers}: received, distinct"] = [total, distinct]
            figures[f"ours, {workers}: CPU s, MiB at half, MiB at end"] = [words[:3] for words in said]
        figures["bare again, one connection"] = round(await bare(sink.port, 1))
        best = max(figures["bare, one connection"], figures["bare again, one connection"])
        figures["ratio of one worker to bare"] = round(figures["ours, 1 worker"] / best, 2)
        print(json.dumps(figures, indent=2))
        sink.process.terminate()
        await DB.close()


if __name__ == "__main__":
    uvloop.run(main())
