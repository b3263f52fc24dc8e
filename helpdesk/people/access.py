"""Who may change who works here: administrators everybody, managers agents; nobody themselves."""

from helpdesk.errors import OwnRole, Refused
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role


def manages(by: StaffMember, role: Role) -> bool:
    """Say whether somebody may invite, change and deactivate people of a role."""
    return by.role is Role.ADMIN or (by.role is Role.MANAGER and role is Role.AGENT)


def check_manages(by: StaffMember, role: Role) -> None:
    """Refuse who may not change people of a role; raises Refused."""
    if not manages(by, role):
        raise Refused


def check_other(by: StaffMember, whom: StaffMember) -> None:
    """Refuse who would change their own role or state; raises OwnRole."""
    if by.id == whom.id:
        raise OwnRole
