"""What processors of the policy's register are told of a ticket: facts about it, never a word or a detail of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeAlias
from uuid import UUID, uuid5

import msgspec

from helpdesk.errors import NotFound
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.shapes import TICKET_EVENTS, Processor
from helpdesk.tickets import batches
from helpdesk.tickets.ticket_rows import TicketRow
from notifications import outbox
from notifications.claim import Promise
from notifications.render import Parcel, Renderer
from notifications.webhooks import Call
from piccolo_conf import SYSTEM, acting

Secret: TypeAlias = Callable[[str], bytes]  # the processor's name in, the key of its signatures out

_PROCESSORS = UUID("2f6d0c1e-3a9b-4f57-8a52-90c4b4d1c7e3")
KINDS = {f"webhook/{event}": event for event in TICKET_EVENTS}


async def announce(event: str, ticket: UUID, *, now: datetime) -> None:
    """Promise the processors that the policy names for an event to be told of it; joins the transaction."""
    for name, _ in told(event, now):
        await outbox.enqueue(f"webhook/{event}", about=ticket, to=recipient(name), due_at=now, route=f"webhook:{name}")


async def withdraw(event: str, ticket: UUID, *, due_at: datetime, now: datetime) -> None:
    """Take back what was promised for one moment; joins the transaction."""
    await outbox.withdraw(ticket, kind=f"webhook/{event}", due_at=due_at, now=now)


def renderer(event: str, *, secret: Secret, now: Callable[[], datetime]) -> Renderer:
    """Give the renderer of an event's calls; none when the contract has ended or the ticket is gone."""

    async def render(promises: Sequence[Promise]) -> Mapping[UUID, Parcel | None]:
        async with acting(SYSTEM):
            tickets = await batches.tickets_to_mail({promise.about for promise in promises})
        running = {recipient(name): (name, processor) for name, processor in told(event, now())}
        calls: dict[UUID, Parcel | None] = {}
        for promise in promises:
            ticket = tickets.get(promise.about)
            if ticket and not ticket.is_erased and promise.recipient in running:
                name, processor = running[promise.recipient]
                body = payload(event, ticket, processor, at=promise.promised_at)
                calls[promise.id] = Call(processor.url, body, secret(name))
        return calls

    return render


def payload(event: str, ticket: TicketRow, processor: Processor, *, at: datetime) -> bytes:
    """Give the body of a call: exactly the fields that the register names, as they are at this moment."""
    facts = {name: getattr(ticket, name) for name in processor.fields if name in TicketRow.__dataclass_fields__}
    return msgspec.json.encode({"type": event, "timestamp": at, "data": facts})


def recipient(name: str) -> UUID:
    """Give the opaque id of a processor, as the outbox knows it."""
    return uuid5(_PROCESSORS, name)


def processor_to_test(name: str) -> Processor:
    """Give a processor that is called; raises NotFound with the names that there are."""
    called = {other: processor for other, processor in policy.in_use().processors.items() if processor.url}
    if name not in called:
        there = f"It has: {', '.join(sorted(called))}." if called else "It has none; see [processors] there."
        raise NotFound(f"The policy has no processor of this name with a url, so none is called. {there}")
    return called[name]


def told(event: str, now: datetime) -> Iterator[tuple[str, Processor]]:
    """Give the processors that an event is told while their contract runs, with their names."""
    for name, processor in policy.in_use().processors.items():
        is_running = processor.contract_until is None or now.date() <= processor.contract_until
        if processor.url and event in processor.events and is_running:
            yield name, processor
