"""What may be chosen of a queue: filters made of ids and words of lists only, so that a filter can be kept and sent."""

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

import msgspec
from piccolo.columns.combination import WhereRaw

from helpdesk.audit.record import record
from helpdesk.errors import Invalid, NotFound
from helpdesk.i18n import LOCALES
from helpdesk.ids import new_id
from helpdesk.people.staff import StaffMember
from helpdesk.people.tables import Role
from helpdesk.privacy.policy import policy
from helpdesk.tickets.desk_tables import SavedFilter
from helpdesk.tickets.queries import View, count_each, due_within, in_queue
from helpdesk.tickets.tables import NEVER, Priority, Status, Ticket
from helpdesk.tickets.tags import checked_name
from helpdesk.tickets.ticket_rows import Condition
from piccolo_conf import acting

MOST = 20  # saved filters of one person, and of everybody
DUE = {"late": timedelta(), "hours": timedelta(hours=4), "day": timedelta(days=1)}


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """One queue and what is wanted of it; "" wants all.

    assignee  "me", "none" or a staff member's id
    due       "late", "hours", "day" or "never"
    """

    view: View = View.UNASSIGNED
    category: str = ""
    team: str = ""
    priority: str = ""
    tag: UUID | None = None
    locale: str = ""
    status: str = ""
    assignee: str = ""
    due: str = ""

    @property
    def is_filtered(self) -> bool:
        return self != Choice(self.view)

    @property
    def query(self) -> Mapping[str, str]:
        """Give it as the parts of an address."""
        return {name: str(value) for name, value in msgspec.to_builtins(self).items() if value} | {
            "view": str(self.view)
        }


def read_choice(typed: Mapping[str, str]) -> Choice:
    """Read a choice from an address or a form; what is in no list wants all."""
    rules = policy.in_use()
    lists: Mapping[str, Container[str]] = {
        "category": rules.categories, "team": rules.teams, "priority": list(Priority), "locale": LOCALES,
        "status": list(Status), "due": [*DUE, "never"],
    }  # fmt: skip
    plain = {name: typed[name] for name, known in lists.items() if typed.get(name, "") in known}
    assignee = typed.get("assignee", "")
    view = typed.get("view", "")
    return Choice(
        view=View(view) if view in list(View) else View.UNASSIGNED,
        tag=_id(typed.get("tag", "")),
        assignee=assignee if assignee in ("me", "none") or _id(assignee) else "",
        **plain,
    )


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def conditions(choice: Choice, viewer: StaffMember) -> Sequence[Condition]:
    """Give a choice as conditions of a query."""
    found: list[Condition] = in_queue(choice.view, viewer)
    for column, value in (
        (Ticket.category, choice.category), (Ticket.team, choice.team), (Ticket.priority, choice.priority),
        (Ticket.locale, choice.locale), (Ticket.status, choice.status),
    ):  # fmt: skip
        if value:
            found.append(column == value)
    if choice.tag:
        found.append(WhereRaw("ticket.tags @> ARRAY[{}]::uuid[]", choice.tag))
    if choice.assignee == "none":
        found.append(Ticket.assignee.is_null())
    elif choice.assignee:
        found.append(Ticket.assignee == (viewer.id if choice.assignee == "me" else UUID(choice.assignee)))
    if choice.due:
        found.append(Ticket.due_at == NEVER if choice.due == "never" else due_within(DUE[choice.due]))
    return found


async def count_newer(choice: Choice, since: str, *, viewer: StaffMember) -> int:
    """Count the tickets of a choice in which something happened since a moment (ISO 8601), up to 99."""
    try:
        moment = datetime.fromisoformat(since)
    except ValueError:
        return 0
    if moment.tzinfo is None:
        return 0
    newer = [*conditions(choice, viewer), Ticket.active_at > moment]
    return (await count_each({"newer": newer}, viewer=viewer, most=99))["newer"]


@dataclass(frozen=True, slots=True)
class Saved:
    """A choice that is kept under a name; `is_shared` is everybody's."""

    id: UUID
    name: str
    choice: Choice
    is_shared: bool


async def saved_choices() -> Sequence[Saved]:
    """List what the reader has kept and what is everybody's, by name; the caller reads as an agent or a manager."""
    rows = await SavedFilter.select().order_by(SavedFilter.name, SavedFilter.id)
    return [
        Saved(row["id"], row["name"], msgspec.json.decode(row["choice"], type=Choice), row["owner"] is None)
        for row in rows
    ]


async def save_choice(name: str, choice: Choice, *, by: StaffMember, now: datetime) -> UUID:
    """Keep a choice: an agent's own, a manager's for everybody; gives its id.

    raises   Invalid (missing, too long, there already, too many), TagHoldsDetails (a private detail in the name)
    effects  one saved filter; a manager's is one audit entry
    """
    name = await checked_name(name)
    shared = by.role is Role.MANAGER
    async with acting(by.actor):
        own = [saved for saved in await saved_choices() if saved.is_shared == shared]
        if name.lower() in {saved.name.lower() for saved in own}:
            raise Invalid({"name": "error-name-taken"})
        if len(own) >= MOST:
            raise Invalid({"name": "error-too-many-filters"})
        saved = new_id()
        kept = msgspec.json.encode(choice).decode()
        await SavedFilter.insert(
            SavedFilter(id=saved, owner=None if shared else by.id, name=name, choice=kept, made_at=now)
        )
        if shared:
            await record("filter.shared", actor=by.id, about=saved, at=now)
    return saved


async def forget_choice(saved: UUID, *, by: StaffMember, now: datetime) -> None:
    """Throw a saved filter away: an agent their own, a manager one of everybody's. Raises NotFound."""
    async with acting(by.actor):
        if not await SavedFilter.delete().where(SavedFilter.id == saved).returning(SavedFilter.id):
            raise NotFound
        if by.role is Role.MANAGER:
            await record("filter.forgotten", actor=by.id, about=saved, at=now)
