"""Simulates weeks of work through the real code: requests, closings, invitations, answers, the ballot box."""

import random
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import datetime, timedelta

from helpdesk.demo.people import ACCOUNTS
from helpdesk.people.staff import StaffMember, find_by_address
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.results.questions import read_items, save_questions
from helpdesk.tickets import doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.submit import NewTicket, submit_ticket
from helpdesk.tickets.tables import Reason
from helpdesk.wiring import BOX, COUNTER
from surveys.answers import Given, make_link, record
from surveys.questions import current
from surveys.release import count_invitations, release
from surveys.tables import Invitation

_WEEKS = 12  # over which everything spreads, the last one the fullest
_RESPONSE = 0.62  # share of invitations that are answered
_TOPICS = {"technical": "support", "billing": "billing", "account": "support"}
_ASKS: Mapping[str, Sequence[str]] = {
    "en": ("My page does not open since this morning.", "The invoice has the wrong date.", "How do I change my plan?"),
    "ar": ("لا تُفتح صفحتي منذ الصباح.", "تاريخ الفاتورة غير صحيح.", "كيف أغيّر باقتي؟"),
}
_WORDS: Mapping[str, Sequence[str]] = {
    "en": ("Quick and polite.", "It took three days.", "Call me on +44 20 7946 0958 next time.", "Solved at once."),
    "ar": ("سريع ومهذب.", "استغرق الأمر ثلاثة أيام.", "اتصلوا بي على ٠١٠٠ ٥٥٥ ٠١٩٩ في المرة القادمة.", "شكرًا لكم."),
}


async def simulate(count: int, *, now: datetime) -> AsyncIterator[int]:
    """Play `count` requests from the first to the survey's answer, in the order of time; yields how many are done."""
    luck = random.Random(count)  # noqa: S311 - the same story every time
    staff = [await find_by_address(account.email) for account in ACCOUNTS]
    people = [member for member in staff if member is not None]
    agents = {member.team: member for member in people if member.role is Role.AGENT}
    await _ask_more(next(member for member in people if member.role is Role.MANAGER), now=now)
    start, today = now - timedelta(weeks=_WEEKS), None
    for done in range(count):
        at = start + timedelta(weeks=_WEEKS) * (done / count) ** 0.8
        if today not in (None, at.date()):
            await _empty_box(now=at)
        today = at.date()
        await _one(done, luck, agents, now=at)
        yield done + 1
    await _empty_box(now=now)


async def _ask_more(manager: StaffMember, *, now: datetime) -> None:
    """Let the manager ask for recommendation and ease besides, in both languages, if nobody has."""
    for locale in ("en", "ar"):
        if (await current("", locale)).version == 0:
            items = read_items({"on-nps": "1", "on-effort": "1", "on-comment": "1"})
            await save_questions("", locale, items, by=manager, now=now)


async def _empty_box(*, now: datetime) -> None:
    await release(BOX, now=now)
    await count_invitations(now=now)


async def _one(number: int, luck: random.Random, agents: Mapping[str, StaffMember], *, now: datetime) -> None:
    category = luck.choices(list(_TOPICS), (5, 3, 2))[0]
    locale = luck.choice(("en", "ar"))
    fields = {"domain": "shop.example"} if "domain" in policy.in_use().categories[category].fields else {}
    text = luck.choice(_ASKS[locale])
    new = NewTicket(
        category=category,
        email=f"sim{number}.{now:%y%m%d%H%M%S}@customer.example",
        subject=text[:60],
        body=text,
        locale=locale,
        terms_version=policy.in_use().terms,
        fields=fields,
    )
    submitted = await submit_ticket(new, now=now - timedelta(hours=3))
    agent = agents[_TOPICS[category]]
    await assign_ticket(submitted.reference, to=agent.id, by=agent, now=now - timedelta(hours=2))
    await close_ticket(submitted.reference, Reason.SOLVED, agent=agent, now=now)
    if luck.random() < _RESPONSE:
        await _answer(submitted.token, luck, category, locale, now=now)


async def _answer(token: str, luck: random.Random, category: str, locale: str, *, now: datetime) -> None:
    """Answer the survey of the closed ticket through a link of its own."""
    async with doors.seen_through(token):
        ticket = await doors.ticket_of_link(token)
    invitation = await Invitation.select(Invitation.id).where(Invitation.recipient == ticket.requester).first()
    if invitation is None:
        return
    mood = luck.choices((1, 2, 3, 4, 5), (4, 5, 10, 33, 48) if category != "billing" else (8, 10, 17, 35, 30))[0]
    values = {"rating": mood}
    if luck.random() < 0.7:
        values["nps"] = min(10, max(0, mood * 2 + luck.randint(-2, 1)))
    if luck.random() < 0.6:
        values["effort"] = min(7, max(1, mood + luck.randint(0, 2)))
    comment = luck.choice(_WORDS[locale]) if luck.random() < 0.12 else ""
    asked = (await current(category, locale)).name
    await record(await make_link(invitation["id"], now=now), Given(values, comment, asked), counter=COUNTER, now=now)
