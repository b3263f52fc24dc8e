"""The second factor: codes of an authenticator app (RFC 6238), each taken once, and what happens after wrong ones."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

import pyotp

from helpdesk.audit.record import record
from helpdesk.errors import NotFound, Refused, TooMany, WrongCode
from helpdesk.people.recovery import count_codes, is_recovery_code, new_codes, use_code
from helpdesk.people.staff import StaffMember, end_presence
from helpdesk.people.tables import RecoveryCode, Role, SecondFactor
from helpdesk.privacy.policy import policy
from helpdesk.privacy.vault.keys import key_of
from piccolo_conf import SYSTEM, acting

STEP: Final = 30  # seconds (RFC 6238, section 5.2)
DRIFT: Final = 1  # steps that a clock may be before or behind
FREE: Final = 5  # wrong codes without a wait; then it doubles
LONGEST: Final = timedelta(minutes=15)
_KIND = "totp"


@dataclass(frozen=True, slots=True)
class Offer:
    """A new secret that waits for its first code: to be typed, and for a QR code."""

    key: str = field(repr=False)
    uri: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Factor:
    """What somebody's account page says of their second factor."""

    since: datetime | None
    codes_left: int


def is_needed(role: Role) -> bool:
    """Say whether the policy asks this role for a second factor."""
    return role.value in policy.in_use().sign_in.second_factor


async def is_on(staff: UUID) -> bool:
    """Say whether somebody has a second factor."""
    async with acting(SYSTEM):
        return await SecondFactor.exists().where(SecondFactor.staff == staff, SecondFactor.secret.is_not_null())


async def factor_of(staff: UUID) -> Factor:
    """Give what may be said of somebody's second factor."""
    async with acting(SYSTEM):
        row = await SecondFactor.select(SecondFactor.since).where(SecondFactor.staff == staff).first()
        return Factor(row["since"] if row else None, await count_codes(staff))


async def offer(staff: UUID) -> None:
    """Make a secret that waits for its first code, in the place of one that waited before; the one in use stays."""
    async with acting(SYSTEM):
        key = await key_of(staff)
        sealed = key.seal(pyotp.random_base32(), row=staff, kind=_KIND)
        await SecondFactor.insert(SecondFactor(staff=staff, offered=sealed)).on_conflict(
            target=SecondFactor.staff, action="DO UPDATE", values=[SecondFactor.offered]
        )


async def offered_to(member: StaffMember, *, host: str) -> Offer | None:
    """Give the secret that waits for its first code, if there is one; `host` is what the app calls us."""
    async with acting(SYSTEM):
        row = await SecondFactor.select(SecondFactor.offered).where(SecondFactor.staff == member.id).first()
        if row is None or row["offered"] is None:
            return None
        secret = (await key_of(member.id)).open(row["offered"], row=member.id, kind=_KIND)
    return Offer(secret, pyotp.TOTP(secret).provisioning_uri(name=member.name, issuer_name=host))


async def accept(staff: UUID, code: str, *, now: datetime) -> list[str]:
    """Take the offered secret into use by its first code; gives ten new recovery codes, to be shown once.

    raises   NotFound when none was offered, WrongCode, TooMany
    effects  the secret and the recovery codes of before are gone; one audit entry
    """
    async with acting(SYSTEM):
        row = await _locked(staff, now=now)
        step = await _step_of(staff, row["offered"], code, after=0, now=now) if row["offered"] else None
        if row["offered"] is None:
            raise NotFound
        if step is not None:
            await SecondFactor.update(
                {
                    SecondFactor.secret: row["offered"],
                    SecondFactor.offered: None,
                    SecondFactor.since: now,
                    SecondFactor.last_step: step,
                    SecondFactor.failures: 0,
                    SecondFactor.wait_until: None,
                }
            ).where(SecondFactor.staff == staff)
            await record("staff.second_factor_set", actor=staff, about=staff, at=now)
            return await new_codes(staff)
        await _count_failure(staff, row["failures"], now=now)
    raise WrongCode


async def give_code(staff: UUID, code: str, *, now: datetime) -> None:
    """Take a code of the app, or a recovery code, once.

    raises   WrongCode, also for a code that was taken before; TooMany while a wait runs; NotFound without a factor
    effects  the code is used up; after five wrong ones in a row there is a wait that doubles
    """
    async with acting(SYSTEM):
        row = await _locked(staff, now=now)
        if row["secret"] is None:
            raise NotFound
        if await _is_right(staff, row, code, now=now):
            await SecondFactor.update({SecondFactor.failures: 0, SecondFactor.wait_until: None}).where(
                SecondFactor.staff == staff
            )
            return
        await _count_failure(staff, row["failures"], now=now)
    raise WrongCode


async def _locked(staff: UUID, *, now: datetime) -> Mapping[str, Any]:
    """Hold somebody's factor: of two who give the same code at once the second one finds it used."""
    row = await SecondFactor.select().where(SecondFactor.staff == staff).first().lock_rows("UPDATE")
    if row is None:
        raise NotFound
    if row["wait_until"] and row["wait_until"] > now:
        raise TooMany(int((row["wait_until"] - now).total_seconds()) + 1)
    return dict(row)


async def _is_right(staff: UUID, row: Mapping[str, Any], code: str, *, now: datetime) -> bool:
    if is_recovery_code(code):
        if not await use_code(staff, code):
            return False
        await record("staff.recovery_code_used", actor=staff, about=staff, at=now)
        return True
    step = await _step_of(staff, row["secret"], code, after=row["last_step"], now=now)
    if step is not None:
        await SecondFactor.update({SecondFactor.last_step: step}).where(SecondFactor.staff == staff)
    return step is not None


async def _step_of(staff: UUID, sealed: bytes, code: str, *, after: int, now: datetime) -> int | None:
    """Give the time step that a code belongs to, one that was not taken yet and is near enough."""
    totp = pyotp.TOTP((await key_of(staff)).open(sealed, row=staff, kind=_KIND))
    present, written = int(now.timestamp()) // STEP, digits_of(code)
    steps = range(present - DRIFT, present + DRIFT + 1)
    fits = [step for step in steps if pyotp.utils.strings_equal(totp.generate_otp(step), written)]
    return next((step for step in fits if step > after), None)


def digits_of(code: str) -> str:
    """Give a code as it was meant: Latin digits, whichever the keyboard has, without blanks and dashes."""
    latin = (str(unicodedata.digit(sign)) if unicodedata.digit(sign, None) is not None else sign for sign in code)
    return "".join(sign for sign in latin if sign.isalnum())


async def _count_failure(staff: UUID, before: int, *, now: datetime) -> None:
    failures = before + 1
    seconds = 2 ** min(failures - FREE, 20) if failures >= FREE else 0
    wait = now + min(LONGEST, timedelta(seconds=seconds)) if seconds else None
    await SecondFactor.update({SecondFactor.failures: failures, SecondFactor.wait_until: wait}).where(
        SecondFactor.staff == staff
    )


async def renew_codes(staff: UUID, *, now: datetime) -> list[str]:
    """Make ten new recovery codes in the place of all before; gives them, to be shown once. One audit entry."""
    async with acting(SYSTEM):
        if not await is_on(staff):
            raise NotFound
        await record("staff.recovery_codes_renewed", actor=staff, about=staff, at=now)
        return await new_codes(staff)


async def turn_off(member: StaffMember, *, now: datetime) -> None:
    """Do without a second factor; raises Refused where the policy asks for one. One audit entry."""
    if is_needed(member.role):
        raise Refused
    await _remove(member.id, actor=member.id, now=now)


async def reset_factor(staff: UUID, *, now: datetime) -> None:
    """Take somebody's second factor away, by whoever runs this desk; raises NotFound when there is none.

    effects  their sessions end, and what they had open for a while; one audit entry
    """
    if not await is_on(staff):
        raise NotFound
    async with acting(SYSTEM):
        await _remove(staff, actor=None, now=now)
        await end_presence(staff, now=now)


async def _remove(staff: UUID, *, actor: UUID | None, now: datetime) -> None:
    async with acting(SYSTEM):
        await SecondFactor.delete().where(SecondFactor.staff == staff)
        await RecoveryCode.delete().where(RecoveryCode.staff == staff)
        await record("staff.second_factor_removed", actor=actor, about=staff, at=now)
