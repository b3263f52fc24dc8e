"""Turn promises into mails: renderers come from above, one for each kind; a failing one costs only its own mails."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextvars import Context
from dataclasses import dataclass
from typing import TypeAlias
from uuid import UUID

from notifications.claim import Promise
from notifications.mail import Mail
from notifications.webhooks import Call

Parcel: TypeAlias = Mail | Call
# Several promises of one kind in, their mails or calls out; a promise without one is withdrawn.
Renderer: TypeAlias = Callable[[Sequence[Promise]], Awaitable[Mapping[UUID, Parcel | None]]]

RENDER_TIME = 30.0  # seconds
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Fault:
    """A renderer failed: the kind of its error, and whether the database was away rather than the mail wrong."""

    error: str
    is_away: bool


Rendered: TypeAlias = Parcel | Fault | None


def each(render: Callable[[UUID, UUID], Awaitable[Mail | None]]) -> Renderer:
    """Make a renderer of a function that renders one mail of `about` and `recipient`."""

    async def renderer(promises: Sequence[Promise]) -> Mapping[UUID, Parcel | None]:
        return {promise.id: await render(promise.about, promise.recipient) for promise in promises}

    return renderer


async def render_all(
    promises: Sequence[Promise], renderers: Mapping[str, Renderer], *, away: tuple[type[Exception], ...]
) -> Mapping[UUID, Rendered]:
    """Render promises, those of a kind together; when that fails, each by itself, so that the wrong one is found."""
    rendered: dict[UUID, Rendered] = {}
    for kind in {promise.kind for promise in promises}:
        alike = [promise for promise in promises if promise.kind == kind]
        result = await _attempt(alike, renderers, away)
        if isinstance(result, Fault) and len(alike) > 1 and not result.is_away:
            for promise in alike:
                rendered |= _by_id([promise], await _attempt([promise], renderers, away))
        else:
            rendered |= _by_id(alike, result)
    return rendered


def _by_id(promises: Sequence[Promise], result: Mapping[UUID, Parcel | None] | Fault) -> Mapping[UUID, Rendered]:
    if isinstance(result, Fault):
        return {promise.id: result for promise in promises}
    return {promise.id: result.get(promise.id) for promise in promises}


async def _attempt(
    promises: Sequence[Promise], renderers: Mapping[str, Renderer], away: tuple[type[Exception], ...]
) -> Mapping[UUID, Parcel | None] | Fault:
    """Render in a task of its own, so that no transaction or cancellation of one job reaches another."""

    async def work() -> Mapping[UUID, Parcel | None]:
        async with asyncio.timeout(RENDER_TIME):
            return await renderers[promises[0].kind](promises)

    task = asyncio.create_task(work(), context=Context())
    try:
        return await task
    except Exception as error:  # a renderer may fail in any way
        return Fault(type(error).__name__, isinstance(error, away))
