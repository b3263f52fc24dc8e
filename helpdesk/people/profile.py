"""What staff decide about themselves: their working name, the language of mail to them, the digits they read."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid
from helpdesk.i18n import ARABIC, LATIN, LOCALES
from helpdesk.people.tables import Staff
from piccolo_conf import SYSTEM, acting

LONGEST = 80  # letters of a name


@dataclass(frozen=True, slots=True)
class Profile:
    """A working name, a language, and digits: "latn" or "arab"."""

    name: str
    locale: str
    digits: str


async def profile_of(staff: UUID) -> Profile:
    """Give what somebody chose."""
    row = await Staff.select(Staff.name, Staff.locale, Staff.digits).where(Staff.id == staff).first()
    assert row is not None
    return Profile(row["name"], row["locale"], row["digits"])


async def change_profile(staff: UUID, wish: Profile, *, now: datetime) -> None:
    """Take over what somebody chose; raises Invalid. One audit entry."""
    name = named(wish.name)
    if wish.locale not in LOCALES or wish.digits not in (LATIN, ARABIC):
        raise Invalid({"locale": "error-unknown-locale"})
    async with acting(SYSTEM):
        await Staff.update({Staff.name: name, Staff.locale: wish.locale, Staff.digits: wish.digits}).where(
            Staff.id == staff
        )
        await record("staff.profile_changed", actor=staff, about=staff, at=now)


def named(name: str) -> str:
    """Give a working name without blanks around; raises Invalid for none, a long one, or signs that are not seen."""
    name = " ".join(name.split())
    if not name:
        raise Invalid({"name": "error-missing"})
    if len(name) > LONGEST or not name.isprintable():
        raise Invalid({"name": "error-name"})
    return name
