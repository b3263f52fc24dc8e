"""Correct what is wrong about a person wherever it is kept: sealed, and readable in what they wrote themselves."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.people.requesters import what_is_known
from helpdesk.privacy.holds import held
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.redact import clean, first_come
from helpdesk.privacy.redaction.scan import scan
from helpdesk.privacy.redaction.spans import Finding, Kind, Known, TextNotScanned
from helpdesk.privacy.vault.keys import DataKey, key_of
from helpdesk.privacy.vault.values import Numbers, numbers_of, seal_finding
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.index import add_values, index_words
from helpdesk.tickets.rectify import Place, places_of, rectify
from helpdesk.tickets.tables import Message
from helpdesk.tickets.threads import subject_of, thread
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.wordings import found_in, put_in, without_chips
from piccolo_conf import SYSTEM, acting

LONGEST = 500  # characters of the wrong words; longer ones are looked for nowhere


@dataclass(frozen=True, slots=True)
class Passage:
    """Where wrong words stand readable in what a person wrote: how often in a ticket's subject or their messages.

    is_held  a legal hold keeps these words as they were written; they are corrected when it is lifted
    """

    reference: str
    part: str  # subject, message
    times: int
    is_held: bool


@dataclass(frozen=True, slots=True)
class Corrected:
    """What a correction reaches, or reached."""

    places: Sequence[Place]
    passages: Sequence[Passage]


@dataclass(frozen=True, slots=True)
class _Text:
    """One text of theirs; `message` is None for the subject."""

    ticket: TicketRow
    message: UUID | None
    text: str = field(repr=False)
    found: Sequence[tuple[int, int]] = ()
    is_held: bool = False


async def to_correct(requester: UUID, wrong: str) -> Corrected:
    """Find where a value is sealed, and where it stands readable in what they wrote, by itself, in any case.

    effects  those of `places_of`; nobody sees a text by it
    """
    async with acting(SYSTEM):
        return Corrected(await places_of(requester, wrong), _passages(await _texts(requester, wrong)))


async def correct_everywhere(requester: UUID, *, wrong: str, right: str, by: UUID, now: datetime) -> Corrected:
    """Put what is right in the place of what is wrong, sealed and readable, in everything of a person's own.

    raises   Invalid (right), as `rectify`
    effects  those of `rectify`; subjects and messages of theirs have the right words, which are hidden where redaction
             says so; the tickets are found by them and no more by the wrong ones; texts on hold stay as they were; one
             audit entry a ticket; no time that something is kept begins anew
    """
    async with acting(SYSTEM):
        texts = await _texts(requester, wrong, lock=True)  # tickets before values, as everybody who works in one
        places = await rectify(requester, wrong=wrong, right=right, by=by, now=now)
        right, known = " ".join(clean(right).split()), await what_is_known(requester)
        done = [text for text in texts if not text.is_held and await _put(text, right, known, now)]
        touched = {text.ticket.id for text in done}
        for ticket in await ticket_rows.tickets_by_id(touched):
            await index_words(ticket)
            await record("text.rectified", actor=by, about=ticket.id, at=now)
    return Corrected(places, _passages([text for text in texts if text in done or text.is_held]))


async def _texts(requester: UUID, wrong: str, *, lock: bool = False) -> Sequence[_Text]:
    """Give the texts in which the words stand, oldest ticket first."""
    words = " ".join(clean(wrong).split())
    tickets = await ticket_rows.tickets_of_requester(requester, lock=lock)
    living = [ticket for ticket in tickets if not ticket.is_erased] if 0 < len(words) <= LONGEST else []
    holds = await held([ticket.id for ticket in living])
    return [
        _Text(ticket, message, text, found, ticket.id in holds)
        for ticket in living
        for message, text in await _own_words(ticket)
        if (found := found_in(text, words, whole=True))
    ]


async def _own_words(ticket: TicketRow) -> Sequence[tuple[UUID | None, str]]:
    messages = [one for one in await thread(ticket, with_notes=False) if one.author_id is None]
    return [(None, await subject_of(ticket)), *((message.id, message.text) for message in messages)]


def _passages(texts: Sequence[_Text]) -> Sequence[Passage]:
    times: dict[tuple[str, str, bool], int] = {}
    for text in texts:
        place = (text.ticket.reference, "message" if text.message else "subject", text.is_held)
        times[place] = times.get(place, 0) + len(text.found)
    return [Passage(reference, part, count, is_held) for (reference, part, is_held), count in times.items()]


async def _put(text: _Text, right: str, known: Known, now: datetime) -> bool:
    """Store one text with the right words, what redaction finds in them sealed; says whether it was done."""
    key = await key_of(text.ticket.id)
    whole, grown, places = put_in(text.text, text.found, right), 0, []
    for start, end in text.found:
        places.append((start + grown, start + grown + len(right)))
        grown += len(right) - (end - start)
    findings = await _findings(whole, places, known)
    numbers = await numbers_of(key)
    parts, at = [], 0
    for finding in findings:
        parts += [whole[at : finding.start], await _sealed(finding, whole, key, numbers, now)]
        at = finding.end
    kind, row = ("body", text.message) if text.message else ("subject", text.ticket.id)
    sealed = key.seal("".join([*parts, whole[at:]]), row=row, kind=kind)
    rows = await Message.raw("SELECT reword({}, {}, {}) AS done", text.ticket.id, text.message, sealed)
    return bool(rows[0]["done"])


async def _findings(whole: str, places: Sequence[tuple[int, int]], known: Known) -> Sequence[Finding]:
    """Find what of the new words is to be hidden, read where they stand; what stands elsewhere was decided before."""
    own = policy.in_use().own_rules
    try:
        redacted = await scan(without_chips(whole, "\n"), known=known, own=own, number=first_come())
    except TextNotScanned:
        return [Finding(*place, Kind.TEXT, "unscanned", whole[slice(*place)].casefold()) for place in places]
    return [one for one in redacted.findings if any(one.start < end and start < one.end for start, end in places)]


async def _sealed(finding: Finding, whole: str, key: DataKey, numbers: Numbers, now: datetime) -> str:
    """Seal one finding and give its chip."""
    value, number = whole[finding.start : finding.end], numbers(finding.kind, finding.same)
    await seal_finding(key, finding.kind, number, value, numbers.digest_of(finding.kind, number), now=now)
    await add_values(key.owner, [(str(finding.kind), value)])
    return f"⟦{finding.kind} {number}⟧"
