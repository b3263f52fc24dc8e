"""Find tickets by words, reference, requester's address or domain; only those that the viewer may read."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from unicodedata import category
from uuid import UUID

from piccolo.columns.combination import WhereRaw

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, Refused
from helpdesk.ids import REFERENCE_ALPHABET
from helpdesk.people import addresses
from helpdesk.people.requesters import find_requester
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.tickets import lexemes
from helpdesk.tickets.index import domain_hash
from helpdesk.tickets.queries import QueuePage, page_of
from helpdesk.tickets.tables import Status, Ticket
from helpdesk.tickets.ticket_rows import Condition
from piccolo_conf import acting

QUESTION_LIMIT, WORDS = 200, 12  # letters, lexemes
_BLOCK = f"([{REFERENCE_ALPHABET}]{{4}})"
_REFERENCE = re.compile(rf"SR[- ]?{_BLOCK}[- ]?{_BLOCK}")


class Shape(StrEnum):
    """What a question looks like, and so what is compared."""

    WORDS = "words"
    REFERENCE = "reference"
    ADDRESS = "address"
    DOMAIN = "domain"


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody looks for; it may hold a private value, so it is compared by hash and kept nowhere.

    assignee  "" anybody's, "none" nobody's, else a staff id
    """

    text: str = field(repr=False)
    status: Status | None = None
    category: str = ""
    team: str = ""
    assignee: str | UUID = ""
    tag: UUID | None = None
    priority: str = ""
    locale: str = ""
    cursor: str = ""
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Answer:
    """One page of tickets, and how the question was understood."""

    shape: Shape
    page: QueuePage


async def search(
    question: Question, *, viewer: StaffMember, count: Callable[[StaffMember], None], now: datetime
) -> Answer:
    """Find tickets, newest activity first; unknown and unreadable ones are missing alike.

    count    is called for each look-up by a private value, raises TooMany when somebody looks up too much
    raises   Invalid (nothing to look for, too long, a cursor that is not ours), TooMany, Refused
    effects  a look-up by address or domain is one audit entry, without the value
    """
    if viewer.role is not Role.AGENT:
        raise Refused
    text, shape = read_question(question.text)
    if shape in (Shape.ADDRESS, Shape.DOMAIN):
        count(viewer)  # every page anew: a cursor can be made up
    async with acting(viewer.actor):
        condition = await _condition(text, shape, viewer=viewer, now=now)
        page = await page_of(
            [condition, *_filters(question)], viewer=viewer, cursor=question.cursor, limit=question.limit
        )
    return Answer(shape, page)


def read_question(text: str) -> tuple[str, Shape]:
    """Give a question as it is compared, without invisible signs, and its shape; raises Invalid."""
    text = " ".join("".join(letter for letter in text if category(letter) not in ("Cf", "Cc", "Cs")).split())
    if len(text) > QUESTION_LIMIT:
        raise Invalid({"q": "error-search-long"})
    if reference := _REFERENCE.fullmatch(" ".join(lexemes.fold(text).upper().split())):
        return f"SR-{reference[1]}-{reference[2]}", Shape.REFERENCE
    if addresses.is_address(text):
        return text, Shape.ADDRESS
    return text, Shape.DOMAIN if addresses.is_host(text) else Shape.WORDS


async def _condition(text: str, shape: Shape, *, viewer: StaffMember, now: datetime) -> Condition:
    if shape is Shape.REFERENCE:
        return Ticket.reference == text
    if shape is Shape.ADDRESS:
        requester = await find_requester(text)
        await record("requester.looked_up", actor=viewer.id, about=requester or viewer.id, at=now)
        return Ticket.requester == requester if requester else Ticket.reference == ""
    statement, hashes = _words(text)
    if shape is Shape.DOMAIN:
        await record("domain.looked_up", actor=viewer.id, about=viewer.id, at=now)
        return WhereRaw(_IN.replace("…", f"{_BY_DOMAIN} UNION {statement}"), domain_hash(text), *hashes)
    return WhereRaw(_IN.replace("…", statement), *hashes)


_IN = "ticket.id IN (…)"
_BY_DOMAIN = "SELECT ticket FROM ticket_lookup WHERE kind = 'domain' AND hash = {}"
_BY_WORDS = "SELECT ticket FROM ticket_words WHERE "
_ONE_WORD = "(words @> ARRAY[{}]::bigint[] OR note_words @> ARRAY[{}]::bigint[])"


def _words(text: str) -> tuple[str, Sequence[int]]:
    """Give the statement that finds tickets with every word, in thread or notes, and its values; raises Invalid."""
    words = lexemes.wanted(text)
    if not words:
        raise Invalid({"q": "error-search-common" if text else "error-missing"})
    if len(words) > WORDS:
        raise Invalid({"q": "error-search-long"})
    hashes = lexemes.hashed(words)
    statement = _BY_WORDS + " AND ".join([_ONE_WORD] * len(hashes))
    return statement, [value for value in hashes for _ in range(2)]


def _filters(question: Question) -> Sequence[Condition]:
    filters: list[Condition] = []
    if question.status:
        filters.append(Ticket.status == question.status)
    if question.category:
        filters.append(Ticket.category == question.category)
    if question.team:
        filters.append(Ticket.team == question.team)
    if question.tag:
        filters.append(WhereRaw("ticket.tags @> ARRAY[{}]::uuid[]", question.tag))
    if question.priority:
        filters.append(Ticket.priority == question.priority)
    if question.locale:
        filters.append(Ticket.locale == question.locale)
    if question.assignee:
        nobody = question.assignee == "none"
        filters.append(Ticket.assignee.is_null() if nobody else Ticket.assignee == question.assignee)
    return filters
