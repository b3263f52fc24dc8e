"""From what a person typed to what is stored: redacted, every finding sealed, the rest ciphertext."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.choices import choices_in
from helpdesk.privacy.redaction.redact import Sealed, clean
from helpdesk.privacy.redaction.scan import scan
from helpdesk.privacy.redaction.spans import Kind, Known, TextNotScanned
from helpdesk.privacy.vault.keys import DataKey
from helpdesk.privacy.vault.values import Numbers, seal_finding
from helpdesk.tickets.index import add_values

DIRECTIONS = ("ltr", "rtl")


@dataclass(frozen=True, slots=True)
class Hidden:
    """A text without its private details, and those details; it holds clear text, so it lives in one operation only."""

    text: str
    sealed: tuple[Sealed, ...]
    is_unscanned: bool = False
    shown: int = 0  # places that the requester called public
    added: int = 0  # places that the requester had hidden besides

    def __repr__(self) -> str:
        return f"Hidden({len(self.sealed)} details)"


async def hide(
    text: str,
    *,
    known: Known,
    numbers: Callable[[Kind, str], int],
    locale: str = "auto",
    shown: Collection[str] = (),
    hidden: Collection[str] = (),
) -> Hidden:
    """Take the private details out of a text; one that cannot be scanned becomes a single sealed value.

    shown    words that the requester called public
    hidden   words that the requester wants hidden, too
    """
    choices = choices_in(text, shown=shown, hidden=hidden)
    try:
        own = policy.in_use().own_rules
        redacted = await scan(text, lang=locale, known=known, own=own, choices=choices, number=numbers)
    except TextNotScanned:
        whole = clean(text)
        number = numbers(Kind.TEXT, whole)
        return Hidden(f"⟦{Kind.TEXT} {number}⟧", (Sealed(Kind.TEXT, number, whole),), is_unscanned=True)
    added = sum(choice.hide for choice in choices)
    return Hidden(redacted.text, redacted.sealed, shown=len(choices) - added, added=added)


async def store_details(hidden: Hidden, key: DataKey, numbers: Numbers, *, now: datetime) -> None:
    """Seal the details of a text under the ticket's key, to be found by who has exactly one of them.

    effects  joins the caller's transaction
    """
    for detail in hidden.sealed:
        digest = numbers.digest_of(detail.kind, detail.number)
        await seal_finding(key, detail.kind, detail.number, detail.value, digest, now=now)
    await add_values(key.owner, ((str(detail.kind), detail.value) for detail in hidden.sealed))


def direction_told(wish: str) -> str:
    """Give the direction of a text as a browser told it (`dirname`): ltr or rtl; "auto" when it told neither."""
    return wish if wish in DIRECTIONS else "auto"


def seal_body(hidden: Hidden, key: DataKey, message: UUID) -> bytes:
    """Give the ciphertext of a message's redacted text."""
    return key.seal(hidden.text, row=message, kind="body")
