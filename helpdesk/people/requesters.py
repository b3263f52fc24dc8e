"""Requesters: found by the keyed hash of their address, known only by what is sealed under their key."""

import hashlib
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from helpdesk.audit.queries import who_did
from helpdesk.ids import new_id
from helpdesk.people import addresses
from helpdesk.people.tables import Requester
from helpdesk.privacy.disclosure.disclose import DELIVERY, RECOGNITION, open_each_for_system, open_for_system
from helpdesk.privacy.redaction.spans import Known
from helpdesk.privacy.vault.keys import key_of, new_key, store_key
from helpdesk.privacy.vault.values import seal_field
from piccolo_conf import SYSTEM, acting

_PROOFS = ("requester.signed_in", "rights.confirmed")  # acts of the audit trail, which is kept


async def find_or_make_requester(email: str, name: str, *, locale: str, now: datetime) -> UUID:
    """Give the requester with this address, made and sealed when new; joins the caller's transaction.

    locale  the language of mail to them from now on; who was known before keeps theirs
    """
    requester, address = new_id(), addresses.normalise(email)
    made = await Requester.raw(
        "INSERT INTO requester (id, email_hash, locale, created_at) VALUES ({}, {}, {}, {})"
        " ON CONFLICT (email_hash) DO UPDATE SET email_hash = excluded.email_hash RETURNING id",
        requester,
        addresses.blind_index(address),
        locale,
        now,
    )
    found: UUID = made[0]["id"]
    key = new_key(found) if found == requester else await key_of(found)
    if found == requester:
        await store_key(key, now=now)
        await seal_field(key, "email", "email", address, now=now)
    await seal_field(key, "name", "name", name, now=now)
    return found


async def address_of(requester: UUID, *, about: UUID | None = None) -> str:
    """Open a requester's address to send them mail about something; "" when they were erased."""
    return await open_for_system(requester, "email", purpose=DELIVERY, about=about or requester)


async def addresses_of(requesters: Mapping[UUID, UUID]) -> Mapping[UUID, str]:
    """Open the addresses of several requesters, what each mail is about -> requester; the erased are missing."""
    return await open_each_for_system(requesters, "email", purpose=DELIVERY)


async def reachable(requesters: Collection[UUID]) -> Mapping[UUID, tuple[str, str]]:
    """Open addresses to write to several requesters: requester -> language, address; the erased are missing."""
    rows = await Requester.select(Requester.id, Requester.locale).where(Requester.id.is_in(list(requesters)))
    there = await open_each_for_system({row["id"]: row["id"] for row in rows}, "email", purpose=DELIVERY)
    return {row["id"]: (row["locale"], there[row["id"]]) for row in rows if row["id"] in there}


async def digits_of(requesters: Collection[UUID]) -> Mapping[UUID, str]:
    """Give which digits several requesters read Arabic with, as whoever acts may see them."""
    rows = await Requester.select(Requester.id, Requester.digits).where(Requester.id.is_in(list(requesters)))
    return {row["id"]: row["digits"] for row in rows}


async def lasting_mark(requester: UUID) -> bytes | None:
    """Give a hash, made from the keyed one of their address, that stays theirs after erasure; None when erased."""
    row = await Requester.select(Requester.email_hash).where(Requester.id == requester).first()
    return hashlib.sha256(b"survey objection" + row["email_hash"]).digest() if row and row["email_hash"] else None


async def what_is_known(requester: UUID) -> Known:
    """Give what redaction should recognise in this requester's tickets: their own name and address."""
    name, email = [
        await open_for_system(requester, field, purpose=RECOGNITION, about=requester) for field in ("name", "email")
    ]
    return Known(name=name, email=email)


async def proved(requesters: Collection[UUID]) -> set[UUID]:
    """Give those of some requesters who ever used a link that only mail to their address carried.

    The link of a ticket is none: whoever types an address sees it at once.
    """
    async with acting(SYSTEM):
        return await who_did(_PROOFS, requesters)


async def find_requester(email: str) -> UUID | None:
    """Give the requester with exactly this address."""
    row = await Requester.select(Requester.id).where(Requester.email_hash == addresses.blind_index(email)).first()
    return row["id"] if row else None


async def frame_of(requester: UUID) -> tuple[datetime | None, str]:
    """Give since when somebody is known and the language of mail to them, for the system's own work."""
    row = await Requester.select(Requester.created_at, Requester.locale).where(Requester.id == requester).first()
    return (row["created_at"], row["locale"]) if row else (None, "")


async def count_requesters() -> int:
    """Count everybody who ever asked for help and is still known, for the system's own work."""
    return int(await Requester.count())


async def requesters_after(after: UUID, *, limit: int) -> Sequence[UUID]:
    """List the ids of the next requesters, in order of id, for the system's own work."""
    rows = await Requester.select(Requester.id).where(Requester.id > after).order_by(Requester.id).limit(limit)
    return [row["id"] for row in rows]
