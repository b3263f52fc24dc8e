"""Erasure works: with the whole cluster folder and the keyring at hand, an erased ticket does not open any more."""

import base64
from contextlib import suppress
from pathlib import Path
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from helpdesk.errors import ValueGone
from helpdesk.privacy.vault import keys
from helpdesk.privacy.vault.compact import compact_keys
from helpdesk.privacy.vault.keyring import Keyring, read_keyring
from helpdesk.privacy.vault.keys import DataKey, destroy_key, wrapping
from helpdesk.privacy.vault.rotate import rotate
from helpdesk.privacy.vault.tables import OwnerKey
from helpdesk.tickets.tables import Message, Ticket
from piccolo_conf import DB, OWNER, SYSTEM, acting, on_behalf_of
from tests.builders import NOON, a_ticket

WRAPPED = 61  # bytes of a wrapped key: version, nonce, 32 encrypted, tag (FORMAT.md)


def contents(folder: Path) -> dict[str, bytes]:
    """Read every file of a folder; a running server removes some of its own meanwhile."""
    read = {}
    for path in (path for path in folder.rglob("*") if path.is_file()):
        with suppress(FileNotFoundError):
            read[str(path)] = path.read_bytes()
    return read


def candidates(folder: Path) -> set[bytes]:
    """Give everything in any file of a folder that could be a wrapped key, wherever it stands."""
    found = set()
    for content in contents(folder).values():
        place = -1
        while (place := content.find(b"\x01", place + 1)) >= 0:
            piece = content[place : place + WRAPPED]
            # eight zeros in random bytes: once in 10^14; no byte over 127: once in 10^18
            if piece.count(0) < 8 and not piece.isascii() and len(piece) == WRAPPED:
                found.add(piece)
    return found


def keys_found(pieces: set[bytes], ring: Keyring, owner: UUID) -> set[bytes]:
    """Try every candidate against every key of a keyring; give the data keys of an owner that come out."""
    found = set()
    for secret in (*ring.masters.values(), ring.lookup):
        cipher = AESGCM(secret)
        for bound in (wrapping(owner, version) for version in range(1, max(ring.masters) + 1)):
            for piece in pieces:
                with suppress(InvalidTag):
                    found.add(cipher.decrypt(piece[1:13], piece[13:], bound))
    return found


async def first_text(ticket) -> tuple[bytes, UUID]:
    """Give the ciphertext and the id of a ticket's first message."""
    message = await Message.select().where(Message.ticket == ticket["id"]).first()
    return message["body"], message["id"]


def opens(found: set[bytes], ticket, body: bytes, message) -> list[tuple[str, str]]:
    """Open the ticket's subject and text with every data key found."""
    return [
        (key.open(ticket["subject"], row=ticket["id"], kind="subject"), key.open(body, row=message, kind="body"))
        for key in (DataKey(ticket["id"], secret) for secret in found)
    ]


async def checkpoint() -> None:
    """Bring everything to the files, as a server that stops does."""
    with on_behalf_of(OWNER):
        connection = await DB.get_new_connection()
    try:
        await connection.execute("CHECKPOINT")
    finally:
        await connection.close()


async def test_an_erased_ticket_opens_with_nothing_that_is_left(ring_file, schema):
    cluster = schema.var / "postgres"
    await a_ticket(subject="Stays", body="Living words")
    await a_ticket(subject="Goes", body="Erased words", email="other@customer.test")
    stays, goes = await Ticket.select().order_by(Ticket.id)
    living_body, living_id = await first_text(stays)
    erased_body, erased_id = await first_text(goes)
    await checkpoint()

    # the search sees: it finds the wrapped key on the disk and opens the words
    before = read_keyring(ring_file)
    assert opens(keys_found(candidates(cluster), before, goes["id"]), goes, erased_body, erased_id) == [
        ("Goes", "Erased words")
    ]

    # destroying the row alone is not enough: the write-ahead log keeps it
    async with acting(SYSTEM):
        await destroy_key(goes["id"])
    assert await compact_keys() is True
    assert opens(keys_found(candidates(cluster), before, goes["id"]), goes, erased_body, erased_id) == [
        ("Goes", "Erased words")
    ]

    # with the rotation it is gone, with every key that is in any file beside the keyring, too
    await rotate(ring_file, now=lambda: NOON)
    assert await compact_keys() is True
    await checkpoint()
    after = read_keyring(ring_file)
    left = candidates(cluster)
    assert keys_found(left, after, goes["id"]) == set()
    assert masters_left(ring_file.parent, before.masters[1]) == []
    assert masters_left(cluster, before.masters[1]) == []
    async with acting(SYSTEM):
        with pytest.raises(ValueGone):
            await keys.key_of(goes["id"])

    # and the same search still sees what lives
    assert opens(keys_found(left, after, stays["id"]), stays, living_body, living_id) == [("Stays", "Living words")]
    assert await OwnerKey.count().where(OwnerKey.owner == goes["id"]) == 0


def masters_left(folder: Path, master: bytes) -> list[str]:
    """List the files that hold a master key, raw or as the keyring writes it."""
    forms = (master, base64.b64encode(master))
    return [Path(name).name for name, content in contents(folder).items() if any(form in content for form in forms)]


async def test_a_copy_of_the_old_keyring_would_open_it_so_copies_must_be_destroyed(ring_file, schema):
    """What FORMAT.md says an operator must do, shown: the promise holds once no copy of the old keyring is left."""
    copied = read_keyring(ring_file)
    await a_ticket(subject="Goes", body="Erased words")
    (goes,) = await Ticket.select()
    body, message = await first_text(goes)
    async with acting(SYSTEM):
        await destroy_key(goes["id"])
    await rotate(ring_file, now=lambda: NOON)
    await Ticket.raw("CHECKPOINT")  # the log of writes is out

    assert opens(keys_found(candidates(schema.var / "postgres"), copied, goes["id"]), goes, body, message) == [
        ("Goes", "Erased words")
    ]


def test_the_search_of_old_masters_sees(ring_file):
    assert masters_left(ring_file.parent, read_keyring(ring_file).masters[1]) == [ring_file.name]
