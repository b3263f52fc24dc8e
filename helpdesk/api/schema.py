"""What the JSON API takes and gives. Unknown fields are refused."""

from datetime import datetime
from typing import Annotated, Literal

from msgspec import Meta, Struct

Body = Annotated[str, Meta(max_length=200_000, description="Plain text, 1..20 000 characters after cleaning.")]


class NewTicketIn(Struct, forbid_unknown_fields=True, frozen=True):
    """A request for help."""

    category: str
    email: str
    locale: str
    subject: str
    body: str
    terms_version: str
    name: str = ""
    fields: dict[str, str] = {}
    shown: list[str] = []
    hidden: list[str] = []


class TicketCreated(Struct, frozen=True):
    """The new ticket: its reference, and the requester's private address, shown only here and in the mail."""

    reference: str
    ticket_url: str


class AcceptedOut(Struct, frozen=True):
    """What a ticket was opened under: `kind` is terms or notice, `sha256` is of `text` in UTF-8."""

    kind: str
    version: str
    locale: str
    sha256: str
    accepted_at: datetime
    text: str


class QueueItem(Struct, frozen=True):
    """A ticket in a queue; the subject is redacted, and "" when the ticket was erased."""

    reference: str
    subject: str
    category: str
    team: str
    locale: str
    status: str
    opened_at: datetime
    active_at: datetime
    assignee: str | None
    sealed_details: int
    erased: bool


class QueueOut(Struct, frozen=True):
    """A page of a queue; `next_cursor` is null on the last one."""

    tickets: list[QueueItem]
    next_cursor: str | None


class SearchIn(Struct, forbid_unknown_fields=True, frozen=True):
    """What to look for: `q` is words (all must be there), a reference, an e-mail address or a domain.

    `assignee` is an agent's address, or none for tickets that nobody has.
    """

    q: Annotated[str, Meta(max_length=1000, description="1..200 characters after cleaning.")]
    status: Literal["", "open", "pending", "closed"] = ""
    category: str = ""
    team: str = ""
    assignee: str = ""
    cursor: str = ""
    limit: int = 50


class DetailOut(Struct, frozen=True):
    """A sealed detail: its placeholder, and its value only while it is open to the caller."""

    placeholder: str
    kind: str
    state: str
    value: str | None = None
    expires_at: datetime | None = None


class AttachmentOut(Struct, frozen=True):
    """A file; it has no name. `state` is readable, sealed (open `placeholder` for a purpose first) or deleted."""

    number: int
    type: str
    size: int
    state: str
    placeholder: str | None
    url: str


class MessageOut(Struct, frozen=True):
    """One entry of the thread, redacted: `from` is requester or agent, `audience` everyone or agents."""

    id: str
    author: str
    audience: str
    body: str
    posted_at: datetime
    attachments: list[AttachmentOut] = []


class MergedOut(Struct, frozen=True):
    """A ticket that was merged into another; its placeholders are its own, to be opened under its reference."""

    reference: str
    subject: str
    category: str
    messages: list[MessageOut]
    details: list[DetailOut]


class TicketOut(Struct, frozen=True):
    """A ticket as the caller may see it."""

    reference: str
    subject: str
    category: str
    team: str
    locale: str
    status: str
    opened_at: datetime
    closed_at: datetime | None
    close_reason: str | None
    assignee: str | None
    messages: list[MessageOut]
    details: list[DetailOut]
    merged_into: str | None
    merged: list[MergedOut]


class MergerIn(Struct, forbid_unknown_fields=True, frozen=True):
    """The reference of the ticket that this one goes on in: an open one of the caller's."""

    into: str


class AssignmentIn(Struct, forbid_unknown_fields=True, frozen=True, rename={"taken_from": "from"}):
    """Who gets the ticket: an agent's address, or null for nobody. `from` names whom it is taken over from."""

    agent: str | None
    taken_from: str | None = None


class TextIn(Struct, forbid_unknown_fields=True, frozen=True):
    """A reply or a note."""

    body: Body


class Created(Struct, frozen=True):
    """What was made."""

    id: str


class ClosureIn(Struct, forbid_unknown_fields=True, frozen=True):
    """Why a ticket is closed: solved, spam, duplicate or inactive."""

    reason: str


class DisclosureIn(Struct, forbid_unknown_fields=True, frozen=True):
    """Which detail to open, as in the text (`⟦phone 1⟧`) or `field:NAME`, and for which purpose of the category."""

    placeholder: str
    purpose: str
    reason: str = ""


class DisclosureOut(Struct, frozen=True):
    """The opened value, and until when it stays open; null means as long as the ticket is the caller's."""

    id: str
    value: str
    expires_at: datetime | None


class ExtensionOut(Struct, frozen=True):
    """The new end of a disclosure that got more time."""

    expires_at: datetime


class QuestionOut(Struct, frozen=True):
    """A question to a second person; `decision` is waiting, approved or declined."""

    id: str
    ticket: str
    placeholder: str
    kind: str
    purpose: str
    reason: str | None
    asked_by: str
    asked_at: datetime
    decision: str
    expires_at: datetime


class DecisionIn(Struct, forbid_unknown_fields=True, frozen=True):
    """The second person's answer: approved or declined."""

    decision: str


class LedgerOut(Struct, frozen=True):
    """One sight of one detail; `agent` only for staff."""

    placeholder: str
    kind: str
    team: str
    agent: str | None
    purpose: str
    reason: str | None
    at: datetime
    until: datetime | None
    ended_at: datetime | None
    extended_to: list[datetime]
    second_person: bool


class CsatGroup(Struct, frozen=True):
    """One group's numbers; all null when `hidden` says why they are not shown."""

    group: str
    answers: int | None
    satisfied: float | None
    mean: float | None
    ratings: list[int] | None
    response_rate: float | None
    hidden: str | None
    interval: list[float] | None
    nps: float | None
    effort: float | None
    thumbs: float | None


class CsatOut(Struct, frozen=True):
    """Results of a window of whole weeks; `total` is null when it would give a hidden group away."""

    since: str
    until: str
    by: str
    total: CsatGroup | None
    groups: list[CsatGroup]
