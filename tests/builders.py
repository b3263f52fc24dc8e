"""Builders with plain names, made through the real operations."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from helpdesk import wiring
from helpdesk.people.staff import StaffMember, add_staff, add_token, find_by_address, set_password
from helpdesk.people.tables import Role
from helpdesk.privacy.vault.keys import key_of
from helpdesk.tickets import doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.submit import NewTicket, submit_ticket
from helpdesk.tickets.undelivered import note_undelivered
from notifications.deliver import Office
from notifications.limits import Limits
from notifications.mail import Letterhead
from notifications.tables import Outbound
from notifications.transport import Smtp
from notifications.webhooks import Caller
from notifications.worker import run_once

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
PASSWORD = "correct horse battery"
TEXT = "Hello, my phone is +44 20 7946 0958 and my password is Sesame#44. The page shows PAY-402."


@dataclass(frozen=True, slots=True)
class ATicket:
    """A ticket that went through the intake, and the requester's token."""

    reference: str
    token: str


def a_request(**changes: Any) -> NewTicket:
    """What a requester asks for; `changes` replaces parts of it."""
    wish = {
        "category": "technical",
        "email": "tessa@customer.test",
        "subject": "Mail bounces",
        "body": TEXT,
        "locale": "en",
        "terms_version": "1",
        "fields": {"domain": "visitor.test"},
        **changes,
    }
    if wish["category"] not in ("technical", "domain", "abuse") and "fields" not in changes:
        wish["fields"] = {}
    return NewTicket(**wish)


async def a_ticket(*, now: datetime = NOON, **changes: Any) -> ATicket:
    submitted = await submit_ticket(a_request(**changes), now=now)
    return ATicket(submitted.reference, submitted.token)


async def an_assigned_ticket(agent: StaffMember, *, now: datetime = NOON, **changes: Any) -> ATicket:
    ticket = await a_ticket(now=now, **changes)
    await assign_ticket(ticket.reference, to=agent.id, by=agent, now=now)
    return ticket


async def a_member(email: str, *, name: str, role: Role, team: str = "", password: bool = False) -> StaffMember:
    """A staff member; with `password` one who can sign in (argon2id takes a moment)."""
    token = await add_staff(email, name=name, role=role, team=team, now=NOON)
    if password:
        await set_password(token, PASSWORD, now=NOON)
    member = await find_by_address(email)
    assert member is not None
    return member


async def an_agent(email: str = "sara@desk.test", *, name: str = "Sara Haddad", team: str = "support") -> StaffMember:
    return await a_member(email, name=name, role=Role.AGENT, team=team)


async def a_bearer(email: str) -> dict[str, str]:
    """The header of an API call with this person's rights."""
    return {"Authorization": f"Bearer {await add_token(email, name='test', now=NOON)}"}


def an_office(url: str, *, now: datetime = NOON, limits: Limits | None = None) -> Office:
    """What the mail worker needs, with a clock that stands."""
    return Office(
        renderers=wiring.Renderers("http://desk.test").all(),
        transport=Smtp(url, timeout=60),
        caller=Caller(),
        head=Letterhead("support@desk.test", "http://desk.test"),
        on_failed=note_undelivered,
        fingerprint=wiring.address_print,
        now=lambda: now,
        limits=limits or Limits(an_hour=1000, a_day=1000),
    )


async def send_all(url: str, *, now: datetime = NOON) -> None:
    """Let the worker send everything that is due."""
    office = an_office(url, now=now)
    while await run_once(office):
        pass
    await office.transport.close()


async def promised() -> list[str]:
    """The kinds of the mails that are promised and not settled."""
    rows = await Outbound.select(Outbound.kind).where(Outbound.settled_at.is_null()).order_by(Outbound.id)
    return [row["kind"] for row in rows]


async def subject_and_first_message(ticket: ATicket) -> tuple[str, str]:
    """What is stored of a ticket's words, opened with its key."""
    from helpdesk.tickets.threads import subject_of, thread

    row = await doors.ticket_of_link(ticket.token)
    await key_of(row.id)
    return await subject_of(row), (await thread(row, with_notes=True))[0].text


def after(**time: float) -> datetime:
    return NOON + timedelta(**time)
