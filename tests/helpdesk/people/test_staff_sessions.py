"""Staff sessions: how they begin, how they end, and what a sign-in that is not finished opens."""

from datetime import timedelta

import pytest

from helpdesk.errors import SignInNeeded, WrongCode, WrongSignIn
from helpdesk.people import sessions
from helpdesk.people.appoint import appoint, let_go, send_away
from helpdesk.people.sessions import change_password, session_of, sessions_of, sign_in, staff_of_session
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role, Staff, StaffSession, Stage
from helpdesk.privacy.policy import policy
from tests.builders import NOON, PASSWORD, a_member, after
from tests.helpdesk.people.test_second_factor import set_up


@pytest.fixture
async def sara() -> StaffMember:
    return await a_member("sara@desk.test", name="Sara Haddad", role=Role.AGENT, team="support", password=True)


@pytest.fixture
async def ada() -> StaffMember:
    return await a_member("ada@desk.test", name="Ada Saleh", role=Role.ADMIN)


async def test_a_session_that_is_not_used_ends_and_one_that_is_used_goes_on(sara):
    used, idle = [await sign_in("sara@desk.test", PASSWORD, now=NOON) for _ in range(2)]
    for minutes in (100, 200, 300):
        assert await staff_of_session(used, now=after(minutes=minutes)) == sara
    assert await staff_of_session(idle, now=after(minutes=119)) == sara
    assert await staff_of_session(idle, now=after(minutes=119 + 120)) is None


async def test_a_session_ends_after_its_life_however_much_it_is_used(sara):
    token = await sign_in("sara@desk.test", PASSWORD, now=NOON)
    for hours in range(1, 12):
        assert await staff_of_session(token, now=after(hours=hours)) == sara
    assert await staff_of_session(token, now=after(hours=12)) is None


async def test_use_is_noted_to_five_minutes_and_by_the_day(sara):
    token = await sign_in("sara@desk.test", PASSWORD, now=NOON)
    await staff_of_session(token, now=after(minutes=4))
    assert (await sessions_of(sara.id, now=NOON))[0].used_at == NOON
    await staff_of_session(token, now=after(minutes=6))
    assert (await sessions_of(sara.id, now=NOON))[0].used_at == after(minutes=6)
    assert await Staff.select(Staff.active_on).where(Staff.id == sara.id).first() == {"active_on": NOON.date()}


async def test_with_a_second_factor_the_password_alone_opens_nothing(sara):
    app, _ = await set_up(sara)
    half = await sign_in("sara@desk.test", PASSWORD, now=NOON)

    assert await staff_of_session(half, now=NOON) is None
    assert await sessions_of(sara.id, now=NOON) == []
    with pytest.raises(WrongCode):
        await sessions.sign_in_with_code(half, "000000", now=NOON)
    whole = await sessions.sign_in_with_code(half, app.at(NOON), now=NOON)
    assert await staff_of_session(whole, now=NOON) == sara
    assert await session_of(half, now=NOON) is None  # its token is nothing any more


async def test_an_unfinished_sign_in_ends_after_a_quarter_of_an_hour(sara):
    app, _ = await set_up(sara)
    half = await sign_in("sara@desk.test", PASSWORD, now=NOON)
    with pytest.raises(SignInNeeded):
        await sessions.sign_in_with_code(half, app.at(after(minutes=15)), now=after(minutes=15))


async def test_an_open_session_takes_no_code(sara):
    token = await sign_in("sara@desk.test", PASSWORD, now=NOON)
    with pytest.raises(SignInNeeded):
        await sessions.sign_in_with_code(token, "123456", now=NOON)


async def test_a_role_that_needs_a_second_factor_gets_nothing_before_it_is_set_up():
    policy.use(policy.read_policy())
    otto = await a_member("otto@desk.test", name="Otto", role=Role.OFFICER, password=True)
    token = await sign_in("otto@desk.test", PASSWORD, now=NOON)

    session = await session_of(token, now=NOON)
    assert session is not None
    assert (session.stage, session.member) == (Stage.ENROL, otto)
    assert await staff_of_session(token, now=NOON) is None


async def test_changing_the_password_ends_every_other_session(sara):
    tokens = [await sign_in("sara@desk.test", PASSWORD, now=NOON) for _ in range(3)]
    session = await session_of(tokens[0], now=NOON)
    assert session is not None
    fresh = await change_password(session, "four words of rain", now=NOON)

    assert [await staff_of_session(token, now=NOON) for token in tokens] == [None, None, None]
    assert await staff_of_session(fresh, now=NOON) == sara
    with pytest.raises(WrongSignIn):
        await sign_in("sara@desk.test", PASSWORD, now=NOON)
    await sign_in("sara@desk.test", "four words of rain", now=NOON)


async def test_another_role_or_leaving_or_being_signed_out_ends_every_session(sara, ada):
    async def signed_in() -> str:
        return await sign_in("sara@desk.test", PASSWORD, now=NOON)

    token = await signed_in()
    await appoint(sara.id, role=Role.AGENT, team="billing", by=ada, now=NOON)
    assert (await staff_of_session(token, now=NOON)).team == "billing"  # another team alone ends nothing
    await appoint(sara.id, role=Role.MANAGER, team="", by=ada, now=NOON)
    assert await staff_of_session(token, now=NOON) is None
    token = await signed_in()
    await send_away(sara.id, by=ada, now=NOON)
    assert await staff_of_session(token, now=NOON) is None
    token = await signed_in()
    await let_go(sara.id, by=ada, now=NOON)
    assert await staff_of_session(token, now=NOON) is None
    assert await StaffSession.count() == 0
    with pytest.raises(WrongSignIn):
        await signed_in()


async def test_nobody_ends_a_session_of_somebody_else(sara, ada):
    token = await sign_in("sara@desk.test", PASSWORD, now=NOON)
    session = await session_of(token, now=NOON)
    assert session is not None
    await sessions.end_session(session.id, of=ada.id, now=NOON)
    assert await staff_of_session(token, now=NOON) == sara
    await sessions.end_session(session.id, of=sara.id, now=NOON)
    assert await staff_of_session(token, now=NOON) is None


async def test_a_password_is_fresh_for_ten_minutes(sara):
    session = await session_of(await sign_in("sara@desk.test", PASSWORD, now=NOON), now=NOON)
    assert session is not None
    assert session.is_fresh(after(minutes=9))
    assert not session.is_fresh(NOON + timedelta(minutes=10))
