"""What the restore's tests do on an installation of their own, in a process of its own: make, erase, read."""

import asyncio
import json
import os
import signal
import sys
from pathlib import Path
from uuid import UUID

import asyncpg

from helpdesk import clock, wiring
from helpdesk.backup import place, restore
from helpdesk.backup.commandline import restore_into
from helpdesk.errors import HelpdeskError
from helpdesk.people.tables import Role
from helpdesk.privacy.erasure.restoration import admit
from helpdesk.privacy.vault import keyring
from helpdesk.privacy.vault.keys import key_of
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.settings import read_settings
from helpdesk.tickets import doors
from helpdesk.tickets.doors import seen_through
from helpdesk.tickets.erase import erase_requester
from helpdesk.tickets.erase_details import erase_details
from helpdesk.tickets.tables import Message, Ticket
from helpdesk.tickets.threads import subject_of, thread
from piccolo_conf import DB, OWNER, SYSTEM, acting
from tests.builders import a_member, a_ticket

PHONE = "+44 20 7946 0123"


async def make(subject: str, body: str, email: str) -> object:
    """A ticket; gives what an attacker would like to have: its ids and ciphertexts."""
    ticket = await a_ticket(subject=subject, body=body, email=email, now=clock.now())
    async with acting(OWNER):
        row = await Ticket.select().where(Ticket.reference == ticket.reference).first()
        message = await Message.select().where(Message.ticket == row["id"]).first()
    return {
        "token": ticket.token, "reference": ticket.reference, "id": str(row["id"]), "requester": str(row["requester"]),
        "subject": row["subject"].hex(), "body": message["body"].hex(), "message": str(message["id"]),
    }  # fmt: skip


async def many(count: str) -> object:
    """Many tickets, so that a backup takes a while: the same one over and over, as only its bytes matter."""
    async with acting(OWNER):
        await Ticket.raw(
            "INSERT INTO ticket_message (id, ticket, audience, body, posted_at)"
            " SELECT gen_random_uuid(), t.id, 'everyone', decode(repeat('ab', 20000), 'hex'), now()"
            " FROM (SELECT id FROM ticket LIMIT 1) AS t, generate_series(1, {}) AS n",
            int(count),
        )
    return None


async def begin(goes: str, stays: str) -> object:
    """Three people's tickets, and somebody who works here."""
    await a_member("sara@desk.test", name="Sara", role=Role.AGENT)
    return {
        "goes": await make(goes, f"Words: {goes}, call +44 20 7946 0958", "goes@customer.test"),
        "stays": await make(stays, f"Words: {stays}", "stays@customer.test"),
        "thins": await make("Mail bounces", f"Call me on {PHONE}", "thins@customer.test"),
    }


async def details(*tickets: str) -> object:
    """The hidden details of some tickets as the restored vault opens them: those that are there."""
    found = []
    for ticket in map(UUID, tickets):
        async with acting(OWNER):
            rows = await SealedValue.select().where(
                SealedValue.owner == ticket, SealedValue.ciphertext.is_not_null(), SealedValue.kind == "phone"
            )
        async with acting(SYSTEM):
            key = await key_of(ticket)
        found += [key.open(row["ciphertext"], row=row["id"], kind=row["kind"]) for row in rows]
    return found


async def erase_some(requester: str) -> object:
    receipt = await erase_details(UUID(requester), only=None, actor=SYSTEM, now=clock.now())
    return {"number": receipt.number, "details": receipt.details}


async def erase(requester: str) -> object:
    receipt = await erase_requester(UUID(requester), actor=SYSTEM, now=clock.now())
    return {"number": receipt.number, "tickets": receipt.tickets}


async def read_all(*tokens: str) -> object:
    return [await read(token) for token in tokens]


async def read(token: str) -> object:
    """The words of a ticket as its private link shows them, or the kind of the error."""
    try:
        async with seen_through(token):
            row = await doors.ticket_of_link(token)
            return [await subject_of(row), (await thread(row, with_notes=False))[0].text]
    except HelpdeskError as error:
        return type(error).__name__


async def half(content: str, keys: str, *identities: str) -> None:
    """A restore that is killed when everything is loaded and the journal has not been replayed."""

    async def killed(*_: object, **__: object) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    restore._replay = killed
    await _restore(content, keys, *identities, force=False)


async def watched(content: str, keys: str, *identities: str) -> None:
    """A restore in whose beginning a server gets a connection and keeps it; says what became of it."""
    clear, came = restore.clear, []

    async def somebody_comes(connection: object) -> None:
        came.append(await asyncpg.connect(**DB.config))
        await admit(came[0])
        place._LOOKS = 3  # they do not go, however long one waits
        await clear(connection)

    restore.clear = somebody_comes
    try:
        await _restore(content, keys, *identities, force=True)
    except HelpdeskError as refusal:
        print(json.dumps(str(refusal)))
    else:
        print(json.dumps("restored"))


async def _restore(content: str, keys: str, *identities: str, force: bool) -> None:
    paths = [Path(path) for path in identities]
    await restore_into(
        read_settings(), Path(content), Path(keys), paths, force=force, now=clock.now(), told=lambda *_: None
    )


async def main(what: str, *arguments: str) -> None:
    if what in ("half", "watched"):
        return await {"half": half, "watched": watched}[what](*arguments)
    settings = read_settings()
    if what == "begin":
        keyring.write_keyring(settings.keyring, keyring.make_keyring())
    wiring.take_into_use(settings)
    await wiring.open_database(migrating=what == "begin")
    acts = {"begin": begin, "many": many, "erase": erase, "read": read_all, "details": details}
    acts |= {"erase_some": erase_some}
    try:
        print(json.dumps(await acts[what](*arguments)))
    finally:
        await DB.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
