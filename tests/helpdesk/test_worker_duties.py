"""The running worker does each of its duties towards the end of data: half a year later, everything due is done."""

import asyncio
import json
from datetime import timedelta

import msgspec

from helpdesk import clock, wiring
from helpdesk.backup.seal import sealing
from helpdesk.people.tables import Role
from helpdesk.privacy import holds
from helpdesk.privacy.holds import Scope
from helpdesk.privacy.lawful import decide as lawful
from helpdesk.privacy.policy import policy
from helpdesk.privacy.policy.publish import publish, publish_first
from helpdesk.privacy.policy.tables import VersionKind
from helpdesk.privacy.subject_requests.tables import Kind
from helpdesk.tickets import doors
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.erase import erase_requester
from helpdesk.tickets.lawful import Form
from helpdesk.tickets.lawful import ask as ask_lawfully
from helpdesk.tickets.lawful_release import release
from helpdesk.tickets.tables import Reason
from helpdesk.worker import work
from notifications.tables import Outbound
from piccolo_conf import SYSTEM
from tests.builders import a_member, a_ticket, an_assigned_ticket, an_office
from tests.notifications.offices import until
from tests.rights import a_person, a_wish

NOW = clock.now().replace(microsecond=0)  # the database itself looks at the time of the day
LATER = NOW + timedelta(days=200)

# What each duty brings about, each by one table that nothing else in the worker writes so.
DONE = """
    SELECT
        (SELECT array_agg(kept ORDER BY kept) FROM ticket WHERE category = 'technical') AS retain,
        (SELECT count(reminded_of) FROM legal_hold)::int AS remind_of_reviews,
        (SELECT count(reminded_on) FROM subject_request WHERE kind = 'rectification')::int AS keep_time,
        (SELECT count(*) FROM erasure_pending)::int AS complete_pending,
        (SELECT count(finished_at) FROM policy_change)::int AS tell_of_changes,
        (SELECT count(told_at) FROM lawful_request)::int AS tell_those_due,
        (SELECT count(content) FROM lawful_package)::int AS packages_left,
        (SELECT array_agg(state) FROM access_package) AS make_copies
"""


async def done() -> dict[str, object]:
    return dict((await Outbound.raw(DONE))[0])


async def a_half_year_s_due(agent) -> None:
    """Of everything that comes due one, none of which is yet."""
    lina, noor = [await a_member(f"{n}@desk.test", name=n, role=Role.OFFICER) for n in ("lina", "noor")]
    texts = {kind: dict.fromkeys(("en", "ar"), "Ten days.") for kind in VersionKind}
    await publish_first(texts, now=NOW)
    old = await an_assigned_ticket(agent, now=NOW, email="old@customer.test")  # its texts go after 180 days
    await close_ticket(old.reference, Reason.SOLVED, agent=agent, now=NOW)
    kept = await a_ticket(now=NOW, category="contact")  # Tessa, who waits for much
    row = await doors.ticket_of_link(kept.token)

    hold = await holds.place(Scope(tickets=(row.id,)), "A court", review_on=LATER.date(), by=lina.actor, now=NOW)
    await holds.decide(hold, agree=True, by=noor.actor, now=NOW)
    await a_wish(Kind.ACCESS, now=NOW)
    await a_wish(Kind.RECTIFICATION, now=NOW, wrong="a", right="b")

    await a_ticket(now=NOW, category="contact", email="rami@customer.test")
    rami = await a_person("rami@customer.test")
    kept_of_rami = Scope(person=rami)
    other = await holds.place(kept_of_rami, "A court", review_on=LATER.date(), by=lina.actor, now=NOW)
    await holds.decide(other, agree=True, by=noor.actor, now=NOW)
    await erase_requester(rami, actor=lina.actor, now=NOW)
    await holds.ask_to_lift(other, "Over", by=lina.actor, now=NOW)
    await holds.lift(other, agree=True, by=noor.actor, now=NOW)

    form = Form(
        authority="Court", basis="Section 1", document="1", references=kept.reference, kinds=("email",),
        gag_until=str((NOW + timedelta(days=9)).date()), gag_reason="Order",
    )  # fmt: skip
    demand = await ask_lawfully(form, by=lina, now=NOW)
    await lawful.decide(demand, agree=True, reason="", by=noor.actor, now=NOW)
    await release(demand, to_html=lambda context: json.dumps(context["tickets"]), by=lina, now=NOW)

    policy.use(msgspec.structs.replace(policy.in_use(), terms="2"))
    changed = {kind: {code: f"{text} Nine." for code, text in both.items()} for kind, both in texts.items()}
    await publish(changed, by=SYSTEM, now=NOW + timedelta(minutes=1))


async def test_the_running_worker_does_everything_that_has_come_due(agent, schema, mailbox, monkeypatch):
    await Outbound.raw("TRUNCATE policy_version, policy_change, ticket_acceptance")
    monkeypatch.setattr("pyrage.passphrase.encrypt", lambda content, _: content)  # takes seconds, on purpose
    await a_half_year_s_due(agent)
    assert await done() == {
        "retain": ["all"], "remind_of_reviews": 0, "keep_time": 0, "complete_pending": 1, "tell_of_changes": 0,
        "tell_those_due": 0, "packages_left": 1, "make_copies": ["waiting"],
    }  # fmt: skip
    monkeypatch.setattr(clock, "now", lambda: LATER)
    workshop, stop = wiring.transfers(schema, sealing=sealing), asyncio.Event()
    worker = asyncio.create_task(
        work(an_office(mailbox.url, now=LATER), trail=wiring.trail(schema), transfers=workshop, stop=stop)
    )
    wanted = {
        "retain": ["frame"], "remind_of_reviews": 1, "keep_time": 1, "complete_pending": 0, "tell_of_changes": 1,
        "tell_those_due": 1, "packages_left": 0, "make_copies": ["ready"],
    }  # fmt: skip
    try:
        await until(lambda: is_done(wanted), seconds=60)
    except TimeoutError:
        assert await done() == wanted
    finally:
        stop.set()
        await worker


async def is_done(wanted: dict[str, object]) -> bool:
    return await done() == wanted
