"""Offices, promises and what became of them."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

from notifications import outbox
from notifications.deliver import NotDelivered, Office
from notifications.limits import Limits
from notifications.mail import Letterhead, Mail
from notifications.render import each
from notifications.tables import Outbound
from notifications.transport import Smtp
from notifications.webhooks import Caller
from notifications.worker import run_once
from tests.builders import NOON

MANY = Limits(an_hour=10_000, a_day=10_000)


def a_mail(to: str = "max@customer.test", **more: Any) -> Mail:
    return Mail(to=to, subject="Hello", text="text", html="<p>html</p>", locale="en", **more)


async def hello(about: UUID, recipient: UUID) -> Mail:
    return a_mail()


class Told:
    """Hears what was not delivered."""

    def __init__(self) -> None:
        self.lost: list[NotDelivered] = []

    async def __call__(self, lost: NotDelivered, _: datetime) -> None:
        self.lost.append(lost)


def an_office(
    url: str, renderer: Any = hello, *, now: datetime = NOON, limits: Limits = MANY, **renderers: Any
) -> Office:
    return Office(
        renderers={"hello": each(renderer), **{kind: each(render) for kind, render in renderers.items()}},
        transport=Smtp(url, timeout=60),
        caller=Caller(),
        head=Letterhead("desk@desk.test", "https://desk.test"),
        on_failed=Told(),
        fingerprint=lambda address: sha256(address.encode()).digest(),
        now=lambda: now,
        limits=limits,
    )


async def a_promise(kind: str = "hello", *, due: datetime = NOON, to: UUID | None = None) -> UUID:
    return await outbox.enqueue(kind, about=uuid4(), to=to or uuid4(), due_at=due)


async def until(is_so: Callable[[], Awaitable[bool]], *, seconds: float = 20) -> None:
    """Wait for something in the database."""
    async with asyncio.timeout(seconds):
        while not await is_so():  # noqa: ASYNC110 - another connection's work
            await asyncio.sleep(0.02)


async def somebody_listens() -> bool:
    """Say whether a running worker hears what commits."""
    rows = await Outbound.raw(
        "SELECT FROM pg_stat_activity WHERE datname = current_database() AND state = 'idle' AND query ~* {}",
        f"^\\s*LISTEN\\s+\\W?{outbox.CHANNEL}",
    )
    return bool(rows)


async def outcomes() -> list[str | None]:
    rows = await Outbound.select(Outbound.outcome).order_by(Outbound.id)
    return [row["outcome"] for row in rows]


async def reasons() -> list[str | None]:
    rows = await Outbound.select(Outbound.reason).order_by(Outbound.id)
    return [row["reason"] for row in rows]


async def work(office: Office, *times: datetime) -> None:
    """Let the worker do everything that is due, at one moment after another."""
    for now in times or (office.now(),):
        at = replace(office, now=lambda now=now: now)
        while await run_once(at):
            pass


def ids_of(promises: Sequence[UUID]) -> list[str]:
    return [str(promise) for promise in promises]
