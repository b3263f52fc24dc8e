"""Ask somebody to work here: by a mail with a link to choose a password, again if it has ended."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, NotFound
from helpdesk.i18n import LOCALES
from helpdesk.people.access import check_manages
from helpdesk.people.profile import named
from helpdesk.people.queries import person
from helpdesk.people.staff import StaffMember, add_staff
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from notifications import outbox
from piccolo_conf import SYSTEM, acting


@dataclass(frozen=True, slots=True)
class Newcomer:
    """Who is invited: address, working name, role, team ("" for all), language of mail to them."""

    email: str = field(repr=False)
    name: str
    role: str
    team: str
    locale: str


async def invite(wish: Newcomer, *, by: StaffMember, now: datetime) -> None:
    """Add somebody and promise them a mail with a link.

    raises   Invalid, Refused (a role that the inviting person does not manage)
    effects  one staff member with a key of their own, one promised mail, two audit entries
    """
    role = role_of(wish.role)
    check_manages(by, role)
    check_team(wish.team)
    name = named(wish.name)
    if wish.locale not in LOCALES:
        raise Invalid({"locale": "error-unknown-locale"})
    async with acting(SYSTEM):
        await add_staff(wish.email, name=name, role=role, team=wish.team, now=now, locale=wish.locale, by_mail=True)
        await record("staff.invited", actor=by.id, about=by.id, at=now)


async def invite_again(staff: UUID, *, by: StaffMember, now: datetime) -> None:
    """Promise somebody who has no password yet another mail with a link.

    raises   NotFound, Refused
    effects  one promised mail in the place of one that waits, one audit entry
    """
    async with acting(SYSTEM):
        whom = await person(staff, lock=True)
        check_manages(by, whom.role)
        if whom.state != "invited":
            raise NotFound
        await outbox.withdraw(staff, kind="staff_invitation", now=now)
        await outbox.enqueue("staff_invitation", about=staff, to=staff, due_at=now)
        await record("staff.invited", actor=by.id, about=staff, at=now)


def role_of(text: str) -> Role:
    """Read a role; raises Invalid."""
    try:
        return Role(text)
    except ValueError:
        raise Invalid({"role": "error-unknown-role"}) from None


def check_team(team: str) -> None:
    """Refuse a team that the policy does not have; raises Invalid."""
    if team and team not in policy.in_use().teams:
        raise Invalid({"team": "error-unknown-team"})
