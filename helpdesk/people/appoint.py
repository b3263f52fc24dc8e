"""Change what somebody is here: role and team; let them in no more, or again."""

from datetime import datetime
from uuid import UUID

from helpdesk.audit.record import record
from helpdesk.errors import LastAdministrator, NotFound
from helpdesk.people.access import check_manages, check_other
from helpdesk.people.invite import check_team
from helpdesk.people.queries import Person, person
from helpdesk.people.staff import StaffMember, deactivate, end_presence
from helpdesk.people.tables import Role, Staff
from notifications import outbox
from piccolo_conf import SYSTEM, acting


async def appoint(staff: UUID, *, role: Role, team: str, by: StaffMember, now: datetime) -> None:
    """Give somebody a role and a team; with another role they sign in anew. It joins the caller's transaction.

    raises   NotFound, Refused, OwnRole, LastAdministrator, Invalid (an unknown team)
    effects  with another role their sessions end, and everything they had open; one audit entry
    """
    check_team(team)
    async with acting(SYSTEM):
        whom = await to_change(staff, by=by)
        check_manages(by, role)
        if role is not whom.role:
            check_other(by, whom.member)
            await _keep_an_administrator(whom)
            await end_presence(staff, now=now, with_assigned=True)
        await Staff.update({Staff.role: role, Staff.team: team}).where(Staff.id == staff)
        await record("staff.appointed", actor=by.id, about=staff, at=now)


async def to_change(staff: UUID, *, by: StaffMember) -> Person:
    """Hold somebody whom this person may change; raises NotFound (also for who was deactivated), Refused."""
    if (await person(staff)).role is Role.ADMIN:
        await _administrators()  # all of them first and in one order: two who change each other wait, not deadlock
    whom = await person(staff, lock=True)
    check_manages(by, whom.role)
    if whom.state == "deactivated":
        raise NotFound
    return whom


async def _keep_an_administrator(whom: Person) -> None:
    """Refuse to lose the last administrator; of two who go at once the second one waits here and is refused."""
    if whom.role is not Role.ADMIN:
        return
    if not await _administrators() - {whom.id}:
        raise LastAdministrator


async def _administrators() -> set[UUID]:
    """Hold the active administrators until the transaction ends, and give them."""
    query = Staff.select(Staff.id).where(Staff.role == Role.ADMIN, Staff.deactivated_at.is_null()).order_by(Staff.id)
    return {row["id"] for row in await query.lock_rows("UPDATE")}


async def let_go(staff: UUID, *, by: StaffMember, now: datetime) -> None:
    """Let somebody in no more: sessions, tokens and links end, and everything they had open.

    raises   NotFound, Refused, OwnRole, LastAdministrator
    effects  as of `deactivate`, and one audit entry that says who did it
    """
    async with acting(SYSTEM):
        whom = await to_change(staff, by=by)
        check_other(by, whom.member)
        await _keep_an_administrator(whom)
        await deactivate(staff, now=now)
        await record("staff.let_go", actor=by.id, about=staff, at=now)


async def take_back(staff: UUID, *, by: StaffMember, now: datetime) -> None:
    """Let somebody in again, with a password that they choose anew through a mailed link.

    raises   NotFound (they are not deactivated), Refused
    effects  one promised mail, one audit entry; a second factor they had is still asked for
    """
    async with acting(SYSTEM):
        whom = await person(staff, lock=True)
        check_manages(by, whom.role)
        if whom.state != "deactivated":
            raise NotFound
        await Staff.update({Staff.deactivated_at: None, Staff.password_hash: None}).where(Staff.id == staff)
        await outbox.enqueue("staff_invitation", about=staff, to=staff, due_at=now)
        await record("staff.taken_back", actor=by.id, about=staff, at=now)


async def send_away(staff: UUID, *, by: StaffMember, now: datetime) -> None:
    """End every session of somebody; raises NotFound, Refused.

    effects  one audit entry, and one for each detail that was open
    """
    async with acting(SYSTEM):
        await to_change(staff, by=by)
        await end_presence(staff, now=now)
        await record("staff.sessions_ended", actor=by.id, about=staff, at=now)
