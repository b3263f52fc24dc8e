"""Keeps what tickets are found by: written with each message, made anew by `helpdesk search reindex`, gone with it."""

import asyncio
from collections.abc import Callable, Iterable, Mapping
from uuid import UUID

from helpdesk.errors import ValueGone
from helpdesk.privacy.disclosure.disclose import RECOGNITION, open_values_for_system
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import batches, exact
from helpdesk.tickets.lexemes import VERSION, hashes
from helpdesk.tickets.tables import Audience, LookUp, WordIndex
from helpdesk.tickets.threads import subject_of, thread
from helpdesk.tickets.ticket_rows import TicketRow
from named_sql import statements
from piccolo_conf import SYSTEM, acting

_SQL = statements(__file__)
BATCH = 100  # tickets in one transaction


async def add_to_index(ticket: UUID, text: str, *, audience: Audience) -> None:
    """Make a ticket findable by the words of a redacted text; joins the caller's transaction."""
    words = hashes(text)
    public, notes = (words, []) if audience is Audience.EVERYONE else ([], words)
    await WordIndex.raw(_SQL["add_words"], ticket, VERSION, public, notes)


async def add_fields(ticket: UUID, fields: Mapping[str, str]) -> None:
    """Make a ticket findable by the exact values that its form was given; joins the caller's transaction."""
    await add_values(ticket, ((policy.in_use().fields[name].kind, value) for name, value in fields.items()))


async def add_values(ticket: UUID, values: Iterable[tuple[str, str]]) -> None:
    """Make a ticket findable by exact private values, kind and value; kinds that nobody looks for are left out."""
    forms = {(kind, form) for kind, value in values if kind in exact.KINDS and (form := exact.form_of(kind, value))}
    if forms:
        kinds, hashed = zip(*[(kind, exact.hash_of(kind, form)) for kind, form in sorted(forms)], strict=True)
        await LookUp.raw(_SQL["add_values"], ticket, list(kinds), list(hashed))


def domain_hash(domain: str) -> bytes:
    """Give the keyed hash by which tickets about a domain are found."""
    return exact.hash_of("domain", exact.form_of("domain", domain))


async def forget(ticket: UUID) -> None:
    """Take a ticket out of every index; part of erasing it, in the caller's transaction."""
    await WordIndex.delete().where(WordIndex.ticket == ticket)
    await LookUp.delete().where(LookUp.ticket == ticket)


async def reindex(*, told: Callable[[int], object]) -> None:
    """Index every ticket that is not in the index yet, or was put there by older rules.

    told     is called with the number of tickets of each batch that was committed
    effects  one transaction a batch; stopped in between, the next run goes on where this one was
    """
    while done := await _reindex_batch():
        told(done)
    if await not_found_yet():  # somebody was writing in them
        await asyncio.sleep(0.2)
        await reindex(told=told)


async def not_found_yet() -> int:
    """Count the tickets that the index lacks."""
    async with acting(SYSTEM):
        return await batches.count_to_index(VERSION)


async def _reindex_batch() -> int:
    async with acting(SYSTEM):
        tickets = await batches.tickets_to_index(VERSION, limit=BATCH)
        for ticket in tickets:
            await index_whole(ticket)
    return len(tickets)


async def index_whole(ticket: TicketRow) -> None:
    """Make the index of one ticket anew, as the system; joins the caller's transaction."""
    await index_words(ticket)
    if not ticket.is_erased:
        await index_values_anew(ticket.id)


async def index_words(ticket: TicketRow) -> None:
    """Make what a ticket's words are found by anew from its whole thread, as the system."""
    try:
        texts = await thread(ticket, with_notes=True)
        public = [await subject_of(ticket), *(entry.text for entry in texts if entry.audience == Audience.EVERYONE)]
    except ValueGone:  # erased: nothing to find it by
        await forget(ticket.id)
        await WordIndex.raw(_SQL["index_anew"], ticket.id, VERSION, [], [])
        return
    notes = [entry.text for entry in texts if entry.audience == Audience.AGENTS]
    words = [hashes("\n".join(texts)) for texts in (public, notes)]
    await WordIndex.raw(_SQL["index_anew"], ticket.id, VERSION, *words)


async def index_values_anew(ticket: UUID) -> None:
    """Make a ticket findable by its exact values as they are now, no longer by those before; as the system."""
    there = {face.id: face.kind for face in await faces([ticket]) if face.kind in exact.KINDS and not face.is_gone}
    opened = await open_values_for_system(dict.fromkeys(there, ticket), purpose=RECOGNITION)
    await LookUp.delete().where(LookUp.ticket == ticket)
    await add_values(ticket, ((there[value], text) for value, text in opened.items()))


async def reindex_all(*, told: Callable[[int], object]) -> None:
    """Index every ticket anew, as `reindex` does."""
    async with acting(SYSTEM):
        await WordIndex.update({WordIndex.version: 0}, force=True)
    await reindex(told=told)
