"""The quota of openings an hour, more time, secrets that open three times, and what ends by signing out."""

import asyncio
from dataclasses import replace
from datetime import timedelta

import asyncpg
import msgspec
import pytest

from helpdesk.audit.tables import AuditEntry
from helpdesk.errors import (
    ExtendedTooOften,
    Invalid,
    NotFound,
    OpenedTooOften,
    QuotaReached,
    TicketClosed,
    TicketTaken,
)
from helpdesk.ids import new_id
from helpdesk.people.sessions import sign_in, sign_out
from helpdesk.people.staff import LINK_LIFE, deactivate, new_setup_link, set_password, staff_of_token
from helpdesk.people.tables import Role, SetupLink, StaffSession
from helpdesk.privacy.disclosure.disclose import Viewer, disclose
from helpdesk.privacy.disclosure.ledger import ledger_of
from helpdesk.privacy.disclosure.quota import HOUR
from helpdesk.privacy.disclosure.tables import Alarm, Disclosure
from helpdesk.privacy.policy import policy
from helpdesk.privacy.redaction.spans import SECRETS
from helpdesk.privacy.vault.keys import key_of
from helpdesk.privacy.vault.tables import SealedValue
from helpdesk.privacy.vault.values import faces
from helpdesk.tickets import doors
from helpdesk.tickets.assign import assign_ticket
from helpdesk.tickets.close import close_ticket
from helpdesk.tickets.reveal import end_reveal, extend_reveal, reveal
from helpdesk.tickets.tables import Reason
from notifications.tables import Outbound
from piccolo_conf import acting
from tests.builders import NOON, PASSWORD, a_bearer, a_member, after, an_assigned_ticket, promised
from tests.helpdesk.tickets.test_work import seen_by

PHONES = "Call +44 20 7946 0958, +44 20 7946 0111, +44 20 7946 0222 or +44 20 7946 0333."


def with_policy(**changes: object) -> None:
    policy.use(msgspec.structs.replace(policy.in_use(), **changes))


async def acts(act: str) -> int:
    return int(await AuditEntry.count().where(AuditEntry.act == act))


async def open_phone(ticket, number, agent, *, now=NOON):
    return await reveal(ticket.reference, f"phone {number}", purpose="contact", agent=agent, now=now)


async def test_past_the_quota_nothing_opens_and_managers_are_told_once_an_hour(agent, manager):
    with_policy(disclosure_quota=2)
    retired = await a_member("old@desk.test", name="Old", role=Role.MANAGER)
    await deactivate(retired.id, now=NOON)
    ticket = await an_assigned_ticket(agent, body=PHONES)
    for number in (1, 2):
        await open_phone(ticket, number, agent, now=after(minutes=number))
    for minute in (20, 30):
        with pytest.raises(QuotaReached) as refused:
            await open_phone(ticket, 3, agent, now=after(minutes=minute))
    assert refused.value.arguments == {"time": "13:01"}
    assert refused.value.args == (31 * 60,)

    assert await Disclosure.count().where(Disclosure.purpose == "contact") == 2
    assert await acts("detail.quota_reached") == 2
    told = await Outbound.select(Outbound.about, Outbound.recipient).where(Outbound.kind == "disclosure_alarm")
    assert told == [{"about": agent.id, "recipient": manager.id}]
    assert (await open_phone(ticket, 3, agent, now=after(minutes=61))).value == "+44 20 7946 0222"
    with pytest.raises(QuotaReached):
        await open_phone(ticket, 4, agent, now=after(minutes=61.5))
    assert await acts("detail.quota_reached") == 3
    assert (await promised()).count("disclosure_alarm") == 1
    await Alarm.update({Alarm.at: NOON - HOUR}, force=True)
    with pytest.raises(QuotaReached):
        await open_phone(ticket, 4, agent, now=after(minutes=61.7))
    assert (await promised()).count("disclosure_alarm") == 2


async def test_the_quota_is_each_agent_s_own_and_what_is_seen_at_once_does_not_count(agent, colleague):
    with_policy(disclosure_quota=1)
    first, second = [await an_assigned_ticket(who, body=PHONES) for who in (agent, colleague)]
    await open_phone(first, 1, agent)
    await open_phone(second, 1, colleague)
    with pytest.raises(QuotaReached):
        await open_phone(first, 2, agent)


async def test_openings_count_even_after_the_ticket_went_to_somebody_else(agent, colleague):
    with_policy(disclosure_quota=1)
    ticket = await an_assigned_ticket(agent, body=PHONES)
    other = await an_assigned_ticket(agent, body=PHONES)
    await open_phone(ticket, 1, agent)
    await assign_ticket(ticket.reference, to=colleague.id, by=agent, now=NOON)
    with pytest.raises(QuotaReached):
        await open_phone(other, 1, agent)


async def test_of_many_openings_at_once_only_as_many_as_allowed_succeed(agent):
    with_policy(disclosure_quota=3)
    tickets = [await an_assigned_ticket(agent, body=PHONES) for _ in range(6)]
    results = await asyncio.gather(*(open_phone(ticket, 1, agent) for ticket in tickets), return_exceptions=True)

    assert sum(isinstance(result, QuotaReached) for result in results) == 3
    assert await Disclosure.count().where(Disclosure.purpose == "contact") == 3
    assert await Alarm.count() == 1


async def test_an_alarm_that_no_renderer_knows_waits_and_stops_nothing(agent, manager, mailbox):
    from tests.builders import an_office, run_once

    with_policy(disclosure_quota=1)
    ticket = await an_assigned_ticket(agent, body=PHONES)
    await open_phone(ticket, 1, agent)
    with pytest.raises(QuotaReached):
        await open_phone(ticket, 2, agent)
    office = an_office(mailbox.url)
    without = {kind: renderer for kind, renderer in office.renderers.items() if kind != "disclosure_alarm"}
    office = replace(office, renderers=without)
    await run_once(office)
    await office.transport.close()

    assert mailbox.subjects() == [f"We received your request ({ticket.reference})"]
    assert await promised() == ["disclosure_alarm"]


async def test_the_refusal_says_when_in_both_languages(browser, agent):
    with_policy(disclosure_quota=1)
    ticket = await an_assigned_ticket(agent, body=PHONES, now=NOON)
    sara = await a_bearer("sara@desk.test")
    place = f"/api/v1/tickets/{ticket.reference}/disclosures"
    answers = [
        await browser.post(
            place,
            json={"placeholder": f"phone {number}", "purpose": "contact"},
            headers={**sara, "accept-language": language},
        )
        for number, language in ((1, "en"), (2, "en"), (2, "ar"))
    ]

    assert [answer.status_code for answer in answers] == [201, 429, 429]
    assert 3000 < int(answers[1].headers["retry-after"]) <= 3600
    assert "managers were told" in answers[1].json()["detail"]
    assert "أُبلغ المديرون" in answers[2].json()["detail"]
    assert "20 7946" not in answers[1].text


async def test_purposes_are_those_of_the_kind(agent):
    ticket = await an_assigned_ticket(
        agent, category="abuse", fields={"domain": "bad.test"}, body="My phone is +44 20 7946 0958."
    )
    for purpose in ("work", "other", "verify"):
        with pytest.raises(Invalid) as refused:
            await reveal(ticket.reference, "phone 1", purpose=purpose, reason="x", agent=agent, now=NOON)
        assert refused.value.fields == {"purpose": "error-unknown-purpose"}
    assert (await open_phone(ticket, 1, agent)).value == "+44 20 7946 0958"


# --- more time


async def test_a_detail_gets_more_time_twice_and_each_time_is_written_down(agent):
    ticket = await an_assigned_ticket(agent)
    shown = await open_phone(ticket, 1, agent)
    ends = [
        await extend_reveal(ticket.reference, shown.disclosure, agent=agent, now=after(minutes=minute))
        for minute in (14, 29)
    ]
    with pytest.raises(ExtendedTooOften):
        await extend_reveal(ticket.reference, shown.disclosure, agent=agent, now=after(minutes=44))

    assert [shown.until for shown in ends] == [after(minutes=30), after(minutes=45)]
    assert (await seen_by(agent, ticket, now=after(minutes=44)))["phone 1"] == "+44 20 7946 0958"
    assert "phone 1" not in await seen_by(agent, ticket, now=after(minutes=45))
    row = await doors.ticket_of_link(ticket.token)
    entry = (await ledger_of(row.id))[-1]
    assert (entry.extended, entry.until) == (tuple(one.until for one in ends), after(minutes=45))
    assert await acts("detail.extended") == 2


async def test_what_ended_is_over_or_another_s_gets_no_more_time(agent, colleague):
    ticket = await an_assigned_ticket(agent)
    shown = await open_phone(ticket, 1, agent)
    at_once = (await Disclosure.select(Disclosure.id).where(Disclosure.purpose == "assigned"))[0]["id"]
    for disclosure, minute in ((shown.disclosure, 15), (new_id(), 1), (at_once, 1)):
        with pytest.raises(NotFound):
            await extend_reveal(ticket.reference, disclosure, agent=agent, now=after(minutes=minute))
    with pytest.raises(TicketTaken):
        await extend_reveal(ticket.reference, shown.disclosure, agent=colleague, now=after(minutes=1))
    await end_reveal(ticket.reference, shown.disclosure, agent=agent, now=after(minutes=2))
    with pytest.raises(NotFound):
        await extend_reveal(ticket.reference, shown.disclosure, agent=agent, now=after(minutes=3))
    await close_ticket(ticket.reference, Reason.SOLVED, agent=agent, now=after(minutes=4))
    with pytest.raises(TicketClosed):
        await extend_reveal(ticket.reference, shown.disclosure, agent=agent, now=after(minutes=5))


async def test_nobody_writes_another_end_into_a_disclosure(agent):
    ticket = await an_assigned_ticket(agent)
    shown = await open_phone(ticket, 1, agent)
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with acting(agent.actor):
            await Disclosure.update({Disclosure.expires_at: after(days=9)}).where(Disclosure.id == shown.disclosure)


# --- what ends by going out


async def test_signing_out_hides_what_was_open_for_a_while_everywhere(agent, colleague):
    await SetupLink.insert(SetupLink(token_hash=b"x" * 32, staff=agent.id, expires_at=NOON + LINK_LIFE))
    first, second = [await an_assigned_ticket(agent, body=PHONES) for _ in range(2)]
    theirs = await an_assigned_ticket(colleague, body=PHONES)
    for ticket, who in ((first, agent), (second, agent), (theirs, colleague)):
        await open_phone(ticket, 1, who)
    token = await a_session(agent)
    await sign_out(token, now=after(minutes=3))

    for ticket in (first, second):
        assert set(await seen_by(agent, ticket, now=after(minutes=4))) == {"field:email", "field:domain"}
    assert "phone 1" in await seen_by(colleague, theirs, now=after(minutes=4))
    assert await acts("detail.hidden") == 2
    row = await doors.ticket_of_link(first.token)
    assert [entry.ended_at for entry in await ledger_of(row.id)] == [None, None, after(minutes=3)]


async def a_session(agent) -> str:
    from helpdesk.ids import new_token, token_hash

    token = new_token()
    await StaffSession.insert(
        StaffSession(
            token_hash=token_hash(token),
            staff=agent.id,
            opened_at=NOON,
            expires_at=NOON + timedelta(hours=9),
            used_at=NOON,
            proved_at=NOON,
        )
    )
    return token


async def test_a_new_password_ends_sessions_and_what_was_open(agent):
    await a_session(agent)
    ticket = await an_assigned_ticket(agent)
    await open_phone(ticket, 1, agent)
    await set_password(await new_setup_link(agent.id, now=NOON), PASSWORD, now=after(minutes=1))

    assert "phone 1" not in await seen_by(agent, ticket, now=after(minutes=2))
    assert await StaffSession.count() == 0
    assert await sign_in("sara@desk.test", PASSWORD, now=after(minutes=2))


async def test_somebody_who_left_sees_and_enters_nothing(agent):
    bearer = await a_bearer("sara@desk.test")
    token = await a_session(agent)
    ticket = await an_assigned_ticket(agent)
    await open_phone(ticket, 1, agent)
    await deactivate(agent.id, now=after(minutes=1))

    assert await seen_by(agent, ticket, now=after(minutes=2)) == {}
    assert await staff_of_token(bearer["Authorization"].partition(" ")[2]) is None
    await sign_out(token, now=NOON)  # there is no session any more: nothing happens
    assert await acts("staff.deactivated") == 1
    with pytest.raises(NotFound):
        await deactivate(agent.id, now=after(minutes=2))


# --- secrets


async def test_a_secret_opens_three_times_and_says_how_often_yet(agent):
    ticket = await an_assigned_ticket(agent)
    row = await doors.ticket_of_link(ticket.token)
    left = []
    for place in range(3):
        now = after(minutes=place * 20)
        await reveal(ticket.reference, "password 1", purpose="work", agent=agent, now=now)
        left += [face.openings_left for face in await faces([row.id]) if face.name == "password 1"]
    with pytest.raises(OpenedTooOften):
        await reveal(ticket.reference, "password 1", purpose="work", agent=agent, now=after(minutes=60))

    assert left == [2, 1, 0]
    assert [face.openings_left for face in await faces([row.id]) if face.name == "phone 1"] == [None]
    assert await Disclosure.count().where(Disclosure.kind == "password") == 3


async def test_of_two_last_openings_at_once_one_succeeds(agent):
    ticket = await an_assigned_ticket(agent)
    row = await doors.ticket_of_link(ticket.token)
    await SealedValue.update({SealedValue.openings: 2}).where(SealedValue.kind == "password")
    face = next(face for face in await faces([row.id]) if face.name == "password 1")
    key = await key_of(row.id)

    async def last_opening() -> str:
        async with acting(agent.actor):
            shown = await disclose(
                face,
                to=Viewer(agent.id, agent.team),
                about=key,
                purpose="work",
                reason="",
                now=NOON,
                until=after(minutes=15),
            )
        return shown.value

    results = await asyncio.gather(*(last_opening() for _ in range(5)), return_exceptions=True)
    assert sorted(map(str, results)).count("Sesame#44") == 1
    assert sum(isinstance(result, OpenedTooOften) for result in results) == 4
    assert await Disclosure.count().where(Disclosure.kind == "password") == 1


async def test_the_database_knows_the_same_secrets():
    kinds = await SealedValue.raw(
        "SELECT kind FROM unnest({}::text[]) AS kind WHERE is_secret(kind)",
        sorted({*map(str, SECRETS), "phone", "email", "card", "name", "text", "domain"}),
    )
    assert {row["kind"] for row in kinds} == {str(kind) for kind in SECRETS}


async def test_a_secret_is_never_the_system_s_to_send(agent):
    from helpdesk.privacy.disclosure.disclose import DELIVERY, RECOGNITION
    from piccolo_conf import SYSTEM

    ticket = await an_assigned_ticket(agent)
    row = await doors.ticket_of_link(ticket.token)
    password = next(face for face in await faces([row.id]) if face.name == "password 1")
    for purpose in (DELIVERY, RECOGNITION):
        with pytest.raises(asyncpg.InsufficientPrivilegeError):
            async with acting(SYSTEM):
                await Disclosure.raw(
                    "SELECT disclose_value({}, {}, {}, '', {}, NULL, now(), NULL)",
                    new_id(),
                    password.id,
                    row.id,
                    purpose,
                )
