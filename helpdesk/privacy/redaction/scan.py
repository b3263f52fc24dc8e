"""Redact without holding up the event loop: short texts at once, long ones in a thread and within a budget."""

import asyncio
from collections.abc import Callable, Sequence

from helpdesk.privacy.redaction.redact import Redacted, redact
from helpdesk.privacy.redaction.spans import Choice, Kind, Known, OwnRules

INLINE = 1_000  # letters; more go to a thread, which reads them in windows and so lets the loop run in between


async def scan(
    text: str,
    *,
    number: Callable[[Kind, str], int],
    lang: str = "auto",
    known: Known = Known(),
    own: OwnRules = OwnRules(),
    choices: Sequence[Choice] = (),
) -> Redacted:
    """Redact a text; raises TextNotScanned when that fails or takes longer than its budget (find.BUDGET).

    `number` may be called in another thread.
    """

    def work() -> Redacted:
        return redact(text, number=number, lang=lang, known=known, own=own, choices=choices)

    return work() if len(text) <= INLINE else await asyncio.to_thread(work)
