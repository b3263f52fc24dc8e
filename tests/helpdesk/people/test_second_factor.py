"""Codes of an authenticator app: each once, near enough in time; recovery codes; waits; what is stored."""

import asyncio
from datetime import datetime, timedelta

import pyotp
import pytest

from helpdesk.errors import NotFound, Refused, TooMany, WrongCode
from helpdesk.people import second_factor
from helpdesk.people.second_factor import accept, factor_of, give_code, is_on, offer, offered_to, renew_codes
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import SecondFactor, StaffSession
from helpdesk.privacy.policy import policy
from notifications.tables import Outbound
from piccolo_conf import NOBODY, acting
from tests.builders import NOON, after


async def set_up(member: StaffMember, now: datetime = NOON) -> tuple[pyotp.TOTP, list[str]]:
    """Give the person's app and their recovery codes; the first code was taken a minute before `now`."""
    await offer(member.id)
    offered = await offered_to(member, host="desk.test")
    assert offered is not None
    app, before = pyotp.TOTP(offered.key), now - timedelta(minutes=1)
    return app, await accept(member.id, app.at(before), now=before)


async def acts() -> list[str]:
    return [row["act"] for row in await Outbound.raw("SELECT act FROM audit_entry ORDER BY id")]


async def test_a_key_is_in_use_after_its_first_code_and_not_before(agent):
    await offer(agent.id)
    assert not await is_on(agent.id)

    with pytest.raises(WrongCode):
        await accept(agent.id, "000000", now=NOON)
    app, codes = await set_up(agent)

    assert await is_on(agent.id)
    assert (len(set(codes)), (await factor_of(agent.id)).codes_left) == (10, 10)
    assert "staff.second_factor_set" in await acts()
    await give_code(agent.id, app.at(NOON), now=NOON)


@pytest.mark.parametrize("steps", [-1, 0, 1])
async def test_a_code_of_the_step_before_and_after_is_taken(agent, steps):
    app, _ = await set_up(agent, NOON - timedelta(minutes=5))
    await give_code(agent.id, app.at(NOON + steps * timedelta(seconds=30)), now=NOON)


@pytest.mark.parametrize("steps", [-2, 2])
async def test_a_code_from_further_away_is_refused(agent, steps):
    app, _ = await set_up(agent, NOON - timedelta(minutes=5))
    with pytest.raises(WrongCode):
        await give_code(agent.id, app.at(NOON + steps * timedelta(seconds=30)), now=NOON)


async def test_a_code_works_once_and_an_older_one_not_after_it(agent):
    app, _ = await set_up(agent, NOON - timedelta(minutes=5))
    await give_code(agent.id, app.at(NOON), now=NOON)

    for old in (app.at(NOON), app.at(NOON - timedelta(seconds=30))):
        with pytest.raises(WrongCode):
            await give_code(agent.id, old, now=NOON)
    await give_code(agent.id, app.at(after(seconds=30)), now=NOON)


async def test_of_two_who_give_one_code_at_once_one_comes_in(agent):
    app, _ = await set_up(agent)
    tries = await asyncio.gather(
        *(give_code(agent.id, app.at(NOON), now=NOON) for _ in range(4)), return_exceptions=True
    )
    assert sorted(type(outcome).__name__ for outcome in tries) == ["NoneType"] + ["WrongCode"] * 3


async def test_of_two_who_use_one_recovery_code_at_once_one_comes_in(agent):
    _, codes = await set_up(agent)
    tries = await asyncio.gather(*(give_code(agent.id, codes[0], now=NOON) for _ in range(4)), return_exceptions=True)

    assert sorted(type(outcome).__name__ for outcome in tries) == ["NoneType"] + ["WrongCode"] * 3
    assert (await factor_of(agent.id)).codes_left == 9
    assert (await acts()).count("staff.recovery_code_used") == 1


async def test_a_recovery_code_may_be_typed_as_one_reads_it_and_is_another_person_s_nothing(agent, colleague):
    _, codes = await set_up(agent)
    await set_up(colleague)
    with pytest.raises(WrongCode):
        await give_code(colleague.id, codes[0], now=NOON)
    await give_code(agent.id, f" {codes[0].lower().replace('-', ' ')} ", now=NOON)


async def test_new_recovery_codes_end_the_old_ones(agent):
    _, old = await set_up(agent)
    new = await renew_codes(agent.id, now=NOON)

    with pytest.raises(WrongCode):
        await give_code(agent.id, old[0], now=NOON)
    await give_code(agent.id, new[0], now=NOON)


async def test_digits_of_an_arabic_keyboard_are_digits(agent):
    app, _ = await set_up(agent)
    eastern = app.at(NOON).translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))
    await give_code(agent.id, f"{eastern[:3]} {eastern[3:]}", now=NOON)


async def test_after_five_wrong_codes_there_is_a_wait_that_doubles_and_ends(agent):
    app, _ = await set_up(agent)
    for _ in range(5):
        with pytest.raises(WrongCode):
            await give_code(agent.id, "000000", now=NOON)
    with pytest.raises(TooMany) as first:
        await give_code(agent.id, app.at(NOON), now=NOON)
    with pytest.raises(WrongCode):
        await give_code(agent.id, "000000", now=after(seconds=2))
    with pytest.raises(TooMany) as second:
        await give_code(agent.id, app.at(after(seconds=2)), now=after(seconds=2))

    assert (first.value.args[0], second.value.args[0]) == (2, 3)  # rounded up: waits of one and two seconds
    await give_code(agent.id, app.at(after(minutes=1)), now=after(minutes=1))
    assert (await SecondFactor.select(SecondFactor.failures).first()) == {"failures": 0}


async def test_the_wait_is_never_longer_than_a_quarter_of_an_hour(agent):
    await set_up(agent)
    await SecondFactor.update({SecondFactor.failures: 500}, force=True)
    with pytest.raises(WrongCode):
        await give_code(agent.id, "000000", now=NOON)
    with pytest.raises(TooMany) as wait:
        await give_code(agent.id, "000000", now=after(seconds=1))
    assert wait.value.args[0] == 15 * 60


async def test_the_secret_and_the_codes_are_in_no_row(agent):
    await offer(agent.id)
    offered = await offered_to(agent, host="desk.test")
    app, codes = await set_up(agent)
    everything = str(await Outbound.raw("SELECT * FROM second_factor, recovery_code"))

    assert str(agent.id) in everything  # the probe sees rows
    for secret in (app.secret, offered.key if offered else "", *codes, *(code.replace("-", "") for code in codes)):
        assert secret not in everything


async def test_nobody_but_the_system_reads_a_row_of_it(agent, manager):
    await set_up(agent)
    for table in ("second_factor", "recovery_code"):
        for actor in (agent.actor, manager.actor, NOBODY):
            async with acting(actor):
                assert await Outbound.raw(f"SELECT 1 FROM {table}") == []
        assert await Outbound.raw(f"SELECT 1 FROM {table}") != []  # as the owner: there are some


async def test_it_is_switched_off_where_the_policy_lets_one(agent):
    await set_up(agent)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(second_factor, "is_needed", lambda _: True)
        with pytest.raises(Refused):
            await second_factor.turn_off(agent, now=NOON)
    await second_factor.turn_off(agent, now=NOON)

    assert not await is_on(agent.id)
    assert (await factor_of(agent.id)).codes_left == 0


async def test_the_operator_takes_it_away_and_the_sessions_with_it(agent):
    await set_up(agent)
    await StaffSession.insert(
        StaffSession(
            token_hash=b"x", staff=agent.id, opened_at=NOON, expires_at=after(hours=1), used_at=NOON, proved_at=NOON
        )
    )
    await second_factor.reset_factor(agent.id, now=NOON)

    assert (await is_on(agent.id), await StaffSession.count()) == (False, 0)
    assert (await acts())[-1] == "staff.second_factor_removed"
    with pytest.raises(NotFound):
        await second_factor.reset_factor(agent.id, now=NOON)


def test_the_shipped_policy_asks_officers_and_administrators_for_it():
    assert policy.read_policy().sign_in.second_factor == ["officer", "admin"]
