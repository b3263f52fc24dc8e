"""Ask for a legal hold in the words of a form: requests by their numbers, a person by their address, days."""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, Refused, TicketNotFound
from helpdesk.people.requesters import find_requester
from helpdesk.people.staff import StaffMember, members
from helpdesk.people.tables import Role
from helpdesk.privacy import holds
from helpdesk.privacy.holds import Scope
from helpdesk.privacy.policy import policy
from helpdesk.tickets import access
from helpdesk.tickets.erasure_plan import HOLD, LAW, Plan
from helpdesk.tickets.tables import CategoryRule
from named_sql import statements
from notifications import outbox
from piccolo_conf import SYSTEM, Actor, acting

_SQL = statements(__file__)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a form says of a hold; whatever is filled in of its scope must all be true of a request.

    references  numbers of requests, one after the other
    email       address of a requester
    since, until, review_on  days such as 2026-11-25, or ""
    """

    references: str = ""
    email: str = ""
    since: str = ""
    until: str = ""
    reason: str = ""
    review_on: str = ""
    is_silent: bool = False


async def place_hold(wish: Wish, *, by: StaffMember, now: datetime) -> UUID:
    """Ask for a hold; it is in force when a second person has confirmed it. Gives its id.

    raises   Refused, Invalid (`references` or `email` unknown, days that are none, and what `holds.place` finds)
    effects  as `holds.place`; looking for an address is an audit entry of its own, without the address
    """
    if by.actor.kind not in holds.MAY_ASK:
        raise Refused
    days, wrong = _days(wish)
    tickets = await _tickets(wish.references, wrong, by)
    person = await _person(wish.email.strip(), wrong, by, now=now) if wish.email.strip() else None
    if wrong or "review_on" not in days:
        raise Invalid({**wrong, **({} if "review_on" in days else {"review_on": "error-hold-review"})})
    scope = Scope(person, tickets, days.get("since"), days.get("until"))
    return await holds.place(
        scope, wish.reason, review_on=days["review_on"], is_silent=wish.is_silent, by=by.actor, now=now
    )


def _days(wish: Wish) -> tuple[dict[str, date], dict[str, str]]:
    days, wrong = {}, {}
    for name in ("since", "until", "review_on"):
        text = getattr(wish, name).strip()
        try:
            if text:
                days[name] = read_day(text)
        except ValueError:
            wrong[name] = "error-hold-day"
    return days, wrong


def read_day(text: str) -> date:
    """Read a day such as 2026-11-25; raises ValueError."""
    return date.fromisoformat(text)


async def _tickets(references: str, wrong: dict[str, str], by: StaffMember) -> tuple[UUID, ...]:
    found = []
    async with acting(by.actor):
        for reference in dict.fromkeys(filter(None, re.split(r"[\s,;،؛]+", references))):
            try:
                found.append((await access.face_of(reference)).id)
            except TicketNotFound:
                wrong["references"] = "error-hold-unknown"
    return tuple(found)


async def _person(email: str, wrong: dict[str, str], by: StaffMember, *, now: datetime) -> UUID | None:
    async with acting(SYSTEM):
        person = await find_requester(email)
        await record("requester.looked_up", actor=by.id, about=person or by.id, at=now)
    if person is None:
        wrong["email"] = "error-hold-nobody"
    return person


async def remind_of_reviews(*, now: datetime) -> None:
    """Promise every officer a mail for each hold whose day of review has come; once for each such day."""
    async with acting(SYSTEM):
        for hold in await holds.take_due_for_review(now=now):
            for officer in await members(Role.OFFICER):
                await outbox.enqueue("hold_review", about=hold, to=officer.id, due_at=now)


async def told_of_holds(tickets: Collection[UUID], *, reader: Actor) -> Collection[UUID]:
    """Give those of some tickets of which their requester may read that a hold keeps them.

    The policy says whether to tell; of a silent hold the database tells them nothing.
    """
    if not policy.in_use().tell_of_holds:
        return ()
    async with acting(reader):
        return (await holds.held(tickets)).keys()


async def as_told(plan: Plan, *, reader: Actor) -> Plan:
    """Give the plan of an erasure as its requester reads it: of a hold that must not be told, that a law keeps it."""
    told = await told_of_holds([wait.ticket for wait in plan.waits], reader=reader)
    waits = [
        replace(wait, kept_by=LAW, hold=None) if wait.kept_by == HOLD and wait.ticket not in told else wait
        for wait in plan.waits
    ]
    return replace(plan, waits=waits)


async def sizes_of_holds() -> Mapping[UUID, int]:
    """Count the tickets that each hold covers which is not over; the database tells who answers for privacy."""
    rows = await CategoryRule.raw(_SQL["hold_sizes"])
    return {row["hold"]: row["tickets"] for row in rows}
