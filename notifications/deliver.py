"""What happens to promises in hand: render, check, hand over, settle; or put off, or settle as not delivered."""

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias
from uuid import UUID

import asyncpg

from notifications import claim, limits
from notifications.backoff import wait
from notifications.breaker import Breaker
from notifications.claim import Promise
from notifications.limits import Limits
from notifications.mail import Letterhead, Mail, to_letter
from notifications.receipts import Receipts
from notifications.render import Fault, Parcel, Renderer, render_all
from notifications.suppression import BOUNCED, Fingerprint, suppress, suppressed
from notifications.transport import Away, NotNow, NotOurs, Refused, Transport
from notifications.webhooks import Call, Caller
from piccolo_conf import DB

LEASE = timedelta(minutes=1)
GIVE_UP_AFTER = timedelta(days=3)
FAULT_WAITS = (timedelta(minutes=1), timedelta(minutes=10))  # one fault more, and the promise is quarantined
AWAY = (OSError, asyncpg.PostgresConnectionError, asyncpg.InterfaceError, asyncpg.PostgresError)

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class NotDelivered:
    """A promise that was settled without being sent: what it was, about what, to whom, and why."""

    kind: str
    about: UUID
    recipient: UUID
    reason: str


Tell: TypeAlias = Callable[[NotDelivered, datetime], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Office:
    """What sending needs from above: the renderers by kind, the ways out, who we are, what time it is.

    on_failed    told in the settling transaction that a mail was not delivered
    fingerprint  makes the keyed hash that a dead address is remembered by
    """

    renderers: Mapping[str, Renderer]
    transport: Transport
    caller: Caller
    head: Letterhead
    on_failed: Tell
    fingerprint: Fingerprint
    now: Callable[[], datetime]
    limits: Limits = field(default_factory=Limits)
    lease: timedelta = LEASE


@dataclass(slots=True)
class Held:
    """A claim of ours: until when it holds by the monotonic clock, and how many are at work on it."""

    until: float
    at_work: int = 1


@dataclass(slots=True)
class Hand:
    """What one worker holds: its claims, what is being sent, its receipts, what it knows of the routes.

    sending  the promises in its hands that nobody has withdrawn meanwhile: what is heard of one while it is made ready
             is known when its task starts
    awake    set when there may be something to claim: a promise was made, or one ended that held up a later one
    """

    office: Office
    receipts: Receipts
    breaker: Breaker = field(default_factory=Breaker)
    held: dict[UUID, Held] = field(default_factory=dict)
    tasks: set[asyncio.Task[None]] = field(default_factory=set)
    sending: set[UUID] = field(default_factory=set)
    awake: asyncio.Event = field(default_factory=asyncio.Event)

    @classmethod
    def of(cls, office: Office) -> "Hand":
        return cls(office, Receipts(office.now, AWAY))

    def is_held(self, promise: Promise) -> bool:
        """Say whether a promise in a task is still ours to send: the claim lasts, and it was not withdrawn."""
        held = self.held.get(promise.claim)
        return held is not None and held.until > time.monotonic() and promise.id in self.sending

    def hear(self, payload: str) -> None:
        """Hear of a commit: what is named in it was withdrawn, and is not handed over if it is not yet."""
        with contextlib.suppress(ValueError):
            self.sending.discard(UUID(payload))

    def start(self, promise: Promise, work: Coroutine[None, None, None]) -> None:
        """Send one mail in a task of its own; when the database fails, its claim lapses and it is tried again."""

        async def job() -> None:
            try:
                await work
            except AWAY as error:
                _log.warning("a promised %s could not be settled: %s", promise.kind, type(error).__name__)
            finally:
                self.sending.discard(promise.id)
                self.let_go(promise.claim)
                self.awake.set()

        self.held[promise.claim].at_work += 1
        task = asyncio.create_task(job(), context=Context())
        self.tasks.add(task)
        task.add_done_callback(self.tasks.discard)

    def let_go(self, claimed: UUID) -> None:
        """Say that one who worked on a claim is done; after the last it is not held alive any more."""
        self.held[claimed].at_work -= 1
        if not self.held[claimed].at_work:
            del self.held[claimed]


async def take(hand: Hand, *, most: int) -> int:
    """Claim what is due, render it and start handing it over; gives how many promises were claimed."""
    office, now = hand.office, hand.office.now()
    until = time.monotonic() + office.lease.total_seconds()
    async with DB.transaction():
        blocked = await hand.breaker.look(now=now)
        room = await limits.room(office.limits, most=1 if hand.breaker.probing else most, now=now)
        promises = await claim.claim(room, lease=office.lease, skip=blocked, now=now) if room else []
        over = await limits.over_limit(promises, office.limits, now=now)
    if not promises:
        return 0
    hand.held[promises[0].claim] = Held(until)
    mine, started = {promise.id for promise in promises}, set[UUID]()
    hand.sending |= mine  # before the last look at what is wanted, so that a withdrawal is either seen by it or heard
    try:
        for promise, parcel in await _ready(promises, over, office):
            hand.start(promise, _send(promise, parcel, hand))
            started.add(promise.id)
    finally:
        hand.sending -= mine - started
        hand.let_go(promises[0].claim)
    return len(promises)


async def _ready(
    promises: Sequence[Promise], over: Mapping[UUID, timedelta], office: Office
) -> Sequence[tuple[Promise, Parcel]]:
    """Render and check promises; those that are not to be sent now are settled or put off."""
    for promise in (promise for promise in promises if promise.id in over):
        await _spare(promise, over[promise.id], office)
    wanted = [promise for promise in promises if promise.id not in over]
    rendered = await render_all(wanted, office.renderers, away=AWAY)
    parcels = [(promise, found) for promise in wanted if isinstance(found := rendered[promise.id], Mail | Call)]
    for promise in wanted:
        result = rendered[promise.id]
        if isinstance(result, Fault):
            await _put_off_fault(promise, result, office)
        elif result is None:
            await claim.settle(promise, "withdrawn", now=office.now())
    wanted_yet = await claim.still_wanted([promise.id for promise, _ in parcels])  # else: erased while it was rendered
    return await _without_dead([parcel for parcel in parcels if parcel[0].id in wanted_yet], office)


async def _without_dead(parcels: Sequence[tuple[Promise, Parcel]], office: Office) -> Sequence[tuple[Promise, Parcel]]:
    """Keep what goes to living addresses; the rest is settled."""
    prints = {promise.id: office.fingerprint(mail.to) for promise, mail in parcels if isinstance(mail, Mail)}
    dead = await suppressed(set(prints.values()))
    for promise, _ in parcels:
        if prints.get(promise.id) in dead:
            await _fail(promise, "suppressed", office)
    return [(promise, parcel) for promise, parcel in parcels if prints.get(promise.id) not in dead]


async def _send(promise: Promise, parcel: Parcel, hand: Hand) -> None:
    """Hand one mail or call over and settle its promise; what goes wrong with one never stops the others."""
    office = hand.office
    if hand.breaker.is_blocked(promise.route):
        await _put_off(promise, office)
        return
    try:
        await _hand_over(promise, parcel, hand)
        await hand.breaker.worked(promise.route)
    except NotOurs:
        return
    except Refused as refused:
        await hand.breaker.worked(promise.route)
        await _fail(promise, "unreachable" if refused.is_hard else "refused", office, address=_address(parcel))
    except NotNow as not_now:
        if isinstance(not_now, Away):
            await hand.breaker.failed(promise.route, now=office.now())
        await _put_off(promise, office)
    except ValueError:
        await _fail(promise, "unreachable", office)  # what was kept as an address is none
    except Exception as error:
        await _put_off_fault(promise, Fault(type(error).__name__, isinstance(error, AWAY)), office)
    else:
        await hand.receipts.sent(promise)


async def _hand_over(promise: Promise, parcel: Parcel, hand: Hand) -> None:
    office = hand.office
    if isinstance(parcel, Call):
        if not hand.is_held(promise):
            raise NotOurs
        await office.caller.send(parcel, promise=promise.id, now=office.now())
        return
    letter = to_letter(parcel, promise=promise.id, head=office.head, now=office.now())
    await office.transport.send(letter, still_ours=lambda: hand.is_held(promise))


def _address(parcel: Parcel) -> str:
    return parcel.to if isinstance(parcel, Mail) else ""


async def _spare(promise: Promise, time_off: timedelta, office: Office) -> None:
    """Deal with a mail to somebody who had enough: it waits, or is dropped if a stranger could make many of it."""
    if promise.kind in office.limits.spared:
        await claim.settle(promise, "withdrawn", reason="limit", now=office.now())
    else:
        await claim.put_off(promise, until=office.now() + time_off)


async def _put_off(promise: Promise, office: Office) -> None:
    now = office.now()
    if now - promise.tried_at > GIVE_UP_AFTER:
        await _fail(promise, "expired", office)
    else:
        await claim.put_off(promise, until=now + wait(promise.attempts))


async def _put_off_fault(promise: Promise, fault: Fault, office: Office) -> None:
    """Try a mail again that could not be rendered; one that never can is quarantined, visible and kept."""
    if fault.is_away:
        await _put_off(promise, office)
        return
    if promise.faults >= len(FAULT_WAITS):
        _log.error("a promised %s was quarantined: it failed with %s", promise.kind, fault.error)
        await _settle_and_tell(promise, "quarantined", "fault", office)
        return
    _log.error("a promised %s failed with %s and will be tried again", promise.kind, fault.error)
    await claim.put_off(promise, until=office.now() + FAULT_WAITS[promise.faults], fault=True)


async def _fail(promise: Promise, reason: str, office: Office, *, address: str = "") -> None:
    _log.info("a promised %s was not delivered: %s", promise.kind, reason)
    await _settle_and_tell(promise, "failed", reason, office, address=address if reason == "unreachable" else "")


async def _settle_and_tell(promise: Promise, outcome: str, reason: str, office: Office, *, address: str = "") -> None:
    """Settle a promise as not delivered, remember a dead address and tell whom it concerns, all or none."""
    now = office.now()
    async with DB.transaction():
        if not await claim.settle(promise, outcome, reason=reason, now=now):
            return
        if address:
            await suppress(office.fingerprint(address), reason=BOUNCED, now=now)
        await office.on_failed(NotDelivered(promise.kind, promise.about, promise.recipient, reason), now)
