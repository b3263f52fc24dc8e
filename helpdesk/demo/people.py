"""The demo's staff: one account per role, and a second agent to hand tickets to."""

from dataclasses import dataclass
from datetime import datetime

from helpdesk.errors import Invalid
from helpdesk.people.staff import add_staff, set_password
from helpdesk.people.tables import Role

PASSWORD = "a calm bench by the sea"  # noqa: S105 - the demo prints it


@dataclass(frozen=True, slots=True)
class Account:
    """A demo log-in; every one has the same password."""

    email: str
    name: str
    role: Role
    team: str


ACCOUNTS = (
    Account("sara@desk.example", "Sara Haddad", Role.AGENT, "support"),
    Account("omar@desk.example", "Omar Naji", Role.AGENT, "billing"),
    Account("mona@desk.example", "Mona Aziz", Role.MANAGER, ""),
    Account("lina@desk.example", "Lina Farah", Role.OFFICER, ""),
    Account("adam@desk.example", "Adam Saleh", Role.ADMIN, ""),
)


async def add_accounts(*, now: datetime) -> bool:
    """Add the demo's staff; says whether they are new."""
    is_new = False
    for account in ACCOUNTS:
        try:
            token = await add_staff(account.email, name=account.name, role=account.role, team=account.team, now=now)
        except Invalid:
            continue  # there from an earlier run
        await set_password(token, PASSWORD, now=now)
        is_new = True
    return is_new
