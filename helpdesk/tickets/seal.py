"""Seal by hand what redaction missed in a message: everywhere in it, for good, out of the search, written down."""

from datetime import datetime
from typing import Final
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, NotFound
from helpdesk.people.staff import StaffMember
from helpdesk.privacy.redaction.normalise import fold_arabic, view
from helpdesk.privacy.redaction.redact import clean
from helpdesk.privacy.redaction.spans import Kind
from helpdesk.privacy.vault.keys import key_of
from helpdesk.privacy.vault.values import numbers_of, seal_finding
from helpdesk.tickets import access, exact
from helpdesk.tickets.index import add_values, index_words
from helpdesk.tickets.tables import Message
from helpdesk.tickets.ticket_rows import TicketRow
from helpdesk.tickets.wordings import found_in, put_in
from piccolo_conf import SYSTEM, acting

KINDS: Final = (
    Kind.NAME, Kind.ADDRESS, Kind.PHONE, Kind.EMAIL, Kind.IBAN, Kind.BANK_ACCOUNT, Kind.CARD, Kind.NATIONAL_ID,
    Kind.PASSPORT, Kind.BIRTH_DATE, Kind.HEALTH, Kind.PASSWORD, Kind.CODE, Kind.TEXT,
)  # fmt: skip
REASONS: Final = ("missed", "third-party", "asked")  # redaction missed it, it is somebody else's, the requester asked
SHORTEST, LONGEST = 2, 500  # characters
_WHOLE: Final = 4  # what is shorter is sealed only where it stands as a word


async def seal_by_hand(
    reference: str, message: UUID, words: str, *, kind: str, reason: str, agent: StaffMember, now: datetime
) -> int:
    """Seal a piece of a message wherever it stands in it; gives in how many places. Nobody takes that back.

    words    as they stand in the message, in any case, blanks and line ends alike
    raises   TicketNotFound, TicketErased, NotFound (no such message), Invalid (words, kind, reason)
    effects  one sealed value, or the one that is the same; the message's text is made anew and the words of it that
             stand nowhere else find the ticket no more; one audit entry that says why
    """
    words = _checked(words, kind, reason)
    async with acting(agent.actor):
        ticket = await access.ticket_to_read(reference, viewer=agent, lock=True)
        places = await _seal(ticket, message, words, Kind(kind), now)
        async with acting(SYSTEM):
            await index_words(ticket)
        await record(f"message.sealed_{reason.replace('-', '_')}", actor=agent.id, about=ticket.id, at=now)
    return places


def _checked(words: str, kind: str, reason: str) -> str:
    """Clean the words; raises Invalid with every mistake."""
    words = " ".join(clean(words).split())
    mistakes = {
        "words": "error-seal-length" if not SHORTEST <= len(words) <= LONGEST else "",
        "kind": "" if kind in KINDS else "error-field",
        "reason": "" if reason in REASONS else "error-seal-reason",
    }
    if any(mistakes.values()):
        raise Invalid({name: code for name, code in mistakes.items() if code})
    return words


async def _seal(ticket: TicketRow, message: UUID, words: str, kind: Kind, now: datetime) -> int:
    row = await Message.select(Message.body).where(Message.id == message, Message.ticket == ticket.id).first()
    if row is None:
        raise NotFound
    key = await key_of(ticket.id)
    text = key.open_text(row["body"], row=message, kind="body")
    places = found_in(text, words, whole=len(words) < _WHOLE)
    if not places:
        raise Invalid({"words": "error-seal-not-there"})
    found = text[slice(*places[0])]
    numbers = await numbers_of(key)
    number = numbers(kind, same_of(kind, found))
    await seal_finding(key, kind, number, found, numbers.digest_of(kind, number), now=now)
    await add_values(ticket.id, [(str(kind), found)])
    body = key.seal(put_in(text, places, f"⟦{kind} {number}⟧"), row=message, kind="body")
    await Message.update({Message.body: body}, force=True).where(Message.id == message)
    return len(places)


def same_of(kind: Kind, words: str) -> str:
    """Give the form in which redaction takes two values of a kind for one."""
    if kind in exact.KINDS and (form := exact.form_of(kind, words)):
        return form
    return words.casefold() if kind is Kind.TEXT else fold_arabic(view(words).text)
