"""Redact without holding up the event loop: short texts at once, long ones in a thread and within a budget."""

import asyncio
from collections.abc import Callable, Sequence

from helpdesk.privacy.redaction.redact import Redacted, redact
from helpdesk.privacy.redaction.spans import Choice, Kind, Known, OwnRules, TextNotScanned

INLINE = 1_500  # characters
BUDGET = 0.25  # seconds per 100 000 characters, and at least so much


async def scan(
    text: str,
    *,
    number: Callable[[Kind, str], int],
    lang: str = "auto",
    known: Known = Known(),
    own: OwnRules = OwnRules(),
    choices: Sequence[Choice] = (),
) -> Redacted:
    """Redact a text; raises TextNotScanned when that fails or takes longer than the budget.

    `number` may be called in another thread.
    """

    def work() -> Redacted:
        return redact(text, number=number, lang=lang, known=known, own=own, choices=choices)

    if len(text) <= INLINE:
        return work()
    try:
        return await asyncio.wait_for(asyncio.to_thread(work), timeout=20 * BUDGET * max(1, len(text) / 100_000))
    except TimeoutError:
        raise TextNotScanned from None
