"""Demands of authorities about tickets: what was typed becomes a scope; an approved one becomes a sealed package."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from helpdesk.errors import Invalid, Refused
from helpdesk.people.addresses import is_address
from helpdesk.people.requesters import find_requester
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.lawful.demand import Gag, Scope, demand, mistakes_in
from helpdesk.privacy.lawful.words import Words
from helpdesk.privacy.policy.shapes import FILE, KINDS
from helpdesk.privacy.redaction.spans import SECRETS
from helpdesk.tickets import ticket_rows
from helpdesk.tickets.ticket_rows import TicketRow
from piccolo_conf import SYSTEM, acting

MOST = 200  # tickets in one package
# What opens a door by itself goes to nobody, and neither does a file, in which nothing of others can be masked.
ASKABLE = tuple(kind for kind in KINDS if kind not in SECRETS and kind != FILE)


@dataclass(frozen=True, slots=True)
class Form:
    """A demand as it was typed; the person's address lives as long as the operation."""

    authority: str = field(default="", repr=False)
    basis: str = field(default="", repr=False)
    document: str = field(default="", repr=False)
    remark: str = field(default="", repr=False)
    email: str = field(default="", repr=False)
    references: str = ""
    from_day: str = ""
    until_day: str = ""
    kinds: tuple[str, ...] = ()
    named: str = ""
    with_texts: bool = False
    with_notes: bool = False
    gag_until: str = ""
    gag_reason: str = field(default="", repr=False)


async def ask(form: Form, *, by: StaffMember, now: datetime) -> UUID:
    """Write an authority's demand down, for others to agree to; gives its id.

    raises   Refused (no officer), Invalid (field -> mistake; an address or reference that is nobody's, too)
    effects  as `demand`; two others must agree where a kind is asked for that a topic of theirs opens for nobody
    """
    if by.role is not Role.OFFICER:
        raise Refused
    dates, mistakes = _dates(form)
    person, tickets = await _whose(form, mistakes)
    scope = Scope(
        person=person,
        tickets=() if person else tuple(ticket.id for ticket in tickets),
        from_day=dates.get("from_day"),
        until_day=dates.get("until_day"),
        kinds=form.kinds,
        named=tuple(" ".join(line.split()) for line in form.named.splitlines() if line.strip()),
        with_texts=form.with_texts or form.with_notes,
        with_notes=form.with_notes,
    )
    quiet_until = dates.get("gag_until")
    gag = Gag(quiet_until, form.gag_reason) if quiet_until else None
    words = Words(form.authority, form.basis, form.document, form.remark)
    if mistakes := mistakes_in(words, scope, gag, now=now) | mistakes:
        raise Invalid(mistakes)
    never = {kind for ticket in tickets for kind in ticket.rules.never}
    approvals = 2 if never & {*form.kinds} else 1
    return await demand(words, scope, gag, approvals=approvals, by=by.actor, now=now)


def read_day(typed: str, name: str) -> date:
    """Read a day as it was typed into a field; raises Invalid."""
    try:
        return date.fromisoformat(typed.strip())
    except ValueError:
        raise Invalid({name: "error-lawful-date"}) from None


def _dates(form: Form) -> tuple[dict[str, date | None], dict[str, str]]:
    dates: dict[str, date | None] = {}
    mistakes: dict[str, str] = {}
    for name in ("from_day", "until_day", "gag_until"):
        typed = getattr(form, name).strip()
        try:
            dates[name] = date.fromisoformat(typed) if typed else None
        except ValueError:
            mistakes[name] = "error-lawful-date"
    if form.gag_reason.strip() and not form.gag_until.strip():
        mistakes["gag_until"] = "error-lawful-gag-day"
    if not set(form.kinds) <= set(ASKABLE):
        mistakes["kinds"] = "error-unknown-field"
    return dates, mistakes


async def _whose(form: Form, mistakes: dict[str, str]) -> tuple[UUID | None, Sequence[TicketRow]]:
    """Find whom or which tickets a demand names; writes down what names nobody."""
    references = form.references.replace(",", " ").split()
    if bool(form.email.strip()) == bool(references):
        mistakes["email"] = "error-lawful-whose"
        return None, ()
    async with acting(SYSTEM):
        if references:
            found = [await ticket_rows.ticket_by_reference(reference) for reference in references[:MOST]]
            if None in found or len(references) > MOST:
                mistakes["references"] = "error-ticket-not-found"
            return None, [ticket for ticket in found if ticket]
        person = await find_requester(form.email) if is_address(form.email.strip()) else None
        if person is None:
            mistakes["email"] = "error-lawful-nobody"
            return None, ()
        return person, await ticket_rows.tickets_of_requester(person)
