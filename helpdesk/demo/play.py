"""Plays the sample tickets through the real operations, as if they had happened over the last weeks."""

import tomllib
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from helpdesk.demo.people import ACCOUNTS
from helpdesk.people.staff import StaffMember, find_by_address
from helpdesk.privacy.policy import policy
from helpdesk.tickets import doors, write
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.postpone import postpone_ticket
from helpdesk.tickets.prioritise import prioritise_ticket
from helpdesk.tickets.submit import NewTicket, Submitted, submit_ticket
from helpdesk.tickets.tables import Priority, Reason
from helpdesk.wiring import BOX, COUNTER
from surveys.answers import Given, make_link, record
from surveys.release import count_invitations, release
from surveys.tables import Invitation

_SAMPLES = Path(__file__).with_name("samples.toml")
_ASKED = ("domain", "invoice")
_STEP = timedelta(minutes=17)  # between two things that happen to a ticket
_WEEKS = 10  # over which the history spreads


async def play(*, now: datetime) -> AsyncIterator[int]:
    """Play every sample; yields how many tickets are done."""
    samples = tomllib.loads(_SAMPLES.read_text("utf-8"))
    staff = {account.email.partition("@")[0]: await find_by_address(account.email) for account in ACCOUNTS}
    agents = {name: member for name, member in staff.items() if member is not None}
    done = 0
    for ticket in sorted(samples["ticket"], key=lambda ticket: -float(ticket["ago"])):
        await _play_ticket(ticket, agents, now=now - timedelta(hours=ticket["ago"]))
        yield (done := done + 1)
    for ticket, rating, at in _history(samples["history"], now):
        story = [f"take {'omar' if ticket['category'] == 'billing' else 'sara'}", "close solved", f"rate {rating}"]
        await _play_ticket({**ticket, "email": f"guest{done}@customer.example", "story": story}, agents, now=at)
        await release(BOX, now=at)
        await count_invitations(now=at)
        yield (done := done + 1)


def count() -> int:
    """Count the samples."""
    samples = tomllib.loads(_SAMPLES.read_text("utf-8"))
    return len(samples["ticket"]) + sum(len(ticket["ratings"]) for ticket in samples["history"])


def _history(tickets: Sequence[Mapping[str, Any]], now: datetime) -> Sequence[tuple[Mapping[str, Any], int, datetime]]:
    """Spread the short tickets evenly over the last weeks."""
    all_of_them = [(ticket, rating) for ticket in tickets for rating in ticket["ratings"]]
    order = sorted(range(len(all_of_them)), key=lambda index: index * 7 % len(all_of_them))
    apart = timedelta(weeks=_WEEKS) / len(all_of_them)
    return [(*all_of_them[index], now - timedelta(weeks=_WEEKS) + place * apart) for place, index in enumerate(order)]


async def _play_ticket(ticket: Mapping[str, Any], agents: Mapping[str, StaffMember], *, now: datetime) -> None:
    asked = policy.in_use().categories[ticket["category"]].fields
    submitted = await submit_ticket(
        NewTicket(
            category=ticket["category"],
            email=ticket["email"],
            subject=ticket["subject"],
            body=ticket["body"],
            locale=ticket["locale"],
            terms_version=policy.in_use().terms,
            fields={
                name: ticket.get(name, "shop.example")
                for name in _ASKED
                if name in asked and (name in ticket or name == "domain")
            },
        ),
        now=now,
    )
    agent: StaffMember | None = None
    for place, step in enumerate(ticket.get("story", ()), 1):
        verb, _, rest = step.partition(" ")
        agent = agents[rest] if verb == "take" else agent
        await _happen(verb, rest, submitted, agent, now=now + place * _STEP)


async def _happen(verb: str, rest: str, submitted: Submitted, agent: StaffMember | None, *, now: datetime) -> None:
    if verb == "answer":
        await write.post_answer(submitted.token, write.Entry(rest), now=now)
        return
    assert agent is not None
    match verb:
        case "take":
            await assign_ticket(submitted.reference, to=agent.id, by=agent, now=now)
        case "reply":
            await write.post_reply(submitted.reference, write.Entry(rest), agent=agent, now=now)
        case "note":
            await write.post_note(submitted.reference, write.Entry(rest), agent=agent, now=now)
        case "priority":
            await prioritise_ticket(submitted.reference, Priority(rest), agent=agent, now=now)
        case "wait":
            until = (now + timedelta(days=int(rest))).date()
            await postpone_ticket(submitted.reference, until=until, agent=agent, now=now)
        case "close":
            await close_ticket(submitted.reference, Reason(rest), agent=agent, now=now)
        case "rate":
            await _rate(submitted, int(rest), now=now)


async def _rate(submitted: Submitted, rating: int, *, now: datetime) -> None:
    """Answer the survey of a closed ticket through a link of its own."""
    async with doors.seen_through(submitted.token):
        ticket = await doors.ticket_of_link(submitted.token)
    invitation = await Invitation.select(Invitation.id).where(Invitation.recipient == ticket.requester).first()
    assert invitation is not None
    link = await make_link(invitation["id"], now=now)
    await record(link, Given({"rating": rating}), counter=COUNTER, now=now)
